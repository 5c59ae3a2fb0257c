//! How vectors are written.

use serde_json::{Value, json};

/// Whatever fits stands on one line, so that a difference can be read.
pub(crate) fn laid_out(value: &Value, line_end: &str) -> String {
    let short = value.to_string();
    if short.len() <= 110 {
        return short;
    }
    let inside = format!("{line_end}  ");
    let separator = format!(",{inside}");
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| laid_out(item, &inside)).collect();
            format!("[{inside}{}{line_end}]", items.join(&separator))
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{}: {}", json!(name), laid_out(value, &inside));
            let members: Vec<_> = members.iter().map(member).collect();
            format!("{{{inside}{}{line_end}}}", members.join(&separator))
        }
        _ => short,
    }
}
