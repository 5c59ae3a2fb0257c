//! What an evaluation made and keeps until its end, and what values are by it.

use super::datum::Dated;
use super::path::{ACCUMULATOR, CURRENT, Fragment, InLoop, Path};
use super::trace::{Side, SideKind};
use super::value::{Stretch, Value};
use super::{Datum, Text};
use crate::instant::Moment;
use crate::limits;

/// What one evaluation made.
pub(super) struct Made<'a> {
    /// Date-times made from the validation clock.
    of_clock: Vec<Dated>,
    /// The elements of all lists, and the scopes of loops that were asked for as a whole.
    values: Vec<Value<'a>>,
    texts: Vec<Text>,
}

/// What a step of a loop sees.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) accumulator: Value<'a>,
    pub(super) current: Value<'a>,
}

/// A list, wherever it is.
#[derive(Clone, Copy)]
pub(super) enum List<'a> {
    Borrowed(&'a [Datum]),
    Made(Stretch),
}

impl List<'_> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Borrowed(items) => items.len(),
            Self::Made(stretch) => stretch.len(),
        }
    }
}

impl<'a> Made<'a> {
    /// Nothing yet; date-times will be kept where `of_clock` has room.
    pub(super) fn of(of_clock: Vec<Dated>) -> Self {
        Self { of_clock, values: Vec::new(), texts: Vec::new() }
    }

    pub(super) fn keep_of_clock(&mut self, dated: Dated) -> Value<'a> {
        self.of_clock.push(dated);
        Value::OfClock(self.of_clock.len().saturating_sub(1))
    }

    pub(super) fn keep_text(&mut self, text: Text) -> Value<'a> {
        self.texts.push(text);
        Value::Text(self.texts.len().saturating_sub(1))
    }

    /// Room for a list, whose elements are nothing for now.
    pub(super) fn reserve(&mut self, length: usize) -> Option<Stretch> {
        let stretch = Stretch::new(self.values.len(), length)?;
        self.values.resize(stretch.range().end, Value::Nothing);
        Some(stretch)
    }

    pub(super) fn set(&mut self, stretch: Stretch, place: usize, value: Value<'a>) {
        if let Some(room) = self.values.get_mut(stretch.range()).and_then(|room| room.get_mut(place)) {
            *room = value;
        }
    }

    /// The value at a path that begins in a loop's scope.
    pub(super) fn in_loop(&mut self, scope: Scope<'a>, path: &Path) -> Option<Value<'a>> {
        let root = match path.in_loop() {
            InLoop::Accumulator => scope.accumulator,
            InLoop::Current => scope.current,
            InLoop::Nowhere => return None,
            InLoop::Whole => {
                let stretch = self.reserve(2)?;
                self.set(stretch, 0, scope.accumulator);
                self.set(stretch, 1, scope.current);
                return Some(Value::Scope(stretch));
            }
        };
        path.behind(1).iter().try_fold(root, |value, step| self.step(value, step))
    }

    fn step(&self, value: Value<'a>, step: &Fragment) -> Option<Value<'a>> {
        match value {
            Value::Borrowed(datum) => datum.step(step).map(Value::from),
            Value::List(stretch) => self.at(stretch, step.index?),
            Value::Scope(stretch) => match step.name.as_str() {
                ACCUMULATOR => self.at(stretch, 0),
                CURRENT => self.at(stretch, 1),
                _ => None,
            },
            _ => None,
        }
    }

    fn at(&self, stretch: Stretch, place: usize) -> Option<Value<'a>> {
        self.all(stretch).get(place).copied()
    }

    fn all(&self, stretch: Stretch) -> &[Value<'a>] {
        self.values.get(stretch.range()).unwrap_or_default()
    }

    /// Whether it counts as true, as false, or as neither.
    pub(super) fn truth(&self, value: Value<'_>) -> Option<bool> {
        match value {
            Value::True | Value::Scope(_) => Some(true),
            Value::False | Value::Nothing => Some(false),
            Value::Int(number) => Some(number != 0),
            Value::Moment(_) | Value::OfClock(_) => None,
            Value::Borrowed(datum) => datum.truth(),
            Value::Text(_) => self.text(value).map(|text| text.len() != 0),
            Value::List(stretch) => Some(stretch.len() != 0),
        }
    }

    pub(super) fn text<'s>(&'s self, value: Value<'s>) -> Option<&'s Text> {
        match value {
            Value::Borrowed(Datum::Text(text)) => Some(text),
            Value::Text(place) => self.texts.get(place),
            _ => None,
        }
    }

    pub(super) fn moment(&self, value: Value<'_>) -> Option<Moment> {
        match value {
            Value::Moment(at) => Some(at),
            Value::OfClock(place) => self.of_clock.get(place).map(|dated| dated.at),
            Value::Borrowed(Datum::Moment(dated)) => Some(dated.at),
            _ => None,
        }
    }

    pub(super) fn list(&self, value: Value<'a>) -> Option<List<'a>> {
        match value {
            Value::Borrowed(Datum::Array(items)) => Some(List::Borrowed(items)),
            Value::List(stretch) => Some(List::Made(stretch)),
            _ => None,
        }
    }

    pub(super) fn element(&self, list: List<'a>, place: usize) -> Option<Value<'a>> {
        match list {
            List::Borrowed(items) => items.get(place).map(Value::from),
            List::Made(stretch) => self.at(stretch, place),
        }
    }

    /// Whether a list has an element that equals the value.
    pub(super) fn contains(&self, list: List<'a>, value: Value<'a>) -> bool {
        match list {
            List::Borrowed(items) => items.iter().any(|item| self.is(value, item)),
            List::Made(stretch) => self.all(stretch).iter().any(|item| self.equal(value, *item)),
        }
    }

    /// Structural equality.
    pub(super) fn equal(&self, one: Value<'_>, other: Value<'_>) -> bool {
        match (one, other) {
            (Value::Borrowed(datum), value) | (value, Value::Borrowed(datum)) => self.is(value, datum),
            (Value::Nothing, Value::Nothing) | (Value::True, Value::True) | (Value::False, Value::False) => true,
            (Value::Int(one), Value::Int(other)) => one == other,
            (Value::Moment(_) | Value::OfClock(_), Value::Moment(_) | Value::OfClock(_)) => {
                self.moment(one) == self.moment(other)
            }
            (Value::Text(_), Value::Text(_)) => self.text(one) == self.text(other),
            (Value::List(one), Value::List(other)) | (Value::Scope(one), Value::Scope(other)) => {
                let mut pairs = self.all(one).iter().zip(self.all(other));
                one.len() == other.len() && pairs.all(|(one, other)| self.equal(*one, *other))
            }
            _ => false,
        }
    }

    fn is(&self, value: Value<'_>, datum: &Datum) -> bool {
        match (value, datum) {
            (Value::Borrowed(one), other) => one == other,
            (Value::Moment(_) | Value::OfClock(_), Datum::Moment(other)) => self.moment(value) == Some(other.at),
            (Value::Text(_), Datum::Text(other)) => self.text(value) == Some(other),
            (Value::List(one), Datum::Array(others)) => {
                let mut pairs = self.all(one).iter().zip(others);
                one.len() == others.len() && pairs.all(|(one, other)| self.is(*one, other))
            }
            (Value::Scope(one), Datum::Object(fields)) => {
                let mut named = [ACCUMULATOR, CURRENT].into_iter().zip(self.all(one));
                let same = |(name, value): (_, &Value<'_>)| datum.get(name).is_some_and(|field| self.is(*value, field));
                fields.len() == 2 && named.all(same)
            }
            (value, Datum::Null | Datum::Bool(_) | Datum::Int(_)) => self.equal(value, datum.into()),
            _ => false,
        }
    }

    /// Date-times in a value, at most so many.
    pub(super) fn dates(&self, value: Value<'_>, most: usize) -> Vec<Dated> {
        let mut found = Vec::new();
        self.collect_dates(value, most, &mut found);
        found
    }

    fn collect_dates(&self, value: Value<'_>, most: usize, found: &mut Vec<Dated>) {
        match value {
            Value::Moment(_) | Value::OfClock(_) if found.len() < most => found.extend(self.dated(value)),
            Value::List(stretch) => self.all(stretch).iter().for_each(|item| self.collect_dates(*item, most, found)),
            _ => {}
        }
    }

    /// The steps that a walk through a whole value costs, one for [`ITEMS_A_STEP`]; once it exceeds `most` the rest is not
    /// counted. A value nested deeper than a rule may be costs more than anybody has: a loop must not build what no stack
    /// can take down again.
    pub(super) fn weight(&self, value: Value<'_>, most: usize) -> usize {
        let items = most.saturating_add(1).saturating_mul(ITEMS_A_STEP);
        let left = match value {
            Value::Borrowed(_) | Value::Text(_) | Value::List(_) | Value::Scope(_) => {
                self.count(value, items, limits::RULE_DEPTH)
            }
            _ => return 0,
        };
        items.saturating_sub(left).div_euclid(ITEMS_A_STEP)
    }

    /// What is left of so many items behind a value.
    fn count(&self, value: Value<'_>, left: usize, deeper: usize) -> usize {
        let (stretch, text) = match value {
            Value::Borrowed(datum) => return count(datum, left, deeper),
            Value::List(stretch) | Value::Scope(stretch) => (Some(stretch), None),
            value => (None, self.text(value)),
        };
        let (Some(left), Some(deeper)) = (left.checked_sub(1), deeper.checked_sub(1)) else { return 0 };
        let left = left.saturating_sub(text.map_or(0, |text| text.len().div_euclid(ITEMS_A_STEP)));
        let items = stretch.map(|stretch| self.all(stretch)).unwrap_or_default();
        items.iter().fold(left, |left, item| self.count(*item, left, deeper))
    }

    /// A copy of the value that outlives the evaluation.
    pub(super) fn datum(&self, value: Value<'_>) -> Datum {
        match value {
            Value::Nothing => Datum::Null,
            Value::True => Datum::Bool(true),
            Value::False => Datum::Bool(false),
            Value::Int(number) => Datum::Int(number),
            Value::Moment(_) | Value::OfClock(_) => self.dated(value).map_or(Datum::Null, Datum::Moment),
            Value::Borrowed(datum) => datum.clone(),
            Value::Text(_) => self.text(value).cloned().map_or(Datum::Null, Datum::Text),
            Value::List(stretch) => Datum::Array(self.all(stretch).iter().map(|item| self.datum(*item)).collect()),
            Value::Scope(stretch) => {
                let named = [ACCUMULATOR, CURRENT].into_iter().zip(self.all(stretch));
                Datum::Object(named.map(|(name, value)| (name.into(), self.datum(*value))).collect())
            }
        }
    }

    /// The value as one side of a comparison is kept.
    #[inline]
    pub(super) fn side(&self, value: Value<'_>) -> Side {
        let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        let (kind, number, text) = match value {
            Value::Nothing => (SideKind::Missing, 0, None),
            Value::True => (SideKind::True, 0, None),
            Value::False => (SideKind::False, 0, None),
            Value::Int(int) => (SideKind::Int, int, None),
            Value::Moment(at) => (SideKind::Moment, at.as_millis(), None),
            Value::OfClock(place) => (SideKind::OfClock, number(place), None),
            Value::Borrowed(Datum::Text(text)) => (SideKind::Text, 0, Some(text.letters().clone())),
            Value::Borrowed(Datum::Array(items)) => (SideKind::List, number(items.len()), None),
            Value::Borrowed(Datum::Moment(dated)) => (SideKind::Moment, dated.at.as_millis(), None),
            Value::Text(_) => (SideKind::Text, 0, self.text(value).map(|text| text.letters().clone())),
            Value::List(stretch) => (SideKind::List, number(stretch.len()), None),
            Value::Borrowed(_) | Value::Scope(_) => (SideKind::Other, 0, None),
        };
        Side { kind, number, text }
    }

    /// The date-times that were made from the clock.
    pub(super) fn into_of_clock(self) -> Vec<Dated> {
        self.of_clock
    }

    fn dated(&self, value: Value<'_>) -> Option<Dated> {
        match value {
            Value::Moment(at) => Some(Dated { at, from_clock: None }),
            Value::OfClock(place) => self.of_clock.get(place).copied(),
            _ => None,
        }
    }
}

/// Elements that are looked through, or copied, for one step.
pub(super) const ITEMS_A_STEP: usize = 64;

fn count(datum: &Datum, left: usize, deeper: usize) -> usize {
    let (Some(mut left), Some(deeper)) = (left.checked_sub(1), deeper.checked_sub(1)) else { return 0 };
    match datum {
        Datum::Array(items) => items.iter().for_each(|item| left = count(item, left, deeper)),
        Datum::Object(fields) => fields.iter().for_each(|(_, field)| left = count(field, left, deeper)),
        Datum::Text(text) => left = left.saturating_sub(text.len().div_euclid(ITEMS_A_STEP)),
        _ => {}
    }
    left
}
