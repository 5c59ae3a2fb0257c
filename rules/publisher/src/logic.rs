//! CertLogic as it stands in JSON, part by part with JSON pointers: what a rule's author wrote, before compiling.

use serde_json::Value as Json;

use crate::policy::member;

/// The path of the time of the check.
pub(crate) const CLOCK: &str = "external.validationClock";

/// What a part is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'a> {
    Literal,
    List(&'a [Json]),
    Var(&'a str),
    Operation(&'a str, &'a [Json]),
    /// No CertLogic.
    Unknown,
}

impl<'a> Part<'a> {
    pub(crate) fn of(json: &'a Json) -> Self {
        match json {
            Json::Bool(_) | Json::Number(_) | Json::String(_) => Self::Literal,
            Json::Array(items) => Self::List(items),
            Json::Null => Self::Unknown,
            Json::Object(operation) => match (operation.len(), operation.iter().next()) {
                (1, Some((name, Json::String(path)))) if name == "var" => Self::Var(path),
                (1, Some((name, Json::Array(operands)))) if name != "var" => Self::Operation(name, operands),
                _ => Self::Unknown,
            },
        }
    }

    /// The parts that are expressions themselves; amounts, units and indices are not.
    fn parts(self) -> &'a [Json] {
        match self {
            Self::Operation("plusTime" | "extractFromUVCI", operands) => operands.get(..1).unwrap_or_default(),
            Self::Operation(_, parts) | Self::List(parts) => parts,
            Self::Literal | Self::Var(_) | Self::Unknown => &[],
        }
    }
}

/// Whether an operator compares its operands.
pub(crate) fn is_comparison(operator: &str) -> bool {
    is_chronology(operator) || matches!(operator, "===" | "in" | "<" | ">" | "<=" | ">=")
}

/// Whether an operator compares date-times.
pub(crate) fn is_chronology(operator: &str) -> bool {
    matches!(operator, "after" | "before" | "not-after" | "not-before")
}

/// More parts than this has no rule: the largest one in the field has a few hundred, and an evaluation takes at most
/// 10,000 steps.
pub(crate) const MOST_PARTS: usize = 20_000;

/// Whether an expression has more than [`MOST_PARTS`] parts.
pub(crate) fn is_too_large(json: &Json) -> bool {
    let mut left = MOST_PARTS;
    let mut open = vec![json];
    while let Some(next) = open.pop() {
        match left.checked_sub(1) {
            Some(fewer) => left = fewer,
            None => return true,
        }
        match next {
            Json::Array(items) => open.extend(items),
            Json::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    false
}

/// Visits an expression and all parts of it, each before its own parts. `visit` says whether to go into a part.
pub(crate) fn walk<'a>(json: &'a Json, pointer: &str, visit: &mut dyn FnMut(&'a Json, &str) -> bool) {
    if !visit(json, pointer) {
        return;
    }
    let part = Part::of(json);
    let below = match part {
        Part::Operation(operator, _) => member(pointer, operator),
        _ => pointer.to_owned(),
    };
    for (index, inner) in part.parts().iter().enumerate() {
        walk(inner, &format!("{below}/{index}"), visit);
    }
}

/// The data access paths of an expression with the places where they stand, in order of appearance.
pub(crate) fn paths<'a>(json: &'a Json, pointer: &str) -> Vec<(&'a str, String)> {
    let mut paths = Vec::new();
    walk(json, pointer, &mut |part, place| {
        if let Part::Var(path) = Part::of(part) {
            paths.push((path, place.to_owned()));
        }
        true
    });
    paths
}

/// Whether the time of the check is anywhere in an expression.
pub(crate) fn reads_clock(json: &Json) -> bool {
    paths(json, "").iter().any(|(path, _)| *path == CLOCK)
}
