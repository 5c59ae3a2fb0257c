//! Where the zeros of the upper bits are: a count for every 64 bytes, a sixth of a bit a value.

use crate::revocation::bits;

/// The zeros of some bytes, which are given again whenever one is asked for.
#[derive(Clone)]
pub(super) struct Zeros {
    count: u32,
    /// How many come before each [`BLOCK`].
    before: Vec<u32>,
}

impl Zeros {
    /// The first `count` zeros of these bytes; unused bits at their end may be zeros as well.
    pub(super) fn of(bytes: &[u8], count: u32) -> Self {
        let before = bytes.chunks(BLOCK).scan(0_u32, |zeros, block| {
            let before = *zeros;
            let bits = u32::try_from(block.len().saturating_mul(8)).unwrap_or(u32::MAX);
            *zeros = zeros.saturating_add(bits.saturating_sub(bits::ones(block)));
            Some(before)
        });
        Self { count, before: before.collect() }
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.before.len().saturating_mul(size_of::<u32>())
    }

    /// The position of a zero, counted from 0, among the bits.
    pub(super) fn position(&self, bytes: &[u8], number: u32) -> Option<usize> {
        let block = self.block(number)?;
        let before = number.checked_sub(*self.before.get(block)?)?;
        let start = block.checked_mul(BLOCK)?;
        bits::zero(bytes.get(start..)?, before)?.checked_add(start.checked_mul(8)?)
    }

    /// The block with a zero in it. Looked for from where it would stand if all zeros were spread evenly, in growing
    /// steps: within a line of memory for hashes, and never in more than twice the steps of a binary search.
    fn block(&self, number: u32) -> Option<usize> {
        let begins_before = |block: usize| self.before.get(block).is_some_and(|before| *before <= number);
        let blocks = self.before.len();
        let guess = u64::from(number).checked_mul(u64::try_from(blocks).ok()?)?.checked_div(self.count.into())?;
        let guess = usize::try_from(guess).ok()?;
        let (mut from, mut to, mut step) = (guess, guess.saturating_add(1), 1_usize);
        while to < blocks && begins_before(to) {
            (from, to, step) = (to, to.saturating_add(step), step.saturating_mul(2));
        }
        while from > 0 && !begins_before(from) {
            (to, from, step) = (from, from.saturating_sub(step), step.saturating_mul(2));
        }
        let between = self.before.get(from..to.min(blocks))?;
        between.partition_point(|before| *before <= number).checked_sub(1)?.checked_add(from)
    }
}

/// Bytes for each count: a lookup reads a line of memory or two.
const BLOCK: usize = 64;

#[cfg(test)]
mod tests {
    use super::Zeros;

    /// Long runs of either kind, where a guess is far off.
    #[test]
    fn every_zero_is_found() {
        let runs = [(0xff_u8, 900), (0, 3), (0xff, 70), (0xa5, 500), (0, 600), (0xff, 2_000), (0x7f, 1)];
        let bytes: Vec<u8> = runs.into_iter().flat_map(|(byte, times)| vec![byte; times]).collect();
        let zeros = (0..bytes.len() * 8).filter(|bit| bytes[bit / 8] & (0x80 >> (bit % 8)) == 0).collect::<Vec<_>>();
        let table = Zeros::of(&bytes, u32::try_from(zeros.len()).unwrap());
        for (number, position) in (0..).zip(&zeros) {
            assert_eq!(table.position(&bytes, number), Some(*position));
        }
        assert_eq!(table.memory(), bytes.len().div_ceil(64) * 4);
    }
}
