//! What follows from the age of what was published: to the second, in the verdict and in when it changes.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::revocation::Revocations;
use semafor_core::rulebook::Rulebook;
use semafor_core::trust::{Domain, TestKeys, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, ReasonCode as Code, Report, Verdict};
use semafor_core::verifier::{Asked, Freshness, FreshnessLimits, Origin, Policy, Snapshot, Tier, TimeContext, check};
use semafor_core::warning::WarningCode;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::json;

const SIGNED: &str = "2026-06-01";
const DAY: i64 = 86_400;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn days(days: i64) -> Instant {
    at(SIGNED).plus_seconds(days.saturating_mul(DAY))
}

fn authority() -> Authority {
    let (not_before, not_after) = (at("2025-01-01"), at("2028-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[7; 32]).unwrap(), &terms).unwrap()
}

fn text() -> String {
    authority().issue(&Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: "URN:UVCI:01:CZ:FRESH".to_owned(),
        certified: Certified::NegativeTest { sampled_at: "2026-05-31T18:00:00Z".to_owned() },
    })
}

/// A rule that everybody fulfils, or nobody.
fn rule(fulfilled: bool) -> serde_json::Value {
    json!({
        "Identifier": "GR-CZ-0001", "Type": "Acceptance", "Country": "CZ", "Version": "1.0.0", "SchemaVersion": "1.0.0",
        "Engine": "CERTLOGIC", "EngineVersion": "0.7.5", "CertificateType": "General", "Description": [],
        "ValidFrom": "2021-07-01T00:00:00Z", "ValidTo": "2030-06-01T00:00:00Z", "AffectedFields": ["ver"],
        "Logic": { "===": [1, if fulfilled { 1 } else { 2 }] }
    })
}

/// Ageing, stale and dead after these days.
fn limits([ageing, stale, dead]: [i64; 3]) -> Option<FreshnessLimits> {
    FreshnessLimits::new(ageing.saturating_mul(DAY), stale.saturating_mul(DAY), dead.saturating_mul(DAY))
}

/// Signed on [`SIGNED`].
fn snapshot(freshness: Freshness, fulfilled: bool) -> Snapshot {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    let rulebook = Rulebook::read(&[rule(fulfilled)]).unwrap();
    let origin = Origin { signed_at: at(SIGNED), freshness };
    Snapshot::published("1-test".to_owned(), keys, rulebook, Some(Revocations::of([])), origin)
}

fn entry() -> Policy {
    let asked = Asked::Entry { country: Some("CZ".to_owned()), region: None, mode: None };
    Policy { asked, test_keys: TestKeys::Distrusted }
}

fn judged(policy: &Policy, snapshot: &Snapshot, at: Instant) -> Report {
    check(&[text()], policy, &TimeContext::device(at), snapshot)
}

fn codes(report: &Report) -> Vec<Code> {
    report.reasons.iter().map(|reason| reason.cause.code()).collect()
}

const NONE: Freshness = Freshness { keys: None, rules: None, revocation: None, schemes: None };

/// Keys age after 2 days, are stale after 7 and dead after 30; rules after 3, 8, 31; lists after 1, 4, 9.
fn all() -> Freshness {
    Freshness { keys: limits([2, 7, 30]), rules: limits([3, 8, 31]), revocation: limits([1, 4, 9]), schemes: None }
}

#[test]
fn each_kind_has_its_time() {
    let snapshot = snapshot(all(), true);
    let table: &[(i64, Verdict, &[Code], Tier)] = &[
        (0, Verdict::Accepted, &[], Tier::Fresh),
        (1, Verdict::Accepted, &[], Tier::Ageing),
        (4, Verdict::Undecided, &[Code::RevocationStale], Tier::Stale),
        (7, Verdict::Undecided, &[Code::KeysStale, Code::RevocationStale], Tier::Stale),
        (8, Verdict::Undecided, &[Code::KeysStale, Code::RulesStale, Code::RevocationStale], Tier::Stale),
        (9, Verdict::Undecided, &[Code::KeysStale, Code::RulesStale, Code::RevocationStale], Tier::Dead),
        (30, Verdict::Undecided, &[Code::NoKeys, Code::KeysStale, Code::RulesStale, Code::RevocationStale], Tier::Dead),
    ];
    for (age, verdict, reasons, tier) in table {
        for seconds in [0, 1] {
            let report = judged(&entry(), &snapshot, days(*age).plus_seconds(seconds));
            assert_eq!((report.verdict, &*codes(&report)), (*verdict, *reasons), "after {age} days");
            assert_eq!(report.snapshot.tier, Some(*tier), "after {age} days");
            assert_eq!(report.snapshot.age_seconds, Some(age * DAY + seconds));
        }
        if *age > 0 {
            let before = judged(&entry(), &snapshot, days(*age).plus_seconds(-1));
            assert_ne!(
                (codes(&before), before.snapshot.tier),
                (reasons.to_vec(), Some(*tier)),
                "{age} days less a second"
            );
        }
    }
    let dead = judged(&entry(), &snapshot, days(31));
    assert_eq!(codes(&dead), [Code::NoKeys, Code::KeysStale, Code::RulesStale, Code::RevocationStale, Code::NoRules]);
}

#[test]
fn an_acceptance_ends_when_its_data_does() {
    let report = judged(&entry(), &snapshot(all(), true), days(0));
    assert_eq!(report.valid_until, Some(days(4).plus_seconds(-1)));
    let rules_first = Freshness { rules: limits([1, 2, 3]), ..NONE };
    assert_eq!(judged(&entry(), &snapshot(rules_first, true), days(0)).next_change, Some(days(2)));
    let technical = Policy { asked: Asked::Technical, test_keys: TestKeys::Distrusted };
    let unruled = judged(&technical, &snapshot(rules_first, true), days(20));
    assert_eq!((unruled.verdict, unruled.snapshot.tier), (Verdict::Accepted, None), "rules were not asked for");
}

#[test]
fn stale_rules_neither_refuse_nor_accept() {
    let freshness = Freshness { rules: limits([1, 2, 3]), ..NONE };
    let refusing = snapshot(freshness, false);
    let report = judged(&entry(), &refusing, days(0));
    assert_eq!((report.verdict, report.next_change), (Verdict::Refused, Some(days(2))));
    assert_eq!(codes(&judged(&entry(), &refusing, days(2))), [Code::RulesStale]);
    let tampered = format!("{}0", text());
    let report = check(&[tampered], &entry(), &TimeContext::device(days(2)), &refusing);
    assert_ne!(report.verdict, Verdict::Accepted);
}

/// Stale keys still tell a forgery; dead ones know nothing, and nobody vouches for a name.
#[test]
fn dead_keys_count_as_absent() {
    let freshness = Freshness { keys: limits([1, 2, 3]), ..NONE };
    let expired_at = at("2027-01-02");
    let fresh = judged(&entry(), &snapshot(NONE, true), expired_at);
    assert_eq!((fresh.verdict, codes(&fresh)), (Verdict::Refused, vec![Code::Expired]));
    let dead = judged(&entry(), &snapshot(freshness, true), expired_at);
    assert_eq!(dead.verdict, Verdict::Undecided);
    assert!(codes(&dead).contains(&Code::NoKeys) && codes(&dead).contains(&Code::KeysStale));
    assert_eq!(DoorReport::of(&dead, Language::En).name, None);
    let stale = judged(&entry(), &snapshot(freshness, true), days(2));
    assert!(DoorReport::of(&stale, Language::En).name.is_some());
}

#[test]
fn ageing_warns_and_decides() {
    let report = judged(&entry(), &snapshot(all(), true), days(1));
    let warns = |report: &Report| report.warnings.iter().any(|warning| warning.code == WarningCode::DataAgeing);
    assert!(warns(&report) && report.verdict == Verdict::Accepted);
    let door = DoorReport::of(&report, Language::En);
    assert_eq!((door.data_tier, door.data_age_seconds), (Some(Tier::Ageing), Some(DAY)));
    assert!(!warns(&judged(&entry(), &snapshot(all(), true), days(0))));
}

/// A clock that was set back is found out by the signed time; without one, data from the future decides nothing.
#[test]
fn a_clock_that_is_behind() {
    let snapshot = snapshot(all(), true);
    let long_ago = at("2026-05-31T20:00:00Z");
    let unguarded = judged(&entry(), &snapshot, long_ago);
    assert_eq!(unguarded.verdict, Verdict::Undecided);
    let guarded = TimeContext { device: long_ago, floor: Some(at(SIGNED)), estimate: Some(days(7)) };
    let report = check(&[text()], &entry(), &guarded, &snapshot);
    assert_eq!(codes(&report), [Code::KeysStale, Code::RevocationStale]);
    let within_skew = judged(&entry(), &snapshot, at(SIGNED).plus_seconds(-300));
    assert_eq!(within_skew.verdict, Verdict::Accepted);
}
