//! Semafor for Kotlin and Swift: objects over `semafor-core`, nothing that decides. Every body is one expression.
//!
//! A STUB: the types here stand in for those that `semafor-core` will derive, so that the shells' tests run end to end.

uniffi::setup_scaffolding!();

use std::sync::Arc;

/// Why a verifier cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TrustError {
    /// No trust list was given.
    #[error("no trust list was given")]
    Missing,
}

/// The answer to a shown certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Verdict {
    /// It counts.
    Accepted,
    /// It does not count.
    Refused,
    /// It cannot be said.
    Undecided,
}

/// What staff at a door may see.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DoorReport {
    /// The answer.
    pub verdict: Verdict,
    /// Why, the headline first.
    pub reasons: Vec<String>,
}

/// What kind of text this is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Inspection {
    /// Its length in bytes.
    pub length: u64,
}

/// Checks certificates against one snapshot. Does no I/O; any thread may call it.
#[derive(Debug, uniffi::Object)]
pub struct Verifier {
    trust: Vec<Vec<u8>>,
}

#[uniffi::export]
impl Verifier {
    /// A verifier that trusts the keys in these files.
    #[uniffi::constructor]
    pub fn from_parts(trust: Vec<Vec<u8>>) -> Result<Arc<Self>, TrustError> {
        (!trust.is_empty()).then(|| Arc::new(Self { trust })).ok_or(TrustError::Missing)
    }

    /// Judges the texts of one to four codes of one person. Always answers.
    pub fn check(&self, texts: Vec<String>) -> DoorReport {
        DoorReport {
            verdict: Verdict::Undecided,
            reasons: vec![format!("{} texts, {} trust lists", texts.len(), self.trust.len())],
        }
    }
}

/// Says what kind of text this is, without judging it.
#[uniffi::export]
pub fn inspect(text: String) -> Inspection {
    Inspection { length: u64::try_from(text.len()).unwrap_or(u64::MAX) }
}
