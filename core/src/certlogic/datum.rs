//! What rules read and yield: JSON's values and date-times.

use serde_json::Value as Json;

use crate::instant::{Moment, Unit};

/// A value of the language.
#[derive(Clone, Debug, Default, PartialEq)]
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
    Text(String),
    /// A list.
    Array(Vec<Self>),
    /// Named values, in the order given.
    Object(Vec<(String, Self)>),
    /// A date-time, made by `plusTime` or `dccDateOfBirth` only.
    Moment(Dated),
}

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
    /// A certificate's payload under `payload`, and under `external` what is known around it, value sets apart.
    Rule {
        /// The payload, under the specification's names.
        payload: &'a Datum,
        /// `validationClock`, `countryCode` and so on.
        external: &'a Datum,
        /// Lists of codes by the value set's name.
        value_sets: &'a Datum,
    },
}

impl<'a> Data<'a> {
    /// The value at a path.
    pub(super) fn resolve(self, fragments: &[String]) -> Option<&'a Datum> {
        let below = |root, fragments: &[String]| fragments.iter().try_fold(root, |value: &Datum, name| value.get(name));
        match (self, fragments) {
            (Self::Whole(whole), fragments) => below(whole, fragments),
            (Self::Rule { payload, .. }, [part, rest @ ..]) if part == "payload" => below(payload, rest),
            (Self::Rule { value_sets, .. }, [part, sets, rest @ ..]) if part == "external" && sets == "valueSets" => {
                below(value_sets, rest)
            }
            (Self::Rule { external, .. }, [part, rest @ ..]) if part == "external" => below(external, rest),
            (Self::Rule { .. }, _) => None,
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
            Self::Text(text) => Some(!text.is_empty()),
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
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Json::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.clone(), Self::from(value))).collect())
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
