//! A wallet that moves: everything of it, into an empty wallet and into one that knows some of it; files that are wrong,
//! records that are wrong; and a wallet of version 1.

#![cfg(feature = "store")]
#![expect(clippy::unwrap_used, clippy::unreachable, reason = "what a test needs must be there")]
#![expect(clippy::disallowed_methods, reason = "a wallet that moves is a file")]

mod family;

use std::fs;
use std::path::Path;

use semafor_core::bundle::Environment;
use semafor_core::instant::PartialDate;
use semafor_core::transfer::export::{self, Chance, ExportError, Record};
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verifier::Snapshot;
use semafor_core::wallet::{
    Added, Awaiting, DEFAULT_SCHEME, Decision, Expectation, HolderNote, Imported, Listing, Place, Wallet, WalletError,
    write_outgoing,
};

use family::{Folder, NOON, Open, at, authority, grounds, snapshot, vaccination};

fn words() -> Passphrase {
    Passphrase::of_entropy(b"0123456789")
}

fn world() -> Environment {
    Environment::new("test").unwrap()
}

/// The keys of the examples.
fn keys() -> Snapshot {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(include_bytes!("../../docs/example/dsc.der"), Domain::EuDcc).unwrap());
    Snapshot::from_keys(keys, true)
}

/// A copy of the wallet that a program of the first schema made.
fn of_version_1(folder: &Folder) -> Wallet {
    fs::create_dir_all(folder.path()).unwrap();
    for name in ["wallet.db", "wallet.key"] {
        let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/wallet-1").join(name);
        fs::copy(made, folder.path().join(name)).unwrap();
    }
    Wallet::open(folder.path(), &Open).unwrap()
}

/// What a wallet holds, without ids and times that are each wallet's own.
fn content(listing: &Listing) -> Vec<String> {
    let certificates = listing.certificates.iter().map(|kept| {
        let reasons = kept.reasons();
        format!("{} {} {reasons:?}", kept.text, kept.is_current())
    });
    let persons = listing.persons.iter().map(|kept| format!("{:?}", kept.holder));
    let expected = listing.expected.iter().map(|kept| format!("{:?}", kept.expectation));
    let decisions = listing.decisions.iter().map(|decision| format!("{decision:?}"));
    let people = listing.people.iter().map(|person| format!("{:?} {}", person.holder, person.members.len()));
    let schemes = listing.schemes.iter().cloned();
    certificates.chain(persons).chain(expected).chain(decisions).chain(people).chain(schemes).collect()
}

#[test]
fn a_wallet_of_version_1_opens_and_has_everything() {
    let (folder, keys) = (Folder::new("version-1"), keys());
    let mut wallet = of_version_1(&folder);
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    let names = ["certificate", "booster", "test", "other-person"];
    let text = |name| fs::read_to_string(format!("../docs/example/{name}.txt")).unwrap().trim_end().to_owned();
    let texts: Vec<_> = listing.certificates.iter().map(|kept| kept.text.to_string()).collect();
    assert_eq!(texts, names.map(text));
    assert!(listing.certificates.iter().all(|kept| kept.verified().is_some() && kept.added_at == at(NOON)));
    assert_eq!((listing.persons.len(), listing.expected.len(), listing.decisions.len()), (1, 1, 1));
    assert_eq!(listing.persons[0].holder.name, "Babička Nováková");
    assert_eq!(listing.expected[0].expectation.ask.as_deref(), Some("Bulovka hospital"));
    assert_eq!((listing.removed.len(), listing.unreadable.len()), (1, 0));
    assert_eq!(listing.schemes, [DEFAULT_SCHEME]);
    wallet.undo(None, at(NOON)).unwrap();
    wallet.choose_schemes(&["EU".to_owned()], at(NOON)).unwrap();
    drop(wallet);
    let listing = Wallet::open(folder.path(), &Open).unwrap().list(&grounds(&keys, NOON)).unwrap();
    assert_eq!((listing.certificates.len(), listing.schemes), (5, vec!["EU".to_owned()]));
}

#[test]
fn schemes_are_chosen_and_none_is_the_default() {
    let (folder, keys) = (Folder::new("schemes"), keys());
    let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let mut shown = |chosen: &[&str]| -> Result<Listing, String> {
        wallet.choose_schemes(&ids(chosen), at(NOON)).map_err(|error| error.to_string())?;
        Ok(wallet.list(&grounds(&keys, NOON)).unwrap())
    };
    for (chosen, expected) in [
        (&["EU", "VN"][..], &["EU", "VN"][..]),
        (&["VN", " EU ", "VN"], &["VN", "EU"]),
        (&[], &["VN"]),
        (&["1", "2", "3", "4", "5", "6", "7", "8"], &["1", "2", "3", "4", "5", "6", "7", "8"]),
    ] {
        let listing = shown(chosen).unwrap();
        assert_eq!(listing.schemes, ids(expected));
        assert!(listing.removed.is_empty() && listing.unreadable.is_empty());
    }
    let long = "x".repeat(61);
    for (chosen, error) in [
        (&["1", "2", "3", "4", "5", "6", "7", "8", "9"][..], "9 colour schemes, at most 8 are shown side by side"),
        (&[" "], "scheme: nothing is written there"),
        (&[long.as_str()], "scheme: 61 characters, at most 60 are kept"),
    ] {
        assert_eq!(shown(chosen).unwrap_err(), error);
    }
    assert!(matches!(wallet.undo(None, at(NOON)), Err(WalletError::NothingToUndo)), "a choice is no removal");
    assert_eq!(wallet.list(&grounds(&keys, NOON)).unwrap().schemes.len(), 8, "what failed has changed nothing");
}

#[test]
fn a_wallet_is_the_same_after_a_move() {
    let (here, there, keys) = (Folder::new("from"), Folder::new("to"), keys());
    let (mut from, grounds) = (of_version_1(&here), grounds(&keys, NOON));
    from.choose_schemes(&["EU".to_owned(), "VN".to_owned()], at(NOON)).unwrap();
    let file = from.export(&words(), &world()).unwrap();
    let mut to = Wallet::create(there.path(), &Open).unwrap();
    let imported = to.import(&file, &words(), &world(), &grounds).unwrap();
    let all = Imported { new: 4, persons: 1, expectations: 1, decisions: 1, settings: 1, ..Imported::default() };
    assert_eq!(imported, all);
    let (before, after) = (from.list(&grounds).unwrap(), to.list(&grounds).unwrap());
    assert_eq!(content(&after), content(&before));
    assert!(after.removed.is_empty(), "what was removed stays behind");
    // Once more: nothing is new.
    let again = to.import(&file, &words(), &world(), &grounds).unwrap();
    assert_eq!(again, Imported { duplicates: 7, overruled: 1, ..Imported::default() });
    assert_eq!(content(&to.list(&grounds).unwrap()), content(&before));
    // Removed ones come back.
    let (certificate, person, expected) = (after.certificates[1].id, after.persons[0].id, after.expected[0].id);
    for id in [certificate, person, expected] {
        to.remove(id, at(NOON)).unwrap();
    }
    let back = to.import(&file, &words(), &world(), &grounds).unwrap();
    assert_eq!(back, Imported { duplicates: 4, restored: 3, overruled: 1, ..Imported::default() });
    assert_eq!(content(&to.list(&grounds).unwrap()), content(&before));
    let exported = to.export(&words(), &world()).unwrap();
    assert_ne!(exported, file, "salt and nonce are drawn anew");
}

#[test]
fn what_the_receiver_decided_stays_and_newer_certificates_supersede() {
    let (here, there) = (Folder::new("older"), Folder::new("newer"));
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let (old, mut renewed) = (vaccination(1), vaccination(1));
    renewed.issued_at = at("2026-02-01");
    let (mut from, mut to) =
        (Wallet::create(here.path(), &Open).unwrap(), Wallet::create(there.path(), &Open).unwrap());
    from.add(&[authority.issue(&renewed)], &grounds).unwrap();
    to.add(&[authority.issue(&old)], &grounds).unwrap();
    let decision = |is_one_person| Decision { one: [1; 32], other: [2; 32], is_one_person };
    from.decide(&decision(true), at(NOON)).unwrap();
    to.decide(&decision(false), at(NOON)).unwrap();
    from.choose_schemes(&["EU".to_owned()], at(NOON)).unwrap();
    to.choose_schemes(&["CZ".to_owned()], at(NOON)).unwrap();
    let file = from.export(&words(), &world()).unwrap();
    let imported = to.import(&file, &words(), &world(), &grounds).unwrap();
    assert_eq!(imported, Imported { new: 1, overruled: 2, ..Imported::default() });
    let listing = to.list(&grounds).unwrap();
    assert_eq!((listing.decisions, listing.schemes), (vec![decision(false)], vec!["CZ".to_owned()]));
    assert_eq!(listing.certificates[0].superseded_by, Some(listing.certificates[1].id));
}

#[test]
fn what_does_not_open_changes_nothing() {
    let (here, there, keys) = (Folder::new("whole"), Folder::new("unharmed"), keys());
    let (from, grounds) = (of_version_1(&here), grounds(&keys, NOON));
    let file = from.export(&words(), &world()).unwrap();
    let mut to = of_version_1(&there);
    let before = content(&to.list(&grounds).unwrap());
    let mut refused = |file: &[u8], words: &Passphrase, world: &str| {
        let error = to.import(file, words, &Environment::new(world).unwrap(), &grounds).unwrap_err();
        assert_eq!(content(&to.list(&grounds).unwrap()), before);
        let WalletError::Export(error) = error else { unreachable!("{error:?}") };
        error
    };
    assert_eq!(refused(&file, &Passphrase::of_entropy(b"9876543210"), "test"), ExportError::WrongPassphrase);
    assert_eq!(refused(&file, &words(), "production"), ExportError::WrongPassphrase);
    for bytes in [0, 1, 57, 58, file.len() - 1] {
        let error = refused(&file[..bytes], &words(), "test");
        assert!(matches!(error, ExportError::Truncated { .. } | ExportError::Foreign), "{bytes}: {error:?}");
    }
    for place in (58..file.len()).step_by(97) {
        let mut flipped = file.clone();
        flipped[place] ^= 1;
        assert_eq!(refused(&flipped, &words(), "test"), ExportError::Damaged);
    }
    assert_eq!(refused(b"a letter, and no wallet", &words(), "test"), ExportError::Foreign);
}

fn sealed(records: &[Record]) -> Vec<u8> {
    export::seal(records, &words(), &world(), &Chance { salt: [1; 16], nonce: [2; 24] }).unwrap()
}

fn record(kind: &str, bytes: &[u8]) -> Record {
    Record { id: vec![0; 16], kind: kind.to_owned(), bytes: bytes.to_vec() }
}

#[test]
fn wrong_records_are_counted_and_stop_no_others() {
    let (folder, keys) = (Folder::new("wrong"), keys());
    let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
    let escaped = serde_json::to_vec(&HolderNote {
        name: format!("x{}x", "\u{1}".repeat(198)),
        born: PartialDate::Unknown,
        document: None,
    });
    let long = format!(r#"{{"name":"{}","born":"1964"}}"#, "n".repeat(201));
    let same = [[7; 64].as_slice(), &[1]].concat();
    let (other_sign, short) = ([[7_u8; 32].as_slice(), &[8; 32], &[2]].concat(), [7; 64]);
    let malformed: [(&str, &[u8]); 21] = [
        ("certificate", b""),
        ("certificate", b"no CBOR at all"),
        ("certificate", &[0xff; 70_000]),
        ("certificate", &[0x81; 5_000]),
        ("certificate-text", b"\xff\xfe"),
        ("certificate-text", b"HC1:"),
        ("certificate-text", b"https://example.org"),
        ("certificate-text", &[b'H'; 5_000]),
        ("person", b""),
        ("person", b"[]"),
        ("person", br#"{"name":" ","born":"1964"}"#),
        ("person", br#"{"name":"A","born":"1964-13"}"#),
        ("person", long.as_bytes()),
        ("expectation", br#"{"what":"x"}"#),
        ("expectation", &[b'['; 6_000]),
        ("decision", &same),
        ("decision", &other_sign),
        ("decision", &short),
        ("setting", b"{}"),
        ("setting", br#"{"setting":"schemes"}"#),
        ("setting", br#"{"setting":"schemes","schemes":["1","2","3","4","5","6","7","8","9"]}"#),
    ];
    let unknown = [("certificate-2", &b"x"[..]), ("", b""), ("setting", br#"{"setting":"font","size":9}"#)];
    let mut records: Vec<_> = malformed.iter().chain(&unknown).map(|(kind, bytes)| record(kind, bytes)).collect();
    records.push(record("person", &escaped.unwrap()));
    records.push(record("person", br#"{"name":"Jana","born":"1964-08","new-field":[1]}"#));
    let imported = wallet.import(&sealed(&records), &words(), &world(), &grounds(&keys, NOON)).unwrap();
    assert_eq!(imported, Imported { malformed: 21, unknown: 3, persons: 2, ..Imported::default() });
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    assert_eq!((listing.persons.len(), listing.certificates.len()), (2, 0));
    assert_eq!(listing.persons[1].holder.name, "Jana");
    assert!(listing.unreadable.is_empty());
}

#[test]
fn random_records_harm_nothing() {
    let (folder, keys) = (Folder::new("random"), keys());
    let mut wallet = of_version_1(&folder);
    let before = content(&wallet.list(&grounds(&keys, NOON)).unwrap());
    let kinds = ["certificate", "certificate-text", "person", "expectation", "decision", "setting", "novelty"];
    let mut state = 7_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    };
    let mut random = |_| {
        // No length of a decision, of which one in a hundred would make sense.
        let (kind, length) = (kinds[chance() % kinds.len()], chance() % 65 * 3);
        let bytes: Vec<u8> = (0..length).map(|_| chance().to_le_bytes()[0]).collect();
        record(kind, &bytes)
    };
    let records: Vec<_> = (0..20_000).map(&mut random).collect();
    let imported = wallet.import(&sealed(&records), &words(), &world(), &grounds(&keys, NOON)).unwrap();
    assert_eq!(imported.malformed + imported.unknown, 20_000);
    assert_eq!(content(&wallet.list(&grounds(&keys, NOON)).unwrap()), before);
    let error = export::seal(
        &vec![record("person", b""); 20_001],
        &words(),
        &world(),
        &Chance { salt: [1; 16], nonce: [2; 24] },
    );
    assert_eq!(error, Err(ExportError::TooMany { found: 20_001, most: 20_000 }));
}

#[test]
fn twenty_thousand_persons_are_taken_and_no_more() {
    let (folder, keys) = (Folder::new("full"), keys());
    let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
    let person = |number: usize| record("person", format!(r#"{{"name":"N {number}","born":"1964"}}"#).as_bytes());
    let mut take = |numbers: std::ops::Range<usize>| {
        let records: Vec<_> = numbers.map(person).collect();
        wallet.import(&sealed(&records), &words(), &world(), &grounds(&keys, NOON)).unwrap()
    };
    assert_eq!(take(0..20_000), Imported { persons: 20_000, ..Imported::default() });
    assert_eq!(take(19_990..20_010), Imported { duplicates: 10, no_room: 10, ..Imported::default() });
}

#[test]
fn expectations_fulfilled_elsewhere_are_fulfilled_here() {
    let (here, there) = (Folder::new("waiting"), Folder::new("arrived"));
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let (mut from, mut to) =
        (Wallet::create(here.path(), &Open).unwrap(), Wallet::create(there.path(), &Open).unwrap());
    let kind = Some(semafor_core::certificate::CertificateKind::Vaccination);
    let since = at("2025-06-01");
    let what = "first dose".to_owned();
    from.expect(&Expectation { what, since, awaiting: Awaiting::Signature, ask: None, kind, holder: None }, at(NOON))
        .unwrap();
    let added = to.add(&[authority.issue(&vaccination(1))], &grounds).unwrap();
    let file = from.export(&words(), &world()).unwrap();
    to.import(&file, &words(), &world(), &grounds).unwrap();
    let Added::New { id, .. } = &added[0] else { unreachable!("{added:?}") };
    assert_eq!(to.list(&grounds).unwrap().expected[0].arrived, Some(*id));
}

#[test]
fn an_export_is_whole_under_its_name_and_takes_nobodys_place() {
    let folder = Folder::new("file");
    fs::create_dir_all(folder.path()).unwrap();
    let path = folder.path().join("jana.semafor");
    let part = folder.path().join("jana.semafor.part");
    fs::write(&part, "left by one that died").unwrap();
    write_outgoing(&path, b"first", Place::Free).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"first");
    let error = write_outgoing(&path, b"second", Place::Free).unwrap_err();
    assert_eq!((error.kind(), fs::read(&path).unwrap()), (std::io::ErrorKind::AlreadyExists, b"first".to_vec()));
    write_outgoing(&path, b"third", Place::Any).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"third");
    assert!(!part.exists());
    let error = write_outgoing(&folder.path().join("no/where"), b"x", Place::Free).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

/// The export that another implementation made by docs/export-format.md.
#[test]
fn the_wallet_of_the_vectors_is_taken() {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../docs/export-format/vectors.json")).unwrap();
    let vector = vectors["exports"].as_array().unwrap().iter().find(|vector| vector["name"] == "a wallet").unwrap();
    let digits = vector["file"].as_str().unwrap().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let file: Vec<_> = digits.chunks(2).map(byte).collect();
    let passphrase = Passphrase::parse(vector["passphrase"].as_str().unwrap()).unwrap();
    let (folder, keys) = (Folder::new("vector"), keys());
    let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
    let imported = wallet.import(&file, &passphrase, &world(), &grounds(&keys, NOON)).unwrap();
    let all =
        Imported { new: 2, persons: 1, expectations: 1, decisions: 2, settings: 1, unknown: 1, ..Imported::default() };
    assert_eq!(imported, all);
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    assert!(listing.certificates.iter().all(|kept| kept.verified().is_some()));
    let [first, second] = listing.certificates.as_slice() else { unreachable!() };
    let (one, other) = (first.decision_key(), second.decision_key());
    assert_eq!(listing.decisions[0], Decision { one, other, is_one_person: true }, "the keys are those of §3.1");
    let apart = Decision { one: listing.persons[0].decision_key(), other: one, is_one_person: false };
    assert_eq!(listing.decisions[1], apart);
    assert_eq!(listing.people.len(), 2);
    assert_eq!(listing.schemes, ["VN", "EU"]);
}
