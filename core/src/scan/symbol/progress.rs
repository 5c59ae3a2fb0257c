//! What was read of a symbol so far.

use super::blocks::{Blocks, MOST_BLOCKS};
use super::codewords::{Reading, Received};
use super::format::{Format, Mask};
use super::version::Version;
use crate::scan::ErrorCorrection;

/// The blocks of one symbol that were read, in one attempt or several, in one frame or several.
#[derive(Debug)]
pub(in crate::scan) struct Progress {
    version: Version,
    format: Format,
    blocks: Blocks,
    words: Vec<u8>,
    readings: [Option<Reading>; MOST_BLOCKS],
}

impl Progress {
    /// Nothing yet, with room for the largest symbol.
    pub(in crate::scan) fn new() -> Self {
        let (version, format) = (Version::LEAST, Format { level: ErrorCorrection::Low, mask: Mask::FIRST });
        let blocks = Blocks::of(version, format.level);
        let words = Vec::with_capacity(Version::MOST.codewords());
        let mut progress = Self { version, format, blocks, words, readings: [None; MOST_BLOCKS] };
        progress.reset(version, format);
        progress
    }

    /// Starts over with another symbol.
    pub(in crate::scan) fn reset(&mut self, version: Version, format: Format) {
        self.version = version;
        self.format = format;
        self.blocks = Blocks::of(version, format.level);
        self.words.clear();
        self.words.resize(self.blocks.codewords(), 0);
        self.readings = [None; MOST_BLOCKS];
    }

    pub(in crate::scan) const fn version(&self) -> Version {
        self.version
    }

    pub(in crate::scan) const fn format(&self) -> Format {
        self.format
    }

    /// Blocks that were read.
    pub(in crate::scan) fn blocks_done(&self) -> usize {
        self.readings().count()
    }

    /// Blocks of the symbol.
    pub(in crate::scan) const fn blocks(&self) -> usize {
        self.blocks.count()
    }

    /// Codewords that had to be changed in these blocks.
    pub(in crate::scan) fn corrected(&self) -> u16 {
        saturated(self.readings().map(|reading| reading.changed).sum())
    }

    /// Codewords that were not believed in these blocks.
    #[cfg(test)]
    pub(in crate::scan) fn erased(&self) -> u16 {
        saturated(self.readings().map(|reading| reading.erased).sum())
    }

    pub(super) fn is_whole(&self) -> bool {
        self.blocks_done() == self.blocks()
    }

    pub(super) fn is_of(&self, version: Version, format: Format) -> bool {
        self.version == version && self.format == format
    }

    pub(super) fn has(&self, block: usize) -> bool {
        self.readings.get(block).is_some_and(Option::is_some)
    }

    /// Whether no block is likely to be misread, even where the content does not show that it is right.
    pub(super) fn is_firm(&self) -> bool {
        self.readings().all(|reading| reading.chance <= FIRM_CHANCE)
    }

    pub(super) const fn division(&self) -> &Blocks {
        &self.blocks
    }

    /// The corrected codewords, block by block; zero in blocks that were not read.
    pub(super) fn words(&self) -> &[u8] {
        &self.words
    }

    /// Keeps a block that was read, unless the symbol has no such block.
    pub(super) fn keep(&mut self, block: usize, word: &[u8], reading: Reading) {
        let kept = self.words.get_mut(self.blocks.block(block)).filter(|kept| kept.len() == word.len());
        if let (Some(kept), Some(slot)) = (kept, self.readings.get_mut(block)) {
            kept.copy_from_slice(word);
            *slot = Some(reading);
        }
    }

    /// Whether all blocks that were read can be those of the symbol that was received.
    ///
    /// Asks their parity: the messages of two symbols may be much alike, but wherever they differ, half of all parity bits
    /// do.
    pub(super) fn agrees_with(&self, received: &Received) -> bool {
        let read = (0..self.blocks()).filter(|block| self.has(*block));
        read.map(|block| self.blocks.parity_of(block)).all(|range| {
            let (kept, now) = (self.words.get(range.clone()), received.words().get(range));
            share_alike(kept.unwrap_or_default(), now.unwrap_or_default()) >= SAME_SYMBOL
        })
    }

    /// The share of bits that agree with those received.
    pub(super) fn agreement(&self, received: &Received) -> f32 {
        share_alike(&self.words, received.words())
    }

    /// The data of all blocks, one behind the other.
    pub(super) fn message(&self, message: &mut Vec<u8>) {
        message.clear();
        for block in 0..self.blocks() {
            message.extend_from_slice(self.words.get(self.blocks.data(block)).unwrap_or_default());
        }
    }

    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter().flatten()
    }
}

/// From this share of equal parity bits on, two blocks are the same. Symbols of several blocks have at least 128 parity bits
/// in each: those of different blocks are half the same, and this is more than six standard deviations away.
const SAME_SYMBOL: f32 = 0.8;

/// Read so, fewer than one random word in 2^48 passes.
const FIRM_CHANCE: f32 = -48.0;

/// The share of bits that are the same in two words of the same length; 0 where it is not.
fn share_alike(one: &[u8], other: &[u8]) -> f32 {
    if one.is_empty() || one.len() != other.len() {
        return 0.0;
    }
    let different: u32 = one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum();
    let bits = one.len().saturating_mul(8);
    1.0 - f32::from(saturated(usize::try_from(different).unwrap_or(usize::MAX))) / f32::from(saturated(bits))
}

fn saturated(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
