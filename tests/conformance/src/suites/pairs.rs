//! `pairs`: pairs of identities with a label, whether they are one person's. JSON lines `{a, b, same, class}` in one file
//! or in all `*.jsonl` of a directory; `a` and `b` have `fn`, `gn`, `fnt`, `gnt` and `dob`, any of which may be absent.
//!
//! What is called the same counts as found; *perhaps* is not. Precision and recall have bounds; each miss is listed.

mod score;

use std::path::{Path, PathBuf};

use semafor_core::certificate::PersonName;
use semafor_core::instant::{DateTime, PartialDate};
use semafor_core::person::{Comparison, Identity, compare};
use serde::Deserialize;

use crate::files;
use crate::outcome::Checks;
use score::Scores;

pub(super) fn check(path: &Path, checks: &mut Checks) {
    let mut scores = Scores::default();
    for (id, file) in files_of(path) {
        match files::text(&file) {
            Ok(text) => check_file(&id, &text, &mut scores, checks),
            Err(error) => checks.compare(&id, "readable", true, false, error),
        }
    }
    scores.settle(checks);
}

/// The file itself, or the files below the directory; what a message calls each, and where it is.
fn files_of(path: &Path) -> Vec<(String, PathBuf)> {
    if path.is_file() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return vec![(name, path.to_owned())];
    }
    files::below(path, "jsonl").into_iter().map(|found| (found.id, found.path)).collect()
}

fn check_file(id: &str, text: &str, scores: &mut Scores, checks: &mut Checks) {
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let id = format!("{id}:{}", number.saturating_add(1));
        match serde_json::from_str::<Pair>(line) {
            Ok(pair) => check_pair(&id, &pair, line, scores, checks),
            Err(error) => checks.compare(&id, "readable", true, false, error.to_string()),
        }
    }
}

fn check_pair(id: &str, pair: &Pair, line: &str, scores: &mut Scores, checks: &mut Checks) {
    let [one, other] = [&pair.a, &pair.b].map(Person::identity);
    let comparison = compare(&one, &other);
    let found = matches!(comparison, Comparison::Same(_));
    let class = pair.class.as_deref().unwrap_or("no class");
    scores.count(class, pair.same, found);
    if found != pair.same {
        let (wanted, why) = (if pair.same { "the same" } else { "not the same" }, comparison.code());
        checks.note(format!(
            "miss {id} ({class}): {wanted} expected, got {}: {why}: {}",
            called(comparison),
            line.trim()
        ));
    }
}

fn called(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Same(_) => "the same",
        Comparison::Perhaps(_) => "perhaps",
        Comparison::Different(_) => "different",
    }
}

#[derive(Deserialize)]
struct Pair {
    a: Person,
    b: Person,
    same: bool,
    class: Option<String>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(rename = "fn")]
    family: Option<String>,
    #[serde(rename = "gn")]
    given: Option<String>,
    #[serde(rename = "fnt")]
    family_standard: Option<String>,
    #[serde(rename = "gnt")]
    given_standard: Option<String>,
    dob: Option<String>,
}

impl Person {
    fn identity(&self) -> Identity {
        let name = PersonName {
            family: self.family.clone(),
            given: self.given.clone(),
            family_standard: self.family_standard.clone(),
            given_standard: self.given_standard.clone(),
        };
        Identity::new(&name, birth_date(self.dob.as_deref().unwrap_or_default()))
    }
}

/// As certificates are read: a time behind the date is dropped, what is no date is unknown.
fn birth_date(text: &str) -> PartialDate {
    let date = text.get(..10).filter(|_| DateTime::parse(text).is_ok()).unwrap_or(text);
    PartialDate::parse(date).unwrap_or(PartialDate::Unknown)
}
