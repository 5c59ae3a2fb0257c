//! The logic of a rule: that it is CertLogic, yields true or false, reads the fields that the rule names, and reads the
//! clock in the one way by which it is known when the outcome changes.

use std::collections::BTreeSet;

use semafor_core::certlogic;
use serde_json::Value as Json;

use crate::finding::Findings;
use crate::logic::{CLOCK, Part, is_comparison, paths, walk};
use crate::policy::Entry;
use crate::shown;

pub(super) fn check(rule: &Entry, out: &mut Findings) {
    let Some(logic) = rule.json.get("Logic").filter(|logic| logic.is_object()) else { return };
    affected_fields(rule, logic, out);
    check_condition(rule, logic, "/Logic", out);
}

/// The same of a condition that stands anywhere.
pub(super) fn check_condition(entry: &Entry, logic: &Json, place: &str, out: &mut Findings) {
    if issues(entry, logic, place, out) {
        yields_truth(entry, logic, place, out);
        clock(entry, logic, place, out);
    }
}

/// The compiler's issues come in the order of the walk, so each is found at the next part that equals it.
fn issues(rule: &Entry, logic: &Json, place: &str, out: &mut Findings) -> bool {
    let issues = certlogic::validate(logic);
    let mut next = issues.iter().peekable();
    walk(logic, place, &mut |part, place| {
        let Some(issue) = next.next_if(|issue| issue.expression == *part) else { return true };
        let part = shown::json(part);
        out.push(rule.finding(place, format!("no CertLogic: {}: {part}", issue.message)));
        false
    });
    for issue in next {
        out.push(rule.finding(place, format!("no CertLogic: {}", issue.message)));
    }
    issues.is_empty()
}

/// In practice the fields are listed without `payload.` before them, and so they are here. Whoever reads `v.0.dt` also
/// reads `v.0`, so that may be listed, and need not.
fn affected_fields(rule: &Entry, logic: &Json, out: &mut Findings) {
    let read: BTreeSet<&str> =
        paths(logic, "").into_iter().filter_map(|(path, _)| path.strip_prefix("payload.")).collect();
    let Some(listed) = rule.json.get("AffectedFields").and_then(Json::as_array) else { return };
    let mut known = BTreeSet::new();
    for (index, field) in listed.iter().enumerate() {
        let Some(field) = field.as_str() else { continue };
        let place = format!("/AffectedFields/{index}");
        if !known.insert(field) {
            out.push(rule.finding(&place, format!("lists {field} a second time")));
        } else if !read.iter().any(|path| is_at_or_above(field, path)) {
            out.push(rule.finding(&place, format!("lists {field}, which the logic does not read")));
        }
    }
    for field in read.difference(&known) {
        out.push(rule.finding("/AffectedFields", format!("lacks {field}, which the logic reads")));
    }
}

fn is_at_or_above(field: &str, path: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Reports every branch that surely yields something else than true or false.
fn yields_truth(rule: &Entry, logic: &Json, place: &str, out: &mut Findings) {
    let yields = match Part::of(logic) {
        Part::Operation("if", operands) => {
            for (index, branch) in operands.iter().enumerate().skip(1) {
                yields_truth(rule, branch, &format!("{place}/if/{index}"), out);
            }
            return;
        }
        Part::Operation("and", operands) => {
            if let Some((last, operand)) = operands.iter().enumerate().next_back() {
                yields_truth(rule, operand, &format!("{place}/and/{last}"), out);
            }
            return;
        }
        Part::Operation("!", _) => return,
        Part::Operation(operator, _) if is_comparison(operator) => return,
        Part::Operation("plusTime" | "dccDateOfBirth", _) => "a date-time",
        Part::Operation("+", _) => "a number",
        Part::Operation("extractFromUVCI", _) => "a text or nothing",
        Part::Operation(..) | Part::Unknown => return,
        Part::List(_) => "a list",
        Part::Literal if logic.is_boolean() => return,
        Part::Literal => "a literal",
        // No field of a certificate is a boolean, and a missing one is none either.
        Part::Var(path) if path.starts_with("payload") || path.starts_with("external") => "a field",
        Part::Var(_) => return,
    };
    out.push(rule.finding(place, format!("yields {yields}, but a rule must yield true or false: it would be open")));
}

fn clock(rule: &Entry, logic: &Json, place: &str, out: &mut Findings) {
    let mut inside_plus_time = BTreeSet::new();
    walk(logic, place, &mut |part, place| {
        match Part::of(part) {
            Part::Operation("plusTime", operands) => {
                inside_plus_time.insert(format!("{place}/plusTime/0"));
                note_overflow(rule, operands, place, out);
            }
            Part::Var(CLOCK) if !inside_plus_time.contains(place) => {
                let message = "reads the time of the check as a text: read it through plusTime, \
                               so that it is known when the outcome changes";
                out.push(rule.finding(place, message));
            }
            _ => {}
        }
        true
    });
}

/// Months run over their ends here, and are held at the month's end by others; years are not (protocols.md §3.2).
fn note_overflow(rule: &Entry, operands: &[Json], place: &str, out: &mut Findings) {
    let (amount, unit) = (operands.get(1).and_then(Json::as_i64), operands.get(2).and_then(Json::as_str));
    if let (Some(amount), Some("month")) = (amount, unit)
        && amount != 0
    {
        let message = format!(
            "adds {amount} months: from the days 29 to 31 this may run over into the next month, \
             where some engines stop at the month's end"
        );
        out.push(rule.note(place, message));
    }
}
