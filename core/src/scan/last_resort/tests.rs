//! Codes drawn here, and Aztec codes from files, as rxing reads them.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "sizes of a test's own small drawings")]

use std::time::Duration;

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;

use super::{Found, Symbology, halve, leftovers, look};
use crate::scan::picture::{self, Luma};
use crate::scan::{Frame, HintKind, Mode, Rotation, Scanner, Wanted};

const CERTIFICATE: &str = include_str!("../../../../docs/example/certificate.txt");
const AZTEC: &[u8] = include_bytes!("../../../tests/vectors/aztec.png");
const AZTEC_LINK: &[u8] = include_bytes!("../../../tests/vectors/aztec-link.png");

/// A code of `side` pixels a module on white paper, with room around it.
fn drawn(texts: &[&str], side: usize) -> Luma {
    let codes: Vec<_> = texts.iter().map(|text| QRBuilder::new(*text).ecl(ECL::M).build().unwrap()).collect();
    let width = codes.iter().map(|code| code.size + 8).max().unwrap() * side;
    let mut pixels = Vec::new();
    for code in &codes {
        for y in 0..(code.size + 8) * side {
            let module = |x: usize| {
                let (row, column) = ((y / side).checked_sub(4)?, (x / side).checked_sub(4)?);
                (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
            };
            pixels.extend((0..width).map(|x| if module(x) == Some(true) { 30 } else { 225 }));
        }
    }
    let height = pixels.len() / width;
    Luma { pixels, width: width.try_into().unwrap(), height: height.try_into().unwrap() }
}

fn texts(luma: &Luma, wanted: Wanted) -> Vec<String> {
    leftovers(&luma.frame().unwrap(), wanted).into_iter().map(|code| code.text.unwrap()).collect()
}

#[test]
fn codes_are_read_dark_on_light_and_light_on_dark() {
    let text = CERTIFICATE.trim_end();
    let mut luma = drawn(&[text], 3);
    assert_eq!(texts(&luma, Wanted::Certificates), [text]);
    luma.pixels.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
    assert_eq!(texts(&luma, Wanted::Certificates), [text]);
}

#[test]
fn a_certificate_comes_before_a_link_unless_everything_is_wanted() {
    let certificate = CERTIFICATE.trim_end();
    let luma = drawn(&["https://example.org/menu", certificate], 4);
    assert_eq!(texts(&luma, Wanted::Certificates), [certificate]);
    assert_eq!(texts(&luma, Wanted::Everything), ["https://example.org/menu", certificate]);
    let alone = drawn(&["https://example.org/menu"], 4);
    assert_eq!(texts(&alone, Wanted::Certificates), ["https://example.org/menu"]);
}

#[test]
fn corners_lie_where_the_code_does() {
    let luma = drawn(&["HC1:ABC"], 4);
    let code = leftovers(&luma.frame().unwrap(), Wanted::Everything).remove(0);
    let far = luma.width as f32 - 16.0;
    for (corner, expected) in code.corners.iter().zip([(16.0, 16.0), (far, 16.0), (far, far), (16.0, far)]) {
        let off = (corner.x - expected.0).abs().max((corner.y - expected.1).abs());
        assert!(off < 4.0, "{corner:?} {expected:?}");
    }
}

#[test]
fn an_aztec_code_counts_when_it_holds_a_certificate() {
    let certificate = picture::read(AZTEC).unwrap();
    let found = leftovers(&certificate.frame().unwrap(), Wanted::Certificates);
    assert_eq!(found.iter().map(|code| code.symbology).collect::<Vec<_>>(), [Symbology::Aztec]);
    assert_eq!(found[0].text.as_deref(), Some(CERTIFICATE.trim_end()));
    let link = picture::read(AZTEC_LINK).unwrap();
    assert_eq!(texts(&link, Wanted::Everything), Vec::<String>::new());
}

#[test]
fn where_there_is_nothing_nothing_is_read() {
    let noise = |side: u32| {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_le_bytes()[3]
        };
        Luma { pixels: (0..side * side).map(|_| next()).collect(), width: side, height: side }
    };
    for side in [0, 1, 14, 15, 21, 40, 64, 333] {
        assert_eq!(texts(&noise(side), Wanted::Everything), Vec::<String>::new(), "{side}");
        let even = Luma { pixels: vec![128; (side * side) as usize], width: side, height: side };
        assert_eq!(texts(&even, Wanted::Everything), Vec::<String>::new(), "{side}");
    }
    let long = vec![0; 1_000_000];
    let frame = Frame::new(&long, 1, 1_000_000, 1, Rotation::Upright).unwrap();
    assert_eq!(leftovers(&frame, Wanted::Everything), []);
}

#[test]
fn rows_may_have_gaps_and_pictures_may_be_large() {
    let luma = drawn(&["HC1:ABC"], 4);
    let wide: Vec<u8> = luma.pixels.chunks(luma.width as usize).flat_map(|row| [row, &[0; 9]].concat()).collect();
    let frame = Frame::new(&wide, luma.width, luma.height, luma.width + 9, Rotation::Upright).unwrap();
    assert_eq!(leftovers(&frame, Wanted::Everything)[0].text.as_deref(), Some("HC1:ABC"));
    let large = drawn(&["HC1:ABC"], 150);
    let found = leftovers(&large.frame().unwrap(), Wanted::Everything);
    assert_eq!(found[0].text.as_deref(), Some("HC1:ABC"));
    assert!((found[0].corners[0].x - 600.0).abs() < 150.0, "{:?}", found[0].corners);
}

#[test]
fn halving_takes_the_mean_of_four() {
    assert_eq!(halve(&[1, 3, 9, 5, 7, 9, 0, 0, 0], 3), [4]);
    assert_eq!(halve(&[0, 0, 255, 255, 0, 0, 255, 255], 4), [0, 255]);
    assert_eq!(halve(&[], 0), Vec::<u8>::new());
}

#[test]
fn a_still_is_read_by_whoever_can() {
    let now = || Duration::ZERO;
    let limit = Duration::from_millis(100);
    let mut scanner = Scanner::new(Mode::Still, Wanted::Certificates);
    let luma = drawn(&[CERTIFICATE.trim_end()], 3);
    let found = look(&mut scanner, Wanted::Certificates, &luma.frame().unwrap(), &now, limit).unwrap();
    assert_eq!(found.iter().map(Found::text).collect::<Vec<_>>(), [Some(CERTIFICATE.trim_end())]);
    assert_eq!((found[0].symbology(), found[0].corners().len()), (Symbology::Qr, 4));
    assert_eq!(found[0].bytes(), CERTIFICATE.trim_end().as_bytes());
    scanner.forget();
    let even = Luma { pixels: vec![200; 10_000], width: 100, height: 100 };
    let hint = look(&mut scanner, Wanted::Certificates, &even.frame().unwrap(), &now, limit).unwrap_err();
    assert_eq!(hint.kind, HintKind::NoCode);
}

#[test]
fn when_the_time_is_over_rxing_is_not_asked() {
    let clock = std::cell::Cell::new(Duration::ZERO);
    let now = || {
        clock.set(clock.get() + Duration::from_secs(1));
        clock.get()
    };
    let luma = picture::read(AZTEC).unwrap();
    let mut scanner = Scanner::new(Mode::Still, Wanted::Certificates);
    let limit = Duration::from_millis(100);
    assert!(look(&mut scanner, Wanted::Certificates, &luma.frame().unwrap(), &now, limit).is_err());
}
