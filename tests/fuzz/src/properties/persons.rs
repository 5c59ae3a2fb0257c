//! Identities from lines of text, compared and grouped.

use semafor_core::certificate::PersonName;
use semafor_core::instant::PartialDate;
use semafor_core::person::{Comparison, Decisions, Identity, Key, compare, groups};

/// More people only take longer.
const PEOPLE: usize = 6;

/// A byte that says what was decided, and lines `fn|gn|fnt|gnt|dob`, a person each.
pub fn person(data: &[u8]) {
    let Some((&decided, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let identities: Vec<Identity> = text.lines().take(PEOPLE).map(identity).collect();
    for one in &identities {
        let known = one.has_name() && one.birth_date() != PartialDate::Unknown;
        assert_eq!(matches!(compare(one, one), Comparison::Same(_)), known);
        for other in &identities {
            let comparison = compare(one, other);
            assert_eq!(comparison, compare(other, one));
            let excluded = one.birth_date().excludes(other.birth_date());
            assert!(!(excluded && matches!(comparison, Comparison::Same(_))));
        }
    }
    grouped_in_any_order(&identities, decided);
}

fn grouped_in_any_order(identities: &[Identity], decided: u8) {
    let key = |place: usize| -> Key { [u8::try_from(place).unwrap_or(u8::MAX); 32] };
    let mut decisions = Decisions::default();
    for (bit, (one, other)) in [(0, 1), (1, 2), (0, 2), (2, 3)].into_iter().enumerate() {
        match decided >> bit.saturating_mul(2) & 3 {
            1 => decisions.merge(key(one), key(other)),
            2 => decisions.split(key(one), key(other)),
            _ => {}
        }
    }
    let mut people: Vec<_> = identities.iter().enumerate().map(|(place, identity)| (key(place), identity)).collect();
    let found = groups(&people, &decisions);
    assert_eq!(found.iter().map(|group| group.members.len()).sum::<usize>(), people.len());
    for group in &found {
        for one in &group.members {
            assert!(group.members.iter().all(|other| !decisions.is_split(&one.key, &other.key)));
        }
    }
    people.reverse();
    assert_eq!(groups(&people, &decisions), found);
}

fn identity(line: &str) -> Identity {
    let mut fields = line.split('|').map(|field| Some(field.to_owned()).filter(|field| !field.is_empty()));
    let mut next = || fields.next().flatten();
    let name = PersonName { family: next(), given: next(), family_standard: next(), given_standard: next() };
    let birth = next().and_then(|text| PartialDate::parse(&text).ok());
    Identity::new(&name, birth.unwrap_or(PartialDate::Unknown))
}
