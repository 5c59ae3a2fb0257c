//! A publisher of a few lines, and everything that a client must refuse from it.

mod refusals;

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use super::*;
use crate::cose::KeyId;
use crate::instant::Instant;
use crate::key::{KeyError, PublicKey};
use crate::revocation::{Chunk, Form, HashType, Probability};
use crate::trust::{Domain, TrustedKey, Usage, Usages};
use crate::verifier::FreshnessLimits;

/// A key whose private half is this byte, 32 times.
fn key(byte: u8) -> (SigningKey, RoleKey) {
    let key = SigningKey::from_slice(&[byte; 32]).unwrap();
    let point = RoleKey::new(key.verifying_key().to_sec1_point(false).as_bytes()).unwrap();
    (key, point)
}

fn keys(threshold: u64, bytes: &[u8]) -> RoleKeys {
    RoleKeys::new(threshold, bytes.iter().map(|byte| key(*byte).1).collect()).unwrap()
}

fn environment(name: &str) -> Environment {
    Environment::new(name).unwrap()
}

fn sealed(payload: &[u8], context: &str, signers: &[u8]) -> Vec<u8> {
    let by = |byte: &u8| {
        let (private, public) = key(*byte);
        let r_s = |message: &[u8]| Signer::<Signature>::sign(&private, message).to_bytes().to_vec();
        sign(payload.to_vec(), &public, context, r_s)
    };
    let mut seals = signers.iter().map(by);
    let first = seals.next().unwrap();
    seals.fold(first, |all, seal| all.joined(seal).unwrap()).to_bytes()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Root keys 1, 2, 3 of which two must sign; 10 signs sets, 20 timestamps.
fn root() -> Root {
    Root {
        environment: environment("test"),
        version: 1,
        signed_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        root: keys(2, &[1, 2, 3]),
        set: keys(1, &[10]),
        timestamp: keys(1, &[20]),
    }
}

fn sealed_root(root: &Root, signers: &[u8]) -> Vec<u8> {
    sealed(&root.to_payload(), &root.environment.context(Role::Root), signers)
}

fn anchor() -> Anchor {
    Anchor::pinned(&sealed_root(&root(), &[1, 2])).unwrap()
}

fn set(version: u64) -> Set {
    let freshness = FreshnessLimits::new(100, 200, 300).unwrap();
    let (blob, _) = pack(&Index::default().to_bytes());
    let kind = KindIndex { kind: Kind::Keys, part: String::new(), critical: true, blob, freshness };
    Set { version, signed_at: at("2026-02-01"), expires_at: at("2026-06-01"), kinds: vec![kind] }
}

fn sealed_set(set: &Set) -> Vec<u8> {
    sealed(&set.to_payload(), "semafor/test/set/1", &[10])
}

/// A timestamp of this version that names `set`, and the set's file.
fn timestamp(version: u64, set: &Set) -> (Timestamp, Vec<u8>) {
    let file = sealed_set(set);
    let timestamp = Timestamp {
        version,
        signed_at: at("2026-02-02"),
        expires_at: at("2026-02-09"),
        root_version: 1,
        set_version: set.version,
        set: BlobRef { hash: BlobHash::of(&file), size: file.len(), inflated: None },
    };
    (timestamp, file)
}

fn sealed_timestamp(timestamp: &Timestamp) -> Vec<u8> {
    sealed(&timestamp.to_payload(), "semafor/test/timestamp/1", &[20])
}

#[test]
fn what_is_published_is_believed() {
    let (timestamp, set_file) = timestamp(1, &set(1));
    let file = sealed_timestamp(&timestamp);
    let believed = anchor().timestamp(&file, None, at("2026-02-03")).unwrap();
    assert_eq!(believed, timestamp);
    assert_eq!(anchor().set(&set_file, &believed, at("2026-02-03")).unwrap(), set(1));
    assert_eq!(anchor().timestamp(&file, Some(&believed), at("2026-02-03")).unwrap(), timestamp, "once more");
    assert!(file.len() < 300, "{} bytes", file.len());
}

#[test]
fn payloads_are_read_as_they_were_written() {
    assert_eq!(Root::parse(&root().to_payload()).unwrap(), root());
    assert_eq!(Set::parse(&set(7).to_payload()).unwrap(), set(7));
    let entry = |key: &str, from, blobs: &[&[u8]]| Entry {
        key: key.to_owned(),
        effective_from: from,
        blobs: blobs.iter().map(|content| pack(content).0).collect(),
        about: from.map(|_| vec![1, 2]),
    };
    let index =
        Index { entries: vec![entry("CZ", None, &[&[0; 90]]), entry("CZ", Some(at("2026-03-01")), &[b"b", b"c"])] };
    assert_eq!(Index::parse(&index.to_bytes()).unwrap(), index);
}

#[test]
fn an_entry_counts_from_its_time_on() {
    let from = |day: &str| Some(at(day));
    let entry = |key: &str, effective_from| {
        let blobs = vec![pack(key.as_bytes()).0];
        Entry { key: key.to_owned(), effective_from, blobs, about: None }
    };
    let index = Index {
        entries: vec![
            entry("CZ", None),
            entry("CZ", from("2026-03-01")),
            entry("DE", from("2026-04-01")),
            entry("AT", None),
        ],
    };
    let in_force = |day: &str| {
        let entries = index.in_force(at(day));
        entries
            .map(|entry| format!("{} {:?}", entry.key, entry.effective_from.map(Instant::as_unix)))
            .collect::<Vec<_>>()
    };
    assert_eq!(in_force("2026-02-28"), ["CZ None", "AT None"]);
    assert_eq!(in_force("2026-03-01"), ["CZ Some(1772323200)", "AT None"]);
    assert_eq!(in_force("2026-05-01").len(), 3);
    assert_eq!(index.next_change(at("2026-02-01")), from("2026-03-01"));
    assert_eq!(index.next_change(at("2026-03-01")), from("2026-04-01"));
    assert_eq!(index.next_change(at("2026-04-01")), None);
}

#[test]
fn blobs_are_what_was_named() {
    let content = vec![7; 5_000];
    let (blob, bytes) = pack(&content);
    assert!(bytes.len() < 100 && blob.inflated == Some(5_000));
    blob.check(&bytes).unwrap();
    assert_eq!(blob.unpack(bytes.clone()).unwrap(), content);
    assert!(matches!(blob.check(&bytes[1..]), Err(BlobError::Size { .. })));
    let altered: Vec<u8> = bytes.iter().map(|byte| byte ^ 1).collect();
    assert!(matches!(blob.check(&altered), Err(BlobError::Hash { .. })));
    for inflated in [4_999, 5_001] {
        let lying = BlobRef { inflated: Some(inflated), ..blob };
        assert!(matches!(lying.unpack(bytes.clone()), Err(BlobError::Inflate { .. })), "{inflated}");
    }
    let bomb = BlobRef { inflated: Some(usize::MAX), ..blob };
    assert!(matches!(bomb.unpack(bytes), Err(BlobError::TooLarge { .. })));
    assert_eq!(pack(b"x").0.inflated, None, "deflated it would be larger");
}

#[test]
fn keys_are_published_without_their_certificates() {
    let key = |byte: u8, key, usages| TrustedKey {
        key_id: KeyId::new(&[byte; 8]).unwrap(),
        key,
        not_before: at("2025-01-01"),
        not_after: at("2027-01-01"),
        usages,
        domain: Domain::EuDcc,
        role: crate::trust::Role::DocumentSigner,
        country: Some("CZ".to_owned()),
        participant: (byte == 2).then(|| "XXH".to_owned()),
        test_only: byte == 2,
        fingerprint: [byte; 32],
    };
    let point = PublicKey::P256(Box::new(*self::key(1).1.point()));
    let rsa = |bytes| PublicKey::of_rsa_numbers(vec![0x80; bytes], vec![1, 0, 1]);
    let keys = vec![
        key(1, Ok(point), Usages::Any),
        key(2, rsa(256), Usages::Only(vec![Usage::Test, Usage::Recovery])),
        key(3, rsa(256), Usages::Unreadable),
    ];
    let content = KeyRecords(keys.clone()).to_bytes();
    assert_eq!(KeyRecords::parse(&content).unwrap().0, keys);
    assert!(content.len() < 3 * 330, "{} bytes", content.len());
    // What no device can use is known by its id, and by nothing else.
    let weak = key(4, rsa(128), Usages::Any);
    assert!(matches!(weak.key, Err(KeyError::TooWeak { bits: 1_024, .. })));
    let read = KeyRecords::parse(&KeyRecords(vec![weak.clone()]).to_bytes()).unwrap();
    assert!(
        matches!(&*read.0, [key] if key.key_id == weak.key_id && matches!(key.key, Err(KeyError::Unsupported { .. })))
    );
}

/// Hashes of a type that is not known cannot be asked for: the list answers nothing.
#[test]
fn a_partition_with_unknown_hashes_is_of_an_unknown_form() {
    let record = PartitionRecord {
        key_id: KeyId::new(&[1; 8]).unwrap(),
        hash_types: vec![HashType::Uci, HashType::CountryCodeUci],
        chunk: Chunk::parse("0f").unwrap(),
        expires_at: Some(at("2027-01-01")),
        form: Form::EliasFano,
        false_hit: Probability::ZERO,
    };
    let bytes = record.to_bytes();
    assert_eq!(PartitionRecord::parse(&bytes).unwrap(), record);
    let place = bytes.windows(3).position(|part| part == b"uci").unwrap();
    let altered = [&bytes[..place], b"xyz", &bytes[place + 3..]].concat();
    let read = PartitionRecord::parse(&altered).unwrap();
    assert_eq!(read.hash_types, [HashType::CountryCodeUci]);
    assert!(matches!(&read.form, Form::Unknown(why) if why.contains("xyz")));
}
