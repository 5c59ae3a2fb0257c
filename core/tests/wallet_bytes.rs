//! What a wallet's folder tells a thief: the bytes of every file in it, at rest, in the middle of changes, and after
//! `kill -9`, are searched for what was put in, as it is and as anybody might have written it down.

#![cfg(all(feature = "store", unix))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "what a test needs must be there"
)]

mod family;
mod victim;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64ct::{Base64, Encoding};
use ring::digest::{SHA256, digest};
use semafor_core::cose::Signed;
use semafor_core::envelope;
use semafor_core::instant::{Instant, PartialDate};
use semafor_core::limits;
use semafor_core::store::PassphraseVault;
use semafor_core::wallet::{Added, Awaiting, Decision, Expectation, HolderNote, Presence, Wallet, presence};
use semafor_publisher::draft::{Draft, Holder};

use family::{Folder, NOON, Open, at, authority, grounds, snapshot, vaccination};

const PASSPHRASE: &str = "correct horse battery staple";
const KEYS: [[u8; 32]; 2] = [[0xc1; 32], [0xc2; 32]];

fn draft(dose: i64) -> Draft {
    Draft { identifier: format!("URN:UVCI:01:CZ:SECRET{dose:04}"), ..vaccination(dose) }
}

fn expectation() -> Expectation {
    Expectation {
        what: "second dose of Jana".to_owned(),
        awaiting: Awaiting::Data,
        ask: Some("the hospital in Motol".to_owned()),
        holder: None,
        kind: None,
        since: at("2025-01-01"),
    }
}

fn person() -> HolderNote {
    let born = PartialDate::parse("1985-03-02").unwrap();
    HolderNote { name: "Nguyễn Thị Lan".to_owned(), born, document: Some("079185001234".to_owned()) }
}

/// Puts in one thing of every kind, and two certificates under one claim, of which the second replaces the first.
fn fill(wallet: &mut Wallet) -> Vec<Added> {
    let (known, stranger) = (authority(1), authority(2));
    let keys = snapshot(&[&known]);
    let grounds = grounds(&keys, NOON);
    wallet.add(&[stranger.issue(&draft(1))], &grounds).unwrap();
    let replaced = wallet.add(&[known.issue(&draft(1)), known.issue(&draft(2))], &grounds).unwrap();
    wallet.add_person(&person(), at(NOON)).unwrap();
    wallet.expect(&expectation(), at(NOON)).unwrap();
    let [one, other] = KEYS;
    wallet.decide(&Decision { one, other, is_one_person: true }, at(NOON)).unwrap();
    replaced
}

/// What nobody may find, by name.
fn secrets() -> BTreeMap<String, Vec<u8>> {
    let (holder, known, stranger) = (Holder::invented(), authority(1), authority(2));
    let texts = [known.issue(&draft(1)), known.issue(&draft(2)), stranger.issue(&draft(1))];
    let mut words: Vec<Vec<u8>> = [
        holder.family.as_str(),
        holder.given.as_str(),
        holder.family_standard.as_str(),
        holder.given_standard.as_str(),
        holder.birth_date.as_str(),
        "2025-12-01",
        "EU/1/20/1528",
        "SECRET0001",
        "URN:UVCI:01:CZ:SECRET0001",
        "Jana Nováková",
        "Nguyễn Thị Lan",
        "Nguyễn",
        "1985-03-02",
        "079185001234",
        "second dose of Jana",
        "the hospital in Motol",
        "HC1:",
        PASSPHRASE,
        "2026-06-01",
    ]
    .map(|word| word.as_bytes().to_vec())
    .to_vec();
    words.extend(KEYS.map(|key| key.to_vec()));
    for text in &texts {
        let message = envelope::decode(text).unwrap();
        let signed = Signed::parse(&message, &mut Vec::new()).unwrap();
        let (payload, signature) = (signed.payload().to_vec(), signed.signature().to_vec());
        words.extend([text.clone().into_bytes(), text.as_bytes()[20..60].to_vec(), message, payload, signature]);
    }
    let noon = at(NOON).as_unix();
    let mut secrets = BTreeMap::from([
        ("the time, big-endian".to_owned(), noon.to_be_bytes()[3..].to_vec()),
        ("the time, little-endian".to_owned(), noon.to_le_bytes()[..5].to_vec()),
        ("the time, in digits".to_owned(), noon.to_string().into_bytes()),
    ]);
    for word in words {
        let name: String = String::from_utf8_lossy(&word).chars().take(30).collect();
        let hash = digest(&SHA256, &word).as_ref().to_vec();
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        // Shortened hashes are hashes too.
        secrets.insert(format!("SHA-256 of {name}"), hash[..8].to_vec());
        secrets.insert(format!("SHA-256 of {name}, hex"), hex.as_bytes()[..16].to_vec());
        secrets.insert(format!("SHA-256 of {name}, HEX"), hex.to_uppercase().as_bytes()[..16].to_vec());
        secrets.insert(format!("SHA-256 of {name}, base64"), Base64::encode_string(&hash).as_bytes()[..12].to_vec());
        let encoded = Base64::encode_string(&word);
        secrets.insert(format!("{name}, base64"), encoded.trim_end_matches('=').as_bytes().to_vec());
        secrets.insert(name, word);
    }
    // Four characters of base64 are found by chance.
    secrets.retain(|_, secret| secret.len() >= 5 || secret == b"HC1:");
    secrets
}

/// The names of the files of a folder that were there when it was looked at, none of which holds a secret.
fn searched(folder: &Path, secrets: &BTreeMap<String, Vec<u8>>, when: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // A journal may be gone before it is read.
        let Ok(bytes) = read(&path) else { continue };
        for (what, secret) in secrets {
            assert!(!contains(&bytes, secret), "{when}: {what} is in {}", path.display());
        }
        if !bytes.is_empty() {
            names.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    names
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let (first, rest) = wanted.split_first().unwrap();
    let mut left = bytes;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = &left[at + 1..];
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

#[expect(clippy::disallowed_methods, reason = "tests look at files byte by byte")]
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    fs::read(path)
}

#[test]
fn what_is_searched_for_would_be_found() {
    let folder = Folder::new("bytes-found");
    fs::create_dir_all(folder.path()).unwrap();
    let secrets = secrets();
    for (what, secret) in &secrets {
        fs::write(folder.path().join("leak"), [&[0x55; 100], secret.as_slice(), &[0x55; 100]].concat()).unwrap();
        let found = std::panic::catch_unwind(|| searched(folder.path(), &secrets, "leak")).is_err();
        assert!(found, "{what}");
    }
}

#[test]
fn nothing_is_told_at_rest() {
    let folder = Folder::new("bytes-rest");
    let secrets = secrets();
    let vault = PassphraseVault::new(PASSPHRASE.to_owned());
    let mut wallet = Wallet::create(folder.path(), &vault).unwrap();
    let replaced = fill(&mut wallet);
    assert!(matches!(&replaced[0], Added::Duplicate { other_signature: true, .. }), "{replaced:?}");
    let phrase = wallet.make_recovery().unwrap();
    searched(folder.path(), &secrets, "open");
    let keys = snapshot(&[&authority(1)]);
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    let certificates: Vec<_> = listing.certificates.iter().map(|kept| kept.id).collect();
    let others = [listing.persons[0].id, listing.expected[0].id];
    for id in certificates.into_iter().chain(others) {
        wallet.remove(id, at(NOON)).unwrap();
    }
    searched(folder.path(), &secrets, "removed");
    let later = at(NOON).plus_seconds(limits::UNDO_SECONDS + 1);
    wallet.add_person(&HolderNote { name: "X".to_owned(), ..person() }, later).unwrap();
    assert!(wallet.list(&grounds(&keys, &later.to_string())).unwrap().removed.is_empty());
    drop(wallet);
    let names = searched(folder.path(), &secrets, "purged");
    assert!(names.contains(&"wallet.db".to_owned()) && names.contains(&"wallet.key".to_owned()), "{names:?}");
    let phrase = BTreeMap::from([("the recovery phrase".to_owned(), phrase.words().into_bytes())]);
    searched(folder.path(), &phrase, "purged");
}

/// Another process changes one wallet all the time, and dies.
#[test]
fn nothing_is_told_while_it_changes() {
    let folder = Folder::new("bytes-change");
    let secrets = secrets();
    let (mut journals, mut left_behind) = (0, 0);
    for round in 0..6 {
        let (mut victim, _lines) = victim::start(folder.path());
        while presence(folder.path()) != Presence::Present {
            std::thread::yield_now();
        }
        let is_journal = |names: Vec<String>| names.iter().any(|name| name.ends_with("-journal"));
        let (mut looks, mut seen) = (0, 0);
        while looks < 300 && seen < 3 {
            looks += 1;
            seen += usize::from(is_journal(searched(folder.path(), &secrets, &format!("{round}, {looks}"))));
        }
        journals += seen;
        // Dies in the middle of something else every time.
        std::thread::sleep(std::time::Duration::from_micros(round * 700));
        victim::kill(&mut victim);
        left_behind += usize::from(is_journal(searched(folder.path(), &secrets, "killed")));
    }
    assert!(journals > 0, "a journal was there to be searched; {left_behind} were left behind");
}

/// Puts everything in and takes it out again, for ever.
#[test]
#[ignore = "it is run by the other test, and killed"]
fn victim() {
    let Some(folder) = victim::folder() else { return };
    let mut wallet = match presence(&folder) {
        Presence::Absent => Wallet::create(&folder, &Open).unwrap(),
        _ => Wallet::open(&folder, &Open).unwrap(),
    };
    let keys = snapshot(&[&authority(1)]);
    let mut then: Instant = at(NOON);
    loop {
        fill(&mut wallet);
        for kept in wallet.list(&grounds(&keys, NOON)).unwrap().certificates {
            wallet.remove(kept.id, then).unwrap();
        }
        then = then.plus_seconds(limits::UNDO_SECONDS + 1);
    }
}
