//! Chances, counted out and against the bound that the standard's own symbols keep.

use super::*;
use crate::scan::ErrorCorrection;
use crate::scan::symbol::blocks::Blocks;
use crate::scan::symbol::version::Version;

#[test]
fn chances_are_those_that_can_be_counted_out() {
    for (length, parity, erased, errors, expected) in [
        (100, 30, 0, 0, -240.0),
        (100, 30, 26, 0, -32.0),
        // One wrong codeword may stand at 64 places and have 255 values: 2^6 times nearly 2^8.
        (64, 10, 0, 1, -66.0),
        (66, 10, 2, 1, -50.0),
    ] {
        let found = chance(length, parity, erased, errors);
        assert!((found - expected).abs() < 0.01, "{length} {parity} {erased} {errors}: {found}");
    }
}

#[test]
fn what_the_standard_corrects_is_never_likely_to_be_misread() {
    for version in (1..=40).filter_map(Version::new) {
        for level in [ErrorCorrection::Low, ErrorCorrection::Medium, ErrorCorrection::Quartile, ErrorCorrection::High] {
            let blocks = Blocks::of(version, level);
            let found = chance(blocks.block(0).len(), blocks.parity(), 0, blocks.correctable());
            assert!(found < -30.9, "{version:?} {level:?}: {found}");
        }
    }
}

#[test]
fn fewer_errors_are_allowed_the_more_is_erased() {
    let allowed: Vec<_> = (0..=30).step_by(2).map(|erased| most_errors(43, 30, erased, -31.0)).collect();
    assert_eq!(allowed[0], Some(15));
    assert!(allowed.windows(2).all(|pair| pair[0] >= pair[1]), "{allowed:?}");
    assert_eq!(allowed[12..], [Some(1), Some(0), None, None]);
    assert_eq!(most_errors(26, 7, 4, -31.0), None);
}
