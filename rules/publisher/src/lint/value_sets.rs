//! Value sets in the EU's form (protocols.md §3.8), and lists of codes by name.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::finding::Findings;
use crate::policy::{Entry, member};

pub(super) fn check(set: &Entry, out: &mut Findings) {
    if let Some(codes) = set.json.get("codes").and_then(Json::as_array).filter(|_| set.text("valueSetDate").is_none()) {
        check_list(set, codes, out);
        return;
    }
    for name in ["valueSetId", "valueSetDate"] {
        if set.text(name).is_none_or(str::is_empty) {
            out.push(set.finding("", format!("{name} is missing or no text")));
        }
    }
    if let Some(stem) = set.path.file_stem().and_then(|stem| stem.to_str()).filter(|_| set.pointer.is_empty())
        && let Some(id) = set.text("valueSetId").filter(|id| *id != stem)
    {
        out.push(set.finding("/valueSetId", format!("is {id}, but the file is called {stem}.json")));
    }
    let Some(values) = set.json.get("valueSetValues").and_then(Json::as_object).filter(|values| !values.is_empty())
    else {
        out.push(set.finding("/valueSetValues", "is missing, empty or no object: no code would be in it"));
        return;
    };
    for (code, value) in values {
        let place = || member("/valueSetValues", code);
        let has_text = |name: &str| value.get(name).is_some_and(Json::is_string);
        if !(has_text("display") && has_text("lang") && value.get("active").is_some_and(Json::is_boolean)) {
            out.push(set.finding(&place(), "lacks display, lang (texts) or active (true or false)"));
        }
        if code.trim() != code || code.is_empty() {
            out.push(set.finding(&place(), "begins or ends with a space, or is empty: no certificate has such a code"));
        }
    }
}

fn check_list(set: &Entry, codes: &[Json], out: &mut Findings) {
    let mut known = HashSet::new();
    for (index, code) in codes.iter().enumerate() {
        match code.as_str() {
            None => out.push(set.finding(&format!("/{index}"), "is no text")),
            Some(code) if !known.insert(code) => {
                out.push(set.finding(&format!("/{index}"), format!("lists {code} a second time")));
            }
            Some(_) => {}
        }
    }
}
