//! The tree on data: total, within a budget of steps, with every comparison recorded. Values are borrowed from the rule
//! and the data; what is put into a list is paid for by its size.

use super::compile::{Expr, PlusTime};
use super::datum::Dated;
use super::made::{ITEMS_A_STEP, List, Made, Scope};
use super::path::NoWhole;
use super::trace::{Fields, MOST_HIDDEN, Operator, Recorded, Trace};
use super::value::Value;
use super::{Data, Datum, Expression, Text};
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

/// Evaluates, and leaves in `trace` what was compared on the way.
pub(super) fn evaluate(
    expression: &Expression,
    data: Data<'_>,
    calendar: Calendar,
    trace: &mut Trace,
) -> Result<Datum, EvaluationError> {
    trace.clear();
    let made = Made::of(trace.take_of_clock());
    let steps = limits::RULE_STEPS;
    let fed = Fields::default();
    let mut evaluator =
        Evaluator { expression, data, scope: None, calendar, steps, stopped_by: None, made, fed, trace };
    let value = evaluator.value(&expression.root).and_then(|value| evaluator.owned(value));
    evaluator.trace.note_end(steps.saturating_sub(evaluator.steps), evaluator.made.into_of_clock());
    value.map_err(|Stopped| evaluator.stopped_by.unwrap_or(EvaluationError::Range))
}

type Evaluated<'a> = Result<Value<'a>, Stopped>;

/// An error that the evaluator keeps, so that results stay small enough for registers.
struct Stopped;

struct Evaluator<'a, 't> {
    expression: &'a Expression,
    data: Data<'a>,
    /// What the step of a loop sees instead of the data.
    scope: Option<Scope<'a>>,
    calendar: Calendar,
    /// Those left.
    steps: usize,
    stopped_by: Option<EvaluationError>,
    made: Made<'a>,
    /// The paths that were read for the comparison at hand.
    fed: Fields,
    trace: &'t mut Trace,
}

impl<'a> Evaluator<'a, '_> {
    fn value(&mut self, expr: &'a Expr) -> Evaluated<'a> {
        let mut expr = expr;
        loop {
            self.spend(1)?;
            return match expr {
                Expr::Literal(literal) => Ok(literal.into()),
                Expr::Var(index) => self.var(*index),
                Expr::If(parts) => {
                    let [guard, then, otherwise] = &**parts;
                    expr = if self.truth(guard)? { then } else { otherwise };
                    continue;
                }
                Expr::And(operands) => self.and(operands),
                Expr::Not(operand) => Ok((!self.truth(operand)?).into()),
                Expr::Equal(site, sides) => self.equal(*site, sides),
                Expr::InARow(site, operator, operands) => self.in_a_row(*site, *operator, operands),
                Expr::In(site, sides) => self.contained(*site, sides),
                Expr::PlusTime(plus) => self.plus_time(plus),
                Expr::List(items) => self.list(items),
                Expr::Plus(sides) => self.plus(sides),
                Expr::Reduce(parts) => self.reduce(parts),
                Expr::ExtractFromUvci(from, index) => self.extract_from_uvci(from, *index),
                Expr::DccDateOfBirth(from) => self.date_of_birth(from),
            };
        }
    }

    fn truth(&mut self, expr: &'a Expr) -> Result<bool, Stopped> {
        let value = self.value(expr)?;
        self.known(self.made.truth(value), EvaluationError::NeitherTrueNorFalse)
    }

    fn var(&mut self, index: usize) -> Evaluated<'a> {
        let path = self.known(self.expression.paths.get(index), EvaluationError::Range)?;
        let found = match self.scope {
            None => match self.data.resolve(path) {
                Ok(found) => found.map(Value::from),
                Err(NoWhole) => return self.stop(EvaluationError::Whole),
            },
            Some(scope) => self.made.in_loop(scope, path),
        };
        let fields = Fields::of(index);
        self.trace.note_read(fields);
        self.fed = self.fed.and(fields);
        Ok(found.unwrap_or(Value::Nothing))
    }

    /// The first false operand, else the last one.
    fn and(&mut self, operands: &'a [Expr]) -> Evaluated<'a> {
        let mut last = Value::True;
        for operand in operands {
            last = self.value(operand)?;
            if !self.known(self.made.truth(last), EvaluationError::NeitherTrueNorFalse)? {
                break;
            }
        }
        Ok(last)
    }

    fn equal(&mut self, site: usize, [left, right]: &'a [Expr; 2]) -> Evaluated<'a> {
        let outside = std::mem::take(&mut self.fed);
        let left = self.value(left)?;
        let right = self.value(right)?;
        self.spend(self.made.weight(left, self.steps))?;
        let holds = self.made.equal(left, right);
        self.compared(site, Operator::Equal, (left, right), holds, self.fed)?;
        self.fed = self.fed.and(outside);
        Ok(holds.into())
    }

    /// Whether a relation holds between each two of two or three neighbours; all operands are evaluated first.
    fn in_a_row(&mut self, site: usize, operator: Operator, operands: &'a [Expr]) -> Evaluated<'a> {
        let [first, second, rest @ ..] = operands else { return self.stop(EvaluationError::Range) };
        let outside = std::mem::take(&mut self.fed);
        let first = self.fed(first)?;
        let second = self.fed(second)?;
        let third = rest.first().map(|third| self.fed(third)).transpose()?;
        let mut all_hold = self.relate(site, operator, first, second)?;
        if let Some(third) = third {
            all_hold &= self.relate(site.saturating_add(1), operator, second, third)?;
        }
        let third = third.map_or(Fields::default(), |(_, fields)| fields);
        self.fed = outside.and(first.1).and(second.1).and(third);
        Ok(all_hold.into())
    }

    /// A value with the paths that fed it alone.
    fn fed(&mut self, expr: &'a Expr) -> Result<(Value<'a>, Fields), Stopped> {
        let value = self.value(expr)?;
        Ok((value, std::mem::take(&mut self.fed)))
    }

    fn relate(
        &mut self,
        site: usize,
        operator: Operator,
        (left, left_fields): (Value<'a>, Fields),
        (right, right_fields): (Value<'a>, Fields),
    ) -> Result<bool, Stopped> {
        let ordering = if operator.compares_numbers() {
            let (Value::Int(left), Value::Int(right)) = (left, right) else {
                return self.stop(wrong(operator.as_str(), "whole numbers"));
            };
            left.cmp(&right)
        } else {
            let moments = self.made.moment(left).zip(self.made.moment(right));
            let (left, right) = self.known(moments, wrong(operator.as_str(), "date-times"))?;
            left.cmp(&right)
        };
        let holds = operator.admits(ordering);
        self.compared(site, operator, (left, right), holds, left_fields.and(right_fields))?;
        Ok(holds)
    }

    fn contained(&mut self, site: usize, [element, list]: &'a [Expr; 2]) -> Evaluated<'a> {
        let outside = std::mem::take(&mut self.fed);
        let element = self.value(element)?;
        let right = self.value(list)?;
        let list = self.known(self.made.list(right), wrong("in", "a list on its right"))?;
        // An element that is a structure is walked through again for each item.
        let walk = self.made.weight(element, self.steps);
        self.spend(list.len().div_euclid(ITEMS_A_STEP).saturating_add(list.len().saturating_mul(walk)))?;
        let holds = self.made.contains(list, element);
        self.compared(site, Operator::In, (element, right), holds, self.fed)?;
        self.fed = self.fed.and(outside);
        Ok(holds.into())
    }

    fn compared(
        &mut self,
        site: usize,
        operator: Operator,
        (left, right): (Value<'a>, Value<'a>),
        holds: bool,
        fields: Fields,
    ) -> Result<(), Stopped> {
        if matches!(operator, Operator::Equal | Operator::In) && left.may_hold_dates() {
            let sides = [left, right].map(|side| self.made.dates(side, MOST_HIDDEN));
            let pairs = self.trace.note_hidden(&sides);
            self.spend(pairs.saturating_mul(STEPS_A_PAIR))?;
        }
        if self.trace.len() >= limits::RULE_COMPARISONS {
            return self.stop(EvaluationError::Budget { most: limits::RULE_COMPARISONS });
        }
        let (left, right) = (self.made.side(left), self.made.side(right));
        self.trace.record(Recorded { site, operator, holds, fields, left, right }, self.expression.sites);
        Ok(())
    }

    fn plus_time(&mut self, plus: &'a PlusTime) -> Evaluated<'a> {
        let PlusTime { from, amount, unit, is_clock } = plus;
        let value = self.value(from)?;
        let Some(text) = self.made.text(value) else { return self.stop(wrong("plusTime", "a text")) };
        let Some(from) = text.moment() else { return self.stop(EvaluationError::Date) };
        let moved = from.plus(*amount, *unit);
        if *is_clock && moved.is_none_or(|moved| moved.to.is_far_off()) {
            // Some day the sum is beyond the calendar, or no longer so.
            self.trace.note_unforeseeable();
        }
        let Some(moved) = moved else { return self.stop(EvaluationError::Range) };
        // A leap day plus years is the first of March by both calendars.
        let overflowed = *unit == Unit::Month && moved.runs_over;
        self.trace.note_overflow(overflowed);
        let at = match self.calendar {
            Calendar::Clamping if overflowed => self.known(from.plus_clamping(*amount), EvaluationError::Range)?,
            Calendar::Clamping | Calendar::Specification => moved.to,
        };
        let from_clock = is_clock.then_some((*amount, *unit));
        Ok(if *is_clock { self.made.keep_of_clock(Dated { at, from_clock }) } else { Value::Moment(at) })
    }

    fn date_of_birth(&mut self, from: &'a Expr) -> Evaluated<'a> {
        let value = self.value(from)?;
        let Some(text) = self.made.text(value) else { return self.stop(wrong("dccDateOfBirth", "a text")) };
        let Some(at) = text.day() else { return self.stop(EvaluationError::Date) };
        Ok(Value::Moment(at))
    }

    fn list(&mut self, items: &'a [Expr]) -> Evaluated<'a> {
        let room = self.made.reserve(items.len());
        let list = self.known(room, EvaluationError::Range)?;
        for (place, item) in items.iter().enumerate() {
            let value = self.value(item)?;
            self.pay_for(value)?;
            self.made.set(list, place, value);
        }
        Ok(Value::List(list))
    }

    fn plus(&mut self, [left, right]: &'a [Expr; 2]) -> Evaluated<'a> {
        let left = self.value(left)?;
        let right = self.value(right)?;
        let (Value::Int(left), Value::Int(right)) = (left, right) else {
            return self.stop(wrong("+", "whole numbers"));
        };
        self.known(left.checked_add(right).map(Value::Int), EvaluationError::Range)
    }

    fn reduce(&mut self, [list, step, initial]: &'a [Expr; 3]) -> Evaluated<'a> {
        let list = self.value(list)?;
        let mut accumulator = self.value(initial)?;
        self.pay_for(accumulator)?;
        let list = match list {
            Value::Nothing => List::Borrowed(&[]),
            list => self.known(self.made.list(list), wrong("reduce", "a list"))?,
        };
        let outside = self.scope;
        for place in 0..list.len() {
            let current = self.made.element(list, place).unwrap_or(Value::Nothing);
            self.scope = Some(Scope { accumulator, current });
            accumulator = self.value(step)?;
            self.pay_for(accumulator)?;
        }
        self.scope = outside;
        Ok(accumulator)
    }

    /// Part `index` of an identifier without its prefix, cut at `/`, `#` and `:`; empty parts count.
    fn extract_from_uvci(&mut self, from: &'a Expr, index: i64) -> Evaluated<'a> {
        let value = self.value(from)?;
        let text = match (value, self.made.text(value)) {
            (_, Some(text)) => text.as_str(),
            (Value::Nothing, None) => return Ok(Value::Nothing),
            _ => return self.stop(wrong("extractFromUVCI", "a text or nothing")),
        };
        let steps = text.len().div_euclid(ITEMS_A_STEP);
        let body = text.strip_prefix("URN:UVCI:").unwrap_or(text);
        let part = usize::try_from(index).ok().and_then(|index| body.split(['/', '#', ':']).nth(index));
        let part = part.map(Text::from);
        self.spend(steps)?;
        Ok(part.map_or(Value::Nothing, |part| self.made.keep_text(part)))
    }

    /// What is put into a list, or carried through a loop, costs its size: a rule that doubles a list again and again pays
    /// for each copy, although none is made before the end.
    fn pay_for(&mut self, value: Value<'a>) -> Result<(), Stopped> {
        self.spend(self.made.weight(value, self.steps))
    }

    /// The value for those who asked.
    fn owned(&mut self, value: Value<'a>) -> Result<Datum, Stopped> {
        self.pay_for(value)?;
        Ok(self.made.datum(value))
    }

    fn spend(&mut self, steps: usize) -> Result<(), Stopped> {
        let left = self.steps.checked_sub(steps);
        self.steps = self.known(left, EvaluationError::Budget { most: limits::RULE_STEPS })?;
        Ok(())
    }

    fn known<T>(&mut self, value: Option<T>, or_else: EvaluationError) -> Result<T, Stopped> {
        value.map_or_else(|| self.stop(or_else), Ok)
    }

    #[cold]
    fn stop<T>(&mut self, error: EvaluationError) -> Result<T, Stopped> {
        self.stopped_by = Some(error);
        Err(Stopped)
    }
}

/// A pair of date-times inside of lists is looked at for every boundary; by months that takes a while.
const STEPS_A_PAIR: usize = 64;

fn wrong(operator: &'static str, wanted: &'static str) -> EvaluationError {
    EvaluationError::Type { operator, wanted }
}
