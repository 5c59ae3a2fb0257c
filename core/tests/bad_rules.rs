//! What a careless or hostile rule author could publish: each ends in a typed error, or in a rule that is open, within
//! the budget. Nothing of it is ever accepted.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{ReasonCode, Report, Verdict};
use semafor_core::verifier::{Policy, PolicyFile, Snapshot, TimeContext, check};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::{Value, json};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority() -> Authority {
    let (not_before, not_after) = (at("2026-01-01"), at("2028-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[5; 32]).unwrap(), &terms).unwrap()
}

fn file(json: &Value) -> PolicyFile {
    PolicyFile { name: "rules.json".to_owned(), bytes: json.to_string().into_bytes() }
}

fn rule(logic: &Value) -> Value {
    json!({
        "Identifier": "VR-CZ-0001", "Version": "1.0.0", "Type": "Acceptance", "Country": "CZ",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0",
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2027-12-31T23:59:59Z",
        "Description": [{ "lang": "en", "desc": "A rule for this test alone" }], "Logic": logic
    })
}

fn judged(date: &str, policy: &[PolicyFile]) -> Result<Report, String> {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    let snapshot = Snapshot::from_keys(keys, true).with_policy(policy).map_err(|error| error.to_string())?;
    let product = "EU/1/20/1528".to_owned();
    let text = authority().issue(&Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-12-01"),
        identifier: "CZ:1".to_owned(),
        certified: Certified::Vaccination { product, dose: 2, doses: 2, date: date.to_owned() },
    });
    let policy = Policy::entry(Some("CZ".to_owned()));
    Ok(check(&[text], &policy, &TimeContext::device(at("2026-03-01")), &snapshot))
}

fn is_open(report: &Report) -> bool {
    let codes: Vec<_> = report.reasons.iter().map(|reason| reason.cause.code()).collect();
    report.verdict == Verdict::Undecided && codes == [ReasonCode::RuleOpen]
}

#[test]
fn logic_that_cannot_be_evaluated_is_open() {
    let all = json!({ "var": "external.valueSets.all" });
    let pairs = json!({ "reduce": [all, { "+": [{ "var": "accumulator" }, 1] }, 0] });
    let squared = json!({ "reduce": [all, { "in": [{ "var": "current" }, all] }, true] });
    let date = json!({ "plusTime": [{ "var": "payload.v.0.dt" }, 0, "day"] });
    let codes: Vec<_> = (0..20_000).map(|code| code.to_string()).collect();
    for (what, logic) in [
        ("an operation nobody knows", json!({ "or": [true, true] })),
        ("an operation without its operands", json!({ "and": [] })),
        ("a loop over all codes", json!({ ">": [pairs, 0] })),
        ("a loop within a loop", squared),
        ("a date that is none", json!({ "before": [date, date] })),
        ("the data as a whole", json!({ "!": [{ "var": "" }] })),
        ("all that is external", json!({ "if": [{ "var": "external" }, false, true] })),
        ("a value too deep to take down", deep_value()),
        ("a number", json!(1)),
        ("a fraction", json!(0.5)),
        ("nothing", json!(null)),
        ("a year beyond the calendar", json!({ "before": [date, { "plusTime": ["2021-01-01", i64::MAX, "year"] }] })),
    ] {
        let report = judged("2026-02-31", &[file(&json!([rule(&logic), { "all": codes }]))]).unwrap();
        assert!(is_open(&report), "{what}: {:?}", report.reasons);
    }
}

/// Each turn of the loop wraps what it has in fifty lists.
fn deep_value() -> Value {
    let wrapped = (0..50).fold(json!({ "var": "accumulator" }), |inner, _| json!([inner]));
    json!({ "===": [{ "reduce": [vec![0; 60], wrapped, []] }, 1] })
}

#[test]
fn files_beyond_the_bounds_are_errors() {
    let deep = format!("[{}1{}]", "{\"!\":[".repeat(100_000), "]}".repeat(100_000));
    let huge = "[".to_owned() + &" ".repeat(40_000_000) + "]";
    let many = json!(vec![rule(&json!(true)); 20_001]).to_string();
    for (text, because) in [(deep, "recursion limit"), (huge, "at most 33554432"), (many, "at most 20000")] {
        let error = judged("2026-01-10", &[PolicyFile { name: "x".to_owned(), bytes: text.into_bytes() }]).unwrap_err();
        assert!(error.contains(because), "{because}: {error}");
    }
}

#[test]
fn a_rule_of_ten_megabytes_is_compiled_once_and_costs_its_budget() {
    let one = json!({ "===": [{ "var": "payload.v.0.mp" }, "EU/1/20/1528"] });
    let long = json!({ "and": vec![one; 200_000] });
    let policy = file(&rule(&long));
    assert!(policy.bytes.len() > 10_000_000);
    assert!(is_open(&judged("2026-01-10", &[policy]).unwrap()));
}

#[test]
fn a_million_codes_are_loaded_and_looked_through_within_the_budget() {
    let codes: Vec<_> = (0..1_000_000).map(|code| format!("EU/1/{code}")).collect();
    let is_listed =
        |set: &str| json!({ "in": [{ "var": "payload.v.0.mp" }, { "var": format!("external.valueSets.{set}") }] });
    let sets = json!({ "many": codes, "few": ["EU/1/20/1528"] });
    assert!(is_open(&judged("2026-01-10", &[file(&rule(&is_listed("many"))), file(&sets)]).unwrap()));
    let few = judged("2026-01-10", &[file(&rule(&is_listed("few"))), file(&sets)]).unwrap();
    assert_eq!(few.verdict, Verdict::Accepted);
}

#[test]
fn texts_for_staff_in_which_a_word_could_hide_are_errors() {
    for text in [
        "No\u{0} entry",
        "No \u{202e}yrtne",
        "vacci\u{ad}nation",
        "test\u{200b}",
        "oc\u{30c}kova\u{301}ni\u{301}",
        "ＣＯＶＩＤ",
    ] {
        let staff = json!({ "rule": "VR-CZ-0001", "staff": { "en": text } });
        assert!(judged("2026-01-10", &[file(&staff)]).unwrap_err().contains("a text for staff says"), "{text:?}");
    }
}

#[test]
fn many_costly_rules_are_open_beyond_the_budget_of_a_certificate() {
    let all = json!({ "var": "external.valueSets.all" });
    let costly = json!({ "reduce": [all, { "if": [true, { "var": "accumulator" }, false] }, true] });
    let rules: Vec<_> = (0..200)
        .map(|number| {
            let mut rule = rule(&costly);
            rule.as_object_mut().unwrap().insert("Identifier".to_owned(), format!("VR-CZ-{number:04}").into());
            rule
        })
        .collect();
    let report = judged("2026-01-10", &[file(&json!(rules)), file(&json!({ "all": vec!["x"; 1_000] }))]).unwrap();
    let open = report.reasons.iter().filter(|reason| reason.cause.code() == ReasonCode::RuleOpen).count();
    assert!(report.verdict == Verdict::Undecided && (50..200).contains(&open), "{open} open");
}
