//! What of a wallet travels, and how it is written: records of a sealed file (docs/export-format.md §3.1). What was removed
//! stays behind.

use super::contents::{Decision, Expectation, HolderNote};
use super::setting::Setting;
use super::{Wallet, WalletError, record};
use crate::bundle::Environment;
use crate::envelope;
use crate::store::{KeyFileError, Row, Table, random};
use crate::transfer::export::{self, Chance, Record};
use crate::transfer::passphrase::Passphrase;

/// The kinds of records, by their names in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A certificate's COSE bytes.
    Certificate,
    /// A certificate whose text could not be made again of its bytes.
    Text,
    /// A person who was entered by hand.
    Person,
    /// A certificate that is waited for.
    Expectation,
    /// Who belongs together.
    Decision,
    /// What the owner chose.
    Setting,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Certificate, Self::Text, Self::Person, Self::Expectation, Self::Decision, Self::Setting];

    fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Text => "certificate-text",
            Self::Person => "person",
            Self::Expectation => "expectation",
            Self::Decision => "decision",
            Self::Setting => "setting",
        }
    }

    /// The kind of this name; `None` for one of a newer program.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What leaves a wallet, and the words that open it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Exported {
    /// The sealed file.
    pub file: Vec<u8>,
    /// Six words: shown once, and kept nowhere.
    pub words: String,
}

impl std::fmt::Debug for Exported {
    /// No word of the words.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Exported").field("bytes", &self.file.len()).finish_non_exhaustive()
    }
}

impl Wallet {
    /// All that is not removed, with new words for it.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn export_with_words(&self, environment: &Environment) -> Result<Exported, WalletError> {
        let passphrase = Self::make_passphrase()?;
        Ok(Exported { file: self.export(&passphrase, environment)?, words: passphrase.as_str().to_owned() })
    }

    /// Six words of chance. They are shown once and kept nowhere.
    ///
    /// # Errors
    /// [`WalletError::Key`] where the system gives no random bytes.
    pub fn make_passphrase() -> Result<Passphrase, WalletError> {
        Ok(Passphrase::of_entropy(&random().map_err(KeyFileError::Randomness)?))
    }

    /// All that is not removed, as a file that these words open. Rows that do not open are not in it:
    /// [`super::Listing::unreadable`] names them.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn export(&self, passphrase: &Passphrase, environment: &Environment) -> Result<Vec<u8>, WalletError> {
        let mut records = Vec::new();
        for table in Table::ALL {
            let rows = self.store.rows(table)?.rows;
            let kept = rows.iter().filter(|row| row.removed_at.is_none());
            records.extend(kept.filter_map(|row| written(table, row)));
        }
        let salt = random().map_err(KeyFileError::Randomness)?;
        let nonce = random().map_err(KeyFileError::Randomness)?;
        Ok(export::seal(&records, passphrase, environment, &Chance { salt, nonce })?)
    }
}

/// The record of a row that can be read.
fn written(table: Table, row: &Row) -> Option<Record> {
    let (kind, bytes) = match table {
        Table::Certificate => certificate(record::text(row)?),
        Table::Person => (Kind::Person, record::write(&record::read::<HolderNote>(row)?)),
        Table::Expected => (Kind::Expectation, record::write(&record::read::<Expectation>(row)?)),
        Table::Decision => (Kind::Decision, decision(&record::read(row)?)),
        Table::Setting => (Kind::Setting, record::write(&record::read::<Setting>(row)?)),
    };
    Some(Record { id: row.id.bytes().to_vec(), kind: kind.name().to_owned(), bytes })
}

/// Bytes where the text can be made again of them, so that what certificates have in common is compressed away.
fn certificate(text: &str) -> (Kind, Vec<u8>) {
    match envelope::decode(text) {
        Ok(cose) if envelope::decode(&envelope::encode(&cose)).as_ref() == Ok(&cose) => (Kind::Certificate, cose),
        _ => (Kind::Text, text.as_bytes().to_vec()),
    }
}

/// The two keys, then 1 for one person and 0 for two.
fn decision(Decision { one, other, is_one_person }: &Decision) -> Vec<u8> {
    [&one[..], &other[..], &[u8::from(*is_one_person)]].concat()
}

/// The decision of these 65 bytes.
pub(super) fn read_decision(bytes: &[u8]) -> Option<Decision> {
    let (one, rest) = bytes.split_first_chunk()?;
    let (other, rest) = rest.split_first_chunk()?;
    let is_one_person = match rest {
        [0] => false,
        [1] => true,
        _ => return None,
    };
    Some(Decision { one: *one, other: *other, is_one_person })
}
