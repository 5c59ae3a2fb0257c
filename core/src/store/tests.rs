//! Real files: of every older version, damaged, foreign, locked, read-only, too large for their disk.

#![expect(clippy::disallowed_methods, reason = "tests look at files byte by byte")]

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;

use super::open::{Access, Schema, StoreError, open, set_aside};
use super::snapshot::SCHEMA;
use super::*;
use crate::bundle::BlobHash;

/// A folder of its own for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("semafor-store-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("snapshot.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// The schema as programs of the past knew it.
fn schema_of(version: usize) -> Schema {
    Schema { steps: &SCHEMA.steps[..version], ..SCHEMA }
}

#[test]
fn every_older_file_opens() {
    for version in 1..=SCHEMA.steps.len() {
        let folder = Folder::new(&format!("older-{version}"));
        let old = open(&folder.file(), Access::Write, schema_of(version), None).unwrap();
        old.execute("INSERT INTO blob (hash, bytes) VALUES (?1, ?2)", (BlobHash::of(b"kept").0, b"kept")).unwrap();
        drop(old);
        if version < SCHEMA.steps.len() {
            let unread = SnapshotStore::open(&folder.file(), Access::Read).unwrap_err();
            assert!(matches!(unread, StoreError::Older { .. }), "{unread:?}");
        }
        for access in [Access::Write, Access::Read] {
            let store = SnapshotStore::open(&folder.file(), access).unwrap();
            assert_eq!(store.blob(&BlobHash::of(b"kept")).unwrap().unwrap(), b"kept", "version {version}");
        }
    }
}

#[test]
fn released_steps_stay_as_they_are() {
    let digests: Vec<_> = SCHEMA.steps.iter().map(|step| BlobHash::of(step.as_bytes()).to_string()).collect();
    let frozen = [
        "988a020e84048c60a80765026116a3c0eb8c913fe463f7ace1603a7971432076",
        "7e42787cf93d5eef277dfdbabc692812593d416155a2cb69216d184dcc3273ee",
    ];
    assert_eq!(digests, frozen, "files of every version are out there: add a step, change none");
}

#[test]
fn what_is_not_ours_or_newer_is_left_alone() {
    let folder = Folder::new("foreign");
    let refused = |make: &dyn Fn(&Connection)| {
        let _absent = fs::remove_file(folder.file());
        make(&Connection::open(folder.file()).unwrap());
        let before = fs::read_to_string(folder.file()).unwrap_or_default();
        let error = SnapshotStore::open(&folder.file(), Access::Write).unwrap_err();
        assert_eq!(fs::read_to_string(folder.file()).unwrap_or_default(), before);
        error
    };
    let other = refused(&|file| file.execute_batch("CREATE TABLE notes (text TEXT)").unwrap());
    assert!(matches!(other, StoreError::Foreign), "{other:?}");
    let other = refused(&|file| file.pragma_update(None, "application_id", 7).unwrap());
    assert!(matches!(other, StoreError::Foreign), "{other:?}");
    let newer = refused(&|file| {
        file.pragma_update(None, "application_id", SCHEMA.application_id).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
    });
    assert!(matches!(newer, StoreError::Newer { found: 99, known } if known < 99), "{newer:?}");
    fs::write(
        folder.file(),
        "a letter, not a database, of more than a hundred bytes, since shorter files count as new ones".repeat(9),
    )
    .unwrap();
    let letter = SnapshotStore::open(&folder.file(), Access::Write).unwrap_err();
    assert!(matches!(letter, StoreError::Foreign), "{letter:?}");
    let missing = SnapshotStore::open(&folder.0.join("nothing.db"), Access::Read).unwrap_err();
    assert!(matches!(missing, StoreError::Missing), "{missing:?}");
    let nowhere = SnapshotStore::open(&folder.0.join("no/such/folder.db"), Access::Write).unwrap_err();
    assert!(matches!(nowhere, StoreError::Inaccessible { .. }), "{nowhere:?}");
}

#[test]
fn keys_are_told_apart() {
    let folder = Folder::new("keys");
    let (mine, other) = ([1; 32], [2; 32]);
    let opened = |key: Option<&[u8; 32]>| open(&folder.file(), Access::Write, SCHEMA, key).map(drop);
    opened(Some(&mine)).unwrap();
    opened(Some(&mine)).unwrap();
    for key in [Some(&other), None] {
        assert!(matches!(opened(key), Err(StoreError::WrongKey)), "{key:?}");
    }
}

#[test]
fn damage_is_named_and_the_file_kept() {
    let folder = Folder::new("damage");
    let mut store = SnapshotStore::open(&folder.file(), Access::Write).unwrap();
    for number in 0_u8..200 {
        store.put_partial(&BlobHash([number; 32]), 0, &[number; 4_000]).unwrap();
    }
    drop(store);
    let mut bytes = fs::read(folder.file()).unwrap();
    let middle = bytes.len() / 2;
    bytes[4_096..middle].fill(0xa5);
    fs::write(folder.file(), &bytes).unwrap();
    let failed = SnapshotStore::open(&folder.file(), Access::Write)
        .and_then(|store| (0_u8..200).try_for_each(|number| store.partial(&BlobHash([number; 32])).map(drop)));
    assert!(matches!(failed, Err(StoreError::Damaged { .. })), "{failed:?}");
    assert_eq!(fs::read(folder.file()).unwrap(), bytes);
    let aside = set_aside(&folder.file(), "damaged-1").unwrap();
    assert_eq!(fs::read(aside).unwrap(), bytes);
    SnapshotStore::open(&folder.file(), Access::Write).unwrap();
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new("full");
    let mut store = SnapshotStore::open(&folder.file(), Access::Write).unwrap();
    store.put_partial(&BlobHash([1; 32]), 0, b"before").unwrap();
    store.limit_pages(20);
    let full = store.put_partial(&BlobHash([2; 32]), 0, &[0; 500_000]).unwrap_err();
    assert!(matches!(full, StoreError::DiskFull), "{full:?}");
    assert_eq!(store.partial(&BlobHash([1; 32])).unwrap(), b"before");
}

#[test]
fn read_only_files_are_read() {
    let folder = Folder::new("read-only");
    drop(SnapshotStore::open(&folder.file(), Access::Write).unwrap());
    let mut store = SnapshotStore::open(&folder.file(), Access::Read).unwrap();
    assert_eq!(store.note("url").unwrap(), None);
    let refused = store.put_notes(&[("url", Some("x".to_owned()))]).unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
}

/// A copy of the file and its journal in the middle of a transaction is what `kill -9` leaves behind.
#[test]
fn what_a_killed_process_had_begun_is_taken_back() {
    for access in [Access::Read, Access::Write] {
        let (folder, copy) =
            (Folder::new(&format!("killed-{access:?}")), Folder::new(&format!("killed-copy-{access:?}")));
        SnapshotStore::open(&folder.file(), Access::Write).unwrap().put_notes(&[("url", Some("x".into()))]).unwrap();
        let dying = Connection::open(folder.file()).unwrap();
        dying.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM note").unwrap();
        for number in 0_u8..50 {
            dying.execute("INSERT INTO blob (hash, bytes) VALUES (?1, ?2)", ([number; 32], [0_u8; 9_000])).unwrap();
        }
        for name in ["snapshot.db", "snapshot.db-journal"] {
            fs::copy(folder.0.join(name), copy.0.join(name)).unwrap();
        }
        let store = SnapshotStore::open(&copy.file(), access).unwrap();
        assert_eq!(store.note("url").unwrap().as_deref(), Some("x"), "{access:?}");
        assert_eq!(store.blob(&BlobHash([1; 32])).unwrap(), None, "{access:?}");
    }
}

#[test]
fn another_program_is_waited_for_and_named() {
    let folder = Folder::new("busy");
    let mut store = SnapshotStore::open(&folder.file(), Access::Write).unwrap();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.wait_at_most(Duration::from_millis(10));
    let busy = store.put_notes(&[("url", None)]).unwrap_err();
    assert!(matches!(busy, StoreError::Busy), "{busy:?}");
    other.execute_batch("COMMIT").unwrap();
    store.put_notes(&[("url", None)]).unwrap();
}

#[test]
fn parts_are_put_together_as_far_as_they_touch() {
    let folder = Folder::new("parts");
    let mut store = SnapshotStore::open(&folder.file(), Access::Write).unwrap();
    let hash = BlobHash([7; 32]);
    for (start, part) in [(0, "abc"), (3, "de"), (9, "zzz")] {
        store.put_partial(&hash, start, part.as_bytes()).unwrap();
    }
    assert_eq!(store.partial(&hash).unwrap(), b"abcde");
    assert_eq!(store.partial(&BlobHash([8; 32])).unwrap(), b"");
    store.drop_partial(&hash).unwrap();
    assert_eq!(store.partial(&hash).unwrap(), b"");
}
