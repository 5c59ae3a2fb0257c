//! How much of each hash a set keeps.

use super::hashes::RevocationHash;

/// How many of a hash's first bits a set keeps: 8 to 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrefixBits(u8);

impl PrefixBits {
    /// Eight bytes: among ten million entries a stranger's hash is found with probability 5.4 · 10⁻¹³.
    pub const USUAL: Self = Self(64);
    /// The whole hash.
    pub const WHOLE: Self = Self(128);

    /// So many bits, where that is possible.
    #[must_use]
    pub fn new(bits: u8) -> Option<Self> {
        (8..=128).contains(&bits).then_some(Self(bits))
    }

    /// The number of bits.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }

    /// The first bits of a hash as a number.
    #[must_use]
    pub fn of(self, hash: &RevocationHash) -> u128 {
        u128::from_be_bytes(hash.0).unbounded_shr(128_u32.saturating_sub(u32::from(self.0)))
    }

    /// The largest number that so many bits hold.
    pub(super) fn largest(self) -> u128 {
        u128::MAX.unbounded_shr(128_u32.saturating_sub(u32::from(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::{PrefixBits, RevocationHash};

    #[test]
    fn hashes_keep_their_first_bits() {
        let hash = RevocationHash([0x80, 0x01, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2]);
        for (bits, value) in [(8, 0x80), (9, 0x100), (16, 0x8001), (64, 0x8001_ff00_0000_0000)] {
            let bits = PrefixBits::new(bits).unwrap();
            assert_eq!(bits.of(&hash), value);
            assert!(value <= bits.largest() && bits.of(&RevocationHash([0xff; 16])) == bits.largest());
        }
        assert_eq!(PrefixBits::WHOLE.of(&hash), u128::from_be_bytes(hash.0));
        assert_eq!((PrefixBits::new(7), PrefixBits::new(129)), (None, None));
    }
}
