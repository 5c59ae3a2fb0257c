//! Semafor for Kotlin and Swift: objects over `semafor-core`, nothing that decides. Every body is one expression.
//!
//! Two objects, because two kinds of people look: [`Verifier`] stands at a door and gives [`DoorReport`]s alone, all in
//! `holder` is for holders. Neither leads to the other, and without the feature `holder` a library has only the first, so
//! that an app for the door cannot see medical data. `scanner` is for both: it gives texts and judges nothing.

uniffi::setup_scaffolding!();

#[cfg(feature = "holder")]
pub mod holder;
#[cfg(feature = "store")]
pub mod published;
#[cfg(feature = "scan")]
pub mod scanner;

use std::sync::Arc;

use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{self, PartsError, Policy, PolicyFile, Snapshot, TimeContext};

/// Where a snapshot comes from.
#[derive(Debug)]
enum Grounds {
    /// Files that were handed over.
    Parts(Arc<Snapshot>),
    /// What is published, as it was synced.
    #[cfg(feature = "store")]
    Published(Arc<published::PublishedSet>),
}

impl Grounds {
    /// The snapshot of this moment.
    fn snapshot(&self) -> Arc<Snapshot> {
        match self {
            Self::Parts(snapshot) => snapshot.clone(),
            #[cfg(feature = "store")]
            Self::Published(published) => published.snapshot(),
        }
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
        Snapshot::from_parts(&trust, &policy).map(|snapshot| Arc::new(Self(Grounds::Parts(Arc::new(snapshot)))))
    }

    /// Judges the texts of one to four codes of one person, and gives the door's view. Always answers, in well under a
    /// millisecond a code; any thread may call it.
    pub fn check(&self, texts: Vec<String>, policy: Policy, time: TimeContext, language: Language) -> DoorReport {
        DoorReport::of(&verifier::check(&texts, &policy, &time, &self.0.snapshot()), language)
    }
}
