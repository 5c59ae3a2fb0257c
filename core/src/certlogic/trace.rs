//! What was compared while a rule was evaluated: both sides, the fields that fed them, and when it may come out otherwise.

use std::fmt;
use std::sync::Arc;

use super::datum::Dated;
use super::value::Value;
use super::{Datum, Expression};
use crate::instant::{Crossing, Instant, Unit};

/// All comparisons of one evaluation, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    comparisons: Vec<Comparison>,
    /// Date-times that were compared inside of lists, where no comparison of two date-times shows it.
    hidden: Vec<(Dated, Dated)>,
    read: Fields,
    overflowed: bool,
    unforeseeable: bool,
    steps: usize,
}

impl Trace {
    /// The comparisons, in the order in which they were made.
    #[must_use]
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// The paths that were read, by the expression it belongs to.
    pub fn read_paths<'e>(&self, expression: &'e Expression) -> impl Iterator<Item = &'e str> + use<'e> {
        self.read.names(expression)
    }

    /// Whether a month was added to a day that the new month lacks: implementations differ there.
    #[must_use]
    pub fn has_overflow(&self) -> bool {
        self.overflowed
    }

    /// Whether comparisons may come out otherwise at more seconds than are named.
    #[must_use]
    pub fn is_unforeseeable(&self) -> bool {
        self.unforeseeable
    }

    /// The steps that the evaluation took.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The first second of the validation clock behind `after` at which a comparison made here may come out otherwise.
    #[must_use]
    pub fn next_boundary(&self, after: Instant) -> Option<Instant> {
        let shown = self.comparisons.iter().filter_map(|comparison| comparison.next_boundary(after));
        let either = [Crossing::Either; 2];
        let hidden = self.hidden.iter().filter_map(|(left, right)| next_crossing(left, right, either, after));
        shown.chain(hidden).min()
    }

    pub(super) fn record(&mut self, comparison: Comparison) {
        self.comparisons.push(comparison);
    }

    pub(super) fn note_steps(&mut self, steps: usize) {
        self.steps = steps;
    }

    pub(super) fn note_unforeseeable(&mut self) {
        self.unforeseeable = true;
    }

    pub(super) fn note_read(&mut self, fields: Fields) {
        self.read = self.read.and(fields);
    }

    pub(super) fn note_overflow(&mut self, overflowed: bool) {
        self.overflowed |= overflowed;
    }

    /// Keeps the date-times of two values that were compared as wholes, where one is made from the clock. Gives the number
    /// of pairs.
    pub(super) fn note_hidden(&mut self, left: &Value<'_>, right: &Value<'_>) -> usize {
        let on_left = all_dated(left);
        if on_left.is_empty() {
            return 0;
        }
        let on_right = all_dated(right);
        self.unforeseeable |= on_left.len().max(on_right.len()) >= HIDDEN;
        let before = self.hidden.len();
        let pairs = on_left.iter().flat_map(|left| on_right.iter().map(move |right| (*left, *right)));
        self.hidden.extend(pairs.filter(|(left, right)| left.from_clock.is_some() || right.from_clock.is_some()));
        self.hidden.len().saturating_sub(before)
    }
}

/// Fewer date-times of one value are looked at; no rule in force compares lists of them at all.
const HIDDEN: usize = 9;

fn all_dated(value: &Value<'_>) -> Vec<Dated> {
    let mut found = Vec::new();
    match (value, value.datum()) {
        (Value::Moment(moment), _) => found.push(*moment),
        (_, Some(datum @ Datum::Array(_))) => dated(datum, &mut found),
        _ => {}
    }
    found
}

fn dated(value: &Datum, found: &mut Vec<Dated>) {
    match value {
        Datum::Moment(moment) if found.len() < HIDDEN => found.push(*moment),
        Datum::Array(items) => items.iter().for_each(|item| dated(item, found)),
        _ => {}
    }
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Its place in the expression: comparisons are counted from 0, in order of appearance; one of three operands is two.
    pub site: usize,
    /// The operator.
    pub operator: Operator,
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
    pub fn fields<'e>(&self, expression: &'e Expression) -> impl Iterator<Item = &'e str> + use<'e> {
        self.fields.names(expression)
    }

    /// The first second of the validation clock behind `after` at which it may come out otherwise.
    #[must_use]
    pub fn next_boundary(&self, after: Instant) -> Option<Instant> {
        let (Operand::Moment(left), Operand::Moment(right)) = (&self.left, &self.right) else { return None };
        next_crossing(left, right, self.operator.crossings(), after)
    }
}

/// Where a clock-made date-time is compared with a fixed one, it is known when that may come out otherwise. Two clock-made
/// ones move together, but for the lengths of months: they are looked at again every midnight of the one.
fn next_crossing(left: &Dated, right: &Dated, crossings: [Crossing; 2], after: Instant) -> Option<Instant> {
    let [of_left, of_right] = crossings;
    match (left.from_clock, right.from_clock) {
        (Some((amount, unit)), None) => right.at.next_crossing(amount, unit, of_left, after),
        (None, Some((amount, unit))) => left.at.next_crossing(amount, unit, of_right, after),
        (Some(one), Some(other)) if one != other && [one.1, other.1].iter().any(|unit| is_calendar(*unit)) => {
            after.next_midnight()
        }
        _ => None,
    }
}

fn is_calendar(unit: Unit) -> bool {
    matches!(unit, Unit::Year | Unit::Month)
}

/// A comparison's operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `===`
    Equal,
    /// `in`
    In,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `before`
    Before,
    /// `not-after`
    NotAfter,
    /// `after`
    After,
    /// `not-before`
    NotBefore,
}

impl Operator {
    /// At what it may come out otherwise when its left side is made from the clock, and when its right side is.
    fn crossings(self) -> [Crossing; 2] {
        match self {
            Self::Before | Self::NotBefore => [Crossing::Reached, Crossing::Passed],
            Self::After | Self::NotAfter => [Crossing::Passed, Crossing::Reached],
            _ => [Crossing::Either; 2],
        }
    }

    /// The operator that compares neighbours in a row, by its name.
    pub(super) fn in_a_row(name: &str) -> Option<Self> {
        match name {
            "<" => Some(Self::Less),
            "<=" => Some(Self::LessOrEqual),
            ">" => Some(Self::Greater),
            ">=" => Some(Self::GreaterOrEqual),
            "before" => Some(Self::Before),
            "not-after" => Some(Self::NotAfter),
            "after" => Some(Self::After),
            "not-before" => Some(Self::NotBefore),
            _ => None,
        }
    }

    /// The operator as rules write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "===",
            Self::In => "in",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Before => "before",
            Self::NotAfter => "not-after",
            Self::After => "after",
            Self::NotBefore => "not-before",
        }
    }
}

/// One side of a comparison, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Nothing: the field is missing.
    Missing,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Arc<str>),
    /// A date-time.
    Moment(Dated),
    /// A list of so many values.
    List(usize),
    /// Anything else.
    Other,
}

impl fmt::Display for Operand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("nothing"),
            Self::Bool(truth) => truth.fmt(out),
            Self::Int(number) => number.fmt(out),
            Self::Text(text) => out.write_str(text),
            Self::Moment(dated) => match Instant::from_unix(dated.at.as_millis().div_euclid(1_000)) {
                Some(at) => at.fmt(out),
                None => out.write_str("beyond the calendar"),
            },
            Self::List(length) => write!(out, "a list of {length}"),
            Self::Other => out.write_str("a structure"),
        }
    }
}

impl From<&Value<'_>> for Operand {
    fn from(value: &Value<'_>) -> Self {
        match value {
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Moment(moment) => Self::Moment(*moment),
            Value::Borrowed(datum) => (*datum).into(),
            Value::Made(datum) => (&**datum).into(),
        }
    }
}

impl From<&Datum> for Operand {
    fn from(datum: &Datum) -> Self {
        match datum {
            Datum::Null => Self::Missing,
            Datum::Bool(truth) => Self::Bool(*truth),
            Datum::Int(number) => Self::Int(*number),
            Datum::Text(text) => Self::Text(text.shared()),
            Datum::Array(items) => Self::List(items.len()),
            Datum::Moment(dated) => Self::Moment(*dated),
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

    fn names(self, expression: &Expression) -> impl Iterator<Item = &str> + use<'_> {
        let among = move |(index, path): (usize, _)| self.has(index).then_some(path);
        expression.paths().iter().enumerate().filter_map(among).map(super::Path::as_str)
    }
}
