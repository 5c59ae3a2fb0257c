//! `dgc-testdata`: JSON files with a code's text (`PREFIX`), its intermediate forms, a key and a clock (`TESTCTX`), and
//! what a decoder is expected to make of it (`EXPECTEDRESULTS`; protocols.md §4).
//!
//! Each expectation is one check, answered by the core from `PREFIX` alone. How each is read:
//! - `UNPREFIX`, `B45DECODE`, `COMPRESSION`: reading does not end before or in that layer.
//! - `DECODE`: CBOR decoding. Signed message, claims and the EU payload are found and are maps. A payload that breaks the
//!   schema, or holds two entries, is decodable.
//! - `VERIFY`: the signature holds under the case's DSC and the key id is the DSC's, at no particular time.
//! - `KEYUSAGE`: the DSC may sign this type, of several entries every type. `EXPIRATIONCHECK`, also misspelt
//!   `EXPTECTEDEXPIRED` (true where the clock lies within the dates): by the certificate's own claims neither expired nor
//!   not yet valid at the clock.
//! - `SCHEMAVALIDATION`, `VALIDJSON`: see `schema` and `reading`. `EXPECTEDRESULTS` within itself: decode and verify.
//! - `VALIDOBJECT`, `ENCODE`, `PICTUREDECODE` are about JSON objects and pictures: not in scope, counted as such.
//!
//! What cannot be read satisfies neither expectation on signature, key usage and dates, see `answer`.

mod answer;
mod reading;
mod schema;
mod stages;

use std::path::Path;

use serde_json::{Map, Value};

use crate::files;
use crate::outcome::Checks;
use answer::Got;
use stages::Case;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let mut cases: usize = 0;
    for file in files::below(dir, "json") {
        match files::json(&file.path) {
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
            Ok(json) => {
                let expectations = expectations(&json);
                if expectations.is_empty() {
                    checks.set_aside("no case: nothing is expected", &file.id);
                } else {
                    cases = cases.saturating_add(1);
                    let says_unreadable = expectations.iter().any(|(key, value)| denies_reading(key, value));
                    check_case(&Case::of(&file.id, &json, says_unreadable), expectations, checks);
                }
            }
        }
    }
    checks.note(format!("{cases} cases"));
}

fn check_case(case: &Case<'_>, expectations: Vec<(String, Value)>, checks: &mut Checks) {
    if let Some(differs) = case.text_differs() {
        checks.set_aside(differs, &case.id);
    }
    for (key, expected) in expectations {
        let subject = subject(&key);
        let Some(expected) = truth(&expected) else {
            checks.set_aside(format!("{key} is neither true nor false"), &case.id);
            continue;
        };
        let Some(text) = case.text else {
            checks.set_aside(format!("{key}: no text (PREFIX)"), &case.id);
            continue;
        };
        match subject {
            "UNPREFIX" => checks.answer(case, "unprefix", expected, stages::unprefix(text)),
            "B45DECODE" => checks.answer(case, "b45decode", expected, stages::base45(text)),
            "COMPRESSION" => checks.answer(case, "compression", expected, stages::compression(text)),
            "DECODE" => checks.answer(case, "decode", expected, stages::decode(text)),
            "SCHEMAVALIDATION" => reading::check_schema(case, text, expected, checks),
            "VALIDJSON" => reading::check_json(case, text, expected, checks),
            "VERIFY" | "KEYUSAGE" | "RESULTS" => check_with_key(case, text, subject, expected, checks),
            "EXPIRATIONCHECK" | "EXPIRED" => match case.clock() {
                Some(at) => checks.answer(case, "expirationcheck", expected, stages::dates(text, at)),
                None => checks.set_aside(format!("{key}: no readable clock (TESTCTX.VALIDATIONCLOCK)"), &case.id),
            },
            _ => checks.out_of_scope(&key),
        }
    }
}

fn check_with_key(case: &Case<'_>, text: &str, subject: &str, expected: bool, checks: &mut Checks) {
    let Some(key) = case.key() else {
        checks.set_aside(format!("{subject}: no DSC (TESTCTX.CERTIFICATE)"), &case.id);
        return;
    };
    let (name, answer) = match subject {
        "VERIFY" => ("verify", stages::verify(text, &key)),
        "KEYUSAGE" => ("keyusage", stages::key_usage(case, text, &key)),
        _ => ("results", stages::decode(text).and(|| stages::verify(text, &key))),
    };
    let excuse = match (subject, expected, answer.got) {
        ("KEYUSAGE", false, Got::True) => case.unlimited(&key),
        ("VERIFY" | "RESULTS", true, Got::False) => stages::unusable(&key),
        _ => None,
    };
    checks.answer(case, name, expected, answer);
    if excuse.is_some() {
        checks.excuse(excuse);
    }
}

/// Whether an expectation says that a layer or the payload cannot be read.
fn denies_reading(key: &str, expected: &Value) -> bool {
    const OF_READING: [&str; 5] = ["UNPREFIX", "B45DECODE", "COMPRESSION", "DECODE", "SCHEMAVALIDATION"];
    truth(expected) == Some(false) && OF_READING.contains(&subject(key))
}

/// Every expectation, wherever it stands: in `EXPECTEDRESULTS`, in one nested within, or beside it.
fn expectations(json: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    if let Value::Object(fields) = json {
        collect(fields, &mut found);
    }
    found
}

fn collect(fields: &Map<String, Value>, found: &mut Vec<(String, Value)>) {
    for (key, value) in fields {
        match value {
            Value::Object(nested) if subject(key) == "RESULTS" => collect(nested, found),
            value if PREFIXES.iter().any(|prefix| key.starts_with(prefix)) => found.push((key.clone(), value.clone())),
            _ => {}
        }
    }
}

const PREFIXES: [&str; 2] = ["EXPECTED", "EXPTECTED"];

fn subject(key: &str) -> &str {
    PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix)).unwrap_or_default()
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}
