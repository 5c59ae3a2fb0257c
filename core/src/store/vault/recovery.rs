//! The recovery phrase: 128 random bits as eight words that can be said aloud, and a ninth that finds typing errors.
//!
//! The words are proquints, 16 bits each.

use std::fmt;

use ring::digest;
use zeroize::Zeroizing;

use crate::store::seal::{RandomnessError, derived, random};
use crate::transfer::proquint;

/// What opens a wallet when its vault is lost. Made by the app, written down by its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryPhrase(Zeroizing<[u8; 16]>);

/// Why a text is no recovery phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryPhraseError {
    /// Too few or too many words.
    #[error("{found} words, a recovery phrase has {WORDS}")]
    Words {
        /// How many.
        found: usize,
    },
    /// A word that is none.
    #[error("word {number} is none: a consonant and a vowel by turns, five letters")]
    Word {
        /// Which, from 1.
        number: usize,
    },
    /// The words do not belong together.
    #[error("there is a typing error: the last word does not fit the others")]
    Sum,
}

impl RecoveryPhrase {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomnessError`].
    pub fn make() -> Result<Self, RandomnessError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// Reads a phrase: capitals, hyphens and more spaces than one are forgiven.
    ///
    /// # Errors
    /// [`RecoveryPhraseError`].
    pub fn parse(text: &str) -> Result<Self, RecoveryPhraseError> {
        let text = Zeroizing::new(text.to_lowercase());
        let words: Vec<_> =
            text.split(|c: char| c == '-' || c.is_whitespace()).filter(|word| !word.is_empty()).collect();
        if words.len() != WORDS {
            return Err(RecoveryPhraseError::Words { found: words.len() });
        }
        let mut numbers = Zeroizing::new(Vec::with_capacity(WORDS));
        for (number, word) in (1_usize..).zip(words) {
            numbers.extend(proquint::number(word).ok_or(RecoveryPhraseError::Word { number })?.to_be_bytes());
        }
        let (secret, sum) = numbers.split_first_chunk::<16>().ok_or(RecoveryPhraseError::Sum)?;
        let phrase = Self(Zeroizing::new(*secret));
        if phrase.sum() == sum { Ok(phrase) } else { Err(RecoveryPhraseError::Sum) }
    }

    /// The phrase for its owner to write down.
    #[must_use]
    pub fn words(&self) -> String {
        let numbers = [&self.0[..], &self.sum()].concat();
        let pairs = numbers.as_chunks::<2>().0.iter().map(|pair| proquint::word(u16::from_be_bytes(*pair)));
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// The key that wraps the wallet's. The phrase is random enough to need no stretching.
    pub(super) fn key(&self) -> Zeroizing<[u8; 32]> {
        derived(self.0.as_slice(), b"recovery")
    }

    fn sum(&self) -> [u8; 2] {
        let digest = digest::digest(&digest::SHA256, &[b"semafor/wallet/recovery/sum/1", self.0.as_slice()].concat());
        digest.as_ref().first_chunk().copied().unwrap_or_default()
    }
}

impl fmt::Debug for RecoveryPhrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryPhrase")
    }
}

/// Eight of the secret, one of the sum.
const WORDS: usize = 9;
