//! Reads what can still be read of a wallet's file. It looks for sealed values byte by byte and asks nothing of the
//! database around them, so that no damage to one page takes the values of another with it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::open::{Access, StoreError, journal};
use super::seal::{DataKey, MAGIC, RecordId, Sealer};
use super::wallet::{Index, Row, Table, WalletStore};
use crate::instant::Instant;
use crate::limits;

/// What was salvaged.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Salvaged {
    /// Certificates, removed ones among them.
    pub certificates: usize,
    /// Everything else: persons, expected certificates, decisions.
    pub others: usize,
    /// Values of which only a part is left.
    pub lost: usize,
}

/// Why nothing was salvaged. The damaged file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SalvageError {
    /// It cannot be read at all.
    #[error("it cannot be read: {0}")]
    Unread(io::Error),
    /// It is larger than any wallet.
    #[error("it has more than {most} bytes")]
    TooLarge {
        /// The bound.
        most: u64,
    },
    /// It holds nothing that looks like a value of a wallet.
    #[error("it holds nothing of a wallet")]
    Nothing,
    /// It holds values, and none opens.
    #[error("it holds {values} values, and none opens with this key")]
    WrongKey {
        /// How many.
        values: usize,
    },
    /// There is a file already where the new one should come.
    #[error("there is a file already where the new one should come")]
    Occupied,
    /// The new file cannot be written.
    #[error("the new file: {0}")]
    Unwritten(#[from] StoreError),
}

/// Reads every value that is left in the file at `path`, and in the journal beside it, and writes a new wallet at `into`.
/// `index` gives what a certificate is found by, from its content.
///
/// # Errors
/// [`SalvageError`]. The file at `path` is only read.
pub fn salvage(
    path: &Path,
    key: &DataKey,
    into: &Path,
    index: impl Fn(&[u8]) -> Vec<u8>,
) -> Result<Salvaged, SalvageError> {
    if into.exists() {
        return Err(SalvageError::Occupied);
    }
    let sealer = Sealer::of(key);
    let mut found = Found::default();
    found.search(&bytes(path)?, &sealer);
    let journal = journal(path);
    if journal.exists() {
        found.search(&bytes(&journal)?, &sealer);
    }
    match (found.rows.is_empty(), found.closed.len()) {
        (true, 0) => Err(SalvageError::Nothing),
        (true, values) => Err(SalvageError::WrongKey { values }),
        (false, _) => Ok(found.write(key, into, index)?),
    }
}

/// Values in a file's bytes: the newest of each row, and the ids of those that do not open.
#[derive(Default)]
struct Found {
    rows: BTreeMap<(Table, RecordId), Row>,
    closed: BTreeMap<[u8; 16], ()>,
}

impl Found {
    fn search(&mut self, bytes: &[u8], sealer: &Sealer) {
        let mut rest = bytes;
        while let Some(at) = rest.windows(MAGIC.len()).position(|window| window == MAGIC) {
            let Some(value) = rest.get(at..) else { return };
            match sealer.open(value) {
                Some((table, row)) => self.take(table, row),
                None => self.closed.extend(value.get(6..22).and_then(|id| Some((id.try_into().ok()?, ())))),
            }
            rest = value.get(1..).unwrap_or_default();
        }
    }

    fn take(&mut self, table: Table, row: Row) {
        let key = (table, row.id);
        if self.rows.get(&key).is_none_or(|other| other.revision < row.revision) {
            self.rows.insert(key, row);
        }
    }

    fn write(self, key: &DataKey, into: &Path, index: impl Fn(&[u8]) -> Vec<u8>) -> Result<Salvaged, StoreError> {
        let mut store = WalletStore::open(into, Access::Write, key)?;
        // Nothing is purged: whoever salvages may want what was removed.
        let writing = store.write(Instant::MIN)?;
        let is_lost =
            |id: &&[u8; 16]| !Table::ALL.iter().any(|table| self.rows.contains_key(&(*table, RecordId(**id))));
        let mut salvaged = Salvaged { lost: self.closed.keys().filter(is_lost).count(), ..Salvaged::default() };
        for ((table, _), row) in &self.rows {
            if *table == Table::Certificate {
                writing.put(Index(*table, &index(&row.content)), row)?;
                salvaged.certificates = salvaged.certificates.saturating_add(1);
            } else {
                writing.put(Index(*table, &[]), row)?;
                salvaged.others = salvaged.others.saturating_add(1);
            }
        }
        writing.commit()?;
        Ok(salvaged)
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, SalvageError> {
    let (mut bytes, most) = (Vec::new(), limits::SALVAGE_BYTES);
    let file = File::open(path).map_err(SalvageError::Unread)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(SalvageError::Unread)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= most);
    if is_whole { Ok(bytes) } else { Err(SalvageError::TooLarge { most }) }
}
