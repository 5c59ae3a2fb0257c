//! Claims sets that are wrong although their signature is right: a careless or a bought issuer.

use semafor_core::verdict::{ReasonCode, Stage};
use semafor_publisher::authority::Authority;

use super::bytes::{array, bytes, float, head, integer, map, text};
use super::{Expected, Hostile, at, cose};

/// Signed claims that cannot be read, that must not be accepted, and odd ones that may be.
pub(super) fn texts(authority: &Authority) -> Vec<Hostile> {
    let malformed = Expected::Malformed(Stage::Certificate);
    let unreadable = cose::broken_cbor().into_iter().chain(broken_times()).chain(broken_payloads());
    let unreadable = unreadable.map(|(name, claims)| (name, claims, malformed));
    let texts = unreadable.chain(odd_times()).chain(odd_payloads());
    let signed = |(name, claims, expected)| {
        Hostile::new(format!("signed claims: {name}"), authority.sign_payload(claims), expected)
    };
    texts.map(signed).collect()
}

type Named = (&'static str, Vec<u8>);

const ISSUER: i64 = 1;
const EXPIRES: i64 = 4;
const NOT_BEFORE: i64 = 5;
const ISSUED: i64 = 6;
const HEALTH: i64 = -260;

fn broken_times() -> Vec<Named> {
    let expiring = |value: Vec<u8>| claims(&[(integer(EXPIRES), value)], payload(&[]));
    let tagged = |value: Vec<u8>| [vec![0xc1], value].concat();
    vec![
        ("expires at NaN", expiring(float(f64::NAN))),
        ("expires at a half-precision NaN", expiring(vec![0xf9, 0x7e, 0x00])),
        ("expires at infinity", expiring(float(f64::INFINITY))),
        ("expires at minus infinity", expiring(float(f64::NEG_INFINITY))),
        ("expires at 1e300", expiring(float(1e300))),
        ("expires just above the calendar", expiring(float(253_402_300_800.0))),
        ("expires at 2^63-1", expiring(integer(i64::MAX))),
        ("expires at -2^63", expiring(integer(i64::MIN))),
        ("expires at 2^64-1", expiring(head(0, u64::MAX))),
        ("expires at a bignum", expiring([vec![0xc2], bytes(&[0xff; 64])].concat())),
        ("expires at a text", expiring(text("2099-01-01"))),
        ("expires at a tagged NaN", expiring(tagged(float(f64::NAN)))),
        ("expires at a number tagged twice", expiring(tagged(tagged(integer(4_000_000_000))))),
        ("issued at NaN", claims(&[(integer(ISSUED), float(f64::NAN))], payload(&[]))),
        ("not before infinity", claims(&[(integer(NOT_BEFORE), float(f64::INFINITY))], payload(&[]))),
    ]
}

fn odd_times() -> Vec<(&'static str, Vec<u8>, Expected)> {
    let with = |label: i64, value: Vec<u8>| claims(&[(integer(label), value)], payload(&[]));
    vec![
        ("expires at minus zero", with(EXPIRES, float(-0.0)), Expected::Reason(ReasonCode::Expired)),
        ("expires in the year 1", with(EXPIRES, integer(-62_135_596_800)), Expected::Reason(ReasonCode::Expired)),
        ("issued in the year 9999", with(ISSUED, integer(253_402_207_200)), Expected::Reason(ReasonCode::NotYetValid)),
        ("expires in the year 9999", with(EXPIRES, integer(253_402_207_200)), Expected::Accepted),
    ]
}

fn broken_payloads() -> Vec<Named> {
    let health = |value: Vec<u8>| claims(&[], value);
    let in_dcc = |value: Vec<u8>| health(map(&[(integer(1), value)]));
    vec![
        ("no map", array(&[])),
        ("a number for the issuer", claims(&[(integer(ISSUER), integer(1))], payload(&[]))),
        ("a number for the certificate", in_dcc(integer(1))),
        ("a certificate of nothing", in_dcc(map(&[]))),
        ("expires twice", claims(&[(integer(EXPIRES), integer(1)), (integer(EXPIRES), integer(2))], payload(&[]))),
        ("dose NaN", payload_claims(&[("dn", float(f64::NAN))])),
        ("dose of a half", payload_claims(&[("dn", float(0.5))])),
        ("dose 2^64-1", payload_claims(&[("dn", head(0, u64::MAX))])),
        ("a list for a product", payload_claims(&[("mp", array(&[]))])),
        ("a product twice", payload_claims(&[("mp", text("A")), ("mp", text("B"))])),
    ]
}

fn odd_payloads() -> Vec<(&'static str, Vec<u8>, Expected)> {
    let named = |name: &str| claims(&[], map(&[(integer(1), dcc(name, &[]))]));
    let long_fields: Vec<_> = (0..50).map(|_| text(&"x".repeat(1_000))).collect();
    vec![
        ("no health claims", map(&[(integer(EXPIRES), expiry())]), Expected::Reason(ReasonCode::UnknownPayload)),
        ("an empty health claim", claims(&[], map(&[])), Expected::Reason(ReasonCode::UnknownPayload)),
        ("a name with NUL", named("NO\0BODY"), Expected::Accepted),
        ("a name with a right-to-left override", named("\u{202e}YDOB\u{202c}\u{200f}ON"), Expected::Accepted),
        ("a name of 60,000 letters", named(&"Ř".repeat(30_000)), Expected::Accepted),
        ("a thousand combining marks", named(&format!("A{}", "\u{301}".repeat(1_000))), Expected::Accepted),
        // A real issuer did that: the day counts as unknown, and whatever asks for it is not fulfilled.
        ("vaccinated on 30 February", payload_claims(&[("dt", text("2026-02-30"))]), Expected::Accepted),
        ("vaccinated on an empty day", payload_claims(&[("dt", text(""))]), Expected::Accepted),
        (
            "vaccinated on a day of 60,000 characters",
            payload_claims(&[("dt", text(&"2".repeat(60_000)))]),
            Expected::Accepted,
        ),
        ("fields nobody knows", payload_claims(&[("zz", array(&long_fields))]), Expected::Accepted),
    ]
}

fn payload_claims(fields: &[(&str, Vec<u8>)]) -> Vec<u8> {
    claims(&[], payload(fields))
}

/// A claims set that is right but for the `entries` given, which stand instead of the usual ones.
fn claims(entries: &[(Vec<u8>, Vec<u8>)], health: Vec<u8>) -> Vec<u8> {
    let usual = [(integer(ISSUER), text("CZ")), (integer(EXPIRES), expiry()), (integer(HEALTH), health)];
    let kept = usual.into_iter().filter(|(label, _)| !entries.iter().any(|(given, _)| given == label));
    map(&entries.iter().cloned().chain(kept).collect::<Vec<_>>())
}

fn expiry() -> Vec<u8> {
    integer(at(3_600).as_unix())
}

fn payload(fields: &[(&str, Vec<u8>)]) -> Vec<u8> {
    map(&[(integer(1), dcc("NOBODY", fields))])
}

/// A vaccination with the `fields` given instead of the usual ones.
fn dcc(name: &str, fields: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let usual = [
        ("tg", text("840539006")),
        ("vp", text("1119349007")),
        ("mp", text("EU/1/20/1528")),
        ("ma", text("ORG-100030215")),
        ("dn", integer(2)),
        ("sd", integer(2)),
        ("dt", text("2026-09-12")),
        ("co", text("CZ")),
        ("is", text("Nobody")),
        ("ci", text("URN:UVCI:01:CZ:0#0")),
    ];
    let kept = usual.into_iter().filter(|(label, _)| !fields.iter().any(|(given, _)| given == label));
    let entry: Vec<_> = fields.iter().cloned().chain(kept).map(|(label, value)| (text(label), value)).collect();
    let person = map(&[(text("fn"), text(name)), (text("fnt"), text("NOBODY"))]);
    map(&[
        (text("ver"), text("1.3.0")),
        (text("nam"), person),
        (text("dob"), text("1984-03-12")),
        (text("v"), array(&[map(&entry)])),
    ])
}
