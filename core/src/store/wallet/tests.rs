//! A wallet's real file: what can be read in it without the key, what comes back, what a damaged one still gives.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::*;
use crate::bundle::BlobHash;
use crate::store::{SalvageError, Salvaged, salvage};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("semafor-wallet-{}-{name}", std::process::id()));
        let _old = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("wallet.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = fs::remove_dir_all(&self.0);
    }
}

const CERTIFICATES: Table = Table::Certificate;

fn key() -> DataKey {
    DataKey::of(&[7; 32]).unwrap()
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_780_000_000).unwrap().plus_seconds(seconds)
}

fn opened(folder: &Folder) -> WalletStore {
    WalletStore::open(&folder.file(), Access::Write, &key()).unwrap()
}

/// Adds this many certificates of some length, in one change.
fn fill(store: &mut WalletStore, count: u16) -> Vec<RecordId> {
    let writing = store.write(at(0)).unwrap();
    let add = |number: u16| {
        let content = format!("Nováková 1964-08-12 {number} {}", "x".repeat(usize::from(number % 40) * 20));
        let index = number.to_be_bytes();
        writing.insert(Index(CERTIFICATES, &index), 1, content.into_bytes()).unwrap()
    };
    let ids = (0..count).map(add).collect();
    writing.commit().unwrap();
    ids
}

fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn released_steps_stay_as_they_are() {
    let digests: Vec<_> = SCHEMA.steps.iter().map(|step| BlobHash::of(step.as_bytes()).to_string()).collect();
    let frozen = [
        "3b692e9b14774cc35ec9dadae9c0421c4b4dfec146f5af1a0b4310458f95b69b",
        "9b7639679030905bcf7b27cd77218ac615afb980744203378dc5fd6951667ce6",
    ];
    assert_eq!(digests, frozen, "files of every version are out there: add a step, change none");
}

#[test]
fn every_older_file_opens() {
    for version in 1..=SCHEMA.steps.len() {
        let folder = Folder::new(&format!("older-{version}"));
        let schema = Schema { steps: &SCHEMA.steps[..version], ..SCHEMA };
        drop(open(&folder.file(), Access::Write, schema, Some(key().bytes())).unwrap());
        if version < SCHEMA.steps.len() {
            let unread = WalletStore::open(&folder.file(), Access::Read, &key()).unwrap_err();
            assert!(matches!(unread, StoreError::Older { .. }), "{unread:?}");
        }
        let ids = fill(&mut opened(&folder), 2);
        let store = WalletStore::open(&folder.file(), Access::Read, &key()).unwrap();
        assert_eq!(store.rows(CERTIFICATES).unwrap().rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
        assert!(store.rows(Table::Setting).unwrap().rows.is_empty(), "version {version}");
    }
}

#[test]
fn what_is_kept_comes_back() {
    let folder = Folder::new("back");
    let mut store = opened(&folder);
    let ids = fill(&mut store, 3);
    drop(store);
    let store = WalletStore::open(&folder.file(), Access::Read, &key()).unwrap();
    let rows = store.rows(CERTIFICATES).unwrap();
    assert_eq!(rows.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
    assert_eq!(rows.rows[1].added_at, at(0));
    assert!(rows.rows[1].content.starts_with("Nováková 1964-08-12 1".as_bytes()));
    assert!(store.rows(Table::Person).unwrap().rows.is_empty());
}

#[test]
fn another_key_opens_nothing() {
    let folder = Folder::new("key");
    fill(&mut opened(&folder), 1);
    let other = DataKey::of(&[8; 32]).unwrap();
    let error = WalletStore::open(&folder.file(), Access::Write, &other).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey), "{error:?}");
}

#[test]
fn nothing_can_be_read_without_the_key() {
    let folder = Folder::new("clear");
    let mut store = opened(&folder);
    let ids = fill(&mut store, 60);
    let journal = folder.0.join("wallet.db-journal");
    let digest = BlobHash::of(&7_u16.to_be_bytes());
    let secrets =
        [&b"Nov\xc3\xa1kov\xc3\xa1"[..], b"1964-08-12", b"1964", &at(0).as_unix().to_be_bytes(), &digest.0, &[7; 32]];
    let mut seen = Vec::new();
    let mut look = |what: &str| {
        for path in [folder.file(), journal.clone()].into_iter().filter(|path| path.exists()) {
            let bytes = bytes(&path);
            let found: Vec<_> = secrets.iter().filter(|secret| contains(&bytes, secret)).collect();
            assert!(found.is_empty(), "{what}, {}: {found:?}", path.display());
            seen.push((what.to_owned(), path));
        }
    };
    look("after adding");
    let writing = store.write(at(1)).unwrap();
    for id in &ids[10..50] {
        writing.remove(CERTIFICATES, *id).unwrap();
    }
    look("while it changes");
    writing.commit().unwrap();
    let sealed: Vec<Vec<u8>> = ids[10..50].iter().map(|id| id.0.to_vec()).collect();
    store.write(at(limits::UNDO_SECONDS + 2)).unwrap().commit().unwrap();
    look("after purging");
    assert_eq!(store.rows(CERTIFICATES).unwrap().rows.len(), 20);
    let bytes = bytes(&folder.file());
    let left = sealed.iter().filter(|id| contains(&bytes, id)).count();
    assert_eq!(left, 0, "what was purged is overwritten in freed pages too");
    assert!(seen.iter().any(|(_, path)| *path == journal), "a journal was there to be searched");
}

/// Every value that was ever sealed is looked for, since a seal may be broken one day that holds today.
#[test]
fn what_was_replaced_or_purged_is_overwritten_in_every_table() {
    let folder = Folder::new("overwritten");
    let mut store = opened(&folder);
    let mut sealed = Vec::new();
    let mut collect = |store: &WalletStore| {
        for table in Table::ALL {
            let sql = format!("SELECT sealed FROM {}", table.name());
            let mut statement = store.connection.prepare(&sql).unwrap();
            sealed.extend(statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap().map(Result::unwrap));
        }
    };
    let writing = store.write(at(0)).unwrap();
    let ids: Vec<_> = (0..60_u8)
        .map(|number| {
            let table = Table::ALL[usize::from(number % 4)];
            (table, writing.insert(Index(table, &[number]), 1, vec![number; 100 + usize::from(number) * 40]).unwrap())
        })
        .collect();
    writing.commit().unwrap();
    collect(&store);
    let writing = store.write(at(1)).unwrap();
    for (table, id) in &ids {
        writing.replace(Index(*table, b"other"), *id, b"much less".to_vec()).unwrap();
    }
    writing.commit().unwrap();
    collect(&store);
    let writing = store.write(at(2)).unwrap();
    for (table, id) in &ids {
        assert!(writing.remove(*table, *id).unwrap());
    }
    writing.commit().unwrap();
    collect(&store);
    assert_eq!(sealed.len(), 180);
    store.write(at(limits::UNDO_SECONDS + 3)).unwrap().commit().unwrap();
    assert!(Table::ALL.iter().all(|table| store.rows(*table).unwrap().rows.is_empty()));
    drop(store);
    let files = [folder.file(), folder.0.join("wallet.db-journal")];
    for path in files.iter().filter(|path| path.exists()) {
        let bytes = bytes(path);
        // A part of a value in a freed page would tell as much as the whole.
        let left = sealed.iter().flat_map(|value| value.chunks_exact(32)).filter(|part| contains(&bytes, part)).count();
        assert_eq!(left, 0, "{}", path.display());
    }
}

#[test]
fn what_is_no_wallet_is_left_alone() {
    let folder = Folder::new("foreign");
    let refused = |make: &dyn Fn(&Connection)| {
        let _absent = fs::remove_file(folder.file());
        make(&Connection::open(folder.file()).unwrap());
        let before = bytes(&folder.file());
        let error = WalletStore::open(&folder.file(), Access::Write, &key()).unwrap_err();
        assert_eq!(bytes(&folder.file()), before);
        error
    };
    let error = refused(&|file| file.execute_batch("CREATE TABLE moz_places (url TEXT)").unwrap());
    assert!(matches!(error, StoreError::Foreign), "{error:?}");
    let error = refused(&|file| file.pragma_update(None, "application_id", 0x5365_6d53).unwrap());
    assert!(matches!(error, StoreError::Foreign), "{error:?}");
    let error = refused(&|file| {
        file.pragma_update(None, "application_id", SCHEMA.application_id).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
    });
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error:?}");
}

#[test]
fn removed_rows_come_back_for_thirty_days() {
    let folder = Folder::new("undo");
    let mut store = opened(&folder);
    let ids = fill(&mut store, 2);
    let change = |store: &mut WalletStore, when: i64, work: &dyn Fn(&Writing<'_>) -> bool| {
        let writing = store.write(at(when)).unwrap();
        let done = work(&writing);
        writing.commit().unwrap();
        done
    };
    let removal = |writing: &Writing<'_>| writing.remove(CERTIFICATES, ids[0]).unwrap();
    let restoring = |writing: &Writing<'_>| writing.restore(CERTIFICATES, ids[0]).unwrap();
    assert!(change(&mut store, 10, &removal));
    assert!(!change(&mut store, 11, &removal), "it is removed already");
    assert_eq!(store.rows(CERTIFICATES).unwrap().rows[0].removed_at, Some(at(10)));
    assert!(change(&mut store, 10 + limits::UNDO_SECONDS, &restoring), "the last second");
    assert_eq!(store.rows(CERTIFICATES).unwrap().rows[0].removed_at, None);
    assert!(change(&mut store, 20, &removal));
    assert!(!change(&mut store, 21 + limits::UNDO_SECONDS, &restoring), "it is gone");
    assert_eq!(store.rows(CERTIFICATES).unwrap().rows.len(), 1);
}

#[test]
fn what_was_not_committed_was_never_there() {
    let folder = Folder::new("rollback");
    let mut store = opened(&folder);
    fill(&mut store, 1);
    let writing = store.write(at(1)).unwrap();
    writing.insert(Index(CERTIFICATES, b"x"), 1, b"half".to_vec()).unwrap();
    drop(writing);
    assert_eq!(store.rows(CERTIFICATES).unwrap().rows.len(), 1);
}

#[test]
fn duplicates_are_found_by_what_they_have_in_common() {
    let folder = Folder::new("index");
    let mut store = opened(&folder);
    let ids = fill(&mut store, 30);
    let writing = store.write(at(1)).unwrap();
    let found = writing.find(Index(CERTIFICATES, &7_u16.to_be_bytes())).unwrap();
    assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[7]]);
    assert!(writing.find(Index(CERTIFICATES, b"none")).unwrap().is_empty());
}

#[test]
fn values_cannot_change_places() {
    let folder = Folder::new("places");
    let mut store = opened(&folder);
    fill(&mut store, 3);
    let swap = "UPDATE certificate SET sealed = (SELECT sealed FROM certificate WHERE rowid = 1) WHERE rowid = 2";
    store.connection.execute_batch(swap).unwrap();
    let across = "INSERT INTO person (id, format, sealed) SELECT id, format, sealed FROM certificate WHERE rowid = 1";
    store.connection.execute_batch(across).unwrap();
    store.connection.execute_batch("UPDATE certificate SET format = 2 WHERE rowid = 3").unwrap();
    let rows = store.rows(CERTIFICATES).unwrap();
    assert_eq!((rows.rows.len(), rows.unreadable.len()), (1, 2));
    assert_eq!(store.rows(Table::Person).unwrap().unreadable.len(), 1);
}

#[test]
fn too_large_a_value_is_refused() {
    let folder = Folder::new("large");
    let mut store = opened(&folder);
    let writing = store.write(at(0)).unwrap();
    let longest = vec![b'x'; limits::WALLET_VALUE_BYTES];
    writing.insert(Index(CERTIFICATES, b"1"), 1, longest.clone()).unwrap();
    let refused = writing.insert(Index(CERTIFICATES, b"2"), 1, [longest, vec![0]].concat());
    assert!(matches!(refused, Err(StoreError::TooLarge { bytes: 6_145, most: 6_144 })), "{refused:?}");
    writing.commit().unwrap();
    // The longest lies in one piece, where salvage finds it.
    let whole = salvage(&folder.file(), &key(), &folder.0.join("new.db"), <[u8]>::to_vec).unwrap();
    assert_eq!(whole.certificates, 1);
}

/// Damages a copy of a file as told, and salvages it. Gives the numbers in the contents that came back.
fn salvaged(folder: &Folder, name: &str, damage: impl FnOnce(&mut Vec<u8>)) -> (Salvaged, BTreeSet<u16>) {
    let (damaged, fresh) = (folder.0.join(name), folder.0.join(format!("{name}-new")));
    let mut file = bytes(&folder.file());
    damage(&mut file);
    fs::write(&damaged, &file).unwrap();
    let report = salvage(&damaged, &key(), &fresh, <[u8]>::to_vec).unwrap();
    assert_eq!(bytes(&damaged), file, "the damaged file is only read");
    let rows = WalletStore::open(&fresh, Access::Write, &key()).unwrap().rows(CERTIFICATES).unwrap();
    let number = |row: Row| {
        let text = String::from_utf8(row.content).unwrap();
        text.split(' ').nth(2).unwrap().parse().unwrap()
    };
    (report, rows.rows.into_iter().map(number).collect())
}

#[test]
fn salvage_takes_what_is_whole_from_torn_pages() {
    let folder = Folder::new("salvage");
    let mut store = opened(&folder);
    let ids = fill(&mut store, 200);
    let writing = store.write(at(1)).unwrap();
    writing.remove(CERTIFICATES, ids[0]).unwrap();
    writing.insert(Index(Table::Person, b""), 1, b"somebody".to_vec()).unwrap();
    writing.commit().unwrap();
    drop(store);
    let all: BTreeSet<u16> = (0..200).collect();
    let (report, numbers) = salvaged(&folder, "whole", |_| ());
    assert_eq!((report, &numbers), (Salvaged { certificates: 200, others: 1, lost: 0 }, &all));
    // Without any page's structure: every byte that is no part of a value may be wrong.
    let (report, numbers) = salvaged(&folder, "headers", |file| {
        for page in file.chunks_mut(8_192) {
            page[..110].fill(0xff);
        }
    });
    assert_eq!((report.lost, numbers), (0, all));
    // The pages of empty tables come first.
    let (_, numbers) = salvaged(&folder, "torn", |file| file.truncate(file.len() / 4 * 3));
    assert!(numbers.len() >= 20, "{}", numbers.len());
}

#[test]
fn one_flipped_bit_costs_one_value_at_most() {
    let folder = Folder::new("bits");
    fill(&mut opened(&folder), 40);
    let length = bytes(&folder.file()).len();
    for (round, at) in (0..length).step_by(997).enumerate() {
        let (report, numbers) = salvaged(&folder, &format!("bit-{round}"), |file| file[at] ^= 1 << (at % 8));
        assert!(numbers.len() >= 39 && report.certificates == numbers.len(), "at {at}: {report:?}");
    }
}

#[test]
fn salvage_says_what_it_cannot_do() {
    let folder = Folder::new("salvage-not");
    fill(&mut opened(&folder), 5);
    let into = folder.0.join("new.db");
    let other = DataKey::of(&[8; 32]).unwrap();
    let wrong = salvage(&folder.file(), &other, &into, <[u8]>::to_vec);
    assert!(matches!(wrong, Err(SalvageError::WrongKey { values: 5 })), "{wrong:?}");
    fs::write(folder.0.join("letter"), "a letter").unwrap();
    let nothing = salvage(&folder.0.join("letter"), &key(), &into, <[u8]>::to_vec);
    assert!(matches!(nothing, Err(SalvageError::Nothing)), "{nothing:?}");
    assert!(!into.exists());
    fs::write(&into, "here").unwrap();
    let occupied = salvage(&folder.file(), &key(), &into, <[u8]>::to_vec);
    assert!(matches!(occupied, Err(SalvageError::Occupied)), "{occupied:?}");
}
