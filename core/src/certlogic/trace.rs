//! What was compared while a rule was evaluated: both sides, the fields that fed them, and when it may come out otherwise.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::datum::Dated;
use super::text::Letters;
use super::{Datum, Expression};
use crate::instant::{Crossing, Instant, Moment, Unit};

/// All comparisons of one evaluation, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    recorded: Vec<Recorded>,
    /// The date-times that were made from the clock.
    of_clock: Vec<Dated>,
    /// Date-times that were compared inside of lists, where no comparison of two date-times shows it.
    hidden: Vec<(Dated, Dated)>,
    read: Fields,
    overflowed: bool,
    unforeseeable: bool,
    steps: usize,
}

/// A comparison as it is kept, cheap to write: nobody looks at most of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) site: usize,
    pub(super) operator: Operator,
    pub(super) holds: bool,
    pub(super) fields: Fields,
    pub(super) left: Side,
    pub(super) right: Side,
}

/// One side of a comparison as it is kept: parts, and no variants, so that each part goes from a register to its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) kind: SideKind,
    /// The number, the milliseconds, the place among those made from the clock, or the length.
    pub(super) number: i64,
    pub(super) text: Option<Letters>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SideKind {
    Missing,
    False,
    True,
    Int,
    Text,
    Moment,
    OfClock,
    List,
    Other,
}

impl Trace {
    /// The comparisons, in the order in which they were made.
    pub fn comparisons(&self) -> impl ExactSizeIterator<Item = Comparison> {
        self.recorded.iter().map(|recorded| Comparison {
            site: recorded.site,
            operator: recorded.operator,
            left: self.operand(&recorded.left),
            right: self.operand(&recorded.right),
            holds: recorded.holds,
            fields: recorded.fields,
        })
    }

    fn operand(&self, side: &Side) -> Operand {
        match (side.kind, &side.text) {
            (SideKind::False, _) => Operand::Bool(false),
            (SideKind::True, _) => Operand::Bool(true),
            (SideKind::Int, _) => Operand::Int(side.number),
            (SideKind::Text, Some(text)) => Operand::Text(text.as_str().into()),
            (SideKind::Moment | SideKind::OfClock, _) => self.dated(side).map_or(Operand::Missing, Operand::Moment),
            (SideKind::List, _) => Operand::List(usize::try_from(side.number).unwrap_or(usize::MAX)),
            (SideKind::Other, _) => Operand::Other,
            (SideKind::Missing | SideKind::Text, _) => Operand::Missing,
        }
    }

    fn dated(&self, side: &Side) -> Option<Dated> {
        match side.kind {
            SideKind::Moment => Some(Dated { at: Moment::from_millis(side.number), from_clock: None }),
            SideKind::OfClock => usize::try_from(side.number).ok().and_then(|place| self.of_clock.get(place)).copied(),
            _ => None,
        }
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
        let dated = |recorded: &Recorded| self.dated(&recorded.left).zip(self.dated(&recorded.right));
        let shown = self.recorded.iter().filter_map(|recorded| {
            let (left, right) = dated(recorded)?;
            next_crossing(&left, &right, recorded.operator.crossings(), after)
        });
        let either = [Crossing::Either; 2];
        let hidden = self.hidden.iter().filter_map(|(left, right)| next_crossing(left, right, either, after));
        shown.chain(hidden).min()
    }

    /// How many comparisons were recorded.
    pub(super) fn len(&self) -> usize {
        self.recorded.len()
    }

    /// Records one of at most `most` comparisons, but for those in loops.
    pub(super) fn record(&mut self, recorded: Recorded, most: usize) {
        if self.recorded.capacity() == 0 {
            self.recorded.reserve(most.min(FEW));
        }
        self.recorded.push(recorded);
    }

    /// Forgets everything, and keeps the room for it.
    pub(super) fn clear(&mut self) {
        let Self { recorded, of_clock, hidden, .. } = std::mem::take(self);
        *self = Self {
            recorded: emptied(recorded),
            of_clock: emptied(of_clock),
            hidden: emptied(hidden),
            ..Self::default()
        };
    }

    /// The room for date-times that are made from the clock.
    pub(super) fn take_of_clock(&mut self) -> Vec<Dated> {
        std::mem::take(&mut self.of_clock)
    }

    /// Notes the steps that were taken, and the date-times made from the clock, which comparisons name by their places.
    pub(super) fn note_end(&mut self, steps: usize, of_clock: Vec<Dated>) {
        self.steps = steps;
        self.of_clock = of_clock;
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
    pub(super) fn note_hidden(&mut self, [on_left, on_right]: &[Vec<Dated>; 2]) -> usize {
        if on_left.is_empty() {
            return 0;
        }
        self.unforeseeable |= on_left.len().max(on_right.len()) >= MOST_HIDDEN;
        let before = self.hidden.len();
        let pairs = on_left.iter().flat_map(|left| on_right.iter().map(move |right| (*left, *right)));
        self.hidden.extend(pairs.filter(|(left, right)| left.from_clock.is_some() || right.from_clock.is_some()));
        self.hidden.len().saturating_sub(before)
    }
}

fn emptied<T>(mut items: Vec<T>) -> Vec<T> {
    items.clear();
    items
}

/// Comparisons for which there is room at once: most rules make fewer.
const FEW: usize = 8;

/// Fewer date-times of one value are looked at; no rule in force compares lists of them at all.
pub(super) const MOST_HIDDEN: usize = 9;

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

    /// Whether it stands between whole numbers; the others do between date-times, or any values.
    pub(super) fn compares_numbers(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual)
    }

    /// Whether it holds where its sides stand so to each other.
    pub(super) fn admits(self, ordering: Ordering) -> bool {
        match self {
            Self::Less | Self::Before => ordering.is_lt(),
            Self::LessOrEqual | Self::NotAfter => ordering.is_le(),
            Self::Greater | Self::After => ordering.is_gt(),
            Self::GreaterOrEqual | Self::NotBefore => ordering.is_ge(),
            Self::Equal | Self::In => ordering.is_eq(),
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

impl From<&Datum> for Operand {
    fn from(datum: &Datum) -> Self {
        match datum {
            Datum::Null => Self::Missing,
            Datum::Bool(truth) => Self::Bool(*truth),
            Datum::Int(number) => Self::Int(*number),
            Datum::Text(text) => Self::Text(text.as_str().into()),
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
