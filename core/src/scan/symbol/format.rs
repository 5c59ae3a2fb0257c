//! Format information: the level of error correction and the mask, twice in every symbol (ISO/IEC 18004 §7.9).

use crate::scan::ErrorCorrection;

/// Which of the eight patterns the data modules were turned over with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) struct Mask(u8);

impl Mask {
    /// The first.
    pub(super) const FIRST: Self = Self(0);

    /// `None` for anything but 0 to 7.
    #[cfg(test)]
    pub(in crate::scan) const fn new(number: u8) -> Option<Self> {
        if number < 8 { Some(Self(number)) } else { None }
    }

    /// The bit that stands for this mask in a layout's flips.
    pub(super) fn bit(self) -> u8 {
        1_u8.wrapping_shl(u32::from(self.0))
    }
}

/// What format information says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) struct Format {
    /// How much of the symbol is parity.
    pub(in crate::scan) level: ErrorCorrection,
    /// How the data modules were turned over.
    pub(in crate::scan) mask: Mask,
}

/// What format information seems to say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scan) struct FormatGuess {
    /// How much of the symbol is parity.
    pub(in crate::scan) level: ErrorCorrection,
    /// How the data modules were turned over.
    pub(in crate::scan) mask: Mask,
    /// How well the modules agree with this: 1 where all do, 0 where as much speaks against it as for it. Never below
    /// -1. The best guess at noise has 0.5 on average.
    pub(in crate::scan) certainty: f32,
}

impl FormatGuess {
    /// The guess, taken for true.
    pub(in crate::scan) const fn format(self) -> Format {
        Format { level: self.level, mask: self.mask }
    }
}

/// The format that agrees best with both copies. Modules outside of `soft` say nothing.
pub(in crate::scan) fn guess(soft: &[f32], side: usize) -> FormatGuess {
    let mut votes = [0.0_f32; BITS];
    let mut weight = 0.0_f32;
    for (bit, vote) in votes.iter_mut().enumerate() {
        for (x, y) in places(bit, side) {
            let value = soft.get(y.saturating_mul(side).saturating_add(x)).copied().unwrap_or_default();
            let value = if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) };
            *vote += value;
            weight += value.abs();
        }
    }
    let mut best = FormatGuess { level: ErrorCorrection::Medium, mask: Mask(0), certainty: -1.0 };
    for data in 0..32_u8 {
        let agreement = agreement(word(data), &votes);
        let certainty = if weight > 0.0 { (agreement / weight).clamp(-1.0, 1.0) } else { 0.0 };
        if certainty > best.certainty {
            best = FormatGuess { level: level(data), mask: Mask(data & 0b111), certainty };
        }
    }
    best
}

const BITS: usize = 15;

/// Where the two copies have a bit, bit 0 being the last of the word.
const fn places(bit: usize, side: usize) -> [(usize, usize); 2] {
    let last = side.saturating_sub(1);
    let around_corner = match bit {
        0..6 => (8, bit),
        6 | 7 => (8, bit.saturating_add(1)),
        8 => (7, 8),
        _ => (14_usize.saturating_sub(bit), 8),
    };
    let along_edges = match bit {
        0..8 => (last.saturating_sub(bit), 8),
        _ => (8, side.saturating_add(bit).saturating_sub(BITS)),
    };
    [around_corner, along_edges]
}

/// Sum of the votes, those against the word counted below zero. A dark module is a 1 and votes below zero.
fn agreement(word: u16, votes: &[f32; BITS]) -> f32 {
    let mut rest = word;
    let mut sum = 0.0;
    for vote in votes {
        sum += if rest & 1 == 1 { -vote } else { *vote };
        rest >>= 1;
    }
    sum
}

/// Five bits, followed by ten of a BCH code, and turned over so that no word is all light.
fn word(data: u8) -> u16 {
    const GENERATOR: u16 = 0b101_0011_0111;
    const FLIPS: u16 = 0b101_0100_0001_0010;
    let shifted = u16::from(data) << 10;
    let remainder = (0..5).fold(shifted, |rest, step| {
        let leading = 1_u16 << 14 >> step;
        if rest & leading == 0 { rest } else { rest ^ (GENERATOR << 4 >> step) }
    });
    (shifted | remainder) ^ FLIPS
}

const fn level(data: u8) -> ErrorCorrection {
    match data >> 3 & 0b11 {
        0 => ErrorCorrection::Medium,
        1 => ErrorCorrection::Low,
        2 => ErrorCorrection::High,
        _ => ErrorCorrection::Quartile,
    }
}

#[cfg(test)]
mod tests;
