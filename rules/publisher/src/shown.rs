//! Values and comparisons for the eye, each on one line and of bounded length.

use semafor_core::certlogic::{Comparison, Datum, Expression, Operand};
use semafor_core::rulebook::ShownComparison;
use serde_json::Value as Json;

/// A comparison with both sides and the fields that fed it.
pub(crate) fn comparison(comparison: &Comparison, logic: &Expression) -> ShownComparison {
    let shown = ShownComparison::of(comparison, logic);
    ShownComparison { left: cut(&shown.left), right: cut(&shown.right), ..shown }
}

/// What came of an evaluation.
pub(crate) fn datum(value: &Datum) -> String {
    match value {
        Datum::Null => "null".to_owned(),
        Datum::Float(number) => number.to_string(),
        Datum::Object(fields) => format!("an object with {} members", fields.len()),
        other => cut(&Operand::from(other).to_string()),
    }
}

/// JSON on one line, cut where it is long.
pub(crate) fn json(value: &Json) -> String {
    match value {
        Json::Array(items) if items.len() > 20 => format!("a list of {}", items.len()),
        Json::Object(members) if members.len() > 20 => format!("an object with {} members", members.len()),
        value => cut(&value.to_string()),
    }
}

/// At most eighty letters.
pub(crate) fn cut(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
