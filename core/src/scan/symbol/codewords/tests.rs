//! Codewords as modules have them, and how sure they are.

use super::*;

const ORDER: [u16; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

#[test]
fn the_first_module_is_the_highest_bit_and_the_mask_turns_over() {
    let soft = [-1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0];
    let mask = |number| Mask::new(number).unwrap_or(Mask::FIRST);
    let mut flips = [0; 8];
    flips[1] = 0b10;
    assert_eq!(codeword(&soft, &ORDER, &flips, mask(0)), (0b1000_0001, 0.0));
    assert_eq!(codeword(&soft, &ORDER, &flips, mask(1)).0, 0b1100_0001);
}

#[test]
fn codewords_are_in_order_of_how_sure_they_are() {
    let sureness = |soft: [f32; 8]| codeword(&soft, &ORDER, &[0; 8], Mask::FIRST).1;
    let rising = [
        sureness([0.0, 0.1, -0.1, 0.2, 1.0, 1.0, 1.0, 1.0]),
        sureness([0.05, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        sureness([-0.3, 0.3, 1.0, 1.0, -1.0, 1.0, 1.0, 1.0]),
        sureness([-0.3, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        sureness([0.9; 8]),
        sureness([-2.0; 8]),
    ];
    assert!(rising.is_sorted(), "{rising:?}");
    let mut indices = [0; MOST_CODEWORDS];
    assert_eq!(sort_by_sureness(&mut indices, &[-0.5, 0.0, f32::NEG_INFINITY, -0.7]), [2, 3, 0, 1]);
    assert!(sort_by_sureness(&mut indices, &[0.0; MOST_CODEWORDS + 1]).is_empty());
}
