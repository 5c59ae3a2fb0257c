//! The compiled evaluator against the naive one: the same expressions are of the language, and they mean the same.

use semafor_core::certlogic::{Calendar, CompileError, Data, Datum, EvaluationError, Expression};
use serde_json::Value as Json;

use super::naive::{self, Fault, Value};
use super::programs::program;

/// JSON, an array of an expression and its data; or else bytes from which a program is made.
pub fn certlogic_differential(data: &[u8]) {
    match data.first() {
        Some(b'[') => {
            if let Ok((expression, data)) = serde_json::from_slice(data) {
                mean_the_same(&expression, &data);
            }
        }
        _ => {
            let (expression, data) = program(data);
            mean_the_same(&expression, &data);
        }
    }
}

fn mean_the_same(expression: &Json, data: &Json) {
    let compiled = match Expression::compile(expression) {
        Err(CompileError::TooDeep { .. }) => return,
        Err(CompileError::Language(_)) => None,
        Ok(compiled) => Some(compiled),
    };
    assert_eq!(compiled.is_some(), naive::is_expression(expression), "whether this is an expression: {expression}");
    let Some(compiled) = compiled else { return };
    let (datum, value) = (Datum::from(data), Value::from(data));
    for by in [Calendar::Specification, Calendar::Clamping] {
        let (ours, trace) = compiled.evaluate_by(by, Data::Whole(&datum));
        if trace.steps() > MOST_STEPS || matches!(ours, Err(EvaluationError::Budget { .. })) {
            return;
        }
        let ours = ours.as_ref().map(Value::from).map_err(|_| Fault::Error);
        let theirs = naive::evaluate(expression, &value, by);
        if theirs != Err(Fault::Unspecified) {
            assert_eq!(ours, theirs, "compiled on the left, {by:?}: {expression} on {data}");
        }
        if !trace.has_overflow() {
            let other = naive::evaluate(expression, &value, Calendar::Clamping);
            assert_eq!(theirs, other, "the calendars differ though no month ran over: {expression} on {data}");
        }
    }
}

/// What takes longer says nothing new about meaning, and the naive evaluator has no budget.
const MOST_STEPS: usize = 1_000;
