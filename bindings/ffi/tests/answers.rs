//! `vectors/answers.json`: what the Kotlin and the Swift tests hold against. Rust asks the questions here and writes
//! down its own answers; when they change, the file is rewritten and this test fails once, so that somebody looks.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

#[path = "set/layout.rs"]
mod layout;
#[path = "answers/questions.rs"]
mod questions;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use layout::laid_out;
use questions::{Failure, Question, failures, questions, texts};
use semafor_core::trust::Domain;
use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::{DoorReport, Report};
use semafor_core::verifier::{Explanation, PartsError, PolicyFile, Snapshot, check, inspect};
use serde_json::{Value, json};

const ANSWERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/answers.json");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/example");
const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/policy");

#[test]
fn the_answers_are_those_of_today() {
    let texts = texts();
    let shown =
        |(name, text): (&&str, &String)| ((*name).to_owned(), json!({ "text": text, "inspection": inspect(text) }));
    let answers = json!({
        "policy": published(),
        "texts": texts.iter().map(shown).collect::<serde_json::Map<_, _>>(),
        "questions": questions().iter().map(|question| question.answer(&texts)).collect::<Vec<_>>(),
        "failures": failures().iter().map(Failure::answer).collect::<Vec<_>>(),
    });
    let answers = laid_out(&answers, "\n") + "\n";
    let written = read(ANSWERS).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
    if written.ok().as_ref() != Some(&answers) {
        fs::write(ANSWERS, answers).unwrap();
        panic!("vectors/answers.json was rewritten: look at the difference, then run again");
    }
}

impl Question {
    fn answer(&self, texts: &BTreeMap<&str, String>) -> Value {
        let report = self.report(texts);
        let verdict = serde_json::to_value(report.verdict).unwrap();
        assert!(self.name.starts_with(verdict.as_str().unwrap()), "{}: {verdict}", self.name);
        json!({
            "name": self.name,
            "trust": trust(self.trust),
            "with_policy": self.with_policy,
            "more_policy": self.more_policy.iter().map(|(name, text)| shown_policy(name, text)).collect::<Vec<_>>(),
            "texts": self.texts,
            "asked": self.asked,
            "time": self.time,
            "language": self.language,
            "door": DoorReport::of(&report, self.language),
            "explanation": Explanation::of(&report, self.language),
        })
    }

    fn report(&self, texts: &BTreeMap<&str, String>) -> Report {
        let names = if self.with_policy { published() } else { Vec::new() };
        let file = |name: String| PolicyFile { bytes: read(&format!("{POLICY}/{name}")).unwrap(), name };
        let more = self.more_policy.iter().map(|(name, text)| policy_file(name, text));
        let policy: Vec<_> = names.into_iter().map(file).chain(more).collect();
        let snapshot = Snapshot::from_parts(&key_files(self.trust), &policy).unwrap();
        let texts: Vec<_> = self.texts.iter().map(|name| texts.get(name).unwrap()).collect();
        check(&texts, &self.policy(), &self.time, &snapshot)
    }
}

impl Failure {
    fn answer(&self) -> Value {
        let keys: Vec<_> = self.trust.iter().map(|text| key_file(text.as_bytes().to_vec(), None)).collect();
        let policy: Vec<_> = self.policy.iter().map(|(name, text)| policy_file(name, text)).collect();
        let error = Snapshot::from_parts(&keys, &policy).unwrap_err();
        let kind = match error {
            PartsError::Trust(_) => "trust",
            PartsError::Policy(_) => "policy",
        };
        json!({
            "trust": self.trust,
            "policy": self.policy.iter().map(|(name, text)| shown_policy(name, text)).collect::<Vec<_>>(),
            "kind": kind,
            "message": error.to_string(),
        })
    }
}

/// The names of the files of `rules/policy`, in order.
fn published() -> Vec<String> {
    let mut names = Vec::new();
    collect(Path::new(POLICY), "", &mut names);
    names.sort();
    names
}

/// Tests stand beside rules and are none.
fn collect(folder: &Path, before: &str, names: &mut Vec<String>) {
    for entry in folder.read_dir().unwrap() {
        let (entry, is_folder) = entry.map(|entry| (entry.file_name(), entry.path().is_dir())).unwrap();
        let name = entry.to_str().unwrap();
        if is_folder && name != "tests" {
            collect(&folder.join(name), &format!("{before}{name}/"), names);
        } else if name.ends_with(".json") {
            names.push(format!("{before}{name}"));
        }
    }
}

fn trust(files: &[(&str, Option<Domain>)]) -> Vec<Value> {
    files.iter().map(|(file, domain)| json!({ "file": file, "domain": domain })).collect()
}

fn key_files(files: &[(&str, Option<Domain>)]) -> Vec<KeyFile> {
    let read = |(name, domain): &(&str, Option<Domain>)| {
        key_file(read(&format!("{EXAMPLES}/{name}")).unwrap(), domain.clone())
    };
    files.iter().map(read).collect()
}

fn policy_file(name: &str, text: &str) -> PolicyFile {
    PolicyFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn shown_policy(name: &str, text: &str) -> Value {
    json!({ "name": name, "text": text })
}

fn key_file(bytes: Vec<u8>, domain: Option<Domain>) -> KeyFile {
    KeyFile { bytes, domain, list_key: None, pin: None }
}

fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
