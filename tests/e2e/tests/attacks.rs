//! Everybody whom the TUF specification warns of (§1.5.2, attacks), and design §3 beside: each plays against a real
//! server, is refused, and costs the device nothing that it had.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test needs must be there")]

mod world;

use backend::Fault;
use e2e::author::{self, Author, at, blob_path, keys, private, public, root_path, rules, sealed};
use semafor_core::bundle::{BlobError, BlobHash, BlobRef, Index, Refusal, Role, SealError};
use semafor_core::store::Kept;
use semafor_core::sync::SyncError;
use semafor_core::verifier::Tier;
use world::World;

/// The device refuses, and judges by what it judged by before.
fn refused(world: &World) -> SyncError {
    let before = world.device.snapshot().map(|snapshot| snapshot.id().to_owned());
    let error = world.device.sync(&world.url()).unwrap_err();
    assert_eq!(world.device.snapshot().map(|snapshot| snapshot.id().to_owned()), before, "{error}");
    error
}

fn refusal(world: &World) -> Refusal {
    match refused(world) {
        SyncError::Refusal(refusal) => refusal,
        other => panic!("refused for another reason: {other}"),
    }
}

#[test]
fn arbitrary_software() {
    let mut world = World::synced("arbitrary");
    let honest = world.author.clone();
    world.author.publish(at("2026-02-03"), &["CZ"], "new");
    // The server's owner exchanges a blob, …
    let index = world.author.set.kinds[0].blob;
    let forged = vec![0x55; index.size];
    world.author.put(&blob_path(&index), &forged);
    assert!(matches!(refused(&world), SyncError::Blob { because: BlobError::Hash { .. }, .. }));
    // … signs with keys of his own, …
    world.author = Author { set_signer: 66, timestamp_signer: 66, ..honest };
    world.author.publish(at("2026-02-03"), &["CZ"], "forged");
    assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Timestamp, .. }));
    // … and makes a root of his own, for devices that ask for the next one.
    world.author.root_signers = vec![66, 67];
    world.author.rotate(|root| {
        root.root = keys(2, &[66, 67]);
        root.timestamp = keys(1, &[68]);
        root.set = keys(1, &[69]);
    });
    assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Root, because: SealError::Threshold { .. } }));
}

#[test]
fn rollback() {
    let mut world = World::synced("rollback");
    let old_timestamp = world.author.file(author::TIMESTAMP);
    let old = world.author.clone();
    world.author.publish(at("2026-02-03"), &["CZ", "DE"], "newer");
    world.device.sync(&world.url()).unwrap();
    world.author.put(author::TIMESTAMP, &old_timestamp);
    assert!(matches!(refusal(&world), Refusal::RolledBack { role: Role::Timestamp, found: 1, seen: 2 }));
    // With the timestamp's key stolen: the old set under a new timestamp.
    world.author.timestamp.set = old.timestamp.set;
    world.author.timestamp.set_version = old.timestamp.set_version;
    world.author.stamp(at("2026-02-03"));
    assert!(matches!(refusal(&world), Refusal::RolledBack { role: Role::Set, found: 1, seen: 2 }));
    // The old set as if it were the newest.
    world.author.timestamp.set_version = 7;
    world.author.stamp(at("2026-02-03"));
    assert!(matches!(refusal(&world), Refusal::SetVersion { found: 1, named: 7 }));
}

#[test]
fn freeze() {
    let mut world = World::synced("freeze");
    world.author.publish(at("2026-02-03"), &["CZ"], "withheld");
    world.backend.fail("/timestamp.cbor", backend::FOR_EVER, Fault::NotModified);
    let tier = |world: &World| {
        let snapshot = world.device.snapshot().unwrap();
        let origin = *snapshot.origin().unwrap();
        origin.freshness.rules.unwrap().tier(origin.signed_at, world.device.now)
    };
    assert_eq!(tier(&world), Tier::Fresh);
    // 304 for ever is no error, and makes nothing younger.
    for (day, expected) in [("2026-02-04", Tier::Ageing), ("2026-02-09", Tier::Stale), ("2026-04-01", Tier::Dead)] {
        world.device.now = at(day);
        assert!(!world.device.sync(&world.url()).unwrap().is_changed);
        assert_eq!(tier(&world), expected, "{day}");
    }
    // The old timestamp again and again is one.
    world.backend.mend();
    let old = world.folder.join("old");
    Author::begin(&old).publish(at("2026-02-01"), &["CZ"], "first");
    world.backend.fail("/timestamp.cbor", backend::FOR_EVER, Fault::From(old));
    world.device.store().put_notes(&[("timestamp-etag", None)]).unwrap();
    assert!(matches!(refusal(&world), Refusal::Expired { role: Role::Timestamp, .. }));
}

#[test]
fn endless_data() {
    for (path, rotated) in [("/timestamp.cbor", false), ("/roots/2.cbor", true), ("/blobs/*", false)] {
        let mut world = World::synced("endless");
        if rotated {
            world.author.rotate(|_| ());
        }
        world.author.publish(at("2026-02-03"), &["CZ"], "new");
        world.backend.fail(path, 1, Fault::Endless);
        let error = refused(&world);
        assert!(matches!(error, SyncError::Transport { .. } | SyncError::BrokenOff { .. }), "{path}: {error:?}");
        world.device.sync(&world.url()).unwrap();
        assert_eq!(world.device.set_version(), 2, "{path}");
    }
}

/// The timestamp's key was stolen and has signed as far ahead as it goes; a rotation of the root mends it.
#[test]
fn fast_forward_and_recovery() {
    let mut world = World::synced("fast-forward");
    let mut thief = world.author.clone();
    thief.timestamp.version = (1 << 52) - 1;
    thief.stamp(at("2027-12-31"));
    world.device.sync(&world.url()).unwrap();
    world.author.publish(at("2026-02-03"), &["CZ"], "the institute's");
    assert!(matches!(refusal(&world), Refusal::RolledBack { role: Role::Timestamp, .. }));
    world.author.timestamp_signer = 21;
    world.author.rotate(|root| {
        root.signed_at = at("2026-02-03");
        root.timestamp = keys(1, &[21]);
    });
    world.author.stamp(at("2026-02-03"));
    let synced = world.device.sync(&world.url()).unwrap();
    assert_eq!((synced.is_changed, world.device.set_version()), (true, 2));
    let time = world.device.store().anchor().unwrap().unwrap().floors().time;
    assert_eq!(time, at("2026-02-03"), "the clock runs from the institute's time again");
}

#[test]
fn a_stolen_timestamp_key_that_signed_2099() {
    let mut world = World::synced("2099");
    world.author.stamp(at("2099-01-01"));
    assert!(matches!(refusal(&world), Refusal::BeyondRoot { .. }));
    assert!(world.device.store().anchor().unwrap().unwrap().floors().time < at("2027-01-01"));
}

#[test]
fn mix_and_match() {
    let mut world = World::synced("mix");
    let first = world.author.set.clone();
    world.author.publish(at("2026-02-02"), &["CZ", "DE"], "second");
    // An index of the first set under the second's manifest: its hash is another one.
    let (old, new) = (first.kinds[0].blob, world.author.set.kinds[0].blob);
    let old_bytes = world.author.file(&blob_path(&old));
    world.author.put(&blob_path(&new), &old_bytes);
    assert!(matches!(refused(&world), SyncError::Blob { .. }));
    // A manifest that is not the one named.
    let mut world = World::synced("mix-2");
    let old_set = world.author.file(&blob_path(&world.author.timestamp.set));
    world.author.publish(at("2026-02-02"), &["CZ"], "second");
    let named = blob_path(&world.author.timestamp.set);
    world.author.put(&named, &old_set);
    assert!(matches!(refused(&world), SyncError::Blob { .. }));
}

/// A set that names more than any set has: refused before the first byte of it is fetched.
#[test]
fn extraneous_dependencies() {
    let mut world = World::synced("extraneous");
    let blob = |size| BlobRef { hash: BlobHash([9; 32]), size, inflated: None };
    for size in [200_000_000, usize::MAX] {
        let mut entry = world.author.entry("CZ", &author::rule("CZ", "new"));
        entry.blobs.push(blob(size));
        world.author.publish_index(at("2026-02-02"), &Index { entries: vec![entry] });
        world.backend.forget_counts();
        assert!(matches!(refused(&world), SyncError::TooMuch { .. }));
        assert!(world.backend.total().bytes < 5_000);
    }
    world.author.set.kinds = vec![rules(blob(usize::MAX))];
    world.author.publish_set(at("2026-02-02"));
    assert!(matches!(refused(&world), SyncError::TooMuch { .. }));
}

#[test]
fn wrong_signature_thresholds() {
    let mut world = World::synced("thresholds");
    for signers in [vec![1], vec![1, 1], vec![4, 5], vec![1, 4], vec![10, 20]] {
        world.author.root_signers.clone_from(&signers);
        world.author.root.version = 1;
        world.author.rotate(|root| root.root = keys(2, &[3, 4, 5]));
        world.author.stamp(at("2026-02-02"));
        assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Root, .. }), "{signers:?}");
    }
    world.author.root_signers = vec![1, 2, 4, 5];
    world.author.put_root();
    world.device.sync(&world.url()).unwrap();
}

/// Who has one online key has nothing: content needs the set's key, and its currency the timestamp's.
#[test]
fn one_online_key_is_compromised() {
    let mut world = World::synced("compromise");
    let mut thief = Author { timestamp_signer: 66, ..world.author.clone() };
    thief.publish(at("2026-02-02"), &["CZ"], "by the set's key alone");
    assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Timestamp, .. }));
    let mut thief = Author { set_signer: 66, ..world.author.clone() };
    thief.publish(at("2026-02-02"), &["CZ"], "by the timestamp's key alone");
    assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Set, .. }));
    world.author.timestamp.version = 9;
    world.author.publish(at("2026-02-02"), &["CZ"], "by both, which are the institute's");
    world.device.sync(&world.url()).unwrap();
}

#[test]
fn one_roles_signature_is_no_others() {
    let world = World::synced("roles");
    let payload = world.author.timestamp.to_payload();
    for (context, signer) in [
        ("semafor/test/set/1", 20),
        ("semafor/test/set/1", 10),
        ("semafor/test/root/1", 1),
        ("semafor/test/timestamp/1", 10),
        ("semafor/test/index/1", 20),
    ] {
        world.author.put(author::TIMESTAMP, &sealed(&payload, context, &[signer]));
        assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Timestamp, .. }), "{context} by {signer}");
    }
    let set = world.author.file(&blob_path(&world.author.timestamp.set));
    world.author.put(author::TIMESTAMP, &set);
    assert!(matches!(refusal(&world), Refusal::Seal { .. }), "the set's own file");
}

/// The same keys sign for both worlds: the worlds stay apart nevertheless.
#[test]
fn a_test_set_is_offered_to_a_production_phone() {
    let mut world = World::synced("environment");
    world.author.root.environment = semafor_core::bundle::Environment::new("production").unwrap();
    world.author.publish(at("2026-02-02"), &["CZ"], "of another world");
    assert!(matches!(refusal(&world), Refusal::Seal { role: Role::Timestamp, .. }));
    world.author.rotate(|_| ());
    world.author.stamp(at("2026-02-02"));
    assert!(matches!(refusal(&world), Refusal::Environment { .. }));
}

/// Two years in a drawer: a root a month, each replacing what the one before had, every one but the last expired.
#[test]
fn a_phone_after_two_years_in_a_drawer() {
    let mut world = World::synced("drawer");
    let mut now = at("2026-03-01");
    for month in 0..24_u8 {
        let [old, new] = [month, month + 1].map(|month| [100 + 2 * month, 101 + 2 * month]);
        world.author.root_signers = if month == 0 { vec![1, 2] } else { old.to_vec() };
        world.author.root_signers.extend(new);
        world.author.set_signer = 30 + month;
        world.author.timestamp_signer = 60 + month;
        world.author.rotate(|root| {
            root.signed_at = now;
            root.expires_at = now.plus_seconds(40 * 86_400);
            root.root = keys(2, &new);
            root.set = keys(1, &[30 + month]);
            root.timestamp = keys(1, &[60 + month]);
        });
        now = now.plus_seconds(30 * 86_400);
    }
    world.author.publish(now, &["CZ"], "two years later");
    world.device.now = now;
    let synced = world.device.sync(&world.url()).unwrap();
    assert!(synced.is_changed && synced.signed_at == now);
    assert_eq!(world.device.store().anchor().unwrap().unwrap().root().version, 25);
    world.device.now = now.plus_seconds(60 * 86_400);
    world.author.stamp(world.device.now);
    assert!(matches!(refusal(&world), Refusal::BeyondRoot { .. }));
    world.device.now = now.plus_seconds(11 * 86_400);
    world.author.timestamp.version = 1_000;
    world.author.stamp(now.plus_seconds(9 * 86_400));
    assert!(matches!(refusal(&world), Refusal::Expired { role: Role::Root, .. }));
}

/// The institute replaces the set's key after it was stolen; the thief's high version does not stand in the way.
#[test]
fn a_stolen_set_key_is_replaced() {
    let mut world = World::synced("set-key");
    world.author.set.version = 1 << 40;
    world.author.publish(at("2026-02-02"), &["CZ"], "by the thief, who had both keys");
    world.device.sync(&world.url()).unwrap();
    world.author.set.version = 1;
    (world.author.set_signer, world.author.timestamp_signer) = (11, 21);
    world.author.rotate(|root| {
        root.set = keys(1, &[11]);
        root.timestamp = keys(1, &[21]);
    });
    world.author.publish(at("2026-02-03"), &["CZ"], "the institute's");
    world.device.sync(&world.url()).unwrap();
    assert_eq!(world.device.set_version(), 2);
}

/// A device belongs to the root it began with.
#[test]
fn another_publishers_root_is_no_beginning() {
    let world = World::synced("roots");
    let other = sealed(&world.author.root.to_payload(), "semafor/test/root/1", &[2, 3]);
    assert!(matches!(world.device.store().pin(&other), Err(Kept::OtherRoot)));
    world.device.store().pin(&world.author.file(&root_path(1))).unwrap();
    assert_ne!(private(1), private(2));
    assert_ne!(public(1), public(2));
}
