//! A wallet whose process dies: `kill -9` at random points of making it, adding, removing, deciding. Whatever was
//! acknowledged must be there afterwards, and the file must open.
//!
//! The process that dies is this program, run with [`CHILD`].

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use semafor_core::verifier::TimeContext;
use semafor_core::wallet::{Added, Decision, Grounds, Presence, Wallet, presence};

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
    let mut acknowledged: Vec<usize> = Vec::new();
    let start = now();
    for kill in 0..KILLS {
        if kill.checked_rem(FROM_NOTHING) == Some(0) {
            forget(&folder)?;
            acknowledged.clear();
        }
        let mut victim = Command::new(&program)
            .arg(CHILD)
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        std::thread::sleep(Duration::from_secs_f64(chance()? * LONGEST));
        victim.kill()?;
        victim.wait()?;
        if let Some(said) = victim.stdout.take() {
            acknowledged.extend(
                BufReader::new(said).lines().map_while(Result::ok).filter_map(|line| line.parse::<usize>().ok()),
            );
        }
        let has_journal = folder.join("wallet.db-journal").exists();
        tally.journals = tally.journals.saturating_add(usize::from(has_journal));
        if let Err(loss) = look(&folder, &family, &acknowledged) {
            tally.losses = tally.losses.saturating_add(1);
            tally.first_loss.get_or_insert(loss.to_string());
            forget(&folder)?;
            acknowledged.clear();
        }
        tally.acknowledged = tally.acknowledged.max(acknowledged.len());
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
    for number in first.. {
        let added = wallet.add(&[family.certificate(number)], &grounds)?;
        if let Some(Added::New { id, .. } | Added::Restored { id }) = added.first() {
            wallet.remove(*id, grounds.at())?;
            wallet.undo(Some(*id), grounds.at())?;
            wallet.decide(&Decision { one: [0; 32], other: [1; 32], is_one_person: true }, grounds.at())?;
            let mut out = std::io::stdout();
            writeln!(out, "{number}")?;
            out.flush()?;
        }
    }
    Ok(())
}

/// What is wrong about what was found.
fn look(folder: &PathBuf, family: &Family, acknowledged: &[usize]) -> Result<(), Box<dyn Error>> {
    let is_absent = presence(folder) == Presence::Absent;
    if is_absent && acknowledged.is_empty() {
        return Ok(());
    }
    let grounds = Grounds::new(&family.snapshot, TimeContext::device(at(CLOCK)));
    let listing = Wallet::open(folder, &Unwrapped)?.list(&grounds)?;
    if !listing.unreadable.is_empty() {
        return Err(format!("{} rows do not open", listing.unreadable.len()).into());
    }
    let kept = |number: &&usize| {
        let identifier = format!("URN:UVCI:01:CZ:{number}");
        let is_it = |text: Option<&str>| text == Some(&identifier);
        listing.certificates.iter().any(|kept| is_it(kept.look().and_then(|certificate| certificate.identifier())))
    };
    match acknowledged.iter().find(|number| !kept(number)) {
        Some(number) => Err(format!("certificate {number} of {} is lost", acknowledged.len()).into()),
        None => Ok(()),
    }
}

/// How the kills ended.
#[derive(Default)]
struct Tally {
    /// A journal was left behind.
    journals: usize,
    /// The most certificates that were acknowledged in one wallet.
    acknowledged: usize,
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
            Row::count("most certificates in one wallet", self.acknowledged, None),
            losses,
        ]
    }
}

const KILLS: usize = 2_000;

/// After so many kills a wallet is made anew.
const FROM_NOTHING: usize = 20;

/// Seconds until the latest kill.
const LONGEST: f64 = 0.15;
