//! What rules read and yield: JSON's values and date-times.

use serde_json::Value as Json;

use super::path::Fragment;
use super::{Name, Text};
use crate::instant::{Moment, Unit};

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
    /// A date-time, made by `plusTime` or `dccDateOfBirth` only: data hold none.
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
                let same = |(name, value): &(Name, Self)| field(others, name) == Some(value);
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
            Self::Text(text) => Some(text.len() != 0),
            Self::Array(items) => Some(!items.is_empty()),
            Self::Object(fields) => Some(!fields.is_empty()),
            Self::Float(_) | Self::Moment(_) => None,
        }
    }

    /// The field of an object or the element of an array (from 0) by its name.
    #[must_use]
    pub fn get(&self, fragment: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => field(fields, &fragment.into()),
            Self::Array(items) => fragment.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        }
    }

    pub(super) fn step(&self, step: &Fragment) -> Option<&Self> {
        match self {
            Self::Object(fields) => field(fields, &step.name),
            Self::Array(items) => step.index.and_then(|index| items.get(index)),
            _ => None,
        }
    }
}

fn field<'a>(fields: &'a [(Name, Datum)], name: &Name) -> Option<&'a Datum> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
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
                Self::Object(fields.iter().map(|(name, value)| (name.as_str().into(), Self::from(value))).collect())
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
