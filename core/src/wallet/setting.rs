//! What the owner chose: one row a setting, which is replaced and never removed.

use serde::{Deserialize, Serialize};

use super::contents::NoteError;
use super::{Wallet, WalletError, record};
use crate::instant::Instant;
use crate::limits;
use crate::store::{Index, Row, Table, Writing};

/// The colour scheme that is shown where none was chosen.
pub const DEFAULT_SCHEME: &str = "VN";

/// A setting, as it is kept and as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "setting")]
pub(super) enum Setting {
    /// The colour schemes that are shown side by side.
    Schemes {
        /// Their ids, in the order in which they are shown; none for the default.
        schemes: Vec<String>,
    },
}

impl Setting {
    /// The names of those that this program knows.
    pub(super) const NAMES: [&str; 1] = ["schemes"];

    /// The schemes, fit to be kept.
    pub(super) fn of_schemes(ids: &[String]) -> Result<Self, WalletError> {
        let (found, most) = (ids.len(), limits::WALLET_SCHEMES);
        if found > most {
            return Err(WalletError::TooManySchemes { found, most });
        }
        let mut schemes: Vec<String> = Vec::with_capacity(found);
        for id in ids.iter().map(|id| id.trim()) {
            let (found, most) = (id.chars().count(), limits::WALLET_SCHEME_CHARS);
            if found == 0 {
                return Err(NoteError::Empty { what: SCHEME }.into());
            }
            if found > most {
                return Err(NoteError::TooLong { what: SCHEME, found, most }.into());
            }
            if !schemes.iter().any(|other| other == id) {
                schemes.push(id.to_owned());
            }
        }
        Ok(Self::Schemes { schemes })
    }

    /// The same, fit to be kept.
    pub(super) fn checked(&self) -> Result<Self, WalletError> {
        let Self::Schemes { schemes } = self;
        Self::of_schemes(schemes)
    }

    /// Its name, of which there is one row.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Schemes { .. } => "schemes",
        }
    }

    pub(super) fn keep(&self, writing: &Writing<'_>) -> Result<(), WalletError> {
        let index = Index(Table::Setting, self.name().as_bytes());
        writing.insert_once(index, record::FORMAT, record::write(self))?;
        Ok(())
    }
}

impl Wallet {
    /// Keeps the ids of the colour schemes that are shown side by side, in this order and each once; none for
    /// [`DEFAULT_SCHEME`].
    ///
    /// # Errors
    /// [`WalletError::TooManySchemes`], [`WalletError::Note`] of an id that is empty or too long.
    pub fn choose_schemes(&mut self, ids: &[String], at: Instant) -> Result<(), WalletError> {
        let setting = Setting::of_schemes(ids)?;
        let writing = self.store.write(at)?;
        setting.keep(&writing)?;
        Ok(writing.commit()?)
    }
}

/// The schemes that these settings show.
pub(super) fn schemes(rows: &[Row]) -> Vec<String> {
    let chosen = rows.iter().filter_map(record::read).map(|Setting::Schemes { schemes }| schemes).next_back();
    chosen.filter(|schemes| !schemes.is_empty()).unwrap_or_else(|| vec![DEFAULT_SCHEME.to_owned()])
}

const SCHEME: &str = "scheme";
