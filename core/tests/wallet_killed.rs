//! `kill -9` while a wallet is made, filled, changed and exported: what was acknowledged is there, the file opens, and an
//! export is whole under its name or not there.
//!
//! The process that dies is this program, run with the name of one test.

#![cfg(all(feature = "store", unix))]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod family;
mod victim;

use std::fs;
use std::time::Duration;

use semafor_core::bundle::Environment;
use semafor_core::transfer::export;
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::wallet::{Added, Decision, Place, Presence, Wallet, presence, write_outgoing};

use family::{Folder, NOON, Open, at, authority, grounds, snapshot, vaccination};

const EXPORTED: &str = "family.semafor";

fn words() -> Passphrase {
    Passphrase::of_entropy(b"0123456789")
}

fn world() -> Environment {
    Environment::new("test").unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an export is a file")]
fn what_was_acknowledged_survives() {
    let folder = Folder::new("killed");
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let mut acknowledged = Vec::new();
    for round in 0..40_u64 {
        let (mut victim, mut lines) = victim::start(folder.path());
        let mut kept = |line: String| acknowledged.extend(line.split_once("kept ").map(|(_, text)| text.to_owned()));
        // Some die while they begin, others after some changes.
        let changes = usize::try_from(round % 4).unwrap();
        lines.by_ref().filter(|line| line.contains("kept ")).take(changes).for_each(&mut kept);
        std::thread::sleep(Duration::from_millis(round * 37 % 90));
        victim::kill(&mut victim);
        lines.for_each(kept);
        if presence(folder.path()) == Presence::Absent {
            assert!(acknowledged.is_empty());
            continue;
        }
        let listing = Wallet::open(folder.path(), &Open).unwrap().list(&grounds(&keys, NOON)).unwrap();
        assert!(listing.unreadable.is_empty());
        let kept: Vec<_> = listing.certificates.iter().map(|kept| kept.text.to_string()).collect();
        let lost = acknowledged.iter().filter(|text| !kept.contains(text)).count();
        assert_eq!(lost, 0, "round {round}: of {}", acknowledged.len());
        for kept in listing.certificates.iter().filter(|kept| acknowledged.contains(&kept.text.to_string())) {
            let key = kept.decision_key();
            assert!(
                listing.decisions.iter().any(|decision| decision.other == key),
                "round {round}: a decision is lost"
            );
        }
        let exported = folder.path().join(EXPORTED);
        if exported.exists() {
            let records = export::open(&fs::read(exported).unwrap(), &words(), &world()).unwrap();
            assert!(!records.is_empty(), "round {round}");
        }
    }
    assert!(folder.path().join(EXPORTED).exists(), "no victim lived to export");
    assert!(acknowledged.len() > 40, "the victims lived too short: {}", acknowledged.len());
}

/// Adds one certificate after another, takes each away and back, and says when it is on disk.
#[test]
#[ignore = "it is run by the other test, and killed"]
fn victim() {
    let Some(folder) = victim::folder() else { return };
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = match presence(&folder) {
        Presence::Absent => Wallet::create(&folder, &Open).unwrap(),
        _ => Wallet::open(&folder, &Open).unwrap(),
    };
    let done = i64::try_from(wallet.list(&grounds).unwrap().certificates.len()).unwrap();
    for dose in done.. {
        let text = authority.issue(&vaccination(dose));
        if let Added::New { id, .. } = &wallet.add(&[&text], &grounds).unwrap()[0] {
            wallet.remove(*id, at(NOON)).unwrap();
            wallet.undo(Some(*id), at(NOON)).unwrap();
            let other = wallet.list(&grounds).unwrap().certificates.last().unwrap().decision_key();
            wallet.decide(&Decision { one: [0; 32], other, is_one_person: false }, at(NOON)).unwrap();
            println!("kept {text}");
        }
        if dose % 4 == 3 {
            let file = wallet.export(&words(), &world()).unwrap();
            write_outgoing(&folder.join(EXPORTED), &file, Place::Any).unwrap();
        }
    }
}
