//! The published policy deciding: modes and combinations of certificates, persons, texts for the door, changes in time.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use p256::ecdsa::SigningKey;
use semafor_built_in::files;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{DoorReport, Language, ReasonCode as Code, Report, Verdict};
use semafor_core::verifier::{Asked, Policy, PolicyFile, Snapshot, TimeContext, check};
use semafor_core::warning::WarningCode;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use serde_json::json;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn authority(scalar: u8) -> Authority {
    let (not_before, not_after) = (at("2022-01-01"), at("2032-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[scalar; 32]).unwrap(), &terms).unwrap()
}

fn snapshot(policy: &[PolicyFile]) -> Snapshot {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority(5).dsc(), Domain::EuDcc).unwrap());
    keys.add(TrustedKey::from_dsc(authority(6).dsc(), Domain::WhoIcvp).unwrap());
    Snapshot::from_keys(keys, true).with_policy(policy).unwrap()
}

fn issue(holder: Holder, certified: Certified) -> String {
    let identifier = match &certified {
        Certified::Vaccination { dose, doses, date, .. } => format!("CZ:{dose}-{doses}-{date}"),
        _ => "CZ:1".to_owned(),
    };
    let authority = authority(if matches!(certified, Certified::Icvp { .. }) { 6 } else { 5 });
    authority.issue(&Draft {
        holder,
        country: "CZ".to_owned(),
        issued_at: at("2025-12-01"),
        expires_at: at("2029-01-01"),
        identifier,
        certified,
    })
}

/// `dose n of m on DAY`, `test TIME`, `recovered DAY`, `yellow fever DAY`; `of Eva` is another person, `of Jane` the same
/// birth date under another name.
#[expect(clippy::panic, reason = "a test that asks for something else is wrong itself")]
fn certificate(words: &str) -> String {
    let (what, whose) = words.split_once(" of Eva").map_or((words, ""), |(what, _)| (what, "Eva"));
    let (what, whose) = what.split_once(" of Jane").map_or((what, whose), |(what, _)| (what, "Jane"));
    let mut holder = Holder::invented();
    match whose {
        "Eva" => holder = Holder { birth_date: "1971-02-03".to_owned(), ..holder },
        "Jane" => holder = Holder { given_standard: "JANE".to_owned(), ..holder },
        _ => {}
    }
    let parts: Vec<_> = what.split(' ').collect();
    let certified = match parts.as_slice() {
        ["dose", dose, "of", doses, "on", date] => Certified::Vaccination {
            product: "EU/1/20/1528".to_owned(),
            dose: dose.parse().unwrap(),
            doses: doses.parse().unwrap(),
            date: (*date).to_owned(),
        },
        ["test", time] => Certified::NegativeTest { sampled_at: (*time).to_owned() },
        ["recovered", date] => Certified::Recovery {
            first_positive: (*date).to_owned(),
            valid_from: (*date).to_owned(),
            valid_until: "2026-12-31".to_owned(),
        },
        ["yellow", "fever", date] => Certified::Icvp {
            product: "YellowFeverProductd2c75a15ed309658b3968519ddb31690".to_owned(),
            date: (*date).to_owned(),
            batch: "B-1".to_owned(),
        },
        other => panic!("{other:?}"),
    };
    issue(holder, certified)
}

fn judge(certificates: &[&str], mode: Option<&str>, time: &str) -> Report {
    let texts: Vec<_> = certificates.iter().map(|words| certificate(words)).collect();
    let asked = Asked::Entry { country: Some("CZ".to_owned()), region: None, mode: mode.map(str::to_owned) };
    let policy = Policy { asked, ..Policy::technical() };
    check(&texts, &policy, &TimeContext::device(at(time)), &snapshot(&files()))
}

fn codes(report: &Report) -> Vec<Code> {
    report.reasons.iter().map(|reason| reason.cause.code()).collect()
}

const BOTH: &str = "dose 2 of 2 on 2026-01-10";
const ONE: &str = "dose 1 of 2 on 2026-01-10";
const BOOSTER: &str = "dose 3 of 2 on 2026-02-10";
const TEST: &str = "test 2026-02-28T12:00:00Z";
const RECOVERED: &str = "recovered 2026-01-20";
const NOW: &str = "2026-03-01T00:00:00Z";

#[test]
fn a_mode_says_which_certificates_are_enough() {
    for (shown, mode, verdict, expected) in [
        (vec![BOTH], "entry", Verdict::Accepted, vec![]),
        (vec![RECOVERED], "entry", Verdict::Accepted, vec![]),
        (vec![TEST], "3G", Verdict::Accepted, vec![]),
        (vec![TEST], "2G", Verdict::Refused, vec![Code::NothingCounts]),
        (vec![ONE], "2G", Verdict::Refused, vec![Code::RuleFailed]),
        (vec![BOOSTER], "2G+", Verdict::Accepted, vec![]),
        (vec![BOTH], "2G+", Verdict::Undecided, vec![Code::MoreNeeded]),
        (vec![TEST], "2G+", Verdict::Undecided, vec![Code::MoreNeeded]),
        (vec![BOTH, TEST], "2G+", Verdict::Accepted, vec![]),
        (vec![TEST, RECOVERED], "2G+", Verdict::Accepted, vec![]),
        (vec![ONE, TEST], "2G+", Verdict::Refused, vec![Code::RuleFailed]),
        (vec![BOTH, "test 2026-02-20T12:00:00Z"], "2G+", Verdict::Refused, vec![Code::RuleFailed]),
        // What is not needed decides nothing: the first dose beside the second, an old test beside a booster.
        (vec![ONE, BOTH], "entry", Verdict::Accepted, vec![]),
        (vec!["test 2026-01-01T12:00:00Z", BOOSTER], "2G+", Verdict::Accepted, vec![]),
        // One certificate fills one place.
        (vec![BOTH, BOTH], "2G+", Verdict::Undecided, vec![Code::MoreNeeded]),
        (vec![BOTH], "4G", Verdict::Undecided, vec![Code::ModeUnknown]),
        (vec!["yellow fever 2026-02-01"], "icvp", Verdict::Accepted, vec![]),
        (vec!["yellow fever 2026-02-01"], "entry", Verdict::Refused, vec![Code::NothingCounts]),
        (vec!["yellow fever 2026-02-20"], "icvp", Verdict::Refused, vec![Code::RuleFailed]),
    ] {
        let report = judge(&shown, Some(mode), NOW);
        assert_eq!((report.verdict, codes(&report)), (verdict, expected), "{shown:?} in {mode}");
        assert_eq!(report.asked.mode(), Some(mode));
    }
}

#[test]
fn without_a_mode_each_certificate_shown_must_fulfil_the_rules() {
    for (shown, verdict) in [(vec![BOTH, TEST], Verdict::Accepted), (vec![ONE, BOTH], Verdict::Refused)] {
        assert_eq!(judge(&shown, None, NOW).verdict, verdict, "{shown:?}");
    }
}

#[test]
fn certificates_that_are_enough_together_must_be_one_persons() {
    let (of_eva, of_jane) = (format!("{TEST} of Eva"), format!("{TEST} of Jane"));
    for (test, verdict, expected) in [
        (of_eva.as_str(), Verdict::Refused, vec![Code::DifferentPersons]),
        (of_jane.as_str(), Verdict::Undecided, vec![Code::PersonsUnclear]),
    ] {
        let report = judge(&[BOTH, test], Some("2G+"), NOW);
        assert_eq!((report.verdict, codes(&report)), (verdict, expected), "{test}");
    }
}

#[test]
fn what_nobody_vouches_for_counts_in_no_combination_and_against_all() {
    let policy = files();
    let stranger = {
        let terms = Terms {
            country: "CZ".to_owned(),
            usages: Vec::new(),
            not_before: at("2022-01-01"),
            not_after: at("2032-01-01"),
        };
        let authority = Authority::from_key(SigningKey::from_slice(&[7; 32]).unwrap(), &terms).unwrap();
        authority.issue(&Draft {
            holder: Holder::invented(),
            country: "CZ".to_owned(),
            issued_at: at("2026-01-01"),
            expires_at: at("2029-01-01"),
            identifier: "CZ:2".to_owned(),
            certified: Certified::NegativeTest { sampled_at: "2026-02-28T12:00:00Z".to_owned() },
        })
    };
    for (known, mode) in [(BOTH, "2G+"), (BOOSTER, "2G+"), (BOTH, "entry")] {
        let texts = [certificate(known), stranger.clone()];
        let time = TimeContext::device(at(NOW));
        let report = check(&texts, &Policy::in_mode("CZ", mode), &time, &snapshot(&policy));
        assert_eq!((report.verdict, codes(&report)), (Verdict::Undecided, vec![Code::KeyUnknown]), "{known} in {mode}");
    }
}

#[test]
fn an_acceptance_says_its_last_second_and_every_change_is_exact() {
    for (shown, mode, time, until) in [
        (vec![BOTH], "entry", NOW, Some("2026-10-07T23:59:59Z")),
        (vec![TEST], "3G", NOW, Some("2026-03-03T12:00:00Z")),
        (vec![BOTH, TEST], "2G+", NOW, Some("2026-03-03T12:00:00Z")),
        // The one that lasts longer carries it.
        (vec![BOTH, TEST], "3G", NOW, Some("2026-10-07T23:59:59Z")),
        (vec![BOOSTER], "2G+", NOW, Some("2029-01-01T00:00:00Z")),
        (vec![RECOVERED], "2G", NOW, Some("2026-07-19T23:59:59Z")),
        (vec![BOTH], "entry", "2026-01-15", None),
        (vec!["yellow fever 2026-02-20"], "icvp", NOW, None),
    ] {
        let report = judge(&shown, Some(mode), time);
        assert_eq!(report.valid_until.map(|at| at.to_string()).as_deref(), until, "{shown:?} in {mode}");
        let change = report.next_change.unwrap();
        let verdict_at = |at: Instant| judge(&shown, Some(mode), &at.to_string()).verdict;
        assert_eq!(verdict_at(change.plus_seconds(-1)), report.verdict, "{shown:?} before {change}");
        assert_ne!(verdict_at(change), report.verdict, "{shown:?} at {change}");
    }
}

#[test]
fn the_door_reads_the_authors_words_and_nothing_medical() {
    for (language, words) in [
        (Language::En, "The certificate is no longer recent enough."),
        (Language::Cs, "Certifikát už není dost nový."),
        (Language::Vi, "Chứng nhận không còn đủ mới."),
    ] {
        let report = judge(&["dose 2 of 2 on 2025-01-10"], Some("entry"), NOW);
        let door = DoorReport::of(&report, language);
        let told: Vec<_> = door.reasons.iter().map(|reason| (reason.code, reason.text.as_str())).collect();
        assert_eq!(told, [(Code::RuleFailed, words)]);
        assert_eq!(door.mode.as_deref(), Some("entry"));
        let json = serde_json::to_string(&door).unwrap();
        for inside in ["VR-", "EU/1", "payload", "270", "2025-01-10", "dose", "dávk", "liều", "mũi"] {
            assert!(!json.contains(inside), "{inside} in {json}");
        }
    }
}

/// Two rules of one certificate with one text are one reason at the door, and each its own in the report.
#[test]
fn equal_texts_are_told_once() {
    let report = judge(&["dose 1 of 2 on 2026-02-25"], Some("entry"), NOW);
    let door = DoorReport::of(&report, Language::En);
    let mut texts: Vec<_> = door.reasons.iter().map(|reason| reason.text.as_str()).collect();
    texts.dedup();
    assert_eq!(texts.len(), door.reasons.len());
}

fn rule(change: &serde_json::Value) -> PolicyFile {
    let mut rule = json!({
        "Identifier": "VR-CZ-9999", "Version": "1.0.0", "Type": "Acceptance", "Country": "CZ",
        "CertificateType": "Vaccination", "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0",
        "ValidFrom": "2022-01-01T00:00:00Z", "ValidTo": "2031-12-31T23:59:59Z",
        "Description": [{ "lang": "en", "desc": "A rule for this test alone" }], "AffectedFields": [], "Logic": true
    });
    let members = change.as_object().unwrap().iter().map(|(member, value)| (member.clone(), value.clone()));
    rule.as_object_mut().unwrap().extend(members);
    PolicyFile { name: "rule.json".to_owned(), bytes: rule.to_string().into_bytes() }
}

fn under(change: &serde_json::Value, words: &str, time: &str) -> Report {
    let policy = Policy::entry(Some("CZ".to_owned()));
    check(&[certificate(words)], &policy, &TimeContext::device(at(time)), &snapshot(&[rule(change)]))
}

#[test]
fn a_month_that_is_too_short_is_told_where_it_decides() {
    let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let month = json!({ "plusTime": [{ "var": "payload.v.0.dt" }, 1, "month"] });
    let logic = json!({ "Logic": { "not-after": [clock, month] } });
    let clamped = |time| {
        let report = under(&logic, "dose 2 of 2 on 2026-01-31", time);
        let warnings = &report.certificates.first().unwrap().warnings;
        (report.verdict, warnings.iter().any(|warning| warning.code == WarningCode::CalendarClamped))
    };
    for (time, expected) in [
        ("2026-02-28", (Verdict::Accepted, false)),
        ("2026-02-28T00:00:01Z", (Verdict::Accepted, true)),
        ("2026-03-03", (Verdict::Accepted, true)),
        ("2026-03-03T00:00:01Z", (Verdict::Refused, false)),
    ] {
        assert_eq!(clamped(time), expected, "{time}");
    }
}

#[test]
fn a_clock_that_is_read_as_a_text_makes_changes_uncertain() {
    let reads = |logic: serde_json::Value| {
        let report = under(&json!({ "Logic": logic }), BOTH, NOW);
        report.warnings.iter().any(|warning| warning.code == WarningCode::ChangeUncertain)
    };
    assert!(!reads(json!({ "===": [{ "var": "payload.v.0.dn" }, 2] })));
    assert!(reads(json!({ "!": [{ "===": [{ "var": "external.validationClock" }, "2026-03-01T00:00:01Z"] }] })));
}

#[test]
fn boundaries_inside_of_lists_count() {
    let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let day = |text: &str| json!({ "plusTime": [text, 0, "day"] });
    let logic = json!({ "!": [{ "in": [clock, [day("2026-03-02"), day("2026-03-05")]] }] });
    let report = under(&json!({ "Logic": logic }), BOTH, NOW);
    assert_eq!((report.verdict, report.next_change), (Verdict::Accepted, Some(at("2026-03-02"))));
}

#[test]
fn rules_that_make_the_search_long_end_it() {
    // Midnight after midnight something may change, and never does.
    let moved = |unit: &str, amount: i64| json!({ "plusTime": [{ "var": "external.validationClock" }, amount, unit] });
    let logic = json!({ "before": [moved("day", 1), moved("year", 1)] });
    let report = under(&json!({ "Logic": logic, "ValidTo": "9999-12-31T23:59:59Z" }), BOTH, "2023-01-01");
    let uncertain = report.warnings.iter().any(|warning| warning.code == WarningCode::ChangeUncertain);
    assert!(uncertain && report.next_change.is_some());
}

#[test]
fn policy_files_that_are_none_say_which_and_why() {
    let file = |name: &str, text: &str| PolicyFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for (text, because) in [
        ("{", "no JSON"),
        (deep.as_str(), "recursion limit"),
        (r#"{"rule": "VR-CZ-0001", "staff": {"en": "The dose is old."}}"#, "\"dose\""),
        (r#"{"mode": "2G", "combinations": []}"#, "combinations"),
        (r#"{"mode": "test", "combinations": [[{"certificateType": "Test"}]]}"#, "\"test\""),
        (r#"{"mode": "2G", "combinations": [[{"certificateType": "Visa"}]]}"#, "certificateType"),
        (r#"{"mode": "2G", "combinations": [[{"certificateType": "Test", "condition": {"or": []}}]]}"#, "or"),
        (r#"{"valueSetId": "x", "valueSetValues": 1}"#, "value set"),
    ] {
        let error = snapshot_error(&[file("good.json", "[]"), file("bad.json", text)]);
        assert!(error.starts_with("bad.json: ") && error.contains(because), "{because}: {error}");
    }
}

fn snapshot_error(files: &[PolicyFile]) -> String {
    Snapshot::from_keys(TrustList::new(), true).with_policy(files).unwrap_err().to_string()
}

#[test]
fn one_certificate_shown_twice_is_one() {
    let twice = json!({ "mode": "2x", "combinations": [[
        { "certificateType": "Vaccination" }, { "certificateType": "Vaccination" }
    ]] });
    let mode = PolicyFile { name: "mode.json".to_owned(), bytes: twice.to_string().into_bytes() };
    let (one, other) = (certificate(BOTH), certificate(BOOSTER));
    let renewed = authority(5).issue(&Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-02-01"),
        expires_at: at("2029-06-01"),
        identifier: "cz:2-2-2026-01-10".to_owned(),
        certified: Certified::Vaccination {
            product: "EU/1/20/1528".to_owned(),
            dose: 2,
            doses: 2,
            date: "2026-01-10".to_owned(),
        },
    });
    let verdict = |texts: &[&String]| {
        let snapshot = snapshot(&[rule(&json!({})), mode.clone()]);
        check(texts, &Policy::in_mode("CZ", "2x"), &TimeContext::device(at(NOW)), &snapshot).verdict
    };
    assert_eq!(verdict(&[&one, &one]), Verdict::Undecided);
    assert_eq!(verdict(&[&one, &renewed]), Verdict::Undecided);
    assert_eq!(verdict(&[&one, &other]), Verdict::Accepted);
}

#[test]
fn a_region_hides_no_invalidation_and_no_rule_of_the_who() {
    let codes_in = |region: Option<&str>, words: &str, rules: &[PolicyFile]| {
        let region = region.map(str::to_owned);
        let asked = Asked::Entry { country: Some("CZ".to_owned()), region, mode: None };
        let policy = Policy { asked, ..Policy::technical() };
        codes(&check(&[certificate(words)], &policy, &TimeContext::device(at(NOW)), &snapshot(rules)))
    };
    let invalidation =
        rule(&json!({ "Identifier": "IR-CZ-0001", "Type": "Invalidation", "Region": "BY", "Logic": false }));
    assert_eq!(codes_in(None, BOTH, &[rule(&json!({})), invalidation]), [Code::Invalidated]);
    let who = rule(&json!({ "Identifier": "VR-XW-0001", "Country": "XW", "CertificateType": "ICVP", "Logic": false }));
    let of_region = rule(&json!({ "Identifier": "VR-CZ-0002", "Region": "JM", "CertificateType": "ICVP" }));
    assert_eq!(codes_in(Some("JM"), "yellow fever 2026-02-01", &[who, of_region]), [Code::RuleFailed]);
}

#[test]
fn what_is_said_twice_must_be_the_same() {
    let file = |json: serde_json::Value| PolicyFile { name: "b".to_owned(), bytes: json.to_string().into_bytes() };
    let mode = |kind: &str| json!({ "mode": "2G", "combinations": [[{ "certificateType": kind }]] });
    let text = |text: &str| json!({ "rule": "VR-CZ-9999", "staff": { "en": text } });
    for (one, other) in [
        (file(json!({ "products": ["A"] })), file(json!({ "products": ["A", "B"] }))),
        (rule(&json!({})), rule(&json!({ "Logic": false }))),
        (file(mode("Test")), file(mode("Vaccination"))),
        (file(text("One way")), file(text("Another way"))),
    ] {
        assert!(snapshot_error(&[one.clone(), other]).contains("stands twice"), "{one:?}");
    }
    for misspelt in [
        json!({ "mode": "2G", "combinations": [[{ "certificateType": "Test", "conditions": false }]] }),
        json!({ "mode": "2G", "rulesOf": ["AT"], "combinations": [[{ "certificateType": "Test" }]] }),
    ] {
        assert!(snapshot_error(&[file(misspelt)]).contains("of no use"));
    }
    for slip in [json!({ "Type": "acceptance" }), json!({ "Region": 1 })] {
        assert!(snapshot_error(&[rule(&slip)]).contains("of no use"), "{slip}");
    }
}

#[test]
fn a_change_that_is_not_certain_is_said_and_kept_from_the_door() {
    let clock = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let far = json!({ "plusTime": [{ "var": "external.validationClock" }, 7_973, "year"] });
    let fixed = json!({ "plusTime": ["2026-01-01", 0, "day"] });
    let as_text = json!({ "!": [{ "===": [{ "var": "external.validationClock" }, "2026-03-05T00:00:00Z"] }] });
    let many: Vec<_> = std::iter::repeat_n(fixed.clone(), 16).chain([clock]).collect();
    let same: Vec<_> = std::iter::repeat_n(fixed.clone(), 17).collect();
    for (what, rules) in [
        ("a clock that leaves the calendar", vec![rule(&json!({ "Logic": { "after": [far, fixed] } }))]),
        ("more date-times than are looked at", vec![rule(&json!({ "Logic": { "!": [{ "===": [many, same] }] } }))]),
        (
            "a version that ends before the change",
            vec![
                rule(&json!({ "Logic": as_text, "ValidTo": "2026-03-31T23:59:59Z" })),
                rule(&json!({ "Version": "2.0.0", "ValidFrom": "2026-04-01T00:00:00Z" })),
            ],
        ),
    ] {
        let policy = Policy::entry(Some("CZ".to_owned()));
        let report = check(&[certificate(BOTH)], &policy, &TimeContext::device(at(NOW)), &snapshot(&rules));
        assert_eq!(report.verdict, Verdict::Accepted, "{what}");
        assert!(report.warnings.iter().any(|warning| warning.code == WarningCode::ChangeUncertain), "{what}");
        assert_eq!(DoorReport::of(&report, Language::En).next_change, None, "{what}");
    }
}

#[test]
fn a_mode_that_does_not_exist_is_not_named_at_the_door() {
    let report = judge(&[BOTH], Some("PCR positive"), NOW);
    assert_eq!(DoorReport::of(&report, Language::En).mode, None);
}
