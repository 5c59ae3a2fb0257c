//! The command line: names, meanings and help texts.

pub(crate) mod data;
pub(crate) mod leave;
pub(crate) mod publish;
pub(crate) mod rules;
pub(crate) mod wallet;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use semafor_core::instant::Instant;
use semafor_core::trust::TestKeys;
use semafor_core::verdict::Language;
use semafor_core::verifier::{Asked, Policy};

use crate::machine;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "semafor", version, about, after_help = EXIT_STATUS, subcommand_required = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every layer of a code: claims, key id, fields, warnings; never a verdict
    Inspect(Inspect),
    /// Judge the codes of one person and say why
    Verify(Verify),
    /// Judge one person a line, for a desk with a scanner that types
    Door(Door),
    /// Read the codes on pictures and PDFs, or say what stands in the way
    Scan(Scan),
    /// Say what a reason or warning code means and what to do
    Explain(Explain),
    /// List the keys in key files, and what speaks against each
    Keys(Keys),
    /// Make recorded decisions again and compare them byte for byte
    Replay(Replayed),
    /// For those who write rules: look through them, test them, say them in words, try one on a certificate
    Rules(rules::Rules),
    /// Get the keys and rules that a publisher has signed, for `verify` and `door`
    Sync(data::Sync),
    /// Show which synced set is in use, how old it is, and how far it can be relied upon
    Status(data::Status),
    /// Keep certificates, encrypted: add, list, undo, travel, what changes when
    Wallet(wallet::Wallet),
    /// For publishers: keys, rules and value sets as signed files that any web server can hand out
    Publish(publish::Publish),
    /// Make a demonstration authority, issue certificates, and show what holder and staff see
    Demo(Demo),
}

/// `semafor inspect`
#[derive(Debug, Args)]
#[command(after_help = TEXT_HELP)]
pub(crate) struct Inspect {
    /// The code: its text, a file that holds it, a picture or PDF of it, or - for standard input
    #[arg(value_name = "TEXT|FILE|-")]
    pub(crate) text: OsString,
    #[command(flatten)]
    pub(crate) password: PasswordOption,
    /// Language of labels and explanations
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor verify`
#[derive(Debug, Args)]
#[command(after_help = VERIFY_HELP)]
pub(crate) struct Verify {
    /// One to four codes of one person: the text, a file that holds it, a picture or PDF of it, or - for standard input
    #[arg(value_name = "TEXT|FILE|-", required = true, num_args = 1..=4)]
    pub(crate) texts: Vec<OsString>,
    #[command(flatten)]
    pub(crate) password: PasswordOption,
    #[command(flatten)]
    pub(crate) question: Question,
    /// Language of labels and explanations
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// The colour of the person by this scheme, such as VN, computed from these codes; without --country no rules are
    /// applied beside it
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// Show the full report, as the holder may see it, instead of the door's view
    #[arg(long)]
    pub(crate) explain: bool,
    /// Append the decision to this file, for `semafor replay`. It holds the codes themselves: keep it as you keep them
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor door`
#[derive(Debug, Args)]
#[command(after_help = DOOR_HELP)]
pub(crate) struct Door {
    #[command(flatten)]
    pub(crate) question: Question,
    /// The lines up to an empty one, one to four, are one person's codes and get one answer there
    #[arg(long)]
    pub(crate) together: bool,
    /// Language of labels and explanations
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// One JSON document a line instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor scan`
#[derive(Debug, Args)]
#[command(after_help = SCAN_HELP)]
pub(crate) struct Scan {
    /// Pictures (PNG, JPEG, WebP, PNM) and PDFs; - for standard input
    #[arg(value_name = "FILE|-", required_unless_present = "bench")]
    pub(crate) files: Vec<OsString>,
    /// Every code, other ones beside certificates too [default: where there is a certificate, only certificates]
    #[arg(long)]
    pub(crate) all: bool,
    /// Milliseconds for one picture, or one page of a PDF [default: 100; 15 in camera mode]
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=600_000))]
    pub(crate) time_limit: Option<u64>,
    #[command(flatten)]
    pub(crate) password: PasswordOption,
    /// Language of hints
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// Read every frame that DIR/manifest.jsonl lists, and count what is read, what is wrong, and the time, by set
    #[arg(long, value_name = "DIR", conflicts_with_all = ["files", "all", "password"])]
    pub(crate) bench: Option<PathBuf>,
    /// How a bench looks at its frames: everything is tried on a still; a camera's frame has a camera's time and no
    /// second reader [default: still]
    #[arg(long, value_enum)]
    pub(crate) mode: Option<ModeName>,
    /// One JSON document a file, or a set, each on a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a scanner works.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ModeName {
    /// One picture, on which everything is tried
    Still,
    /// A camera's frame
    Camera,
}

/// What opens a locked PDF.
#[derive(Debug, Args)]
pub(crate) struct PasswordOption {
    /// Opens PDFs that want a password [default: it is asked for on a terminal]
    #[arg(long)]
    password: Option<String>,
}

impl PasswordOption {
    /// The password given.
    pub(crate) fn get(&self) -> Option<&str> {
        self.password.as_deref()
    }
}

/// `semafor replay`
#[derive(Debug, Args)]
#[command(after_help = REPLAY_HELP)]
pub(crate) struct Replayed {
    /// A file of records, one a line, as `verify --record` writes it; - for standard input
    #[arg(value_name = "FILE|-")]
    pub(crate) records: OsString,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Rules and value sets, the same and in the same order as when the records were made
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is asked about certificates, and by which keys and rules it is answered.
#[derive(Debug, Args)]
pub(crate) struct Question {
    #[command(flatten)]
    pub(crate) data: data::DataOption,
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Rules, value sets and schemes to use instead of those in use; a file, or a folder with all its JSON files but
    /// those in folders named tests; may be given several times
    #[arg(long, value_name = "DIR|FILE", conflicts_with = "technical")]
    pub(crate) rules: Vec<PathBuf>,
    /// The country whose rules are asked about, two letters
    #[arg(long, value_name = "CC", value_parser = country, conflicts_with = "technical")]
    pub(crate) country: Option<String>,
    /// A region of the country with rules of its own
    #[arg(long, requires = "country")]
    pub(crate) region: Option<String>,
    /// Which certificates and combinations count, such as 2G+, by the modes among the rules [default: each certificate
    /// shown must fulfil the rules]
    #[arg(long, value_name = "ID", requires = "country")]
    pub(crate) mode: Option<String>,
    /// Check signature, dates and key usage, and nothing else; no rules are applied
    #[arg(long)]
    pub(crate) technical: bool,
    /// Judge as if it were this time: RFC 3339, or a date for 00:00 UTC of that day [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
}

impl Verify {
    /// The policy that it comes to. Who asks for a colour alone asks for no rules.
    pub(crate) fn policy(&self) -> Policy {
        let policy = self.question.policy();
        let is_colour_alone = self.scheme.is_some() && self.question.country.is_none();
        if is_colour_alone { Policy { asked: Asked::Technical, ..policy } } else { policy }
    }
}

impl Question {
    /// The policy that it comes to.
    pub(crate) fn policy(&self) -> Policy {
        let asked = if self.technical {
            Asked::Technical
        } else {
            Asked::Entry { country: self.country.clone(), region: self.region.clone(), mode: self.mode.clone() }
        };
        Policy { asked, test_keys: self.trust.test_keys() }
    }
}

/// Which keys are in use.
#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// Key file to use instead of the keys in use; may be given several times. PEM, DER and the German list hold EU
    /// keys, the WHO trust list says itself; `icvp=FILE` and `dcc=FILE` override
    #[arg(long = "trust", value_name = "[DOMAIN=]FILE")]
    pub(crate) files: Vec<OsString>,
    #[command(flatten)]
    pub(crate) proof: Proof,
    /// Let keys of test participants count
    #[arg(long)]
    pub(crate) trust_test_keys: bool,
}

impl Trust {
    /// Whether keys of test participants count.
    pub(crate) fn test_keys(&self) -> TestKeys {
        if self.trust_test_keys { TestKeys::Trusted } else { TestKeys::Distrusted }
    }
}

/// What must stand behind key files.
#[derive(Debug, Args)]
pub(crate) struct Proof {
    /// Public key (PEM or DER) that must have signed every German list among the key files
    #[arg(long, value_name = "FILE")]
    pub(crate) list_key: Option<PathBuf>,
    /// SHA-256 (hex) that one of the key files must have; may be given several times
    #[arg(long, value_name = "SHA256")]
    pub(crate) pin: Vec<String>,
}

/// `semafor explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A reason or warning code, such as key-unknown; all of them without one
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// One language only [default: all three]
    #[arg(long, value_enum)]
    pub(crate) lang: Option<LanguageName>,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor keys`
#[derive(Debug, Args)]
pub(crate) struct Keys {
    /// Key files: PEM, DER, the German list, the WHO trust list; `icvp=FILE` and `dcc=FILE` override the domain
    #[arg(value_name = "[DOMAIN=]FILE", required = true)]
    pub(crate) files: Vec<OsString>,
    #[command(flatten)]
    pub(crate) proof: Proof,
    /// Which keys are expired as of this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// A line for every key
    #[arg(long)]
    pub(crate) all: bool,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Leave out the drawn codes
    #[arg(long)]
    pub(crate) no_codes: bool,
    /// Play the demonstration as if it were this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// The language of an answer.
#[derive(Debug, Args)]
pub(crate) struct LanguageOption {
    /// Language of labels and explanations [default: the terminal's, else English]
    #[arg(long, value_enum)]
    lang: Option<LanguageName>,
}

impl LanguageOption {
    /// The language asked for, or the terminal's.
    pub(crate) fn get(&self) -> Language {
        self.lang.map_or_else(machine::language, Language::from)
    }
}

/// The languages by their ISO 639-1 codes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LanguageName {
    /// Czech
    Cs,
    /// Vietnamese
    Vi,
    /// English
    En,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::Cs => Self::Cs,
            LanguageName::Vi => Self::Vi,
            LanguageName::En => Self::En,
        }
    }
}

fn country(text: &str) -> Result<String, String> {
    let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    two_letters.then(|| text.to_ascii_uppercase()).ok_or_else(|| "two letters, such as CZ".to_owned())
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|error| error.to_string())
}

const EXIT_STATUS: &str = "\
Exit status:
  0 accepted or done, 1 refused, or something is wrong with rules, 2 undecided
  64 usage, 65 bad key, rule or picture file, no code on a picture, or wrong pin or
  password, 66 no such input, 69 a server is not reachable or failed,
  74 input or output failed, 130 interrupted

Colours are off when the output is no terminal or NO_COLOR is set.";

const TEXT_HELP: &str = "\
What starts with HC1: is the text of a code, - is standard input, all else is a path. Of a picture or PDF every
certificate on it is shown. Of a text, line ends behind it are dropped, spaces never: they belong to the code.";

const REPLAY_HELP: &str = "\
A record holds what was asked, at what time, and the whole report. Made again by the same keys and rules, the decision
must be the same to the byte; exit status 1 says that one was not.

Example:
  semafor verify certificate.txt --trust dsc-list.json --rules rules --country CZ --record decisions.jsonl
  semafor replay decisions.jsonl --trust dsc-list.json --rules rules";

const SCAN_HELP: &str = "\
For each file the text of every code, what kind of code it is and its corners in pixels; or what stands in the way of a
reading, and what would help. QR codes and, where they hold a certificate, Aztec codes are read. What is read is not
verified: that is `semafor verify`, which takes pictures too.

Exit status: 0 every file has a code, 2 some file has none, 65 or 66 some file could not be used.

Examples:
  semafor scan photo.jpg certificate.pdf
  semafor scan *.png --all --json | jq -r .codes[].text
  semafor scan --bench frames --mode camera";

const VERIFY_HELP: &str = "\
What starts with HC1: is the text of a code, - is standard input, all else is a path. A picture or PDF stands for all
certificates on it.

Without --technical the rules of --country are asked for; without --rules there are none, and the answer is undecided.

Examples:
  semafor verify certificate.txt --technical --trust dsc-list.json --list-key dsc-list.pem
  semafor verify - --technical --trust icvp=who.pem --at 2026-07-01 --json
  semafor verify certificate.txt --trust dsc-list.json --rules rules --country CZ
  semafor verify certificate.txt --scheme VN

With --scheme the exit status is that of the verdict, but 2 where all is accepted and there is no colour.";

const DOOR_HELP: &str = "\
Each line of standard input is one person's code and is answered at once, in the order of the input, until it ends. \
An empty line is nobody's. A line that is no certificate is answered too: undecided, with the reason.

A scanner must end each code with Enter, and type for the keyboard layout that the system has set. On a terminal the \
answer is a band across the screen, what is typed is not shown, and Ctrl-D ends; then the answers are counted. \
Nothing about a person is kept or logged.

Each line of --json is the door's report with `person`, which counts from 1, and `line`, where that person's first \
code stands in the input, also from 1. The exit status is 0 when the input has ended, whatever the verdicts were.

Examples:
  semafor door --trust dsc-list.json --list-key dsc-list.pem --rules rules --country CZ
  semafor door --technical --trust icvp=who.pem --together --lang vi
  semafor door --trust dsc-list.json --rules rules --country CZ --json < codes.txt > answers.jsonl";
