//! Every refusal of FORMAT.md §9, and that a rotation mends what a stolen key has done.

use ciborium::Value;

use super::*;
use crate::cose::cbor;

fn refused(anchor: &Anchor, timestamp: &Timestamp, day: &str) -> Option<Refusal> {
    anchor.timestamp(&sealed_timestamp(timestamp), None, at(day)).err()
}

#[test]
fn keys_of_a_role_count_once_each() {
    let payload = root().to_payload();
    let sealed_by = |signers: &[u8]| Anchor::pinned(&sealed(&payload, "semafor/test/root/1", signers));
    let valid = |signers: &[u8]| match sealed_by(signers) {
        Ok(_) => 2,
        Err(Refusal::Seal { because: SealError::Threshold { valid, threshold: 2, .. }, .. }) => valid,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(valid(&[1, 3]), 2);
    assert_eq!(valid(&[9, 3, 1, 8]), 2, "foreign signatures do not matter");
    for (signers, count) in [(&[1][..], 1), (&[1, 1], 1), (&[10, 20], 0), (&[9, 8], 0), (&[3, 10], 1)] {
        assert_eq!(valid(signers), count, "{signers:?}");
    }
}

#[test]
fn roles_and_environments_do_not_mix() {
    let (timestamp, _) = timestamp(1, &set(1));
    let payload = timestamp.to_payload();
    for (context, signer) in [
        ("semafor/test/set/1", 20),
        ("semafor/test/root/1", 20),
        ("semafor/production/timestamp/1", 20),
        ("semafor/test/timestamp/2", 20),
        ("", 20),
        ("semafor/test/timestamp/1", 10),
        ("semafor/test/timestamp/1", 1),
    ] {
        let outcome = anchor().timestamp(&sealed(&payload, context, &[signer]), None, at("2026-02-03"));
        assert!(matches!(outcome, Err(Refusal::Seal { .. })), "{context} by {signer}: {outcome:?}");
    }
    let set_as_timestamp = anchor().timestamp(&sealed_set(&set(1)), None, at("2026-02-03"));
    assert!(matches!(set_as_timestamp, Err(Refusal::Seal { .. })));
}

#[test]
fn timestamps_are_refused() {
    let (good, _) = timestamp(5, &set(3));
    let anchor = anchor().advanced(&good);
    assert_eq!(refused(&anchor, &good, "2026-02-09"), None);
    let older = Timestamp { version: 4, ..good };
    assert!(matches!(refused(&anchor, &older, "2026-02-03"), Some(Refusal::RolledBack { found: 4, seen: 5, .. })));
    let older_set = Timestamp { version: 6, set_version: 2, ..good };
    let refusal = refused(&anchor, &older_set, "2026-02-03");
    assert!(matches!(refusal, Some(Refusal::RolledBack { role: Role::Set, found: 2, seen: 3 })));
    assert!(matches!(refused(&anchor, &good, "2026-02-10"), Some(Refusal::Expired { role: Role::Timestamp, .. })));
    let far = Timestamp { version: 6, signed_at: at("2099-01-01"), expires_at: at("2099-02-01"), ..good };
    assert!(matches!(refused(&anchor, &far, "2026-02-03"), Some(Refusal::BeyondRoot { .. })));
    let seen = |timestamp: &Timestamp| anchor.timestamp(&sealed_timestamp(timestamp), Some(&good), at("2026-02-03"));
    let two_faced = Timestamp { signed_at: at("2026-02-03"), ..good.clone() };
    assert_eq!(seen(&two_faced), Err(Refusal::TwoFaced { version: 5 }));
    let backdated = Timestamp { version: 6, signed_at: at("2026-02-01"), ..good.clone() };
    assert!(matches!(seen(&backdated), Err(Refusal::Backdated { .. })));
}

#[test]
fn sets_are_refused() {
    let refused = |set: &Set, named: &Set, day: &str| {
        let (mut timestamp, _) = timestamp(1, named);
        let file = sealed_set(set);
        timestamp.set = BlobRef { hash: BlobHash::of(&file), size: file.len(), inflated: None };
        anchor().set(&file, &timestamp, at(day)).err()
    };
    assert_eq!(refused(&set(1), &set(1), "2026-02-03"), None);
    assert_eq!(refused(&set(1), &set(2), "2026-02-03"), Some(Refusal::SetVersion { found: 1, named: 2 }));
    assert!(matches!(refused(&set(1), &set(1), "2026-06-02"), Some(Refusal::Expired { role: Role::Set, .. })));
    let later = Set { signed_at: at("2026-02-03"), ..set(1) };
    assert!(matches!(refused(&later, &later, "2026-02-04"), Some(Refusal::SetFromLater { .. })));
    let (timestamp, file) = timestamp(1, &set(1));
    let other = sealed_set(&set(2));
    let mixed = anchor().set(&other, &timestamp, at("2026-02-03"));
    assert!(matches!(mixed, Err(Refusal::Blob(BlobError::Hash { .. }))), "another set of the same size");
    let long = anchor().set(&[file, vec![0]].concat(), &timestamp, at("2026-02-03"));
    assert!(matches!(long, Err(Refusal::Blob(BlobError::Size { .. }))));
}

#[test]
fn roots_follow_one_another() {
    let next = Root { version: 2, root: keys(2, &[3, 4, 5]), ..root() };
    let rotated = |root: &Root, signers: &[u8]| anchor().rotated(&sealed_root(root, signers));
    assert_eq!(rotated(&next, &[1, 2, 4, 5]).unwrap().root(), &next);
    assert_eq!(rotated(&next, &[1, 3, 4]).unwrap().root(), &next, "one key is of both");
    for signers in [&[1, 2][..], &[4, 5], &[1, 4, 5], &[10, 20]] {
        assert!(matches!(rotated(&next, signers), Err(Refusal::Seal { .. })), "{signers:?}");
    }
    for version in [1, 3] {
        let refusal = rotated(&Root { version, ..next.clone() }, &[1, 2, 4, 5]);
        assert_eq!(refusal, Err(Refusal::RootVersion { found: version, expected: 2 }));
    }
    let abroad = Root { environment: environment("production"), ..next };
    assert!(matches!(rotated(&abroad, &[1, 2, 4, 5]), Err(Refusal::Environment { .. })));
    let shared = Root { version: 2, timestamp: keys(1, &[1]), ..root() };
    assert!(matches!(rotated(&shared, &[1, 2]), Err(Refusal::Fields { .. })), "an online key that signs roots");
}

/// The thief signs as far ahead as the root reaches, twice; the institute replaces the key.
#[test]
fn a_rotation_lifts_what_a_stolen_key_has_raised() {
    let (mut stolen, _) = timestamp(1 << 40, &set(1));
    stolen.signed_at = at("2026-12-31");
    stolen.expires_at = at("2099-01-01");
    let anchor = anchor().advanced(&stolen);
    assert_eq!(anchor.floors().time, stolen.signed_at);
    let root = Root { version: 2, signed_at: at("2026-02-03"), timestamp: keys(1, &[21]), ..root() };
    let mended = anchor.rotated(&sealed_root(&root, &[1, 2])).unwrap();
    assert_eq!(mended.floors(), Floors { timestamp: 0, set: 1, time: at("2026-02-03") });
    let (good, _) = timestamp(2, &set(2));
    let by = |byte: u8| sealed(&good.to_payload(), "semafor/test/timestamp/1", &[byte]);
    assert_eq!(mended.timestamp(&by(21), Some(&stolen), at("2026-02-03")).unwrap(), good);
    assert!(matches!(mended.timestamp(&by(20), None, at("2026-02-03")), Err(Refusal::Seal { .. })));
    let kept = Root { version: 2, timestamp: keys(1, &[20, 21]), ..root };
    let kept = anchor.rotated(&sealed_root(&kept, &[1, 2])).unwrap();
    assert_eq!(kept.floors(), anchor.floors(), "the stolen key still signs alone");
}

#[test]
fn only_the_last_roots_expiry_counts() {
    let expired = Root { version: 2, expires_at: at("2026-01-02"), ..root() };
    let last = Root { version: 3, expires_at: at("2030-01-01"), ..root() };
    let anchor = anchor().rotated(&sealed_root(&expired, &[1, 2])).unwrap();
    assert!(matches!(anchor.check_root(at("2026-02-03")), Err(Refusal::Expired { role: Role::Root, .. })));
    let anchor = anchor.rotated(&sealed_root(&last, &[1, 2])).unwrap();
    assert_eq!(anchor.check_root(at("2028-02-03")), Ok(()));
}

/// A field more, a field that must be understood, another format, a version that no database holds.
#[test]
fn payloads_from_the_future() {
    let (timestamp, _) = timestamp(1, &set(1));
    let with = |label: i64, value: Value| {
        let Value::Map(mut fields) = cbor::read(&timestamp.to_payload()).unwrap() else { panic!("a map") };
        fields.retain(|(key, _)| cbor::integer(key) != Some(label));
        fields.push((label.into(), value));
        Timestamp::parse(&cbor::write(&Value::Map(fields)))
    };
    assert_eq!(with(99, Value::from(1)).unwrap(), timestamp);
    assert_eq!(with(7, Value::Array(vec![Value::from(6)])).unwrap(), timestamp);
    assert_eq!(with(7, Value::Array(vec![Value::from(99)])), Err(FieldError::Critical { field: 99 }));
    assert_eq!(with(1, Value::from(2)), Err(FieldError::Format { found: 2, known: 1 }));
    assert_eq!(with(3, Value::from(1_u64 << 53)), Err(FieldError::Malformed { field: 3 }));
    assert_eq!(with(4, Value::from("now")), Err(FieldError::Malformed { field: 4 }));
    let unknown = |critical| {
        let kind = KindIndex { kind: Kind::named("weather").unwrap(), critical, ..set(1).kinds.remove(0) };
        Set::parse(&Set { kinds: vec![kind], ..set(1) }.to_payload())
    };
    assert!(unknown(false).is_ok());
    assert_eq!(unknown(true), Err(FieldError::Critical { field: 6 }));
}
