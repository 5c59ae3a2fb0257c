//! Sixteen bits as a word that can be said aloud (proquints, arXiv:0901.4016): consonants and vowels by turns, so that no
//! list is needed.

pub(super) const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
pub(super) const VOWELS: &[u8; 4] = b"aiou";
/// The bits of each letter of a word, from the highest.
const PLACES: [(u32, &[u8]); 5] = [(12, CONSONANTS), (10, VOWELS), (6, CONSONANTS), (4, VOWELS), (0, CONSONANTS)];

/// The word of a number.
pub(crate) fn word(number: u16) -> String {
    let letter = |(shift, letters): (u32, &[u8])| {
        let place = usize::from(number.checked_shr(shift).unwrap_or_default()).checked_rem(letters.len());
        place.and_then(|place| letters.get(place)).copied().map_or('?', char::from)
    };
    PLACES.into_iter().map(letter).collect()
}

/// The number of a word, in lower case.
pub(crate) fn number(word: &str) -> Option<u16> {
    let mut number: u16 = 0;
    for ((shift, letters), letter) in PLACES.into_iter().zip(word.bytes()) {
        let place = letters.iter().position(|known| *known == letter)?;
        number |= u16::try_from(place).ok()?.checked_shl(shift)?;
    }
    (word.len() == PLACES.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{number, word};

    #[test]
    fn every_number_has_its_word() {
        for expected in 0..=u16::MAX {
            assert_eq!(number(&word(expected)), Some(expected));
        }
        assert_eq!((word(0), word(u16::MAX)), ("babab".to_owned(), "zuzuz".to_owned()));
        for foreign in ["", "baba", "bababa", "abbab", "bebab", "BABAB", "bábab"] {
            assert_eq!(number(foreign), None, "{foreign}");
        }
    }
}
