//! What every reason and warning means and what to do, and why certificates are one person's, in Czech, Vietnamese and
//! English.
//!
//! These texts stand at doors: none names a product, dose, test or disease.

mod cs;
mod en;
mod vi;

use serde::Serialize;

use super::ReasonCode;
use crate::person::Comparison;
use crate::warning::WarningCode;

/// A language the core speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Language {
    /// Czech.
    Cs,
    /// English.
    #[default]
    En,
    /// Vietnamese.
    Vi,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::Cs, Self::Vi, Self::En];

    /// The two-letter code (ISO 639-1).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cs => "cs",
            Self::En => "en",
            Self::Vi => "vi",
        }
    }

    /// The one of three in this language: Czech, English, Vietnamese.
    #[must_use]
    pub fn pick<T>(self, [cs, en, vi]: [T; 3]) -> T {
        match self {
            Self::Cs => cs,
            Self::En => en,
            Self::Vi => vi,
        }
    }
}

/// A meaning and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// What the code means: one sentence.
    pub meaning: &'static str,
    /// What to do: one sentence.
    pub advice: &'static str,
}

/// The text of a reason.
#[must_use]
pub fn reason(code: ReasonCode, language: Language) -> Text {
    let (meaning, advice) = match language {
        Language::Cs => cs::reason(code),
        Language::En => en::reason(code),
        Language::Vi => vi::reason(code),
    };
    Text { meaning, advice }
}

/// The text of a warning.
#[must_use]
pub fn warning(code: WarningCode, language: Language) -> Text {
    let (meaning, advice) = match language {
        Language::Cs => cs::warning(code),
        Language::En => en::warning(code),
        Language::Vi => vi::warning(code),
    };
    Text { meaning, advice }
}

/// Why two certificates are one person's, may be, or are not: one sentence.
#[must_use]
pub fn comparison(comparison: Comparison, language: Language) -> &'static str {
    match language {
        Language::Cs => cs::comparison(comparison),
        Language::En => en::comparison(comparison),
        Language::Vi => vi::comparison(comparison),
    }
}

#[cfg(test)]
mod tests;
