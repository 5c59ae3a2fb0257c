//! Who is put with whom, and what decisions change.

use proptest::prelude::*;

use super::{a_birth, a_name, identity};
use crate::person::{Comparison, Decisions, Group, Identity, Joined, Key, SameBecause, compare, groups};

fn key(number: u8) -> Key {
    [number; 32]
}

/// Identities under the keys 0, 1, 2 and so on.
fn people(listed: &[(&str, &str)]) -> Vec<(Key, Identity)> {
    let person =
        |(number, (names, birth)): (usize, &(&str, &str))| (key(u8::try_from(number).unwrap()), identity(names, birth));
    listed.iter().enumerate().map(person).collect()
}

fn grouped(people: &[(Key, Identity)], decisions: &Decisions) -> Vec<Group> {
    let people: Vec<_> = people.iter().map(|(key, identity)| (*key, identity)).collect();
    groups(&people, decisions)
}

/// The numbers in each group.
fn numbers(groups: &[Group]) -> Vec<Vec<u8>> {
    let number = |key: Key| key.first().copied().unwrap();
    groups.iter().map(|group| group.members.iter().map(|member| number(member.key)).collect()).collect()
}

/// Who is with whom, nothing decided.
fn of(listed: &[(&str, &str)]) -> Vec<Vec<u8>> {
    numbers(&grouped(&people(listed), &Decisions::default()))
}

const ANNA: (&str, &str) = ("Müllerová|Anna", "1990-01-02");

#[test]
fn a_family_is_told_apart() {
    let family = [
        ("Novák|Jan|NOVAK|JAN", "1964-08-12"),
        ("Nováková|Eva", "1966-03-03"),
        ("Novák|Ing. Jan", "1964-08-12"),
        ("Novák|Jan", "1994-08-12"),
        ("NOVAK|JAN", "1964"),
        ("Eva Nováková", "1966-03-03"),
        ("Novák|Petr", "1994-08-12"),
    ];
    assert_eq!(of(&family), [vec![0, 2, 4], vec![1, 5], vec![3], vec![6]]);
    let groups = grouped(&people(&family), &Decisions::default());
    let because: Vec<_> = groups[0].members.iter().map(|member| member.because.unwrap()).collect();
    assert_eq!(because[0], (Joined::Alike(SameBecause::NamesEqual), key(2)));
    assert_eq!(because[2], (Joined::Alike(SameBecause::BirthDateAgrees), key(0)));
    assert_eq!(groups[2].members[0].because, None);
    assert!(groups.iter().all(|group| group.perhaps.is_empty()));
}

#[test]
fn what_fits_two_that_contradict_each_other_joins_neither() {
    for listed in [
        [("Novák|Jan", "1964"), ("Novák|Jan", "1964-08-12"), ("Novák|Jan", "1964-09-01")],
        [("NGUYEN|THI HOA", "1990-01-02"), ("Nguyễn|Thị Hòa", "1990-01-02"), ("Nguyễn|Thị Hoa", "1990-01-02")],
        [("Müller|Anna", "1990-01-02"), ("Müller|Anna Maria", "1990-01-02"), ("Müller|Anna Eva", "1990-01-02")],
    ] {
        assert_eq!(of(&listed), [[0], [1], [2]], "{listed:?}");
        let groups = grouped(&people(&listed), &Decisions::default());
        let places: Vec<_> = groups[0].perhaps.iter().map(|suggestion| suggestion.group).collect();
        assert_eq!(places, [1, 2]);
        assert!(matches!(groups[0].perhaps[0].comparison, Comparison::Same(_)));
        // The user knows.
        let mut decisions = Decisions::default();
        decisions.merge(key(2), key(0));
        assert_eq!(numbers(&grouped(&people(&listed), &decisions)), [vec![0, 2], vec![1]]);
    }
}

#[test]
fn what_says_too_little_goes_with_what_it_fits() {
    let listed = [("Müller|Anna Maria", "1990-01-02"), ("Müller|Anna", "1990-01-02"), ("Müller|Anna", "1990")];
    assert_eq!(of(&listed), [[0, 1, 2]]);
    assert_eq!(
        of(&[("Müller|Anna", ""), ("Müller|Anna", ""), ("", "1990-01-02"), ("", "1990-01-02")]),
        [[0], [1], [2], [3]]
    );
}

#[test]
fn decisions_outlive_what_they_are_about() {
    let three = people(&[ANNA; 3]);
    let mut decisions = Decisions::default();
    decisions.split(key(1), key(0));
    decisions.split(key(1), key(2));
    let apart = grouped(&three, &decisions);
    assert_eq!(numbers(&apart), [vec![0, 2], vec![1]]);
    assert!(apart.iter().all(|group| group.perhaps.is_empty()), "what was parted is not suggested");
    // Removed and imported again, among others.
    assert_eq!(numbers(&grouped(&three[..1], &decisions)), [[0]]);
    assert_eq!(numbers(&grouped(&three, &decisions)), [vec![0, 2], vec![1]]);
    // What is new fits both.
    assert_eq!(numbers(&grouped(&people(&[ANNA; 4]), &decisions)), [vec![0, 2], vec![1], vec![3]]);
    decisions.merge(key(0), key(1));
    decisions.forget(key(1), key(2));
    assert_eq!(numbers(&grouped(&three, &decisions)), [[0, 1, 2]]);
}

#[test]
fn who_married_has_certificates_in_both_names() {
    let listed = [
        ANNA,
        ("Svobodová|Anna", "1990-01-02"),
        ANNA,
        ("Müllerová|Anna Marie", "1990-01-02"),
        ("Svobodová|Eva", "1990-01-02"),
    ];
    let mut decisions = Decisions::default();
    assert_eq!(numbers(&grouped(&people(&listed), &decisions)), [vec![0, 2, 3], vec![1], vec![4]]);
    decisions.merge(key(0), key(1));
    let merged = grouped(&people(&listed), &decisions);
    assert_eq!(numbers(&merged), [vec![0, 1, 2, 3], vec![4]]);
    assert_eq!(merged[0].members[1].because, Some((Joined::Decided, key(0))));
    assert_eq!(merged[0].members[2].because, Some((Joined::Alike(SameBecause::NamesEqual), key(0))));
}

#[test]
fn decisions_that_contradict_each_other_join_nobody() {
    let mut decisions = Decisions::default();
    decisions.merge(key(0), key(1));
    decisions.merge(key(1), key(2));
    decisions.split(key(0), key(2));
    decisions.merge(key(2), key(2));
    let strangers = [("A|Bela", "1950"), ("C|Dora", "1960"), ("E|Fany", "1970")];
    assert_eq!(numbers(&grouped(&people(&strangers), &decisions)), [[0], [1], [2]]);
    assert_eq!((decisions.merged().count(), decisions.divided().count()), (2, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_in_which_they_come_changes_nothing(
        listed in proptest::collection::vec((a_name(), a_birth()), 1..9).prop_shuffle(),
        pairs in proptest::collection::vec((0..9_u8, 0..9_u8, any::<bool>()), 0..4),
        turn in 0..9_usize,
    ) {
        let listed: Vec<_> = listed.iter().map(|(names, birth)| (names.as_str(), birth.as_str())).collect();
        let mut decisions = Decisions::default();
        for (one, other, merge) in pairs {
            if merge { decisions.merge(key(one), key(other)) } else { decisions.split(key(one), key(other)) }
        }
        let mut people = people(&listed);
        let groups = grouped(&people, &decisions);
        let turn = turn.min(people.len());
        people.rotate_left(turn);
        prop_assert_eq!(&grouped(&people, &decisions), &groups);
        people.reverse();
        prop_assert_eq!(&grouped(&people, &decisions), &groups);
        let mut all: Vec<_> = groups.iter().flat_map(|group| &group.members).map(|member| member.key).collect();
        all.sort_unstable();
        prop_assert_eq!(all.len(), listed.len());
        all.dedup();
        prop_assert_eq!(all.len(), listed.len());
        let identity = |key: &Key| &people.iter().find(|(own, _)| own == key).unwrap().1;
        for group in &groups {
            prop_assert!(group.members.len() == 1 || group.members.iter().all(|member| member.because.is_some()));
            for one in &group.members {
                for other in group.members.iter().filter(|other| other.key != one.key) {
                    prop_assert!(!decisions.is_split(&one.key, &other.key));
                    let contradict = compare(identity(&one.key), identity(&other.key)).contradicts();
                    prop_assert!(!contradict || decisions.merged().next().is_some());
                }
            }
        }
    }
}
