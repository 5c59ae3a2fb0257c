//! The field GF(256) of QR codes: bytes as polynomials over GF(2), modulo x⁸ + x⁴ + x³ + x² + 1, of which α is a root.

/// Bytes that are worked on together: one more than any polynomial here has coefficients.
pub(super) const LANES: usize = 32;
/// Coefficients of a polynomial, that of x⁰ first, or values at α⁰, α¹, …
pub(super) type Lanes = [u8; LANES];

/// α to a power.
#[inline]
pub(super) fn power(exponent: usize) -> u8 {
    POWERS.get(exponent % ORDER).copied().unwrap_or_default()
}

#[inline]
#[expect(clippy::indexing_slicing, reason = "two logarithms of at most 254 add up to less than the 512 powers")]
pub(super) fn multiply(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let sum = usize::from(LOGARITHMS[usize::from(a)]).wrapping_add(usize::from(LOGARITHMS[usize::from(b)]));
    POWERS[sum]
}

/// `a / b`; zero where `b` is.
#[inline]
pub(super) fn divide(a: u8, b: u8) -> u8 {
    let logarithm = LOGARITHMS.get(usize::from(b)).copied().map(usize::from).unwrap_or_default();
    if b == 0 { 0 } else { multiply(a, power(ORDER.saturating_sub(logarithm))) }
}

/// Multiplies lane i by αⁱ.
#[inline]
pub(super) fn raise_lanes(lanes: Lanes) -> Lanes {
    // Bit by bit instead of by logarithms, here and below: all lanes then take the same steps, which the compiler turns
    // into a few vector instructions. A comparison in place of the masks keeps it from that.
    let mut rest = lanes;
    let mut products = [0; LANES];
    for factors in &BIT_FACTORS {
        for ((product, lane), factor) in products.iter_mut().zip(&mut rest).zip(factors) {
            *product ^= mask_of_high_bit(*lane) & factor;
            *lane <<= 1;
        }
    }
    products
}

/// Multiplies each lane by the other's.
#[inline]
pub(super) fn multiply_lanes(lanes: &Lanes, others: &Lanes) -> Lanes {
    let mut rest = *lanes;
    let mut products = [0; LANES];
    for _ in 0..8 {
        for ((product, lane), other) in products.iter_mut().zip(&mut rest).zip(others) {
            *product = times_alpha(*product) ^ (mask_of_high_bit(*lane) & other);
            *lane <<= 1;
        }
    }
    products
}

/// Adds a polynomial times a constant.
#[inline]
pub(super) fn add_multiple(sum: &mut Lanes, polynomial: &Lanes, factor: u8) {
    let product = multiply_lanes(&[factor; LANES], polynomial);
    for (coefficient, other) in sum.iter_mut().zip(&product) {
        *coefficient ^= other;
    }
}

/// 0xFF or 0.
#[inline]
const fn mask_of_high_bit(byte: u8) -> u8 {
    (byte >> 7).wrapping_neg()
}

#[inline]
const fn times_alpha(value: u8) -> u8 {
    (value << 1) ^ (mask_of_high_bit(value) & REDUCTION)
}

/// x⁸ is the rest of the polynomial.
const REDUCTION: u8 = 0b1_1101;

/// Powers of α before they repeat.
const ORDER: usize = 255;

/// α⁰, α¹, … twice, so that the sum of two logarithms needs no remainder.
static POWERS: [u8; 512] = powers();
static LOGARITHMS: [u8; 256] = logarithms();
/// What bit 7, 6, … 0 of lane i gives when multiplied by αⁱ.
static BIT_FACTORS: [Lanes; 8] = bit_factors();

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "computed by the compiler, which checks")]
const fn powers() -> [u8; 512] {
    let mut powers = [0; 512];
    let mut value = 1_u8;
    let mut exponent = 0;
    while exponent < 512 {
        powers[exponent] = value;
        value = times_alpha(value);
        exponent += 1;
    }
    powers
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "computed by the compiler, which checks"
)]
const fn logarithms() -> [u8; 256] {
    let mut logarithms = [0; 256];
    let mut exponent = 0;
    while exponent < ORDER {
        logarithms[POWERS[exponent] as usize] = exponent as u8;
        exponent += 1;
    }
    logarithms
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "computed by the compiler, which checks")]
const fn bit_factors() -> [Lanes; 8] {
    let mut factors = [[0; LANES]; 8];
    let mut row = 0;
    while row < 8 {
        let mut lane = 0;
        while lane < LANES {
            factors[row][lane] = POWERS[lane + 7 - row];
            lane += 1;
        }
        row += 1;
    }
    factors
}
