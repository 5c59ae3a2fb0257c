//! Texts of rules and modes in several languages, and those fit for the door.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::medical_words::medical_word;

/// One text in several languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translations<T = String>(Vec<(String, T)>);

impl<T> Default for Translations<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Translations<T> {
    /// The text in the language of this ISO 639-1 code, or nothing.
    #[must_use]
    pub fn exactly(&self, language: &str) -> Option<&T> {
        self.0.iter().find(|(code, _)| code == language).map(|(_, text)| text)
    }

    /// The text in this language, else in English, else in any.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&T> {
        let any = || self.0.first().map(|(_, text)| text);
        self.exactly(language).or_else(|| self.exactly("en")).or_else(any)
    }

    /// Language and text, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(code, text)| (code.as_str(), text))
    }
}

impl Translations {
    /// Reads an object of texts by their language's code; what is no text is left out.
    #[must_use]
    pub fn of_object(json: Option<&Json>) -> Self {
        let entries = json.and_then(Json::as_object).into_iter().flatten();
        Self(entries.filter_map(|(code, text)| Some((code.clone(), text.as_str()?.to_owned()))).collect())
    }

    /// Reads a rule's list of `{"lang", "desc"}`; what is none is left out.
    #[must_use]
    pub fn of_descriptions(json: Option<&Json>) -> Self {
        let member = |entry: &Json, name| entry.get(name).and_then(Json::as_str).map(str::to_owned);
        let entries = json.and_then(Json::as_array).into_iter().flatten();
        Self(entries.filter_map(|entry| Some((member(entry, "lang")?, member(entry, "desc")?))).collect())
    }

    /// The same texts, each fit for the door.
    ///
    /// # Errors
    /// The first text that is not.
    pub fn for_staff(self) -> Result<Translations<StaffText>, MedicalWord> {
        let texts = self.0.into_iter().map(|(code, text)| StaffText::parse(text).map(|text| (code, text)));
        texts.collect::<Result<_, _>>().map(Translations)
    }
}

impl<T: Serialize> Serialize for Translations<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A text that may stand at a door: it names no product, dose, test or disease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct StaffText(String);

impl StaffText {
    /// Takes a text that names nothing medical in any of the languages.
    ///
    /// # Errors
    /// [`MedicalWord`]: the first word that does.
    pub fn parse(text: String) -> Result<Self, MedicalWord> {
        if let Some(foreign) = text.chars().find(|letter| !is_plain(*letter)) {
            return Err(MedicalWord { word: foreign.escape_unicode().to_string() });
        }
        match medical_word(&text) {
            Some(word) => Err(MedicalWord { word: word.to_owned() }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters of the three languages, each as one character, and ordinary punctuation. With marks that are not seen, or letters
/// put together or written wide, a word could hide.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | 'À'..='ž' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ' | '–' | '—' | '‘'..='„' | '…' | '«' | '»')
}

/// A text for staff names something medical, or has characters among which such a word could hide.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a text for staff says \"{word}\"; in plain letters, it may name no product, dose, test, illness or recovery")]
pub struct MedicalWord {
    /// The word, as it is written there.
    pub word: String,
}
