//! `production-rules`: rules as they were in force, arrays of rules in JSON. Each loads; each that decides compiles, or says
//! which engine it wants. On the certificates of `../qa-text` its outcome, walked from boundary to boundary over two years,
//! is held against its outcome at times in between.

use std::path::Path;

use semafor_core::certificate::Certificate;
use semafor_core::cose::{KeyId, Signed};
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::rulebook::{Destination, Judgement, Rule, RuleError, RuleType, Rulebook, Subject};
use serde_json::Value;

use crate::files;
use crate::outcome::Checks;

/// Certificates that rules are tried on: every nth of the folder, so that countries and types are mixed.
const EVERY: usize = 12;
const TWO_YEARS: i64 = 730 * 86_400;
/// Not a divisor of a day, so that every hour is met.
const STEP: i64 = 13 * 86_400 + 3_607;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let beside = |name: &str| files::resolved(dir).with_file_name(name);
    let value_sets: Vec<_> =
        files::below(&beside("valuesets"), "json").iter().filter_map(|file| files::json(&file.path).ok()).collect();
    let texts = files::below(&beside("qa-text"), "txt");
    let subjects: Vec<_> =
        texts.iter().step_by(EVERY).filter_map(|file| subject(&files::text(&file.path).ok()?)).collect();
    checks.note(format!("{} certificates to try rules on, {} files of value sets", subjects.len(), value_sets.len()));
    for file in files::below(dir, "json") {
        let rules = match files::json(&file.path) {
            Ok(Value::Array(rules)) => rules,
            Ok(_) => continue,
            Err(error) => {
                checks.compare(&file.id, "readable", true, false, error);
                continue;
            }
        };
        checks.note(format!("{}: {} rules", file.id, rules.len()));
        for (index, json) in rules.iter().enumerate() {
            check_rule(&format!("{}#{index}", file.id), json, &value_sets, &subjects, checks);
        }
    }
}

fn check_rule(id: &str, json: &Value, value_sets: &[Value], subjects: &[Subject], checks: &mut Checks) {
    let rule = Rule::read(json);
    checks.compare(id, "loads", true, rule.is_ok(), rule.as_ref().err().map(ToString::to_string).unwrap_or_default());
    let Ok(rule) = rule else { return };
    match &rule.logic {
        Err(RuleError::Engine { .. }) => checks.note(format!("{}: open, for {}", rule.identifier, engine(json))),
        logic => checks.compare(id, "compiles", true, logic.is_ok(), format!("{:?}", logic.as_ref().err())),
    }
    let documents: Vec<_> = [json].into_iter().chain(value_sets).cloned().collect();
    let Ok(book) = Rulebook::read(&documents) else { return };
    if rule.rule_type != RuleType::Other {
        let place = Destination { country: &rule.country, region: Some(&rule.region) };
        let differing = subjects.iter().find_map(|subject| walk(&book, subject, place, rule.valid_from));
        let differs = differing.map_or_else(|| "equal".to_owned(), |at| format!("differs at {at}"));
        checks.compare(id, "boundaries", "equal", differs, "an outcome between two recorded boundaries");
    }
}

/// The first time at which the walk and the evaluation disagree.
fn walk(book: &Rulebook, subject: &Subject, place: Destination<'_>, start: Instant) -> Option<Instant> {
    let end = start.plus_seconds(TWO_YEARS);
    let case = book.case(subject, place);
    let (mut judgement, _) = case.judge(start);
    let mut segments = vec![(start, outcome(&judgement))];
    while let Some(next) = judgement.next_boundary().filter(|next| *next < end) {
        case.advance(&mut judgement, next);
        segments.push((next, outcome(&judgement)));
    }
    let walked = |at: Instant| segments.iter().rev().find(|(from, _)| *from <= at).map(|(_, outcome)| *outcome);
    let steps = (0..TWO_YEARS.div_euclid(STEP)).map(|step| start.plus_seconds(step.saturating_mul(STEP)));
    let before = segments.iter().map(|(from, _)| from.plus_seconds(-1)).filter(|at| *at >= start);
    steps.chain(before).find(|at| walked(*at) != Some(outcome(&case.judge(*at).0)))
}

/// What the one rule says, if it applies. Why it is open is no part of it.
fn outcome(judgement: &Judgement<'_>) -> Option<&'static str> {
    judgement.current().next().map(|(_, outcome)| outcome.name())
}

fn subject(text: &str) -> Option<Subject> {
    let cose = envelope::decode(text.trim_end_matches(['\r', '\n'])).ok()?;
    let signed = Signed::parse(&cose, &mut Vec::new()).ok()?;
    let certificate = Certificate::parse(signed.payload(), &mut Vec::new()).ok()?;
    let nobody = KeyId::new(&[0])?;
    Some(Subject::of(&certificate, signed.payload(), signed.key_id.as_ref().unwrap_or(&nobody), None))
}

fn engine(json: &Value) -> String {
    let member = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", member("Engine"), member("EngineVersion"))
}
