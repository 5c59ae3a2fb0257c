//! Whether the certificates of one check belong to one person. Only vouched-for certificates are compared, letter by letter:
//! what `person` knows of names weighs 80 kB, which the library of a verifier has no room for yet.

use crate::certificate::{Certificate, Payload};
use crate::instant::PartialDate;
use crate::verdict::{Cause, Content};

/// The strongest doubt among all pairs, if there is one.
pub(super) fn compare<'e>(contents: impl Iterator<Item = &'e Content>) -> Option<Cause> {
    let holders: Vec<_> = contents.filter_map(Content::verified).collect();
    let pairs = || {
        let one_and_rest = holders.iter().enumerate();
        one_and_rest
            .flat_map(|(index, one)| holders.iter().skip(index.saturating_add(1)).map(move |other| (*one, *other)))
    };
    if pairs().any(|(one, other)| one.birth_date().excludes(other.birth_date())) {
        return Some(Cause::DifferentPersons);
    }
    pairs().any(|(one, other)| !surely_one(one, other)).then_some(Cause::PersonsUnclear)
}

fn surely_one(one: &Certificate, other: &Certificate) -> bool {
    let known = |certificate: &Certificate| certificate.birth_date() != PartialDate::Unknown;
    let name = standard_name(one);
    !name.is_empty() && name == standard_name(other) && known(one) && known(other)
}

/// The name in capitals, by the transliteration the certificate carries where it carries one.
fn standard_name(certificate: &Certificate) -> String {
    match &certificate.payload {
        Payload::Dcc(dcc) => match (&dcc.name.given_standard, &dcc.name.family_standard) {
            (None, None) => dcc.name.display().to_uppercase(),
            (given, family) => {
                let part = |name: &Option<String>| name.as_deref().unwrap_or_default().replace('<', " ");
                format!("{} {}", part(given), part(family)).trim().to_uppercase()
            }
        },
        Payload::Icvp(_) => certificate.holder_name().to_uppercase(),
    }
}
