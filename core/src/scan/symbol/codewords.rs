//! The codewords of one sampling of a symbol: what each is, how sure it is, and the correction of its blocks.

use super::Effort;
use super::blocks::{Blocks, MOST_CODEWORDS};
use super::format::Mask;
use super::layout::Layout;
use super::misreading;
use super::reed_solomon::{self, Syndromes};
use super::version::Version;

/// Codewords as the modules have them, block by block.
#[derive(Debug)]
pub(super) struct Received {
    words: Vec<u8>,
    sureness: Vec<f32>,
}

/// How a block became readable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// Codewords that had to be changed.
    pub(super) changed: usize,
    /// Codewords that were not believed.
    pub(super) erased: usize,
    /// The chance, as a power of two, that a random word had been read too.
    pub(super) chance: f32,
}

impl Received {
    /// Nothing yet, with room for the largest symbol.
    pub(super) fn new() -> Self {
        let most = Version::MOST.codewords();
        Self { words: Vec::with_capacity(most), sureness: Vec::with_capacity(most) }
    }

    /// Takes the codewords from the modules. False where these are not as many as the layout has.
    pub(super) fn read(&mut self, soft: &[f32], layout: &Layout, mask: Mask, blocks: &Blocks) -> bool {
        self.words.clear();
        self.words.resize(blocks.codewords(), 0);
        self.sureness.clear();
        self.sureness.resize(blocks.codewords(), 0.0);
        if soft.len() != layout.roles.len() {
            return false;
        }
        let modules = layout.order.chunks_exact(8).zip(layout.flips.chunks_exact(8));
        for ((order, flips), place) in modules.zip(blocks.places()) {
            let (word, sureness) = codeword(soft, order, flips, mask);
            if let Some(slot) = self.words.get_mut(place) {
                *slot = word;
            }
            if let Some(slot) = self.sureness.get_mut(place) {
                *slot = sureness;
            }
        }
        true
    }

    /// The codewords, wrong ones included.
    pub(super) fn words(&self) -> &[u8] {
        &self.words
    }

    /// Puts a block into `word`, corrected, where it can be.
    pub(super) fn correct(&self, blocks: &Blocks, block: usize, effort: Effort, word: &mut Vec<u8>) -> Option<Reading> {
        let range = blocks.block(block);
        word.clear();
        word.extend_from_slice(self.words.get(range.clone())?);
        let (length, parity) = (word.len(), blocks.parity());
        let syndromes = Syndromes::of(word, parity);
        let reading = |erased, errors, changed| {
            let chance = misreading::chance(length, parity, erased, errors);
            Reading { changed, erased, chance }
        };
        if syndromes.show_no_error() {
            return Some(reading(0, 0, 0));
        }
        if let Some(correction) = reed_solomon::correct(word, &syndromes, &[], blocks.correctable()) {
            return Some(reading(0, correction.errors, correction.changed));
        }
        if effort == Effort::Hard {
            return None;
        }
        let mut indices = [0; MOST_CODEWORDS];
        let least_sure = sort_by_sureness(&mut indices, self.sureness.get(range)?);
        let first = if parity % 2 == 0 { 2 } else { 1 };
        for erased in (first..=parity).step_by(2) {
            let most_errors = misreading::most_errors(length, parity, erased, MOST_CHANCE)?;
            let places = least_sure.get(..erased)?;
            if let Some(correction) = reed_solomon::correct(word, &syndromes, places, most_errors) {
                return Some(reading(erased, correction.errors, correction.changed));
            }
        }
        None
    }
}

/// With erasures, no more than one random word in 2^31 may be read: as many as the standard allows without them, in version
/// 2-L, where it allows most.
const MOST_CHANCE: f32 = -31.0;

/// Calls `each` for every module of a codeword: with the codeword's place among all blocks, the place of the bit in it (7
/// is the first), the module and whether the mask turns it over.
pub(super) fn for_each_bit(
    layout: &Layout,
    mask: Mask,
    blocks: &Blocks,
    mut each: impl FnMut(usize, u32, usize, bool),
) {
    let modules = layout.order.chunks_exact(8).zip(layout.flips.chunks_exact(8));
    for ((order, flips), place) in modules.zip(blocks.places()) {
        for ((module, flips), bit) in order.iter().zip(flips).zip((0..8).rev()) {
            each(place, bit, usize::from(*module), flips & mask.bit() != 0);
        }
    }
}

/// A codeword, its first module the highest bit, and how sure it is: 0 at best. Each module takes from that, an unclear one
/// much and several a little unclear ones together as much. Better by measurement than the least sure module alone.
fn codeword(soft: &[f32], order: &[u16], flips: &[u8], mask: Mask) -> (u8, f32) {
    let mut word = 0;
    let mut doubt = 0.0;
    for (module, flips) in order.iter().zip(flips) {
        let value = soft.get(usize::from(*module)).copied().unwrap_or_default();
        let dark = (value < 0.0) != (flips & mask.bit() != 0);
        word = word << 1 | u8::from(dark);
        let unclear = (1.0 - value.abs()).max(0.0);
        doubt += unclear * unclear * unclear * unclear;
    }
    (word, -doubt)
}

/// Indices into a block, the least sure first.
fn sort_by_sureness<'a>(indices: &'a mut [u8; MOST_CODEWORDS], sureness: &[f32]) -> &'a [u8] {
    let Some(indices) = indices.get_mut(..sureness.len()) else { return &[] };
    for (place, index) in (0..=u8::MAX).zip(indices.iter_mut()) {
        *index = place;
    }
    let of = |index: &u8| sureness.get(usize::from(*index)).copied().unwrap_or_default();
    indices.sort_unstable_by(|a, b| of(a).total_cmp(&of(b)));
    indices
}

#[cfg(test)]
mod tests;
