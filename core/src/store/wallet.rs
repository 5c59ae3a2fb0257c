//! The wallet's file: sealed rows of a few kinds, one writer, removed rows kept for a while. It knows nothing of what is in
//! them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::open::{Access, Schema, StoreError, open};
use super::seal::{DataKey, RecordId, SealError, Sealer, random};
use crate::instant::Instant;
use crate::limits;

pub(super) const SCHEMA: Schema = Schema {
    // "SemW"
    application_id: 0x5365_6d57,
    // The longest value fits one page with everything around it, so that it can be found in one piece.
    page_bytes: 8_192,
    steps: &[include_str!("schema/wallet-1.sql"), include_str!("schema/wallet-2.sql")],
};

/// Bytes of the smallest file that a wallet can be: one page.
pub const WALLET_LEAST_BYTES: u64 = 8_192;

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Certificates.
    Certificate,
    /// Persons who were entered by hand.
    Person,
    /// Certificates that are waited for.
    Expected,
    /// What the user decided about who belongs together.
    Decision,
    /// What the owner chose, one row a setting.
    Setting,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Certificate, Self::Person, Self::Expected, Self::Decision, Self::Setting];

    /// Its name in SQL.
    fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Person => "person",
            Self::Expected => "expected",
            Self::Decision => "decision",
            Self::Setting => "setting",
        }
    }

    /// Its name in sealed values.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Certificate => 1,
            Self::Person => 2,
            Self::Expected => 3,
            Self::Decision => 4,
            Self::Setting => 5,
        }
    }
}

/// What rows are found by without being opened: what is said of them, kept as a keyed hash.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a>(pub Table, pub &'a [u8]);

/// One row, open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: RecordId,
    /// How its content is written.
    pub format: u8,
    /// Counts the changes of this row.
    pub revision: u64,
    /// When it was added.
    pub added_at: Instant,
    /// When it was removed, if it was.
    pub removed_at: Option<Instant>,
    /// What it holds.
    pub content: Vec<u8>,
}

/// The rows of one kind.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Those that open, removed ones among them, in the order of their adding.
    pub rows: Vec<Row>,
    /// Those that do not: damaged ones. They stay where they are.
    pub unreadable: Vec<RecordId>,
}

/// A wallet's file.
#[derive(Debug)]
pub struct WalletStore {
    connection: Connection,
    sealer: Sealer,
}

impl WalletStore {
    /// Opens the file at `path`, or makes it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(path: &Path, access: Access, key: &DataKey) -> Result<Self, StoreError> {
        let connection = open(path, access, SCHEMA, Some(key.bytes()))?;
        // What is deleted is overwritten, in the file and in its journal's end; nothing is written elsewhere.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        Ok(Self { connection, sealer: Sealer::of(key) })
    }

    /// All rows of one kind.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the file itself cannot be read on: [`super::salvage`] reads what is left.
    pub fn rows(&self, table: Table) -> Result<Rows, StoreError> {
        rows(&self.connection, &self.sealer, table)
    }

    /// Begins a change, which nobody sees before it is committed. Rows that were removed more than 30 days before `at` go
    /// for good.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn write(&mut self, at: Instant) -> Result<Writing<'_>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let writing = Writing { transaction, sealer: &self.sealer, at };
        writing.purge()?;
        Ok(writing)
    }
}

/// A change of a wallet, all of it or nothing.
#[derive(Debug)]
pub struct Writing<'a> {
    transaction: Transaction<'a>,
    sealer: &'a Sealer,
    at: Instant,
}

impl Writing<'_> {
    /// All rows of one kind, as this change has left them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rows(&self, table: Table) -> Result<Rows, StoreError> {
        rows(&self.transaction, self.sealer, table)
    }

    /// The certificates of this index, removed ones too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn find(&self, index: Index<'_>) -> Result<Vec<Row>, StoreError> {
        let mut statement =
            self.transaction.prepare_cached("SELECT id, format, sealed FROM certificate WHERE duplicate = ?1")?;
        let sealed = statement.query_map([self.sealer.index(index)], read_columns)?;
        let opened = sealed.map(|columns| Ok(opened(self.sealer, Table::Certificate, columns?).ok()));
        opened.filter_map(Result::transpose).collect()
    }

    /// Adds a row under an id of chance.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn insert(&self, index: Index<'_>, format: u8, content: Vec<u8>) -> Result<RecordId, StoreError> {
        let id = RecordId(random().map_err(|error| StoreError::Other { detail: error.to_string() })?);
        let row = Row { id, format, revision: 0, added_at: self.at, removed_at: None, content };
        self.put(index, &row)?;
        Ok(id)
    }

    /// Adds a row under the id that follows from its index, or takes the place of the one that has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn insert_once(&self, index: Index<'_>, format: u8, content: Vec<u8>) -> Result<RecordId, StoreError> {
        let id = RecordId(self.sealer.index(index));
        let before = self.row(index.0, id)?;
        let revision = before.map_or(0, |row| row.revision.saturating_add(1));
        self.put(index, &Row { id, format, revision, added_at: self.at, removed_at: None, content })?;
        Ok(id)
    }

    /// Puts other content into a row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn replace(&self, index: Index<'_>, id: RecordId, content: Vec<u8>) -> Result<(), StoreError> {
        self.change(index.0, id, |row| row.content = content).map(drop)
    }

    /// Marks a row as removed; false where there is none, or it was already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn remove(&self, table: Table, id: RecordId) -> Result<bool, StoreError> {
        let is_here = self.row(table, id)?.is_some_and(|row| row.removed_at.is_none());
        Ok(is_here && self.change(table, id, |row| row.removed_at = Some(self.at))?)
    }

    /// Takes a removal back; false where there is no such row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn restore(&self, table: Table, id: RecordId) -> Result<bool, StoreError> {
        self.change(table, id, |row| row.removed_at = None)
    }

    /// From here on everybody sees the change, and no crash takes it back.
    ///
    /// # Errors
    /// [`StoreError`]; nothing has changed then.
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit()?)
    }

    /// Puts a row as it is, under its own id.
    pub(super) fn put(&self, index: Index<'_>, row: &Row) -> Result<(), StoreError> {
        let (table, sealed) = (index.0, self.sealed(index.0, row)?);
        let name = table.name();
        if table == Table::Certificate {
            let sql = "INSERT OR REPLACE INTO certificate (id, format, duplicate, sealed) VALUES (?1, ?2, ?3, ?4)";
            self.transaction.execute(sql, params![row.id.0, row.format, self.sealer.index(index), sealed])?;
        } else {
            let sql = format!("INSERT OR REPLACE INTO {name} (id, format, sealed) VALUES (?1, ?2, ?3)");
            self.transaction.execute(&sql, params![row.id.0, row.format, sealed])?;
        }
        Ok(())
    }

    fn row(&self, table: Table, id: RecordId) -> Result<Option<Row>, StoreError> {
        let sql = format!("SELECT id, format, sealed FROM {} WHERE id = ?1", table.name());
        let found = self.transaction.prepare_cached(&sql)?.query_row([id.0], read_columns).optional()?;
        Ok(found.and_then(|columns| opened(self.sealer, table, columns).ok()))
    }

    fn change(&self, table: Table, id: RecordId, change: impl FnOnce(&mut Row)) -> Result<bool, StoreError> {
        let Some(mut row) = self.row(table, id)? else { return Ok(false) };
        change(&mut row);
        row.revision = row.revision.saturating_add(1);
        let sql = format!("UPDATE {} SET sealed = ?2 WHERE id = ?1", table.name());
        self.transaction.execute(&sql, params![id.0, self.sealed(table, &row)?])?;
        Ok(true)
    }

    fn sealed(&self, table: Table, row: &Row) -> Result<Vec<u8>, StoreError> {
        self.sealer.seal(table, row).map_err(|error| match error {
            SealError::TooLarge { bytes } => StoreError::TooLarge { bytes, most: limits::WALLET_VALUE_BYTES },
            SealError::Randomness => StoreError::Other { detail: "the system gave no random bytes".to_owned() },
        })
    }

    fn purge(&self) -> Result<(), StoreError> {
        for table in Table::ALL {
            let is_over =
                |row: &Row| row.removed_at.is_some_and(|removed| removed.plus_seconds(limits::UNDO_SECONDS) < self.at);
            let sql = format!("DELETE FROM {} WHERE id = ?1", table.name());
            for row in self.rows(table)?.rows.iter().filter(|row| is_over(row)) {
                self.transaction.execute(&sql, [row.id.0])?;
            }
        }
        Ok(())
    }
}

type Columns = ([u8; 16], u8, Vec<u8>);

fn read_columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// The row in these columns, if it opens and is the one that belongs there.
fn opened(sealer: &Sealer, table: Table, (id, format, sealed): Columns) -> Result<Row, RecordId> {
    let belongs = |(of, row): &(Table, Row)| *of == table && row.id.0 == id && row.format == format;
    sealer.open(&sealed).filter(belongs).map(|(_, row)| row).ok_or(RecordId(id))
}

fn rows(connection: &Connection, sealer: &Sealer, table: Table) -> Result<Rows, StoreError> {
    let sql = format!("SELECT id, format, sealed FROM {} ORDER BY rowid", table.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = Rows::default();
    for columns in statement.query_map([], read_columns)? {
        match opened(sealer, table, columns?) {
            Ok(row) => rows.rows.push(row),
            Err(id) => rows.unreadable.push(id),
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
