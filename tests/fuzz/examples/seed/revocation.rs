//! Revocation blobs of every form, right ones and some that are nearly right, and hashes from which sets are made.

use semafor_core::revocation::{PrefixBits, RevocationHash};
use semafor_publisher::revocation::{EncodeError, encode};

/// Each with its name.
pub fn blobs() -> Result<Vec<(String, Vec<u8>)>, EncodeError> {
    let mut blobs = Vec::new();
    for (bits, count) in
        [(8, 3), (8, 200), (13, 40), (32, 0), (64, 1), (64, 2), (64, 100), (72, 30), (128, 1), (128, 60)]
    {
        let bits = PrefixBits::new(bits).unwrap_or(PrefixBits::USUAL);
        let set = encode((0..count).map(hash), bits)?;
        let name = format!("set-of-{count}-with-{}-bits", bits.get());
        blobs.push((name.clone(), [b"e", set.as_slice()].concat()));
        blobs.push((format!("{name}-cut"), [b"e", set.get(..set.len() - 1).unwrap_or_default()].concat()));
        blobs.push((format!("{name}-from-hashes"), from_hashes(bits.get(), count)));
    }
    let bloom = |rounds: u8, words: u32, filter: &[u8]| {
        let header = [&[b'b', 0, 1, rounds, 0, 0x2b, 0x8c, 0xbc, 0xcc], &[0, 0, 0, 1, 0, 0, 0, 1][..]].concat();
        [&header, &words.to_be_bytes()[..], filter].concat()
    };
    let list = |size: u8, count: u32, prefixes: &[u8]| {
        [&[b'p', 0, 1, 0x2b, 0x8c, 0xbc, 0xcc][..], &count.to_be_bytes(), &[size], prefixes].concat()
    };
    let prefixes = [0x80, 0, 0, 0, 0, 0x80, 0x11, 0x22, 0, 0xff, 0x11, 0x22, 0xff, 0x7f, 0x11, 0x22];
    for (name, bytes) in [
        ("bloom", bloom(44, 2, &[0x1b, 0x4a, 0xe4, 0x08, 0x02, 0x58, 0xcb, 0x45])),
        ("bloom-full", bloom(255, 3, &[0xff; 12])),
        ("bloom-empty", bloom(1, 1, &[0; 4])),
        ("bloom-without-words", bloom(1, 0, &[])),
        ("bloom-without-end", bloom(1, u32::MAX, &[0; 8])),
        ("prefixes", list(4, 4, &prefixes)),
        ("prefixes-of-a-byte", list(1, 16, &prefixes)),
        ("prefixes-of-whole-hashes", list(16, 1, &prefixes)),
        ("prefixes-of-no-bytes", list(0, 4, &prefixes)),
        ("prefixes-without-end", list(4, u32::MAX, &prefixes)),
    ] {
        blobs.push((name.to_owned(), bytes));
    }
    Ok(blobs)
}

fn from_hashes(bits: u8, count: u32) -> Vec<u8> {
    [bits].into_iter().chain((0..count).flat_map(|number| hash(number).0)).collect()
}

/// Spread evenly enough.
fn hash(number: u32) -> RevocationHash {
    let mut state = u64::from(number).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    RevocationHash([0; 16].map(|_: u8| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()[0]
    }))
}
