//! Revocation sets: [`encode`] writes one, [`encode_sparing`] one that hits no certificate known to be good, and [`update`]
//! adds to what is published or compacts it.

mod update;

use semafor_core::limits;
use semafor_core::revocation::{EliasFano, PrefixBits, RevocationHash};

pub use update::{ADDITIONS_PART_OF_BASE, MOST_ADDITIONS, Update, UpdateError, update};

/// Why no set comes of some hashes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// Phones would not read it.
    #[error("a set of {values} values has {bytes} bytes, phones read at most {most}: divide it into chunks")]
    TooLarge {
        /// How many values there are.
        values: usize,
        /// The size it would have.
        bytes: u64,
        /// The bound.
        most: usize,
    },
}

/// A set of the first `bits` bits of these hashes, in whatever order and however often they come: the bytes of its file
/// (`core::revocation::EliasFano`).
///
/// # Errors
/// [`EncodeError`] when there are too many for one file.
pub fn encode(hashes: impl IntoIterator<Item = RevocationHash>, bits: PrefixBits) -> Result<Vec<u8>, EncodeError> {
    encode_values(hashes.into_iter().map(|hash| bits.of(&hash)).collect(), bits)
}

/// A set of these hashes with the fewest bits, at least `bits` and by whole bytes more, with which it hits none of `good`.
///
/// # Errors
/// [`SparingError`] when there are too many hashes for one file, or a good one is among them.
pub fn encode_sparing(
    hashes: &[RevocationHash],
    bits: PrefixBits,
    good: &[RevocationHash],
) -> Result<Vec<u8>, SparingError> {
    let wider = (bits.get()..=128).step_by(8).filter_map(PrefixBits::new).chain([PrefixBits::WHOLE]);
    let mut hit = None;
    // Seldom more than one round: with the usual bits a good hash is hit by chance once in a million million times.
    for bits in wider {
        let values = sorted(hashes.iter().map(|hash| bits.of(hash)).collect());
        hit = good.iter().find(|good| values.binary_search(&bits.of(good)).is_ok());
        if hit.is_none() {
            return Ok(encode_values(values, bits)?);
        }
    }
    Err(SparingError::GoodIsRevoked { hash: hit.copied().unwrap_or(RevocationHash([0; 16])) })
}

/// Why no set comes of some hashes that would hit none of those known to be good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SparingError {
    /// There are too many.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The whole hash of a good certificate is among the revoked ones.
    #[error("{hash} is revoked and known to be good: one of the two lists is wrong")]
    GoodIsRevoked {
        /// Its hash, which names no person.
        hash: RevocationHash,
    },
}

/// The good ones that are found in one of these sets.
#[must_use]
pub fn hit<'a>(sets: &[EliasFano], good: impl IntoIterator<Item = &'a RevocationHash>) -> Vec<RevocationHash> {
    let is_hit = |hash: &&RevocationHash| sets.iter().any(|set| set.contains(hash));
    good.into_iter().filter(is_hit).copied().collect()
}

fn sorted(mut values: Vec<u128>) -> Vec<u128> {
    values.sort_unstable();
    values.dedup();
    values
}

fn encode_values(values: Vec<u128>, bits: PrefixBits) -> Result<Vec<u8>, EncodeError> {
    let values = sorted(values);
    let shape = Shape::of(&values, bits);
    let (upper, lower) = (shape.upper_bits().div_ceil(8), shape.lower_bits().div_ceil(8));
    let whole = upper.saturating_add(lower).saturating_add(HEADER);
    let most = limits::REVOCATION_BLOB_BYTES;
    let sizes =
        (usize::try_from(whole), usize::try_from(upper), u32::try_from(shape.count), u32::try_from(shape.zeros));
    let (Ok(whole @ ..=limits::REVOCATION_BLOB_BYTES), Ok(upper), Ok(count), Ok(zeros)) = sizes else {
        return Err(EncodeError::TooLarge { values: values.len(), bytes: whole, most });
    };
    let mut file = Vec::with_capacity(whole);
    file.extend(EliasFano::MAGIC);
    file.extend([EliasFano::VERSION, bits.get(), shape.low_bits, 0]);
    file.extend(count.to_be_bytes());
    file.extend(zeros.to_be_bytes());
    file.extend(shape.first.to_be_bytes());
    file.extend(upper_bits(&values, &shape, upper));
    push_lower_bits(&values, &shape, &mut file);
    Ok(file)
}

/// Bytes before the upper bits.
const HEADER: u64 = 32;

/// How a set is divided into upper and lower bits.
struct Shape {
    low_bits: u8,
    count: u64,
    zeros: u64,
    first: u128,
}

impl Shape {
    /// The division with which the file is smallest; of two the one with fewer lower bits.
    fn of(sorted: &[u128], bits: PrefixBits) -> Self {
        let count = u64::try_from(sorted.len()).unwrap_or(u64::MAX);
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
            return Self { low_bits: 0, count: 0, zeros: 0, first: 0 };
        };
        let shape = |low_bits: u8| {
            let highest = last.saturating_sub(*first).unbounded_shr(low_bits.into());
            Self { low_bits, count, zeros: u64::try_from(highest).unwrap_or(u64::MAX).saturating_add(1), first: *first }
        };
        let size = |shape: &Self| shape.upper_bits().saturating_add(shape.lower_bits());
        (0..=bits.get()).map(shape).min_by_key(size).unwrap_or_else(|| shape(0))
    }

    fn upper_bits(&self) -> u64 {
        self.count.saturating_add(self.zeros)
    }

    fn lower_bits(&self) -> u64 {
        self.count.saturating_mul(self.low_bits.into())
    }

    fn distance(&self, value: u128) -> u128 {
        value.saturating_sub(self.first)
    }
}

/// A one for each value, after as many zeros as its upper part says.
fn upper_bits(values: &[u128], shape: &Shape, bytes: usize) -> Vec<u8> {
    let mut upper = vec![0_u8; bytes];
    for (index, value) in values.iter().enumerate() {
        let zeros = usize::try_from(shape.distance(*value).unbounded_shr(shape.low_bits.into())).unwrap_or(usize::MAX);
        let position = index.saturating_add(zeros);
        if let Some(byte) = upper.get_mut(position.div_euclid(8)) {
            *byte |= 0x80_u8.unbounded_shr(u32::try_from(position.rem_euclid(8)).unwrap_or_default());
        }
    }
    upper
}

fn push_lower_bits(values: &[u128], shape: &Shape, file: &mut Vec<u8>) {
    let (mut byte, mut room) = (0_u8, 8_u8);
    for value in values {
        let mut left = shape.low_bits;
        while left > 0 {
            let taken = left.min(room);
            left = left.saturating_sub(taken);
            let piece = shape.distance(*value).unbounded_shr(left.into()) & !u128::MAX.unbounded_shl(taken.into());
            byte = byte.unbounded_shl(taken.into()) | u8::try_from(piece).unwrap_or_default();
            room = room.saturating_sub(taken);
            if room == 0 {
                file.push(byte);
                (byte, room) = (0, 8);
            }
        }
    }
    if room < 8 {
        file.push(byte.unbounded_shl(room.into()));
    }
}

#[cfg(test)]
mod tests;
