//! Format information, as the standard has it and with errors.

#![expect(clippy::arithmetic_side_effects, reason = "the numbers of these tests are small")]

use super::*;

/// Modules that say a word in both copies, and nothing elsewhere.
fn modules(word: u16, side: usize) -> Vec<f32> {
    let mut soft = vec![0.0; side * side];
    for bit in 0..BITS {
        for (x, y) in places(bit, side) {
            soft[y * side + x] = if word >> bit & 1 == 1 { -1.0 } else { 1.0 };
        }
    }
    soft
}

#[test]
fn words_are_those_of_table_c_1() {
    for (data, expected) in [(0, 0x5412), (1, 0x5125), (8, 0x77C4), (15, 0x6976), (16, 0x1689), (31, 0x2BED)] {
        assert_eq!(word(data), expected, "{data:05b}");
    }
}

#[test]
fn every_word_is_read_with_one_copy_gone_and_three_errors_in_the_other() {
    for data in 0..32 {
        let mut soft = modules(word(data), 45);
        for bit in 0..BITS {
            let [(x, y), _] = places(bit, 45);
            soft[y * 45 + x] = 0.0;
        }
        for bit in [0, 7, 14] {
            let [_, (x, y)] = places(bit, 45);
            soft[y * 45 + x] *= -1.0;
        }
        let guess = guess(&soft, 45);
        assert_eq!((guess.level, guess.mask), (level(data), Mask(data & 0b111)), "{data:05b}");
        assert!((guess.certainty - 0.6).abs() < 1e-6, "{}", guess.certainty);
    }
}

#[test]
fn a_sure_copy_outweighs_an_unsure_one() {
    let (right, wrong) = (word(13), word(22));
    let mut soft = modules(right, 21);
    for (bit, [(x, y), _]) in (0..BITS).map(|bit| (bit, places(bit, 21))) {
        soft[y * 21 + x] = if wrong >> bit & 1 == 1 { -0.3 } else { 0.3 };
    }
    assert_eq!(guess(&soft, 21).format(), Format { level: level(13), mask: Mask(5) });
}

#[test]
fn nothing_says_nothing() {
    for soft in [vec![], vec![0.0; 441], vec![f32::NAN; 441]] {
        assert_eq!(guess(&soft, 21).certainty, 0.0);
    }
    assert_eq!((Mask::new(7), Mask::new(8)), (Some(Mask(7)), None));
}
