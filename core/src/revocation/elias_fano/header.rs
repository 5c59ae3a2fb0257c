//! The first 32 bytes of a set, and why bytes are no set.

use super::EliasFano;
use crate::revocation::bits;
use crate::revocation::prefix_bits::PrefixBits;

/// What the first bytes say, which agrees with itself.
pub(super) struct Header {
    pub(super) bits: PrefixBits,
    pub(super) low_bits: u8,
    pub(super) count: u32,
    pub(super) zeros: u32,
    pub(super) first: u128,
}

impl Header {
    pub(super) fn read(bytes: &[u8; EliasFano::HEADER]) -> Result<Self, EliasFanoError> {
        let number =
            |offset: usize, length: u32| bits::number(bytes, offset.saturating_mul(8), length.saturating_mul(8));
        let small = |offset| u8::try_from(number(offset, 1)).unwrap_or_default();
        let medium = |offset| u32::try_from(number(offset, 4)).unwrap_or_default();
        if !bytes.starts_with(&EliasFano::MAGIC) {
            return Err(EliasFanoError::NoSet);
        }
        let version = small(4);
        if version != EliasFano::VERSION || small(7) != 0 {
            return Err(EliasFanoError::Version { found: version });
        }
        let bits = PrefixBits::new(small(5)).ok_or(EliasFanoError::Bits { found: small(5) })?;
        let (low_bits, count, zeros, first) = (small(6), medium(8), medium(12), number(16, 16));
        if low_bits > bits.get() {
            return Err(EliasFanoError::LowBits { found: low_bits, most: bits.get() });
        }
        let header = Self { bits, low_bits, count, zeros, first };
        let empty = (count, zeros, first) == (0, 0, 0);
        if empty || (count > 0 && zeros > 0 && header.ends_within_bits()) {
            Ok(header)
        } else {
            Err(EliasFanoError::Ends)
        }
    }

    /// Whether the upper part of the last distance, added to the first value, still has k bits.
    fn ends_within_bits(&self) -> bool {
        let highest = u128::from(self.zeros.saturating_sub(1));
        let distance = highest.unbounded_shl(self.low_bits.into());
        let whole = highest.leading_zeros() >= u32::from(self.low_bits);
        let last = self.first.checked_add(distance);
        whole && last.is_some_and(|last| last <= self.bits.largest())
    }
}

/// Why bytes are no set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EliasFanoError {
    /// They do not begin as a set does.
    #[error("it does not begin as a set of revocation hashes does")]
    NoSet,
    /// The file is larger than is read.
    #[error("{bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// A later version.
    #[error("version {found}, version 1 is known")]
    Version {
        /// Its version.
        found: u8,
    },
    /// k is out of bounds.
    #[error("{found} bits of each hash, 8 to 128 are possible")]
    Bits {
        /// k.
        found: u8,
    },
    /// l is larger than k.
    #[error("{found} lower bits, at most {most} are possible")]
    LowBits {
        /// l.
        found: u8,
        /// k.
        most: u8,
    },
    /// The file is shorter or longer than its header says.
    #[error("{found} bytes, by its header {declared}")]
    Length {
        /// Its size.
        found: usize,
        /// What the header says.
        declared: usize,
    },
    /// The upper bits hold more or fewer values than the header says.
    #[error("{found} values, by its header {declared}")]
    Ones {
        /// The ones in the upper bits.
        found: u32,
        /// n.
        declared: u32,
    },
    /// The first or the last value is not where it must be.
    #[error("the first or the last value is not where the format has it")]
    Ends,
}
