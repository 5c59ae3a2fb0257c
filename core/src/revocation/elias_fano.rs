//! Sets of our own: the first k bits of each hash, sorted, without duplicates, Elias–Fano coded.
//!
//! A file of version 1, all numbers big-endian:
//!
//! | offset | type | meaning |
//! |---|---|---|
//! | 0 | 4 bytes | `SREV` |
//! | 4 | u8 | version = 1 |
//! | 5 | u8 | k, from 8 to 128: the bits kept of each hash, its first ones |
//! | 6 | u8 | l, from 0 to k: the bits of each distance that are stored as they are |
//! | 7 | u8 | 0 |
//! | 8 | u32 | n, the number of values |
//! | 12 | u32 | z, the number of zeros in the upper bits; 0 when n is 0 |
//! | 16 | u128 | the first value, which is the smallest; 0 when n is 0 |
//! | 32 | ⌈(n + z) / 8⌉ bytes | the upper bits |
//! | then | ⌈n · l / 8⌉ bytes | the lower bits |
//!
//! A value is the first k bits of a hash as a number. Of each value its distance from the first one is stored, in rising
//! order and no two alike; the first distance is 0. The lower l bits of all distances stand one after another in the
//! lower bits. The upper bits say how many distances share each higher part: for 0, 1, 2, … in turn as many ones as there
//! are distances whose remaining bits are that number, then a zero; the last zero is that of the last distance, so that
//! z is its higher part plus 1. In both, the most significant bit of a byte comes first, and what is left of the last
//! byte is 0. Nothing follows.
//!
//! A writer takes the l for which the file is smallest, and the smaller of two: about log2(2^k / n) - 0.6 for hashes
//! spread evenly, 42.7 bits a value for ten million of 64 bits. A reader takes any l. A set of all hashes of a chunk costs
//! no more for the nibbles that all have in common, since distances leave them out.

mod header;
mod zeros;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::bits;
use super::hashes::RevocationHash;
use super::prefix_bits::PrefixBits;
use super::probability::Probability;
use crate::limits;
use header::Header;
use zeros::Zeros;

pub use header::EliasFanoError;

/// A set as it lies in its file, with a table beside it by which zeros are found.
#[derive(Clone)]
pub struct EliasFano {
    file: Arc<[u8]>,
    bits: PrefixBits,
    low_bits: u8,
    count: u32,
    first: u128,
    /// Where the lower bits begin.
    lower: usize,
    zeros: Zeros,
}

impl EliasFano {
    /// The first bytes of a file.
    pub const MAGIC: [u8; 4] = *b"SREV";
    /// The version that is read.
    pub const VERSION: u8 = 1;
    /// Bytes before the upper bits.
    pub const HEADER: usize = 32;

    /// Reads a file. Looks at its upper bits once; whether values rise is not looked at, see [`EliasFano::is_in_order`].
    ///
    /// # Errors
    /// [`EliasFanoError`] of a file that is not as the format demands. Whatever the bytes, nothing is allocated beyond a
    /// sixteenth of their length.
    pub fn parse(file: Arc<[u8]>) -> Result<Self, EliasFanoError> {
        if file.len() > limits::REVOCATION_BLOB_BYTES {
            return Err(EliasFanoError::TooLarge { bytes: file.len(), most: limits::REVOCATION_BLOB_BYTES });
        }
        let header = file.first_chunk().ok_or(EliasFanoError::NoSet)?;
        let Header { bits, low_bits, count, zeros, first } = Header::read(header)?;
        let (upper, low) =
            (u64::from(count).saturating_add(zeros.into()), u64::from(count).saturating_mul(low_bits.into()));
        let length = |bits: u64| usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX);
        let lower = Self::HEADER.saturating_add(length(upper));
        let declared = lower.saturating_add(length(low));
        if file.len() != declared {
            return Err(EliasFanoError::Length { found: file.len(), declared });
        }
        let zeros = Zeros::of(file.get(Self::HEADER..lower).unwrap_or_default(), zeros);
        let set = Self { file, bits, low_bits, count, first, lower, zeros };
        set.check()?;
        Ok(set)
    }

    /// The bits kept of each hash.
    #[must_use]
    pub fn bits(&self) -> PrefixBits {
        self.bits
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The probability that a hash which was never put in is found nevertheless: n / 2^k.
    #[must_use]
    pub fn false_hit(&self) -> Probability {
        Probability::in_two_to_the(self.count, self.bits.get().into())
    }

    /// Bytes of memory: the file and the table.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.file.len().saturating_add(self.zeros.memory())
    }

    /// Whether a hash with the same first bits is in the set. Two reads of the upper bits and a few of the lower ones,
    /// whatever is in the set.
    #[must_use]
    pub fn contains(&self, hash: &RevocationHash) -> bool {
        self.find(self.bits.of(hash)).is_some()
    }

    /// All values in their order.
    pub fn values(&self) -> impl Iterator<Item = u128> {
        let mut high: u128 = 0;
        let upper_bits = (0..self.upper().len().saturating_mul(8)).map(|index| bits::is_one(self.upper(), index));
        let highs = upper_bits.filter_map(move |one| {
            if !one {
                high = high.saturating_add(1);
            }
            one.then_some(high)
        });
        highs.zip(0..self.len()).map(|(high, index)| {
            let distance = high.unbounded_shl(self.low_bits.into()) | self.low(index);
            self.first.saturating_add(distance)
        })
    }

    /// Whether the values rise and keep to k bits, as lookups take for granted. Looks at all of them: for those who
    /// write sets and for the moment in which one arrives.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let mut last = None;
        self.values().all(|value| last.replace(value).is_none_or(|last| last < value) && value <= self.bits.largest())
    }

    fn find(&self, value: u128) -> Option<usize> {
        let distance = value.checked_sub(self.first)?;
        let high = u32::try_from(distance.unbounded_shr(self.low_bits.into())).ok()?;
        let ones = self.ones(high)?;
        let low = distance & low_mask(self.low_bits);
        // Before those ones stand as many zeros as the upper part says; all other bits are ones, one a value.
        let before = usize::try_from(high).ok()?;
        let (mut from, mut to) = (ones.start.checked_sub(before)?, ones.end.checked_sub(before)?);
        while from < to {
            let middle = from.midpoint(to);
            match self.low(middle).cmp(&low) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle.saturating_add(1),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// Where the ones of an upper part stand.
    fn ones(&self, high: u32) -> Option<Range<usize>> {
        let upper = self.upper();
        if high >= self.zeros.count() {
            return None;
        }
        let start = match high.checked_sub(1) {
            Some(previous) => self.zeros.position(upper, previous)?.saturating_add(1),
            None => 0,
        };
        // Hashes spread evenly: seldom are there more than a few.
        let ones = bits::word(upper, start).leading_ones();
        let end = if ones < u64::BITS {
            start.checked_add(usize::try_from(ones).ok()?)?
        } else {
            self.zeros.position(upper, high)?
        };
        Some(start..end)
    }

    /// The lower bits of a value's distance.
    fn low(&self, index: usize) -> u128 {
        bits::number(self.lower(), index.saturating_mul(self.low_bits.into()), self.low_bits.into())
    }

    fn upper(&self) -> &[u8] {
        self.file.get(Self::HEADER..self.lower).unwrap_or_default()
    }

    fn lower(&self) -> &[u8] {
        self.file.get(self.lower..).unwrap_or_default()
    }

    /// The upper bits hold as many values as they must, the first and the last where they must be, and unused bits are 0.
    fn check(&self) -> Result<(), EliasFanoError> {
        let (upper, lower) = (self.upper(), self.lower());
        let ones = bits::ones(upper);
        if ones != self.count {
            return Err(EliasFanoError::Ones { found: ones, declared: self.count });
        }
        let length = self.len().saturating_add(usize::try_from(self.zeros.count()).unwrap_or(usize::MAX));
        let begins = self.is_empty() || (bits::is_one(upper, 0) && self.low(0) == 0);
        let ends = match length.checked_sub(2) {
            Some(last) => bits::is_one(upper, last) && bits::number(upper, last.saturating_add(1), 8) == 0,
            None => length == 0,
        };
        let unused = bits::number(lower, self.len().saturating_mul(self.low_bits.into()), 8);
        if begins && ends && unused == 0 { Ok(()) } else { Err(EliasFanoError::Ends) }
    }
}

impl fmt::Debug for EliasFano {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EliasFano({} values of {} bits)", self.count, self.bits.get())
    }
}

fn low_mask(bits: u8) -> u128 {
    !u128::MAX.unbounded_shl(bits.into())
}

#[cfg(test)]
mod tests;
