//! What every screen shows of a state: the colour, its word and its shape. Nothing in it is medical.

use serde::Serialize;

use super::{Colour, Shape, State};
use crate::rulebook::{StaffText, Translations};
use crate::verdict::Language;

/// A state as it is shown, to staff and holders alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ShownState {
    /// What it comes to.
    pub state: StatusState,
    /// The colour, if it is one.
    pub colour: Option<Colour>,
    /// The word for it, in the asked language.
    pub word: Option<String>,
    /// The shape beside it.
    pub shape: Option<Shape>,
}

/// What a status comes to, without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum StatusState {
    /// A colour.
    Coloured,
    /// There is no such scheme.
    NoScheme,
    /// The scheme is not in force.
    NotInForce,
    /// It cannot be known, and counts as no colour.
    Undecided,
}

impl From<&State> for StatusState {
    fn from(state: &State) -> Self {
        match state {
            State::Coloured(_) => Self::Coloured,
            State::NoScheme => Self::NoScheme,
            State::NotInForce => Self::NotInForce,
            State::Undecided(_) => Self::Undecided,
        }
    }
}

impl ShownState {
    /// A state in the language asked for.
    #[must_use]
    pub fn of(state: &State, language: Language) -> Self {
        let tier = if let State::Coloured(tier) = state { Some(tier) } else { None };
        Self {
            state: state.into(),
            colour: tier.map(|tier| tier.colour),
            word: tier.and_then(|tier| text(&tier.word, language)),
            shape: tier.map(|tier| tier.shape),
        }
    }
}

/// A text that stands at doors.
pub(super) fn text(texts: &Translations<StaffText>, language: Language) -> Option<String> {
    texts.get(language.code()).map(|text| text.as_str().to_owned())
}
