//! Ten million revoked certificates: the size of a set in memory against what theory allows, the time of a lookup, and
//! beside it the EU service's Bloom slices and a sorted list of the same bits.

use std::error::Error;

use semafor_core::revocation::{BloomSlice, EliasFano, PrefixBits, RevocationHash};
use semafor_publisher::revocation::{Update, encode, update};

use crate::measure::{Contender, Rounds, now};
use crate::row::{Bound, Row, duration};

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let start = now();
    let file = encode((0..ENTRIES).map(hash), PrefixBits::USUAL)?;
    let encoding = start.elapsed().as_secs_f64();
    let file: std::sync::Arc<[u8]> = file.into();
    let start = now();
    let set = EliasFano::parse(std::sync::Arc::clone(&file))?;
    let opening = start.elapsed().as_secs_f64();
    if set.len() != ENTRIES_HERE {
        return Err("hashes are alike in their first 64 bits: choose others".into());
    }
    let mut rows = vec![size(&set)?];
    rows.extend(lookups(&set)?);
    rows.extend([
        informs("the same, encoded by the publisher", duration(encoding)),
        informs("the same, opened by a phone", duration(opening)),
        addition(&set)?,
    ]);
    Ok(rows)
}

/// Memory with the table for lookups, against log2 C(2^64, n).
fn size(set: &EliasFano) -> Result<Row, Box<dyn Error>> {
    let bits = f64::from(u32::try_from(set.memory().saturating_mul(8))?);
    let entries = f64::from(u32::try_from(ENTRIES)?);
    // Stirling's formula; what it leaves out is less than 20 bits of all of them.
    let least = entries * (64.0 - entries.log2() + std::f64::consts::LOG2_E);
    Ok(Row {
        name: "revocation set in memory, 10,000,000 × 64 bits".to_owned(),
        value: format!("{:.2} bit", bits / entries),
        reference: Some(format!("{:.2} bit at least, for each", least / entries)),
        ratio: Some(bits / least),
        bound: Some(Bound::Ratio(MOST_OF_LEAST)),
    })
}

/// Members and others in the set, and the same in its rivals.
fn lookups(set: &EliasFano) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut list: Vec<u64> = (0..ENTRIES).map(|number| first_bits(&hash(number))).collect();
    list.sort_unstable();
    let bloom = bloom()?;
    let (mut member, mut other) = (walk(0, ENTRIES), walk(ENTRIES, ENTRIES));
    if (0..TRIED).any(|_| !set.contains(&member()) || set.contains(&other())) {
        return Err("the set does not find what is in it, or finds what is not".into());
    }
    let (mut in_list, mut in_bloom) = (walk(0, ENTRIES), walk(0, BLOOM_ENTRIES));
    let contenders = vec![
        Contender::new(|_| set.contains(&member())),
        Contender::new(|_| set.contains(&other())),
        Contender::new(|_| list.binary_search(&first_bits(&in_list()))),
        Contender::new(|_| bloom.contains(&in_bloom().0)),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let bounded = |name: &str, contender| Row {
        name: name.to_owned(),
        value: duration(rounds.seconds(contender)),
        reference: Some(format!("{} sorted list", duration(rounds.seconds(2)))),
        ratio: Some(rounds.ratio(contender, 2)),
        bound: Some(Bound::Seconds(rounds.seconds(contender), MOST_SECONDS)),
    };
    let entries = f64::from(u32::try_from(ENTRIES)?);
    // The service takes -n ln p / (ln 2)² bits, at p = 10⁻¹² of its own.
    let bloom_bits = -(1e-12_f64.ln()) / std::f64::consts::LN_2.powi(2);
    let rival = |name: &str, bits: f64, contender| Row {
        name: name.to_owned(),
        value: format!("{bits:.2} bit"),
        reference: Some(format!("{} a lookup, {:.1} MB", duration(rounds.seconds(contender)), bits * entries / 8e6)),
        ratio: None,
        bound: None,
    };
    Ok(vec![
        bounded("a member is looked up", 0),
        bounded("another is looked up", 1),
        rival("beside it: a sorted list of 64 bits", 64.0, 2),
        rival("beside it: EU Bloom slices, p = 1e-12 (computed)", bloom_bits, 3),
    ])
}

/// A thousand more.
fn addition(set: &EliasFano) -> Result<Row, Box<dyn Error>> {
    let more = (ENTRIES..ENTRIES.saturating_add(1_000)).map(hash);
    let Update::Addition(bytes) = update(set, &[], more, &[])? else { return Err("no addition".into()) };
    Ok(informs("an addition of 1,000, to fetch", format!("{} B", bytes.len())))
}

/// A slice of [`BLOOM_ENTRIES`] as the service would write it.
fn bloom() -> Result<BloomSlice, Box<dyn Error>> {
    let entries = u32::try_from(BLOOM_ENTRIES)?;
    let words = BLOOM_WORDS;
    let mut filter = vec![0_u8; words.saturating_mul(4)];
    for number in 0..BLOOM_ENTRIES {
        for round in 0..BLOOM_ROUNDS {
            let digest = ring::digest::digest(&ring::digest::SHA256, &[&hash(number).0[..], &[round]].concat());
            let bit = signed_remainder(digest.as_ref(), u64::try_from(words)?.saturating_mul(32));
            let byte = filter.get_mut(usize::try_from(bit / 8)?).ok_or("no such bit")?;
            *byte |= 0x80 >> (bit % 8);
        }
    }
    let count = u32::try_from(words)?;
    let header =
        [&[0, 1, BLOOM_ROUNDS, 0][..], &1e-12_f32.to_be_bytes(), &entries.to_be_bytes(), &entries.to_be_bytes()];
    let file = [&header.concat(), &count.to_be_bytes()[..], &filter].concat();
    Ok(BloomSlice::parse(file.into())?)
}

/// The digest as a signed number, modulo `size`.
fn signed_remainder(digest: &[u8], size: u64) -> u64 {
    let negative = digest.first().is_some_and(|byte| *byte >= 0x80);
    let start = if negative { size.saturating_sub(1) } else { 0 };
    // -1 is all ones: a negative number begins with them.
    digest.iter().fold(start, |remainder, byte| (remainder * 256 + u64::from(*byte)) % size)
}

fn informs(name: &str, value: String) -> Row {
    Row { name: name.to_owned(), value, reference: None, ratio: None, bound: None }
}

/// All over the hashes from number `first` on, so that none comes again while it is still in a cache.
fn walk(first: u64, among: u64) -> impl FnMut() -> RevocationHash {
    let mut step = 0_u64;
    move || {
        step = step.wrapping_add(STRIDE);
        hash(first.wrapping_add(step % among))
    }
}

fn first_bits(hash: &RevocationHash) -> u64 {
    hash.0.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// As good as a SHA-256 for this, and quicker: splitmix64.
pub fn hash(number: u64) -> RevocationHash {
    let mix = |seed: u64| {
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let (first, second) = (mix(number.wrapping_mul(2)), mix(number.wrapping_mul(2).wrapping_add(1)));
    RevocationHash((u128::from(first) << 64 | u128::from(second)).to_be_bytes())
}

const ENTRIES: u64 = 10_000_000;
const ENTRIES_HERE: usize = 10_000_000;
const TRIED: u64 = 100_000;
/// A prime, so that lookups jump through memory.
const STRIDE: u64 = 7_368_787;
const ROUNDS: usize = 101;

/// One slice; 57.5 bits for each entry, 40 rounds.
const BLOOM_ENTRIES: u64 = 100_000;
const BLOOM_WORDS: usize = 179_720;
const BLOOM_ROUNDS: u8 = 40;

/// Design §5: 1.03 × log2 C(2^k, n).
const MOST_OF_LEAST: f64 = 1.03;
/// Design §5.
const MOST_SECONDS: f64 = 1e-6;
