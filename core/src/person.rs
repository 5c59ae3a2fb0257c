//! Which certificates belong to one person, with the reason; what a user decided about it; groups of certificates.
//!
//! Peers disagree on this more than on anything else (peers.md §1a), and joining or not joining without a word is what
//! their users complain of most. So a [`Comparison`] always says why, has a middle value, and is never passed on from
//! one pair to the next: that A is B and B is C does not make A and C one.

mod comparison;
mod decisions;
mod groups;
mod letters;
mod matching;
mod names;
mod spelling;
mod titles;
mod words;

use crate::certificate::{Certificate, Payload, PersonName};
use crate::instant::PartialDate;
use names::Name;

pub use comparison::{Comparison, DifferentBecause, PerhapsBecause, SameBecause};
pub use decisions::{Decisions, Key};
pub use groups::{Group, Joined, Member, Suggestion, groups};

/// What of a person stands in a certificate: names as written and as transliterated, made ready for comparison, and the
/// date of birth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    name: Name,
    birth: PartialDate,
}

impl Identity {
    /// The holder of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        match &certificate.payload {
            Payload::Dcc(dcc) => Self::new(&dcc.name, dcc.birth_date),
            Payload::Icvp(icvp) => Self::of_bare_name(icvp.name.as_deref().unwrap_or_default(), icvp.birth_date),
        }
    }

    /// A person by the four name fields of an EU certificate, any of which may be missing, and a date of birth.
    #[must_use]
    pub fn new(name: &PersonName, birth: PartialDate) -> Self {
        Self { name: Name::of(name), birth }
    }

    /// A person whose names nobody has told apart: entered by hand, in a WHO certificate, in a personal code.
    #[must_use]
    pub fn of_bare_name(name: &str, birth: PartialDate) -> Self {
        let whole = Some(name.to_owned());
        Self::new(&PersonName { family: whole, given: None, family_standard: None, given_standard: None }, birth)
    }

    /// The same names with another date of birth.
    #[must_use]
    pub fn born(self, birth: PartialDate) -> Self {
        Self { birth, ..self }
    }

    /// The date of birth.
    #[must_use]
    pub fn birth_date(&self) -> PartialDate {
        self.birth
    }

    /// Whether there is any name in it.
    #[must_use]
    pub fn has_name(&self) -> bool {
        !self.name.is_empty()
    }
}

/// Whether two identities are one person's, and why. The order of the two makes no difference.
#[must_use]
pub fn compare(one: &Identity, other: &Identity) -> Comparison {
    let dates = Dates::of(one.birth, other.birth);
    if dates == Dates::Exclude {
        return Comparison::Different(DifferentBecause::BirthDates);
    }
    // Some names are alike in more than one way; an order that depends on them alone makes the choice the same.
    let (first, second) = if one.name <= other.name { (one, other) } else { (other, one) };
    comparison::judge(names::compare(&first.name, &second.name), dates)
}

/// How far two dates of birth agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    /// Both whole, and equal.
    Equal,
    /// Nothing known of the one speaks against the other.
    Agree,
    /// One or both are unknown.
    Unknown,
    /// Equal once day and month of one change places.
    Swapped,
    /// They cannot be the same day.
    Exclude,
}

impl Dates {
    fn of(one: PartialDate, other: PartialDate) -> Self {
        match (one, other) {
            (PartialDate::Unknown, _) | (_, PartialDate::Unknown) => Self::Unknown,
            (PartialDate::Day(one), PartialDate::Day(other)) if one == other => Self::Equal,
            _ if one.is_with_day_and_month_swapped(other) => Self::Swapped,
            _ if one.excludes(other) => Self::Exclude,
            _ => Self::Agree,
        }
    }
}

#[cfg(test)]
mod tests;
