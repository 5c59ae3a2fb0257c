//! What stands on the screen: sign, word and words whole at every width, and nothing but the colours in escape codes.

use super::{broken, show};
use anstream::adapter::strip_str;
use semafor_core::instant::{Instant, PartialDate};
use semafor_core::verdict::{DoorReason, DoorReport, Language, ReasonCode, Scope, Verdict, texts};

use crate::words;

const VERDICTS: [Verdict; 3] = [Verdict::Accepted, Verdict::Refused, Verdict::Undecided];

fn report(verdict: Verdict, name: &str, language: Language) -> DoorReport {
    let text = texts::reason(ReasonCode::Expired, language);
    let reason =
        DoorReason { code: ReasonCode::Expired, text: text.meaning.to_owned(), advice: text.advice.to_owned() };
    DoorReport {
        verdict,
        scope: Scope::Technical,
        mode: None,
        name: Some(name.to_owned()),
        birth_date: PartialDate::parse("1964-08").ok(),
        reasons: if verdict == Verdict::Accepted { vec![] } else { vec![reason] },
        snapshot_id: "1f7a7a88".to_owned(),
        data_age_seconds: Some(60),
        data_tier: None,
        checked_at: Instant::parse("2026-06-01").unwrap(),
        clock_behind: true,
        next_change: Instant::parse("2026-07-01").ok(),
    }
}

fn shown(report: &DoorReport, language: Language, columns: usize) -> String {
    let mut out = Vec::new();
    show(7, report, language, columns, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn no_line_is_wider_than_the_screen_and_the_band_is_as_wide() {
    for columns in [30, 40, 80, 100, 200] {
        for (verdict, language) in
            VERDICTS.iter().flat_map(|verdict| Language::ALL.map(|language| (*verdict, language)))
        {
            let shown = shown(&report(verdict, "Jana Nováková", language), language, columns);
            let plain = strip_str(&shown).to_string();
            let widths: Vec<_> = plain.lines().map(|line| line.chars().count()).collect();
            assert!(widths.iter().all(|width| *width <= columns), "{columns}\n{plain}");
            let in_band = shown
                .lines()
                .zip(&widths)
                .filter(|(line, _)| line.starts_with("\u{1b}[3") || line.starts_with("\u{1b}[9"));
            let in_band: Vec<_> = in_band.map(|(_, width)| *width).collect();
            assert!([3, 7].contains(&in_band.len()) && in_band.iter().all(|width| *width == columns), "{plain}");
        }
    }
}

#[test]
fn the_word_stands_beside_the_sign_at_every_width() {
    for (columns, sign, word) in [(15, "✘", "REFUSED"), (30, "██", "REFUSED"), (40, "██", "R E F U S E D")] {
        let shown = shown(&report(Verdict::Refused, "Jana Nováková", Language::En), Language::En, columns);
        assert!(shown.contains(sign) && shown.contains(word), "{columns}\n{shown}");
    }
    for (verdict, language) in VERDICTS.iter().flat_map(|verdict| Language::ALL.map(|language| (*verdict, language))) {
        let shown = shown(&report(verdict, "Jana Nováková", language), language, 40).replace(' ', "");
        assert!(shown.contains(&words::verdict(verdict, language).replace(' ', "")), "{shown}");
    }
}

#[test]
fn who_why_what_to_do_until_when_and_by_what_are_all_there() {
    let shown = shown(&report(Verdict::Refused, "Jana Nováková", Language::En), Language::En, 200);
    let plain = strip_str(&shown).to_string();
    let lines: Vec<_> = plain.lines().skip(8).map(str::trim).collect();
    let advice = format!("what to do: {}", texts::reason(ReasonCode::Expired, Language::En).advice);
    let expected = [
        "technical check only, no rules applied",
        "Jana Nováková",
        "born 1964-08",
        "The certificate has expired. [expired]",
        &advice,
        "the device's clock is behind and was not used",
        "another answer from 2026-07-01T00:00:00Z",
        "as of 2026-06-01T00:00:00Z",
        "keys 1f7a7a88, 60 s",
        "",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_name_cannot_steer_the_screen() {
    let shown = shown(&report(Verdict::Accepted, "A\u{1b}[2J\u{202e}\nB", Language::En), Language::En, 80);
    assert!(shown.contains("A\u{fffd}[2J\u{fffd}\u{fffd}B"), "{shown}");
}

#[test]
fn lines_are_broken_between_words() {
    for (text, columns, expected) in [
        ("", 10, vec![]),
        ("one two three", 8, vec!["one two", "three"]),
        ("one two three", 100, vec!["one two three"]),
        ("immeasurable two", 5, vec!["immeasurable", "two"]),
        ("one two", 0, vec!["one", "two"]),
    ] {
        assert_eq!(broken(text, columns), expected);
    }
}
