//! Lists of hash prefixes of the EU revocation service, `VARHASHLIST` version 1 (protocols.md §2.3.3).
//!
//! Their writer mangles prefixes that begin with nine ones or more, so that what it made of a prefix is looked for as
//! well. Mangled prefixes stand where the right ones would, in an order of signed bytes: the list is read through, not
//! searched by halves.

use std::fmt;
use std::sync::Arc;

use super::bits;
use super::hashes::RevocationHash;
use super::probability::Probability;
use crate::limits;

/// A list as it lies in its file.
#[derive(Clone)]
pub struct PrefixList {
    file: Arc<[u8]>,
    /// Bytes of each prefix, 1 to 16.
    size: u8,
    count: u32,
    declared: Probability,
}

impl PrefixList {
    /// Reads a list.
    ///
    /// # Errors
    /// [`PrefixListError`] of a list that cannot be asked. Nothing is allocated.
    pub fn parse(file: Arc<[u8]>) -> Result<Self, PrefixListError> {
        if file.len() > limits::PREFIX_LIST_BYTES {
            return Err(PrefixListError::TooLarge { bytes: file.len(), most: limits::PREFIX_LIST_BYTES });
        }
        let header: &[u8; HEADER] = file.first_chunk().ok_or(PrefixListError::NoHeader { bytes: file.len() })?;
        let number = |offset: usize, bytes: u32| {
            let number = bits::number(header, offset.saturating_mul(8), bytes.saturating_mul(8));
            u32::try_from(number).unwrap_or_default()
        };
        let version = number(0, 2);
        if version != 1 {
            return Err(PrefixListError::Version { found: version });
        }
        let declared = Probability::new(f32::from_bits(number(2, 4)).into()).ok_or(PrefixListError::Probability)?;
        let (count, size) = (number(6, 4), u8::try_from(number(10, 1)).unwrap_or_default());
        let body = file.len().checked_sub(HEADER).and_then(|body| u64::try_from(body).ok());
        if !(1..=16).contains(&size) || body != Some(u64::from(count).saturating_mul(size.into())) {
            return Err(PrefixListError::Length { bytes: file.len(), count, size });
        }
        Ok(Self { file, size, count, declared })
    }

    /// The probability that a hash which was never put in is found nevertheless: the one declared, or the share of all
    /// prefixes of this length that is in the list where that is worse.
    #[must_use]
    pub fn false_hit(&self) -> Probability {
        self.declared.max(Probability::in_two_to_the(self.count, u32::from(self.size).saturating_mul(8)))
    }

    /// Whether a prefix of the hash is in the list, as it is or mangled. Reads the whole list.
    #[must_use]
    pub fn contains(&self, hash: &RevocationHash) -> bool {
        let size = usize::from(self.size);
        let prefix = hash.0.get(..size).unwrap_or_default();
        let mangled = mangled(prefix);
        let mut prefixes = self.file.get(HEADER..).unwrap_or_default().chunks_exact(size);
        prefixes.any(|other| other == prefix || other == mangled)
    }
}

impl fmt::Debug for PrefixList {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PrefixList({} prefixes of {} bytes)", self.count, self.size)
    }
}

const HEADER: usize = 11;

/// What the writer makes of a prefix: leading bytes of ones are dropped as long as a one follows, and zeros put before.
fn mangled(prefix: &[u8]) -> Vec<u8> {
    let dropped = prefix.windows(2).take_while(|pair| matches!(pair, [0xff, next] if *next >= 0x80)).count();
    let kept = prefix.get(dropped..).unwrap_or_default();
    [0; 16].iter().take(dropped).chain(kept).copied().collect()
}

/// Why bytes are no list of prefixes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrefixListError {
    /// Too short for a header.
    #[error("{bytes} bytes, a list of prefixes begins with 11")]
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
    #[error("list of prefixes of version {found}, version 1 is known")]
    Version {
        /// Its version.
        found: u32,
    },
    /// The declared probability is none.
    #[error("the declared probability is not between 0 and 1")]
    Probability,
    /// Prefixes of an impossible length, or more or fewer bytes than the header says.
    #[error("{bytes} bytes for {count} prefixes of {size} bytes")]
    Length {
        /// Its size.
        bytes: usize,
        /// The prefixes it declares.
        count: u32,
        /// The length it declares.
        size: u8,
    },
}

#[cfg(test)]
mod tests;
