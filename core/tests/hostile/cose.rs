//! Messages that are wrong as CBOR or as COSE, and messages whose key or signature is none.

use semafor_core::envelope;
use semafor_core::verdict::{ReasonCode, Stage};
use semafor_publisher::authority::Authority;

use super::bytes::{array, bytes, float, full_maps, head, integer, map, nested, numbered, slow_to_compare, text};
use super::{Expected, Hostile};

/// Messages that cannot be read, and messages nobody vouches for.
pub(super) fn texts(authority: &Authority) -> Vec<Hostile> {
    let unreadable = broken_cbor().into_iter().chain(broken_structure()).chain(broken_headers());
    let malformed = Expected::Malformed(Stage::Cose);
    let unreadable = unreadable.map(|(name, cose)| (name, cose, malformed));
    let texts = unreadable.chain(nobody_vouches(authority));
    texts.map(|(name, cose, expected)| Hostile::new(name, envelope::encode(&cose), expected)).collect()
}

/// The depth that the bound of 16 has to withstand.
pub(super) const DEEP: usize = 10_000;

type Named = (&'static str, Vec<u8>);

/// Bytes that are no CBOR within the bounds; wrong in the message, in its header and in its claims alike.
pub(super) fn broken_cbor() -> Vec<Named> {
    vec![
        ("arrays, 10,000 deep", nested(&[0x81], DEEP)),
        ("arrays without end, 10,000 deep", nested(&[0x9f], DEEP)),
        ("maps in values, 10,000 deep", nested(&[0xa1, 0x00], DEEP)),
        ("maps in keys, 10,000 deep", nested(&[0xa1], DEEP)),
        ("tags, 10,000 deep", nested(&[0xc1], DEEP)),
        ("tags of eight bytes, 5,000 deep", nested(&[0xdb, 0xff, 0, 0, 0, 0, 0, 0, 0], 5_000)),
        ("an array one deeper than the bound", nested(&[0x81], 17)),
        ("a map of 2^64-1 entries", head(5, u64::MAX)),
        ("an array of 2^64-1 items", head(4, u64::MAX)),
        ("an array of 2^32 items", head(4, 1 << 32)),
        ("a byte string of 2^63 bytes", head(2, 1 << 63)),
        ("a text of 2^40 bytes", head(3, 1 << 40)),
        ("a text of 64 KiB that is not there", head(3, 65_000)),
        ("a text that is not UTF-8", [head(3, 2), vec![0xff, 0xfe]].concat()),
        ("byte strings in pieces without end", [vec![0x5f], [0x41, 0x00].repeat(20_000)].concat()),
        ("a map of 129 entries", map(&numbered(129))),
        ("a map of 700 entries", map(&numbered(700))),
        ("a map of 100,000 entries, cut off", [head(5, 100_000), [0x00, 0x00].repeat(32_000)].concat()),
        ("a map without end of 32,000 entries", [vec![0xbf], [0x00, 0x00].repeat(32_000), vec![0xff]].concat()),
        ("the same key twice", map(&[(integer(1), integer(1)), (integer(1), integer(2))])),
        ("the same text as a key twice", map(&[(text("v"), integer(1)), (text("v"), integer(2))])),
        (
            "the same key in a nested map twice",
            map(&[(integer(1), map(&[(text("v"), vec![0xf6]), (text("v"), vec![0xf6])]))]),
        ),
        ("the same float as a key twice", map(&[(float(0.5), integer(1)), (float(0.5), integer(2))])),
        ("bytes behind the item", vec![0xa0, 0x00]),
        ("nothing", Vec::new()),
        ("a break alone", vec![0xff]),
        ("a reserved head", vec![0x1c]),
    ]
}

fn broken_structure() -> Vec<Named> {
    vec![
        ("keys that are slow to compare", slow_to_compare()),
        ("as many full maps as fit", full_maps()),
        ("no array", integer(1)),
        ("an empty array", array(&[])),
        ("an array of 64,000 zeros", array(&vec![integer(0); 64_000])),
        ("three elements", array(&[bytes(&[]), map(&[]), bytes(&[])])),
        ("five elements", array(&vec![bytes(&[]); 5])),
        ("tag 18 twice", [&[0xd2, 0xd2][..], &message(&map(&[]), &map(&[]), &[])].concat()),
        ("COSE_Encrypt", [&[0xd0][..], &message(&map(&[]), &map(&[]), &[])].concat()),
        ("a null payload", array(&[bytes(&map(&[])), map(&[]), vec![0xf6], bytes(&[0; 64])])),
        ("a text for a signature", array(&[bytes(&map(&[])), map(&[]), bytes(&[]), text("signature")])),
    ]
}

fn broken_headers() -> Vec<Named> {
    let protected = |header: &[u8]| message(header, &map(&[]), &[0; 64]);
    let unprotected = |header: &[u8]| message(&map(&[]), header, &[0; 64]);
    let critical = map(&[(integer(2), array(&[integer(-260)]))]);
    let entry = |label: i64, value: Vec<u8>| map(&[(integer(label), value)]);
    let mut all = vec![
        ("crit in the protected header", protected(&critical)),
        ("crit in the unprotected header", unprotected(&critical)),
        ("an empty crit", protected(&entry(2, array(&[])))),
        ("a key id of no bytes", protected(&entry(4, bytes(&[])))),
        ("a key id of 33 bytes", protected(&entry(4, bytes(&[7; 33])))),
        ("a key id of 60,000 bytes", unprotected(&entry(4, bytes(&[7; 60_000])))),
        ("a text for a key id", protected(&entry(4, text("key")))),
        ("a text for an algorithm", protected(&entry(1, text("ES256")))),
        ("an algorithm beyond 64 bits", protected(&entry(1, head(1, u64::MAX)))),
        ("an algorithm that is NaN", protected(&entry(1, float(f64::NAN)))),
        ("a number for a protected header", protected(&integer(1))),
        ("a number for an unprotected header", unprotected(&integer(1))),
        ("a protected header that is slow to compare", protected(&[slow_to_compare(), vec![0]].concat())),
    ];
    // The very same bytes are no better inside the protected header, where only no bytes at all are possible.
    let inside = broken_cbor().into_iter().filter(|(_, cbor)| !cbor.is_empty());
    all.extend(inside.map(|(name, cbor)| (name, protected(&cbor))));
    all
}

fn nobody_vouches(authority: &Authority) -> Vec<(&'static str, Vec<u8>, Expected)> {
    let kid = authority.key_id().as_bytes();
    let header = |key_id: &[u8]| map(&[(integer(1), integer(-7)), (integer(4), bytes(key_id))]);
    let signed = |signature: &[u8]| message(&header(kid), &map(&[]), signature);
    let invalid = Expected::Reason(ReasonCode::SignatureInvalid);
    let half = [[0; 31].as_slice(), &[1]].concat();
    let order =
        [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad];
    vec![
        ("no key id", message(&map(&[]), &map(&[]), &[0; 64]), Expected::Reason(ReasonCode::NoKeyId)),
        (
            "an unknown key id",
            message(&header(&[1; 32]), &map(&[]), &[0; 64]),
            Expected::Reason(ReasonCode::KeyUnknown),
        ),
        ("no signature", signed(&[]), invalid),
        ("a signature of three bytes", signed(&[1, 2, 3]), invalid),
        ("a signature of zeros", signed(&[0; 64]), invalid),
        ("a signature of ones and zeros", signed(&[half.clone(), half].concat()), invalid),
        ("a signature above the order", signed(&[0xff; 64]), invalid),
        ("a signature near the order", signed(&[&order[..], &order, &[0; 24]].concat()), invalid),
        ("a signature in DER", signed(&[0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]), invalid),
        ("a signature of 60,000 bytes", signed(&[1; 60_000]), invalid),
        (
            "the algorithm of another key",
            message(&map(&[(integer(1), integer(-37)), (integer(4), bytes(kid))]), &map(&[]), &[0; 64]),
            Expected::Reason(ReasonCode::AlgorithmMismatch),
        ),
    ]
}

/// A message with these headers and this signature around an empty claims set.
fn message(protected: &[u8], unprotected: &[u8], signature: &[u8]) -> Vec<u8> {
    let elements = array(&[bytes(protected), unprotected.to_vec(), bytes(&map(&[])), bytes(signature)]);
    [vec![0xd2], elements].concat()
}
