//! Sets against plain sorted lists: what was put in is found, what was not is not, and all sizes are the smallest.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use semafor_core::revocation::{EliasFano, PrefixBits, RevocationHash};

use super::{SparingError, Update, UpdateError, encode, encode_sparing, hit, update};

fn set(bytes: &[u8]) -> EliasFano {
    let set = EliasFano::parse(bytes.into()).unwrap();
    assert!(set.is_in_order());
    set
}

/// The same hash for the same number, spread evenly.
fn hash(number: u64) -> RevocationHash {
    let mix = |seed: u64| {
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let halves = [mix(number.wrapping_mul(2) ^ 0x9e37_79b9), mix(number.wrapping_mul(2).wrapping_add(1))];
    RevocationHash(halves.map(u64::to_be_bytes).concat().try_into().unwrap())
}

fn hashes(numbers: std::ops::Range<u64>) -> Vec<RevocationHash> {
    numbers.map(hash).collect()
}

fn base(numbers: std::ops::Range<u64>) -> EliasFano {
    set(&encode(hashes(numbers), PrefixBits::USUAL).unwrap())
}

/// Hashes with many bits in common as well, where sets are least even.
fn any_hashes() -> impl Strategy<Value = Vec<RevocationHash>> {
    let close = (any::<[u8; 2]>(), any::<bool>()).prop_map(|([first, last], high)| {
        let mut hash = [if high { 0xff } else { 0 }; 16];
        (hash[0], hash[15]) = (first, last);
        hash
    });
    let one = prop_oneof![3 => any::<[u8; 16]>(), 2 => close, 1 => Just([0xff; 16]), 1 => Just([0; 16])];
    vec(one.prop_map(RevocationHash), 0..200)
}

fn any_bits() -> impl Strategy<Value = PrefixBits> {
    (8..=128_u8).prop_map(|bits| PrefixBits::new(bits).unwrap())
}

/// The bytes of the best division of a list.
fn smallest(list: &BTreeSet<u128>, bits: PrefixBits) -> u128 {
    let (Some(first), Some(last), count) = (list.first(), list.last(), u128::try_from(list.len()).unwrap()) else {
        return 32;
    };
    let size = |low: u32| {
        let zeros = last.saturating_sub(*first).unbounded_shr(low).saturating_add(1);
        zeros.saturating_add(count).div_ceil(8).saturating_add(count.saturating_mul(low.into()).div_ceil(8))
    };
    (0..=u32::from(bits.get())).map(size).min().unwrap().saturating_add(32)
}

proptest! {
    #[test]
    fn a_set_is_its_sorted_list(hashes in any_hashes(), others in any_hashes(), bits in any_bits()) {
        let list: BTreeSet<_> = hashes.iter().map(|hash| bits.of(hash)).collect();
        let set = set(&encode(hashes.clone(), bits).unwrap());
        prop_assert_eq!((set.len(), set.bits()), (list.len(), bits));
        for hash in hashes.iter().chain(&others) {
            prop_assert_eq!(set.contains(hash), list.contains(&bits.of(hash)));
        }
        prop_assert!(set.values().eq(list.iter().copied()));
    }

    #[test]
    fn no_other_division_is_smaller(hashes in any_hashes(), bits in any_bits()) {
        let list: BTreeSet<_> = hashes.iter().map(|hash| bits.of(hash)).collect();
        let file = encode(hashes, bits).unwrap();
        let taken = u128::try_from(file.len()).unwrap();
        prop_assert!(taken <= smallest(&list, bits).saturating_add(1), "rounding to bytes alone may cost one");
    }

    #[test]
    fn what_was_published_stays_found(
        first in any_hashes(), second in any_hashes(), third in any_hashes(), bits in any_bits()
    ) {
        let mut base = set(&encode(first.clone(), bits).unwrap());
        let mut additions = Vec::new();
        for revoked in [&second, &third] {
            match update(&base, &additions, revoked.iter().copied(), &[]).unwrap() {
                Update::Unchanged => {}
                Update::Addition(bytes) => additions.push(set(&bytes)),
                Update::Compacted(bytes) => (base, additions) = (set(&bytes), Vec::new()),
            }
        }
        let all: BTreeSet<_> = [first, second, third].concat().iter().map(|hash| bits.of(hash)).collect();
        let published: BTreeSet<_> = base.values().chain(additions.iter().flat_map(EliasFano::values)).collect();
        prop_assert_eq!(published, all);
    }
}

#[test]
fn the_hand_written_file_is_written_alike() {
    let one = |first: u8| RevocationHash([first, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
    let file = encode([200, 3, 1, 3].map(one), PrefixBits::new(8).unwrap()).unwrap();
    let expected = [&b"SREV\x01\x08\x05\0\0\0\0\x03\0\0\0\x07"[..], &[0; 15], &[1, 0xc0, 0x80, 0x00, 0x8e]];
    assert_eq!(file, expected.concat(), "the same as in core's tests");
}

#[test]
fn a_set_takes_what_theory_says() {
    let set = base(0..20_000);
    let hits = |numbers: std::ops::Range<u64>| hashes(numbers).iter().filter(|hash| set.contains(hash)).count();
    assert_eq!((hits(0..20_000), hits(20_000..40_000)), (20_000, 0));
    // log2 C(2^64, n) is n (64 - log2 n + log2 e) but for a trifle.
    let (n, bits) = (20_000.0_f64, f64::from(u32::try_from(set.memory() * 8).unwrap()));
    let least = n * (64.0 - n.log2() + std::f64::consts::LOG2_E);
    assert!(bits <= 1.03 * least, "{bits} bits, at least {least}");
}

#[test]
fn digits_that_all_have_in_common_cost_nothing() {
    let chunk = |hash: RevocationHash| RevocationHash([&[0xa3], &hash.0[..15]].concat().try_into().unwrap());
    let size = |hashes: Vec<RevocationHash>, bits| encode(hashes, PrefixBits::new(bits).unwrap()).unwrap().len();
    let (whole, of_chunk) = (size(hashes(0..10_000), 56), size(hashes(0..10_000).into_iter().map(chunk).collect(), 64));
    assert!(of_chunk <= whole + whole / 100, "{of_chunk} against {whole}");
}

#[test]
fn additions_come_until_compaction_pays() {
    let base = base(0..8_000);
    assert_eq!(update(&base, &[], hashes(0..8_000), &[]), Ok(Update::Unchanged));
    let small = |from: u64| base_of(&update(&base, &[], hashes(from..from + 100), &[]).unwrap());
    let mut additions: Vec<_> = (80..87).map(|hundred| small(hundred * 100)).collect();
    let next = || hashes(9_000..9_100);
    assert!(matches!(update(&base, &additions, next(), &[]), Ok(Update::Addition(bytes)) if bytes.len() < 900));
    additions.push(small(9_500));
    let Ok(Update::Compacted(bytes)) = update(&base, &additions, next(), &[]) else { panic!("nine additions") };
    assert_eq!(set(&bytes).len(), 8_900);
    assert!(matches!(update(&base, &[], hashes(8_000..9_000), &[]), Ok(Update::Addition(_))));
    assert!(matches!(update(&base, &[], hashes(8_000..9_001), &[]), Ok(Update::Compacted(_))), "more than an eighth");
}

fn base_of(update: &Update) -> EliasFano {
    match update {
        Update::Addition(bytes) | Update::Compacted(bytes) => set(bytes),
        Update::Unchanged => panic!("something is new"),
    }
}

#[test]
fn no_good_certificate_is_hit() {
    // Alike in their first 70 bits.
    let revoked = RevocationHash([1, 2, 3, 4, 5, 6, 7, 8, 0xfc, 0, 0, 0, 0, 0, 0, 0]);
    let good = RevocationHash([1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0, 0, 0, 0, 0, 0, 0]);
    let usual = set(&encode([revoked], PrefixBits::USUAL).unwrap());
    assert_eq!(hit(&[usual], &[good, hash(1)]), [good]);
    let spared = set(&encode_sparing(&[revoked, hash(2)], PrefixBits::USUAL, &[good, hash(1)]).unwrap());
    assert_eq!(spared.bits().get(), 72);
    assert!(spared.contains(&revoked) && !spared.contains(&good));
    assert_eq!(
        encode_sparing(&[revoked], PrefixBits::USUAL, &[revoked]),
        Err(SparingError::GoodIsRevoked { hash: revoked })
    );
    let published = base(0..100);
    assert_eq!(update(&published, &[], [revoked], &[good]), Err(UpdateError::HitsGood { hits: 1, hash: good }));
}

#[test]
fn an_addition_of_other_bits_is_not_the_bases() {
    let other = set(&encode([hash(7)], PrefixBits::WHOLE).unwrap());
    let result = update(&base(0..100), &[other], [hash(8)], &[]);
    assert_eq!(result, Err(UpdateError::Bits { base: 64, addition: 128 }));
}
