//! Whether the certificates of one check belong to one person. Only vouched-for certificates are compared.

use super::examine::Examination;
use crate::person::{self, Comparison, DifferentBecause, Identity, PerhapsBecause};
use crate::verdict::Cause;

/// The strongest doubt among all pairs, if there is one. Names that differ are no proof: issuers misspell them.
pub(super) fn compare<'e, 'k: 'e>(examinations: impl Iterator<Item = &'e Examination<'k>> + Clone) -> Option<Cause> {
    let verified = || examinations.clone().filter_map(|examination| examination.content.verified());
    // One is nobody else; most checks are of one.
    verified().nth(1)?;
    let holders: Vec<_> = verified().map(Identity::of).collect();
    let doubts: Vec<_> = holders
        .iter()
        .enumerate()
        .flat_map(|(index, one)| {
            holders.iter().skip(index.saturating_add(1)).filter_map(|other| doubt(person::compare(one, other)))
        })
        .collect();
    let surely = doubts.contains(&Cause::DifferentPersons).then_some(Cause::DifferentPersons);
    surely.or_else(|| doubts.into_iter().next())
}

/// Days of birth that exclude each other refuse, even where day and month may have changed places.
fn doubt(comparison: Comparison) -> Option<Cause> {
    match comparison {
        Comparison::Same(_) => None,
        Comparison::Different(DifferentBecause::BirthDates)
        | Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped) => Some(Cause::DifferentPersons),
        Comparison::Different(_) | Comparison::Perhaps(_) => Some(Cause::PersonsUnclear),
    }
}
