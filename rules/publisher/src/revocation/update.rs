//! What is published next to a set that is out already.

use semafor_core::revocation::{EliasFano, RevocationHash};

use super::{EncodeError, encode_values, sorted};

/// The most additions beside a base: each is one more file to fetch, and one more lookup.
pub const MOST_ADDITIONS: usize = 8;

/// Additions together are at most this part of the base: a phone fetches a new base only when its own has become
/// noticeably incomplete, and lookups stay quick.
pub const ADDITIONS_PART_OF_BASE: usize = 8;

/// What is to be published of a partition after more hashes were revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// Nothing: everything is in it already.
    Unchanged,
    /// Another addition beside those there are.
    Addition(Vec<u8>),
    /// A new base, which replaces the old one and all additions.
    Compacted(Vec<u8>),
}

/// Why nothing is published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// There are too many hashes for one file.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// An addition keeps more or fewer bits than its base, so that the two cannot be compacted.
    #[error("an addition with {addition} bits of each hash, the base has {base}")]
    Bits {
        /// The base's.
        base: u8,
        /// The addition's.
        addition: u8,
    },
    /// A certificate known to be good would be hit. The base has to be made anew from whole hashes, with more bits.
    #[error("{hits} certificates that are known to be good would be found in it, {hash} first: keep more bits")]
    HitsGood {
        /// How many.
        hits: usize,
        /// The hash of the first, which names no person.
        hash: RevocationHash,
    },
}

/// What is to be published so that `revoked` is found beside all that was found before: what is new of it, as an addition
/// with as many bits as the base has. If that made more than [`MOST_ADDITIONS`] of them, or all of them together had more
/// than an eighth of the base's values ([`ADDITIONS_PART_OF_BASE`]), everything is compacted into a new base instead.
///
/// What is no longer revoked stays in until the base is made anew from whole hashes, by [`super::encode`].
///
/// # Errors
/// [`UpdateError`] when something new hits one of `good` or is too large, or when an addition does not belong to the base.
pub fn update(
    base: &EliasFano,
    additions: &[EliasFano],
    revoked: impl IntoIterator<Item = RevocationHash>,
    good: &[RevocationHash],
) -> Result<Update, UpdateError> {
    if let Some(addition) = additions.iter().find(|addition| addition.bits() != base.bits()) {
        return Err(UpdateError::Bits { base: base.bits().get(), addition: addition.bits().get() });
    }
    let known = |hash: &RevocationHash| base.contains(hash) || additions.iter().any(|set| set.contains(hash));
    let new = revoked.into_iter().filter(|hash| !known(hash)).map(|hash| base.bits().of(&hash)).collect();
    let new = sorted(new);
    if new.is_empty() {
        return Ok(Update::Unchanged);
    }
    let added = additions.iter().map(EliasFano::len).fold(new.len(), usize::saturating_add);
    let too_much = added > base.len().div_euclid(ADDITIONS_PART_OF_BASE);
    let mut hits = good.iter().filter(|good| new.binary_search(&base.bits().of(good)).is_ok());
    if let Some(hash) = hits.next() {
        return Err(UpdateError::HitsGood { hits: hits.count().saturating_add(1), hash: *hash });
    }
    if !too_much && additions.len() < MOST_ADDITIONS {
        return Ok(Update::Addition(encode_values(new, base.bits())?));
    }
    let published = base.values().chain(additions.iter().flat_map(EliasFano::values));
    Ok(Update::Compacted(encode_values(published.chain(new).collect(), base.bits())?))
}
