//! Words with errors and erasures, made by a division of polynomials that shares nothing with the decoder.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "the numbers of these tests are small")]

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;

/// A word of these data codewords, followed by so many of parity.
fn encoded(data: &[u8], parity: usize) -> Vec<u8> {
    let mut generator = vec![1];
    let mut root = 1;
    for _ in 0..parity {
        let mut product = vec![0; generator.len() + 1];
        for (index, coefficient) in generator.iter().enumerate() {
            product[index] ^= coefficient;
            product[index + 1] ^= slow_product(*coefficient, root);
        }
        generator = product;
        root = slow_product(root, 2);
    }
    let mut rest = data.to_vec();
    rest.resize(data.len() + parity, 0);
    for index in 0..data.len() {
        let factor = rest[index];
        for (offset, coefficient) in generator.iter().enumerate() {
            rest[index + offset] ^= slow_product(*coefficient, factor);
        }
    }
    [data, &rest[data.len()..]].concat()
}

fn slow_product(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0_u16, |sum, bit| {
        let doubled = sum << 1;
        let reduced = if doubled & 0x100 == 0 { doubled } else { doubled ^ 0x11D };
        reduced ^ if b >> bit & 1 == 1 { u16::from(a) } else { 0 }
    }) as u8
}

/// A word, places in it, of which the first `erased` are known to be bad, and what is added there.
#[derive(Debug)]
struct Damaged {
    right: Vec<u8>,
    received: Vec<u8>,
    parity: usize,
    erased: Vec<u8>,
    errors: usize,
}

impl Damaged {
    fn corrected(&self, most_errors: usize) -> Option<(Vec<u8>, Correction)> {
        let mut word = self.received.clone();
        let syndromes = Syndromes::of(&word, self.parity);
        let correction = correct(&mut word, &syndromes, &self.erased, most_errors);
        if correction.is_none() {
            assert_eq!(word, self.received, "a word that was not read was changed");
        }
        correction.map(|correction| (word, correction))
    }
}

/// Damage by `erasures` and `errors` in all; erased places may by chance be right.
fn damaged(counts: impl Fn(usize, usize) -> (usize, usize)) -> impl Strategy<Value = Damaged> {
    (1_usize..=120, 7_usize..=30, any::<(usize, usize)>())
        .prop_flat_map(move |(data, parity, (split, amount))| {
            let (erasures, errors) = counts(parity, split.wrapping_add(amount));
            let bad = (erasures + errors).min(data + parity);
            let erasures = erasures.min(bad);
            (
                proptest::collection::vec(any::<u8>(), data),
                subsequence((0..data + parity).collect::<Vec<_>>(), bad).prop_shuffle(),
                proptest::collection::vec(1_u8..=255, bad),
                Just((parity, erasures)),
            )
        })
        .prop_map(|(data, places, differences, (parity, erasures))| {
            let right = encoded(&data, parity);
            let mut received = right.clone();
            for (index, (place, difference)) in places.iter().zip(&differences).enumerate() {
                let is_right_by_chance = index < erasures && difference % 4 == 0;
                received[*place] ^= if is_right_by_chance { 0 } else { *difference };
            }
            let erased = places[..erasures].iter().map(|place| *place as u8).collect();
            Damaged { right, received, parity, erased, errors: places.len() - erasures }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn errors_up_to_half_the_parity_are_corrected(
        damaged in damaged(|parity, amount| (0, amount % (parity / 2 + 1))),
    ) {
        let (word, correction) = damaged.corrected(damaged.parity / 2).ok_or(TestCaseError::fail("not read"))?;
        prop_assert_eq!(&word, &damaged.right);
        prop_assert_eq!((correction.errors, correction.changed), (damaged.errors, damaged.errors));
    }

    #[test]
    fn an_error_takes_the_parity_of_two_erasures(
        damaged in damaged(|parity, amount| {
            let erasures = amount % (parity + 1);
            (erasures, (parity - erasures) / 2)
        }),
    ) {
        let (word, correction) = damaged.corrected(damaged.errors).ok_or(TestCaseError::fail("not read"))?;
        prop_assert_eq!(&word, &damaged.right);
        prop_assert_eq!(correction.errors, damaged.errors);
        let changed = word.iter().zip(&damaged.received).filter(|(now, before)| now != before).count();
        prop_assert_eq!(correction.changed, changed);
    }

    /// Words beyond repair: a word that comes out is one of the code, and with four parity codewords kept it is right.
    #[test]
    fn beyond_that_a_word_is_right_or_none(
        damaged in damaged(|parity, amount| {
            let erasures = amount % parity;
            (erasures, (parity - erasures) / 2 + 1 + amount % 5)
        }),
    ) {
        let spare = damaged.parity - damaged.erased.len();
        if let Some((word, _)) = damaged.corrected(spare.saturating_sub(5) / 2).filter(|_| spare >= 5) {
            prop_assert_eq!(&word, &damaged.right);
        }
        if let Some((word, _)) = damaged.corrected(spare / 2) {
            prop_assert!(Syndromes::of(&word, damaged.parity).show_no_error());
        }
    }

    #[test]
    fn nothing_makes_it_panic(
        mut word in proptest::collection::vec(any::<u8>(), 0..300),
        parity in 0_usize..300,
        erased in proptest::collection::vec(any::<u8>(), 0..40),
        most_errors in 0_usize..300,
    ) {
        let syndromes = Syndromes::of(&word, parity);
        let _ = correct(&mut word, &syndromes, &erased, most_errors);
    }
}

#[test]
fn no_more_errors_are_corrected_than_asked_for() {
    let mut word = encoded(b"NO MORE THAN ASKED FOR", 10);
    let right = word.clone();
    word[1] ^= 1;
    word[5] ^= 7;
    word[9] ^= 77;
    let syndromes = Syndromes::of(&word, 10);
    assert_eq!(correct(&mut word, &syndromes, &[], 2), None);
    assert_eq!(correct(&mut word, &syndromes, &[], 3), Some(Correction { errors: 3, changed: 3 }));
    assert_eq!(word, right);
}

#[test]
fn the_field_is_that_of_the_standard() {
    for a in 0..=255 {
        for b in 0..=255 {
            let product = slow_product(a, b);
            assert_eq!(multiply(a, b), product);
            assert_eq!(multiply_lanes(&[a; LANES], &[b; LANES]), [product; LANES]);
            assert_eq!(divide(product, b), if b == 0 { 0 } else { a });
        }
        let mut factor = 1;
        for raised in raise_lanes([a; LANES]) {
            assert_eq!(raised, slow_product(a, factor));
            factor = slow_product(factor, 2);
        }
    }
    assert_eq!((power(0), power(8), power(255), power(256)), (1, 0x1D, 1, 2));
}

#[test]
fn the_example_of_the_standard_has_no_error() {
    // Annex I: "01234567" in version 1-M.
    let word = [
        0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xA5, 0x24,
        0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55,
    ];
    assert!(Syndromes::of(&word, 10).show_no_error());
    assert_eq!(encoded(&word[..16], 10), word);
}
