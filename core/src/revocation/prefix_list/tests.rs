//! A list that the EU service's own classes wrote (protocols.md §2.3.3), and lists that are none.

use super::{PrefixList, PrefixListError as Error, mangled};
use crate::revocation::{Probability, RevocationHash};

const LIST: &str = "00012b8cbccc000000060480000000ff7f11220080112200ff112200112233007f1122";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn hash(prefix: u32) -> RevocationHash {
    let mut hash = [0x5a; 16];
    hash[..4].copy_from_slice(&prefix.to_be_bytes());
    RevocationHash(hash)
}

#[test]
fn prefixes_are_found_mangled_or_not() {
    let list = PrefixList::parse(bytes(LIST).into()).unwrap();
    for prefix in [0x8000_0000, 0xff7f_1122, 0xff80_1122, 0xffff_1122, 0x0011_2233, 0x007f_1122] {
        assert!(list.contains(&hash(prefix)), "{prefix:08x}");
    }
    for prefix in [0x8000_0001, 0, u32::MAX, 0xff80_1123, 0x0011_2234, 0x7f11_2200] {
        assert!(!list.contains(&hash(prefix)), "{prefix:08x}");
    }
    assert_eq!(list.false_hit(), Probability::in_two_to_the(6, 32), "worse than the declared one");
}

#[test]
fn the_writer_drops_ones_and_puts_zeros() {
    for (prefix, written) in [
        (0xff80_1122_u32, 0x0080_1122_u32),
        (0xffff_1122, 0x00ff_1122),
        (0xffff_ff80, 0x0000_0080),
        (0xffff_ffff, 0x0000_00ff),
        (0xff7f_ffff, 0xff7f_ffff),
        (0x0000_0001, 0x0000_0001),
        (0x80ff_ffff, 0x80ff_ffff),
    ] {
        assert_eq!(mangled(&prefix.to_be_bytes()), written.to_be_bytes(), "{prefix:08x}");
    }
}

#[test]
fn what_cannot_be_asked_is_no_list() {
    let list = bytes(LIST);
    let with = |offset: usize, values: &[u8]| {
        let mut list = list.clone();
        list[offset..offset + values.len()].copy_from_slice(values);
        list
    };
    for (name, bytes, expected) in [
        ("nothing", Vec::new(), Error::NoHeader { bytes: 0 }),
        ("a header cut short", list[..10].to_vec(), Error::NoHeader { bytes: 10 }),
        ("a later version", with(0, &[0, 2]), Error::Version { found: 2 }),
        ("p is not a number", with(2, &[0x7f, 0xc0, 0, 0]), Error::Probability),
        ("prefixes of no bytes", with(10, &[0]), Error::Length { bytes: 35, count: 6, size: 0 }),
        ("prefixes longer than a hash", with(10, &[17]), Error::Length { bytes: 35, count: 6, size: 17 }),
        ("a byte too few", list[..34].to_vec(), Error::Length { bytes: 34, count: 6, size: 4 }),
        ("no end of prefixes", with(6, &[0xff; 4]), Error::Length { bytes: 35, count: u32::MAX, size: 4 }),
    ] {
        assert_eq!(PrefixList::parse(bytes.into()).err(), Some(expected), "{name}");
    }
}
