//! `vectors/answers.json`: what the Kotlin and the Swift tests hold against. Rust asks the questions here and writes
//! down its own answers; when they change, the file is rewritten and this test fails once, so that somebody looks.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs::{self, File};
use std::io::{self, Read};

use semafor_core::instant::Instant;
use semafor_core::trust::Domain;
use semafor_core::trust::import::KeyFile;
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check, inspect};
use serde_json::{Value, json};

const ANSWERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/answers.json");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/example");
const NOON: &str = "2026-06-01T12:00:00Z";

/// What is asked: name, key files, texts, country (none: a technical check), time, language.
struct Question {
    name: &'static str,
    trust: &'static [(&'static str, Option<Domain>)],
    texts: Vec<String>,
    country: Option<&'static str>,
    at: &'static str,
    language: Language,
}

#[test]
fn the_answers_are_those_of_today() {
    let answers: Vec<_> = questions().iter().map(Question::answer).collect();
    let answers = serde_json::to_string_pretty(&answers).unwrap() + "\n";
    let written = read(ANSWERS).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
    if written.ok().as_ref() != Some(&answers) {
        fs::write(ANSWERS, answers).unwrap();
        panic!("vectors/answers.json was rewritten: look at the difference, then run again");
    }
}

fn questions() -> Vec<Question> {
    const EU: &[(&str, Option<Domain>)] = &[("dsc.der", None)];
    const BOTH: &[(&str, Option<Domain>)] = &[("dsc.der", None), ("icvp-dsc.der", Some(Domain::WhoIcvp))];
    let ask = |name, trust, texts: &[&str], at| Question {
        name,
        trust,
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        country: None,
        at,
        language: Language::En,
    };
    let example = |name: &str| String::from_utf8(read(&format!("{EXAMPLES}/{name}")).unwrap()).unwrap();
    let files = ["certificate", "test", "expired", "altered", "stranger", "yellow-fever", "personal-code"];
    let [genuine, test, expired, altered, stranger, yellow_fever, personal] =
        files.map(|name| example(&format!("{name}.txt")).trim_end().to_owned());
    vec![
        ask("accepted", EU, &[&genuine], NOON),
        ask("accepted, two of one person", EU, &[&genuine, &test], NOON),
        ask("accepted, yellow fever under a WHO key", BOTH, &[&yellow_fever], NOON),
        ask("refused, yellow fever under an EU key", &[("icvp-dsc.der", None)], &[&yellow_fever], NOON),
        ask("refused, expired", EU, &[&expired], NOON),
        ask("refused, altered", EU, &[&altered], NOON),
        ask("refused, not valid yet", EU, &[&genuine], "2025-06-01"),
        ask("undecided, unknown key", EU, &[&stranger], NOON),
        ask("undecided, no keys at all", &[], &[&genuine], NOON),
        ask("undecided, identity only", EU, &[&personal], NOON),
        ask("undecided, no text", EU, &[], NOON),
        ask("undecided, too many texts", EU, &[genuine.as_str(); 5], NOON),
        ask("undecided, not a certificate", EU, &["https://example.org"], NOON),
        ask("undecided, broken", EU, &["HC1:6BF"], NOON),
        Question { language: Language::Cs, ..ask("refused, in Czech", EU, &[&expired], NOON) },
        Question { language: Language::Vi, ..ask("refused, in Vietnamese", EU, &[&altered], NOON) },
        Question { country: Some("CZ"), ..ask("undecided, no rules", EU, &[&genuine], NOON) },
    ]
}

impl Question {
    fn answer(&self) -> Value {
        let files: Vec<_> = self.trust.iter().map(|(name, domain)| key_file(name, domain.clone())).collect();
        let snapshot = Snapshot::from_key_files(&files).unwrap();
        let time = TimeContext::device(Instant::parse(self.at).unwrap());
        let policy = self.country.map_or_else(Policy::technical, |country| Policy::entry(Some(country.to_owned())));
        let report = check(&self.texts, &policy, &time, &snapshot);
        let trust = |(file, domain): &(&str, Option<Domain>)| json!({ "file": file, "domain": domain });
        json!({
            "name": self.name,
            "trust": self.trust.iter().map(trust).collect::<Vec<_>>(),
            "texts": self.texts,
            "country": self.country,
            "at": time.device,
            "language": self.language,
            "expected": DoorReport::of(&report, self.language),
            "inspections": self.texts.iter().map(|text| inspect(text)).collect::<Vec<_>>(),
        })
    }
}

fn key_file(name: &str, domain: Option<Domain>) -> KeyFile {
    KeyFile { bytes: read(&format!("{EXAMPLES}/{name}")).unwrap(), domain, list_key: None, pin: None }
}

fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
