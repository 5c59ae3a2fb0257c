//! Six words that an app makes and a person types: 78 bits of chance, each word with three bits against typing errors
//! (docs/export-format.md §4).
//!
//! The words follow a rule and come from no list. A list of 7,776 English words would be foreign to most who type
//! them here, cost 60 KB, and know a mistake only as "no such word".

use zeroize::{Zeroize, Zeroizing};

use super::proquint;

/// How many words a passphrase has.
pub const WORDS: usize = 6;

/// A passphrase of six words. Its text is as secret as what it opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

/// Why a text is no passphrase. Words are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer words than six, or more.
    #[error("{found} words, a passphrase has {}", WORDS)]
    Words {
        /// How many.
        found: usize,
    },
    /// A word is none of a passphrase's, or none that may stand in this place.
    #[error("word {word} has a typing error")]
    Word {
        /// Which one.
        word: usize,
    },
}

impl Passphrase {
    /// The passphrase of 80 random bits, the last two of which are not used.
    #[must_use]
    pub fn of_entropy(entropy: &[u8; 10]) -> Self {
        let mut bits = entropy.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte)) >> 2;
        let mut values = [0_u16; WORDS];
        for value in values.iter_mut().rev() {
            *value = u16::try_from(bits & 0x1fff).unwrap_or_default();
            bits >>= 13;
        }
        let words = values.iter().zip(0_u16..).map(|(value, place)| word(*value, place));
        let text = Zeroizing::new(words.collect::<Vec<_>>().join(" "));
        values.zeroize();
        bits.zeroize();
        Self(text)
    }

    /// Reads what somebody typed. Letter case, accents and whatever stands between the words do not matter, and letters
    /// that no word has count as the ones that sound alike (`c` and `q` as `k`, `w` as `v`, `y` as `i`).
    ///
    /// # Errors
    /// [`PassphraseError`], which names the word but does not repeat it.
    pub fn parse(typed: &str) -> Result<Self, PassphraseError> {
        let plain: Zeroizing<String> = Zeroizing::new(typed.chars().filter_map(plain).collect());
        let words: Vec<&str> = plain.split_ascii_whitespace().collect();
        if words.len() != WORDS {
            return Err(PassphraseError::Words { found: words.len() });
        }
        for (typed, place) in words.iter().zip(0_u16..) {
            let fits = value(typed).is_some_and(|value| word(value, place) == *typed);
            if !fits {
                return Err(PassphraseError::Word { word: usize::from(place).saturating_add(1) });
            }
        }
        Ok(Self(Zeroizing::new(words.join(" "))))
    }

    /// The six words with a space between them, in lower case: what is shown, and what the key is made of.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}

/// The word of 13 bits: a proquint of the value and its three check bits.
fn word(value: u16, place: u16) -> String {
    proquint::word((value << 3) | (checked(value) ^ place.saturating_add(1)))
}

/// The 13 bits of a word, whatever its check bits are.
fn value(word: &str) -> Option<u16> {
    proquint::number(word).map(|bits| bits >> 3)
}

/// The remainder of the value, with three noughts behind it, by x³ + x + 1. It notices every wrong vowel and all but one
/// in fifteen wrong consonants; with the place added to it, every two words that changed places.
fn checked(value: u16) -> u16 {
    let divide =
        |rest: u16, bit: u16| if rest >> bit & 1 == 1 { rest ^ (0b1011 << bit.saturating_sub(3)) } else { rest };
    (3..16).rev().fold(value << 3, divide)
}

/// The letter as words have it, a space for what stands between words, nothing for an accent that stands alone.
fn plain(letter: char) -> Option<char> {
    Some(match letter.to_ascii_lowercase() {
        '\u{300}'..='\u{36f}' => return None,
        'c' | 'q' | 'č' | 'Č' => 'k',
        'w' => 'v',
        'y' | 'ý' | 'Ý' => 'i',
        plain @ 'a'..='z' => plain,
        'à'..='å' | 'À'..='Å' | 'ă' | 'Ă' | 'ạ'..='ặ' | 'Ạ'..='Ặ' => 'a',
        'ì'..='ï' | 'Ì'..='Ï' | 'ĩ' | 'Ĩ' | 'ỉ'..='ị' | 'Ỉ'..='Ị' => 'i',
        'ò'..='ö' | 'Ò'..='Ö' | 'ơ' | 'Ơ' | 'ọ'..='ợ' | 'Ọ'..='Ợ' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ũ' | 'Ũ' | 'ů' | 'Ů' | 'ư' | 'Ư' | 'ụ'..='ự' | 'Ụ'..='Ự' => 'u',
        'đ' | 'Đ' | 'ď' | 'Ď' => 'd',
        'ň' | 'Ň' => 'n',
        'ř' | 'Ř' => 'r',
        'š' | 'Š' => 's',
        'ť' | 'Ť' => 't',
        'ž' | 'Ž' => 'z',
        // Kept, so that a word with it is refused: it is no separator.
        other if other.is_alphanumeric() => other,
        _ => ' ',
    })
}

#[cfg(test)]
mod tests;
