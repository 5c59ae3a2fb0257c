//! Certificates → persons. The result depends on what is there and what was decided, never on the order in which it came.
//!
//! Two stand in one group when a chain of pairs joins them, and no pair in the group contradicts. Where one fits two
//! that contradict each other, as `1964` fits two birthdays of that year, it joins neither: it stands alone, with both
//! as suggestions.

use crate::order;
use std::collections::BTreeSet;

use super::comparison::{Comparison, SameBecause};
use super::decisions::{Decisions, Key};
use super::{Identity, compare};

/// The certificates of one person, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What is in it, by key. Never empty.
    pub members: Vec<Member>,
    /// Other groups that may be the same person, the likeliest first.
    pub perhaps: Vec<Suggestion>,
}

/// One certificate, or person without one, in its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its key.
    pub key: Key,
    /// What joins it to the group: the strongest of the reasons, and the other it holds for. Nothing where it is alone.
    pub because: Option<(Joined, Key)>,
}

/// What joins two of a group, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Joined {
    /// The user decided it.
    Decided,
    /// Names and dates agree.
    Alike(SameBecause),
}

impl Joined {
    /// The stable code of the reason.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Alike(because) => because.code(),
        }
    }
}

/// Another group that may be the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its place among the groups.
    pub group: usize,
    /// The member here and the one there that are most alike.
    pub between: (Key, Key),
    /// What comes of comparing those two: perhaps the same, or the same where others contradict.
    pub comparison: Comparison,
}

/// Groups of persons, by the smallest key in each. A key that comes twice counts once.
#[must_use]
pub fn groups(people: &[(Key, &Identity)], decisions: &Decisions) -> Vec<Group> {
    let mut people = people.to_vec();
    order::by(&mut people, |(one_key, one), (other_key, other)| {
        let births = || one.birth.to_string().cmp(&other.birth.to_string());
        one_key.cmp(other_key).then_with(|| one.name.cmp(&other.name)).then_with(births)
    });
    people.dedup_by_key(|(key, _)| *key);
    let pairs = Comparisons::of(&people, decisions);
    let clusters = Clusters::of(&pairs);
    described(&pairs, &clusters)
}

/// All people with each other.
struct Comparisons<'d> {
    keys: Vec<Key>,
    /// Of each, which of the different identities it has.
    identity: Vec<usize>,
    /// For each pair of different identities.
    compared: Vec<Vec<Comparison>>,
    /// Of each, whether any decision names it.
    named: Vec<bool>,
    decisions: &'d Decisions,
}

impl<'d> Comparisons<'d> {
    /// A family has hundreds of certificates and few identities: those alone are compared.
    fn of(people: &[(Key, &Identity)], decisions: &'d Decisions) -> Self {
        let mut different: Vec<&Identity> = Vec::new();
        let identity = people.iter().map(|(_, own)| {
            different.iter().position(|known| known == own).unwrap_or_else(|| {
                different.push(own);
                different.len().saturating_sub(1)
            })
        });
        let identity = identity.collect();
        let row = |one: &&Identity| different.iter().map(|other| compare(one, other)).collect();
        let compared = different.iter().map(row).collect();
        let named: BTreeSet<Key> =
            decisions.merged().chain(decisions.divided()).flat_map(|(one, other)| [*one, *other]).collect();
        let named = people.iter().map(|(key, _)| named.contains(key)).collect();
        Self { keys: people.iter().map(|(key, _)| *key).collect(), identity, compared, named, decisions }
    }

    fn len(&self) -> usize {
        self.keys.len()
    }

    /// Those of `members` that say something the others do not: the first of each identity, and whom a decision names.
    fn telling(&self, members: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let tells = |one: &usize| seen.insert(self.identity.get(*one)) | self.named.get(*one).copied().unwrap_or(true);
        members.into_iter().filter(tells).collect()
    }

    fn key(&self, one: usize) -> Key {
        self.keys.get(one).copied().unwrap_or_default()
    }

    fn comparison(&self, one: usize, other: usize) -> Option<Comparison> {
        self.compared.get(*self.identity.get(one)?)?.get(*self.identity.get(other)?).copied()
    }

    fn is_split(&self, one: usize, other: usize) -> bool {
        self.decisions.is_split(&self.key(one), &self.key(other))
    }

    /// What joins two, if anything does.
    fn joined(&self, one: usize, other: usize) -> Option<Joined> {
        if self.is_split(one, other) {
            None
        } else if self.decisions.is_merged(&self.key(one), &self.key(other)) {
            Some(Joined::Decided)
        } else if let Some(Comparison::Same(because)) = self.comparison(one, other) {
            Some(Joined::Alike(because))
        } else {
            None
        }
    }

    /// Whether two contradict each other and nobody has decided that they do not.
    fn contradict(&self, one: usize, other: usize) -> bool {
        let contradicts = || self.comparison(one, other).is_some_and(Comparison::contradicts);
        self.is_split(one, other) || (self.joined(one, other).is_none() && contradicts())
    }
}

/// Who is with whom.
struct Clusters {
    /// For each, the first of those it is with.
    first: Vec<usize>,
    /// For each, with whom it is by the user's decisions.
    decided: Vec<Vec<usize>>,
}

impl Clusters {
    fn of(pairs: &Comparisons<'_>) -> Self {
        let mut clusters = Self { first: (0..pairs.len()).collect(), decided: vec![Vec::new(); pairs.len()] };
        clusters.join_identical(pairs);
        if pairs.decisions.merged().next().is_some() {
            while clusters.join(pairs, Joined::Decided) {}
            let with = |one: usize| pairs.telling((0..pairs.len()).filter(|other| clusters.are_one(one, *other)));
            clusters.decided = (0..pairs.len()).map(with).collect();
        }
        for because in SameBecause::ALL {
            while clusters.join(pairs, Joined::Alike(*because)) {}
        }
        clusters
    }

    /// Joins those who are alike in every word and nowhere split: most of a wallet, without looking at each pair again.
    fn join_identical(&mut self, pairs: &Comparisons<'_>) {
        let mut identities = vec![Vec::new(); pairs.compared.len()];
        for (one, identity) in pairs.identity.iter().enumerate() {
            identities.get_mut(*identity).into_iter().for_each(|all: &mut Vec<usize>| all.push(one));
        }
        for all in identities {
            let Some(head) = all.first().copied() else { continue };
            let one_person = matches!(pairs.comparison(head, head), Some(Comparison::Same(_)));
            let telling = pairs.telling(all.iter().copied());
            let split = telling.iter().any(|one| telling.iter().any(|other| pairs.is_split(*one, *other)));
            if one_person && !split {
                all.iter().for_each(|one| self.unite(head, *one));
            }
        }
    }

    /// Joins what `weakest` or a stronger reason joins and nothing contradicts. Whether anything was joined.
    fn join(&mut self, pairs: &Comparisons<'_>, weakest: Joined) -> bool {
        let heads: Vec<usize> = (0..pairs.len()).filter(|one| self.first.get(*one) == Some(one)).collect();
        let between = |table: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<bool>> {
            heads.iter().map(|one| heads.iter().map(|other| one != other && table(*one, *other)).collect()).collect()
        };
        let mut members = vec![Vec::new(); pairs.len()];
        for (one, head) in self.first.iter().enumerate() {
            members.get_mut(*head).into_iter().for_each(|members: &mut Vec<usize>| members.push(one));
        }
        let members: Vec<Vec<usize>> = members.into_iter().map(|members| pairs.telling(members)).collect();
        let any = |one: usize, other: usize, holds: &dyn Fn(usize, usize) -> bool| {
            let of = |head: usize| members.get(head).into_iter().flatten().copied();
            of(one).any(|a| of(other).any(|b| holds(a, b)))
        };
        let linked =
            between(&|one, other| any(one, other, &|a, b| pairs.joined(a, b).is_some_and(|joined| joined <= weakest)));
        let against = between(&|one, other| any(one, other, &|a, b| self.are_against(pairs, a, b, weakest)));
        let at = |table: &[Vec<bool>], one: usize, other: usize| {
            table.get(one).and_then(|row| row.get(other)).copied().unwrap_or_default()
        };
        let all = 0..heads.len();
        // What fits both and contradicts between them keeps a pair apart, since it is not known with whom it goes.
        let torn =
            |one: usize, other: usize| all.clone().any(|third| at(&linked, third, one) && at(&against, third, other));
        let fits = |one: usize, other: usize| {
            at(&linked, one, other) && !at(&against, one, other) && !torn(one, other) && !torn(other, one)
        };
        let mut joint = Self { first: all.clone().collect(), decided: Vec::new() };
        for one in all.clone() {
            all.clone().filter(|other| one < *other && fits(one, *other)).for_each(|other| joint.unite(one, other));
        }
        let peaceful = |one: usize| {
            let with: Vec<usize> = all.clone().filter(|other| joint.are_one(one, *other)).collect();
            with.len() > 1 && !with.iter().any(|a| with.iter().any(|b| at(&against, *a, *b)))
        };
        let mut changed = false;
        for (place, head) in heads.iter().enumerate().filter(|(place, _)| peaceful(*place)) {
            let first = joint.first.get(place).and_then(|first| heads.get(*first)).copied().unwrap_or(*head);
            changed |= first != *head;
            self.unite(first, *head);
        }
        changed
    }

    /// Whether two may not be in one group. Where the user joined two that contradict each other, the one speaks for the
    /// other as well: who took a new name at a wedding still gets certificates in both.
    fn are_against(&self, pairs: &Comparisons<'_>, one: usize, other: usize, weakest: Joined) -> bool {
        if pairs.is_split(one, other) || weakest == Joined::Decided {
            return pairs.is_split(one, other);
        }
        let excused = |one: usize, other: usize| {
            let bridged = |third: usize| pairs.comparison(third, one).is_some_and(Comparison::contradicts);
            let mut decided = self.decided.get(one).into_iter().flatten().copied();
            decided.any(|third| bridged(third) && pairs.joined(third, other).is_some())
        };
        pairs.contradict(one, other) && !excused(one, other) && !excused(other, one)
    }

    fn are_one(&self, one: usize, other: usize) -> bool {
        self.first.get(one) == self.first.get(other)
    }

    fn unite(&mut self, one: usize, other: usize) {
        if let (Some(a), Some(b)) = (self.first.get(one).copied(), self.first.get(other).copied()) {
            let (head, old) = (a.min(b), a.max(b));
            self.first.iter_mut().filter(|first| **first == old).for_each(|first| *first = head);
        }
    }
}

/// The groups in words: why each member is in it, and who else it may be.
fn described(pairs: &Comparisons<'_>, clusters: &Clusters) -> Vec<Group> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new(); pairs.len()];
    for (one, head) in clusters.first.iter().enumerate() {
        all.get_mut(*head).into_iter().for_each(|members| members.push(one));
    }
    all.retain(|members| !members.is_empty());
    let telling: Vec<Vec<usize>> = all.iter().map(|members| pairs.telling(members.iter().copied())).collect();
    let member = |members: &[usize], one: usize| Member {
        key: pairs.key(one),
        because: members
            .iter()
            .filter(|other| **other != one)
            .filter_map(|other| Some((pairs.joined(one, *other)?, pairs.key(*other))))
            .min(),
    };
    let perhaps = |place: usize, own: &[usize]| {
        let others = telling.iter().enumerate().filter(|(other, _)| *other != place);
        let mut perhaps: Vec<_> = others.filter_map(|(other, others)| suggestion(pairs, own, other, others)).collect();
        order::by_key(&mut perhaps, |suggestion| (suggestion.comparison, suggestion.group));
        perhaps
    };
    let groups = all.iter().zip(&telling).enumerate().map(|(place, (members, telling))| Group {
        members: members.iter().map(|one| member(members, *one)).collect(),
        perhaps: perhaps(place, telling),
    });
    groups.collect()
}

/// Two groups that may be one, unless the user has parted them.
fn suggestion(pairs: &Comparisons<'_>, own: &[usize], place: usize, others: &[usize]) -> Option<Suggestion> {
    let across = || own.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    if across().any(|(one, other)| pairs.is_split(one, other)) {
        return None;
    }
    let likely = across().filter_map(|(one, other)| {
        let comparison = pairs.comparison(one, other)?;
        let likely = !matches!(comparison, Comparison::Different(_));
        likely.then(|| (comparison, (pairs.key(one), pairs.key(other))))
    });
    likely.min().map(|(comparison, between)| Suggestion { group: place, between, comparison })
}
