//! What a check was asked.

use serde::{Deserialize, Serialize};

use super::Scope;

/// The question of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Asked {
    /// Signature, dates, key usage, and nothing else.
    Technical,
    /// Whether the rules of a country let the holder in.
    Entry {
        /// Two letters; without a country the answer is undecided.
        country: Option<String>,
        /// A region of it with rules of its own.
        region: Option<String>,
        /// The id of the mode that says which certificates and combinations count; without one, each certificate shown must
        /// fulfil the rules.
        mode: Option<String>,
    },
}

impl Asked {
    /// Whether rules were asked for.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Technical => Scope::Technical,
            Self::Entry { .. } => Scope::Rules,
        }
    }

    /// The mode asked for.
    #[must_use]
    pub fn mode(&self) -> Option<&str> {
        match self {
            Self::Technical => None,
            Self::Entry { mode, .. } => mode.as_deref(),
        }
    }
}
