//! Revocation blobs of every form: whatever the bytes, they can be asked or are refused with a reason, and a set finds
//! what was put into it.

use std::collections::BTreeSet;

use semafor_core::revocation::{BloomSlice, EliasFano, PrefixBits, PrefixList, Probability, RevocationHash};
use semafor_publisher::revocation::{encode, hit};

use super::says_why;

/// `e` and a set of our own, `b` and a Bloom slice, `p` and a list of prefixes; anything else is the number of bits of a
/// set, and what follows are the hashes in it.
pub fn revocation(data: &[u8]) {
    let Some((&shape, rest)) = data.split_first() else { return };
    match shape {
        b'e' => elias_fano(rest),
        b'b' => bloom(rest),
        b'p' => prefix_list(rest),
        bits => a_set_holds_what_was_put_in(bits, rest),
    }
}

fn elias_fano(data: &[u8]) {
    let set = match EliasFano::parse(data.into()) {
        Ok(set) => set,
        Err(error) => return says_why(&error.to_string()),
    };
    assert!(set.memory() <= data.len().saturating_add(data.len().div_ceil(8)), "the table is small");
    probability_is_one(set.false_hit());
    let values: Vec<_> = set.values().collect();
    assert_eq!((values.len(), values.is_empty()), (set.len(), set.is_empty()));
    for probe in probes(data) {
        let found = set.contains(&probe);
        assert!(!found || values.contains(&set.bits().of(&probe)), "nothing is found that is not there");
        assert!(found || !set.is_in_order() || !values.contains(&set.bits().of(&probe)), "what is there is found");
    }
    if set.is_in_order() {
        let hashes = values.iter().map(|value| whole(*value, set.bits()));
        let again = encode(hashes, set.bits()).ok().and_then(|file| EliasFano::parse(file.into()).ok());
        assert!(again.is_some_and(|again| again.values().eq(values.iter().copied())), "the same values, written again");
    }
}

fn bloom(data: &[u8]) {
    let slice = match BloomSlice::parse(data.into()) {
        Ok(slice) => slice,
        Err(error) => return says_why(&error.to_string()),
    };
    probability_is_one(slice.false_hit());
    let hits = probes(data).filter(|probe| slice.contains(&probe.0)).count();
    assert!(hits == 0 || slice.false_hit() > Probability::ZERO, "a hit in an empty filter");
}

fn prefix_list(data: &[u8]) {
    let list = match PrefixList::parse(data.into()) {
        Ok(list) => list,
        Err(error) => return says_why(&error.to_string()),
    };
    probability_is_one(list.false_hit());
    let (size, prefixes) = data.get(10..).and_then(<[u8]>::split_first).unwrap_or((&1, &[]));
    for prefix in prefixes.chunks(usize::from(*size).max(1)) {
        assert!(list.contains(&padded(prefix)), "each prefix is found");
    }
    let hit = probes(data).any(|probe| list.contains(&probe));
    assert!(!hit || list.false_hit() > Probability::ZERO, "a hit in an empty list");
}

fn a_set_holds_what_was_put_in(bits: u8, data: &[u8]) {
    let bits = PrefixBits::new(bits).unwrap_or(PrefixBits::USUAL);
    let hashes: Vec<_> = data.chunks(16).map(padded).collect();
    let set = encode(hashes.iter().copied(), bits).ok().and_then(|file| EliasFano::parse(file.into()).ok());
    let Some(set) = set else { return assert_eq!(None, Some(bits), "what is encoded is read") };
    let list: BTreeSet<_> = hashes.iter().map(|hash| bits.of(hash)).collect();
    assert!(set.is_in_order() && set.values().eq(list.iter().copied()));
    assert_eq!(hit(std::slice::from_ref(&set), &hashes), hashes);
    for probe in probes(data) {
        assert_eq!(set.contains(&probe), list.contains(&bits.of(&probe)));
    }
}

/// Hashes near those in the data, and at both ends.
fn probes(data: &[u8]) -> impl Iterator<Item = RevocationHash> {
    let near = data.chunks(16).take(64).map(padded);
    let flipped = near.clone().map(|RevocationHash(hash)| RevocationHash(hash.map(|byte| byte ^ 1)));
    near.chain(flipped).chain([RevocationHash([0; 16]), RevocationHash([0xff; 16])])
}

fn padded(bytes: &[u8]) -> RevocationHash {
    let mut hash = [0; 16];
    hash.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    RevocationHash(hash)
}

fn whole(value: u128, bits: PrefixBits) -> RevocationHash {
    RevocationHash(value.unbounded_shl(128_u32.saturating_sub(bits.get().into())).to_be_bytes())
}

fn probability_is_one(p: Probability) {
    assert_eq!(Probability::new(p.get()), Some(p));
}
