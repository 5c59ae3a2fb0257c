//! `business-rules`: rules with tests beside them (`CC/ID/rule.json`, `CC/ID/tests/*.json`). A rule's logic alone is
//! evaluated, on the data of each test.

use std::path::Path;

use semafor_core::certlogic::{Data, Datum, Expression};
use serde_json::Value;

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let files = files::below(dir, "json");
    let rules = files.iter().filter(|file| file.id.ends_with("/rule.json"));
    let mut count: usize = 0;
    for rule in rules {
        count = count.saturating_add(1);
        let folder = rule.id.trim_end_matches("rule.json");
        let expression = files::json(&rule.path)
            .and_then(|rule| Expression::compile(rule.get("Logic").unwrap_or(&Value::Null)).map_err(|e| e.to_string()));
        let expression = match expression {
            Ok(expression) => expression,
            Err(error) => {
                checks.compare(&rule.id, "compiles", true, false, error);
                continue;
            }
        };
        for test in files.iter().filter(|file| file.id.starts_with(&format!("{folder}tests/"))) {
            match files::json(&test.path) {
                Ok(json) => check_test(&test.id, &expression, &json, checks),
                Err(error) => checks.compare(&test.id, "readable", true, false, error),
            }
        }
    }
    checks.note(format!("{count} rules"));
}

fn check_test(id: &str, expression: &Expression, test: &Value, checks: &mut Checks) {
    let data = Datum::Object(
        ["payload", "external"].map(|part| (part.into(), test.get(part).map(Datum::from).unwrap_or_default())).into(),
    );
    let (value, trace) = expression.evaluate(Data::Whole(&data));
    let (got, error) = match value {
        Ok(value) => (format!("{value:?}"), String::new()),
        Err(error) => ("open".to_owned(), error.to_string()),
    };
    let expected = test.get("expected").map(Datum::from).unwrap_or_default();
    checks.compare(
        id,
        "outcome",
        format!("{expected:?}"),
        got,
        format!("{error} {:?}", trace.comparisons().collect::<Vec<_>>()),
    );
}
