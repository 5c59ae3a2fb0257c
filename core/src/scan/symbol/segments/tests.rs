//! Streams of bits built by hand.

#![expect(clippy::arithmetic_side_effects, reason = "the numbers of these tests are small")]

use super::*;
use proptest::prelude::*;

/// Bits as written, spaces left out, with zeros up to the next byte.
fn packed(bits: &str) -> Vec<u8> {
    let bits: Vec<u8> = bits.bytes().filter(|bit| *bit != b' ').map(|bit| bit - b'0').collect();
    let byte = |bits: &[u8]| (0..8).fold(0, |byte, bit| byte << 1 | bits.get(bit).copied().unwrap_or(0));
    bits.chunks(8).map(byte).collect()
}

/// Bits with a terminator and pads up to the data codewords of a symbol.
fn stream(bits: &str, codewords: usize) -> Vec<u8> {
    let mut bytes = packed(&format!("{bits}0000"));
    let pads = [0xEC, 0x11].into_iter().cycle().take(codewords - bytes.len());
    bytes.extend(pads);
    bytes
}

fn of_bytes(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    format!("0100 {:08b} {text}", bytes.len())
}

fn read_small(bits: &str) -> Option<Message> {
    read(&stream(bits, 34), Version::LEAST)
}

/// A segment of this many characters and of these bits, in versions 1 to 9.
fn alphanumeric_segment(text: &str) -> String {
    let value = |byte: &u8| (0..45).find(|value| alphanumeric(*value) == Some(*byte)).unwrap();
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [first, second] => format!("{:011b}", value(first) * 45 + value(second)),
        last => format!("{:06b}", value(&last[0])),
    });
    format!("0010 {:09b} {}", text.len(), pairs.collect::<String>())
}

#[test]
fn every_mode_is_read() {
    let latin = format!("0111 00000011 {}", of_bytes(b"\xFCber"));
    let utf_8 = format!("0111 00011010 {}", of_bytes("ü".as_bytes()));
    let shift_jis = format!("0111 00010100 {}", of_bytes(b"\x93\x5F"));
    let two_bytes = format!("0111 10000000 10101010 {}", of_bytes(b"a"));
    let three_bytes = format!("0111 11000000 00000000 00011010 {}", of_bytes(b"a"));
    let first = format!("0101 {}", alphanumeric_segment("A%B%%%C"));
    let second = format!("1001 00100101 {}", of_bytes(b"0%1"));
    let both = format!("{}0001 0000000010 0101010 {latin}", of_bytes("ü".as_bytes()));
    let split = format!("{}{}", of_bytes(b"\xC3"), of_bytes(b"\xBC"));
    for (name, bits, bytes, text) in [
        ("numeric", "0001 0000001000 0000001100 0101011001 1000011", "01234567".as_bytes(), Some("01234567")),
        ("one digit", "0001 0000000001 0111", b"7", Some("7")),
        ("leading zeros", "0001 0000000011 0000000000", b"000", Some("000")),
        ("alphanumeric", "0010 000000101 00111001110 11100111001 000010", b"AC-42", Some("AC-42")),
        ("all characters", &alphanumeric_segment("0Z $%*+-./:"), b"0Z $%*+-./:", Some("0Z $%*+-./:")),
        ("byte", &of_bytes("grün".as_bytes()), "grün".as_bytes(), Some("grün")),
        ("bytes that are not text", &of_bytes(b"\xFCber"), b"\xFCber", None),
        ("Latin 1", &latin, b"\xFCber", Some("über")),
        ("UTF-8 by number", &utf_8, "ü".as_bytes(), Some("ü")),
        ("Shift-JIS by number", &shift_jis, b"\x93\x5F", None),
        ("a number of two bytes", &two_bytes, b"a", None),
        ("a number of three bytes", &three_bytes, b"a", Some("a")),
        ("kanji", "1000 00000010 0110110011111 1101010101010", b"\x93\x5F\xE4\xAA", None),
        ("hanzi", "1101 0001 00000010 0000000000000 0001111000000", b"\xA1\xA1\xB0\xA1", None),
        ("the last of the first hanzi", "1101 0001 00000001 0001110111101", b"\xAA\xFE", None),
        ("a function first", &first, b"A\x1DB%\x1DC", Some("A\x1DB%\x1DC")),
        ("a function second", &second, b"0%1", Some("0%1")),
        ("several", &both, b"\xC3\xBC42\xFCber", Some("ü42über")),
        ("a character in two segments", &split, "ü".as_bytes(), Some("ü")),
    ] {
        let message = read_small(bits).unwrap_or_else(|| panic!("{name} is not read"));
        assert_eq!(message.bytes, bytes, "{name}");
        assert_eq!(message.text().as_deref(), text, "{name}");
        assert!(message.ends_as_it_should && message.part.is_none(), "{name}");
    }
}

#[test]
fn counts_grow_with_the_version() {
    for (number, numeric, alphanumeric, byte, kanji) in [(1, 10, 9, 8, 8), (10, 12, 11, 16, 10), (40, 14, 13, 16, 12)] {
        for (mode, size, value, expected) in [
            ("0001", numeric, "0111", b"7".as_slice()),
            ("0010", alphanumeric, "001010", b"A"),
            ("0100", byte, "01000001", b"A"),
            ("1000", kanji, "0110110011111", b"\x93\x5F"),
            ("1101 0001", kanji, "0001111000000", b"\xB0\xA1"),
        ] {
            let data = stream(&format!("{mode} {:0size$b} {value}", 1), 34);
            assert_eq!(read(&data, Version::new(number).unwrap()).unwrap().bytes, expected, "{number} {mode}");
        }
    }
}

#[test]
fn parts_of_a_message_say_which_they_are() {
    let text = of_bytes(b"part");
    let message = read_small(&format!("0011 0010 0011 10100101 {text}")).unwrap();
    assert_eq!(message.part, Some(Part { index: 2, of: 4, parity: 0xA5 }));
    assert_eq!(message.bytes, b"part");
    for (name, bits) in [
        ("the fourth of three", format!("0011 0011 0010 10100101 {text}")),
        ("after the content", format!("{text} 0011 0000 0001 10100101")),
        ("twice", format!("0011 0000 0001 10100101 0011 0000 0001 10100101 {text}")),
    ] {
        assert!(read_small(&bits).is_none(), "{name}");
    }
}

#[test]
fn what_no_mode_has_is_refused() {
    for (name, bits) in [
        ("mode 6", "0110 0000"),
        ("mode 15", "1111 0000"),
        ("three digits of 1000", "0001 0000000011 1111101000"),
        ("two digits of 100", "0001 0000000010 1100100"),
        ("one digit of 10", "0001 0000000001 1010"),
        ("a pair of 2025", "0010 000000010 11111101001"),
        ("a character of 45", "0010 000000001 101101"),
        ("kanji with a second byte of 0x7F", "1000 00000001 0000000111111"),
        ("kanji with a second byte of 0xFD", "1000 00000001 0000010111101"),
        ("hanzi with a second byte of 0xFF", "1101 0001 00000001 0000001011110"),
        ("hanzi of another set", "1101 0010 00000001 0000000000000"),
        ("a character set beyond 999999", "0111 11011111 11111111 11111111"),
        ("a character set of four bytes", "0111 11100000 00000000 00000000 00000000"),
    ] {
        assert!(read_small(bits).is_none(), "{name}");
    }
    for (name, data) in [
        ("more bytes than there are", vec![0x40, 0x30, 0x00]),
        ("no count", vec![0x40]),
        ("more digits than there are", vec![0x1F, 0xFC, 0x00]),
    ] {
        assert!(read(&data, Version::LEAST).is_none(), "{name}");
    }
}

#[test]
fn ends_are_as_the_standard_has_them_or_not() {
    let one = [0x40, 0x14, 0x10];
    for (name, rest, expected) in [
        ("nothing after the terminator", [].as_slice(), true),
        ("pads", &[0xEC, 0x11, 0xEC], true),
        ("zeros", &[0, 0], false),
        ("pads the other way round", &[0x11, 0xEC], false),
        ("one pad again and again", &[0xEC, 0xEC], false),
    ] {
        let message = read(&[one.as_slice(), rest].concat(), Version::LEAST).unwrap();
        assert_eq!((message.bytes.as_slice(), message.ends_as_it_should), (b"A".as_slice(), expected), "{name}");
    }
    for (name, bits, expected) in [
        ("no room for a terminator", "0001 0000000011 0001111011", true),
        ("a terminator cut short", "0001 0000000010 0001100 000", true),
        ("three bits that are no terminator", "0001 0000000010 0001100 010", false),
        ("a terminator with other bits behind", "0001 0000000001 0111 0000 10", false),
    ] {
        assert_eq!(read(&packed(bits), Version::LEAST).unwrap().ends_as_it_should, expected, "{name}");
    }
}

#[test]
fn an_empty_symbol_has_no_bytes() {
    for data in [vec![], vec![0; 19], stream("", 19), stream("0100 00000000", 19)] {
        assert!(read(&data, Version::LEAST).is_none_or(|message| message.bytes.is_empty()));
    }
}

proptest! {
    #[test]
    fn anything_is_read_or_refused(data in proptest::collection::vec(any::<u8>(), 0..300), number in 1_u8..=40) {
        if let Some(message) = read(&data, Version::new(number).unwrap()) {
            let longest = data.len() * 8 * 3 / 10 + 3;
            prop_assert!(message.bytes.len() <= longest);
            let _ = message.text();
        }
    }
}
