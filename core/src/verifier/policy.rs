//! What is asked of a check, and on whose terms.

use serde::{Deserialize, Serialize};

use crate::trust::TestKeys;
use crate::verdict::Asked;

/// What is asked of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Policy {
    /// The question.
    pub asked: Asked,
    /// Whether keys of test participants count.
    pub test_keys: TestKeys,
}

impl Policy {
    /// Signature, dates, key usage, and nothing else.
    #[must_use]
    pub fn technical() -> Self {
        Self { asked: Asked::Technical, test_keys: TestKeys::Distrusted }
    }

    /// The rules of `country`, which each certificate shown must fulfil.
    #[must_use]
    pub fn entry(country: Option<String>) -> Self {
        Self { asked: Asked::Entry { country, region: None, mode: None }, test_keys: TestKeys::Distrusted }
    }

    /// The rules of `country` for certificates and combinations that count in `mode`.
    #[must_use]
    pub fn in_mode(country: &str, mode: &str) -> Self {
        let (country, mode) = (Some(country.to_owned()), Some(mode.to_owned()));
        Self { asked: Asked::Entry { country, region: None, mode }, test_keys: TestKeys::Distrusted }
    }
}
