//! Slices that the EU service's own classes wrote (protocols.md §2.3.2), and slices that are none.

use super::{BloomError as Error, BloomSlice, signed_remainder};
use crate::revocation::{Probability, RevocationHash};

/// Each holds the hashes of `TEST-0`, `TEST-1`, … up to the number before it.
const SLICES: [(usize, &str); 4] = [
    (1, "00012c002b8cbccc0000000100000001000000021b4ae4080258cb45"),
    (2, "000143002b8cbccc000000020000000200000006733e7160d6ffcc635a5ed80a3e64611d19e364cc4e02d35d"),
    (3, "000134002b8cbccc000000030000000300000007faf5c8c52eec6c8c2274f9eef2fae5069902bd1876b0e34d48deea2e"),
    (
        5,
        "00012c002b8cbccc00000005000000050000000a7ce5f1ca7d9251c52b37c44ce9ca4da70a1eeedf1665e0447fdc955a42f423f21ea0e8\
         bde06eed1c",
    ),
];

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn parse(bytes: &[u8]) -> Result<BloomSlice, Error> {
    BloomSlice::parse(bytes.into())
}

#[test]
fn members_are_found_and_others_are_not() {
    for (members, hex) in SLICES {
        let slice = parse(&bytes(hex)).unwrap();
        for index in 0..1_000 {
            let hash = RevocationHash::of(&[format!("TEST-{index}").as_bytes()]);
            assert_eq!(slice.contains(&hash.0), index < members, "{members} {index}");
        }
        assert!(slice.false_hit() >= Probability::new(f64::from(1e-12_f32)).unwrap());
        assert!(slice.false_hit() <= Probability::new(1e-11).unwrap(), "{}", slice.false_hit());
    }
}

#[test]
fn a_filter_that_is_full_finds_everything_and_says_so() {
    let mut full = bytes(SLICES[3].1);
    full[20..].fill(0xff);
    let slice = parse(&full).unwrap();
    assert!(slice.contains(b"anything"));
    assert_eq!(slice.false_hit(), Probability::new(1.0).unwrap());
}

#[test]
fn what_cannot_be_asked_is_no_slice() {
    let slice = bytes(SLICES[0].1);
    let with = |offset: usize, values: &[u8]| {
        let mut slice = slice.clone();
        slice[offset..offset + values.len()].copy_from_slice(values);
        slice
    };
    for (name, bytes, expected) in [
        ("nothing", Vec::new(), Error::NoHeader { bytes: 0 }),
        ("a header cut short", slice[..19].to_vec(), Error::NoHeader { bytes: 19 }),
        ("a later version", with(0, &[0, 2]), Error::Version { found: 2 }),
        ("another function", with(3, &[1]), Error::Function { found: 1 }),
        ("p is not a number", with(4, &[0x7f, 0xc0, 0, 0]), Error::Probability),
        ("p above 1", with(4, &[0x40, 0, 0, 0]), Error::Probability),
        ("no rounds", with(2, &[0]), Error::Length { bytes: 28, words: 2, rounds: 0 }),
        ("no words", with(16, &[0; 4]), Error::Length { bytes: 28, words: 0, rounds: 44 }),
        ("words missing", slice[..27].to_vec(), Error::Length { bytes: 27, words: 2, rounds: 44 }),
        ("no end of words", with(16, &[0xff; 4]), Error::Length { bytes: 28, words: u32::MAX, rounds: 44 }),
    ] {
        assert_eq!(parse(&bytes).err(), Some(expected), "{name}");
    }
    assert!(parse(&[slice, vec![0; 4]].concat()).is_ok(), "one writer appends a word that is none");
}

#[test]
fn a_number_is_signed_and_its_remainder_is_not() {
    let remainder = |number: [u8; 32], size| signed_remainder(&number, size).unwrap();
    let mut two = [0xff; 32];
    two[31] = 0xfe;
    assert_eq!(remainder([0; 32], 96), 0);
    assert_eq!(remainder([0xff; 32], 96), 95);
    assert_eq!(remainder(two, 96), 94);
    let mut lowest = [0; 32];
    lowest[0] = 0x80;
    // 2²⁵⁵ = 32 modulo 96.
    assert_eq!(remainder(lowest, 96), 64);
    let mut thousand = [0; 32];
    thousand[30..].copy_from_slice(&[0x03, 0xe8]);
    assert_eq!(remainder(thousand, 96), 1_000 % 96);
}
