//! A family's wallet, for its owner: medical data, never for the door.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use semafor_core::bundle::Published;
use semafor_core::ports::KeyVault;
use semafor_core::scheme::ExplainedStatus;
use semafor_core::store::{RecordId, RecoveryPhrase};
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::verdict::Language;
use semafor_core::verifier::TimeContext;
use semafor_core::wallet::{
    self, Added, Awaiting, CertificateView, Expectation, Exported, Grounds, HolderNote, Imported, Presence,
    WalletFailure, WalletView,
};

use crate::published::PublishedSet;

/// An open wallet: certificates that are kept encrypted, the persons whose they are, their colours. It judges by what is
/// published at the moment of each call. Every call may read and write files: not on the main thread; a second one waits.
#[derive(Debug, uniffi::Object)]
pub struct Wallet {
    wallet: Mutex<wallet::Wallet>,
    published: Arc<PublishedSet>,
}

/// What there is of a wallet in a folder.
#[uniffi::export]
pub fn wallet_presence(folder: String) -> Presence {
    wallet::presence(Path::new(&folder))
}

#[uniffi::export]
impl Wallet {
    /// Makes a wallet in a folder, its key wrapped by `vault`.
    ///
    /// # Errors
    /// [`WalletFailure::Occupied`] where there is one, or a part of one.
    #[uniffi::constructor]
    pub fn create(
        folder: String,
        vault: Arc<dyn KeyVault>,
        published: Arc<PublishedSet>,
    ) -> Result<Arc<Self>, WalletFailure> {
        Ok(Self::of(wallet::Wallet::create(Path::new(&folder), vault.as_ref())?, published))
    }

    /// Opens the wallet in a folder.
    ///
    /// # Errors
    /// [`WalletFailure`]; what is lost or damaged is said, and left as it is.
    #[uniffi::constructor]
    pub fn open(
        folder: String,
        vault: Arc<dyn KeyVault>,
        published: Arc<PublishedSet>,
    ) -> Result<Arc<Self>, WalletFailure> {
        Ok(Self::of(wallet::Wallet::open(Path::new(&folder), vault.as_ref())?, published))
    }

    /// Opens it by its recovery phrase, and wraps its key with `vault` from now on.
    ///
    /// # Errors
    /// [`WalletFailure`].
    #[uniffi::constructor]
    pub fn recover(
        folder: String,
        phrase: String,
        vault: Arc<dyn KeyVault>,
        published: Arc<PublishedSet>,
    ) -> Result<Arc<Self>, WalletFailure> {
        let phrase = RecoveryPhrase::parse(&phrase).map_err(WalletFailure::unusable)?;
        Ok(Self::of(wallet::Wallet::recover(Path::new(&folder), &phrase, vault.as_ref())?, published))
    }

    /// Makes a recovery phrase, in place of one that there may be. It is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`WalletFailure`].
    pub fn make_recovery(&self) -> Result<String, WalletFailure> {
        Ok(self.wallet().make_recovery()?.words())
    }

    /// Adds the texts of codes, all that are certificates. After this returns they are on disk.
    ///
    /// # Errors
    /// [`WalletFailure`]; nothing is added then.
    pub fn add(&self, texts: Vec<String>) -> Result<Vec<Added>, WalletFailure> {
        self.with(|wallet, grounds| wallet.add(&texts, grounds))
    }

    /// Keeps a person who was entered by hand.
    ///
    /// # Errors
    /// [`WalletFailure::Unusable`], and others.
    pub fn add_person(&self, person: HolderNote) -> Result<RecordId, WalletFailure> {
        self.with(|wallet, grounds| wallet.add_person(&person, grounds.at()))
    }

    /// Keeps that a certificate is waited for.
    ///
    /// # Errors
    /// [`WalletFailure::Unusable`], and others.
    pub fn expect(&self, expectation: Expectation) -> Result<RecordId, WalletFailure> {
        self.with(|wallet, grounds| wallet.expect(&expectation, grounds.at()))
    }

    /// Keeps what an expected certificate waits for now.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], and others.
    pub fn expect_next(&self, id: RecordId, awaiting: Awaiting) -> Result<(), WalletFailure> {
        self.with(|wallet, grounds| wallet.expect_next(id, awaiting, grounds.at()))
    }

    /// Everything in the wallet, with each person's colour by each of these schemes.
    ///
    /// # Errors
    /// [`WalletFailure`].
    pub fn list(&self, schemes: Vec<String>, language: Language) -> Result<WalletView, WalletFailure> {
        self.with(|wallet, grounds| wallet.view(&schemes, grounds, language))
    }

    /// One certificate: the text of its code, what it says, and what it is worth.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], and others.
    pub fn certificate(&self, id: RecordId, language: Language) -> Result<CertificateView, WalletFailure> {
        self.with(|wallet, grounds| wallet.certificate(id, grounds, language))
    }

    /// The colour of the person to whom something belongs, by one scheme.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], and others.
    pub fn status(&self, id: RecordId, scheme: String, language: Language) -> Result<ExplainedStatus, WalletFailure> {
        self.with(|wallet, grounds| wallet.status(id, &scheme, grounds, language))
    }

    /// Removes a certificate, a person or an expectation. It can be had back for 30 days.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], and others.
    pub fn remove(&self, id: RecordId) -> Result<(), WalletFailure> {
        self.with(|wallet, grounds| wallet.remove(id, grounds.at()))
    }

    /// Takes a removal back: that of `id`, or the last one.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], and others.
    pub fn undo(&self, id: Option<RecordId>) -> Result<RecordId, WalletFailure> {
        self.with(|wallet, grounds| wallet.undo(id, grounds.at()))
    }

    /// Keeps that two belong to one person, or that they do not, whatever their names say.
    ///
    /// # Errors
    /// [`WalletFailure::NoSuch`], [`WalletFailure::Unusable`], and others.
    pub fn decide(&self, one: RecordId, other: RecordId, is_one_person: bool) -> Result<(), WalletFailure> {
        self.with(|wallet, grounds| wallet.decide_about(one, other, is_one_person, grounds))
    }

    /// The schemes that were chosen to be shown side by side, or the usual one.
    ///
    /// # Errors
    /// [`WalletFailure`].
    pub fn schemes(&self) -> Result<Vec<String>, WalletFailure> {
        self.with(|wallet, grounds| Ok(wallet.list(grounds)?.schemes))
    }

    /// Keeps which schemes are shown; none means the usual one.
    ///
    /// # Errors
    /// [`WalletFailure::Unusable`], and others.
    pub fn choose_schemes(&self, ids: Vec<String>) -> Result<(), WalletFailure> {
        self.with(|wallet, grounds| wallet.choose_schemes(&ids, grounds.at()))
    }

    /// Everything that is not removed as a sealed file, and the six words that open it: shown once, kept nowhere. Takes a
    /// second and 64 MiB, on purpose.
    ///
    /// # Errors
    /// [`WalletFailure`].
    pub fn export(&self) -> Result<Exported, WalletFailure> {
        Ok(self.wallet().export_with_words(&self.published.environment()?)?)
    }

    /// Takes what another wallet exported. After this returns it is on disk. Takes a second and 64 MiB.
    ///
    /// # Errors
    /// [`WalletFailure::WrongWords`], [`WalletFailure::Unusable`], and others; nothing is taken then.
    pub fn import(&self, file: Vec<u8>, words: String) -> Result<Imported, WalletFailure> {
        let words = Passphrase::parse(&words).map_err(WalletFailure::unusable)?;
        let environment = self.published.environment()?;
        self.with(|wallet, grounds| wallet.import(&file, &words, &environment, grounds))
    }
}

impl Wallet {
    fn of(wallet: wallet::Wallet, published: Arc<PublishedSet>) -> Arc<Self> {
        Arc::new(Self { wallet: Mutex::new(wallet), published })
    }

    /// What is in it is on disk: one that panicked has left nothing half done.
    fn wallet(&self) -> MutexGuard<'_, wallet::Wallet> {
        self.wallet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works by what is published now.
    fn with<T>(
        &self,
        work: impl FnOnce(&mut wallet::Wallet, &Grounds<'_>) -> Result<T, wallet::WalletError>,
    ) -> Result<T, WalletFailure> {
        let (published, time) = self.now();
        Ok(work(&mut self.wallet(), &Grounds::of(&published, time))?)
    }

    // Once in the library, not once in every call of it.
    #[inline(never)]
    fn now(&self) -> (Published, TimeContext) {
        (self.published.published(), self.published.time())
    }
}
