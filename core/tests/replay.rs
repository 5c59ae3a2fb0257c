//! Recorded decisions made again: byte for byte the same (design §1.6).

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "what a test needs must be there; its numbers are small"
)]

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TestKeys, TrustList, TrustedKey};
use semafor_core::verifier::{Asked, Decision, Policy, PolicyFile, Replay, Snapshot, TimeContext};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::{Value, json};

const DECISIONS: i64 = 1_000;
const DAY: i64 = 86_400;

fn start() -> Instant {
    Instant::parse("2026-01-01").unwrap()
}

fn authority() -> Authority {
    let (not_before, not_after) = (start(), start().plus_seconds(1_200 * DAY));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[5; 32]).unwrap(), &terms).unwrap()
}

/// Rules with boundaries, an open one, and a mode.
fn policy() -> Vec<PolicyFile> {
    let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let dose = |amount: i64, unit: &str| json!({ "plusTime": [{ "var": "payload.v.0.dt" }, amount, unit] });
    let rules = [
        json!({ ">=": [{ "var": "payload.v.0.dn" }, { "var": "payload.v.0.sd" }] }),
        json!({ "not-after": [dose(14, "day"), clock, dose(9, "month")] }),
        json!({ "if": [{ "===": [{ "var": "payload.v.0.dn" }, 3] }, { "var": "payload.ver" }, true] }),
    ];
    let envelope = |(number, logic): (usize, &Value)| {
        json!({
            "Identifier": format!("VR-CZ-000{number}"), "Version": "1.0.0", "Type": "Acceptance", "Country": "CZ",
            "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0",
            "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2028-12-31T23:59:59Z",
            "Description": [{ "lang": "en", "desc": "A rule for this test alone" }], "Logic": logic
        })
    };
    let rules: Vec<_> = rules.iter().enumerate().map(envelope).collect();
    let mode = json!({ "mode": "2G", "combinations": [[{ "certificateType": "Vaccination" }]] });
    [json!(rules), mode].map(|json| PolicyFile { name: "p".to_owned(), bytes: json.to_string().into_bytes() }).into()
}

fn snapshot() -> Snapshot {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    Snapshot::from_keys(keys, true).with_policy(&policy()).unwrap()
}

/// A question of each kind, at a time of its own.
fn decision(number: i64, authority: &Authority, snapshot: &Snapshot) -> Decision {
    let draft = Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: start(),
        expires_at: start().plus_seconds(900 * DAY),
        identifier: format!("CZ:{number}"),
        certified: Certified::Vaccination {
            product: "EU/1/20/1528".to_owned(),
            dose: number.rem_euclid(4),
            doses: 2,
            date: format!("2026-{:02}-{:02}", number.rem_euclid(12) + 1, number.rem_euclid(28) + 1),
        },
    };
    let genuine = authority.issue(&draft);
    let texts = match number.rem_euclid(5) {
        0 => vec![genuine.replacen('A', "B", 1)],
        1 => vec!["https://example.org/\u{202e}\u{0}".to_owned(), genuine],
        _ => vec![genuine],
    };
    let country = (number.rem_euclid(7) != 0).then(|| "CZ".to_owned());
    let asked = match number.rem_euclid(3) {
        0 => Asked::Technical,
        1 => Asked::Entry { country, region: None, mode: Some("2G".to_owned()) },
        _ => Asked::Entry { country, region: (number.rem_euclid(2) == 0).then(|| "JM".to_owned()), mode: None },
    };
    let test_keys = if number.rem_euclid(2) == 0 { TestKeys::Trusted } else { TestKeys::Distrusted };
    let device = start().plus_seconds(number * DAY + number);
    let floor = (number.rem_euclid(4) == 0).then(|| device.plus_seconds(number - 500));
    let estimate = floor.map(|floor| floor.plus_seconds(600));
    Decision::make(texts, Policy { asked, test_keys }, TimeContext { device, floor, estimate }, snapshot)
}

#[test]
fn a_thousand_recorded_decisions_replay_byte_for_byte() {
    let (authority, recorder) = (authority(), snapshot());
    let records: Vec<_> =
        (0..DECISIONS).map(|number| decision(number, &authority, &recorder).to_json().unwrap()).collect();
    // Another process would load the same files again.
    let replayer = snapshot();
    for record in &records {
        assert_eq!(Decision::replay(record, &replayer).unwrap(), Replay::Equal, "{record}");
    }
    for verdict in ["accepted", "refused", "undecided"] {
        let wanted = format!("\"report\":{{\"verdict\":\"{verdict}\"");
        assert!(records.iter().filter(|record| record.contains(&wanted)).count() > 20, "{verdict} hardly appears");
    }
}

#[test]
fn a_record_that_was_changed_or_belongs_elsewhere_is_told_apart() {
    let snapshot = snapshot();
    let record = decision(2, &authority(), &snapshot).to_json().unwrap();
    let changed = record.replacen("\"verdict\":\"", "\"verdict\":\"x", 1);
    assert!(matches!(Decision::replay(&changed, &snapshot).unwrap(), Replay::Differs { now } if now == record));
    assert_eq!(Decision::replay(&format!("{record}\r\n"), &snapshot).unwrap(), Replay::Equal);
    let quoted = Decision::replay("{\"texts\":\"HC1:SECRET\"}", &snapshot).unwrap_err().to_string();
    assert!(!quoted.contains("SECRET"), "{quoted}");
    let unsigned = Snapshot::from_keys(snapshot.keys().clone(), false).with_policy(&policy()).unwrap();
    assert!(matches!(Decision::replay(&record, &unsigned).unwrap(), Replay::OtherSnapshot { .. }));
    let keys_only = Snapshot::from_keys(snapshot.keys().clone(), true);
    let recorded = snapshot.id().to_owned();
    let present = keys_only.id().to_owned();
    assert_eq!(Decision::replay(&record, &keys_only).unwrap(), Replay::OtherSnapshot { recorded, present });
    for nothing in ["", "{}", "[1]", "{\"texts\":[]}"] {
        assert!(Decision::replay(nothing, &snapshot).is_err(), "{nothing}");
    }
}
