//! What rules read and yield: JSON's values and date-times.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value as Json;

use super::Fragment;
use crate::instant::{Instant, Moment, Unit};

/// A value of the language.
#[derive(Clone, Debug, Default)]
pub enum Datum {
    /// `null`, and everything that is missing.
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number that is not whole, or beyond 64 bits: neither true nor false, and compared with nothing.
    Float(f64),
    /// A text.
    Text(Text),
    /// A list.
    Array(Vec<Self>),
    /// Named values, in the order given.
    Object(Vec<(Name, Self)>),
    /// A date-time, made by `plusTime` or `dccDateOfBirth` only.
    Moment(Dated),
}

/// The name of a value; those that are known beforehand cost nothing.
pub type Name = Cow<'static, str>;

/// A text, with the point in time that it names where it names one: many rules read the same few dates.
#[derive(Clone, Debug)]
pub struct Text {
    text: Arc<str>,
    moment: Option<Moment>,
}

impl Text {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// What it names by the grammar of `plusTime`.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.moment
    }

    /// What it names as a date of birth: a day, or the last of a month or year.
    pub(super) fn day(&self) -> Option<Moment> {
        self.moment.filter(|_| self.text.len() <= "YYYY-MM-DD".len())
    }
}

impl From<Instant> for Text {
    fn from(at: Instant) -> Self {
        Self { text: at.to_string().into(), moment: Some(Moment::of_instant(at)) }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let perhaps = text.len() <= LONGEST_TIME && text.starts_with(|letter: char| letter.is_ascii_digit());
        Self { text: text.into(), moment: if perhaps { Moment::parse(text) } else { None } }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Bytes of the longest text that is looked at as a time: a date-time with a fraction as long as anybody's clock is exact.
const LONGEST_TIME: usize = 64;

/// A date-time, and how it moves with the validation clock where it was made from it.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Dated {
    /// The point in time.
    pub at: Moment,
    /// What was added to the clock.
    pub from_clock: Option<(i64, Unit)>,
}

impl PartialEq for Dated {
    /// Where a date-time came from makes no difference to it.
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

/// What a rule is evaluated on.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// Any value.
    Whole(&'a Datum),
    /// A certificate's payload under `payload`, and under `external` what is known around it, clock and value sets apart.
    Rule {
        /// The payload, under the specification's names.
        payload: &'a Datum,
        /// `countryCode` and so on.
        external: &'a Datum,
        /// `validationClock`
        clock: &'a Datum,
        /// Lists of codes by the value set's name.
        value_sets: &'a Datum,
    },
}

/// A path names the data as a whole, or all of `external`.
pub(super) struct NoWhole;

impl<'a> Data<'a> {
    /// The value at a path. What a rule is evaluated on is kept in parts, so its whole is no value: `Err`.
    pub(super) fn resolve(self, fragments: &[Fragment]) -> Result<Option<&'a Datum>, NoWhole> {
        let below = |root, rest: &[Fragment]| rest.iter().try_fold(root, |value: &Datum, step| value.step(step));
        match (self, fragments) {
            (Self::Whole(whole), fragments) => Ok(below(whole, fragments)),
            (Self::Rule { payload, .. }, [part, rest @ ..]) if part.name == "payload" => Ok(below(payload, rest)),
            (Self::Rule { external, clock, value_sets, .. }, [part, rest @ ..]) if part.name == "external" => {
                match rest {
                    [] => Err(NoWhole),
                    [sets, rest @ ..] if sets.name == "valueSets" => Ok(below(value_sets, rest)),
                    [time, rest @ ..] if time.name == "validationClock" => Ok(below(clock, rest)),
                    rest => Ok(below(external, rest)),
                }
            }
            (Self::Rule { .. }, []) => Err(NoWhole),
            (Self::Rule { .. }, _) => Ok(None),
        }
    }
}

impl PartialEq for Datum {
    /// Of objects the order of the names makes no difference.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Int(one), Self::Int(other)) => one == other,
            (Self::Float(one), Self::Float(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Array(one), Self::Array(other)) => one == other,
            (Self::Moment(one), Self::Moment(other)) => one == other,
            (Self::Object(fields), Self::Object(others)) => {
                let same = |(name, value): &(Name, Self)| other.get(name) == Some(value);
                fields == others || (fields.len() == others.len() && fields.iter().all(same))
            }
            _ => false,
        }
    }
}

impl Datum {
    /// Whether it counts as true (`Some(true)`), as false (`Some(false)`), or as neither.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Null => Some(false),
            Self::Bool(truth) => Some(*truth),
            Self::Int(number) => Some(*number != 0),
            Self::Text(text) => Some(!text.as_str().is_empty()),
            Self::Array(items) => Some(!items.is_empty()),
            Self::Object(fields) => Some(!fields.is_empty()),
            Self::Float(_) | Self::Moment(_) => None,
        }
    }

    /// The field of an object or the element of an array (from 0) by its name.
    #[must_use]
    pub fn get(&self, fragment: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().find(|(name, _)| name == fragment).map(|(_, value)| value),
            Self::Array(items) => fragment.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        }
    }

    fn step(&self, step: &Fragment) -> Option<&Self> {
        match self {
            Self::Array(items) => step.index.and_then(|index| items.get(index)),
            _ => self.get(&step.name),
        }
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<&Json> for Datum {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Self::Int(whole),
                (None, Some(float)) => Self::from(float),
                (None, None) => Self::Float(f64::NAN),
            },
            Json::String(text) => text.as_str().into(),
            Json::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Json::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.clone().into(), Self::from(value))).collect())
            }
        }
    }
}

impl From<f64> for Datum {
    /// JavaScript knows no difference between 3.0 and 3; issuers write both.
    fn from(float: f64) -> Self {
        const EXACT: std::ops::RangeInclusive<f64> = -9_007_199_254_740_992.0..=9_007_199_254_740_992.0;
        #[expect(clippy::as_conversions, reason = "whole and within the range where a double is exact")]
        if float.fract() == 0.0 && EXACT.contains(&float) { Self::Int(float as i64) } else { Self::Float(float) }
    }
}
