//! A value while it is computed: borrowed from the rule or the data where it can be, so that most steps copy nothing.

use super::datum::Dated;
use super::{Datum, Text};

/// A value on its way.
pub(super) enum Value<'a> {
    Bool(bool),
    Moment(Dated),
    Borrowed(&'a Datum),
    Made(Box<Datum>),
}

impl<'a> Value<'a> {
    /// What is missing.
    pub(super) fn nothing() -> Self {
        Self::Borrowed(const { &Datum::Null })
    }

    pub(super) fn made(datum: Datum) -> Self {
        Self::Made(Box::new(datum))
    }

    /// Whether it counts as true, as false, or as neither.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Moment(_) => None,
            Self::Borrowed(datum) => datum.truth(),
            Self::Made(datum) => datum.truth(),
        }
    }

    pub(super) fn int(&self) -> Option<i64> {
        if let Some(Datum::Int(number)) = self.datum() { Some(*number) } else { None }
    }

    pub(super) fn text(&self) -> Option<&Text> {
        if let Some(Datum::Text(text)) = self.datum() { Some(text) } else { None }
    }

    pub(super) fn moment(&self) -> Option<Dated> {
        match (self, self.datum()) {
            (Self::Moment(moment), _) | (_, Some(Datum::Moment(moment))) => Some(*moment),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Datum]> {
        if let Some(Datum::Array(items)) = self.datum() { Some(items) } else { None }
    }

    /// The value behind it, where it is more than a truth or a date-time.
    pub(super) fn datum(&self) -> Option<&Datum> {
        match self {
            Self::Borrowed(datum) => Some(datum),
            Self::Made(datum) => Some(datum),
            Self::Bool(_) | Self::Moment(_) => None,
        }
    }

    /// Structural equality.
    pub(super) fn is(&self, other: &Datum) -> bool {
        match self {
            Self::Bool(truth) => matches!(other, Datum::Bool(other) if other == truth),
            Self::Moment(moment) => matches!(other, Datum::Moment(other) if other == moment),
            Self::Borrowed(datum) => *datum == other,
            Self::Made(datum) => **datum == *other,
        }
    }

    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Moment(one), Self::Moment(other)) => one == other,
            (one, Self::Borrowed(other)) => one.is(other),
            (one, Self::Made(other)) => one.is(other),
            (Self::Borrowed(one), other) => other.is(one),
            (Self::Made(one), other) => other.is(one),
            (Self::Bool(_), Self::Moment(_)) | (Self::Moment(_), Self::Bool(_)) => false,
        }
    }

    /// A value of one's own.
    pub(super) fn into_datum(self) -> Datum {
        match self {
            Self::Bool(truth) => Datum::Bool(truth),
            Self::Moment(moment) => Datum::Moment(moment),
            Self::Borrowed(datum) => datum.clone(),
            Self::Made(datum) => *datum,
        }
    }
}
