//! The modules of one symbol → its content (ISO/IEC 18004 §7).
//!
//! Modules come as soft values: below zero is dark, above is light, about 1 in size where the picture is clear, and near
//! zero where it is not. How they were taken from a picture is not this module's concern.

mod version;
mod layout;
mod format;
mod blocks;
mod reed_solomon;
mod misreading;
mod codewords;
mod progress;
mod segments;

pub(in crate::scan) use format::{Format, FormatGuess};
pub(in crate::scan) use layout::{Layout, Role};
pub(in crate::scan) use progress::Progress;
pub(in crate::scan) use version::Version;

use blocks::{Blocks, MOST_CODEWORDS};
use codewords::Received;

use super::{Budget, ErrorCorrection, Part};

/// What a symbol holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scan) struct Content {
    /// As [`Code::bytes`](super::Code::bytes).
    pub(in crate::scan) bytes: Vec<u8>,
    /// As [`Code::text`](super::Code::text).
    pub(in crate::scan) text: Option<String>,
    /// Where the symbol is one of several.
    pub(in crate::scan) part: Option<Part>,
    /// Codewords that had to be changed.
    pub(in crate::scan) corrected: u16,
    /// The symbol's size.
    pub(in crate::scan) version: Version,
    /// The symbol's level of error correction.
    pub(in crate::scan) level: ErrorCorrection,
}

/// How much work a reading may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) enum Effort {
    /// Modules are taken at their sign, and two blocks that cannot be read end the attempt.
    Hard,
    /// Blocks that cannot be read so are read again with their least sure codewords erased, more of them each time.
    Erasures,
}

/// What became of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scan) enum Outcome {
    /// The whole content.
    Whole(Content),
    /// Some blocks, now or before, but not all.
    Part,
    /// No block, or blocks that make no content.
    Nothing,
}

/// Reads symbols. Owns the working memory for the largest.
#[derive(Debug)]
pub(in crate::scan) struct Reader {
    layouts: Layouts,
    received: Received,
    word: Vec<u8>,
    message: Vec<u8>,
    known: Vec<bool>,
}

impl Reader {
    pub(in crate::scan) fn new() -> Self {
        let most = Version::MOST.codewords();
        Self {
            layouts: Layouts::new(),
            received: Received::new(),
            word: Vec::with_capacity(MOST_CODEWORDS),
            message: Vec::with_capacity(most),
            known: Vec::with_capacity(most),
        }
    }

    /// What the modules of a version are for.
    pub(in crate::scan) fn layout(&mut self, version: Version) -> &Layout {
        self.layouts.of(version)
    }

    /// What the format information of a symbol with so many modules a side seems to say.
    pub(in crate::scan) fn format(soft: &[f32], side: usize) -> FormatGuess {
        format::guess(soft, side)
    }

    /// Which version 18 modules of version information say, bit 0 first, and by how many modules they differ from it. A
    /// symbol is what it says up to a distance of three.
    pub(in crate::scan) fn version_information(soft: &[f32; 18]) -> (Version, u32) {
        version::version_information(soft)
    }

    /// Reads the modules of a symbol, row by row.
    ///
    /// Blocks in `progress` are not read again, as long as the modules agree with them. Where they do not, or where
    /// version or format are others, `progress` starts over as soon as a block of these modules was read, so that bad
    /// modules spoil nothing and the blocks of two symbols are never put together.
    pub(in crate::scan) fn decode(
        &mut self,
        soft: &[f32],
        version: Version,
        format: Format,
        effort: Effort,
        progress: &mut Progress,
        budget: &Budget<'_>,
    ) -> Outcome {
        let blocks = Blocks::of(version, format.level);
        if !self.received.read(soft, self.layouts.of(version), format.mask, &blocks) {
            return Outcome::Nothing;
        }
        let mut same = progress.is_of(version, format) && progress.agrees_with(&self.received);
        let mut patience = Patience::new(effort);
        for block in 0..blocks.count() {
            if same && progress.has(block) {
                continue;
            }
            if budget.is_spent() {
                break;
            }
            if let Some(reading) = self.received.correct(&blocks, block, effort, &mut self.word) {
                if !same {
                    progress.reset(version, format);
                    same = true;
                }
                progress.keep(block, &self.word, reading);
                patience.succeed();
            } else if patience.fails() {
                break;
            }
        }
        if !same || progress.blocks_done() == 0 {
            return Outcome::Nothing;
        }
        if !progress.is_whole() {
            return Outcome::Part;
        }
        match self.content(progress) {
            Some(content) => Outcome::Whole(content),
            None => {
                // One of the blocks must be wrong, and nothing tells which.
                progress.reset(version, format);
                Outcome::Nothing
            }
        }
    }

    /// The modules of the blocks already read, into `out`: -1 dark, 1 light, 0 not known.
    pub(in crate::scan) fn known_modules(&mut self, progress: &Progress, out: &mut [i8]) {
        out.fill(0);
        let layout = self.layouts.of(progress.version());
        if out.len() != layout.roles.len() {
            return;
        }
        let read = (0..progress.blocks()).filter(|block| progress.has(*block));
        self.known.clear();
        self.known.resize(progress.words().len(), false);
        for range in read.map(|block| progress.division().block(block)) {
            self.known.get_mut(range).unwrap_or_default().fill(true);
        }
        codewords::for_each_bit(layout, progress.format().mask, progress.division(), |place, bit, module, flip| {
            if self.known.get(place) == Some(&true)
                && let (Some(word), Some(out)) = (progress.words().get(place), out.get_mut(module))
            {
                let dark = (word.wrapping_shr(bit) & 1 == 1) != flip;
                *out = if dark { -1 } else { 1 };
            }
        });
    }

    /// The share of data modules whose sign agrees with a symbol that was wholly read; 0 where it was not.
    #[cfg(test)]
    pub(in crate::scan) fn agreement(&mut self, soft: &[f32], progress: &Progress) -> f32 {
        let layout = self.layouts.of(progress.version());
        let read = self.received.read(soft, layout, progress.format().mask, progress.division());
        if read && progress.is_whole() { progress.agreement(&self.received) } else { 0.0 }
    }

    /// The content of a symbol of which all blocks were read; `None` where it is none, or is hardly that of `received`.
    fn content(&mut self, progress: &Progress) -> Option<Content> {
        if progress.agreement(&self.received) < LEAST_AGREEMENT {
            return None;
        }
        progress.message(&mut self.message);
        let message = segments::read(&self.message, progress.version())?;
        if message.bytes.is_empty() || !(message.ends_as_it_should || progress.is_firm()) {
            return None;
        }
        Some(Content {
            text: message.text(),
            bytes: message.bytes,
            part: message.part,
            corrected: progress.corrected(),
            version: progress.version(),
            level: progress.format().level,
        })
    }
}

/// Of a symbol wholly read, at least this share of the modules had its sign before.
const LEAST_AGREEMENT: f32 = 0.8;

/// When an attempt is given up.
struct Patience {
    effort: Effort,
    read: usize,
    failed: usize,
}

impl Patience {
    /// A block that fails with erasures takes up to 50 µs: so many take about half a millisecond.
    const MOST_FAILURES: usize = 12;

    const fn new(effort: Effort) -> Self {
        Self { effort, read: 0, failed: 0 }
    }

    /// A block was read.
    const fn succeed(&mut self) {
        self.read = self.read.saturating_add(1);
    }

    /// A block was not read. True where no other is worth the time.
    fn fails(&mut self) -> bool {
        self.failed = self.failed.saturating_add(1);
        match self.effort {
            Effort::Hard => self.failed >= 2,
            Effort::Erasures => {
                let borne = self.read.saturating_mul(2).saturating_add(3);
                self.failed > borne.min(Self::MOST_FAILURES)
            }
        }
    }
}

/// The layouts that were used last.
#[derive(Debug)]
struct Layouts([Layout; 3]);

impl Layouts {
    fn new() -> Self {
        Self(std::array::from_fn(|_| Layout::new()))
    }

    /// The layout of a version, made where it is not among them.
    fn of(&mut self, version: Version) -> &Layout {
        let Self([first, second, third]) = self;
        if second.version() == Some(version) {
            std::mem::swap(first, second);
        } else if first.version() != Some(version) {
            // The one that was used longest ago, or has the version, comes to the front.
            std::mem::swap(second, third);
            std::mem::swap(first, second);
            if first.version() != Some(version) {
                first.fill(version);
            }
        }
        first
    }
}

#[cfg(test)]
pub(in crate::scan) mod tests;
