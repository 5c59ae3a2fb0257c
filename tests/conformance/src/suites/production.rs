//! `production-rules`: rules as they were in force, arrays of rules in JSON. Each loads; each that decides compiles, or says
//! which engine it wants.
//!
//! Rules say when their outcomes may change, and checks when their verdicts do. Both are held against brute force on the
//! certificates of `../qa-text`: each rule by itself at the hours of two years (`boundaries`), and whole checks by the rules
//! of each country (`next change`). In full that is a hundred million evaluations; of a sample the same hours are tried
//! every time.

mod next_change;
mod parallel;
mod seeded;
mod sweep;

use std::path::Path;

use semafor_core::certificate::Certificate;
use semafor_core::cose::{KeyId, Signed};
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::rulebook::{Rule, RuleError, Subject};
use serde_json::Value;

use super::Extent;
use crate::files;
use crate::outcome::Checks;

/// Certificates that rules are tried on, spread over the folder, so that countries and types are mixed.
const CERTIFICATES: usize = 50;

pub(super) fn check(dir: &Path, extent: Extent, checks: &mut Checks) {
    let beside = |name: &str| files::resolved(dir).with_file_name(name);
    let value_sets: Vec<_> =
        files::below(&beside("valuesets"), "json").iter().filter_map(|file| files::json(&file.path).ok()).collect();
    let specimens = specimens(&beside("qa-text"));
    checks.note(format!("{} certificates to try rules on, {} files of value sets", specimens.len(), value_sets.len()));
    let rules = rules(dir, checks);
    for (id, json) in &rules {
        check_rule(id, json, checks);
    }
    sweep::check(&rules, &value_sets, &specimens, extent, checks);
    let documents: Vec<_> = rules.into_iter().map(|(_, json)| json).chain(value_sets).collect();
    next_change::check(&documents, &beside("qa-text"), &specimens, extent, checks);
}

/// Every rule of every file with its place.
fn rules(dir: &Path, checks: &mut Checks) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for file in files::below(dir, "json") {
        match files::json(&file.path) {
            Ok(Value::Array(rules)) => {
                checks.note(format!("{}: {} rules", file.id, rules.len()));
                found.extend((0_usize..).zip(rules).map(|(index, json)| (format!("{}#{index}", file.id), json)));
            }
            Ok(_) => {}
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
        }
    }
    found
}

fn check_rule(id: &str, json: &Value, checks: &mut Checks) {
    let rule = Rule::read(json);
    checks.compare(id, "loads", true, rule.is_ok(), rule.as_ref().err().map(ToString::to_string).unwrap_or_default());
    let Ok(rule) = rule else { return };
    match &rule.logic {
        Err(RuleError::Engine { .. }) => checks.note(format!("{}: open, for {}", rule.identifier, engine(json))),
        logic => checks.compare(id, "compiles", true, logic.is_ok(), format!("{:?}", logic.as_ref().err())),
    }
}

fn engine(json: &Value) -> String {
    let member = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", member("Engine"), member("EngineVersion"))
}

/// A certificate that rules are tried on.
struct Specimen {
    text: String,
    issued_at: Instant,
    subject: Subject,
}

fn specimens(dir: &Path) -> Vec<Specimen> {
    let read = |file: files::Found| specimen(files::text(&file.path).ok()?.trim_end_matches(['\r', '\n']));
    let all: Vec<_> = files::below(dir, "txt").into_iter().filter_map(read).collect();
    let every = all.len().div_ceil(CERTIFICATES).max(1);
    let (mut spread, mut others) = (Vec::new(), Vec::new());
    for (index, specimen) in all.into_iter().enumerate() {
        if index.is_multiple_of(every) { spread.push(specimen) } else { others.push(specimen) }
    }
    spread.extend(others);
    spread.truncate(CERTIFICATES);
    spread
}

fn specimen(text: &str) -> Option<Specimen> {
    let signed = Signed::parse(&envelope::decode(text).ok()?, &mut Vec::new()).ok()?;
    let certificate = Certificate::parse(signed.payload(), &mut Vec::new()).ok()?;
    let nobody = KeyId::new(&[0])?;
    let key_id = signed.key_id.as_ref().unwrap_or(&nobody);
    let subject = Subject::of(&certificate, signed.payload(), key_id, None);
    Some(Specimen { text: text.to_owned(), issued_at: certificate.claims.issued_at?, subject })
}
