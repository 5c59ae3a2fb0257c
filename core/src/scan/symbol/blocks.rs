//! How the codewords of a symbol are divided into blocks, each with a Reed–Solomon code of its own (ISO/IEC 18004
//! §7.5.1, §7.6).
//!
//! In memory the blocks stand one behind the other. In the symbol they are interleaved: the first codeword of every
//! block, then the second, and so on.

use std::ops::Range;

use super::version::Version;
use crate::scan::ErrorCorrection;

/// The most blocks of a symbol.
pub(super) const MOST_BLOCKS: usize = 81;
/// The most codewords of a block.
pub(super) const MOST_CODEWORDS: usize = 153;

/// The blocks of a version at a level: short ones first, then such as have one data codeword more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    count: usize,
    short: usize,
    short_data: usize,
    parity: usize,
    kept: usize,
}

impl Blocks {
    pub(super) fn of(version: Version, level: ErrorCorrection) -> Self {
        let (parity, count) = division(version, level);
        let codewords = version.codewords();
        let short_length = codewords.checked_div(count).unwrap_or(0);
        let long = codewords.checked_rem(count).unwrap_or(0);
        Self {
            count,
            short: count.saturating_sub(long),
            short_data: short_length.saturating_sub(parity),
            parity,
            kept: kept(version, level),
        }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Parity codewords of each block.
    pub(super) const fn parity(&self) -> usize {
        self.parity
    }

    /// How many wrong codewords of a block may be corrected: fewer than its parity would allow in the smallest symbols,
    /// where some of it is kept to notice words that are none (table 9).
    pub(super) const fn correctable(&self) -> usize {
        self.parity.saturating_sub(self.kept) / 2
    }

    /// Codewords of all blocks.
    pub(super) fn codewords(&self) -> usize {
        self.start(self.count)
    }

    /// The codewords of a block, data and parity.
    pub(super) fn block(&self, block: usize) -> Range<usize> {
        self.start(block)..self.start(block.saturating_add(1))
    }

    /// The data codewords of a block.
    pub(super) fn data(&self, block: usize) -> Range<usize> {
        let whole = self.block(block);
        whole.start..whole.end.saturating_sub(self.parity)
    }

    /// The parity codewords of a block.
    pub(super) fn parity_of(&self, block: usize) -> Range<usize> {
        self.data(block).end..self.block(block).end
    }

    /// Where the codewords of a symbol belong, in the order in which it holds them.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        let blocks = *self;
        let data = (0..=blocks.short_data).flat_map(move |index| {
            let first = if index < blocks.short_data { 0 } else { blocks.short };
            (first..blocks.count).map(move |block| blocks.start(block).saturating_add(index))
        });
        let parity = (0..blocks.parity).flat_map(move |index| {
            (0..blocks.count).map(move |block| blocks.parity_of(block).start.saturating_add(index))
        });
        data.chain(parity)
    }

    fn start(&self, block: usize) -> usize {
        let short_length = self.short_data.saturating_add(self.parity);
        block.saturating_mul(short_length).saturating_add(block.saturating_sub(self.short))
    }
}

/// Parity codewords of a block and number of blocks.
fn division(version: Version, level: ErrorCorrection) -> (usize, usize) {
    let index = usize::from(version.number()).wrapping_sub(1);
    let [low, medium, quartile, high] = DIVISIONS.get(index).copied().unwrap_or_default();
    let (parity, count) = match level {
        ErrorCorrection::Low => low,
        ErrorCorrection::Medium => medium,
        ErrorCorrection::Quartile => quartile,
        ErrorCorrection::High => high,
    };
    (usize::from(parity), usize::from(count))
}

/// Parity codewords that only protect against a wrong reading.
const fn kept(version: Version, level: ErrorCorrection) -> usize {
    match (version.number(), level) {
        (1, ErrorCorrection::Low) => 3,
        (1, ErrorCorrection::Medium) | (2, ErrorCorrection::Low) => 2,
        (1, ErrorCorrection::Quartile | ErrorCorrection::High) | (3, ErrorCorrection::Low) => 1,
        _ => 0,
    }
}

/// One row a version: low, medium, quartile, high, each with the parity codewords of a block and the number of blocks.
const DIVISIONS: [[(u8, u8); 4]; 40] = [
    [(7, 1), (10, 1), (13, 1), (17, 1)],
    [(10, 1), (16, 1), (22, 1), (28, 1)],
    [(15, 1), (26, 1), (18, 2), (22, 2)],
    [(20, 1), (18, 2), (26, 2), (16, 4)],
    [(26, 1), (24, 2), (18, 4), (22, 4)],
    [(18, 2), (16, 4), (24, 4), (28, 4)],
    [(20, 2), (18, 4), (18, 6), (26, 5)],
    [(24, 2), (22, 4), (22, 6), (26, 6)],
    [(30, 2), (22, 5), (20, 8), (24, 8)],
    [(18, 4), (26, 5), (24, 8), (28, 8)],
    [(20, 4), (30, 5), (28, 8), (24, 11)],
    [(24, 4), (22, 8), (26, 10), (28, 11)],
    [(26, 4), (22, 9), (24, 12), (22, 16)],
    [(30, 4), (24, 9), (20, 16), (24, 16)],
    [(22, 6), (24, 10), (30, 12), (24, 18)],
    [(24, 6), (28, 10), (24, 17), (30, 16)],
    [(28, 6), (28, 11), (28, 16), (28, 19)],
    [(30, 6), (26, 13), (28, 18), (28, 21)],
    [(28, 7), (26, 14), (26, 21), (26, 25)],
    [(28, 8), (26, 16), (30, 20), (28, 25)],
    [(28, 8), (26, 17), (28, 23), (30, 25)],
    [(28, 9), (28, 17), (30, 23), (24, 34)],
    [(30, 9), (28, 18), (30, 25), (30, 30)],
    [(30, 10), (28, 20), (30, 27), (30, 32)],
    [(26, 12), (28, 21), (30, 29), (30, 35)],
    [(28, 12), (28, 23), (28, 34), (30, 37)],
    [(30, 12), (28, 25), (30, 34), (30, 40)],
    [(30, 13), (28, 26), (30, 35), (30, 42)],
    [(30, 14), (28, 28), (30, 38), (30, 45)],
    [(30, 15), (28, 29), (30, 40), (30, 48)],
    [(30, 16), (28, 31), (30, 43), (30, 51)],
    [(30, 17), (28, 33), (30, 45), (30, 54)],
    [(30, 18), (28, 35), (30, 48), (30, 57)],
    [(30, 19), (28, 37), (30, 51), (30, 60)],
    [(30, 19), (28, 38), (30, 53), (30, 63)],
    [(30, 20), (28, 40), (30, 56), (30, 66)],
    [(30, 21), (28, 43), (30, 59), (30, 70)],
    [(30, 22), (28, 45), (30, 62), (30, 74)],
    [(30, 24), (28, 47), (30, 65), (30, 77)],
    [(30, 25), (28, 49), (30, 68), (30, 81)],
];

#[cfg(test)]
mod tests;
