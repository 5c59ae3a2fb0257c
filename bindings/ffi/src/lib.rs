//! Semafor for Kotlin and Swift: objects over `semafor-core`, nothing that decides. Every body is one expression.
//!
//! Two objects, because two kinds of people look: [`Verifier`] stands at a door and gives [`DoorReport`]s alone, all in
//! `holder` is for holders. Neither leads to the other, and without the feature `holder` a library has only the first, so
//! that an app for the door cannot see medical data; `wallet` is for holders too. `scanner` is for both: it gives texts and judges nothing.

uniffi::setup_scaffolding!();

#[cfg(feature = "holder")]
pub mod holder;
#[cfg(feature = "store")]
pub mod published;
#[cfg(feature = "scan")]
pub mod scanner;
#[cfg(feature = "wallet")]
pub mod wallet;

use std::sync::Arc;

use semafor_core::bundle::Published;
#[cfg(feature = "colours")]
use semafor_core::scheme::{DoorStatus, Status};
#[cfg(feature = "colours")]
use semafor_core::trust::TestKeys;
use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{self, PartsError, Policy, PolicyFile, Snapshot, TimeContext};

/// Where a snapshot comes from.
#[derive(Debug)]
enum Grounds {
    /// Files that were handed over.
    Parts(Published),
    /// What is published, as it was synced.
    #[cfg(feature = "store")]
    Synced(Arc<published::PublishedSet>),
}

impl Grounds {
    /// What these files hold; without the feature `colours`, schemes are not read.
    // Once in the library: two objects are made so.
    #[inline(never)]
    fn of_parts(trust: &[KeyFile], policy: &[PolicyFile]) -> Result<Self, PartsError> {
        #[cfg(feature = "colours")]
        let published = Published::from_parts(trust, policy)?;
        #[cfg(not(feature = "colours"))]
        let published = Published::new(Snapshot::from_parts(trust, policy)?, semafor_core::scheme::Schemes::default());
        Ok(Self::Parts(published))
    }

    /// The snapshot of this moment.
    fn snapshot(&self) -> Arc<Snapshot> {
        self.published().snapshot
    }

    /// The snapshot of this moment and the schemes that came with it.
    fn published(&self) -> Published {
        match self {
            Self::Parts(published) => published.clone(),
            #[cfg(feature = "store")]
            Self::Synced(synced) => synced.published(),
        }
    }

    /// What a scheme says of the codes shown.
    #[cfg(feature = "colours")]
    fn status(&self, texts: &[String], scheme: &str, test_keys: TestKeys, time: &TimeContext) -> Status {
        let Published { snapshot, schemes } = self.published();
        Status::of_codes(scheme, &schemes, texts, test_keys, &snapshot, time.resolve().0.at)
    }
}

/// Checks certificates against one snapshot, for staff at a door. Does no I/O and takes no lock: any thread may call it.
#[derive(Debug, uniffi::Object)]
pub struct Verifier(Grounds);

#[uniffi::export]
impl Verifier {
    /// A verifier that trusts the keys in `trust` and judges by the rules, value sets, modes and texts in `policy`, and by
    /// nothing else. Reads them once; not on the main thread.
    ///
    /// # Errors
    /// The first file that cannot be used, and why.
    #[uniffi::constructor]
    pub fn from_parts(trust: Vec<KeyFile>, policy: Vec<PolicyFile>) -> Result<Arc<Self>, PartsError> {
        Ok(Arc::new(Self(Grounds::of_parts(&trust, &policy)?)))
    }

    /// Judges the texts of one to four codes of one person, and gives the door's view. Always answers, in well under a
    /// millisecond a code; any thread may call it.
    pub fn check(&self, texts: Vec<String>, policy: Policy, time: TimeContext, language: Language) -> DoorReport {
        DoorReport::of(&verifier::check(&texts, &policy, &time, &self.0.snapshot()), language)
    }
}

#[cfg(feature = "colours")]
#[uniffi::export]
impl Verifier {
    /// The colour of one person by the scheme of this id, computed from the texts of one to four codes and read off no
    /// screen. Always answers, as fast as `check`; any thread may call it.
    pub fn status(
        &self,
        texts: Vec<String>,
        scheme: String,
        test_keys: TestKeys,
        time: TimeContext,
        language: Language,
    ) -> DoorStatus {
        DoorStatus::of(&self.0.status(&texts, &scheme, test_keys, &time), language)
    }
}
