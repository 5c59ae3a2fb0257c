//! What is kept of blocks.

#![expect(clippy::as_conversions, reason = "the numbers of these tests are small")]

use super::*;

const FIRM: Reading = Reading { changed: 2, erased: 3, chance: -60.0 };

fn of(number: u8, level: ErrorCorrection) -> Progress {
    let mut progress = Progress::new();
    progress.reset(Version::new(number).unwrap_or(Version::LEAST), Format { level, mask: Mask::FIRST });
    progress
}

#[test]
fn blocks_are_counted_and_put_in_order() {
    let mut progress = of(5, ErrorCorrection::Quartile);
    assert_eq!((progress.blocks(), progress.blocks_done(), progress.is_whole()), (4, 0, false));
    for (block, length) in [(3, 34), (0, 33), (2, 34), (1, 33)] {
        assert!(!progress.has(block));
        progress.keep(block, &vec![block as u8; length], FIRM);
        assert!(progress.has(block));
    }
    assert!(progress.is_whole() && progress.is_firm());
    assert_eq!((progress.corrected(), progress.erased()), (8, 12));
    let mut message = vec![9; 9];
    progress.message(&mut message);
    assert_eq!(message, [vec![0; 15], vec![1; 15], vec![2; 16], vec![3; 16]].concat());
}

#[test]
fn a_block_of_another_length_or_number_is_not_kept() {
    let mut progress = of(5, ErrorCorrection::Quartile);
    progress.keep(0, &[0; 34], FIRM);
    progress.keep(4, &[], FIRM);
    progress.keep(usize::MAX, &[], FIRM);
    assert_eq!(progress.blocks_done(), 0);
}

#[test]
fn one_unsure_block_makes_the_symbol_unsure() {
    let mut progress = of(3, ErrorCorrection::High);
    progress.keep(0, &[0; 35], FIRM);
    progress.keep(1, &[0; 35], Reading { chance: -40.0, ..FIRM });
    assert!(progress.is_whole() && !progress.is_firm());
}

#[test]
fn starting_over_forgets() {
    let mut progress = of(3, ErrorCorrection::High);
    progress.keep(0, &[7; 35], FIRM);
    progress.reset(progress.version(), progress.format());
    assert_eq!((progress.blocks_done(), progress.corrected()), (0, 0));
    assert!(progress.words().iter().all(|word| *word == 0));
}

#[test]
fn words_are_alike_as_far_as_their_bits_are() {
    assert_eq!(share_alike(&[0xFF, 0x0F], &[0xFF, 0xFF]), 0.75);
    assert_eq!(share_alike(&[1], &[1]), 1.0);
    assert_eq!(share_alike(&[], &[]), 0.0);
    assert_eq!(share_alike(&[1], &[1, 2]), 0.0);
}
