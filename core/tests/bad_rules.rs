//! What a careless or hostile rule author could publish: each ends in a typed error, or in a rule that is open, within
//! the budget. Nothing of it is ever accepted.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, ReasonCode, Report, Verdict};
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
        ("a number", json!(1)),
        ("a fraction", json!(0.5)),
        ("nothing", json!(null)),
        ("a year beyond the calendar", json!({ "before": [date, { "plusTime": ["2021-01-01", i64::MAX, "year"] }] })),
    ] {
        let report = judged("2026-02-31", &[file(&json!([rule(&logic), { "all": codes }]))]).unwrap();
        assert!(is_open(&report), "{what}: {:?}", report.reasons);
    }
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
fn marks_that_steer_a_screen_reach_no_door() {
    let mut steering = rule(&json!(false));
    steering.as_object_mut().unwrap().insert("Identifier".to_owned(), "VR-\u{202e}CZ\u{0}".into());
    let staff = json!({ "rule": "VR-\u{202e}CZ\u{0}", "staff": { "en": "No\u{0}\u{202e}\u{7} entry" } });
    let report = judged("2026-01-10", &[file(&steering), file(&staff)]).unwrap();
    let door = DoorReport::of(&report, Language::En);
    let told: Vec<_> = door.reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(told, ["No\u{fffd}\u{fffd}\u{fffd} entry"]);
}
