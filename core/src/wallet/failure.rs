//! Why something could not be done with a wallet, in the few ways that matter to whoever holds it.

use super::WalletError;
use crate::ports::VaultError;
use crate::store::{KeyFileError, StoreError};
use crate::transfer::export::ExportError;

/// What a shell tells its user. The wallet is as it was; nothing in `detail` is personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum WalletFailure {
    /// There is none yet: make one.
    #[error("there is no wallet")]
    Absent,
    /// There is one, or a part of one: open it.
    #[error("there is a wallet already")]
    Occupied,
    /// The key, or what wrapped it, is lost: the recovery phrase or an export helps.
    #[error("the wallet's key is lost: {detail}")]
    KeyLost {
        /// For experts.
        detail: String,
    },
    /// Another passphrase, finger, device or recovery phrase.
    #[error("the wallet does not open: {detail}")]
    Refused {
        /// For experts.
        detail: String,
    },
    /// Not now: the device is locked, the file is in use.
    #[error("not now: {detail}")]
    Unavailable {
        /// For experts.
        detail: String,
    },
    /// The file is damaged or lost: salvage it, or import an export. It is not deleted.
    #[error("the wallet is damaged: {detail}")]
    Damaged {
        /// For experts.
        detail: String,
    },
    /// A newer version of the app has written it.
    #[error("written by a newer version: {detail}")]
    Newer {
        /// For experts.
        detail: String,
    },
    /// There is no room on the device.
    #[error("the disk is full")]
    DiskFull,
    /// Nothing has this id, or nothing was removed.
    #[error("{detail}")]
    NoSuch {
        /// For experts.
        detail: String,
    },
    /// What was handed over cannot be kept, or is none of what it should be.
    #[error("{detail}")]
    Unusable {
        /// For experts.
        detail: String,
    },
    /// The words do not open the export.
    #[error("the words do not open the export")]
    WrongWords,
}

impl From<WalletError> for WalletFailure {
    // Once in a library, not once in every call of it.
    #[inline(never)]
    fn from(error: WalletError) -> Self {
        let detail = error.to_string();
        match error {
            WalletError::Absent => Self::Absent,
            WalletError::Occupied => Self::Occupied,
            WalletError::Key(error) => Self::of_key(&error, detail),
            WalletError::Store(error) => Self::of_store(&error, detail),
            WalletError::Folder(_) => Self::Unavailable { detail },
            WalletError::NoSuch | WalletError::NothingToUndo => Self::NoSuch { detail },
            WalletError::Export(ExportError::WrongPassphrase) => Self::WrongWords,
            WalletError::Export(ExportError::Memory) => Self::Unavailable { detail },
            WalletError::Export(_)
            | WalletError::TooManyTexts { .. }
            | WalletError::TooManySchemes { .. }
            | WalletError::Note(_)
            | WalletError::One => Self::Unusable { detail },
        }
    }
}

impl WalletFailure {
    /// Why what is published, by whose world exports are sealed, cannot be read.
    #[must_use]
    pub fn of_published(because: impl std::fmt::Display) -> Self {
        Self::Unavailable { detail: because.to_string() }
    }

    /// Why a text is no recovery phrase, or no words of an export.
    #[must_use]
    pub fn unusable(because: impl std::fmt::Display) -> Self {
        Self::Unusable { detail: because.to_string() }
    }

    fn of_key(error: &KeyFileError, detail: String) -> Self {
        match error {
            KeyFileError::Missing | KeyFileError::Damaged | KeyFileError::Vault(VaultError::Lost) => {
                Self::KeyLost { detail }
            }
            KeyFileError::Vault(VaultError::Refused) | KeyFileError::NoRecovery | KeyFileError::WrongRecovery => {
                Self::Refused { detail }
            }
            KeyFileError::Newer { .. } => Self::Newer { detail },
            KeyFileError::Vault(VaultError::Unavailable { .. })
            | KeyFileError::Inaccessible(_)
            | KeyFileError::Randomness(_) => Self::Unavailable { detail },
        }
    }

    fn of_store(error: &StoreError, detail: String) -> Self {
        match error {
            StoreError::Missing | StoreError::Damaged { .. } | StoreError::Foreign => Self::Damaged { detail },
            StoreError::WrongKey => Self::KeyLost { detail },
            StoreError::Newer { .. } => Self::Newer { detail },
            StoreError::DiskFull => Self::DiskFull,
            StoreError::TooLarge { .. } => Self::Unusable { detail },
            _ => Self::Unavailable { detail },
        }
    }
}
