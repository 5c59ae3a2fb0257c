//! A file written by hand, and every way in which one can be wrong. What an encoder writes is tested with the encoder
//! (`rules/publisher`).

use std::sync::Arc;

use super::{EliasFano, EliasFanoError as Error};
use crate::revocation::{Probability, RevocationHash};

/// The values 1, 3 and 200 of 8 bits. Distances 0, 2, 199; with 5 lower bits, upper parts 0, 0, 6.
const FILE: &str = "53524556 01 08 05 00 00000003 00000007 00000000000000000000000000000001 c080 008e";

fn file() -> Vec<u8> {
    bytes(FILE)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().filter(|digit| *digit != ' ').map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn parse(bytes: &[u8]) -> Result<EliasFano, Error> {
    EliasFano::parse(Arc::from(bytes))
}

fn hash(first: u8) -> RevocationHash {
    let mut hash = [0xab; 16];
    hash[0] = first;
    RevocationHash(hash)
}

#[test]
fn a_file_is_read_as_it_is_written() {
    let set = parse(&file()).unwrap();
    assert_eq!((set.len(), set.bits().get(), set.is_empty()), (3, 8, false));
    assert_eq!(set.values().collect::<Vec<_>>(), [1, 3, 200]);
    let found: Vec<_> = (0..=255).filter(|first| set.contains(&hash(*first))).collect();
    assert_eq!(found, [1, 3, 200]);
    assert!(set.is_in_order());
    assert_eq!(set.false_hit(), Probability::new(3.0 / 256.0).unwrap());
    assert_eq!(format!("{set:?}"), "EliasFano(3 values of 8 bits)");
}

#[test]
fn an_empty_set_holds_nothing() {
    let set = parse(&bytes("53524556 01 40 00 00 00000000 00000000 00000000000000000000000000000000")).unwrap();
    assert!(set.is_empty() && set.is_in_order() && set.values().next().is_none());
    assert!((0..=255).all(|first| !set.contains(&hash(first))));
    assert_eq!(set.false_hit(), Probability::ZERO);
}

#[test]
fn the_whole_hash_may_be_kept_in_lower_bits_alone() {
    let hex = "53524556 01 80 80 00 00000002 00000001 \
               000102030405060708090a0b0c0d0e0f c0 00000000000000000000000000000000 ff000000000000000000000000000001";
    let set = parse(&bytes(hex)).unwrap();
    let first: [u8; 16] = std::array::from_fn(|index| u8::try_from(index).unwrap());
    let second = (u128::from_be_bytes(first) + (0xff << 120) + 1).to_be_bytes();
    assert!(set.contains(&RevocationHash(first)) && set.contains(&RevocationHash(second)));
    assert!(!set.contains(&RevocationHash([0; 16])) && !set.contains(&RevocationHash([0xff; 16])));
    assert!(set.is_in_order());
}

#[test]
fn what_contradicts_itself_is_no_set() {
    let with = |offset: usize, value: u8| {
        let mut file = file();
        file[offset] = value;
        file
    };
    let longer = [file(), vec![0]].concat();
    let one_less = |bytes: &[u8]| bytes[..bytes.len() - 1].to_vec();
    for (name, bytes, expected) in [
        ("nothing", Vec::new(), Error::NoSet),
        ("a header cut short", file()[..31].to_vec(), Error::NoSet),
        ("another beginning", with(0, b'X'), Error::NoSet),
        ("a later version", with(4, 2), Error::Version { found: 2 }),
        ("a reserved byte in use", with(7, 1), Error::Version { found: 1 }),
        ("too few bits", with(5, 7), Error::Bits { found: 7 }),
        ("too many bits", with(5, 129), Error::Bits { found: 129 }),
        ("more lower bits than bits", with(6, 9), Error::LowBits { found: 9, most: 8 }),
        ("a byte too many", longer, Error::Length { found: 37, declared: 36 }),
        ("a byte too few", one_less(&file()), Error::Length { found: 35, declared: 36 }),
        ("more values than there is room", with(8, 0xff), Error::Length { found: 36, declared: 3_208_642_596 }),
        ("fewer ones than values", with(32, 0x80), Error::Ones { found: 2, declared: 3 }),
        ("more ones than values", with(32, 0xe0), Error::Ones { found: 4, declared: 3 }),
        ("a first distance above 0, upper bits", with(32, 0x60), Error::Ends),
        ("a first distance above 0, lower bits", with(34, 0x08), Error::Ends),
        ("a last value that does not end", with(33, 0x40), Error::Ends),
        ("upper bits beyond the end", bytes(&FILE.replace("c080", "8084")), Error::Ends),
        ("lower bits beyond the end", with(35, 0x8f), Error::Ends),
        (
            "values and no zeros",
            bytes("53524556 01 08 08 00 00000001 00000000 00000000000000000000000000000000 80 00"),
            Error::Ends,
        ),
        ("a last value beyond k bits", bytes(&FILE.replace("0001 c080", "0041 c080")), Error::Ends),
        (
            "upper parts beyond all bits",
            bytes(
                "53524556 01 80 80 00 00000001 00000002 00000000000000000000000000000000 80 00000000000000000000000000000000",
            ),
            Error::Ends,
        ),
        (
            "no values and a first one",
            bytes("53524556 01 08 00 00 00000000 00000000 00000000000000000000000000000001"),
            Error::Ends,
        ),
    ] {
        assert_eq!(parse(&bytes).err(), Some(expected), "{name}");
    }
}

#[test]
fn values_that_do_not_rise_are_noticed_by_who_looks() {
    // The lower bits of the second distance as low as those of the first, and the last one beyond 8 bits.
    let twice = bytes("53524556 01 08 05 00 00000003 00000007 00000000000000000000000000000001 c080 000e");
    let beyond = bytes("53524556 01 08 05 00 00000003 00000007 00000000000000000000000000000039 c080 008e");
    for file in [twice, beyond] {
        let set = parse(&file).unwrap();
        assert!(!set.is_in_order());
        assert!((0..=255).filter(|first| set.contains(&hash(*first))).count() <= 3);
    }
}
