//! The holder's view: everything in a code, and everything about a check of it. Medical data: never for the door.

use std::sync::Arc;

#[cfg(feature = "colours")]
use semafor_core::scheme::ExplainedStatus;
#[cfg(feature = "colours")]
use semafor_core::trust::TestKeys;
use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::Language;
use semafor_core::verifier::{self, Explanation, Inspection, PartsError, Policy, PolicyFile, TimeContext};

use crate::Grounds;

/// Explains to holders what a check says of their certificates. It is made from the same files as a `Verifier` and comes
/// to the same verdicts. Does no I/O and takes no lock: any thread may call it.
#[derive(Debug, uniffi::Object)]
pub struct Explainer(pub(crate) Grounds);

#[uniffi::export]
impl Explainer {
    /// An explainer that trusts the keys in `trust` and judges by the rules, value sets, modes and texts in `policy`, and
    /// by nothing else. Reads them once; not on the main thread.
    ///
    /// # Errors
    /// The first file that cannot be used, and why.
    #[uniffi::constructor]
    pub fn from_parts(trust: Vec<KeyFile>, policy: Vec<PolicyFile>) -> Result<Arc<Self>, PartsError> {
        Ok(Arc::new(Self(Grounds::of_parts(&trust, &policy)?)))
    }

    /// Judges the texts of one to four codes of one person, and says everything about it in the language asked for: all
    /// reasons, what each rule compared, until when it holds. Always answers; any thread may call it.
    pub fn explain(&self, texts: Vec<String>, policy: Policy, time: TimeContext, language: Language) -> Explanation {
        Explanation::of(&verifier::check(&texts, &policy, &time, &self.0.snapshot()), language)
    }
}

#[cfg(feature = "colours")]
#[uniffi::export]
impl Explainer {
    /// The colour of one person by the scheme of this id, by the texts of one to four codes: what it follows from,
    /// until when it holds, and what comes next. Always answers; any thread may call it.
    pub fn status(
        &self,
        texts: Vec<String>,
        scheme: String,
        test_keys: TestKeys,
        time: TimeContext,
        language: Language,
    ) -> ExplainedStatus {
        ExplainedStatus::of(&self.0.status(&texts, &scheme, test_keys, &time), language)
    }
}

/// Reads one text as far as it can be read, without judging it. Any thread may call it.
#[uniffi::export]
pub fn inspect(text: String) -> Inspection {
    verifier::inspect(&text)
}
