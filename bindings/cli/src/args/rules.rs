//! The command line of `semafor rules`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use semafor_core::instant::Instant;

use super::{LanguageOption, country, instant};

/// `semafor rules`
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands of those who write rules.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with rules, value sets, modes and staff texts
    Lint(Lint),
    /// Run the tests that stand beside rules
    Test(Test),
    /// Say rules in words
    Explain(Explain),
    /// Evaluate rules on a certificate, comparison by comparison
    Try(Try),
}

/// `semafor rules lint`
#[derive(Debug, Args)]
#[command(after_help = LINT_HELP)]
pub(crate) struct Lint {
    /// A folder in the layout below, or one file with a rule or an array of rules
    #[arg(value_name = "DIR|FILE")]
    pub(crate) path: PathBuf,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor rules test`
#[derive(Debug, Args)]
#[command(after_help = TEST_HELP)]
pub(crate) struct Test {
    /// A folder with rules and their tests
    #[arg(value_name = "DIR")]
    pub(crate) path: PathBuf,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor rules explain`
#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_HELP)]
pub(crate) struct Explain {
    /// A rule, an array of rules, or a folder of them
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor rules try`
#[derive(Debug, Args)]
#[command(after_help = TRY_HELP)]
pub(crate) struct Try {
    /// A rule, an array of rules, or a folder of them
    #[arg(value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// The code: its text, a file that holds it, or - for standard input
    #[arg(value_name = "TEXT|FILE|-")]
    pub(crate) text: OsString,
    /// Evaluate as if it were this time: RFC 3339, or a date for 00:00 UTC of that day [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// The country of arrival, two letters [default: the rule's own]
    #[arg(long, value_name = "CC", value_parser = country)]
    pub(crate) country: Option<String>,
    /// Where the value sets are that rules name
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

const LINT_HELP: &str = "\
Looked at, wherever it lies below DIR:
  CC/ID/rule.json        a rule in the EU's format, described in cs, vi and en
  CC/ID/tests/NAME.json  its tests: every comparison true and false, and limits in time
                         within a second on each side
  valuesets/ID.json      codes that rules may name
  modes/ID.json          which certificates and combinations count
  texts/ID.json          what staff read when a rule fails: no medical words

Each line says FILE#PLACE: what is wrong; PLACE is a JSON pointer. Notes fail nothing.
The last line counts the rules, value sets, modes and texts with nothing wrong, and the others.

Examples:
  semafor rules lint rules/policy
  semafor rules lint eu-rules.json --json

Exit status: 0 nothing is wrong, 1 something is, 65 no rules in it, 66 no such input.";

const TEST_HELP: &str = "\
A test is {\"name\", \"payload\", \"external\", \"expected\"}: the rule's logic is evaluated on
payload and external, and must yield what is expected. Where external has no valueSets, those
below DIR are put in. What fails is shown with every comparison that was made. The last line
counts the tests.

Examples:
  semafor rules test rules/policy
  semafor rules test rules/policy/rules/CZ/VR-CZ-0001

Exit status: 0 all tests passed, 1 some failed, 65 no rules in it, 66 no such input.";

const EXPLAIN_HELP: &str = "\
Examples:
  semafor rules explain rules/policy/rules/CZ/VR-CZ-0001/rule.json
  semafor rules explain eu-rules.json --lang vi";

const TRY_HELP: &str = "\
The signature is not verified, and the rule is evaluated even where a check would not ask for
it; what speaks against asking is said.

Examples:
  semafor rules try rule.json certificate.txt
  semafor rules try rule.json certificate.txt --at 2026-09-01 --country CZ --rules rules/policy

Exit status: 0 every rule passed, 1 a rule failed, 2 a rule is open or the text is no certificate.";
