//! Values while they are computed. Each is a kind and at most one machine word, so that it travels in registers and most
//! steps neither copy nor allocate: what is larger stays in the rule and the data, or with the evaluation that made it.

use std::ops::Range;

use super::Datum;
use crate::instant::Moment;

/// A value on its way.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Nothing,
    True,
    False,
    Int(i64),
    /// A date-time that was not made from the validation clock.
    Moment(Moment),
    /// One that was, by its place among them.
    OfClock(usize),
    /// What is none of those above, in the rule or the data.
    Borrowed(&'a Datum),
    /// A text that was made, by its place among them.
    Text(usize),
    /// A list that was made.
    List(Stretch),
    /// The accumulator and the current element of a loop, as an object.
    Scope(Stretch),
}

impl Value<'_> {
    /// Whether there may be a date-time in it. Data hold none: only operators make them.
    pub(super) fn may_hold_dates(self) -> bool {
        matches!(self, Self::Moment(_) | Self::OfClock(_) | Self::List(_))
    }
}

impl<'a> From<&'a Datum> for Value<'a> {
    fn from(datum: &'a Datum) -> Self {
        match datum {
            Datum::Null => Self::Nothing,
            Datum::Bool(truth) => (*truth).into(),
            Datum::Int(number) => Self::Int(*number),
            datum => Self::Borrowed(datum),
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// Neighbours among the values that were made: the place of the first, and behind it, in the lower half, their number.
#[derive(Clone, Copy)]
pub(super) struct Stretch(u64);

impl Stretch {
    /// So many values from the place `first` on; nothing where that is more than can be counted.
    pub(super) fn new(first: usize, length: usize) -> Option<Self> {
        let [first, length] = [first, length].map(|number| u32::try_from(number).ok());
        Some(Self(u64::from(first?) << 32 | u64::from(length?)))
    }

    pub(super) fn len(self) -> usize {
        usize::try_from(self.0 & u64::from(u32::MAX)).unwrap_or(usize::MAX)
    }

    pub(super) fn range(self) -> Range<usize> {
        let first = usize::try_from(self.0 >> 32).unwrap_or(usize::MAX);
        first..first.saturating_add(self.len())
    }
}
