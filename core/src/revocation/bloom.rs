//! Bloom filter slices of the EU revocation service, version 1 (protocols.md §2.3.2).
//!
//! The bit of a round is a SHA-256 read as a *signed* number, modulo the number of bits. Who reads it unsigned finds
//! practically none of the members.

use std::fmt;
use std::sync::Arc;

use ring::digest::{Context, SHA256};

use super::bits;
use super::probability::Probability;
use crate::limits;

/// A slice as it lies in its file.
#[derive(Clone)]
pub struct BloomSlice {
    file: Arc<[u8]>,
    rounds: u8,
    /// How many bits the filter has: at least 32, and less than 2³².
    size: u64,
    false_hit: Probability,
}

impl BloomSlice {
    /// Reads a slice; what follows its words is passed over, as other readers do.
    ///
    /// # Errors
    /// [`BloomError`] of a slice that cannot be asked. Nothing is allocated.
    pub fn parse(file: Arc<[u8]>) -> Result<Self, BloomError> {
        if file.len() > limits::REVOCATION_BLOB_BYTES {
            return Err(BloomError::TooLarge { bytes: file.len(), most: limits::REVOCATION_BLOB_BYTES });
        }
        let header: &[u8; HEADER] = file.first_chunk().ok_or(BloomError::NoHeader { bytes: file.len() })?;
        let number = |offset: usize, bytes: u32| {
            let number = bits::number(header, offset.saturating_mul(8), bytes.saturating_mul(8));
            u32::try_from(number).unwrap_or_default()
        };
        let (version, rounds, function) = (number(0, 2), number(2, 1), number(3, 1));
        if version != 1 {
            return Err(BloomError::Version { found: version });
        }
        if function != SHA_256 {
            return Err(BloomError::Function { found: function });
        }
        let declared = Probability::new(f32::from_bits(number(4, 4)).into()).ok_or(BloomError::Probability)?;
        let (rounds, words) = (u8::try_from(rounds).unwrap_or_default(), number(16, 4));
        let length = usize::try_from(words)
            .ok()
            .and_then(|words| words.checked_mul(4))
            .and_then(|long| HEADER.checked_add(long));
        let Some(filter) = length.and_then(|end| file.get(HEADER..end)).filter(|_| words > 0 && rounds > 0) else {
            return Err(BloomError::Length { bytes: file.len(), words, rounds });
        };
        let size = u64::from(words).saturating_mul(32);
        let false_hit = declared.max(by_fill(bits::ones(filter), words, rounds));
        Ok(Self { file, rounds, size, false_hit })
    }

    /// The probability that what was never put in is found nevertheless: the one declared, or the one that follows from
    /// how full the filter is where that is worse.
    #[must_use]
    pub fn false_hit(&self) -> Probability {
        self.false_hit
    }

    /// Whether an element is found: for a revocation hash, its 16 bytes. At most one SHA-256 a round.
    #[must_use]
    pub fn contains(&self, element: &[u8]) -> bool {
        let filter = self.file.get(HEADER..).unwrap_or_default();
        let mut start = Context::new(&SHA256);
        start.update(element);
        (0..self.rounds).all(|round| {
            let mut context = start.clone();
            context.update(&[round]);
            let index = signed_remainder(context.finish().as_ref(), self.size);
            index.is_some_and(|index| bits::is_one(filter, index))
        })
    }
}

impl fmt::Debug for BloomSlice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "BloomSlice({} bits, {} rounds)", self.size, self.rounds)
    }
}

const HEADER: usize = 20;
const SHA_256: u32 = 0;

/// The share of ones to the power of the rounds.
fn by_fill(ones: u32, words: u32, rounds: u8) -> Probability {
    let share = f64::from(ones) / (f64::from(words) * 32.0);
    Probability::new(share.powi(rounds.into())).unwrap_or(Probability::ZERO)
}

/// A two's-complement number modulo `size`, never negative.
fn signed_remainder(number: &[u8], size: u64) -> Option<usize> {
    // Before a negative number stand ones without end, and all ones are -1.
    let negative = number.first().is_some_and(|byte| *byte >= 0x80);
    let before = if negative { size.checked_sub(1)? } else { 0 };
    // Size and remainder are below 2³², so that nothing overflows.
    let push = |remainder: u64, byte: &u8| remainder.checked_mul(256)?.checked_add(u64::from(*byte))?.checked_rem(size);
    usize::try_from(number.iter().try_fold(before, push)?).ok()
}

/// Why bytes are no Bloom slice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BloomError {
    /// Too short for a header.
    #[error("{bytes} bytes, a Bloom slice begins with 20")]
    NoHeader {
        /// Its size.
        bytes: usize,
    },
    /// Larger than is read.
    #[error("{bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// Another version.
    #[error("Bloom slice of version {found}, version 1 is known")]
    Version {
        /// Its version.
        found: u32,
    },
    /// Another hash function than SHA-256.
    #[error("Bloom slice with hash function {found}, 0 is known")]
    Function {
        /// Its number.
        found: u32,
    },
    /// The declared probability is none.
    #[error("the declared probability is not between 0 and 1")]
    Probability,
    /// No words, no rounds, or fewer bytes than the header says.
    #[error("{bytes} bytes for {words} words and {rounds} rounds")]
    Length {
        /// Its size.
        bytes: usize,
        /// The words it declares.
        words: u32,
        /// The rounds it declares.
        rounds: u8,
    },
}

#[cfg(test)]
mod tests;
