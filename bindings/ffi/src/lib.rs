//! Semafor for Kotlin and Swift: objects over `semafor-core`, nothing that decides. Every body is one expression.

uniffi::setup_scaffolding!();

use std::sync::Arc;

use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{self, Inspection, PartsError, Policy, PolicyFile, Snapshot, TimeContext};

/// Checks certificates against one snapshot. Does no I/O and takes no lock: any thread may call it.
#[derive(Debug, uniffi::Object)]
pub struct Verifier(Snapshot);

#[uniffi::export]
impl Verifier {
    /// A verifier that trusts the keys in `trust` and judges by the rules, value sets, modes and texts in `policy`, and by
    /// nothing else. Reads them once; not on the main thread.
    ///
    /// # Errors
    /// The first file that cannot be used, and why.
    #[uniffi::constructor]
    pub fn from_parts(trust: Vec<KeyFile>, policy: Vec<PolicyFile>) -> Result<Arc<Self>, PartsError> {
        Snapshot::from_parts(&trust, &policy).map(Self).map(Arc::new)
    }

    /// Judges the texts of one to four codes of one person, and gives the door's view. Always answers, in well under a
    /// millisecond a code; any thread may call it.
    pub fn check(&self, texts: Vec<String>, policy: Policy, time: TimeContext, language: Language) -> DoorReport {
        DoorReport::of(&verifier::check(&texts, &policy, &time, &self.0), language)
    }
}

/// Reads one text as far as it can be read, without judging it: the holder's view. Any thread may call it.
#[uniffi::export]
pub fn inspect(text: String) -> Inspection {
    verifier::inspect(&text)
}
