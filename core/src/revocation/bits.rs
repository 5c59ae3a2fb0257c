//! Bits of a byte string, the most significant bit of each byte first.

/// `count` bits (up to 128) from bit `first` on, as a number; bits beyond the end are 0.
pub(super) fn number(bytes: &[u8], first: usize, count: u32) -> u128 {
    let tail = bytes.get(first.div_euclid(8)..).unwrap_or_default();
    let passed = u32::try_from(first.rem_euclid(8)).unwrap_or_default();
    let word = tail.first_chunk().map_or_else(|| padded(tail), |whole| u128::from_be_bytes(*whole));
    let next = tail.get(16).copied().map_or(0, u128::from);
    let aligned = word.unbounded_shl(passed) | next.unbounded_shr(8_u32.saturating_sub(passed));
    aligned.unbounded_shr(128_u32.saturating_sub(count))
}

/// 64 bits from bit `first` on.
pub(super) fn word(bytes: &[u8], first: usize) -> u64 {
    u64::try_from(number(bytes, first, u64::BITS)).unwrap_or_default()
}

fn padded(tail: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(tail) {
        *to = *from;
    }
    u128::from_be_bytes(bytes)
}

/// Whether bit `index` is 1; bits beyond the end are 0.
pub(super) fn is_one(bytes: &[u8], index: usize) -> bool {
    number(bytes, index, 1) == 1
}

/// How many bits are 1.
pub(super) fn ones(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks();
    let of_words = words.iter().map(|word| u64::from_be_bytes(*word).count_ones());
    of_words.chain(rest.iter().map(|byte| byte.count_ones())).fold(0, u32::saturating_add)
}

/// The position of the 0 that has `before` zeros before it.
pub(super) fn zero(bytes: &[u8], mut before: u32) -> Option<usize> {
    let mut position: usize = 0;
    let (words, rest) = bytes.as_chunks();
    let mut wide = words.iter().map(|word| u64::from_be_bytes(*word));
    let last = words.len().saturating_mul(8);
    for word in wide.by_ref() {
        let zeros = word.count_zeros();
        if before < zeros {
            return position.checked_add(zero_of_bytes(&word.to_be_bytes(), before)?);
        }
        before = before.saturating_sub(zeros);
        position = position.saturating_add(64);
    }
    last.checked_mul(8)?.checked_add(zero_of_bytes(rest, before)?)
}

fn zero_of_bytes(bytes: &[u8], mut before: u32) -> Option<usize> {
    let mut position: usize = 0;
    for byte in bytes {
        let zeros = byte.count_zeros();
        if before < zeros {
            return (0..8_u32)
                .filter(|bit| byte.unbounded_shl(*bit) < 0x80)
                .nth(usize::try_from(before).ok()?)
                .and_then(|bit| position.checked_add(usize::try_from(bit).ok()?));
        }
        before = before.saturating_sub(zeros);
        position = position.saturating_add(8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_one, number, ones, zero};

    fn bytes() -> Vec<u8> {
        (0..40_u32).map(|index| u8::try_from(index.wrapping_mul(97).rem_euclid(251)).unwrap()).collect()
    }

    fn bit(bytes: &[u8], index: usize) -> bool {
        let mask = 0x80_u8.unbounded_shr(u32::try_from(index % 8).unwrap());
        bytes.get(index / 8).is_some_and(|byte| byte & mask != 0)
    }

    #[test]
    fn numbers_are_read_bit_by_bit() {
        let bytes = bytes();
        for first in 0..bytes.len() * 8 + 9 {
            assert_eq!(is_one(&bytes, first), bit(&bytes, first));
            for count in [0, 1, 7, 8, 40, 64, 65, 121, 127, 128] {
                let slow = (first..).take(count).fold(0_u128, |number, at| number << 1 | u128::from(bit(&bytes, at)));
                assert_eq!(number(&bytes, first, u32::try_from(count).unwrap()), slow, "{first} {count}");
            }
        }
    }

    #[test]
    fn ones_are_counted_and_zeros_are_found() {
        for length in [0, 1, 7, 8, 9, 16, 40] {
            let bytes = &bytes()[..length];
            let zeros: Vec<_> = (0..length * 8).filter(|index| !bit(bytes, *index)).collect();
            assert_eq!(usize::try_from(ones(bytes)).unwrap(), length * 8 - zeros.len());
            for (before, position) in (0..).zip(&zeros) {
                assert_eq!(zero(bytes, before), Some(*position));
            }
            assert_eq!(zero(bytes, u32::try_from(zeros.len()).unwrap()), None);
        }
    }
}
