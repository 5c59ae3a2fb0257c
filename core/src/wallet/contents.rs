//! What a wallet keeps beside certificates: persons, expectations, decisions.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::certificate::{CertificateKind, PersonalCode};
use crate::instant::{Instant, PartialDate};
use crate::limits;

/// What somebody typed cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Nothing was typed.
    #[error("{what}: nothing is written there")]
    Empty {
        /// The field.
        what: &'static str,
    },
    /// It is too long.
    #[error("{what}: {found} characters, at most {most} are kept")]
    TooLong {
        /// The field.
        what: &'static str,
        /// Its characters.
        found: usize,
        /// The bound.
        most: usize,
    },
}

/// A person as somebody entered them: no certificate says that they exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct HolderNote {
    /// The name in one piece.
    pub name: String,
    /// The date of birth; may be partial.
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub born: PartialDate,
    /// Number of the identity document, from a Vietnamese personal code.
    #[serde(default)]
    pub document: Option<String>,
}

/// A certificate that is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Expectation {
    /// What it is, in its owner's words.
    pub what: String,
    /// Since when it is waited for: no certificate issued before is it.
    pub since: Instant,
    /// What it waits for.
    pub awaiting: Awaiting,
    /// Whom to ask.
    pub ask: Option<String>,
    /// Its type, if that is known: then a certificate of this type can be it.
    pub kind: Option<CertificateKind>,
    /// Whose it is, if that is known.
    pub holder: Option<HolderNote>,
}

/// The steps of a certificate that does not exist yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Awaiting {
    /// Whoever vaccinated or tested has not reported it yet.
    Data,
    /// The report is there, and nobody has validated it.
    Validation,
    /// It is validated, and not signed.
    Signature,
}

/// Whether two belong to one person, as the user says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// One of the two (see [`super::DecisionKey`]).
    pub one: [u8; 32],
    /// The other.
    pub other: [u8; 32],
    /// Whether they are one person.
    pub is_one_person: bool,
}

impl HolderNote {
    /// The person in a Vietnamese personal code.
    #[must_use]
    pub fn of_code(code: &PersonalCode) -> Self {
        Self { name: code.name.clone(), born: code.birth_date, document: Some(code.document.clone()) }
    }

    /// The same, fit to be kept.
    pub(super) fn checked(&self) -> Result<Self, NoteError> {
        let name = written("name", &self.name)?;
        let document = self.document.as_deref().map(|document| written("document", document)).transpose()?;
        Ok(Self { name, document, born: self.born })
    }
}

impl Expectation {
    /// The same, fit to be kept.
    pub(super) fn checked(&self) -> Result<Self, NoteError> {
        let what = written("what", &self.what)?;
        let ask = self.ask.as_deref().map(|ask| written("ask", ask)).transpose()?;
        let holder = self.holder.as_ref().map(HolderNote::checked).transpose()?;
        Ok(Self { what, ask, holder, ..self.clone() })
    }
}

impl Decision {
    /// The two in an order that does not depend on who was named first.
    pub(super) fn pair(&self) -> Option<[[u8; 32]; 2]> {
        (self.one != self.other).then(|| [self.one.min(self.other), self.one.max(self.other)])
    }
}

fn written(what: &'static str, text: &str) -> Result<String, NoteError> {
    let (text, most) = (text.trim(), limits::WALLET_NOTE_CHARS);
    match text.chars().count() {
        0 => Err(NoteError::Empty { what }),
        found if found > most => Err(NoteError::TooLong { what, found, most }),
        _ => Ok(text.to_owned()),
    }
}

fn write_date<S: Serializer>(date: &PartialDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PartialDate, D::Error> {
    PartialDate::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}
