//! The rule language read off its specification (protocols.md §3.1): JSON interpreted where it stands, with no tree, no
//! budget and no trace. Slow and plain, so that the compiled evaluator can be held against it. It borrows nothing from
//! that one, not even the calendar.

use std::collections::BTreeMap;

use semafor_core::certlogic::{Calendar, Datum};
use serde_json::Value as Json;

use super::calendar;

/// What JSON can hold, and dates.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing, and what is missing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Named values; their order says nothing.
    Object(BTreeMap<String, Self>),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Date(i64),
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The specification calls it an error, or this project does.
    Error,
    /// Neither says what comes of it.
    Unspecified,
}

/// What an expression yields.
pub(super) type Outcome = Result<Value, Fault>;

/// Whether this is an expression of the language, in every part of it.
pub(super) fn is_expression(json: &Json) -> bool {
    let operation = match json {
        Json::Null => return false,
        Json::Bool(_) | Json::String(_) => return true,
        Json::Number(number) => {
            return number.as_i64().is_some() || number.as_f64().is_some_and(|it| it.fract() == 0.0);
        }
        Json::Array(items) => return items.iter().all(is_expression),
        Json::Object(operation) => operation,
    };
    let mut entries = operation.iter();
    let (Some((operator, operands)), None) = (entries.next(), entries.next()) else { return false };
    match (operator.as_str(), operands) {
        ("var", Json::String(path)) => path.is_empty() || path.split('.').all(|fragment| !fragment.is_empty()),
        (operator, Json::Array(operands)) => is_operation(operator, operands),
        _ => false,
    }
}

fn is_operation(operator: &str, operands: &[Json]) -> bool {
    match (operator, operands) {
        ("plusTime", [from, amount, Json::String(unit)]) => {
            let known = ["year", "month", "day", "hour"].contains(&unit.as_str());
            is_expression(from) && matches!(Value::from(amount), Value::Int(_)) && known
        }
        ("extractFromUVCI", [from, index]) => is_expression(from) && matches!(Value::from(index), Value::Int(_)),
        ("!" | "dccDateOfBirth", [_])
        | ("===" | "in" | "+", [_, _])
        | ("<" | ">" | "<=" | ">=" | "before" | "after" | "not-before" | "not-after", [_, _] | [_, _, _])
        | ("if" | "reduce", [_, _, _])
        | ("and", [_, _, ..]) => operands.iter().all(is_expression),
        _ => false,
    }
}

/// The value of an expression in a context, with months added by one calendar or the other.
pub(super) fn evaluate(expression: &Json, context: &Value, by: Calendar) -> Outcome {
    let operation = match expression {
        Json::Array(items) => return all(items, context, by).map(Value::List),
        Json::Object(operation) => operation,
        literal => return Ok(Value::from(literal)),
    };
    let (operator, operands) = operation.iter().next().ok_or(Fault::Error)?;
    match (operator.as_str(), operands) {
        ("var", Json::String(path)) => Ok(access(path, context).unwrap_or(Value::Null)),
        (operator, Json::Array(operands)) => operate(operator, operands, context, by),
        _ => Err(Fault::Error),
    }
}

fn all(expressions: &[Json], context: &Value, by: Calendar) -> Result<Vec<Value>, Fault> {
    expressions.iter().map(|expression| evaluate(expression, context, by)).collect()
}

fn operate(operator: &str, operands: &[Json], context: &Value, by: Calendar) -> Outcome {
    match (operator, operands) {
        ("if", [guard, then, otherwise]) => {
            evaluate(if truth(&evaluate(guard, context, by)?)? { then } else { otherwise }, context, by)
        }
        ("and", [operand, rest @ ..]) => {
            let value = evaluate(operand, context, by)?;
            if truth(&value)? && !rest.is_empty() { operate("and", rest, context, by) } else { Ok(value) }
        }
        ("!", [operand]) => Ok(Value::Bool(!truth(&evaluate(operand, context, by)?)?)),
        ("===", [left, right]) => Ok(Value::Bool(evaluate(left, context, by)? == evaluate(right, context, by)?)),
        ("in", [element, list]) => match (evaluate(element, context, by)?, evaluate(list, context, by)?) {
            (element, Value::List(items)) => Ok(Value::Bool(items.contains(&element))),
            _ => Err(Fault::Error),
        },
        ("+", [left, right]) => match (evaluate(left, context, by)?, evaluate(right, context, by)?) {
            (Value::Int(left), Value::Int(right)) => left.checked_add(right).map(Value::Int).ok_or(Fault::Error),
            _ => Err(Fault::Error),
        },
        ("plusTime", [from, amount, Json::String(unit)]) => match (evaluate(from, context, by)?, Value::from(amount)) {
            (Value::Text(text), Value::Int(amount)) => {
                calendar::plus(calendar::date_time(&text)?, amount, unit, by).map(Value::Date)
            }
            _ => Err(Fault::Error),
        },
        ("dccDateOfBirth", [from]) => match evaluate(from, context, by)? {
            Value::Text(text) => calendar::date(&text).map(Value::Date),
            _ => Err(Fault::Error),
        },
        ("extractFromUVCI", [from, index]) => extract(&evaluate(from, context, by)?, &Value::from(index)),
        ("reduce", [list, step, initial]) => {
            fold(&evaluate(list, context, by)?, step, evaluate(initial, context, by)?, by)
        }
        _ => compare(operator, &all(operands, context, by)?),
    }
}

/// Whole numbers by the operators of mathematics, dates by those in words; each value with the next.
fn compare(operator: &str, values: &[Value]) -> Outcome {
    let in_words = operator.starts_with(char::is_alphabetic);
    let comparable = |value: &Value| match value {
        Value::Int(number) if !in_words => Some(*number),
        Value::Date(millis) if in_words => Some(*millis),
        _ => None,
    };
    let holds = |left: i64, right: i64| match operator {
        "<" | "before" => Ok(left < right),
        ">" | "after" => Ok(left > right),
        "<=" | "not-after" => Ok(left <= right),
        ">=" | "not-before" => Ok(left >= right),
        _ => Err(Fault::Error),
    };
    let compared: Option<Vec<_>> = values.iter().map(comparable).collect();
    match compared.ok_or(Fault::Error)?.as_slice() {
        [one, two] => holds(*one, *two).map(Value::Bool),
        [one, two, three] => Ok(Value::Bool(holds(*one, *two)? && holds(*two, *three)?)),
        _ => Err(Fault::Error),
    }
}

fn fold(list: &Value, step: &Json, initial: Value, by: Calendar) -> Outcome {
    let items = match list {
        Value::Null => return Ok(initial),
        Value::List(items) => items,
        _ => return Err(Fault::Error),
    };
    let mut accumulator = initial;
    for current in items {
        let context = [("accumulator".to_owned(), accumulator), ("current".to_owned(), current.clone())];
        accumulator = evaluate(step, &Value::Object(context.into()), by)?;
    }
    Ok(accumulator)
}

fn extract(from: &Value, index: &Value) -> Outcome {
    match (from, index) {
        (Value::Null, Value::Int(_)) => Ok(Value::Null),
        (Value::Text(text), Value::Int(index)) => {
            let body = text.strip_prefix("URN:UVCI:").unwrap_or(text);
            let parts: Vec<_> = body.split(|letter| "/#:".contains(letter)).collect();
            let part = usize::try_from(*index).ok().and_then(|index| parts.get(index));
            Ok(part.map_or(Value::Null, |part| Value::Text((*part).to_owned())))
        }
        _ => Err(Fault::Error),
    }
}

fn truth(value: &Value) -> Result<bool, Fault> {
    match value {
        Value::Null => Ok(false),
        Value::Bool(truth) => Ok(*truth),
        Value::Int(number) => Ok(*number != 0),
        Value::Text(text) => Ok(!text.is_empty()),
        Value::List(items) => Ok(!items.is_empty()),
        Value::Object(fields) => Ok(!fields.is_empty()),
        Value::Number(_) | Value::Date(_) => Err(Fault::Error),
    }
}

fn access(path: &str, context: &Value) -> Option<Value> {
    let mut found = context;
    for fragment in path.split('.').filter(|fragment| !fragment.is_empty()) {
        found = match found {
            Value::Object(fields) => fields.get(fragment)?,
            Value::List(items) => items.get(fragment.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(found.clone())
}

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Self::Int(whole),
                (None, float) => Self::from(float.unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Json::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.clone(), value.into())).collect())
            }
        }
    }
}

impl From<f64> for Value {
    /// 3.0 is the whole number 3, as far as a double counts every one of them.
    fn from(float: f64) -> Self {
        let counted = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
        let whole = format!("{float:.0}").parse().ok().filter(|_| counted);
        whole.map_or(Self::Number(float), Self::Int)
    }
}

impl From<&Datum> for Value {
    fn from(datum: &Datum) -> Self {
        match datum {
            Datum::Null => Self::Null,
            Datum::Bool(truth) => Self::Bool(*truth),
            Datum::Int(whole) => Self::Int(*whole),
            Datum::Float(float) => Self::Number(*float),
            Datum::Text(text) => Self::Text(text.as_str().to_owned()),
            Datum::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Datum::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.as_ref().to_owned(), value.into())).collect())
            }
            Datum::Moment(dated) => Self::Date(dated.at.as_millis()),
        }
    }
}
