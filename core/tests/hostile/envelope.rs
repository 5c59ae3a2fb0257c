//! Texts that are wrong before any CBOR is read: length, alphabet, zlib.

use semafor_core::verdict::{ReasonCode, Stage};

use super::{Expected, Hostile};

/// No certificate, or a damaged envelope.
pub(super) fn texts() -> Vec<Hostile> {
    no_certificates().into_iter().chain(too_long()).chain(damaged()).collect()
}

fn too_long() -> Vec<Hostile> {
    let ten_megabytes = |of: &str| of.repeat(TEN_MEGABYTES.checked_div(of.len()).unwrap_or_default());
    let texts = [
        ("10 MB of letters", ten_megabytes("A")),
        ("10 MB of bars, as in a Vietnamese personal code", ten_megabytes("|")),
        ("10 MB of almost a link", ten_megabytes("#shlink:")),
        ("10 MB of emoji", ten_megabytes("🚦")),
        ("a Vietnamese personal code with a name of 10 MB", format!("1|{}|1984-03-12|0|X", ten_megabytes("Á"))),
        ("10 MB behind the prefix", format!("HC1:{}", ten_megabytes("0"))),
    ];
    texts.into_iter().map(|(name, text)| Hostile::new(name, text, Expected::Undecided)).collect()
}

const TEN_MEGABYTES: usize = 10_485_760;

fn no_certificates() -> Vec<Hostile> {
    let texts = [
        ("empty text", String::new()),
        ("a space", " ".to_owned()),
        ("a NUL", "\0".to_owned()),
        ("a byte order mark before the prefix", "\u{feff}HC1:".to_owned()),
        ("a right-to-left override", "\u{202e}:1CH".to_owned()),
    ];
    let expected = Expected::Reason(ReasonCode::NotACertificate);
    texts.into_iter().map(|(name, text)| Hostile::new(name, text, expected)).collect()
}

fn damaged() -> Vec<Hostile> {
    let hc1 = |body: &str| format!("HC1:{body}");
    let zlib = |bytes: &[u8]| hc1(&base45::encode(bytes));
    let deflated = |bytes: &[u8]| miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9);
    let whole = deflated(b"\xd2\x84\x40\xa0\x40\x40");
    let texts = [
        ("nothing behind the prefix", hc1("")),
        ("as many characters as a code can hold", hc1(&"0".repeat(4_292))),
        ("lower case", hc1("abcdef")),
        ("a NUL in the body", hc1("00\u{0}0")),
        ("a right-to-left mark in the body", hc1("00\u{200f}0")),
        ("a triplet above 65,535", hc1(":::")),
        ("a pair above 255", hc1("::")),
        ("a single character", hc1("0")),
        ("random bytes for a zlib stream", zlib(&[0xa5; 64])),
        ("a zlib stream that ends early", zlib(whole.get(..8).unwrap_or_default())),
        ("a zlib stream with a wrong checksum", zlib(&[whole.get(..10).unwrap_or_default(), &[0; 4]].concat())),
        ("a zlib stream that wants a dictionary", zlib(&[&[0x78, 0xbb, 1, 2, 3, 4][..], &whole].concat())),
        ("bytes behind the zlib stream", zlib(&[&whole[..], &[0]].concat())),
        ("a deflate block of the reserved type", zlib(&[0x78, 0x9c, 0x07, 0x00])),
        ("a stored block that claims 65,535 bytes", zlib(&[0x78, 0x01, 0x01, 0xff, 0xff, 0x00, 0x00, 0x00])),
        ("a distance before the start", zlib(&[0x78, 0x9c, 0x63, 0x00, 0x42, 0x00])),
        ("inflates a thousandfold", zlib(&deflated(&vec![0; 2_700_000]))),
        ("inflates to one byte more than the bound", zlib(&deflated(&vec![0; 65_537]))),
        ("a thousand empty blocks", zlib(&[&[0x78, 0x9c][..], &[0x00, 0x00, 0x00, 0xff, 0xff].repeat(500)].concat())),
    ];
    let expected = Expected::Malformed(Stage::Envelope);
    texts.into_iter().map(|(name, text)| Hostile::new(name, text, expected)).collect()
}
