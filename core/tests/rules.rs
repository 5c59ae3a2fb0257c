//! Rules deciding: certificates issued here, judged by rules written here, through the whole check.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::rulebook::{Outcome, Rulebook};
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, ReasonCode, Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::{Value, json};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority() -> Authority {
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: Vec::new(),
        not_before: at("2025-01-01"),
        not_after: at("2029-01-01"),
    };
    Authority::from_key(SigningKey::from_slice(&[5; 32]).unwrap(), &terms).unwrap()
}

fn issue(certified: Certified) -> String {
    authority().issue(&Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2028-01-01"),
        identifier: "CZ:1".to_owned(),
        certified,
    })
}

fn vaccination(dose: i64) -> String {
    issue(Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose, doses: 2, date: "2026-01-10".to_owned() })
}

fn rule(identifier: &str, logic: &Value) -> Value {
    json!({
        "Identifier": identifier, "Version": "1.0.0", "Type": "Acceptance", "Country": "VN",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "0.7.5",
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2027-12-31T23:59:59Z",
        "Description": [{ "lang": "en", "desc": "A rule for tests" }], "AffectedFields": [], "Logic": logic
    })
}

/// Both doses, fourteen days, not older than 270 days.
fn rules() -> Vec<Value> {
    let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let dose = |days: i64| json!({ "plusTime": [{ "var": "payload.v.0.dt" }, days, "day"] });
    vec![
        rule("VR-VN-0001", &json!({ ">=": [{ "var": "payload.v.0.dn" }, { "var": "payload.v.0.sd" }] })),
        rule("VR-VN-0002", &json!({ "not-after": [dose(14), clock, dose(270)] })),
        rule("VR-VN-0003", &json!({ "in": [{ "var": "payload.v.0.mp" }, { "var": "external.valueSets.products" }] })),
        json!({ "products": ["EU/1/20/1528"] }),
    ]
}

fn judge(text: &str, rules: &[Value], country: Option<&str>, time: &str) -> Report {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    let snapshot = Snapshot::from_keys(keys, true).with_rules(Rulebook::read(rules).unwrap(), &[7; 32]);
    check(&[text], &Policy::entry(country.map(str::to_owned)), &TimeContext::device(at(time)), &snapshot)
}

fn codes(report: &Report) -> Vec<ReasonCode> {
    report.reasons.iter().map(|reason| reason.cause.code()).collect()
}

#[test]
fn rules_accept_and_refuse() {
    use ReasonCode as Code;
    let open =
        [rules(), vec![rule("VR-VN-0009", &json!({ "plusTime": [{ "var": "payload.v.0.no" }, 1, "day"] }))]].concat();
    for (dose, rules, country, time, verdict, expected) in [
        (2, rules(), Some("VN"), "2026-03-01", Verdict::Accepted, vec![]),
        (2, rules(), Some("vn"), "2026-03-01", Verdict::Accepted, vec![]),
        (1, rules(), Some("VN"), "2026-03-01", Verdict::Refused, vec![Code::RuleFailed]),
        (2, rules(), Some("VN"), "2026-01-20", Verdict::Refused, vec![Code::RuleFailed]),
        (1, rules(), Some("VN"), "2026-11-01", Verdict::Refused, vec![Code::RuleFailed, Code::RuleFailed]),
        (2, open.clone(), Some("VN"), "2026-03-01", Verdict::Undecided, vec![Code::RuleOpen]),
        (1, open, Some("VN"), "2026-03-01", Verdict::Refused, vec![Code::RuleFailed, Code::RuleOpen]),
        (2, rules(), Some("AT"), "2026-03-01", Verdict::Undecided, vec![Code::NoRules]),
        (2, rules(), None, "2026-03-01", Verdict::Undecided, vec![Code::NoCountry]),
    ] {
        let report = judge(&vaccination(dose), &rules, country, time);
        assert_eq!((report.verdict, codes(&report)), (verdict, expected), "dose {dose}, {country:?}, {time}");
    }
}

#[test]
fn the_change_of_a_verdict_by_rules_is_exact_to_the_second() {
    for (time, changes) in [
        ("2026-01-20", Some("2026-01-24")),
        ("2026-01-24", Some("2026-10-07T00:00:01Z")),
        ("2026-10-07", Some("2026-10-07T00:00:01Z")),
        ("2026-10-07T00:00:01Z", Some("2028-01-01")),
    ] {
        let report = judge(&vaccination(2), &rules(), Some("VN"), time);
        // From 2028 on no rule is in force, and nobody knows.
        assert_eq!(
            report.next_change.map(|change| change.to_string().replace("T00:00:00Z", "")),
            changes.map(str::to_owned),
            "{time}"
        );
        let change = report.next_change.unwrap();
        let verdict_at = |at: Instant| judge(&vaccination(2), &rules(), Some("VN"), &at.to_string()).verdict;
        assert_eq!(verdict_at(change.plus_seconds(-1)), report.verdict);
        assert_ne!(verdict_at(change), report.verdict);
    }
}

#[test]
fn the_report_explains_and_the_door_does_not() {
    let report = judge(&vaccination(1), &rules(), Some("VN"), "2026-03-01");
    let outcomes = &report.certificates.first().unwrap().rules;
    let failed: Vec<_> = outcomes.iter().filter(|rule| rule.outcome == Outcome::Failed).collect();
    let comparison = failed.first().unwrap().comparisons().next().unwrap();
    assert_eq!((comparison.left.as_str(), comparison.operator.as_str(), comparison.right.as_str()), ("1", ">=", "2"));
    assert_eq!(comparison.fields, ["payload.v.0.dn", "payload.v.0.sd"]);
    let door = serde_json::to_string(&DoorReport::of(&report, Language::En)).unwrap();
    for inside in ["VR-VN", "EU/1/20/1528", "payload", "2026-01-10"] {
        assert!(!door.contains(inside), "{inside} in {door}");
    }
}

#[test]
fn issuing_countries_may_take_their_certificates_back() {
    let mut invalidation = rule(
        "IR-CZ-0001",
        &json!({ "!": [{ "in": [{ "extractFromUVCI": [{ "var": "payload.v.0.ci" }, 1] }, ["CZ"]] }] }),
    );
    invalidation["Type"] = "Invalidation".into();
    invalidation["Country"] = "CZ".into();
    let report = judge(&vaccination(2), &[rules(), vec![invalidation]].concat(), Some("VN"), "2026-03-01");
    assert_eq!((report.verdict, codes(&report)), (Verdict::Refused, vec![ReasonCode::Invalidated]));
}
