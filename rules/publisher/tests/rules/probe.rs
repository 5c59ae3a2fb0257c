//! Rules on a certificate that a real authority signed.

use std::path::Path;

use semafor_core::instant::Instant;
use semafor_publisher::policy::Policy;
use semafor_publisher::probe::{Outcome, Probe, Question, Read, ReadError, probe};
use serde_json::json;

use crate::folder::Folder;

/// A vaccination of 2025-12-01, two doses of two, with EU/1/20/1528.
fn certificate() -> Read {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/example/certificate.txt");
    Read::of(std::fs::read_to_string(file).unwrap().trim_end()).unwrap()
}

fn try_one(folder: &Folder, at: &str, country: Option<&str>) -> Probe {
    let rules = Policy::read(&folder.path().join("rules/CZ/VR-CZ-0001/rule.json")).unwrap();
    let sets = Policy::read_any(&folder.path().join("valuesets")).unwrap();
    let question = Question { country, at: Instant::parse(at).unwrap() };
    probe(&rules, Some(&sets), &certificate(), &question).pop().unwrap()
}

#[test]
fn a_rule_says_what_it_compared_and_when_it_changes() {
    let folder = Folder::good("probe");
    let early = try_one(&folder, "2025-12-10", None);
    assert_eq!(early.outcome, Outcome::Failed);
    assert_eq!(early.next_change, Some(Instant::parse("2025-12-15").unwrap()));
    assert_eq!(early.comparisons.iter().map(|made| made.holds).collect::<Vec<_>>(), [true, false]);
    assert!(early.not_asked.iter().any(|reason| reason.contains("in force from")), "{:?}", early.not_asked);
    let late = try_one(&folder, "2026-06-01", Some("CZ"));
    assert_eq!((late.outcome, late.next_change, late.not_asked), (Outcome::Passed, None, vec![]));
    let abroad = try_one(&folder, "2026-06-01", Some("AT"));
    assert_eq!(abroad.not_asked, ["it is a rule of CZ"]);
}

#[test]
fn value_sets_come_from_elsewhere() {
    let folder = Folder::good("probe-sets");
    folder.change("rules/CZ/VR-CZ-0001/rule.json", |rule| {
        rule["Logic"] =
            json!({"in": [{"var": "payload.v.0.mp"}, {"var": "external.valueSets.vaccines-covid-19-names"}]});
    });
    assert_eq!(try_one(&folder, "2026-06-01", None).outcome, Outcome::Passed);
    folder.remove("valuesets/vaccines-covid-19-names.json");
    assert!(matches!(try_one(&folder, "2026-06-01", None).outcome, Outcome::Open { .. }));
}

#[test]
fn a_rule_that_cannot_be_evaluated_is_open() {
    let folder = Folder::good("probe-open");
    for (member, value) in [
        ("EngineVersion", json!("9.0.0")),
        ("SchemaVersion", json!("2.0.0")),
        ("ValidFrom", json!("soon")),
        ("Logic", json!({"or": []})),
        ("Logic", json!({"var": "payload.v.0.dn"})),
    ] {
        folder.change("rules/CZ/VR-CZ-0001/rule.json", |rule| rule[member] = value.clone());
        let outcome = try_one(&folder, "2026-06-01", None).outcome;
        assert!(matches!(&outcome, Outcome::Open { because } if !because.is_empty()), "{member} {value}: {outcome:?}");
        folder
            .write("rules/CZ/VR-CZ-0001/rule.json", &Folder::good("probe-fresh").json("rules/CZ/VR-CZ-0001/rule.json"));
    }
}

#[test]
fn reading_says_where_it_ended() {
    assert!(matches!(Read::of("hello"), Err(ReadError::Envelope(_))));
    assert!(matches!(Read::of("HC1:nonsense"), Err(ReadError::Envelope(_))));
}
