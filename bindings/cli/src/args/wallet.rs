//! The command line of `semafor wallet`.

mod show;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use semafor_core::certificate::CertificateKind;
use semafor_core::instant::{CalendarDate, Instant, PartialDate};
use semafor_core::wallet::{Awaiting, Listing};

use super::data::DataOption;
use super::leave::{Export, Import, Schemes};
use super::publish::PassphraseOption;
use super::{LanguageOption, Trust, country, instant};
pub(crate) use show::{Files, Show};

/// `semafor wallet`
#[derive(Debug, Args)]
#[command(after_help = WALLET_HELP)]
pub(crate) struct Wallet {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands of a wallet.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add certificates from texts, pictures and PDFs; makes the wallet the first time
    Add(Add),
    /// Enter persons who have no certificate yet
    Person(Person),
    /// Show everything in the wallet
    List(List),
    /// Show one certificate with all its fields; draw its code, or write it as a picture or a page to print
    Show(Show),
    /// Show each person's colour: why, until when, and what comes next
    Status(Status),
    /// Remove a certificate, a person or an expected certificate; it can be had back for 30 days
    Remove(OfOne),
    /// Take a removal back: the last one, or that of ID
    Undo(Undo),
    /// Ask whether a country would let each person in on a day to come
    Check(Check),
    /// Show what will change and when: colours, signatures that end, rules that end, certificates that were withdrawn
    Notices(Notices),
    /// Keep what is waited for, where it hangs, and whom to ask
    Expected(Expected),
    /// Say that two belong to one person, whatever their names say
    Merge(Pair),
    /// Say that two do not belong to one person
    Split(Pair),
    /// Write everything into a file that six words open, or show it as QR frames to another device's camera
    Export(Export),
    /// Take what another wallet exported: its file, or pictures of its frames
    Import(Import),
    /// Show or choose the colour schemes that are shown side by side
    Schemes(Schemes),
    /// Make a phrase to write down, which opens the wallet when its passphrase is forgotten
    Recovery(Plain),
    /// Open the wallet by its recovery phrase, and give it another passphrase
    Recover(Recover),
    /// Read what is left of a damaged wallet; the damaged file is put aside
    Salvage(Plain),
}

/// Which wallet, and how it is answered.
#[derive(Debug, Args)]
pub(crate) struct Which {
    #[command(flatten)]
    pub(crate) data: DataOption,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOption,
    /// Language of labels and explanations
    #[command(flatten)]
    pub(crate) language: LanguageOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// By what certificates are judged.
#[derive(Debug, Args)]
pub(crate) struct Basis {
    #[command(flatten)]
    pub(crate) trust: Trust,
    /// Rules and value sets to use instead of the rules in use; a file, or a folder; may be given several times
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) rules: Vec<PathBuf>,
    /// Judge as if it were this time: RFC 3339, or a date for 00:00 UTC of that day [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
}

/// A wallet to be opened and judged.
#[derive(Debug, Args)]
pub(crate) struct Opening {
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) which: Which,
}

/// By which schemes colours are shown.
#[derive(Debug, Args)]
pub(crate) struct Shown {
    /// The scheme that says what colours mean, such as VN, VN-KH or CZ; may be given several times [default: those that
    /// `semafor wallet schemes` has chosen, else VN]
    #[arg(long = "scheme", value_name = "ID")]
    ids: Vec<String>,
}

impl Shown {
    /// Those that were given, or else those that were chosen.
    pub(crate) fn of(&self, listing: &Listing) -> Vec<String> {
        if self.ids.is_empty() { listing.schemes.clone() } else { self.ids.clone() }
    }
}

/// `semafor wallet list`
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) schemes: Shown,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet status`
#[derive(Debug, Args)]
#[command(after_help = STATUS_HELP)]
pub(crate) struct Status {
    /// Of whom: the beginning of the id of anything that is theirs [default: everybody]
    #[arg(value_name = "ID")]
    pub(crate) person: Option<String>,
    #[command(flatten)]
    pub(crate) schemes: Shown,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet add`
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The codes: texts, files with a text a line, pictures, PDFs; - for standard input
    #[arg(value_name = "FILE|TEXT|-", required = true)]
    pub(crate) sources: Vec<OsString>,
    /// A file with the password of PDFs that want one [default: it is asked for on a terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet person`
#[derive(Debug, Args)]
pub(crate) struct Person {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: PersonCommand,
}

/// What can be done with persons.
#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Enter a person
    Add(PersonAdd),
}

/// `semafor wallet person add`
#[derive(Debug, Args)]
pub(crate) struct PersonAdd {
    /// The whole name
    #[arg(long)]
    pub(crate) name: String,
    /// The date of birth: YYYY-MM-DD, or as much of it as is known
    #[arg(long, value_name = "DATE", value_parser = born)]
    pub(crate) born: PartialDate,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// A command for one thing in the wallet.
#[derive(Debug, Args)]
pub(crate) struct OfOne {
    /// Which: the beginning of its id is enough
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet undo`
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Which: the beginning of its id is enough [default: what was removed last]
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet check`
#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct Check {
    /// Where to, two letters
    #[arg(long, value_name = "CC", value_parser = country)]
    pub(crate) country: String,
    /// A region of the country with rules of its own
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// The day there, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: CalendarDate,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet notices`
#[derive(Debug, Args)]
pub(crate) struct Notices {
    /// The country whose rules matter, two letters; without it only signatures, withdrawals and colours are looked at
    #[arg(long, value_name = "CC", value_parser = country)]
    pub(crate) country: Option<String>,
    #[command(flatten)]
    pub(crate) schemes: Shown,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet expected`
#[derive(Debug, Args)]
pub(crate) struct Expected {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: ExpectedCommand,
}

/// What can be done with expected certificates. `wallet list` shows them, `wallet remove` ends the wait.
#[derive(Debug, Subcommand)]
pub(crate) enum ExpectedCommand {
    /// Keep that a certificate is waited for
    Add(ExpectedAdd),
    /// Say what it waits for now
    Next(ExpectedNext),
}

/// `semafor wallet expected add`
#[derive(Debug, Args)]
pub(crate) struct ExpectedAdd {
    /// What it is, such as "second dose, Bulovka hospital"
    #[arg(long)]
    pub(crate) what: String,
    /// Since when it is waited for: RFC 3339, or a date [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) since: Option<Instant>,
    /// What it waits for
    #[arg(long, value_enum)]
    pub(crate) awaiting: AwaitingName,
    /// Whom to ask
    #[arg(long, value_name = "WHOM")]
    pub(crate) ask: Option<String>,
    /// Its type: then the next certificate of this type ends the wait
    #[arg(long, value_enum)]
    pub(crate) kind: Option<KindName>,
    /// Whose it is: then their next certificate ends the wait
    #[arg(long, requires = "born")]
    pub(crate) name: Option<String>,
    /// The date of birth of the person
    #[arg(long, value_name = "DATE", value_parser = born, requires = "name")]
    pub(crate) born: Option<PartialDate>,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet expected next`
#[derive(Debug, Args)]
pub(crate) struct ExpectedNext {
    /// Which: the beginning of its id is enough
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// What it waits for now
    #[arg(long, value_enum)]
    pub(crate) awaiting: AwaitingName,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// A command for two things in the wallet.
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// A certificate or a person: the beginning of its id is enough
    #[arg(value_name = "ID")]
    pub(crate) one: String,
    /// The other
    #[arg(value_name = "ID")]
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// A command for the wallet as a whole.
#[derive(Debug, Args)]
pub(crate) struct Plain {
    #[command(flatten)]
    pub(crate) which: Which,
}

/// `semafor wallet recover`
#[derive(Debug, Args)]
pub(crate) struct Recover {
    /// A file with the recovery phrase [default: it is asked for on a terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) phrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) which: Which,
}

/// What an expected certificate waits for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AwaitingName {
    /// Nobody has reported it yet
    Data,
    /// Nobody has validated the report
    Validation,
    /// It is validated, and not signed
    Signature,
}

/// Types of certificates.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KindName {
    /// EU vaccination
    Vaccination,
    /// EU test
    Test,
    /// EU recovery
    Recovery,
    /// WHO vaccination or prophylaxis
    Icvp,
}

impl From<AwaitingName> for Awaiting {
    fn from(name: AwaitingName) -> Self {
        match name {
            AwaitingName::Data => Self::Data,
            AwaitingName::Validation => Self::Validation,
            AwaitingName::Signature => Self::Signature,
        }
    }
}

impl From<KindName> for CertificateKind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Vaccination => Self::Vaccination,
            KindName::Test => Self::Test,
            KindName::Recovery => Self::Recovery,
            KindName::Icvp => Self::Icvp,
        }
    }
}

fn day(text: &str) -> Result<CalendarDate, String> {
    CalendarDate::parse(text).map_err(|error| error.to_string())
}

fn born(text: &str) -> Result<PartialDate, String> {
    match PartialDate::parse(text) {
        Ok(PartialDate::Unknown) => Err("as much of it as is known, such as 1964".to_owned()),
        parsed => parsed.map_err(|error| error.to_string()),
    }
}

const WALLET_HELP: &str = "\
Certificates, encrypted, in the folder of --data: wallet.db, and its key in wallet.key. The passphrase is asked for on a
terminal or read from --passphrase-file, never given as an argument. What cannot be verified today is kept too. What is
removed can be had back for 30 days; a file that cannot be read is never deleted.

Exit status: 0 done, 2 nothing of it is a certificate, 64 usage, 65 wrong passphrase or password, damaged file,
66 no such file, wallet or id, 74 input or output failed.

Examples:
  semafor wallet add certificate.pdf photo.jpg
  semafor wallet list
  semafor wallet show 1f3c --qr --scheme VN
  semafor wallet status --scheme CZ
  semafor wallet check --country CZ --on 2026-12-24
  semafor wallet export family.semafor";

const STATUS_HELP: &str = "\
A colour is computed from all certificates of a person that count, by what is published; with --at for another time. A
person whom no certificate names has a colour too: the one that is left when no condition holds.

Exit status: 0 everybody has a colour by every scheme, 2 somebody has none.

Examples:
  semafor wallet status
  semafor wallet status --scheme VN --scheme CZ --at 2027-01-01";

const CHECK_HELP: &str = "\
The whole day at the destination is looked at, by the rules that are published for it already. Rules can change: the
answer says when they were last signed as current, and whether the day lies beyond what can be relied upon.

Exit status: 0 every person is accepted all day, 1 somebody is refused, 2 all else.";
