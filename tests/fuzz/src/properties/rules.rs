//! Rules: whatever the expression and the data, a value or an error within the budget, and the same one again.

use semafor_core::certlogic::{CompileError, Data, Datum, Expression, validate};
use semafor_core::limits;

/// JSON: an array of an expression and the data it is evaluated on.
pub fn certlogic(data: &[u8]) {
    let Ok((expression, data)) = serde_json::from_slice::<(serde_json::Value, serde_json::Value)>(data) else { return };
    let issues = validate(&expression);
    let compiled = match Expression::compile(&expression) {
        Ok(compiled) => compiled,
        Err(CompileError::TooDeep { .. }) => return assert_eq!(issues.len(), 1),
        Err(CompileError::Language(first)) => return assert_eq!(issues.first(), Some(&first)),
    };
    assert!(issues.is_empty(), "compiled in spite of {issues:?}");
    let data = Datum::from(&data);
    let (value, trace) = compiled.evaluate(Data::Whole(&data));
    let (again, trace_again) = compiled.evaluate(Data::Whole(&data));
    // As text, since NaN equals nothing.
    assert_eq!(format!("{value:?} {trace:?}"), format!("{again:?} {trace_again:?}"));
    assert!(trace.comparisons().len() <= limits::RULE_STEPS);
    for comparison in trace.comparisons() {
        assert!(comparison.fields(&compiled).count() <= compiled.paths().len());
    }
}
