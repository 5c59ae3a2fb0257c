//! What holders are told: everything the report says, in their language, harmless for the eye.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_core::certificate::CertificateKind;
use semafor_core::envelope::TextKind;
use semafor_core::instant::Instant;
use semafor_core::rulebook::Rulebook;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{Asked, DoorReport, Language, ReasonCode, Report, TimeSource};
use semafor_core::verifier::{ExplainedOutcome, Explanation, Policy, Snapshot, TimeContext, check};
use semafor_core::warning::WarningCode;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::{Value, json};

const NOON: &str = "2026-06-01T12:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority(seed: u8) -> Authority {
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: Vec::new(),
        not_before: at("2025-01-01"),
        not_after: at("2029-01-01"),
    };
    Authority::from_key(SigningKey::from_slice(&[seed; 32]).unwrap(), &terms).unwrap()
}

/// One of two doses, to somebody whose given name holds a mark that turns the direction of writing.
fn first_dose(seed: u8) -> String {
    let holder = Holder {
        family: "Nováková".to_owned(),
        given: "Ja\u{202e}na".to_owned(),
        family_standard: "NOVAKOVA".to_owned(),
        given_standard: "JANA".to_owned(),
        birth_date: "1964".to_owned(),
    };
    let date = "2026-01-10".to_owned();
    authority(seed).issue(&Draft {
        holder,
        country: "CZ".to_owned(),
        issued_at: at("2026-01-11"),
        expires_at: at("2028-01-01"),
        identifier: "CZ:1".to_owned(),
        certified: Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose: 1, doses: 2, date },
    })
}

fn rule(identifier: &str, logic: &Value) -> Value {
    json!({
        "Identifier": identifier, "Version": "1.2.3", "Type": "Acceptance", "Country": "CZ",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0",
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2027-12-31T23:59:59Z",
        "Description": [{ "lang": "en", "desc": "All\u{1b}[2J doses" }, { "lang": "cs", "desc": "Všechny dávky" }],
        "Logic": logic
    })
}

fn rules() -> Vec<Value> {
    vec![
        rule("VR-CZ-0001", &json!({ ">=": [{ "var": "payload.v.0.dn" }, { "var": "payload.v.0.sd" }] })),
        rule("VR-CZ-0002", &json!({ "plusTime": [{ "var": "payload.v.0.is" }, 1, "day"] })),
        rule("VR-CZ-0003", &json!(true)),
        json!({
            "mode": "2G+", "title": { "en": "Two\u{202e} G", "vi": "Hai G" }, "description": { "cs": "Stačí dávka" },
            "combinations": [[{ "certificateType": "Vaccination" }, { "certificateType": "Test" }]]
        }),
    ]
}

fn judge(texts: &[String], policy: &Policy) -> Report {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority(5).dsc(), Domain::EuDcc).unwrap());
    let snapshot = Snapshot::from_keys(keys, true).with_rules(Rulebook::read(&rules()).unwrap(), &[7; 32]);
    let time = TimeContext { device: at("2026-05-01"), floor: Some(at(NOON)), estimate: None };
    check(texts, policy, &time, &snapshot)
}

fn asked(mode: Option<&str>) -> Policy {
    match mode {
        Some(mode) => Policy::in_mode("CZ", mode),
        None => Policy::entry(Some("CZ".to_owned())),
    }
}

#[test]
fn a_rule_is_a_reason_with_its_text_and_what_it_compared() {
    let explanation = Explanation::of(&judge(&[first_dose(5)], &asked(None)), Language::Cs);
    let codes: Vec<_> = explanation.reasons.iter().map(|reason| (reason.code, reason.certificate)).collect();
    assert_eq!(codes, [(ReasonCode::RuleFailed, Some(0)), (ReasonCode::RuleOpen, Some(0))]);

    let [failed, open] = explanation.reasons.as_slice() else { panic!("{explanation:?}") };
    let cited = failed.rule.as_ref().unwrap();
    assert_eq!((cited.identifier.as_str(), cited.version.as_str()), ("VR-CZ-0001", "1.2.3"));
    assert_eq!(cited.text.as_deref(), Some("Všechny dávky"));
    assert!(failed.details.is_empty());
    assert_eq!(open.details.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["detail"]);

    let certificate = explanation.certificates.first().unwrap();
    let [failed, open, passed] = certificate.rules.as_slice() else { panic!("{certificate:?}") };
    assert_eq!((&failed.outcome, &passed.outcome), (&ExplainedOutcome::Failed, &ExplainedOutcome::Passed));
    assert_eq!(failed.fields, ["payload.v.0.dn", "payload.v.0.sd"]);
    let compared = failed.comparisons.first().unwrap();
    assert_eq!((&*compared.left, &*compared.operator, &*compared.right, compared.holds), ("1", ">=", "2", false));
    let ExplainedOutcome::Open { because } = &open.outcome else { panic!("{open:?}") };
    assert_eq!(because, &explanation.reasons.last().unwrap().details.first().unwrap().value);
}

#[test]
fn the_mode_is_named_in_the_language_or_in_another() {
    let report = judge(&[first_dose(5)], &asked(Some("2G+")));
    for (language, title) in [(Language::Vi, "Hai G"), (Language::En, "Two\u{fffd} G"), (Language::Cs, "Two\u{fffd} G")]
    {
        let mode = Explanation::of(&report, language).question.mode.unwrap();
        assert_eq!((mode.id.as_str(), mode.title.as_deref()), ("2G+", Some(title)));
        assert_eq!(mode.description.as_deref(), Some("Stačí dávka"));
    }
    let unknown = Explanation::of(&judge(&[first_dose(5)], &asked(Some("5\u{202e}G"))), Language::Cs);
    let mode = unknown.question.mode.unwrap();
    assert_eq!((mode.id.as_str(), mode.title, mode.description), ("5\u{fffd}G", None, None));
}

#[test]
fn what_nobody_vouches_for_is_shown_as_such() {
    let texts = [first_dose(6), "https://example.org".to_owned()];
    let explanation = Explanation::of(&judge(&texts, &Policy::technical()), Language::En);
    let [stranger, address] = explanation.certificates.as_slice() else { panic!("{explanation:?}") };
    let content = stranger.content.as_ref().unwrap();
    assert_eq!((content.verified, content.kind), (false, CertificateKind::Vaccination));
    assert_eq!((content.name.as_str(), content.birth_date.to_string().as_str()), ("Ja\u{fffd}na Nováková", "1964"));
    assert_eq!(content.claims.expires_at, Some(at("2028-01-01")));
    assert_eq!((&stranger.signed_by, stranger.rules.len()), (&None, 0));
    assert_eq!((&address.content, address.text), (&None, TextKind::Link));
}

#[test]
fn it_says_what_the_report_and_the_door_say() {
    let report = judge(&[first_dose(5)], &asked(Some("2G+")));
    for language in Language::ALL {
        let (explanation, door) = (Explanation::of(&report, language), DoorReport::of(&report, language));
        assert_eq!((explanation.verdict, explanation.scope), (door.verdict, report.scope));
        assert_eq!(explanation.snapshot, report.snapshot);
        assert_eq!((explanation.time.at, explanation.time.source), (door.checked_at, TimeSource::Floor));
        assert_eq!((explanation.valid_until, explanation.next_change), (report.valid_until, door.next_change));
        let holder: Vec<_> = explanation.reasons.iter().map(|reason| (reason.code, &reason.text)).collect();
        let staff: Vec<_> = door.reasons.iter().map(|reason| (reason.code, &reason.text)).collect();
        assert_eq!(holder, staff);
        let warned: Vec<_> = explanation.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(warned, report.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>());
        assert!(warned.contains(&WarningCode::ClockBehind));
        assert!(explanation.warnings.iter().all(|warning| !warning.text.is_empty() && !warning.advice.is_empty()));
    }
}

#[test]
fn nothing_in_it_steers_a_screen() {
    let asked = Asked::Entry {
        country: Some("CZ".to_owned()),
        region: Some("\u{202e}PRG".to_owned()),
        mode: Some("2G\u{1b}[0m".to_owned()),
    };
    let strange = Policy { asked, ..Policy::technical() };
    for policy in [Policy::technical(), self::asked(None), self::asked(Some("2G+")), strange] {
        for text in [first_dose(5), first_dose(6)] {
            let explanation = Explanation::of(&judge(&[text], &policy), Language::En);
            // Rust writes control characters of a text as escapes here.
            let shown = format!("{explanation:?}");
            for steering in ["\\u{202e}", "\\u{1b}", "\u{202e}", "\u{1b}"] {
                assert!(!shown.contains(steering), "{steering:?} in {shown}");
            }
        }
    }
}
