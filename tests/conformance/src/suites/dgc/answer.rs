//! What the core says to an expectation: yes, no, or that it could not read what it was asked about. The last satisfies
//! neither expectation, so that a core that can read nothing holds nothing.

use super::stages::Case;
use crate::outcome::Checks;

/// The core's answer, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) got: Got,
    pub(super) reason: String,
}

/// The answer alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Got {
    /// It holds.
    True,
    /// It does not.
    False,
    /// The text, or what it carries, could not be read.
    Unreadable,
    /// The case's DSC could not be read.
    NoKey,
}

impl Got {
    fn name(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Unreadable => "unreadable",
            Self::NoKey => "unreadable DSC",
        }
    }
}

impl Answer {
    pub(super) fn of(holds: bool, reason: impl Into<String>) -> Self {
        Self { got: if holds { Got::True } else { Got::False }, reason: reason.into() }
    }

    pub(super) fn unreadable(reason: impl Into<String>) -> Self {
        Self { got: Got::Unreadable, reason: reason.into() }
    }

    pub(super) fn no_key(reason: impl Into<String>) -> Self {
        Self { got: Got::NoKey, reason: reason.into() }
    }

    /// Itself if it is yes, else the other.
    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        if self.got == Got::True { other() } else { self }
    }
}

impl Checks {
    /// Makes a check of an answer. A text that the case itself calls unreadable is rightly not read: then nothing
    /// positive may be expected of it, and whatever is denied of it is denied.
    pub(super) fn answer(&mut self, case: &Case<'_>, name: &'static str, expected: bool, answer: Answer) {
        match (answer.got, expected) {
            (Got::Unreadable, false) if case.says_unreadable => {
                self.compare(&case.id, name, false, false, answer.reason);
            }
            (Got::Unreadable, true) if case.says_unreadable => {
                self.set_aside(format!("{name} expected true of what the case itself calls unreadable"), &case.id);
            }
            (got, _) => self.compare(&case.id, name, expected, got.name(), answer.reason),
        }
    }
}
