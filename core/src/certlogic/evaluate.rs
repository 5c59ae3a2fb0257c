//! The tree on data: total, within a budget of steps, with every comparison recorded. Values are borrowed from the rule
//! and the data; where one has to be copied, the copy is paid for by its size.

use super::compile::{Expr, PlusTime};
use super::datum::{Dated, Name, NoWhole};
use super::trace::{Comparison, Fields, Operand, Operator, Trace};
use super::value::Value;
use super::{Data, Datum, Expression};
use crate::instant::Unit;
use crate::limits;

/// How months are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// A day that the new month lacks runs over into the next, as the specification says.
    Specification,
    /// A day that the new month lacks becomes its last one, as in apps built on java.time (protocols.md §3.2).
    Clamping,
}

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
    /// It asks for the data as a whole, which is kept in parts.
    #[error("the data as a whole")]
    Whole,
    /// More steps than the budget.
    #[error("more than {most} steps")]
    Budget {
        /// The bound.
        most: usize,
    },
}

pub(super) fn evaluate(
    expression: &Expression,
    data: Data<'_>,
    calendar: Calendar,
) -> (Result<Datum, EvaluationError>, Trace) {
    let mut evaluator = Evaluator { expression, steps: limits::RULE_STEPS, calendar, trace: Trace::default() };
    let value = evaluator.value(&expression.root, &data).and_then(|(value, _)| evaluator.owned(value));
    evaluator.trace.note_steps(limits::RULE_STEPS.saturating_sub(evaluator.steps));
    (value, evaluator.trace)
}

/// A value, and the paths that fed it.
type Fed<'a> = (Value<'a>, Fields);

type Evaluated<'a> = Result<Fed<'a>, EvaluationError>;

struct Evaluator<'e> {
    expression: &'e Expression,
    steps: usize,
    calendar: Calendar,
    trace: Trace,
}

impl Evaluator<'_> {
    fn value<'a>(&mut self, expr: &'a Expr, data: &'a Data<'a>) -> Evaluated<'a> {
        self.spend(1)?;
        match expr {
            Expr::Literal(literal) => Ok((Value::Borrowed(literal), Fields::default())),
            Expr::List(items) => self.list(items, data),
            Expr::Var(index) => self.var(*index, data),
            Expr::If(parts) => self.choose(parts, data),
            Expr::And(operands) => self.and(operands, data),
            Expr::Not(operand) => {
                let (value, fields) = self.value(operand, data)?;
                let truth = value.truth().ok_or(EvaluationError::NeitherTrueNorFalse)?;
                Ok((Value::Bool(!truth), fields))
            }
            Expr::Equal(site, sides) => self.equal(*site, sides, data),
            Expr::InARow(site, operator, operands) => self.in_a_row(*site, *operator, operands, data),
            Expr::In(site, sides) => self.contained(*site, sides, data),
            Expr::Plus(sides) => self.plus(sides, data),
            Expr::PlusTime(plus) => self.plus_time(plus, data),
            Expr::Reduce(parts) => self.reduce(parts, data),
            Expr::ExtractFromUvci(from, index) => {
                let (value, fields) = self.value(from, data)?;
                self.spend(value.text().map_or(0, |text| text.as_str().len().div_euclid(ITEMS_A_STEP)))?;
                extract_from_uvci(&value, *index).map(|part| (Value::made(part), fields))
            }
            Expr::DccDateOfBirth(from) => {
                let (value, fields) = self.value(from, data)?;
                let text = value.text().ok_or(wrong("dccDateOfBirth", "a text"))?;
                let at = text.day().ok_or(EvaluationError::Date)?;
                Ok((Value::Moment(Dated { at, from_clock: None }), fields))
            }
        }
    }

    fn var<'a>(&mut self, index: usize, data: &'a Data<'a>) -> Evaluated<'a> {
        let path = self.expression.paths.get(index).ok_or(EvaluationError::Range)?;
        let found = data.resolve(&path.fragments).map_err(|NoWhole| EvaluationError::Whole)?;
        let fields = Fields::of(index);
        self.trace.note_read(fields);
        Ok((found.map_or_else(Value::nothing, Value::Borrowed), fields))
    }

    fn plus_time<'a>(&mut self, plus: &'a PlusTime, data: &'a Data<'a>) -> Evaluated<'a> {
        let PlusTime { from, amount, unit, is_clock } = plus;
        let (value, fields) = self.value(from, data)?;
        let text = value.text().ok_or(wrong("plusTime", "a text"))?;
        let from = text.moment().ok_or(EvaluationError::Date)?;
        let moved = from.plus(*amount, *unit);
        if *is_clock && moved.is_none_or(|moved| moved.to.is_far_off()) {
            // Some day the sum is beyond the calendar, or no longer so.
            self.trace.note_unforeseeable();
        }
        let moved = moved.ok_or(EvaluationError::Range)?;
        // A leap day plus years is the first of March by both calendars.
        let overflowed = *unit == Unit::Month && moved.runs_over;
        self.trace.note_overflow(overflowed);
        let at = match self.calendar {
            Calendar::Clamping if overflowed => from.plus_clamping(*amount).ok_or(EvaluationError::Range)?,
            Calendar::Clamping | Calendar::Specification => moved.to,
        };
        Ok((Value::Moment(Dated { at, from_clock: is_clock.then_some((*amount, *unit)) }), fields))
    }

    fn list<'a>(&mut self, items: &'a [Expr], data: &'a Data<'a>) -> Evaluated<'a> {
        let mut fields = Fields::default();
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let (value, fed) = self.value(item, data)?;
            fields = fields.and(fed);
            values.push(self.owned(value)?);
        }
        Ok((Value::made(Datum::Array(values)), fields))
    }

    fn choose<'a>(&mut self, [guard, then, otherwise]: &'a [Expr; 3], data: &'a Data<'a>) -> Evaluated<'a> {
        let (value, fields) = self.value(guard, data)?;
        let branch = match value.truth() {
            Some(true) => then,
            Some(false) => otherwise,
            None => return Err(EvaluationError::NeitherTrueNorFalse),
        };
        self.value(branch, data).map(|(value, fed)| (value, fields.and(fed)))
    }

    /// The first false operand, else the last one.
    fn and<'a>(&mut self, operands: &'a [Expr], data: &'a Data<'a>) -> Evaluated<'a> {
        let (mut last, mut fields) = (Value::Bool(true), Fields::default());
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

    fn equal<'a>(&mut self, site: usize, [left, right]: &'a [Expr; 2], data: &'a Data<'a>) -> Evaluated<'a> {
        let (left, left_fields) = self.value(left, data)?;
        let (right, right_fields) = self.value(right, data)?;
        self.spend(left.datum().map_or(0, |left| weight(left, self.steps)))?;
        let holds = left.equals(&right);
        self.compared(site, Operator::Equal, (&left, &right), holds, left_fields.and(right_fields))
    }

    /// Whether a relation holds between each two of two or three neighbours; all operands are evaluated first.
    fn in_a_row<'a>(
        &mut self,
        site: usize,
        operator: Operator,
        operands: &'a [Expr],
        data: &'a Data<'a>,
    ) -> Evaluated<'a> {
        let [first, second, rest @ ..] = operands else { return Err(EvaluationError::Range) };
        let first = self.value(first, data)?;
        let second = self.value(second, data)?;
        let third = rest.first().map(|third| self.value(third, data)).transpose()?;
        let (mut all_hold, mut all_fields) = (true, Fields::default());
        for (pair, left, right) in [(0, &first, Some(&second)), (1, &second, third.as_ref())] {
            let Some(right) = right else { continue };
            let site = site.saturating_add(pair);
            let holds = relates(operator, &left.0, &right.0)?;
            let fields = left.1.and(right.1);
            self.compared(site, operator, (&left.0, &right.0), holds, fields)?;
            all_hold &= holds;
            all_fields = all_fields.and(fields);
        }
        Ok((Value::Bool(all_hold), all_fields))
    }

    fn contained<'a>(&mut self, site: usize, [element, list]: &'a [Expr; 2], data: &'a Data<'a>) -> Evaluated<'a> {
        let (element, element_fields) = self.value(element, data)?;
        let (list, list_fields) = self.value(list, data)?;
        let items = list.list().ok_or(wrong("in", "a list on its right"))?;
        // An element that is a structure is walked through again for each item.
        let walk = element.datum().map_or(0, |element| weight(element, self.steps));
        self.spend(items.len().div_euclid(ITEMS_A_STEP).saturating_add(items.len().saturating_mul(walk)))?;
        let holds = items.iter().any(|item| element.is(item));
        self.compared(site, Operator::In, (&element, &list), holds, element_fields.and(list_fields))
    }

    fn plus<'a>(&mut self, [left, right]: &'a [Expr; 2], data: &'a Data<'a>) -> Evaluated<'a> {
        let (left, left_fields) = self.value(left, data)?;
        let (right, right_fields) = self.value(right, data)?;
        let (Some(left), Some(right)) = (left.int(), right.int()) else { return Err(wrong("+", "whole numbers")) };
        let sum = left.checked_add(right).ok_or(EvaluationError::Range)?;
        Ok((Value::made(Datum::Int(sum)), left_fields.and(right_fields)))
    }

    fn reduce<'a>(&mut self, [list, step, initial]: &'a [Expr; 3], data: &'a Data<'a>) -> Evaluated<'a> {
        let (list, list_fields) = self.value(list, data)?;
        let (initial, initial_fields) = self.value(initial, data)?;
        let mut fields = list_fields.and(initial_fields);
        let mut accumulator = self.owned(initial)?;
        let items = match list.datum() {
            Some(Datum::Null) => &[],
            Some(Datum::Array(items)) => items.as_slice(),
            _ => return Err(wrong("reduce", "a list")),
        };
        for item in items {
            let current = self.owned(Value::Borrowed(item))?;
            let scope = [(Name::Borrowed("accumulator"), accumulator), (Name::Borrowed("current"), current)];
            let scope = Datum::Object(scope.into());
            let scope = Data::Whole(&scope);
            let (value, fed) = self.value(step, &scope)?;
            accumulator = self.owned(value)?;
            fields = fields.and(fed);
        }
        Ok((Value::made(accumulator), fields))
    }

    fn compared<'a>(
        &mut self,
        site: usize,
        operator: Operator,
        (left, right): (&Value<'_>, &Value<'_>),
        holds: bool,
        fields: Fields,
    ) -> Evaluated<'a> {
        if matches!(operator, Operator::Equal | Operator::In) {
            let pairs = self.trace.note_hidden(left, right);
            self.spend(pairs.saturating_mul(STEPS_A_PAIR))?;
        }
        if self.trace.comparisons().len() >= limits::RULE_COMPARISONS {
            return Err(EvaluationError::Budget { most: limits::RULE_COMPARISONS });
        }
        let (left, right) = (Operand::from(left), Operand::from(right));
        self.trace.record(Comparison { site, operator, left, right, holds, fields });
        Ok((Value::Bool(holds), fields))
    }

    /// A value of one's own. A rule that doubles a list again and again pays for each copy.
    fn owned(&mut self, value: Value<'_>) -> Result<Datum, EvaluationError> {
        if let Value::Borrowed(borrowed) = &value {
            self.spend(weight(borrowed, self.steps))?;
        }
        Ok(value.into_datum())
    }

    fn spend(&mut self, steps: usize) -> Result<(), EvaluationError> {
        self.steps = self.steps.checked_sub(steps).ok_or(EvaluationError::Budget { most: limits::RULE_STEPS })?;
        Ok(())
    }
}

/// A pair of date-times inside of lists is looked at for every boundary; by months that takes a while.
const STEPS_A_PAIR: usize = 64;

/// Elements that are looked through, or copied, for one step.
const ITEMS_A_STEP: usize = 64;

/// The steps that a walk through a whole value costs; once it exceeds `most` the rest is not counted. A value nested
/// deeper than a rule may be costs more than anybody has: a loop must not build what no stack can take down again.
fn weight(value: &Datum, most: usize) -> usize {
    fn count(value: &Datum, left: usize, deeper: usize) -> usize {
        let (Some(mut left), Some(deeper)) = (left.checked_sub(1), deeper.checked_sub(1)) else { return 0 };
        match value {
            Datum::Array(items) => items.iter().for_each(|item| left = count(item, left, deeper)),
            Datum::Object(fields) => fields.iter().for_each(|(_, field)| left = count(field, left, deeper)),
            Datum::Text(text) => left = left.saturating_sub(text.as_str().len().div_euclid(ITEMS_A_STEP)),
            _ => {}
        }
        left
    }
    let items = most.saturating_add(1).saturating_mul(ITEMS_A_STEP);
    items.saturating_sub(count(value, items, limits::RULE_DEPTH)).div_euclid(ITEMS_A_STEP)
}

/// Whether two whole numbers, or two date-times, stand so to each other.
fn relates(operator: Operator, left: &Value<'_>, right: &Value<'_>) -> Result<bool, EvaluationError> {
    use Operator::{After, Before, Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual, NotAfter, NotBefore};
    let ordering = match operator {
        Less | LessOrEqual | Greater | GreaterOrEqual => {
            let numbers = left.int().zip(right.int()).ok_or(wrong(operator.as_str(), "whole numbers"))?;
            numbers.0.cmp(&numbers.1)
        }
        Before | NotAfter | After | NotBefore | Equal | In => {
            let moments = left.moment().zip(right.moment()).ok_or(wrong(operator.as_str(), "date-times"))?;
            moments.0.at.cmp(&moments.1.at)
        }
    };
    Ok(match operator {
        Less | Before => ordering.is_lt(),
        LessOrEqual | NotAfter => ordering.is_le(),
        Greater | After => ordering.is_gt(),
        GreaterOrEqual | NotBefore => ordering.is_ge(),
        Equal | In => ordering.is_eq(),
    })
}

/// Part `index` of an identifier without its prefix, cut at `/`, `#` and `:`; empty parts count.
fn extract_from_uvci(value: &Value<'_>, index: i64) -> Result<Datum, EvaluationError> {
    let text = match value.datum() {
        Some(Datum::Null) => return Ok(Datum::Null),
        Some(Datum::Text(text)) => text.as_str(),
        _ => return Err(wrong("extractFromUVCI", "a text or nothing")),
    };
    let body = text.strip_prefix("URN:UVCI:").unwrap_or(text);
    let part = usize::try_from(index).ok().and_then(|index| body.split(['/', '#', ':']).nth(index));
    Ok(part.map_or(Datum::Null, Datum::from))
}

fn wrong(operator: &'static str, wanted: &'static str) -> EvaluationError {
    EvaluationError::Type { operator, wanted }
}
