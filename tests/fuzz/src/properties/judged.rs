//! A check from end to end: nothing the fuzzer makes is ever accepted, and all views of one answer agree.

use semafor_core::cose;
use semafor_core::envelope::{self, TextKind};
use semafor_core::key::Algorithm;
use semafor_core::limits;
use semafor_core::verdict::{Content, DoorReport, Language, Report, Verdict};
use semafor_core::verifier::{Policy, TimeContext, check as check_texts, inspect};

use super::scene::{Scene, now, scene};

/// A byte for the shape, one for the day, one for the language; then the texts (one a line), the bytes of a message
/// (`c`), claims under a signature of zeros (`u`), or claims that the trusted authority signs (`s`).
pub fn check(data: &[u8]) {
    let (Some((&[shape, day, language], rest)), Some(scene)) = (data.split_first_chunk(), scene()) else { return };
    let (texts, signed_here) = match shape {
        b'c' => (vec![envelope::encode(rest)], false),
        b'u' => (vec![unsigned(scene, rest)], false),
        b's' => (vec![scene.eu.sign_payload(rest.to_vec())], true),
        _ => match std::str::from_utf8(rest) {
            Ok(texts) => (texts.split('\n').map(str::to_owned).collect(), false),
            Err(_) => return,
        },
    };
    let at = now(i64::from(day).saturating_sub(128));
    let judge = |time| check_texts(&texts, &Policy::technical(), &TimeContext::device(time), &scene.snapshot);
    let report = judge(at);
    if report.verdict == Verdict::Accepted && !signed_here {
        assert!(texts.iter().all(|text| scene.is_genuine(text)), "accepted what nobody issued");
    }
    reasons_carry_the_verdict(&report, texts.len());
    views_agree(&report, &texts, language);
    if let Some(change) = report.next_change {
        assert!(change > at);
        assert_eq!(judge(change.plus_seconds(-1)).verdict, report.verdict, "until {change}");
        assert_ne!(judge(change).verdict, report.verdict, "from {change} on");
    }
}

fn unsigned(scene: &Scene, claims: &[u8]) -> String {
    let key_id = scene.eu.key_id();
    envelope::encode(&cose::sign(Algorithm::Es256.id(), key_id, claims.to_vec(), |_| vec![0; 64]))
}

fn reasons_carry_the_verdict(report: &Report, shown: usize) {
    let of_codes = |wanted| report.reasons.iter().any(|reason| reason.cause.code().verdict() == wanted);
    assert_eq!(report.verdict == Verdict::Refused, of_codes(Verdict::Refused));
    assert_eq!(report.verdict == Verdict::Accepted, report.reasons.is_empty());
    assert!(!of_codes(Verdict::Accepted), "no reason accepts");
    assert!(report.reasons.is_sorted_by_key(|reason| reason.cause.code()), "the most telling first");
    assert_eq!(report.certificates.len(), shown.min(limits::TEXTS_PER_CHECK));
    let everything_vouched = report.certificates.iter().all(|examined| examined.signed_by.is_some());
    assert!(report.verdict != Verdict::Accepted || everything_vouched, "accepted without a key");
}

fn views_agree(report: &Report, texts: &[String], language: u8) {
    let language =
        Language::ALL.get(usize::from(language).rem_euclid(Language::ALL.len())).copied().unwrap_or_default();
    let door = DoorReport::of(report, language);
    let vouched = report.certificates.iter().any(|examined| matches!(examined.content, Content::Verified(_)));
    assert_eq!((door.name.is_some(), door.birth_date.is_some()), (vouched, vouched), "a name nobody vouches for");
    assert!(door.name.iter().flat_map(|name| name.chars()).all(|letter| !letter.is_control()));
    assert_eq!((door.verdict, door.scope), (report.verdict, report.scope));
    assert_eq!(door.reasons.is_empty(), report.reasons.is_empty());
    assert!(door.reasons.iter().all(|reason| !reason.text.is_empty() && !reason.advice.is_empty()));
    let in_json = serde_json::to_value(&door).ok();
    let verdict = in_json.as_ref().and_then(|door| door.get("verdict").cloned());
    assert_eq!(verdict, serde_json::to_value(report.verdict).ok());
    assert!(serde_json::to_string(report).is_ok());
    for (text, examined) in texts.iter().zip(&report.certificates) {
        let inspection = inspect(text);
        let certificate = examined.content.look();
        assert_eq!(inspection.text, examined.text);
        assert_eq!(inspection.kind, certificate.map(|certificate| certificate.kind()));
        assert_eq!(inspection.name, certificate.map(|certificate| certificate.holder_name()));
        assert_eq!(inspection.personal_code.is_some(), examined.text == TextKind::VietnamesePersonalCode);
        assert!(serde_json::to_string(&inspection).is_ok());
    }
}
