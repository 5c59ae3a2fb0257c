//! Bits of the data codewords, taken from the front.

use crate::scan::symbol::version::Version;

#[derive(Debug)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    taken: usize,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, taken: 0 }
    }

    pub(super) const fn left(&self) -> usize {
        self.bytes.len().saturating_mul(8).saturating_sub(self.taken)
    }

    /// The next bits, 16 at most, the first of them the highest. `None` where there are not as many.
    pub(super) fn take(&mut self, count: usize) -> Option<usize> {
        if count > 16 || count > self.left() {
            return None;
        }
        let (first, skipped) = (self.taken / 8, self.taken % 8);
        let byte = |index: usize| self.bytes.get(first.saturating_add(index)).copied().map(usize::from);
        let window = (0..3).fold(0_usize, |window, index| window << 8 | byte(index).unwrap_or_default());
        let after = 24_usize.checked_sub(skipped)?.checked_sub(count)?;
        self.taken = self.taken.saturating_add(count);
        let end = 1_usize.checked_shl(u32::try_from(count).ok()?)?;
        window.checked_shr(u32::try_from(after).ok()?)?.checked_rem(end)
    }

    pub(super) fn take_byte(&mut self) -> Option<u8> {
        u8::try_from(self.take(8)?).ok()
    }

    /// How many characters a segment has. The sizes of this number are those of versions 1 to 9, 10 to 26 and 27 to 40.
    pub(super) fn take_count(&mut self, version: Version, sizes: [usize; 3]) -> Option<usize> {
        let [small, middle, large] = sizes;
        self.take(match version.number() {
            ..=9 => small,
            10..=26 => middle,
            _ => large,
        })
    }
}
