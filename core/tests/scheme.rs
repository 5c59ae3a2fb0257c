//! Colours by the schemes of `rules/policy`, through the whole path from signed texts: each change held against asking at
//! every boundary, a second before and behind it, and at every hour or day between.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::collections::BTreeSet;

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::revocation::Revocations;
use semafor_core::rulebook::Rulebook;
use semafor_core::scheme::{Colour, DoorStatus, Doubt, ExplainedStatus, Schemes, State, Status, StatusState};
use semafor_core::trust::{Domain, TestKeys, TrustList, TrustedKey};
use semafor_core::verdict::{Language, ReasonCode};
use semafor_core::verifier::{Evidence, Freshness, FreshnessLimits, Origin, PolicyFile, Snapshot};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::{Value as Json, json};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority() -> Authority {
    let terms =
        Terms { country: "CZ".to_owned(), usages: vec![], not_before: at("2020-01-01"), not_after: at("2025-06-01") };
    Authority::from_key(SigningKey::from_slice(&[11; 32]).unwrap(), &terms).unwrap()
}

fn keys() -> TrustList {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority().dsc(), Domain::EuDcc).unwrap());
    keys
}

fn snapshot() -> Snapshot {
    Snapshot::from_keys(keys(), true).with_policy(&semafor_built_in::files()).unwrap()
}

fn text(holder: Holder, identifier: &str, from: &str, to: &str, certified: Certified) -> String {
    let (issued_at, expires_at) = (at(from), at(to));
    let identifier = format!("CZ:{identifier}");
    authority().issue(&Draft { holder, country: "CZ".to_owned(), issued_at, expires_at, identifier, certified })
}

fn born(birth_date: &str) -> Holder {
    Holder { birth_date: birth_date.to_owned(), ..Holder::invented() }
}

fn dose(product: &str, dose: i64, doses: i64, date: &str) -> Certified {
    Certified::Vaccination { product: product.to_owned(), dose, doses, date: date.to_owned() }
}

fn recovery(from: &str) -> Certified {
    let text = |text: &str| text.to_owned();
    Certified::Recovery { first_positive: text(from), valid_from: text(from), valid_until: text(from) }
}

fn test(sampled_at: &str) -> Certified {
    Certified::NegativeTest { sampled_at: sampled_at.to_owned() }
}

const COMIRNATY: &str = "EU/1/20/1528";
const JCOVDEN: &str = "EU/1/20/1525";

/// People with much going on, and the days of what happened to them.
fn people() -> Vec<(Vec<String>, Vec<&'static str>)> {
    let of = |birth_date: &str, given: &[(&str, &str, Certified)]| -> Vec<String> {
        let text = |(place, (from, to, certified)): (usize, &(&str, &str, Certified))| {
            text(born(birth_date), &format!("{birth_date}{place}"), from, to, certified.clone())
        };
        given.iter().enumerate().map(text).collect()
    };
    vec![
        (vec![], vec![]),
        (
            of(
                "1964-08-12",
                &[
                    ("2021-09-02", "2022-09-02", dose(COMIRNATY, 1, 2, "2021-09-01")),
                    ("2021-10-11T10:00:00Z", "2022-08-11T10:00:00Z", dose(COMIRNATY, 2, 2, "2021-10-10")),
                    ("2022-09-20", "2023-09-20", dose(COMIRNATY, 3, 3, "2022-09-19")),
                ],
            ),
            vec!["2021-09-01", "2021-10-10", "2022-09-19"],
        ),
        (
            of("2004-02-29", &[("2021-06-02", "2023-06-02", dose(JCOVDEN, 1, 1, "2021-06-01"))]),
            vec!["2021-06-01", "2022-02-28"],
        ),
        (
            of(
                "2005-03",
                &[
                    ("2021-10-12", "2022-06-12", recovery("2021-10-01")),
                    ("2022-03-02T07:00:00Z", "2023-03-02T07:00:00Z", dose(COMIRNATY, 1, 2, "2022-03-01")),
                    ("2022-10-01", "2022-11-01", test("2022-09-30T21:30:15Z")),
                ],
            ),
            vec!["2021-10-01", "2022-03-01", "2022-09-30"],
        ),
        (
            of(
                "",
                &[
                    ("2021-10-20", "2021-10-30", test("2021-10-19T23:30:00+02:00")),
                    ("2021-10-22", "2021-11-30", test("2021-10-21T08:00:00Z")),
                    ("2021-11-01", "2022-11-01", recovery("2021-10-25")),
                ],
            ),
            vec!["2021-10-19", "2021-10-21", "2021-10-25"],
        ),
    ]
}

/// The seconds at which something may change, by hand: days that figures of the schemes are counted from.
fn boundaries(days: &[&str]) -> BTreeSet<Instant> {
    let hours = [0, 24, 72].map(|hours: i64| hours.saturating_mul(3_600));
    let whole = [11, 14, 180, 181, 270, 271].map(|days: i64| days.saturating_mul(86_400));
    let of = |day: &str| hours.iter().chain(&whole).map(|seconds| at(day).plus_seconds(*seconds)).collect::<Vec<_>>();
    days.iter().flat_map(|day| of(day)).collect()
}

#[test]
fn every_change_is_the_one_that_asking_every_second_would_find() {
    let (snapshot, schemes) = (snapshot(), semafor_built_in::schemes());
    let (first, last) = (at("2021-09-30"), at("2023-12-31"));
    let mut changes = 0;
    for (texts, days) in people() {
        let evidence: Vec<_> = texts.iter().map(|text| Evidence::of(text, TestKeys::Distrusted, &snapshot)).collect();
        let evidence: Vec<_> = evidence.iter().collect();
        for id in ["VN", "VN-KH", "CZ"] {
            let ask = |at| Status::of(id, &schemes, &evidence, &snapshot, at);
            let mut seconds = boundaries(&days);
            seconds.extend(evidence.iter().flat_map(|evidence| evidence.first_seconds()));
            seconds.extend((0..400).map(|hours| at("2021-10-18").plus_seconds(hours * 3_600 + 1_815)));
            seconds.extend((0..820).map(|days| first.plus_seconds(days * 86_400)));
            let mut now = ask(first);
            let mut ends = vec![];
            while let Some(next) = now.next.clone().filter(|next| next.at <= last) {
                assert!(!now.is_uncertain && now.until == Some(next.at.plus_seconds(-1)));
                let then = ask(next.at);
                assert_eq!(then.state, next.state);
                assert_ne!(then.state, now.state);
                seconds.insert(next.at);
                ends.push(now);
                now = then;
            }
            changes += ends.len();
            ends.push(now);
            let around = seconds.iter().flat_map(|second| [-1, 0, 1].map(|by| second.plus_seconds(by)));
            let asked: BTreeSet<_> = around.filter(|second| (first..=last).contains(second)).collect();
            for second in asked {
                let of_then = ends.iter().find(|end| end.until.is_none_or(|until| second <= until)).unwrap();
                let asked = ask(second);
                assert_eq!(asked.state.colour(), of_then.state.colour(), "{id} {second} {days:?}");
                assert_eq!((asked.until, &asked.next), (of_then.until, &of_then.next), "{id} {second} {days:?}");
            }
        }
    }
    assert!(changes > 20, "{changes}");
}

fn colour(texts: &[String], id: &str, at: Instant) -> Status {
    Status::of_codes(id, &semafor_built_in::schemes(), texts, TestKeys::Distrusted, &snapshot(), at)
}

#[test]
fn a_door_sees_colour_word_shape_and_end_alone() {
    let texts = people()[1].0.clone();
    let status = colour(&texts[..2], "CZ", at("2022-01-01"));
    let door = DoorStatus::of(&status, Language::Cs);
    assert_eq!(
        (door.shown.state, door.shown.colour, door.shown.word.as_deref()),
        (StatusState::Coloured, Some(Colour::Green), Some("Zelená"))
    );
    assert_eq!(door.until, Some(at("2022-07-07T23:59:59Z")), "day 270 after 10 October 2021");
    let json = serde_json::to_string(&door).unwrap();
    for private in ["Nov", "1964", "dose", "dáv", "2021-10-10", "1528", "record"] {
        assert!(!json.contains(private), "{private} in {json}");
    }
    let holder = serde_json::to_value(ExplainedStatus::of(&status, Language::Cs)).unwrap();
    let labels: Vec<_> = holder["facts"].as_array().unwrap().iter().map(|fact| fact["label"].clone()).collect();
    assert!(labels.contains(&json!("poslední dávka")), "{labels:?}");
    assert_eq!(holder["tiers"][0]["is_fulfilled"], json!(true));
    assert_eq!(holder["next"]["word"], json!("Červená"));
}

#[test]
fn what_cannot_be_known_is_no_colour() {
    let texts = people()[1].0.clone();
    let spring = at("2022-03-01");
    let reasons = |status: &Status| -> Vec<_> {
        DoorStatus::of(status, Language::En).reasons.iter().map(|reason| reason.code).collect()
    };
    let undecided = |status: &Status| matches!(status.state, State::Undecided(_));
    assert_eq!(colour(&texts, "XX", spring).state, State::NoScheme);
    let none = colour(&[], "CZ", spring);
    assert!(undecided(&none) && reasons(&none) == [ReasonCode::NoCode]);
    let many = colour(&[texts.clone(), texts.clone()].concat(), "CZ", spring);
    assert!(undecided(&many) && reasons(&many) == [ReasonCode::TooManyCodes, ReasonCode::NotYetValid]);
    let other = Holder { birth_date: "1990-01-01".to_owned(), ..Holder::invented() };
    let of_other = text(other, "other", "2021-09-02", "2022-09-02", dose(COMIRNATY, 2, 2, "2021-09-01"));
    let two = colour(&[texts[0].clone(), of_other], "CZ", spring);
    assert!(undecided(&two) && reasons(&two) == [ReasonCode::DifferentPersons] && two.next.is_none());
    let schemes = semafor_built_in::schemes();
    let keyless = Snapshot::from_keys(TrustList::new(), true).with_policy(&semafor_built_in::files()).unwrap();
    let blind = Status::of_codes("CZ", &schemes, &texts[..1], TestKeys::Distrusted, &keyless, spring);
    assert!(undecided(&blind) && reasons(&blind) == [ReasonCode::NoKeys]);
    let no_sets = Snapshot::from_keys(keys(), true);
    let unset = Status::of_codes("CZ", &schemes, &texts[..1], TestKeys::Distrusted, &no_sets, spring);
    assert!(matches!(&unset.state, State::Undecided(doubts) if matches!(doubts[..], [Doubt::ValueSet { .. }, _])));
}

#[test]
fn what_nobody_vouches_for_does_not_count_and_is_named() {
    let texts = people()[1].0.clone();
    let forged = texts[1].replace(['A'], "B");
    let status = colour(&[texts[0].clone(), forged], "VN", at("2022-03-01"));
    assert_eq!(status.state.colour(), Some(Colour::Yellow));
    assert_eq!(status.left_out.iter().map(|left| left.certificate).collect::<Vec<_>>(), [1]);
    assert_eq!(DoorStatus::of(&status, Language::Vi).not_counted, 1);
}

#[test]
fn stale_data_gives_no_colour_to_the_second() {
    let limits = FreshnessLimits::new(3_600, 7_200, 10_800);
    let files: Vec<Json> =
        semafor_built_in::files().iter().map(|file| serde_json::from_slice(&file.bytes).unwrap()).collect();
    let (texts, signed_at) = (people()[1].0.clone(), at("2022-03-01"));
    for (freshness, code) in [
        (Freshness { schemes: limits, ..Freshness::default() }, ReasonCode::RulesStale),
        (Freshness { keys: limits, ..Freshness::default() }, ReasonCode::KeysStale),
        (Freshness { revocation: limits, ..Freshness::default() }, ReasonCode::RevocationStale),
    ] {
        let origin = Origin { signed_at, freshness };
        let (rulebook, lists) = (Rulebook::read(&files).unwrap(), Some(Revocations::of([])));
        let snapshot = Snapshot::published("1-test".to_owned(), keys(), rulebook, lists, origin);
        let schemes = semafor_built_in::schemes();
        let ask = |at| Status::of_codes("VN", &schemes, &texts[..2], TestKeys::Distrusted, &snapshot, at);
        let stale = signed_at.plus_seconds(7_200);
        let fresh = ask(signed_at);
        assert_eq!(
            (fresh.state.colour(), fresh.until),
            (Some(Colour::Green), Some(stale.plus_seconds(-1))),
            "{code:?}"
        );
        let door = DoorStatus::of(&ask(stale), Language::En);
        assert_eq!((door.shown.state, door.shown.colour, door.until), (StatusState::Undecided, None, None));
        assert_eq!(door.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), [code]);
        assert_eq!(ask(stale.plus_seconds(-1)).state.colour(), Some(Colour::Green));
    }
}

#[test]
fn a_condition_that_fails_to_answer_is_no_colour() {
    let bytes = semafor_built_in::files().into_iter().find(|file| file.name.ends_with("VN/scheme.json")).unwrap().bytes;
    let mut json: Json = serde_json::from_slice(&bytes).unwrap();
    json["tiers"][0]["when"] = json!({ "before": [{ "plusTime": [{ "var": "payload.completeBy" }, 0, "day"] }, { "plusTime": [{ "var": "external.validationClock" }, 0, "day"] }] });
    let schemes = Schemes::of_files(&[PolicyFile { name: String::new(), bytes: json.to_string().into_bytes() }]);
    let texts = people()[1].0.clone();
    let status = Status::of_codes("VN", &schemes, &texts[..2], TestKeys::Distrusted, &snapshot(), at("2022-03-01"));
    assert!(matches!(&status.state, State::Undecided(doubts) if matches!(doubts[..], [Doubt::Open { tier: 0, .. }])));
    let codes: Vec<_> = DoorStatus::of(&status, Language::En).reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [ReasonCode::RuleOpen]);
}
