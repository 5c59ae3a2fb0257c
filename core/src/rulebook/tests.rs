//! Which rules apply, and what comes of them (protocols.md §3.5–3.6).

use serde_json::json;

use super::*;
use crate::certlogic::Datum;
use crate::instant::Instant;

fn rule(identifier: &str, version: &str, change: Json) -> Json {
    let mut rule = json!({
        "Identifier": identifier, "Version": version, "Type": "Acceptance", "Country": "CZ",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "0.7.5",
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2026-12-31T23:59:59Z",
        "Description": [{ "lang": "en", "desc": "A rule for tests" }], "AffectedFields": [], "Logic": true
    });
    for (member, value) in change.as_object().unwrap() {
        rule[member] = value.clone();
    }
    rule
}

fn chosen(rules: Vec<Json>, region: Option<&str>, kind: CertificateKind, at: &str) -> Vec<String> {
    let book = Rulebook::read(&rules).unwrap();
    let (at, region) = (Instant::parse(at).unwrap(), region.unwrap_or_default());
    let rules = book.acceptance(kind, "cz", region).filter_map(|line| line.in_force(kind, region, at));
    rules.map(|rule| format!("{} {}", rule.identifier, rule.version.1)).collect()
}

#[test]
fn of_each_identifier_the_highest_version_in_force_counts() {
    let rules = || {
        vec![
            rule("VR-CZ-0001", "1.9.0", json!({})),
            rule("VR-CZ-0001", "1.10.0", json!({})),
            rule("VR-CZ-0001", "1.11.0", json!({ "ValidFrom": "2026-07-01T00:00:00+02:00" })),
            rule("VR-CZ-0002", "1.0.0", json!({ "ValidTo": "2026-03-31T23:59:59Z" })),
        ]
    };
    for (at, expected) in [
        ("2025-12-31T23:59:59Z", vec![]),
        ("2026-01-01", vec!["VR-CZ-0001 10", "VR-CZ-0002 0"]),
        ("2026-03-31T23:59:59Z", vec!["VR-CZ-0001 10", "VR-CZ-0002 0"]),
        ("2026-06-30T21:59:59Z", vec!["VR-CZ-0001 10"]),
        ("2026-06-30T22:00:00Z", vec!["VR-CZ-0001 11"]),
    ] {
        assert_eq!(chosen(rules(), None, CertificateKind::Vaccination, at), expected, "{at}");
    }
}

#[test]
fn country_region_and_kind_choose() {
    let rules = || {
        vec![
            rule("GR-CZ-0000", "1.0.0", json!({ "CertificateType": "General" })),
            rule("VR-CZ-0001", "1.0.0", json!({})),
            rule("TR-CZ-0001", "1.0.0", json!({ "CertificateType": "Test" })),
            rule("VR-AT-0001", "1.0.0", json!({ "Country": "AT" })),
            rule("VR-CZ-0003", "1.0.0", json!({ "Region": " jm " })),
            rule("VR-XW-0001", "1.0.0", json!({ "Country": "XW", "CertificateType": "ICVP" })),
            rule("IR-CZ-0001", "1.0.0", json!({ "Type": "Invalidation" })),
            rule("MR-CZ-0001", "1.0.0", json!({ "Type": "Mask", "Logic": false })),
        ]
    };
    for (region, kind, expected) in [
        (None, CertificateKind::Vaccination, vec!["GR-CZ-0000 0", "VR-CZ-0001 0"]),
        (Some("JM"), CertificateKind::Vaccination, vec!["VR-CZ-0003 0"]),
        (None, CertificateKind::Test, vec!["GR-CZ-0000 0", "TR-CZ-0001 0"]),
        (None, CertificateKind::Icvp, vec!["VR-XW-0001 0"]),
    ] {
        assert_eq!(chosen(rules(), region, kind, "2026-06-01"), expected);
    }
}

#[test]
fn what_this_engine_does_not_know_is_kept_as_open() {
    for (change, opens) in [
        (json!({}), false),
        (json!({ "EngineVersion": "1.3.3" }), false),
        (json!({ "EngineVersion": "2.0.1" }), true),
        (json!({ "EngineVersion": "1" }), true),
        (json!({ "Engine": "OTHER" }), true),
        (json!({ "Logic": { "or": [1, 2] } }), true),
    ] {
        assert_eq!(Rule::read(&rule("VR-CZ-0001", "1.0.0", change)).unwrap().logic.is_err(), opens);
    }
}

#[test]
fn an_envelope_that_does_not_say_when_and_whose_is_no_rule() {
    for member in
        ["Identifier", "Version", "Type", "Country", "CertificateType", "SchemaVersion", "ValidFrom", "ValidTo"]
    {
        let error = Rule::read(&rule("VR-CZ-0001", "1.0.0", json!({ member: null }))).unwrap_err();
        assert_eq!(error, RuleError::Member { member });
    }
    assert_eq!(Rulebook::read(&[json!([rule("VR-CZ-0001", "1.0", json!({}))])]).unwrap_err().0, 0);
    for (text, version) in [
        ("1.2.3", Some(Version(1, 2, 3))),
        ("1.2", None),
        ("1.2.3.4", None),
        ("1.2.x", None),
        ("+1.0.0", None),
        ("01.0.0", None),
    ] {
        assert_eq!(Version::parse(text), version);
    }
}

#[test]
fn value_sets_are_read_in_both_shapes() {
    let eu = json!([{ "valueSetId": "products", "valueSetValues": { "A": {}, "B": { "active": false } } }]);
    let lists = json!({ "countries": ["CZ", "VN"] });
    let book = Rulebook::read(&[eu, lists]).unwrap();
    let list = |codes: [&str; 2]| Datum::Array(codes.map(Datum::from).into());
    assert_eq!(book.value_sets.get("products"), Some(&list(["A", "B"])));
    assert_eq!(book.value_sets.get("countries"), Some(&list(["CZ", "VN"])));
    assert!(book.is_empty());
}
