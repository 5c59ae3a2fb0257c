//! The verdict table, row by row: codes issued here, judged through the whole pipeline.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use ciborium::Value;
use p256::ecdsa::SigningKey;
use semafor_core::certificate::CertificateKind;
use semafor_core::cose::KeyId;
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, Role, TestKeys, TrustList, TrustedKey, Usage};
use semafor_core::verdict::{DoorReport, Language, ReasonCode, Report, Scope, TimeSource, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check, inspect};
use semafor_core::warning::WarningCode;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

const NOON: &str = "2026-06-01T12:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority(seed: u8, usages: &[Usage]) -> Authority {
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: usages.to_vec(),
        not_before: at("2025-01-01"),
        not_after: at("2028-01-01"),
    };
    Authority::from_key(SigningKey::from_slice(&[seed; 32]).unwrap(), &terms).unwrap()
}

fn draft(certified: Certified) -> Draft {
    Draft {
        holder: Holder {
            family: "Nováková".to_owned(),
            given: "Jana".to_owned(),
            family_standard: "NOVAKOVA".to_owned(),
            given_standard: "JANA".to_owned(),
            birth_date: "1964-08-12".to_owned(),
        },
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: "CZ:1".to_owned(),
        certified,
    }
}

fn vaccination() -> Draft {
    let product = "EU/1/20/1528".to_owned();
    draft(Certified::Vaccination { product, dose: 2, doses: 2, date: "2025-12-01".to_owned() })
}

fn negative_test() -> Draft {
    draft(Certified::NegativeTest { sampled_at: "2026-05-31T18:00:00Z".to_owned() })
}

fn icvp() -> Draft {
    let product = "YellowFeverProduct1".to_owned();
    draft(Certified::Icvp { product, date: "2025-12-01".to_owned(), batch: "B1".to_owned() })
}

fn key(authority: &Authority, domain: Domain) -> TrustedKey {
    TrustedKey::from_dsc(authority.dsc(), domain).unwrap()
}

fn snapshot(keys: impl IntoIterator<Item = TrustedKey>) -> Snapshot {
    let mut list = TrustList::new();
    keys.into_iter().for_each(|key| list.add(key));
    Snapshot::from_keys(list, true)
}

fn eu_snapshot() -> Snapshot {
    snapshot([key(&authority(1, &[]), Domain::EuDcc)])
}

fn judge(text: &str, snapshot: &Snapshot, time: &str) -> Report {
    check(&[text], &Policy::technical(), &TimeContext::device(at(time)), snapshot)
}

fn codes(report: &Report) -> Vec<ReasonCode> {
    report.reasons.iter().map(|reason| reason.cause.code()).collect()
}

fn flipped(text: &str) -> String {
    let mut message = envelope::decode(text).unwrap();
    *message.last_mut().unwrap() ^= 1;
    envelope::encode(&message)
}

#[test]
fn a_genuine_certificate_is_accepted_and_says_until_when() {
    let issuer = authority(1, &[]);
    for draft in [vaccination(), negative_test()] {
        let report = judge(&issuer.issue(&draft), &eu_snapshot(), NOON);
        assert_eq!((report.verdict, codes(&report)), (Verdict::Accepted, vec![]));
        assert_eq!(report.scope, Scope::Technical);
        assert_eq!(report.next_change, Some(at("2027-01-01T00:00:01Z")));
        assert!(report.warnings.iter().any(|warning| warning.code == WarningCode::NoRulesApplied));
    }
}

#[test]
fn refusals_name_their_cause() {
    use ReasonCode as Code;
    let genuine = authority(1, &[]).issue(&vaccination());
    let limited = || snapshot([key(&authority(2, &[Usage::Test]), Domain::EuDcc)]);
    let limited_text = authority(2, &[Usage::Test]).issue(&vaccination());
    let authority_key = TrustedKey { role: Role::Other("CSCA".to_owned()), ..key(&authority(1, &[]), Domain::EuDcc) };
    for (text, snapshot, time, expected) in [
        (flipped(&genuine), eu_snapshot(), NOON, vec![Code::SignatureInvalid]),
        (genuine.clone(), eu_snapshot(), "2027-01-01T00:00:01Z", vec![Code::Expired]),
        (genuine.clone(), eu_snapshot(), "2025-12-31T23:54:59Z", vec![Code::NotYetValid]),
        (genuine.clone(), eu_snapshot(), "2028-01-01T00:00:01Z", vec![Code::Expired, Code::KeyExpired]),
        (genuine.clone(), eu_snapshot(), "2024-01-01", vec![Code::NotYetValid, Code::KeyNotYetValid]),
        (limited_text, limited(), NOON, vec![Code::KeyUsage]),
        (genuine.clone(), snapshot([key(&authority(1, &[]), Domain::WhoIcvp)]), NOON, vec![Code::KeyDomain]),
        (authority(1, &[]).issue(&icvp()), eu_snapshot(), NOON, vec![Code::KeyDomain]),
        (genuine, snapshot([authority_key]), NOON, vec![Code::KeyNotSigner]),
    ] {
        let report = judge(&text, &snapshot, time);
        assert_eq!((report.verdict, codes(&report)), (Verdict::Refused, expected), "{time}");
    }
}

#[test]
fn what_cannot_be_known_is_undecided() {
    use ReasonCode as Code;
    let issuer = authority(1, &[]);
    let genuine = issuer.issue(&vaccination());
    let claims = |health: Value| Value::Map(vec![(1.into(), "CZ".into()), ((-260).into(), health)]);
    let no_payload = issuer.sign_claims(&claims(Value::Map(vec![])));
    let for_tests = || TrustedKey { test_only: true, ..key(&authority(1, &[]), Domain::EuDcc) };
    for (text, snapshot, expected) in [
        ("".to_owned(), eu_snapshot(), vec![Code::NotACertificate]),
        ("https://example.org".to_owned(), eu_snapshot(), vec![Code::NotACertificate]),
        ("HC1:".to_owned(), eu_snapshot(), vec![Code::Malformed]),
        (envelope::encode(b"not cose"), eu_snapshot(), vec![Code::Malformed]),
        (issuer.sign_payload(b"no claims".to_vec()), eu_snapshot(), vec![Code::Malformed]),
        (no_payload.clone(), eu_snapshot(), vec![Code::UnknownPayload]),
        (no_payload, snapshot([]), vec![Code::UnknownPayload, Code::NoKeys]),
        (genuine.clone(), snapshot([]), vec![Code::NoKeys]),
        (genuine.clone(), snapshot([key(&authority(3, &[]), Domain::EuDcc)]), vec![Code::KeyUnknown]),
        (genuine, snapshot([for_tests()]), vec![Code::KeyTestOnly]),
    ] {
        let report = judge(&text, &snapshot, NOON);
        assert_eq!((report.verdict, codes(&report)), (Verdict::Undecided, expected), "{text}");
    }
}

#[test]
fn keys_of_test_participants_count_only_when_asked_for() {
    let text = authority(1, &[]).issue(&vaccination());
    let snapshot = snapshot([TrustedKey { test_only: true, ..key(&authority(1, &[]), Domain::EuDcc) }]);
    let policy = Policy { test_keys: TestKeys::Trusted, ..Policy::technical() };
    assert_eq!(check(&[text], &policy, &TimeContext::device(at(NOON)), &snapshot).verdict, Verdict::Accepted);
}

#[test]
fn a_key_for_both_families_vouches_for_each_under_its_own_entry() {
    let issuer = authority(1, &[]);
    let snapshot = snapshot([key(&issuer, Domain::EuDcc), key(&issuer, Domain::WhoIcvp)]);
    for draft in [vaccination(), icvp()] {
        assert_eq!(judge(&issuer.issue(&draft), &snapshot, NOON).verdict, Verdict::Accepted);
    }
}

#[test]
fn without_rules_nothing_is_accepted() {
    let text = authority(1, &[]).issue(&vaccination());
    for (country, expected) in [(None, ReasonCode::NoCountry), (Some("CZ"), ReasonCode::NoRules)] {
        let policy = Policy::entry(country.map(str::to_owned));
        let report = check(&[&text], &policy, &TimeContext::device(at(NOON)), &eu_snapshot());
        assert_eq!((report.verdict, codes(&report)), (Verdict::Undecided, vec![expected]));
    }
    let expired = check(&[&text], &Policy::entry(None), &TimeContext::device(at("2027-06-01")), &eu_snapshot());
    assert_eq!((expired.verdict, codes(&expired)[0]), (Verdict::Refused, ReasonCode::Expired));
}

#[test]
fn one_to_four_codes_of_one_person() {
    let issuer = authority(1, &[]);
    let other = |change: fn(&mut Holder)| {
        let mut draft = negative_test();
        change(&mut draft.holder);
        issuer.issue(&draft)
    };
    let mine = issuer.issue(&vaccination());
    let born_otherwise = other(|holder| holder.birth_date = "1964-08-13".to_owned());
    let born_that_year = other(|holder| holder.birth_date = "1964".to_owned());
    let named_otherwise = other(|holder| holder.family_standard = "NOVA".to_owned());
    let born_unknown = other(|holder| holder.birth_date = String::new());
    let written_otherwise = other(|holder| holder.family = "Novakova".to_owned());
    for (texts, verdict, expected) in [
        (vec![], Verdict::Undecided, vec![ReasonCode::NoCode]),
        (vec![&mine; 4], Verdict::Accepted, vec![]),
        (vec![&mine; 5], Verdict::Undecided, vec![ReasonCode::TooManyCodes]),
        (vec![&mine, &born_otherwise], Verdict::Refused, vec![ReasonCode::DifferentPersons]),
        (vec![&mine, &born_that_year], Verdict::Accepted, vec![]),
        (vec![&mine, &named_otherwise], Verdict::Undecided, vec![ReasonCode::PersonsUnclear]),
        (vec![&mine, &born_unknown], Verdict::Undecided, vec![ReasonCode::PersonsUnclear]),
        (vec![&mine, &written_otherwise], Verdict::Accepted, vec![]),
    ] {
        let report = check(&texts, &Policy::technical(), &TimeContext::device(at(NOON)), &eu_snapshot());
        assert_eq!((report.verdict, codes(&report)), (verdict, expected));
    }
}

#[test]
fn every_reason_is_listed_and_refused_beats_undecided() {
    let mine = authority(1, &[]).issue(&vaccination());
    let strange = authority(9, &[]).issue(&vaccination());
    let report = check(
        &[strange, mine, "x".to_owned()],
        &Policy::entry(None),
        &TimeContext::device(at("2027-06-01")),
        &eu_snapshot(),
    );
    assert_eq!(report.verdict, Verdict::Refused);
    let listed: Vec<_> = report.reasons.iter().map(|reason| (reason.certificate, reason.cause.code())).collect();
    let expected = [
        (Some(1), ReasonCode::Expired),
        (Some(2), ReasonCode::NotACertificate),
        (Some(0), ReasonCode::KeyUnknown),
        (None, ReasonCode::NoCountry),
    ];
    assert_eq!(listed, expected);
}

#[test]
fn a_clock_behind_the_signed_floor_revives_nothing() {
    let text = authority(1, &[]).issue(&vaccination());
    let context = |device: &str, floor: Option<&str>, estimate: Option<&str>| TimeContext {
        device: at(device),
        floor: floor.map(at),
        estimate: estimate.map(at),
    };
    for (context, source, verdict, behind) in [
        (context(NOON, None, None), TimeSource::Device, Verdict::Accepted, false),
        (context(NOON, Some("2027-06-01"), None), TimeSource::Floor, Verdict::Refused, true),
        (context(NOON, Some("2026-06-02"), Some("2027-06-01")), TimeSource::Estimate, Verdict::Refused, true),
        (context(NOON, Some("2026-05-01"), Some("2027-06-01")), TimeSource::Estimate, Verdict::Refused, true),
        (context(NOON, Some("2026-05-01"), Some("2026-05-02")), TimeSource::Device, Verdict::Accepted, false),
        (context(NOON, Some("2026-06-01T12:04:00Z"), None), TimeSource::Floor, Verdict::Accepted, false),
        (context("2027-06-01", Some(NOON), None), TimeSource::Device, Verdict::Refused, false),
        (context(NOON, None, Some("2027-06-01")), TimeSource::Device, Verdict::Accepted, false),
    ] {
        let report = check(&[&text], &Policy::technical(), &context, &eu_snapshot());
        let listed = report.warnings.iter().any(|warning| warning.code == WarningCode::ClockBehind);
        assert_eq!((report.time.source, report.verdict, listed), (source, verdict, behind), "{context:?}");
    }
}

#[test]
fn the_verdict_changes_at_exactly_the_second_it_names() {
    let text = authority(1, &[]).issue(&vaccination());
    // An issuer's clock may be five minutes ahead.
    let (first, end) = ("2025-12-31T23:55:00Z", "2027-01-01T00:00:01Z");
    for (time, changes) in [
        ("2024-06-01", Some(first)),
        ("2025-12-31T23:54:59Z", Some(first)),
        (first, Some(end)),
        ("2027-01-01", Some(end)),
        (end, None),
    ] {
        let report = judge(&text, &eu_snapshot(), time);
        assert_eq!(report.next_change, changes.map(at), "{time}");
        if let Some(change) = report.next_change {
            let verdict_at = |at: Instant| judge(&text, &eu_snapshot(), &at.to_string()).verdict;
            assert_eq!(verdict_at(change.plus_seconds(-1)), report.verdict);
            assert_ne!(verdict_at(change), report.verdict);
        }
    }
}

#[test]
fn what_nobody_vouches_for_has_no_dates_and_no_name() {
    let expired = authority(1, &[]).issue(&vaccination());
    let limited = authority(2, &[Usage::Test]).issue(&vaccination());
    for (text, keys, expected) in [
        (expired, snapshot([]), (Verdict::Undecided, vec![ReasonCode::NoKeys])),
        (
            limited,
            snapshot([key(&authority(2, &[Usage::Test]), Domain::EuDcc)]),
            (Verdict::Refused, vec![ReasonCode::KeyUsage]),
        ),
    ] {
        let report = judge(&text, &keys, "2027-06-01");
        assert_eq!((report.verdict, codes(&report)), expected);
        assert_eq!((report.next_change, DoorReport::of(&report, Language::En).name), (None, None));
    }
}

#[test]
fn nobody_and_for_ever_are_not_accepted() {
    let issuer = authority(1, &[]);
    let claims = |draft: &Draft| match draft.claims() {
        Value::Map(claims) => claims,
        _ => Vec::new(),
    };
    let endless: Vec<_> = claims(&vaccination()).into_iter().filter(|(label, _)| *label != Value::from(4)).collect();
    let endless_icvp: Vec<_> = claims(&icvp()).into_iter().filter(|(label, _)| *label != Value::from(4)).collect();
    let mut nobody = vaccination();
    for name in [
        &mut nobody.holder.family,
        &mut nobody.holder.given,
        &mut nobody.holder.family_standard,
        &mut nobody.holder.given_standard,
    ] {
        name.clear();
    }
    let both = snapshot([key(&issuer, Domain::EuDcc), key(&issuer, Domain::WhoIcvp)]);
    for (text, expected) in [
        (issuer.issue(&nobody), vec![ReasonCode::NoHolder]),
        (issuer.sign_claims(&Value::Map(endless)), vec![ReasonCode::NoExpiry]),
        (issuer.sign_claims(&Value::Map(endless_icvp)), vec![]),
    ] {
        assert_eq!(codes(&judge(&text, &both, NOON)), expected);
    }
}

#[test]
fn the_door_sees_a_name_only_when_somebody_vouches_and_never_medical_data() {
    let genuine = authority(1, &[]).issue(&vaccination());
    for (text, name) in [(genuine.clone(), Some("Jana Nováková")), (flipped(&genuine), None)] {
        let report = judge(&text, &eu_snapshot(), NOON);
        for language in Language::ALL {
            let door = DoorReport::of(&report, language);
            assert_eq!(door.name.as_deref(), name);
            let json = serde_json::to_string(&door).unwrap();
            for medical in ["EU/1/20/1528", "840539006", "1119349007", "2025-12-01", "vaccination", "URN:UVCI"] {
                assert!(!json.contains(medical), "{medical} in {json}");
            }
        }
        assert!(serde_json::to_string(&report).unwrap().contains("EU/1/20/1528"));
    }
}

#[test]
fn the_same_question_has_the_same_answer_and_the_same_snapshot_id() {
    let text = authority(1, &[]).issue(&vaccination());
    let keys = || [key(&authority(1, &[]), Domain::EuDcc), key(&authority(2, &[]), Domain::WhoIcvp)];
    let mut reversed = keys();
    reversed.reverse();
    let (one, other) = (snapshot(keys()), snapshot(reversed));
    assert_eq!(judge(&text, &one, NOON), judge(&text, &other, NOON));
    assert_ne!(one.id(), eu_snapshot().id());
}

#[test]
fn inspection_shows_every_layer_and_judges_nothing() {
    let issuer = authority(1, &[]);
    let inspection = inspect(&issuer.issue(&icvp()));
    assert_eq!(inspection.kind, Some(CertificateKind::Icvp));
    assert_eq!(inspection.key_id, Some(issuer.key_id().to_string()));
    assert_eq!((inspection.algorithm, inspection.issuer.as_deref()), (Some(-7), Some("CZ")));
    let field =
        |name: &str| inspection.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str());
    assert_eq!(field("dose.product"), Some("YellowFeverProduct1"));
    let text = issuer.issue(&icvp());
    let sizes: Vec<_> = inspection.layers.iter().map(|layer| layer.bytes).collect();
    assert_eq!((sizes[0], sizes[4]), (u64::try_from(text.len()).unwrap(), 64));
    assert!(inspection.layers.iter().all(|layer| layer.bytes > 0));
    let broken = inspect("HC1:x");
    assert_eq!(broken.problem.map(|problem| problem.detail).as_deref(), Some("not base45"));
    let personal = inspect("079200012345|NGUYEN VAN A|1990-01-31|0|QID1|EXT").personal_code.unwrap();
    assert_eq!((personal.name.as_str(), personal.declared_by_other), ("NGUYEN VAN A", false));
    assert_eq!(KeyId::new(&[]), None);
}

/// A PS256 certificate made by another implementation (tests/vectors).
#[test]
fn ps256_is_verified() {
    use base64ct::{Base64, Encoding};
    let vectors: Value = serde_json::from_str(include_str!("vectors/keys.json")).unwrap();
    let vector = |name: &str| {
        let entries = vectors.as_map().unwrap();
        entries.iter().find(|(key, _)| key.as_text() == Some(name)).unwrap().1.as_text().unwrap().to_owned()
    };
    let dsc = Base64::decode_vec(&vector("ps256_dsc")).unwrap();
    let snapshot = snapshot([TrustedKey::from_dsc(&dsc, Domain::EuDcc).unwrap()]);
    let report = judge(&vector("ps256_text"), &snapshot, NOON);
    assert_eq!((report.verdict, codes(&report)), (Verdict::Accepted, vec![]));
    assert_eq!(DoorReport::of(&report, Language::Vi).name.as_deref(), Some("Văn Bình Trần"));
}
