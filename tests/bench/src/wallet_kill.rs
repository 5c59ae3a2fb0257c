//! A wallet whose process dies: `kill -9` at random points of making it, bringing it up from version 1, adding, removing,
//! deciding, exporting. Whatever was acknowledged must be there afterwards, the file must open, and an export is whole
//! under its name or not there.
//!
//! The process that dies is this program, run with [`CHILD`].

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use semafor_core::bundle::Environment;
use semafor_core::transfer::export;
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::verifier::TimeContext;
use semafor_core::wallet::{
    Added, Decision, DecisionKey, Grounds, KeptCertificate, Listing, Place, Presence, Wallet, presence, write_outgoing,
};

use crate::built;
use crate::measure::{chance, now};
use crate::row::{Bound, Row, duration};
use crate::wallet::{CLOCK, Family, Unwrapped, at, forget};

/// The word that makes of this program a wallet that changes until it is killed: `semafor-bench wallet-kill-victim FOLDER`.
pub const CHILD: &str = "wallet-kill-victim";

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = built::folder()?.join("wallet-kill");
    let (program, family) = (std::env::current_exe()?, Family::fixed()?);
    let mut tally = Tally::default();
    let mut acknowledged = Acknowledged::default();
    let mut is_upgraded = false;
    let start = now();
    for kill in 0..KILLS {
        if kill.checked_rem(FROM_NOTHING) == Some(0) {
            forget(&folder)?;
            acknowledged = Acknowledged::default();
            is_upgraded = kill.checked_rem(FROM_NOTHING.saturating_mul(2)) == Some(0);
        }
        // Upgrades are killed each time anew: once done there is nothing left of them to be killed.
        let upgrades = kill.checked_rem(UPGRADE) == Some(0) && is_upgraded;
        if upgrades {
            forget(&folder)?;
            acknowledged = Acknowledged::default();
            copy_of_version_1(&folder)?;
            tally.upgrades = tally.upgrades.saturating_add(1);
        }
        let mut victim = Command::new(&program)
            .arg(CHILD)
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let longest = if upgrades { LONGEST_OF_AN_UPGRADE } else { LONGEST };
        std::thread::sleep(Duration::from_secs_f64(chance()? * longest));
        victim.kill()?;
        victim.wait()?;
        if let Some(said) = victim.stdout.take() {
            BufReader::new(said).lines().map_while(Result::ok).for_each(|line| acknowledged.hear(&line));
        }
        let has_journal = folder.join("wallet.db-journal").exists();
        tally.journals = tally.journals.saturating_add(usize::from(has_journal));
        if let Err(loss) = look(&folder, &family, &acknowledged, is_upgraded) {
            tally.losses = tally.losses.saturating_add(1);
            tally.first_loss.get_or_insert(loss.to_string());
            forget(&folder)?;
            acknowledged = Acknowledged::default();
            // What was lost once is not counted again.
            is_upgraded = false;
        }
        tally.acknowledged = tally.acknowledged.max(acknowledged.certificates.len());
    }
    Ok(tally.rows(start.elapsed()))
}

/// Changes a wallet until it is killed, and says what is on disk.
pub fn change_for_ever(folder: &Path) -> Result<(), Box<dyn Error>> {
    let family = Family::fixed()?;
    let grounds = Grounds::new(&family.snapshot, TimeContext::device(at(CLOCK)));
    let mut wallet = match presence(folder) {
        Presence::Absent => Wallet::create(folder, &Unwrapped)?,
        _ => Wallet::open(folder, &Unwrapped)?,
    };
    let listing = wallet.list(&grounds)?;
    let first = listing.certificates.len().saturating_add(listing.removed.len());
    let mut before = listing.certificates.last().map(KeptCertificate::decision_key);
    for number in first.. {
        let added = wallet.add(&[family.certificate(number)], &grounds)?;
        if let Some(Added::New { id, .. } | Added::Restored { id }) = added.first() {
            wallet.remove(*id, grounds.at())?;
            wallet.undo(Some(*id), grounds.at())?;
            let key = key_of(&wallet.list(&grounds)?, number);
            let other = key.ok_or("what was added is not there")?;
            let one = before.unwrap_or_default();
            wallet.decide(&Decision { one, other, is_one_person: is_merged(number) }, grounds.at())?;
            before = key;
            acknowledge(&number.to_string())?;
        }
        if number.checked_rem(EXPORT) == Some(EXPORT - 1) {
            let file = wallet.export(&words(), &world()?)?;
            for _ in 0..WRITES {
                write_outgoing(&folder.join(EXPORTED), &file, Place::Any)?;
                acknowledge(AN_EXPORT)?;
            }
        }
    }
    Ok(())
}

fn acknowledge(what: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{what}")?;
    out.flush()
}

/// What decisions know the certificate of this number by.
fn key_of(listing: &Listing, number: usize) -> Option<DecisionKey> {
    let identifier = identifier(number);
    let is_it = |certificate: &semafor_core::certificate::Certificate| certificate.identifier() == Some(&identifier);
    let kept = listing.certificates.iter().find(|kept| kept.look().is_some_and(is_it));
    kept.map(KeptCertificate::decision_key)
}

fn identifier(number: usize) -> String {
    format!("URN:UVCI:01:CZ:{number}")
}

/// Some are merged, others split.
fn is_merged(number: usize) -> bool {
    number.checked_rem(2) == Some(0)
}

fn words() -> Passphrase {
    Passphrase::of_entropy(b"0123456789")
}

fn world() -> Result<Environment, Box<dyn Error>> {
    Environment::new("bench").ok_or_else(|| "no environment".into())
}

/// The wallet that a program of the first schema made.
fn copy_of_version_1(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("wallet.db"), include_bytes!("../../../core/tests/vectors/wallet-1/wallet.db"))?;
    std::fs::write(folder.join("wallet.key"), include_bytes!("../../../core/tests/vectors/wallet-1/wallet.key"))?;
    Ok(())
}

/// What is wrong about what was found.
fn look(
    folder: &PathBuf,
    family: &Family,
    acknowledged: &Acknowledged,
    is_upgraded: bool,
) -> Result<(), Box<dyn Error>> {
    let is_absent = presence(folder) == Presence::Absent;
    if is_absent && acknowledged.certificates.is_empty() {
        return Ok(());
    }
    let grounds = Grounds::new(&family.snapshot, TimeContext::device(at(CLOCK)));
    let listing = Wallet::open(folder, &Unwrapped)?.list(&grounds)?;
    if !listing.unreadable.is_empty() {
        return Err(format!("{} rows do not open", listing.unreadable.len()).into());
    }
    if is_upgraded {
        has_version_1(&listing)?;
    }
    for number in &acknowledged.certificates {
        let Some(key) = key_of(&listing, *number) else {
            return Err(format!("certificate {number} of {} is lost", acknowledged.certificates.len()).into());
        };
        let is_decided = |decision: &Decision| decision.other == key && decision.is_one_person == is_merged(*number);
        if !listing.decisions.iter().any(is_decided) {
            return Err(format!("the decision about certificate {number} is lost").into());
        }
    }
    let exported = folder.join(EXPORTED);
    if acknowledged.is_exported && !exported.exists() {
        return Err("an export is lost".into());
    }
    if exported.exists() {
        // Every byte of a whole file is under its tag: records that open are those that were written.
        export::open(&std::fs::read(exported)?, &words(), &world()?)?;
    }
    Ok(())
}

/// What the wallet of version 1 holds.
fn has_version_1(listing: &Listing) -> Result<(), Box<dyn Error>> {
    let has_person = listing.persons.iter().any(|person| person.holder.name == "Babička Nováková");
    let has_expected = listing.expected.iter().any(|expected| expected.expectation.what == "second dose");
    let found = (listing.certificates.len(), listing.removed.len(), listing.decisions.len());
    let is_whole = found.0 >= 4 && found.1 >= 1 && found.2 >= 1 && has_person && has_expected;
    if is_whole { Ok(()) } else { Err(format!("of the wallet of version 1 {found:?} is left").into()) }
}

/// What the processes that died had said.
#[derive(Default)]
struct Acknowledged {
    /// The certificates that were kept and decided about, by their numbers.
    certificates: Vec<usize>,
    /// Whether there was an export.
    is_exported: bool,
}

impl Acknowledged {
    fn hear(&mut self, line: &str) {
        self.is_exported |= line == AN_EXPORT;
        self.certificates.extend(line.parse::<usize>());
    }
}

/// How the kills ended.
#[derive(Default)]
struct Tally {
    /// A journal was left behind.
    journals: usize,
    /// The most certificates that were acknowledged in one wallet.
    acknowledged: usize,
    /// A wallet of version 1 was killed from its first opening on.
    upgrades: usize,
    losses: usize,
    first_loss: Option<String>,
}

impl Tally {
    fn rows(self, whole: Duration) -> Vec<Row> {
        let mut losses = Row::count("kill -9: wallets that lost something", self.losses, self.first_loss);
        losses.bound = Some(Bound::Count(self.losses, 0));
        vec![
            Row::count("kill -9 while a wallet changes", KILLS, Some(duration(whole.as_secs_f64()))),
            Row::count("of those, SQLite was writing", self.journals, Some("a journal was left behind".to_owned())),
            Row::count("of those, a wallet of version 1 was opened", self.upgrades, None),
            Row::count("most certificates in one wallet", self.acknowledged, None),
            losses,
        ]
    }
}

const KILLS: usize = 2_000;

/// After so many kills a wallet is made anew.
const FROM_NOTHING: usize = 20;

/// Seconds until the latest kill.
const LONGEST: f64 = 0.3;

/// The same where a wallet of version 1 is opened, which takes some milliseconds.
const LONGEST_OF_AN_UPGRADE: f64 = 0.03;

/// One kill in so many is one of an upgrade, in every second wallet.
const UPGRADE: usize = 4;

/// After so many certificates the wallet is exported: deriving the key takes most of the time.
const EXPORT: usize = 5;

/// How often one export is written, since kills should meet the writing.
const WRITES: usize = 10;

const AN_EXPORT: &str = "exported";

const EXPORTED: &str = "family.semafor";
