//! `certlogic`: the language's own suites. Files with `cases` of `assertions` (an expression, data, what is expected), and
//! files with `cases` of `issues` (what a validator says of an expression). What carries the directive `skip` is not asked.

use std::path::Path;

use semafor_core::certlogic::{Data, Datum, Expression, validate};
use serde_json::Value;

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let mut skipped: usize = 0;
    for file in files::below(dir, "json") {
        let suite = match files::json(&file.path) {
            Ok(suite) => suite,
            Err(error) => {
                checks.compare(&file.id, "readable", true, false, error);
                continue;
            }
        };
        for (index, case) in list(&suite, "cases").iter().enumerate() {
            let id = format!("{}#{index}", file.id);
            if case.get("issues").is_some() {
                check_validation(&id, case, checks);
                continue;
            }
            for (number, assertion) in list(case, "assertions").iter().enumerate() {
                if [&suite, case, assertion].into_iter().any(is_skipped) {
                    skipped = skipped.saturating_add(1);
                    continue;
                }
                check_assertion(&format!("{id}/{number}"), case, assertion, checks);
            }
        }
    }
    checks.note(format!("{skipped} assertions carry the directive skip, uncounted"));
}

fn check_assertion(id: &str, case: &Value, assertion: &Value, checks: &mut Checks) {
    let expression = assertion.get("certLogicExpression").or_else(|| case.get("certLogicExpression"));
    let expected = assertion.get("expected").map(Datum::from).unwrap_or_default();
    let data = assertion.get("data").map(Datum::from).unwrap_or_default();
    let (got, why) = match Expression::compile(expression.unwrap_or(&Value::Null)) {
        Err(error) => ("no expression".to_owned(), error.to_string()),
        Ok(compiled) => match compiled.evaluate(Data::Whole(&data)) {
            (Ok(value), trace) => (format!("{value:?}"), format!("{:?}", trace.comparisons().collect::<Vec<_>>())),
            (Err(error), trace) => {
                ("an error".to_owned(), format!("{error}; {:?}", trace.comparisons().collect::<Vec<_>>()))
            }
        },
    };
    checks.compare(id, "value", format!("{expected:?}"), got, why);
}

fn check_validation(id: &str, case: &Value, checks: &mut Checks) {
    let expression = case.get("certLogicExpression").unwrap_or(&Value::Null);
    let expected: Vec<_> = list(case, "issues")
        .iter()
        .map(|issue| (issue.get("expr").cloned().unwrap_or_default(), issue.get("message").and_then(Value::as_str)))
        .map(|(part, message)| format!("{part}: {}", message.unwrap_or_default()))
        .collect();
    let got: Vec<_> =
        validate(expression).iter().map(|issue| format!("{}: {}", issue.expression, issue.message)).collect();
    checks.compare(id, "issues", expected.join("; "), got.join("; "), "validate");
}

fn is_skipped(value: &Value) -> bool {
    value.get("directive").and_then(Value::as_str) == Some("skip")
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
