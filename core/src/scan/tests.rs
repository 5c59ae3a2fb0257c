//! Whole frames: codes painted as a camera sees them, and what the scanner says of them.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "scenes are small")]

pub(super) mod painter;

use std::cell::Cell;
use std::time::Duration;

use fast_qr::ECL;

use super::*;
use painter::{Pose, Scene, certificate, unhurried};

#[test]
fn codes_are_read_however_they_lie() {
    let text = certificate();
    let flat = Pose::default();
    let cases = [
        ("upright", Scene::new(), flat),
        ("turned by 37°", Scene::new(), Pose { turn: 37.0, ..flat }),
        ("upside down", Scene::new(), Pose { turn: 180.0, ..flat }),
        ("tilted by 45°", Scene::new(), Pose { tilt: 45.0, turn: 20.0, ..flat }),
        ("tilted the other way", Scene::new(), Pose { tilt: -40.0, turn: 110.0, ..flat }),
        ("small: two pixels a module", Scene::new(), Pose { module: 2.0, turn: 10.0, ..flat }),
        ("mirrored", Scene::new(), Pose { mirrored: true, turn: 15.0, ..flat }),
        ("light on dark", Scene::new().with_levels(230, 30), Pose { turn: 5.0, ..flat }),
        ("yellow on white: little contrast", Scene::new().with_levels(196, 246), flat),
        ("blurred by half a module", Scene::new().with_blur(2.2), flat),
        ("noisy", Scene::new().with_noise(40.0), flat),
        ("in a shadow's edge", Scene::new().with_shadow(), Pose { turn: 8.0, ..flat }),
    ];
    for (name, scene, pose) in cases {
        let frame = scene.paint(&text, ECL::Q, &pose);
        let codes = codes(frame.scan(Mode::Still));
        assert_eq!(codes.len(), 1, "{name}");
        assert_eq!(codes[0].text.as_deref(), Some(text.as_str()), "{name}");
        assert_eq!(codes[0].level, ErrorCorrection::Quartile, "{name}");
    }
}

#[test]
fn corners_are_where_the_code_is() {
    for mirrored in [false, true] {
        let pose = Pose { turn: 30.0, tilt: 20.0, mirrored, ..Pose::default() };
        let frame = Scene::new().paint(&certificate(), ECL::Q, &pose);
        let code = codes(frame.scan(Mode::Still)).remove(0);
        for (seen, painted) in code.corners.iter().zip(frame.corners()) {
            assert!(seen.distance(painted) < 3.0, "{seen:?} where {painted:?} was painted, mirrored: {mirrored}");
        }
    }
}

#[test]
fn small_and_large_versions_are_read() {
    for bytes in [10, 25, 60, 100, 200, 900, 1_600, 2_300] {
        let text: String = (0..bytes).map(|index| char::from(b'a' + (index % 26) as u8)).collect();
        let frame = Scene::sized(900, 900).paint(&text, ECL::M, &Pose { module: 4.0, turn: 3.0, ..Pose::default() });
        let code = codes(frame.scan_all(Mode::Still)).remove(0);
        assert_eq!(code.text, Some(text));
        assert_eq!(usize::from(code.version) * 4 + 17, frame.side());
    }
}

#[test]
fn hidden_patterns_cost_nothing() {
    let (text, pose) = (certificate(), Pose::default());
    for corner in 0..3 {
        let mut frame = Scene::new().paint(&text, ECL::Q, &pose);
        frame.cover_pattern(corner);
        assert_eq!(codes(frame.scan(Mode::Still))[0].text.as_deref(), Some(text.as_str()), "pattern {corner}");
    }
}

#[test]
fn certificates_win_over_other_codes() {
    let (text, link) = (certificate(), "https://example.org/poster");
    let left = Scene::new().paint(&text, ECL::Q, &Pose::default());
    let right = Scene::new().paint(link, ECL::M, &Pose { module: 8.0, ..Pose::default() });
    let frame = left.beside(&right);
    let texts = |seen| codes(seen).into_iter().map(|code: Code| code.text.unwrap()).collect::<Vec<_>>();
    assert_eq!(texts(frame.scan(Mode::Still)), [text.as_str()]);
    let mut both = texts(frame.scan_all(Mode::Still));
    both.sort();
    assert_eq!(both, [text.as_str(), link]);
    assert_eq!(texts(right.scan(Mode::Still)), [link], "alone, it is what there is");
    let twice = left.beside(&Scene::new().paint(&painter::other_certificate(), ECL::M, &Pose::default()));
    assert_eq!(codes(twice.scan(Mode::Camera)).len(), 2, "two certificates are both wanted");
}

#[test]
fn codes_are_listed_from_the_top_of_the_upright_picture() {
    let left = Scene::new().paint(&certificate(), ECL::Q, &Pose::default());
    let frame = left.beside(&Scene::new().paint(&painter::other_certificate(), ECL::M, &Pose::default()));
    let first = |rotation| codes(frame.scan_as(Mode::Still, Wanted::Certificates, rotation))[0].corners[0].x;
    assert!(first(Rotation::Clockwise) < first(Rotation::CounterClockwise));
}

#[test]
fn hints_say_what_stands_in_the_way() {
    let text = certificate();
    let cases = [
        (HintKind::NoCode, Scene::new().blank()),
        (
            HintKind::TooDark,
            Scene::new().with_levels(3, 30).paint(&text, ECL::Q, &Pose { module: 1.0, ..Pose::default() }),
        ),
        (HintKind::Covered, {
            let mut frame = Scene::new().paint(&text, ECL::L, &Pose::default());
            frame.cover_middle(170);
            frame
        }),
        (HintKind::Glare, {
            let mut frame = Scene::new().paint(&text, ECL::L, &Pose::default());
            frame.cover_middle(255);
            frame
        }),
        (HintKind::CutOff, Scene::new().paint(&text, ECL::Q, &Pose::default()).without_right_half()),
    ];
    for (kind, frame) in cases {
        let Seen::Nothing { hint } = frame.scan(Mode::Still) else { panic!("{kind:?} was read") };
        assert_eq!(hint.kind, kind);
        assert!(hint.confidence >= 0.5, "{hint:?}");
    }
}

#[test]
fn the_budget_is_kept_to_the_piece() {
    // A clock that goes on by 0.1 ms whenever it is asked: a scan that asks often enough ends soon after its budget.
    let text = certificate();
    let frames = [
        Scene::new().with_noise(90.0).paint(&text, ECL::Q, &Pose { module: 2.0, ..Pose::default() }),
        Scene::new().with_blur(5.0).paint(&text, ECL::Q, &Pose::default()),
        painter::thousands_of_finder_patterns(),
    ];
    for frame in frames {
        for limit in [0, 1, 5, 40] {
            let asked = Cell::new(0_u32);
            let clock = || {
                asked.set(asked.get() + 1);
                Duration::from_micros(u64::from(asked.get()) * 100)
            };
            let mut scanner = Scanner::new(Mode::Still, Wanted::Everything);
            let _seen =
                scanner.scan(&frame.frame(Rotation::Upright), &Budget::new(&clock, Duration::from_millis(limit)));
            let over = Duration::from_micros(u64::from(asked.get()) * 100).saturating_sub(Duration::from_millis(limit));
            assert!(over <= Duration::from_millis(2), "asked {over:?} beyond {limit} ms");
        }
    }
}

#[test]
fn frames_that_hold_no_code_are_answered() {
    let sizes = [(0, 0), (1, 1), (1, 1_000_000), (1_000_000, 1), (20, 20), (21, 21), (25, 4_000)];
    for (width, height) in sizes {
        for value in [0_u8, 128, 255] {
            let luma = vec![value; width * height];
            let frame = Frame::new(&luma, width as u32, height as u32, width as u32, Rotation::Upright).unwrap();
            let seen = Scanner::new(Mode::Still, Wanted::Everything).scan(&frame, &unhurried());
            assert!(matches!(seen, Seen::Nothing { .. }), "{width} × {height} of {value}");
        }
    }
}

#[test]
fn frames_that_are_none_are_refused() {
    let luma = [0; 100];
    let frame = |width, height, stride| Frame::new(&luma, width, height, stride, Rotation::Upright).map(|_| ());
    assert_eq!(frame(10, 10, 10), Ok(()));
    assert_eq!(frame(10, 9, 11), Ok(()), "the last row ends with its last pixel");
    assert_eq!(frame(10, 10, 9), Err(FrameError::Stride { stride: 9, width: 10 }));
    assert_eq!(frame(10, 11, 10), Err(FrameError::Length { bytes: 100, needed: 110 }));
    let most = crate::limits::FRAME_PIXELS;
    let (width, height) = (u32::MAX, u32::MAX);
    assert_eq!(frame(width, height, width), Err(FrameError::TooLarge { width, height, most }));
}

#[test]
fn large_pictures_are_read_with_corners_in_their_own_pixels() {
    let text = certificate();
    let pose = Pose { module: 16.0, ..Pose::default() };
    let frame = Scene::sized(3_000, 2_400).paint(&text, ECL::Q, &pose);
    let code = codes(frame.scan(Mode::Still)).remove(0);
    assert_eq!(code.text.as_deref(), Some(text.as_str()));
    for (seen, painted) in code.corners.iter().zip(frame.corners()) {
        assert!(seen.distance(painted) < 12.0, "{seen:?} where {painted:?} was painted");
    }
}

#[test]
fn frames_of_one_code_are_read_together() {
    let text = certificate();
    let frames: Vec<_> = (0..8)
        .map(|seed| Scene::new().with_seed(seed).with_noise(95.0).paint(&text, ECL::M, &Pose::default()))
        .collect();
    let alone = frames.iter().filter(|frame| matches!(frame.scan(Mode::Camera), Seen::Codes { .. })).count();
    let mut scanner = Scanner::new(Mode::Camera, Wanted::Certificates);
    let together = frames.iter().position(|frame| {
        let seen = scanner.scan(&frame.frame(Rotation::Upright), &unhurried());
        matches!(seen, Seen::Codes { codes } if codes[0].text.as_deref() == Some(text.as_str()))
    });
    assert!(together.is_some(), "none of {} frames, {alone} of which read alone", frames.len());
}

#[test]
fn another_code_is_not_mixed_with_the_last_one() {
    let texts = [certificate(), painter::other_certificate()];
    let mut scanner = Scanner::new(Mode::Camera, Wanted::Certificates);
    for seed in 0..12 {
        let text = &texts[seed as usize % 2];
        let frame = Scene::new().with_seed(seed).with_noise(80.0).paint(text, ECL::M, &Pose::default());
        if let Seen::Codes { codes } = scanner.scan(&frame.frame(Rotation::Upright), &unhurried()) {
            assert_eq!(codes[0].text.as_ref(), Some(text));
        }
    }
}

fn codes(seen: Seen) -> Vec<Code> {
    match seen {
        Seen::Codes { codes } => codes,
        Seen::Nothing { hint } => panic!("nothing read: {hint:?}"),
    }
}
