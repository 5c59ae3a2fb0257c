//! Whose is what: the certificates and entries of a wallet as persons (see [`crate::person`]), with the reason for each.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::listing::{Holder, KeptCertificate, KeptPerson, Listing};
use super::{Decision, DecisionKey};
use crate::instant::PartialDate;
use crate::order;
use crate::person::{self, Comparison, Decisions, Identity, Joined};
use crate::store::RecordId;

/// One person, as far as names, dates of birth and the user's decisions tell. The id of any member names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// As the certificate that counts most names them, or as they were entered.
    pub holder: Holder,
    /// Whether no certificate says that they exist: it is an identity only.
    pub is_identity_only: bool,
    /// What belongs to them, in the order of the wallet. Never empty.
    pub members: Vec<Belonging>,
    /// Who else they may be, the likeliest first.
    pub perhaps: Vec<Perhaps>,
}

/// Something that belongs to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Belonging {
    /// A certificate, or a person who was entered by hand.
    pub id: RecordId,
    /// What joins it to the others. Nothing where it is alone, or another edition of one that is joined.
    pub because: Option<Because>,
}

/// Why something belongs to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Because {
    /// The reason.
    #[serde(serialize_with = "code")]
    pub joined: Joined,
    /// The other for which it holds.
    pub with: RecordId,
}

/// Somebody who may be the same person. [`super::Wallet::decide`] settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Perhaps {
    /// The place of the other among the persons.
    pub person: u32,
    /// The one of this person that is most like it.
    pub own: RecordId,
    /// The one of the other person.
    pub other: RecordId,
    /// How they compare.
    #[serde(flatten)]
    pub comparison: Comparison,
}

impl Listing {
    /// The person to whom something belongs.
    #[must_use]
    pub fn person_of(&self, id: RecordId) -> Option<&Person> {
        self.people.iter().find(|person| person.has(id))
    }

    /// What decisions about a certificate or a person are remembered by.
    #[must_use]
    pub fn decision_key(&self, id: RecordId) -> Option<DecisionKey> {
        let kept = self.certificates.iter().find(|kept| kept.id == id).map(KeptCertificate::decision_key);
        kept.or_else(|| self.persons.iter().find(|kept| kept.id == id).map(KeptPerson::decision_key))
    }

    /// The certificates of a person that count, in the order of the wallet.
    pub fn current_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a KeptCertificate> {
        self.certificates.iter().filter(|kept| kept.is_current() && person.has(kept.id))
    }
}

impl Person {
    /// Whether this belongs to the person.
    #[must_use]
    pub fn has(&self, id: RecordId) -> bool {
        self.members.iter().any(|member| member.id == id)
    }
}

/// The persons in a wallet, in the order in which the first of each was added; certificates that nobody can read belong to
/// none.
pub(super) fn people(certificates: &[KeptCertificate], notes: &[KeptPerson], decisions: &[Decision]) -> Vec<Person> {
    let parties = Parties::of(certificates, notes);
    let identities: Vec<_> = parties.by_key.iter().map(|(key, party)| (*key, &party.identity)).collect();
    let mut groups: Vec<Joint<'_>> = Vec::new();
    let found = person::groups(&identities, &decided(decisions));
    for group in &found {
        let mut members: Vec<_> = group.members.iter().flat_map(|member| parties.members(member)).collect();
        order::by_key(&mut members, |(place, _)| *place);
        groups.push(Joint { members, group });
    }
    let mut order: Vec<_> = (0..groups.len()).collect();
    order::by_key(&mut order, |place| groups.get(*place).and_then(Joint::first));
    let place = |group: usize| order.iter().position(|place| *place == group);
    let ordered = order.iter().filter_map(|place| groups.get(*place));
    ordered.filter_map(|joint| joint.person(&parties, certificates, notes, place)).collect()
}

/// The user's decisions, later ones over earlier ones.
fn decided(kept: &[Decision]) -> Decisions {
    let mut decisions = Decisions::default();
    for Decision { one, other, is_one_person } in kept {
        if *is_one_person { decisions.merge(*one, *other) } else { decisions.split(*one, *other) }
    }
    decisions
}

/// All that has an identity, by what decisions know it by.
struct Parties {
    by_key: BTreeMap<DecisionKey, Party>,
}

/// The editions of one certificate, or one entry.
struct Party {
    identity: Identity,
    /// Each with its place in the wallet, that which counts first.
    ids: Vec<(usize, RecordId)>,
}

impl Parties {
    fn of(certificates: &[KeptCertificate], notes: &[KeptPerson]) -> Self {
        let mut by_key = BTreeMap::new();
        let mut add = |key, identity: &dyn Fn() -> Identity, order: usize, id| {
            let party = by_key.entry(key).or_insert_with(|| Party { identity: identity(), ids: Vec::new() });
            party.ids.push((order, id));
        };
        let (current, replaced): (Vec<_>, Vec<_>) =
            certificates.iter().enumerate().partition(|(_, kept)| kept.is_current());
        for (order, kept) in current.into_iter().chain(replaced) {
            if let Some(certificate) = kept.look() {
                add(kept.decision_key(), &|| Identity::of(certificate), order, kept.id);
            }
        }
        for (order, note) in (certificates.len()..).zip(notes) {
            let identity = || Identity::of_bare_name(&note.holder.name, note.holder.born);
            add(note.decision_key(), &identity, order, note.id);
        }
        Self { by_key }
    }

    fn id(&self, key: &DecisionKey) -> Option<RecordId> {
        Some(self.by_key.get(key)?.ids.first()?.1)
    }

    /// All editions of a member; the reason stands at the one that counts.
    fn members(&self, member: &person::Member) -> Vec<(usize, Belonging)> {
        let because = member.because.and_then(|(joined, with)| Some(Because { joined, with: self.id(&with)? }));
        let ids = self.by_key.get(&member.key).map(|party| party.ids.as_slice()).unwrap_or_default();
        let reasons = std::iter::once(because).chain(std::iter::repeat(None));
        ids.iter().zip(reasons).map(|((order, id), because)| (*order, Belonging { id: *id, because })).collect()
    }
}

/// A group with its members in the order of the wallet.
struct Joint<'a> {
    members: Vec<(usize, Belonging)>,
    group: &'a person::Group,
}

impl Joint<'_> {
    fn first(&self) -> Option<usize> {
        self.members.first().map(|(order, _)| *order)
    }

    fn person(
        &self,
        parties: &Parties,
        certificates: &[KeptCertificate],
        notes: &[KeptPerson],
        place: impl Fn(usize) -> Option<usize>,
    ) -> Option<Person> {
        let has = |id: RecordId| self.members.iter().any(|(_, member)| member.id == id);
        let known = |kept: &KeptCertificate| kept.look().map(|certificate| known(certificate.birth_date()));
        // Of several that count alike, the one that knows the whole date of birth; then the last added.
        let current = certificates.iter().filter(|kept| kept.is_current() && has(kept.id));
        let best = current.max_by_key(|kept| (kept.rank(), known(kept)));
        let certified = best.and_then(KeptCertificate::look).map(Holder::of);
        let entered = || notes.iter().find(|note| has(note.id)).map(|note| Holder::of_note(&note.holder));
        let perhaps = self.group.perhaps.iter().filter_map(|suggestion| {
            let (own, other) = (parties.id(&suggestion.between.0)?, parties.id(&suggestion.between.1)?);
            let person = u32::try_from(place(suggestion.group)?).ok()?;
            Some(Perhaps { person, own, other, comparison: suggestion.comparison })
        });
        Some(Person {
            is_identity_only: certified.is_none(),
            holder: certified.or_else(entered)?,
            members: self.members.iter().map(|(_, member)| member.clone()).collect(),
            perhaps: perhaps.collect(),
        })
    }
}

/// How much of a date is known.
fn known(date: PartialDate) -> u8 {
    match date {
        PartialDate::Day(_) => 3,
        PartialDate::Month(..) => 2,
        PartialDate::Year(_) => 1,
        PartialDate::Unknown => 0,
    }
}

fn code<S: Serializer>(joined: &Joined, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(joined.code())
}
