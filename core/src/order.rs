//! Sorting of lists that nobody waits for. Every kind of list that the standard library sorts costs 8 kB of a phone's library;
//! these share one sort, of places.

use std::cmp::Ordering;

/// Sorts by a key; equal ones stay in their order.
pub(crate) fn by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(list, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a comparison; equal ones stay in their order.
pub(crate) fn by<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = places(list.len(), &|one, other| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut slots: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(places.into_iter().filter_map(|place| slots.get_mut(place)?.take()));
}

fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<_> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::{by, by_key};

    #[test]
    fn equal_ones_stay_in_their_order() {
        let mut words = vec!["pear", "fig", "apple", "kiwi", "nut"];
        by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "nut", "pear", "kiwi", "apple"]);
        by(&mut words, |one, other| other.cmp(one));
        assert_eq!(words, ["pear", "nut", "kiwi", "fig", "apple"]);
    }
}
