//! The file with a wallet's key, wrapped by a vault and, if its owner wants, a second time under a recovery phrase.
//!
//! What is in it is safe to copy anywhere; without it the wallet is lost, so that it holds everything twice.

mod passphrase;
mod recovery;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use ciborium::Value;
use ring::digest;

use super::open::beside;
use super::seal::{DataKey, RandomnessError, unwrap, wrap};
use crate::cose::cbor;
use crate::limits;
use crate::ports::{KeyVault, VaultError};

pub use passphrase::PassphraseVault;
pub use recovery::{RecoveryPhrase, RecoveryPhraseError};

/// Why a wallet's key cannot be had. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is none. Beside a wallet this means that the key is lost.
    #[error("there is no key file")]
    Missing,
    /// It cannot be read or written.
    #[error("the key file: {0}")]
    Inaccessible(io::Error),
    /// Neither of its two copies is whole.
    #[error("the key file is damaged")]
    Damaged,
    /// Written by a newer program.
    #[error("the key file is of version {found}, this program knows {known}")]
    Newer {
        /// Its version.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// The vault does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// No recovery phrase was ever made.
    #[error("no recovery phrase was made for this wallet")]
    NoRecovery,
    /// The phrase is another wallet's.
    #[error("this is not the recovery phrase of this wallet")]
    WrongRecovery,
    /// The system gave no random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// A wallet's key, wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    wrapped: Vec<u8>,
    recovery: Option<Vec<u8>>,
}

impl KeyFile {
    /// A key wrapped by a vault.
    ///
    /// # Errors
    /// [`KeyFileError::Vault`].
    pub fn wrap(key: &DataKey, vault: &dyn KeyVault) -> Result<Self, KeyFileError> {
        Ok(Self { wrapped: vault.wrap(key.bytes().to_vec())?, recovery: None })
    }

    /// The key, from the vault that wrapped it.
    ///
    /// # Errors
    /// [`KeyFileError::Vault`], [`KeyFileError::Damaged`].
    pub fn unwrap(&self, vault: &dyn KeyVault) -> Result<DataKey, KeyFileError> {
        let key = zeroize::Zeroizing::new(vault.unwrap(self.wrapped.clone())?);
        DataKey::of(&key).ok_or(KeyFileError::Damaged)
    }

    /// The key, from the recovery phrase.
    ///
    /// # Errors
    /// [`KeyFileError::NoRecovery`], [`KeyFileError::WrongRecovery`].
    pub fn recover(&self, phrase: &RecoveryPhrase) -> Result<DataKey, KeyFileError> {
        let wrapped = self.recovery.as_ref().ok_or(KeyFileError::NoRecovery)?;
        let key = unwrap(&phrase.key(), RECOVERY, wrapped).ok_or(KeyFileError::WrongRecovery)?;
        DataKey::of(&key).ok_or(KeyFileError::Damaged)
    }

    /// The same with a new recovery phrase, in place of one that it may have had.
    ///
    /// # Errors
    /// [`KeyFileError::Randomness`].
    pub fn with_recovery(self, key: &DataKey) -> Result<(Self, RecoveryPhrase), KeyFileError> {
        let phrase = RecoveryPhrase::make()?;
        let recovery = Some(wrap(&phrase.key(), RECOVERY, key.bytes())?);
        Ok((Self { recovery, ..self }, phrase))
    }

    /// The same key wrapped by another vault: another passphrase, another phone. The recovery phrase stays.
    ///
    /// # Errors
    /// [`KeyFileError::Vault`].
    pub fn rewrapped(self, key: &DataKey, vault: &dyn KeyVault) -> Result<Self, KeyFileError> {
        Ok(Self { wrapped: vault.wrap(key.bytes().to_vec())?, ..self })
    }

    /// Whether there is a recovery phrase.
    #[must_use]
    pub fn has_recovery(&self) -> bool {
        self.recovery.is_some()
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => KeyFileError::Missing,
            _ => KeyFileError::Inaccessible(error),
        })?;
        let (mut bytes, most) = (Vec::new(), u64::try_from(limits::KEY_FILE_BYTES).unwrap_or(u64::MAX));
        file.take(most).read_to_end(&mut bytes).map_err(KeyFileError::Inaccessible)?;
        let copies = [bytes.as_slice(), bytes.get(COPY..).unwrap_or_default()];
        let body = copies.into_iter().find_map(whole).ok_or(KeyFileError::Damaged)?;
        Self::parse(body)
    }

    /// Writes it to `path`, in place of what was there: all of it or nothing, and before this returns.
    ///
    /// # Errors
    /// [`KeyFileError::Inaccessible`].
    pub fn write(&self, path: &Path) -> Result<(), KeyFileError> {
        let copy = self.copy()?;
        let beside = beside(path, ".tmp");
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(&[copy.clone(), copy].concat())?;
            file.sync_all()?;
            std::fs::rename(&beside, path)?;
            sync_folder(path)
        };
        write().map_err(KeyFileError::Inaccessible)
    }

    /// Magic, length, SHA-256, content, and nothing up to a fixed length.
    fn copy(&self) -> Result<Vec<u8>, KeyFileError> {
        let recovery = self.recovery.clone().map_or(Value::Null, Value::Bytes);
        let fields = vec![Value::from(VERSION), Value::Bytes(self.wrapped.clone()), recovery];
        let content = cbor::write(&Value::Array(fields));
        let too_long = || KeyFileError::Inaccessible(io::Error::other("the wrapped key is too long"));
        let length = u16::try_from(content.len()).map_err(|_| too_long())?;
        let mut copy = [&MAGIC[..], &length.to_be_bytes(), sum(&content).as_ref(), &content].concat();
        if copy.len() > COPY {
            return Err(too_long());
        }
        copy.resize(COPY, 0);
        Ok(copy)
    }

    fn parse(content: &[u8]) -> Result<Self, KeyFileError> {
        let value = cbor::read(content).map_err(|_| KeyFileError::Damaged)?;
        let Value::Array(fields) = value else { return Err(KeyFileError::Damaged) };
        let version = fields.first().and_then(cbor::integer).ok_or(KeyFileError::Damaged)?;
        if version > VERSION {
            return Err(KeyFileError::Newer { found: version, known: VERSION });
        }
        match <[Value; 3]>::try_from(fields) {
            Ok([_, Value::Bytes(wrapped), Value::Null]) => Ok(Self { wrapped, recovery: None }),
            Ok([_, Value::Bytes(wrapped), Value::Bytes(recovery)]) => Ok(Self { wrapped, recovery: Some(recovery) }),
            _ => Err(KeyFileError::Damaged),
        }
    }
}

const VERSION: i64 = 1;
const MAGIC: [u8; 8] = *b"SmfKey1\n";
/// Where the second copy begins: a disk that loses a block loses one of the two.
const COPY: usize = limits::KEY_FILE_BYTES / 2;
const RECOVERY: &[u8] = b"semafor/wallet/recovery/1";

/// The content of a copy at the beginning of `bytes`, if it is as it was written.
fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.strip_prefix(&MAGIC)?.split_first_chunk::<2>()?;
    let (expected, rest) = rest.split_first_chunk::<32>()?;
    let content = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
    (sum(content).as_ref() == expected).then_some(content)
}

fn sum(content: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, content)
}

/// A new name is on disk when its folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
