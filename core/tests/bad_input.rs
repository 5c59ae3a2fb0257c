//! Bad input gets a report or a typed error, whatever it is: never a panic, never acceptance, never much memory.
//!
//! How long the worst of it takes is held against a bound by `tests/bench`.

#![expect(clippy::unwrap_used, reason = "tests may")]

mod hostile;

use semafor_core::limits;
use semafor_core::trust::import::{ImportError, ImportOptions, import};
use semafor_core::verdict::{DoorReport, Language, ReasonCode, Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check, inspect};
use semafor_publisher::authority::Authority;

fn parts() -> (Authority, Snapshot) {
    let authority = hostile::authority().unwrap();
    let snapshot = hostile::snapshot(&authority).unwrap();
    (authority, snapshot)
}

fn judge(texts: &[&str], snapshot: &Snapshot) -> Report {
    check(texts, &Policy::technical(), &TimeContext::device(hostile::at(0)), snapshot)
}

#[test]
fn every_hostile_text_gets_its_answer() {
    let (authority, snapshot) = parts();
    let complaint = |text: &hostile::Hostile| text.complaint(&judge(&[&text.text], &snapshot));
    let complaints: Vec<_> = hostile::texts(&authority).iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_hostile_text_can_be_inspected_and_shown() {
    let (authority, snapshot) = parts();
    for text in hostile::texts(&authority) {
        let report = judge(&[&text.text], &snapshot);
        let door = DoorReport::of(&report, Language::Vi);
        let inspection = inspect(&text.text);
        assert_eq!(Some(inspection.text), report.certificates.first().map(|examined| examined.text), "{}", text.name);
        assert!(serde_json::to_string(&report).is_ok(), "{}", text.name);
        assert!(serde_json::to_string(&door).is_ok(), "{}", text.name);
        assert!(serde_json::to_string(&inspection).is_ok(), "{}", text.name);
    }
}

#[test]
fn hostile_texts_beside_each_other_are_bounded() {
    let (authority, snapshot) = parts();
    let texts = hostile::texts(&authority);
    for several in texts.chunks(4) {
        let shown: Vec<_> = std::iter::once("").chain(several.iter().map(|text| text.text.as_str())).collect();
        let report = judge(&shown, &snapshot);
        assert_ne!(report.verdict, Verdict::Accepted);
        assert!(report.certificates.len() <= limits::TEXTS_PER_CHECK);
    }
    let codes = |report: Report| report.reasons.iter().map(|reason| reason.cause.code()).collect::<Vec<_>>();
    assert_eq!(codes(judge(&[], &snapshot)), [ReasonCode::NoCode]);
    let many = codes(judge(&vec![""; 100_000], &snapshot));
    assert!(many.contains(&ReasonCode::TooManyCodes), "{many:?}");
}

#[test]
fn keys_under_one_id_are_tried_up_to_the_bound_only() {
    let authority = hostile::authority().unwrap();
    let signed = hostile::texts(&authority).into_iter().find(|text| text.name.contains("a name with NUL"));
    let text = signed.unwrap().text;
    for (others, code) in
        [(0, None), (7, None), (8, Some(ReasonCode::TooManyKeys)), (1_000, Some(ReasonCode::TooManyKeys))]
    {
        let report = judge(&[&text], &hostile::collision(&authority, others).unwrap());
        assert_eq!(
            report.reasons.first().map(|reason| reason.cause.code()),
            code,
            "{others} keys beside the right one"
        );
    }
}

#[test]
fn hostile_key_files_yield_no_key() {
    let authority = hostile::authority().unwrap();
    for (name, bytes) in hostile::files(&authority) {
        let keys = import(&bytes, &ImportOptions::default()).map(|import| import.keys.len());
        assert!(matches!(keys, Ok(0) | Err(_)), "{name}: {keys:?}");
    }
    let too_large = import(&vec![b' '; limits::KEY_LIST_BYTES + 1], &ImportOptions::default());
    assert!(matches!(too_large, Err(ImportError::TooLarge { .. })));
}
