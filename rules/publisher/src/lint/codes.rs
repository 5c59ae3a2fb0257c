//! Codes that rules name: that they are in the value set of the field they are compared with, and that the value sets
//! which rules name exist.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::fields::field;
use crate::finding::Findings;
use crate::lint::Context;
use crate::logic::{Part, walk};
use crate::policy::Entry;
use crate::shown;

pub(super) fn check(rule: &Entry, context: &Context<'_>, out: &mut Findings) {
    let Some(logic) = rule.json.get("Logic").filter(|_| !context.codes.is_empty()) else { return };
    let mut absent = BTreeSet::new();
    walk(logic, "/Logic", &mut |part, place| {
        match Part::of(part) {
            Part::Var(path) => {
                let name = path.strip_prefix("external.valueSets.");
                if let Some(name) = name.filter(|name| !context.codes.contains_key(name)) {
                    out.push(rule.finding(place, format!("names the value set {name}, and there is none here")));
                }
            }
            Part::Operation("===" | "in", [left, right]) => {
                let operator = if matches!(right, Json::Array(_)) { "in" } else { "===" };
                for (set, literal, place) in compared(left, right, &format!("{place}/{operator}")) {
                    match context.codes.get(set) {
                        None => drop(absent.insert(set)),
                        Some(codes) if codes.contains(literal) => {}
                        Some(_) => {
                            let literal = shown::cut(literal);
                            out.push(
                                rule.finding(&place, format!("names the code {literal}, which {set} does not have")),
                            );
                        }
                    }
                }
            }
            _ => {}
        }
        true
    });
    for set in absent {
        out.push(rule.note("/Logic", format!("names codes of {set}, which is not here: they were not checked")));
    }
}

/// Whether a rule names codes or value sets at all.
pub(super) fn names_any(rule: &Entry) -> bool {
    let mut found = false;
    walk(rule.json.get("Logic").unwrap_or(&Json::Null), "", &mut |part, _| {
        found |= match Part::of(part) {
            Part::Var(path) => path.starts_with("external.valueSets."),
            Part::Operation("===" | "in", [left, right]) => !compared(left, right, "").is_empty(),
            _ => false,
        };
        !found
    });
    found
}

/// The texts that a field with a value set is compared with, each with its place.
fn compared<'a>(left: &'a Json, right: &'a Json, place: &str) -> Vec<(&'static str, &'a str, String)> {
    let (sides, index) = if value_set(left).is_some() { ((left, right), 1) } else { ((right, left), 0) };
    let Some(set) = value_set(sides.0) else { return Vec::new() };
    match sides.1 {
        Json::String(literal) => vec![(set, literal, format!("{place}/{index}"))],
        Json::Array(items) => {
            let literals = items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_str()?)));
            literals.map(|(at, literal)| (set, literal, format!("{place}/{index}/{at}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn value_set(side: &Json) -> Option<&'static str> {
    match Part::of(side) {
        Part::Var(path) => field(path).and_then(|(field, _)| field.value_set),
        _ => None,
    }
}
