//! The table of codes: stable, complete, and the same in JSON as on the command line.

use super::*;
use crate::revocation::{Probability, RevocationGap};
use crate::rulebook::{AppliedRule, Rule};
use crate::trust::{KeyObjection, TrustFailure, Usage, Usages};

fn reason(cause: Cause) -> Reason {
    Reason { certificate: Some(0), cause }
}

/// One cause of every kind that no stage's failure gives.
fn own_causes() -> Vec<Cause> {
    let at = Instant::MIN;
    vec![
        Cause::Expired { expires_at: at, at },
        Cause::NotYetValid { valid_from: at, at },
        Cause::Revoked { p: Probability::ZERO, limit: Probability::DEFAULT_LIMIT },
        Cause::LikelyRevoked { p: Probability::DEFAULT_LIMIT, limit: Probability::ZERO },
        Cause::RevocationUnknown { detail: RevocationGap::NotLoaded.to_string() },
        Cause::NoKeys,
        Cause::KeysStale(Age { age_seconds: 2, limit_seconds: 1 }),
        Cause::RulesStale(Age { age_seconds: 2, limit_seconds: 1 }),
        Cause::RevocationStale(Age { age_seconds: 2, limit_seconds: 1 }),
        Cause::DifferentPersons,
        Cause::NoCode,
        Cause::TooManyCodes { found: 5, most: 4 },
        Cause::NotACertificate { kind: TextKind::Link },
        Cause::Malformed { stage: Stage::Cose, detail: "not CBOR".to_owned() },
        Cause::UnknownPayload,
        Cause::NoHolder,
        Cause::NoExpiry,
        Cause::PersonsUnclear,
        Cause::NoCountry,
        Cause::NoRules,
        Cause::RuleFailed { rule: rule() },
        Cause::Invalidated { rule: rule() },
        Cause::RuleOpen { rule: rule(), detail: "not a date".to_owned() },
        Cause::NothingCounts { mode: "2G".to_owned() },
        Cause::ModeUnknown { mode: "2G".to_owned() },
        Cause::MoreNeeded { mode: "2G".to_owned() },
        Cause::ModeOpen { mode: "2G".to_owned(), detail: "not a date".to_owned() },
    ]
}

fn rule() -> AppliedRule {
    let rule = serde_json::json!({
        "Identifier": "VR-CZ-0001", "Version": "1.0.0", "Type": "Acceptance", "Country": "CZ",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "0.7.5",
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2026-12-31T23:59:59Z", "Logic": true
    });
    std::sync::Arc::new(Rule::read(&rule).unwrap()).into()
}

fn causes_of_stages() -> Vec<Cause> {
    use crate::cose::AlgorithmId;
    use crate::key::{Algorithm, KeyError};
    use crate::trust::{Domain, Role};
    let at = Instant::MIN;
    let failures = [
        TrustFailure::NoKeyId,
        TrustFailure::UnknownKeyId { key_id: KeyId::new(b"12345678").unwrap() },
        TrustFailure::OnlyTestKeys,
        TrustFailure::NoDocumentSigner { role: Role::Other("CSCA".to_owned()) },
        TrustFailure::TooManyKeys { found: 9, most: 8 },
        TrustFailure::AlgorithmMismatch { named: AlgorithmId(-8), key: Algorithm::Es256 },
        TrustFailure::Unusable(KeyError::TooWeak { bits: 1_024, least: 2_048 }),
        TrustFailure::Unusable(KeyError::Malformed),
        TrustFailure::SignatureInvalid { keys_tried: 1 },
    ];
    let objections = [
        KeyObjection::Domain { key: Domain::EuDcc, payload: Domain::WhoIcvp },
        KeyObjection::Usage { key: Usages::Unreadable, payload: Usage::Test },
        KeyObjection::Expired { not_after: at, at },
        KeyObjection::NotYetValid { not_before: at, at },
    ];
    failures.into_iter().map(Cause::from).chain(objections.into_iter().map(Cause::from)).collect()
}

#[test]
fn every_code_has_a_cause_and_is_spelled_alike_everywhere() {
    let causes: Vec<_> = own_causes().into_iter().chain(causes_of_stages()).collect();
    for cause in &causes {
        let json = serde_json::to_value(reason(cause.clone())).unwrap();
        assert_eq!(json["code"], cause.code().code());
        assert_eq!(serde_json::to_value(cause.code()).unwrap(), cause.code().code());
    }
    for code in ReasonCode::ALL {
        assert!(causes.iter().any(|cause| cause.code() == *code), "{code:?}");
    }
}

#[test]
fn codes_stay_as_they_are() {
    let spelled: Vec<_> = ReasonCode::ALL.iter().map(|code| code.code()).collect();
    let expected = [
        "signature-invalid",
        "algorithm-mismatch",
        "key-domain",
        "key-usage",
        "key-not-signer",
        "key-too-weak",
        "key-unsupported",
        "revoked",
        "different-persons",
        "expired",
        "not-yet-valid",
        "key-expired",
        "key-not-yet-valid",
        "invalidated",
        "rule-failed",
        "nothing-counts",
        "no-code",
        "too-many-codes",
        "not-a-certificate",
        "malformed",
        "unknown-payload",
        "no-key-id",
        "no-keys",
        "keys-stale",
        "rules-stale",
        "revocation-stale",
        "key-unknown",
        "key-test-only",
        "too-many-keys",
        "likely-revoked",
        "revocation-unknown",
        "no-holder",
        "no-expiry",
        "persons-unclear",
        "no-country",
        "mode-unknown",
        "no-rules",
        "more-needed",
        "rule-open",
        "mode-open",
    ];
    assert_eq!(spelled, expected);
}

#[test]
fn no_code_accepts_and_refusals_outrank_doubts() {
    let verdicts: Vec<_> = ReasonCode::ALL.iter().map(|code| code.verdict()).collect();
    assert!(!verdicts.contains(&Verdict::Accepted));
    assert!(verdicts.is_sorted_by_key(|verdict| *verdict == Verdict::Undecided));
}

#[test]
fn the_verdict_follows_from_the_reasons() {
    let (refusing, doubting) = (reason(Cause::DifferentPersons), reason(Cause::NoCountry));
    for (reasons, all_vouched_for, verdict) in [
        (vec![], true, Verdict::Accepted),
        (vec![], false, Verdict::Undecided),
        (vec![doubting.clone()], true, Verdict::Undecided),
        (vec![refusing.clone()], false, Verdict::Refused),
        (vec![doubting, refusing], true, Verdict::Refused),
    ] {
        assert_eq!(Verdict::of(&reasons, all_vouched_for), verdict);
    }
}

#[test]
fn what_a_stranger_wrote_cannot_steer_a_screen() {
    for (text, shown) in [
        ("Jana Nováková", "Jana Nováková"),
        ("ngÂn\u{202e}evoli\u{0}", "ngÂn\u{fffd}evoli\u{fffd}"),
        ("a\u{1b}[31mb\nc", "a\u{fffd}[31mb\u{fffd}c"),
        ("علی\u{200c}رضا", "علی\u{200c}رضا"),
    ] {
        assert_eq!(harmless(text), shown);
    }
}
