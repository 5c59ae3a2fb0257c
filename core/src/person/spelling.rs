//! Whether two words are one name: whether there is a way of writing both in A to Z that is the same.

use std::collections::BTreeSet;

use super::letters;

/// Words of at least this many letters are compared more freely: in short ones an `e` more is another name.
const LONG: usize = 5;

/// Whether the two words are the same in some way of writing them.
pub(super) fn alike(one: &[char], other: &[char]) -> bool {
    one == other || meet(one, other, Meeting::Both)
}

/// As [`alike`], where one of them is several words in one: where each of those ends, which counts in [`alike`], is lost.
pub(super) fn alike_joined(one: &[char], other: &[char]) -> bool {
    one == other || meet(one, other, Meeting::Joined)
}

/// Whether some way of writing `start` is the beginning of one of `whole`.
pub(super) fn begins(start: &[char], whole: &[char]) -> bool {
    whole.starts_with(start) || meet(start, whole, Meeting::Start)
}

/// Whether the two words differ in one letter inside a word of some length.
pub(super) fn near(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < LONG || short.last() != long.last() {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let behind = |word: &[char], skipped: usize| word.get(same.saturating_add(skipped)..).map(<[char]>::to_vec);
    let skipped = usize::from(short.len() == long.len());
    short != long && behind(short, skipped) == behind(long, 1)
}

/// Whether every letter can be written in A to Z.
pub(super) fn is_readable(word: &[char]) -> bool {
    word.iter().all(|letter| !letters::alone(*letter).is_empty())
}

/// What is asked of two words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meeting {
    /// That they are the same.
    Both,
    /// That they are, letter by letter.
    Joined,
    /// That the first is the beginning of the second.
    Start,
}

/// How far both words are written, and what one has that the other still has to follow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    one: usize,
    other: usize,
    ahead: Ahead,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ahead {
    Neither,
    One(&'static str),
    Other(&'static str),
}

/// Walks both words together, each step writing what is next in one of them.
fn meet(one: &[char], other: &[char], meeting: Meeting) -> bool {
    let start = meeting == Meeting::Start;
    let mut seen = BTreeSet::new();
    let mut open = vec![State { one: 0, other: 0, ahead: Ahead::Neither }];
    while let Some(state) = open.pop() {
        let (one_ends, other_ends) = (state.one >= one.len(), state.other >= other.len());
        let arrived = match state.ahead {
            Ahead::Neither => one_ends && (start || other_ends),
            Ahead::Other(_) => one_ends && start,
            Ahead::One(_) => false,
        };
        if arrived {
            return true;
        }
        if !seen.insert(state) {
            continue;
        }
        if !matches!(state.ahead, Ahead::One(_)) {
            let pending = if let Ahead::Other(text) = state.ahead { text } else { "" };
            let steps = ways(one, state.one, meeting).filter_map(|(letters, text)| {
                let ahead = follow(text, pending, Ahead::One, Ahead::Other)?;
                Some(State { one: state.one.saturating_add(letters), ahead, ..state })
            });
            open.extend(steps);
        }
        if !matches!(state.ahead, Ahead::Other(_)) {
            let pending = if let Ahead::One(text) = state.ahead { text } else { "" };
            let steps = ways(other, state.other, meeting).filter_map(|(letters, text)| {
                let ahead = follow(text, pending, Ahead::Other, Ahead::One)?;
                Some(State { other: state.other.saturating_add(letters), ahead, ..state })
            });
            open.extend(steps);
        }
    }
    false
}

/// Who is ahead once one word has written `text` where the other had written `pending` more; nothing where they part.
fn follow(
    text: &'static str,
    pending: &'static str,
    own: fn(&'static str) -> Ahead,
    others: fn(&'static str) -> Ahead,
) -> Option<Ahead> {
    match (text.strip_prefix(pending), pending.strip_prefix(text)) {
        (Some(""), _) => Some(Ahead::Neither),
        (Some(more), _) => Some(own(more)),
        (None, Some(more)) => Some(others(more)),
        (None, None) => None,
    }
}

/// The ways of going on at one place of a word: how many letters, and what is written for them.
fn ways(word: &[char], at: usize, meeting: Meeting) -> impl Iterator<Item = (usize, &'static str)> {
    let rest = word.get(at..).unwrap_or_default();
    let alone = rest.first().map(|letter| letters::alone(*letter)).unwrap_or_default();
    let in_long = if word.len() >= LONG && meeting != Meeting::Joined { letters::together_in_long(rest) } else { &[] };
    let together = letters::together(rest).iter().chain(in_long).copied();
    alone.iter().map(|text| (1, *text)).chain(together)
}
