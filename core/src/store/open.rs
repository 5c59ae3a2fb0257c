//! Opening a file: is it ours, of which version, and can it be used?

use std::path::{Path, PathBuf};
use std::time::Duration;

use ring::hmac;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};

/// The steps by which a file comes to be; step n makes version n of version n - 1. Steps are never changed once
/// released: files of every version are out there.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Marks the file as one of ours, and of which kind (SQLite's `application_id`).
    pub application_id: i32,
    /// Bytes of a page of a new file: a power of two from 512 to 65,536.
    pub page_bytes: u32,
    /// SQL, one text a version.
    pub steps: &'static [&'static str],
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To be read as it is; it must exist and be of the newest version.
    Read,
    /// To be read and written; it is made, or brought to the newest version.
    Write,
}

/// Why a file cannot be used. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is none.
    #[error("there is no such file")]
    Missing,
    /// It may not be opened, or its folder not be written to.
    #[error("it cannot be opened: {detail}")]
    Inaccessible {
        /// In the system's words.
        detail: String,
    },
    /// Another program's file.
    #[error("it is no file of this kind")]
    Foreign,
    /// Parts of it cannot be read.
    #[error("it is damaged: {detail}")]
    Damaged {
        /// In SQLite's words.
        detail: String,
    },
    /// Its values are sealed with another key.
    #[error("it was sealed with another key")]
    WrongKey,
    /// Written by a newer program.
    #[error("it is of version {found}, this program knows {known}")]
    Newer {
        /// Its version.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// Written by an older program, and opened to be read only.
    #[error("it is of version {found} and must be brought to {known} first")]
    Older {
        /// Its version.
        found: i64,
        /// The version needed.
        known: i64,
    },
    /// It cannot be written to.
    #[error("it cannot be written to")]
    ReadOnly,
    /// There is no room.
    #[error("the disk is full")]
    DiskFull,
    /// A value that is too large to be kept.
    #[error("a value of {bytes} bytes, at most {most} are kept")]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// Another program is writing to it.
    #[error("another program is using it")]
    Busy,
    /// Anything else that SQLite says.
    #[error("{detail}")]
    Other {
        /// In SQLite's words.
        detail: String,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { detail },
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::Inaccessible { detail },
            _ => Self::Other { detail },
        }
    }
}

/// How long another program's transaction is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the file at `path`. With a `key` its values are sealed: a file that was made with another one is refused. What a
/// process that died in a transaction has left behind is taken back first, also before reading.
///
/// # Errors
/// [`StoreError`].
pub fn open(path: &Path, access: Access, schema: Schema, key: Option<&[u8; 32]>) -> Result<Connection, StoreError> {
    match open_once(path, access, schema, key) {
        // SQLite's answer to whoever may only read, when there is something to be taken back.
        Err(StoreError::ReadOnly) if access == Access::Read => {
            take_back(path)?;
            open_once(path, access, schema, key)
        }
        opened => opened,
    }
}

/// SQLite does it by itself on the first question of a connection that may write.
fn take_back(path: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?)
}

fn open_once(path: &Path, access: Access, schema: Schema, key: Option<&[u8; 32]>) -> Result<Connection, StoreError> {
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    if access == Access::Read && !path.exists() {
        return Err(StoreError::Missing);
    }
    let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    // Of a file that there is, this changes nothing.
    connection.pragma_update(None, "page_size", schema.page_bytes)?;
    let known = i64::try_from(schema.steps.len()).unwrap_or(i64::MAX);
    let found = version(&connection, schema)?;
    match access {
        _ if found > known => return Err(StoreError::Newer { found, known }),
        Access::Read if found < known => return Err(StoreError::Older { found, known }),
        Access::Read => {}
        Access::Write => bring_up(&mut connection, schema, key)?,
    }
    check_key(&connection, key)?;
    Ok(connection)
}

/// Moves a file that cannot be used out of the way, beside where it was; with it what SQLite had begun to write.
///
/// # Errors
/// The system's.
pub fn set_aside(path: &Path, mark: &str) -> std::io::Result<PathBuf> {
    let journal = journal(path);
    if journal.exists() {
        std::fs::rename(&journal, beside(path, &format!(".{mark}-journal")))?;
    }
    let aside = beside(path, &format!(".{mark}"));
    std::fs::rename(path, &aside)?;
    Ok(aside)
}

/// Where SQLite writes before it changes the file at `path`.
pub(super) fn journal(path: &Path) -> PathBuf {
    beside(path, "-journal")
}

/// The file whose name goes on with `suffix`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// The version of a file of this kind; 0 of a new one.
fn version(connection: &Connection, schema: Schema) -> Result<i64, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let is_new = application == 0 && version == 0 && tables == 0;
    let is_ours = application == i64::from(schema.application_id) && version >= 0;
    if is_new || is_ours { Ok(version) } else { Err(StoreError::Foreign) }
}

/// All missing steps in one transaction. The version is asked again in it: two programs may begin at once.
fn bring_up(connection: &mut Connection, schema: Schema, key: Option<&[u8; 32]>) -> Result<(), StoreError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version(&transaction, schema)?;
    for (step, sql) in (1_i64..).zip(schema.steps) {
        if step > done {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", step)?;
        }
    }
    if done == 0 {
        transaction.pragma_update(None, "application_id", schema.application_id)?;
        transaction.execute_batch("CREATE TABLE seal (mark BLOB NOT NULL) STRICT")?;
        if let Some(key) = key {
            transaction.execute("INSERT INTO seal (mark) VALUES (?1)", [mark(key)])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

fn check_key(connection: &Connection, key: Option<&[u8; 32]>) -> Result<(), StoreError> {
    let kept: Option<Vec<u8>> = connection.query_row("SELECT mark FROM seal", [], |row| row.get(0)).optional()?;
    let matches = match (kept, key) {
        (None, None) => true,
        (Some(kept), Some(key)) => hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key), MARK, &kept).is_ok(),
        _ => false,
    };
    if matches { Ok(()) } else { Err(StoreError::WrongKey) }
}

const MARK: &[u8] = b"semafor/store/seal/1";

/// Tells keys apart and says nothing of them.
fn mark(key: &[u8; 32]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), MARK).as_ref().to_vec()
}
