//! Who signs what, and when it counts.

use semafor_core::bundle::{Refusal, Role, Seal};
use semafor_publisher::publish::folder;
use semafor_publisher::publish::put::PutError;
use semafor_publisher::publish::roots::{self, Change, RootsError};
use semafor_publisher::publish::signing::{self, SigningError};
use semafor_publisher::publish::walk::WalkError;

use crate::publisher::{DAY, Publisher, at, example, secret};

/// Writes the next root, in which one key takes another's place.
fn rotate(publisher: &Publisher, role: Role, old: &str, new: &str, seconds: i64) {
    let change = Change {
        role,
        add: vec![secret(new).public().clone()],
        remove: vec![secret(old).public().id().clone()],
        threshold: None,
    };
    let root = signing::published_root(&publisher.folder).unwrap().unwrap();
    let root = roots::next(&root, &publisher.config, at(seconds), &[change]).unwrap();
    let file = Seal::unsigned(root.to_payload()).to_bytes();
    folder::write(&publisher.folder.draft_root(), &file).unwrap();
}

#[test]
fn a_root_counts_when_enough_of_its_keys_have_signed() {
    let publisher = Publisher::unsigned("threshold");
    publisher.sign("root-1");
    // The same key again is the same key.
    publisher.sign("root-1");
    assert!(matches!(publisher.put("timestamp", 0), Err(PutError::NoRoot)));
    let stranger = signing::sign(&publisher.folder, &secret("stranger")).unwrap_err();
    assert!(matches!(&stranger, SigningError::NotASigner { .. }), "{stranger}");
    let standing = signing::sign(&publisher.folder, &secret("root-3")).unwrap();
    assert!(standing.iter().all(|standing| standing.is_complete() && standing.threshold == 2));
    assert!(matches!(publisher.put("timestamp", 0), Err(PutError::NoSet)));
    let put = publisher.publish(&example(), 10);
    assert_eq!((put.root, put.set, put.timestamp, put.is_new_set), (1, 1, 1, true));
    let walk = publisher.phone(20).unwrap();
    assert_eq!(walk.contents.timestamp().signed_at, at(10));
    assert!(!publisher.folder.draft_root().exists() && !publisher.folder.draft_set().exists());
}

#[test]
fn a_root_can_be_signed_far_from_the_folder() {
    let publisher = Publisher::unsigned("offline");
    let file = folder::read_present(&publisher.folder.draft_root(), 65_536).unwrap();
    let (root, file) = signing::sign_root(&file, &secret("root-2")).unwrap();
    assert_eq!((root.version, root.environment.as_str()), (1, "test"));
    let (_, file) = signing::sign_root(&file, &secret("root-3")).unwrap();
    assert!(signing::sign_root(&file, &secret("set")).is_err());
    folder::write(&publisher.folder.draft_root(), &file).unwrap();
    assert_eq!(publisher.publish(&example(), 0).root, 1);
}

#[test]
fn data_ages_unless_a_timestamp_is_signed() {
    let publisher = Publisher::new("ageing");
    publisher.publish(&example(), 0);
    publisher.phone(7 * DAY).unwrap();
    let late = publisher.phone(7 * DAY + 1).unwrap_err();
    let expired = |because: &Refusal, role| matches!(because, Refusal::Expired { role: own, .. } if *own == role);
    assert!(matches!(&late, WalkError::Refused { because, .. } if expired(because, Role::Timestamp)), "{late}");
    let put = publisher.put("timestamp", 30 * DAY).unwrap();
    assert_eq!((put.timestamp, put.set, put.is_new_set), (2, 1, false));
    publisher.phone(30 * DAY).unwrap();
    // A clock that went back.
    let error = publisher.put("timestamp", 29 * DAY).unwrap_err();
    let backdated = |because: &Refusal| matches!(because, Refusal::Backdated { .. });
    assert!(matches!(&error, PutError::Refused { because, .. } if backdated(because)), "{error}");
    // The set has 90 days.
    let error = publisher.put("timestamp", 91 * DAY).unwrap_err();
    assert!(matches!(&error, PutError::Refused { because, .. } if expired(because, Role::Set)), "{error}");
}

#[test]
fn each_kind_of_key_can_be_replaced() {
    let publisher = Publisher::new("rotation");
    publisher.publish(&example(), 0);

    rotate(&publisher, Role::Timestamp, "timestamp", "timestamp-2", 10);
    publisher.sign("root-1");
    // Half signed, it keeps nothing back.
    let put = publisher.put("timestamp", 20).unwrap();
    assert_eq!((put.root, put.waiting.first().map(|standing| standing.signed)), (1, Some(1)));
    publisher.sign("root-2");
    assert!(matches!(publisher.put("timestamp", 30), Err(PutError::Keys(_))), "the old key signs no more");
    assert_eq!(publisher.put("timestamp-2", 30).unwrap().root, 2);

    rotate(&publisher, Role::Set, "set", "set-2", 40);
    publisher.sign("root-1");
    publisher.sign("root-3");
    let error = publisher.put("timestamp-2", 50).unwrap_err();
    assert!(matches!(error, PutError::SetShutOut { root: 3, set: 1 }), "{error}");
    publisher.build(&example(), 50);
    publisher.sign("set-2");
    let put = publisher.put("timestamp-2", 50).unwrap();
    assert_eq!((put.root, put.set), (3, 2));

    rotate(&publisher, Role::Root, "root-1", "root-4", 60);
    publisher.sign("root-4");
    publisher.sign("root-3");
    // Two of the new root's keys, one of the old one's.
    assert_eq!(publisher.put("timestamp-2", 70).unwrap().root, 3);
    publisher.sign("root-2");
    assert_eq!(publisher.put("timestamp-2", 80).unwrap().root, 4);

    let walk = publisher.phone(90).unwrap();
    assert_eq!((walk.root().version, walk.contents.set().version), (4, 2));
}

#[test]
fn a_timestamp_of_a_wrong_clock_is_undone_by_another_key() {
    let publisher = Publisher::new("clock");
    publisher.publish(&example(), 0);
    publisher.put("timestamp", 80 * DAY).unwrap();
    assert!(publisher.put("timestamp", DAY).is_err());
    let phone = publisher.phone(80 * DAY).unwrap();
    rotate(&publisher, Role::Timestamp, "timestamp", "timestamp-2", DAY);
    publisher.sign("root-1");
    publisher.sign("root-2");
    publisher.put("timestamp-2", DAY).unwrap();
    let rotated = folder::read_present(&publisher.folder.public().join("roots/2.cbor"), 65_536).unwrap();
    let anchor = phone.anchor.rotated(&rotated).unwrap();
    let file = folder::read_present(&publisher.folder.public().join("timestamp.cbor"), 16_384).unwrap();
    assert_eq!(anchor.timestamp(&file, None, at(DAY)).unwrap().signed_at, at(DAY));
}

#[test]
fn an_interrupted_rotation_is_taken_up_again() {
    let publisher = Publisher::new("interrupted");
    publisher.publish(&example(), 0);
    rotate(&publisher, Role::Timestamp, "timestamp", "timestamp-2", 10);
    publisher.sign("root-1");
    publisher.sign("root-2");
    // The root is out, and the timestamp under it is not.
    let file = folder::read_present(&publisher.folder.draft_root(), 65_536).unwrap();
    folder::write(&publisher.folder.public().join("roots/2.cbor"), &file).unwrap();
    assert!(publisher.phone(20).is_err());
    assert_eq!(publisher.put("timestamp-2", 20).unwrap().root, 2);
    assert!(!publisher.folder.draft_root().exists());
    publisher.phone(20).unwrap();
}

#[test]
fn keys_that_make_no_root_are_refused() {
    let publisher = Publisher::new("roots");
    publisher.publish(&example(), 0);
    let root = signing::published_root(&publisher.folder).unwrap().unwrap();
    let next = |role, add: &[&str], remove: &[&str], threshold| {
        let add = add.iter().map(|name| secret(name).public().clone()).collect();
        let remove = remove.iter().map(|name| secret(name).public().id().clone()).collect();
        roots::next(&root, &publisher.config, at(0), &[Change { role, add, remove, threshold }])
    };
    assert!(matches!(next(Role::Set, &["root-1"], &[], None), Err(RootsError::Shared)));
    assert!(matches!(next(Role::Set, &[], &["stranger"], None), Err(RootsError::NoSuchKey { .. })));
    assert!(matches!(next(Role::Set, &[], &["set"], None), Err(RootsError::Keys { .. })));
    assert!(matches!(next(Role::Root, &[], &[], Some(4)), Err(RootsError::Keys { .. })));
    assert_eq!(next(Role::Root, &["root-4"], &[], Some(3)).unwrap().root.threshold(), 3);
}
