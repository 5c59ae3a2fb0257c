//! The snapshot's file: signed files, floors, blobs, and what a sync has to remember.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::open::{Access, Schema, StoreError, open};
use crate::bundle::{Anchor, BlobHash, BlobRef, ContentError, Contents, Environment, Floors, Refusal, Timestamp};
use crate::instant::Instant;

pub(super) const SCHEMA: Schema = Schema {
    // "SemS"
    application_id: 0x5365_6d53,
    page_bytes: 4_096,
    steps: &[include_str!("schema/snapshot-1.sql"), include_str!("schema/snapshot-2.sql")],
};

/// The digest of the root that was pinned.
const PINNED: &str = "pinned-root";

/// The published set that a device keeps.
#[derive(Debug)]
pub struct SnapshotStore {
    connection: Connection,
}

/// Why what is kept cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Kept {
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A signed file in it does not verify: the file was changed.
    #[error("what is kept does not verify: {0}")]
    Refusal(#[from] Refusal),
    /// It belongs to another publisher's root.
    #[error("it began with another root")]
    OtherRoot,
    /// A blob in it is missing or not what was named.
    #[error("what is kept is not whole: {0}")]
    Content(#[from] ContentError),
}

impl From<rusqlite::Error> for Kept {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl SnapshotStore {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        Ok(Self { connection: open(path, access, SCHEMA, None)? })
    }

    /// Opens the file at `path` to be read, and brings one of an older program up to date first; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn find(path: &Path) -> Result<Option<Self>, StoreError> {
        match Self::open(path, Access::Read) {
            Err(StoreError::Missing) => Ok(None),
            Err(StoreError::Older { .. }) => Self::open(path, Access::Write).map(Some),
            opened => opened.map(Some),
        }
    }

    /// The root in use, and what nothing may fall below; `None` before there is a root.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn anchor(&self) -> Result<Option<Anchor>, Kept> {
        let Some(root) = self.role("root")? else { return Ok(None) };
        Ok(Some(Anchor::resumed(&root, self.floors()?)?))
    }

    /// The world of the pinned root; that of real certificates before.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn environment(&self) -> Result<Environment, Kept> {
        let pinned = self.anchor()?.map(|anchor| anchor.root().environment.clone());
        Ok(pinned.unwrap_or_else(Environment::production))
    }

    /// Begins with a root that was handed over by somebody trusted. A file belongs to its first root for ever: with another
    /// one it would be another publisher's.
    ///
    /// # Errors
    /// [`Kept::Refusal`] when the bytes are no root, [`Kept::OtherRoot`].
    pub fn pin(&mut self, root: &[u8]) -> Result<(), Kept> {
        let anchor = Anchor::pinned(root)?;
        let digest = BlobHash::of(root).to_string();
        match self.note(PINNED)? {
            Some(pinned) if pinned == digest => Ok(()),
            Some(_) => Err(Kept::OtherRoot),
            None => {
                self.put_root(root, &anchor)?;
                Ok(self.put_notes(&[(PINNED, Some(digest))])?)
            }
        }
    }

    /// Takes a root, with the floors that hold from then on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_root(&mut self, root: &[u8], anchor: &Anchor) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        put_role(&transaction, "root", root)?;
        put_floors(&transaction, anchor.floors())?;
        Ok(transaction.commit()?)
    }

    /// The timestamp of the set that is kept, verified; `None` before the first sync.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn timestamp(&self) -> Result<Option<Timestamp>, Kept> {
        Ok(self.signed()?.map(|(timestamp, _)| timestamp))
    }

    /// The set that is kept, with its indexes; everything is verified anew but how old it is.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn contents(&self) -> Result<Option<Contents>, Kept> {
        let Some((timestamp, set)) = self.signed()? else { return Ok(None) };
        Ok(Some(Contents::read(timestamp, set, &|blob| self.lookup(blob))?))
    }

    /// The set's file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_file(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.role("set")
    }

    /// Takes a timestamp and the set it names, all at once, and drops blobs that nothing names any more.
    ///
    /// # Errors
    /// [`StoreError`]; what was kept before is kept then.
    pub fn put_set(&mut self, files: SetFiles<'_>, anchor: &Anchor, contents: &Contents) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let root = read_role(&transaction, "root")?.unwrap_or_default();
        put_role(&transaction, "set-root", &root)?;
        put_role(&transaction, "timestamp", files.timestamp)?;
        put_role(&transaction, "set", files.set)?;
        put_floors(&transaction, anchor.floors())?;
        drop_unnamed(&transaction, contents)?;
        Ok(transaction.commit()?)
    }

    /// The bytes of a blob.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn blob(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT bytes FROM blob WHERE hash = ?1")?;
        Ok(statement.query_row([hash.0], |row| row.get(0)).optional()?)
    }

    /// The same for [`Contents`], to which a blob that cannot be read is missing.
    #[must_use]
    pub fn lookup(&self, blob: &BlobRef) -> Option<Vec<u8>> {
        self.blob(&blob.hash).ok().flatten()
    }

    /// Keeps blobs that were checked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_blobs(&mut self, blobs: &[(BlobRef, Vec<u8>)]) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        for (blob, bytes) in blobs {
            transaction.execute("DELETE FROM partial WHERE hash = ?1", [blob.hash.0])?;
            transaction
                .execute("INSERT OR REPLACE INTO blob (hash, bytes) VALUES (?1, ?2)", params![blob.hash.0, bytes])?;
        }
        Ok(transaction.commit()?)
    }

    /// The beginning of a blob whose download broke off; empty when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn partial(&self, hash: &BlobHash) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT start, bytes FROM partial WHERE hash = ?1 ORDER BY start";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut parts = statement.query([hash.0])?;
        let mut beginning = Vec::new();
        while let Some(part) = parts.next()? {
            if i64::try_from(beginning.len()) != Ok(part.get(0)?) {
                break;
            }
            beginning.extend_from_slice(part.get_ref(1)?.as_blob().unwrap_or_default());
        }
        Ok(beginning)
    }

    /// Keeps a part of a blob, whose first byte is the blob's byte `start`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_partial(&mut self, hash: &BlobHash, start: usize, bytes: &[u8]) -> Result<(), StoreError> {
        let start = i64::try_from(start).unwrap_or(i64::MAX);
        let sql = "INSERT OR REPLACE INTO partial (hash, start, bytes) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, params![hash.0, start, bytes])?;
        Ok(())
    }

    /// Forgets what there is of a blob's beginning.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drop_partial(&mut self, hash: &BlobHash) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM partial WHERE hash = ?1", [hash.0])?;
        Ok(())
    }

    /// Something a sync has to remember.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM note WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Remembers these, all at once; `None` forgets.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_notes(&mut self, notes: &[(&str, Option<String>)]) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        for (name, value) in notes {
            match value {
                Some(value) => transaction
                    .execute("INSERT OR REPLACE INTO note (name, value) VALUES (?1, ?2)", params![name, value])?,
                None => transaction.execute("DELETE FROM note WHERE name = ?1", [name])?,
            };
        }
        Ok(transaction.commit()?)
    }

    fn signed(&self) -> Result<Option<(Timestamp, crate::bundle::Set)>, Kept> {
        let role = |name| self.role(name);
        let (Some(root), Some(timestamp), Some(set)) = (role("set-root")?, role("timestamp")?, role("set")?) else {
            return Ok(None);
        };
        let anchor = Anchor::pinned(&root)?;
        let timestamp = anchor.timestamp_at_any_time(&timestamp)?;
        let set = anchor.set_at_any_time(&set, &timestamp)?;
        Ok(Some((timestamp, set)))
    }

    fn role(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read_role(&self.connection, name)
    }

    fn floors(&self) -> Result<Floors, StoreError> {
        let floor = |name: &str| -> Result<i64, StoreError> {
            let mut statement = self.connection.prepare_cached("SELECT value FROM floor WHERE name = ?1")?;
            Ok(statement.query_row([name], |row| row.get(0)).optional()?.unwrap_or_default())
        };
        let version = |value: i64| u64::try_from(value).unwrap_or_default();
        let time = Instant::from_unix(floor("time")?).unwrap_or(Instant::MIN);
        Ok(Floors { timestamp: version(floor("timestamp")?), set: version(floor("set")?), time })
    }

    fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

#[cfg(test)]
impl SnapshotStore {
    /// Plays a disk of so many pages.
    pub(super) fn limit_pages(&self, pages: u32) {
        let _set = self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
    }

    pub(super) fn wait_at_most(&self, patience: std::time::Duration) {
        let _set = self.connection.busy_timeout(patience);
    }
}

/// The files of a set as they were transferred.
#[derive(Clone, Copy, Debug)]
pub struct SetFiles<'a> {
    /// The timestamp.
    pub timestamp: &'a [u8],
    /// The set that it names.
    pub set: &'a [u8],
}

fn read_role(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT bytes FROM role WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

fn put_role(transaction: &Transaction<'_>, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    transaction.execute("INSERT OR REPLACE INTO role (name, bytes) VALUES (?1, ?2)", params![name, bytes])?;
    Ok(())
}

fn put_floors(transaction: &Transaction<'_>, floors: Floors) -> Result<(), StoreError> {
    let number = |version: u64| i64::try_from(version).unwrap_or(i64::MAX);
    for (name, value) in
        [("timestamp", number(floors.timestamp)), ("set", number(floors.set)), ("time", floors.time.as_unix())]
    {
        transaction.execute("INSERT OR REPLACE INTO floor (name, value) VALUES (?1, ?2)", params![name, value])?;
    }
    Ok(())
}

/// Blobs are kept from one sync to the next only where a set names them, beginnings of blobs not at all.
fn drop_unnamed(transaction: &Transaction<'_>, contents: &Contents) -> Result<(), StoreError> {
    transaction.execute_batch("CREATE TEMP TABLE named (hash BLOB NOT NULL PRIMARY KEY) STRICT")?;
    {
        let mut insert = transaction.prepare("INSERT OR IGNORE INTO temp.named (hash) VALUES (?1)")?;
        let indexes = contents.set().kinds.iter().map(|part| &part.blob);
        for blob in indexes.chain(contents.named()) {
            insert.execute([blob.hash.0])?;
        }
    }
    transaction.execute_batch(
        "DELETE FROM blob WHERE hash NOT IN (SELECT hash FROM temp.named);
         DELETE FROM partial;
         DROP TABLE temp.named;",
    )?;
    Ok(())
}
