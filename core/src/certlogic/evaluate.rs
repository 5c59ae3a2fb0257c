//! The tree on data: total, within a budget of steps, with every comparison recorded. Values are borrowed from the rule
//! and the data; where one has to be copied, the copy is paid for by its size.

use std::borrow::Cow;

use super::compile::{Expr, Order};
use super::datum::Dated;
use super::trace::{Comparison, Fields, Operand, Trace};
use super::{Data, Datum, Expression};
use crate::instant::{Moment, Unit};
use crate::limits;

/// Why an evaluation gave no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A condition is neither true nor false.
    #[error("a condition that is neither true nor false")]
    NeitherTrueNorFalse,
    /// An operand has a type that the operator does not take.
    #[error("\"{operator}\" takes {wanted}")]
    Type {
        /// The operator.
        operator: &'static str,
        /// What it takes.
        wanted: &'static str,
    },
    /// A text is no date, or names a day that does not exist.
    #[error("not a date")]
    Date,
    /// A sum, or a date, beyond what can be counted.
    #[error("beyond what can be counted")]
    Range,
    /// More steps than the budget.
    #[error("more than {most} steps")]
    Budget {
        /// The bound.
        most: usize,
    },
}

pub(super) fn evaluate(expression: &Expression, data: Data<'_>) -> (Result<Datum, EvaluationError>, Trace) {
    let mut evaluator = Evaluator { expression, steps: limits::RULE_STEPS, trace: Trace::default() };
    let value = evaluator.value(&expression.root, data).and_then(|(value, _)| evaluator.owned(value));
    (value, evaluator.trace)
}

/// A value, and the paths that fed it.
type Fed<'a> = (Cow<'a, Datum>, Fields);

type Evaluated<'a> = Result<Fed<'a>, EvaluationError>;

struct Evaluator<'e> {
    expression: &'e Expression,
    steps: usize,
    trace: Trace,
}

impl Evaluator<'_> {
    fn value<'a>(&mut self, expr: &'a Expr, data: Data<'a>) -> Evaluated<'a> {
        self.spend(1)?;
        match expr {
            Expr::Literal(literal) => Ok((Cow::Borrowed(literal), Fields::default())),
            Expr::List(items) => self.list(items, data),
            Expr::Var(index) => self.var(*index, data),
            Expr::If(parts) => self.choose(parts, data),
            Expr::And(operands) => self.and(operands, data),
            Expr::Not(operand) => {
                let (value, fields) = self.value(operand, data)?;
                let truth = value.truth().ok_or(EvaluationError::NeitherTrueNorFalse)?;
                Ok(fed(Datum::Bool(!truth), fields))
            }
            Expr::Equal(sides) => self.equal(sides, data),
            Expr::Order(order, operands) => self.order(*order, operands, data),
            Expr::Chronology(order, operands) => self.chronology(*order, operands, data),
            Expr::In(sides) => self.contained(sides, data),
            Expr::Plus(sides) => self.plus(sides, data),
            Expr::PlusTime(from, amount, unit) => {
                let (value, fields) = self.value(from, data)?;
                let Datum::Text(text) = value.as_ref() else { return Err(wrong("plusTime", "a text")) };
                let moment = Moment::parse(text).ok_or(EvaluationError::Date)?;
                let at = moment.plus(*amount, *unit).ok_or(EvaluationError::Range)?;
                let from_clock = self.is_clock(from).then_some((*amount, *unit));
                Ok(fed(Datum::Moment(Dated { at, from_clock }), fields))
            }
            Expr::Reduce(parts) => self.reduce(parts, data),
            Expr::ExtractFromUvci(from, index) => {
                let (value, fields) = self.value(from, data)?;
                extract_from_uvci(&value, *index).map(|part| fed(part, fields))
            }
            Expr::DccDateOfBirth(from) => {
                let (value, fields) = self.value(from, data)?;
                let Datum::Text(text) = value.as_ref() else { return Err(wrong("dccDateOfBirth", "a text")) };
                let at = Moment::last_day(text).ok_or(EvaluationError::Date)?;
                Ok(fed(Datum::Moment(Dated { at, from_clock: None }), fields))
            }
        }
    }

    fn var<'a>(&mut self, index: usize, data: Data<'a>) -> Evaluated<'a> {
        let path = self.expression.paths.get(index).ok_or(EvaluationError::Range)?;
        let found = data.resolve(&path.fragments);
        Ok((found.map_or(Cow::Owned(Datum::Null), Cow::Borrowed), Fields::of(index)))
    }

    fn list<'a>(&mut self, items: &'a [Expr], data: Data<'a>) -> Evaluated<'a> {
        let mut fields = Fields::default();
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let (value, fed) = self.value(item, data)?;
            fields = fields.and(fed);
            values.push(self.owned(value)?);
        }
        Ok(fed(Datum::Array(values), fields))
    }

    fn choose<'a>(&mut self, [guard, then, otherwise]: &'a [Expr; 3], data: Data<'a>) -> Evaluated<'a> {
        let (value, fields) = self.value(guard, data)?;
        let branch = match value.truth() {
            Some(true) => then,
            Some(false) => otherwise,
            None => return Err(EvaluationError::NeitherTrueNorFalse),
        };
        self.value(branch, data).map(|(value, fed)| (value, fields.and(fed)))
    }

    /// The first false operand, else the last one.
    fn and<'a>(&mut self, operands: &'a [Expr], data: Data<'a>) -> Evaluated<'a> {
        let (mut last, mut fields) = (Cow::Owned(Datum::Bool(true)), Fields::default());
        for operand in operands {
            let (value, fed) = self.value(operand, data)?;
            fields = fields.and(fed);
            let truth = value.truth().ok_or(EvaluationError::NeitherTrueNorFalse)?;
            last = value;
            if !truth {
                break;
            }
        }
        Ok((last, fields))
    }

    fn equal<'a>(&mut self, [left, right]: &'a [Expr; 2], data: Data<'a>) -> Evaluated<'a> {
        let (left, left_fields) = self.value(left, data)?;
        let (right, right_fields) = self.value(right, data)?;
        self.spend(weight(&left, self.steps))?;
        let holds = left == right;
        self.compared("===", &left, &right, holds, left_fields.and(right_fields))
    }

    fn order<'a>(&mut self, order: Order, operands: &'a [Expr], data: Data<'a>) -> Evaluated<'a> {
        let name = match order {
            Order::Less => "<",
            Order::LessOrEqual => "<=",
            Order::Greater => ">",
            Order::GreaterOrEqual => ">=",
        };
        self.in_a_row(name, operands, data, |left, right| match (left, right) {
            (Datum::Int(left), Datum::Int(right)) => Ok(order.holds(left, right)),
            _ => Err(wrong(name, "whole numbers")),
        })
    }

    fn chronology<'a>(&mut self, order: Order, operands: &'a [Expr], data: Data<'a>) -> Evaluated<'a> {
        let name = match order {
            Order::Less => "before",
            Order::LessOrEqual => "not-after",
            Order::Greater => "after",
            Order::GreaterOrEqual => "not-before",
        };
        self.in_a_row(name, operands, data, |left, right| match (left, right) {
            (Datum::Moment(left), Datum::Moment(right)) => Ok(order.holds(&left.at, &right.at)),
            _ => Err(wrong(name, "date-times")),
        })
    }

    /// Where a clock-made date-time is compared with a fixed one, it is known when that may come out otherwise. Two
    /// clock-made ones move together, but for the lengths of months: they are looked at again every midnight.
    fn note_boundaries(&mut self, left: &Datum, right: &Datum) {
        let (Datum::Moment(left), Datum::Moment(right)) = (left, right) else { return };
        match (left.from_clock, right.from_clock) {
            (Some((amount, unit)), None) => self.trace.bound(right.at.crossings(amount, unit)),
            (None, Some((amount, unit))) => self.trace.bound(left.at.crossings(amount, unit)),
            (Some((amount, unit)), Some(other)) if (amount, unit) != other => {
                self.trace.bound(left.at.plus(1, Unit::Day).into_iter().flat_map(|day| day.crossings(amount, unit)));
            }
            _ => {}
        }
    }

    fn is_clock(&self, expr: &Expr) -> bool {
        let Expr::Var(index) = expr else { return false };
        self.expression.paths.get(*index).is_some_and(|path| path.text == "external.validationClock")
    }

    /// Whether a relation holds between each two neighbours; all operands are evaluated first.
    fn in_a_row<'a>(
        &mut self,
        name: &'static str,
        operands: &'a [Expr],
        data: Data<'a>,
        relation: impl Fn(&Datum, &Datum) -> Result<bool, EvaluationError>,
    ) -> Evaluated<'a> {
        let values = operands.iter().map(|operand| self.value(operand, data)).collect::<Result<Vec<_>, _>>()?;
        let (mut all_hold, mut all_fields) = (true, Fields::default());
        for ((left, left_fields), (right, right_fields)) in values.iter().zip(values.iter().skip(1)) {
            let holds = relation(left, right)?;
            let fields = left_fields.and(*right_fields);
            self.compared(name, left, right, holds, fields)?;
            self.note_boundaries(left, right);
            all_hold &= holds;
            all_fields = all_fields.and(fields);
        }
        Ok(fed(Datum::Bool(all_hold), all_fields))
    }

    fn contained<'a>(&mut self, [element, list]: &'a [Expr; 2], data: Data<'a>) -> Evaluated<'a> {
        let (element, element_fields) = self.value(element, data)?;
        let (list, list_fields) = self.value(list, data)?;
        let Datum::Array(items) = list.as_ref() else { return Err(wrong("in", "a list on its right")) };
        self.spend(items.len().div_euclid(ITEMS_A_STEP))?;
        let holds = items.contains(&element);
        self.compared("in", &element, &list, holds, element_fields.and(list_fields))
    }

    fn plus<'a>(&mut self, [left, right]: &'a [Expr; 2], data: Data<'a>) -> Evaluated<'a> {
        let (left, left_fields) = self.value(left, data)?;
        let (right, right_fields) = self.value(right, data)?;
        let (Datum::Int(left), Datum::Int(right)) = (left.as_ref(), right.as_ref()) else {
            return Err(wrong("+", "whole numbers"));
        };
        let sum = left.checked_add(*right).ok_or(EvaluationError::Range)?;
        Ok(fed(Datum::Int(sum), left_fields.and(right_fields)))
    }

    fn reduce<'a>(&mut self, [list, step, initial]: &'a [Expr; 3], data: Data<'a>) -> Evaluated<'a> {
        let (list, list_fields) = self.value(list, data)?;
        let (initial, initial_fields) = self.value(initial, data)?;
        let mut fields = list_fields.and(initial_fields);
        let mut accumulator = self.owned(initial)?;
        let items = match list.as_ref() {
            Datum::Null => &[],
            Datum::Array(items) => items.as_slice(),
            _ => return Err(wrong("reduce", "a list")),
        };
        for item in items {
            let current = self.owned(Cow::Borrowed(item))?;
            let scope = [("accumulator".to_owned(), accumulator), ("current".to_owned(), current)];
            let scope = Datum::Object(scope.into());
            let (value, fed) = self.value(step, Data::Whole(&scope))?;
            accumulator = self.owned(value)?;
            fields = fields.and(fed);
        }
        Ok(fed(accumulator, fields))
    }

    fn compared<'a>(
        &mut self,
        operator: &'static str,
        left: &Datum,
        right: &Datum,
        holds: bool,
        fields: Fields,
    ) -> Evaluated<'a> {
        // The trace keeps a copy of each text.
        let length = |side: &Datum| if let Datum::Text(text) = side { text.len().div_euclid(ITEMS_A_STEP) } else { 0 };
        self.spend(length(left).saturating_add(length(right)))?;
        let (left, right) = (Operand::from(left), Operand::from(right));
        self.trace.record(Comparison { operator, left, right, holds, fields });
        Ok(fed(Datum::Bool(holds), fields))
    }

    /// A value of one's own. A rule that doubles a list again and again pays for each copy.
    fn owned(&mut self, value: Cow<'_, Datum>) -> Result<Datum, EvaluationError> {
        if let Cow::Borrowed(borrowed) = &value {
            self.spend(weight(borrowed, self.steps))?;
        }
        Ok(value.into_owned())
    }

    fn spend(&mut self, steps: usize) -> Result<(), EvaluationError> {
        self.steps = self.steps.checked_sub(steps).ok_or(EvaluationError::Budget { most: limits::RULE_STEPS })?;
        Ok(())
    }
}

/// Elements that are looked through, or copied, for one step.
const ITEMS_A_STEP: usize = 64;

/// The steps that a walk through a whole value costs; once it exceeds `most` the rest is not counted.
fn weight(value: &Datum, most: usize) -> usize {
    fn count(value: &Datum, left: usize) -> usize {
        let Some(mut left) = left.checked_sub(1) else { return 0 };
        match value {
            Datum::Array(items) => items.iter().for_each(|item| left = count(item, left)),
            Datum::Object(fields) => fields.iter().for_each(|(_, field)| left = count(field, left)),
            Datum::Text(text) => left = left.saturating_sub(text.len().div_euclid(ITEMS_A_STEP)),
            _ => {}
        }
        left
    }
    let items = most.saturating_add(1).saturating_mul(ITEMS_A_STEP);
    items.saturating_sub(count(value, items)).div_euclid(ITEMS_A_STEP)
}

fn fed<'a>(value: Datum, fields: Fields) -> Fed<'a> {
    (Cow::Owned(value), fields)
}

impl Order {
    fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// Part `index` of an identifier without its prefix, cut at `/`, `#` and `:`; empty parts count.
fn extract_from_uvci(value: &Datum, index: i64) -> Result<Datum, EvaluationError> {
    let text = match value {
        Datum::Null => return Ok(Datum::Null),
        Datum::Text(text) => text,
        _ => return Err(wrong("extractFromUVCI", "a text or nothing")),
    };
    let body = text.strip_prefix("URN:UVCI:").unwrap_or(text);
    let part = usize::try_from(index).ok().and_then(|index| body.split(['/', '#', ':']).nth(index));
    Ok(part.map_or(Datum::Null, |part| Datum::Text(part.to_owned())))
}

fn wrong(operator: &'static str, wanted: &'static str) -> EvaluationError {
    EvaluationError::Type { operator, wanted }
}
