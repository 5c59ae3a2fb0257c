//! A damaged wallet is salvaged, whatever interrupts it: every state that a process can leave behind, and `kill -9`.

#![cfg(all(feature = "store", unix))]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod family;
mod victim;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use semafor_core::store::StoreError;
use semafor_core::wallet::{Presence, Wallet, WalletError, presence, salvage};

use family::{Folder, NOON, Open, at, authority, grounds, snapshot, vaccination};

const KEPT: i64 = 12;

/// A wallet whose first page is damaged, so that it does not open, and a journal of somebody who died in a change.
fn damaged(name: &str) -> Folder {
    let folder = Folder::new(name);
    let authority = authority(1);
    let texts: Vec<_> = (0..KEPT).map(|dose| authority.issue(&vaccination(dose))).collect();
    let keys = snapshot(&[&authority]);
    Wallet::create(folder.path(), &Open).unwrap().add(&texts, &grounds(&keys, NOON)).unwrap();
    let path = wallet(folder.path());
    let whole = bytes(&path);
    let (first, rest) = whole.split_at(8_192);
    // Its header is gone, so that SQLite leaves it alone.
    fs::write(beside(folder.path(), "-journal"), [&[0; 512], first, rest].concat()).unwrap();
    fs::write(&path, [&[0xa5; 8_192], rest].concat()).unwrap();
    folder
}

fn wallet(folder: &Path) -> PathBuf {
    beside(folder, "")
}

fn beside(folder: &Path, suffix: &str) -> PathBuf {
    folder.join(format!("wallet.db{suffix}"))
}

#[expect(clippy::disallowed_methods, reason = "tests look at files byte by byte")]
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

/// What an opened wallet holds.
fn texts(folder: &Path) -> Result<BTreeSet<String>, WalletError> {
    let keys = snapshot(&[]);
    let listing = Wallet::open(folder, &Open)?.list(&grounds(&keys, NOON))?;
    Ok(listing.certificates.iter().map(|kept| kept.text.to_string()).collect())
}

/// Opens or salvages what a process left behind, which must be all there was.
fn is_whole_in_the_end(folder: &Path, what: &str) {
    assert_eq!(presence(folder), Presence::Present, "{what}");
    let kept = texts(folder).unwrap_or_else(|_| {
        salvage(folder, &Open, "second").unwrap().unwrap();
        texts(folder).unwrap()
    });
    assert_eq!(kept.len(), usize::try_from(KEPT).unwrap(), "{what}");
    assert!(!beside(folder, "-journal").exists() && !beside(folder, ".salvaged").exists(), "{what}");
}

/// The states in which salvaging can be interrupted, in their order. The last two are decided: opening ends them.
#[test]
fn every_state_leads_to_a_wallet() {
    type State = (&'static str, bool, fn(&Path, &[u8]));
    let states: [State; 6] = [
        ("nothing is written", false, |_, _| ()),
        ("half is written", false, |folder, new| {
            fs::write(beside(folder, ".salvaging"), new.split_at(new.len() / 2).0).unwrap();
            fs::write(beside(folder, ".salvaging-journal"), "begun").unwrap();
        }),
        ("it is written", false, |folder, new| fs::write(beside(folder, ".salvaging"), new).unwrap()),
        ("the damaged one has a second name", false, |folder, new| {
            fs::write(beside(folder, ".salvaging"), new).unwrap();
            fs::hard_link(beside(folder, "-journal"), beside(folder, ".first-journal")).unwrap();
            fs::hard_link(wallet(folder), beside(folder, ".first")).unwrap();
        }),
        ("it is decided", true, |folder, new| {
            fs::hard_link(beside(folder, "-journal"), beside(folder, ".first-journal")).unwrap();
            fs::hard_link(wallet(folder), beside(folder, ".first")).unwrap();
            fs::write(beside(folder, ".salvaged"), new).unwrap();
        }),
        ("the journal is gone", true, |folder, new| {
            fs::hard_link(wallet(folder), beside(folder, ".first")).unwrap();
            fs::rename(beside(folder, "-journal"), beside(folder, ".first-journal")).unwrap();
            fs::write(beside(folder, ".salvaged"), new).unwrap();
        }),
    ];
    let done = damaged("states-done");
    salvage(done.path(), &Open, "first").unwrap().unwrap();
    let new = bytes(&wallet(done.path()));
    for (number, (what, is_decided, reach)) in states.into_iter().enumerate() {
        let folder = damaged(&format!("states-{number}"));
        // The key of the wallet that was salvaged opens the salvaged one only.
        fs::copy(done.path().join("wallet.key"), folder.path().join("wallet.key")).unwrap();
        fs::copy(beside(done.path(), ".first"), wallet(folder.path())).unwrap();
        fs::copy(beside(done.path(), ".first-journal"), beside(folder.path(), "-journal")).unwrap();
        let (old, journal) = (bytes(&wallet(folder.path())), bytes(&beside(folder.path(), "-journal")));
        reach(folder.path(), &new);
        assert_eq!(texts(folder.path()).is_ok(), is_decided, "{what}");
        is_whole_in_the_end(folder.path(), what);
        let mark = if is_decided { "first" } else { "second" };
        assert_eq!(bytes(&beside(folder.path(), &format!(".{mark}"))), old, "{what}: the damaged file is kept");
        assert_eq!(bytes(&beside(folder.path(), &format!(".{mark}-journal"))), journal, "{what}: with its journal");
    }
}

#[test]
fn the_same_mark_twice_overwrites_nothing() {
    let folder = damaged("marks");
    let (_, first) = salvage(folder.path(), &Open, "mark").unwrap().unwrap();
    let kept = bytes(&first);
    let (salvaged, second) = salvage(folder.path(), &Open, "mark").unwrap().unwrap();
    assert_eq!((salvaged.certificates, salvaged.lost), (usize::try_from(KEPT).unwrap(), 0));
    assert_ne!(first, second);
    assert_eq!(bytes(&first), kept);
}

#[test]
fn what_is_left_of_a_file_is_no_new_wallet() {
    let folder = damaged("short");
    for length in [0, 1, 99, 100, 512, 8_191] {
        let left = vec![b'S'; length];
        fs::write(wallet(folder.path()), &left).unwrap();
        let refused = Wallet::open(folder.path(), &Open).unwrap_err();
        assert!(matches!(refused, WalletError::Store(StoreError::Damaged { .. })), "{length}: {refused:?}");
        assert_eq!(bytes(&wallet(folder.path())), left);
    }
}

#[test]
fn a_killed_salvage_loses_nothing() {
    let folder = damaged("killed");
    let mut finished = 0;
    for round in 0..30_u64 {
        let (mut victim, mut lines) = victim::start(folder.path());
        assert!(lines.any(|line| line.contains("begins")), "the victim did not begin");
        std::thread::sleep(Duration::from_micros(round * 1_700 % 40_000));
        victim::kill(&mut victim);
        finished += lines.filter(|line| line.contains("done")).count();
        is_whole_in_the_end(folder.path(), &format!("round {round}"));
    }
    assert!(finished > 0, "no victim came to its end");
}

/// Salvages over and over, every time with another mark.
#[test]
#[ignore = "it is run by the other test, and killed"]
fn victim() {
    let Some(folder) = victim::folder() else { return };
    println!("begins");
    for round in 0..1_000 {
        salvage(&folder, &Open, &format!("{}-{round}", std::process::id())).unwrap().unwrap();
        println!("done {}", at(NOON).as_unix());
    }
}
