//! The worst of the hostile input, whichever it is: no text and no key file may take longer than a blink.

use std::error::Error;

use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check, inspect};

use crate::measure::shortest;
use crate::row::{Bound, Row, duration};
use input::{at, authority, collision, files, snapshot, texts};

#[path = "../../../core/tests/hostile/mod.rs"]
mod input;

/// The slowest text, alone and four times over; the slowest key file; more keys under one id than are tried.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let authority = authority().ok_or("no authority")?;
    let snapshot = snapshot(&authority).ok_or("no snapshot")?;
    let texts = texts(&authority);
    if let Some(complaint) = texts.iter().find_map(|text| text.complaint(&judge(&[&text.text], &snapshot))) {
        return Err(complaint.into());
    }
    let answer = |text: &str| (DoorReport::of(&judge(&[text], &snapshot), Language::En), inspect(text));
    let alone = slowest(texts.iter().map(|text| (text.name.as_str(), shortest(TIMES, || answer(&text.text)))));
    let four = |text: &str| judge(&[text; 4], &snapshot);
    let fourfold = slowest(texts.iter().map(|text| (text.name.as_str(), shortest(TIMES, || four(&text.text)))));
    let files = files(&authority);
    let read = |bytes: &[u8]| import(bytes, &ImportOptions::default());
    let file = slowest(files.iter().map(|(name, bytes)| (*name, shortest(TIMES, || read(bytes)))));
    let mut rows = vec![
        row("worst hostile text, check and inspect", &alone),
        row("worst hostile text, four times in one check", &fourfold),
        row("worst hostile key file", &file),
    ];
    for (name, others) in [("8 keys under one id, 1 text", 7), ("1,001 keys under one id, 1 text", 1_000)] {
        let crowded = collision(&authority, others).ok_or("no keys")?;
        let odd = texts.iter().find(|text| text.name.contains("a name with NUL")).ok_or("no text")?;
        rows.push(row(name, &("", shortest(TIMES, || judge(&[&odd.text], &crowded)))));
    }
    Ok(rows)
}

fn judge(texts: &[&str], snapshot: &Snapshot) -> semafor_core::verdict::Report {
    check(texts, &Policy::technical(), &TimeContext::device(at(0)), snapshot)
}

fn slowest<'a>(times: impl Iterator<Item = (&'a str, f64)>) -> (&'a str, f64) {
    times.max_by(|(_, one), (_, other)| one.total_cmp(other)).unwrap_or(("none", f64::NAN))
}

fn row(name: &str, (input, seconds): &(&str, f64)) -> Row {
    Row {
        name: name.to_owned(),
        value: duration(*seconds),
        reference: (!input.is_empty()).then(|| (*input).to_owned()),
        ratio: None,
        bound: Some(Bound::Seconds(*seconds, MOST_SECONDS)),
    }
}

const TIMES: usize = 5;

/// Issue "From the text of a code to a verified certificate": any input is answered within 50 ms.
const MOST_SECONDS: f64 = 0.05;
