//! The Vietnamese personal code: an unsigned identity, which `envelope` recognises. It certifies nothing.

use serde::Serialize;

use crate::instant::{CalendarDate, PartialDate};

/// The identity in a Vietnamese personal code (peers.md §5.1 C).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PersonalCode {
    /// Number of the identity document; its first digits may be masked with `*`.
    pub document: String,
    /// Name in capitals.
    pub name: String,
    /// Date of birth.
    pub birth_date: PartialDate,
    /// Whether somebody else declared it.
    pub declared_by_other: bool,
}

impl PersonalCode {
    /// Reads the four fields that identify; the rest is neither shown nor kept.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split('|');
        Some(Self {
            document: fields.next()?.to_owned(),
            name: fields.next()?.to_owned(),
            birth_date: PartialDate::Day(CalendarDate::parse(fields.next()?).ok()?),
            declared_by_other: fields.next()? == "1",
        })
    }
}
