//! What was compared while a rule was evaluated: both sides, and the fields of the payload that fed them.

use super::{Datum, Expression};
use crate::instant::{Instant, Moment};

/// All comparisons of one evaluation, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    comparisons: Vec<Comparison>,
    boundaries: Vec<Instant>,
}

impl Trace {
    /// The comparisons, in the order in which they were made.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// The seconds of the validation clock at which a comparison made here may come out otherwise, in no order.
    #[must_use]
    pub fn boundaries(&self) -> &[Instant] {
        &self.boundaries
    }

    pub(super) fn bound(&mut self, boundaries: impl IntoIterator<Item = Instant>) {
        self.boundaries.extend(boundaries);
    }

    pub(super) fn record(&mut self, comparison: Comparison) {
        self.comparisons.push(comparison);
    }
}

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The operator as the rule writes it.
    pub operator: &'static str,
    /// What stood on its left.
    pub left: Operand,
    /// What stood on its right.
    pub right: Operand,
    /// What came of it.
    pub holds: bool,
    /// Which paths of the expression fed it.
    pub(super) fields: Fields,
}

impl Comparison {
    /// The paths that fed it, by the expression it belongs to.
    pub fn fields<'e>(&self, expression: &'e Expression) -> impl Iterator<Item = &'e str> {
        let fields = self.fields;
        let fed = move |index: &usize| fields.has(*index);
        let paths = expression.paths();
        (0..paths.len()).filter(fed).filter_map(move |index| paths.get(index).map(super::Path::as_str))
    }
}

/// One side of a comparison, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Nothing: the field is missing.
    Missing,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// A date-time.
    Moment(Moment),
    /// A list of so many values.
    List(usize),
    /// Anything else.
    Other,
}

impl From<&Datum> for Operand {
    fn from(datum: &Datum) -> Self {
        match datum {
            Datum::Null => Self::Missing,
            Datum::Bool(truth) => Self::Bool(*truth),
            Datum::Int(number) => Self::Int(*number),
            Datum::Text(text) => Self::Text(text.clone()),
            Datum::Array(items) => Self::List(items.len()),
            Datum::Moment(dated) => Self::Moment(dated.at),
            Datum::Float(_) | Datum::Object(_) => Self::Other,
        }
    }
}

/// A set of paths of one expression: the first 63 by their index, all others together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(u64);

impl Fields {
    pub(super) fn of(index: usize) -> Self {
        Self(1_u64.checked_shl(u32::try_from(index.min(63)).unwrap_or(63)).unwrap_or(0))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, index: usize) -> bool {
        self.0 & Self::of(index).0 != 0
    }
}
