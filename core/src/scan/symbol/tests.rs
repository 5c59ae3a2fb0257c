#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]
//! Whole symbols, made by an encoder that is not ours.

use fast_qr::{ECL, Mode, QRBuilder};

use super::*;

const LEVELS: [(ErrorCorrection, ECL); 4] = [
    (ErrorCorrection::Low, ECL::L),
    (ErrorCorrection::Medium, ECL::M),
    (ErrorCorrection::Quartile, ECL::Q),
    (ErrorCorrection::High, ECL::H),
];

/// A symbol as soft modules, with what it says of itself.
struct Symbol {
    soft: Vec<f32>,
    version: Version,
    format: Format,
}

fn encoded(content: &[u8], mode: Mode, number: u8, level: (ErrorCorrection, ECL), mask: u8) -> Symbol {
    let versions = fast_qr::Version::V01;
    let _ = versions;
    let mut builder = QRBuilder::new(content);
    builder.mode(mode).ecl(level.1).version(fast_version(number)).mask(fast_mask(mask));
    let code = builder.build().unwrap();
    let soft =
        code.data[..code.size * code.size].iter().map(|module| if module.value() { -1.0 } else { 1.0 }).collect();
    Symbol {
        soft,
        version: Version::new(number).unwrap(),
        format: Format { level: level.0, mask: Mask::new(mask).unwrap() },
    }
}

fn fast_version(number: u8) -> fast_qr::Version {
    use fast_qr::Version::*;
    [
        V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V22,
        V23, V24, V25, V26, V27, V28, V29, V30, V31, V32, V33, V34, V35, V36, V37, V38, V39, V40,
    ][usize::from(number) - 1]
}

fn fast_mask(mask: u8) -> fast_qr::Mask {
    use fast_qr::Mask::*;
    [Checkerboard, HorizontalLines, VerticalLines, DiagonalLines, LargeCheckerboard, Fields, Diamonds, Meadow]
        [usize::from(mask)]
}

#[test]
fn every_version_and_level_is_read_back() {
    let mut reader = Reader::new();
    let mut progress = Progress::new();
    for number in 1..=40 {
        for level in LEVELS {
            for (mode, content) in [(Mode::Byte, "b-ä"), (Mode::Numeric, "0123456"), (Mode::Alphanumeric, "HC1:6BFOX")]
            {
                let mask = number % 8;
                let symbol = encoded(content.as_bytes(), mode, number, level, mask);
                let guess = Reader::format(&symbol.soft, symbol.version.side());
                assert_eq!(guess.format(), symbol.format);
                assert!(guess.certainty > 0.999, "{}", guess.certainty);
                let outcome = reader.decode(&symbol.soft, symbol.version, symbol.format, Effort::Hard, &mut progress);
                let Outcome::Whole(found) = outcome else { panic!("{number} {level:?} {content}: {outcome:?}") };
                assert_eq!(found.text.as_deref(), Some(content), "{number} {level:?}");
                assert_eq!((found.corrected, found.version, found.level), (0, symbol.version, level.0));
                assert_eq!(reader.agreement(&symbol.soft, &progress), 1.0);
            }
        }
    }
}
