//! Where a wallet lies: two files in a folder, the wallet and its key. Neither is ever made anew where the other is.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Wallet, WalletError, record};
use crate::ports::KeyVault;
use crate::store::{
    self, Access, DataKey, KeyFile, KeyFileError, RecoveryPhrase, Replacement, SalvageError, Salvaged, StoreError,
    WalletStore,
};

/// What there is of a wallet in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Presence {
    /// Nothing: one can be made.
    Absent,
    /// All of it.
    Present,
    /// A wallet, and the key is lost.
    KeyLost,
    /// A key, and the wallet is lost.
    WalletLost,
}

/// What there is of a wallet in `folder`.
#[must_use]
pub fn presence(folder: &Path) -> Presence {
    let home = Home(folder.to_owned());
    match (home.wallet().exists(), home.key().exists(), home.unfinished_key().exists()) {
        (true, true, _) => Presence::Present,
        (false, true, _) => Presence::WalletLost,
        // A wallet is there for its users when its key has got its name; before, nothing was put in.
        (true, false, false) => Presence::KeyLost,
        (_, false, _) => Presence::Absent,
    }
}

/// Reads what is left of the damaged wallet in `folder`, puts the damaged file aside under a name with `mark`, and what was
/// read in its place.
///
/// # Errors
/// [`SalvageError`] as far as nothing could be read, [`WalletError`] otherwise; the damaged file is never changed. There is
/// a wallet at every moment: a process that dies leaves the damaged one, or the new one.
pub fn salvage(
    folder: &Path,
    vault: &dyn KeyVault,
    mark: &str,
) -> Result<Result<(Salvaged, PathBuf), SalvageError>, WalletError> {
    let home = Home(folder.to_owned());
    let key = KeyFile::read(&home.key())?.unwrap(vault)?;
    let _lock = home.locked()?;
    let replacement = Replacement::of(&home.wallet());
    replacement.resume()?;
    let fresh = replacement.begin()?;
    let index = |content: &[u8]| record::claims(&String::from_utf8_lossy(content));
    match store::salvage(&home.wallet(), &key, &fresh, index) {
        Ok(salvaged) => Ok(Ok((salvaged, replacement.complete(mark)?))),
        Err(error) => Ok(Err(error)),
    }
}

/// The folder of a wallet.
#[derive(Clone, Debug)]
pub(super) struct Home(PathBuf);

impl Home {
    fn wallet(&self) -> PathBuf {
        self.0.join("wallet.db")
    }

    fn key(&self) -> PathBuf {
        self.0.join("wallet.key")
    }

    /// SQLite takes a file without a page for a new one. Where there is a key, a wallet was there, and is lost.
    fn is_more_than_a_name(&self) -> Result<(), WalletError> {
        let bytes = std::fs::metadata(self.wallet())?.len();
        let detail = || format!("{bytes} bytes are left of it");
        let is_one = bytes >= store::WALLET_LEAST_BYTES;
        Ok(is_one.then_some(()).ok_or_else(|| StoreError::Damaged { detail: detail() })?)
    }

    /// Waits until nobody else makes or replaces the wallet, and keeps others waiting.
    fn locked(&self) -> std::io::Result<File> {
        let lock = File::create(self.0.join("wallet.lock"))?;
        lock.lock()?;
        Ok(lock)
    }

    /// The name of a key whose wallet is being made.
    fn unfinished_key(&self) -> PathBuf {
        self.0.join("wallet.key.new")
    }
}

impl Wallet {
    /// Makes a wallet in `folder`, its key wrapped by `vault`.
    ///
    /// # Errors
    /// [`WalletError::Occupied`] where there is one, or a part of one.
    pub fn create(folder: &Path, vault: &dyn KeyVault) -> Result<Self, WalletError> {
        std::fs::create_dir_all(folder)?;
        let home = Home(folder.to_owned());
        let _lock = home.locked()?;
        match presence(folder) {
            Presence::Absent => {}
            Presence::Present => return Err(WalletError::Occupied),
            Presence::KeyLost => return Err(KeyFileError::Missing.into()),
            Presence::WalletLost => return Err(StoreError::Missing.into()),
        }
        let key = DataKey::make().map_err(KeyFileError::Randomness)?;
        let file = KeyFile::wrap(&key, vault)?;
        file.write(&home.unfinished_key())?;
        if home.wallet().exists() {
            // Of one that died while it made a wallet: nothing is in it, and nothing opens it.
            store::set_aside(&home.wallet(), "unfinished")?;
        }
        let store = WalletStore::open(&home.wallet(), Access::Write, &key)?;
        file.write(&home.key())?;
        std::fs::remove_file(home.unfinished_key())?;
        Ok(Self::of(store, home, key))
    }

    /// Opens the wallet in `folder`.
    ///
    /// # Errors
    /// [`WalletError`]: what is lost or damaged is said, and left as it is.
    pub fn open(folder: &Path, vault: &dyn KeyVault) -> Result<Self, WalletError> {
        let home = Home(folder.to_owned());
        Self::present(&home)?;
        let key = KeyFile::read(&home.key())?.unwrap(vault)?;
        Self::with_key(home, key)
    }

    /// Opens it by its recovery phrase, and wraps its key with `vault` from now on.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn recover(folder: &Path, phrase: &RecoveryPhrase, vault: &dyn KeyVault) -> Result<Self, WalletError> {
        let home = Home(folder.to_owned());
        Self::present(&home)?;
        let file = KeyFile::read(&home.key())?;
        let key = file.recover(phrase)?;
        let wallet = Self::with_key(home, key.clone())?;
        file.rewrapped(&key, vault)?.write(&wallet.place.key())?;
        Ok(wallet)
    }

    /// Makes a recovery phrase, in place of one that there may be. It is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`WalletError::Key`].
    pub fn make_recovery(&self) -> Result<RecoveryPhrase, WalletError> {
        let (file, phrase) = KeyFile::read(&self.place.key())?.with_recovery(&self.key)?;
        file.write(&self.place.key())?;
        Ok(phrase)
    }

    /// Wraps the wallet's key with another vault from now on.
    ///
    /// # Errors
    /// [`WalletError::Key`].
    pub fn rewrap(&self, vault: &dyn KeyVault) -> Result<(), WalletError> {
        Ok(KeyFile::read(&self.place.key())?.rewrapped(&self.key, vault)?.write(&self.place.key())?)
    }

    fn present(home: &Home) -> Result<(), WalletError> {
        match presence(&home.0) {
            Presence::Present => Ok(()),
            Presence::Absent => Err(WalletError::Absent),
            Presence::KeyLost => Err(KeyFileError::Missing.into()),
            Presence::WalletLost => Err(StoreError::Missing.into()),
        }
    }

    fn with_key(home: Home, key: DataKey) -> Result<Self, WalletError> {
        let replacement = Replacement::of(&home.wallet());
        if replacement.is_unfinished() {
            let _lock = home.locked()?;
            replacement.resume()?;
        }
        home.is_more_than_a_name()?;
        let store = WalletStore::open(&home.wallet(), Access::Write, &key)?;
        // Left by one that died when the wallet was made already.
        let _absent = std::fs::remove_file(home.unfinished_key());
        Ok(Self::of(store, home, key))
    }

    fn of(store: WalletStore, place: Home, key: DataKey) -> Self {
        Self { store, place, key, checked: std::collections::HashMap::new() }
    }
}
