//! A partition: what one entry of the published index names, and the slices it is made of.

use std::fmt;
use std::sync::Arc;

use super::bloom::{BloomError, BloomSlice};
use super::elias_fano::{EliasFano, EliasFanoError};
use super::hashes::{HashType, RevocationHash};
use super::prefix_list::{PrefixList, PrefixListError};
use super::probability::Probability;
use crate::cose::KeyId;
use crate::instant::Instant;

/// A part of the revocation list, as the index describes it and as far as it is there.
#[derive(Clone, Debug)]
pub struct Partition {
    /// It is about certificates signed by the keys with this id.
    pub key_id: KeyId,
    /// The types of the hashes in it, mixed. Empty when none of them is known here: then every hash is asked.
    pub hash_types: Vec<HashType>,
    /// It answers for hashes that begin like this.
    pub chunk: Chunk,
    /// Its last second, when it has one: afterwards it says nothing.
    pub expires_at: Option<Instant>,
    /// How all its blobs are written.
    pub form: Form,
    /// The probability of a false hit that the index declares. A slice that says worse of itself is believed.
    pub false_hit: Probability,
    /// The base and the additions to it. A hash is revoked when any of them has it.
    pub blobs: Vec<Blob>,
}

/// A file of a partition.
#[derive(Clone)]
pub enum Blob {
    /// It is here.
    Loaded(Arc<[u8]>),
    /// It was published and is not here.
    NotLoaded,
}

impl fmt::Debug for Blob {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loaded(bytes) => write!(out, "Loaded({} bytes)", bytes.len()),
            Self::NotLoaded => out.write_str("NotLoaded"),
        }
    }
}

/// How blobs are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// [`EliasFano`] sets, our own.
    EliasFano,
    /// [`BloomSlice`]s of the EU service.
    Bloom,
    /// [`PrefixList`]s of the EU service.
    PrefixList,
    /// A form of which only the name is known here.
    Unknown(String),
}

/// The first hex digits that hashes have in common: none for all hashes, at most four. The EU service divides by one
/// (`POINT`), two (`VECTOR`) or three (`COORDINATE`; protocols.md §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chunk {
    digits: u8,
    number: u16,
}

impl Chunk {
    /// All hashes.
    pub const ALL: Self = Self { digits: 0, number: 0 };
    /// The most digits.
    pub const MOST_DIGITS: u8 = 4;

    /// The chunk of the hashes that begin with these hex digits.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        let count = u8::try_from(digits.len()).ok().filter(|count| *count <= Self::MOST_DIGITS)?;
        let push = |number: u16, digit: char| number.checked_mul(16)?.checked_add(digit.to_digit(16)?.try_into().ok()?);
        Some(Self { digits: count, number: digits.chars().try_fold(0, push)? })
    }

    /// The chunk of a hash among those of so many digits.
    #[must_use]
    pub fn of(hash: &RevocationHash, digits: u8) -> Self {
        let digits = digits.min(Self::MOST_DIGITS);
        let unused = u32::from(Self::MOST_DIGITS.saturating_sub(digits)).saturating_mul(4);
        let [first, second, ..] = hash.0;
        Self { digits, number: u16::from_be_bytes([first, second]).unbounded_shr(unused) }
    }
}

impl fmt::Display for Chunk {
    /// The digits, lower case.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digits {
            0 => Ok(()),
            digits => write!(out, "{:0width$x}", self.number, width = usize::from(digits)),
        }
    }
}

/// A blob that can be asked.
#[derive(Clone, Debug)]
pub(super) enum Slice {
    EliasFano(EliasFano),
    Bloom(BloomSlice),
    PrefixList(PrefixList),
}

impl Slice {
    pub(super) fn read(blob: &Blob, form: &Form) -> Result<Self, RevocationGap> {
        let Blob::Loaded(bytes) = blob else { return Err(RevocationGap::NotLoaded) };
        let bytes = Arc::clone(bytes);
        Ok(match form {
            Form::EliasFano => Self::EliasFano(EliasFano::parse(bytes)?),
            Form::Bloom => Self::Bloom(BloomSlice::parse(bytes)?),
            Form::PrefixList => Self::PrefixList(PrefixList::parse(bytes)?),
            Form::Unknown(form) => return Err(RevocationGap::UnknownForm { form: form.clone() }),
        })
    }

    pub(super) fn contains(&self, hash: &RevocationHash) -> bool {
        match self {
            Self::EliasFano(set) => set.contains(hash),
            Self::Bloom(slice) => slice.contains(&hash.0),
            Self::PrefixList(list) => list.contains(hash),
        }
    }

    pub(super) fn false_hit(&self) -> Probability {
        match self {
            Self::EliasFano(set) => set.false_hit(),
            Self::Bloom(slice) => slice.false_hit(),
            Self::PrefixList(list) => list.false_hit(),
        }
    }
}

/// Why it is not known whether a certificate is revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevocationGap {
    /// There never was a list.
    #[error("no revocation list was loaded yet")]
    NeverLoaded,
    /// The part that answers for this certificate is not here.
    #[error("the part of the revocation list that is asked is not loaded")]
    NotLoaded,
    /// It is written in a form that is not known here.
    #[error("a part of the revocation list is written as {form}, which is not known")]
    UnknownForm {
        /// The name of the form.
        form: String,
    },
    /// A set of our own that cannot be read.
    #[error("a revocation set cannot be read: {0}")]
    EliasFano(#[from] EliasFanoError),
    /// A Bloom slice that cannot be read.
    #[error("a revocation slice cannot be read: {0}")]
    Bloom(#[from] BloomError),
    /// A list of prefixes that cannot be read.
    #[error("a revocation slice cannot be read: {0}")]
    PrefixList(#[from] PrefixListError),
}

#[cfg(test)]
mod tests {
    use super::Chunk;
    use crate::revocation::RevocationHash;

    #[test]
    fn a_hash_lies_in_the_chunk_of_its_first_digits() {
        let hash = RevocationHash([0xa3, 0x0f, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for (count, digits) in [(0, ""), (1, "a"), (2, "A3"), (3, "a30"), (4, "a30f"), (5, "a30f")] {
            assert_eq!(Some(Chunk::of(&hash, count)), Chunk::parse(digits), "{digits}");
        }
        assert_ne!(Chunk::parse("0"), Chunk::parse("00"));
        assert_eq!(Chunk::parse(""), Some(Chunk::ALL));
        for digits in ["g", "a30ff", "-1", "ä", "+a"] {
            assert_eq!(Chunk::parse(digits), None, "{digits}");
        }
    }
}
