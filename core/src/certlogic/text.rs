//! Texts as rules compare them. Codes and dates are short, and rules look at the same few again and again: what is short
//! is kept where it stands, and what a text names as a time is found out once.

use std::sync::Arc;

use crate::instant::{Instant, Moment};

/// A text, with the point in time that it names where it names one.
#[derive(Clone, Debug)]
pub struct Text {
    letters: Letters,
    /// [`NO_MOMENT`] where it names none: an `Option` would make every value larger by a word.
    moment: Moment,
}

/// The text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// So many bytes, and zeros behind them.
    Short { length: u8, bytes: [u8; SHORT] },
    /// More of them.
    Long(Arc<str>),
}

/// As many bytes as fit into three words with their number.
const SHORT: usize = 22;

/// No text names a time before the year 1.
const NO_MOMENT: Moment = Moment::from_millis(i64::MIN);

/// Bytes of the longest text that is looked at as a time: a date-time with a fraction as long as anybody's clock is exact.
const LONGEST_TIME: usize = 64;

impl Text {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.letters.as_str()
    }

    /// Its bytes.
    pub(super) fn len(&self) -> usize {
        match &self.letters {
            Letters::Short { length, .. } => usize::from(*length),
            Letters::Long(text) => text.len(),
        }
    }

    pub(super) fn letters(&self) -> &Letters {
        &self.letters
    }

    /// What it names by the grammar of `plusTime`.
    pub(super) fn moment(&self) -> Option<Moment> {
        Some(self.moment).filter(|moment| *moment != NO_MOMENT)
    }

    /// What it names as a date of birth: a day, or the last of a month or year.
    pub(super) fn day(&self) -> Option<Moment> {
        self.moment().filter(|_| self.len() <= "YYYY-MM-DD".len())
    }
}

impl From<Instant> for Text {
    fn from(at: Instant) -> Self {
        Self { letters: at.to_string().as_str().into(), moment: Moment::of_instant(at) }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let perhaps = text.len() <= LONGEST_TIME && text.starts_with(|letter: char| letter.is_ascii_digit());
        let moment = if perhaps { Moment::parse(text) } else { None };
        Self { letters: text.into(), moment: moment.unwrap_or(NO_MOMENT) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.letters == other.letters
    }
}

impl Letters {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Short { length, bytes } => {
                let filled = bytes.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(filled).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for Letters {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(filled), Ok(length)) => {
                filled.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}
