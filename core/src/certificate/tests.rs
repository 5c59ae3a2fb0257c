//! Certificates in every form real issuers produce, and what could deceive.

use ciborium::cbor;

use super::*;
use crate::instant::Instant;

fn vaccination() -> Value {
    cbor!({
        "tg" => "840539006", "vp" => "1119349007", "mp" => "EU/1/20/1528", "ma" => "ORG-100030215",
        "dn" => 2, "sd" => 2, "dt" => "2021-05-03", "co" => "CZ", "is" => "MZ", "ci" => "URN:UVCI:01:CZ:1"
    })
    .unwrap()
}

fn test() -> Value {
    cbor!({
        "tg" => "840539006", "tt" => "LP6464-4", "nm" => "NAAT", "sc" => "2021-05-03T10:27:15Z", "tr" => "260415000",
        "tc" => "Brno", "co" => "CZ", "is" => "MZ", "ci" => "URN:UVCI:01:CZ:2"
    })
    .unwrap()
}

fn recovery() -> Value {
    cbor!({
        "tg" => "840539006", "fr" => "2021-01-03", "co" => "CZ", "is" => "MZ", "df" => "2021-01-14",
        "du" => "2021-07-02", "ci" => "URN:UVCI:01:CZ:3"
    })
    .unwrap()
}

fn dcc(group: &str, entry: Value) -> Value {
    let name = cbor!({ "fn" => "Nováková", "gn" => "Jana", "fnt" => "NOVAKOVA", "gnt" => "JANA" }).unwrap();
    cbor!({ "ver" => "1.3.0", "nam" => name, "dob" => "1964-08-12", group => [entry] }).unwrap()
}

fn claims(payload: Value) -> Value {
    cbor!({ 1 => "CZ", 4 => 1_700_000_000, 6 => 1_600_000_000, (-260) => { 1 => payload } }).unwrap()
}

fn icvp_claims(payload: Value) -> Value {
    cbor!({ 1 => "VN", 4 => 1_800_000_000, 6 => 1_700_000_000, (-260) => { (-6) => payload } }).unwrap()
}

/// Replaces or adds a field of a map, found by the names on the way to it.
fn with(mut value: Value, path: &[&str], field: Option<Value>) -> Value {
    let Value::Map(entries) = &mut value else { panic!("no map") };
    let (name, rest) = path.split_first().unwrap();
    let place = entries.iter().position(|(key, _)| key.as_text() == Some(name));
    match (place, rest) {
        (Some(index), []) => match field {
            Some(field) => entries[index].1 = field,
            None => drop(entries.remove(index)),
        },
        (None, []) => entries.push((Value::from(*name), field.unwrap())),
        (Some(index), rest) => entries[index].1 = with(entries[index].1.clone(), rest, field),
        (None, _) => panic!("no field {name}"),
    }
    value
}

fn parse(claims: &Value) -> Result<(Certificate, Vec<String>), CertificateError> {
    let mut warnings = Vec::new();
    let certificate = Certificate::parse(&cbor::write(claims), &mut warnings)?;
    let spell = |warning: Warning| match warning.path {
        Some(path) => format!("{} {path}", warning.code.code()),
        None => warning.code.code().to_owned(),
    };
    Ok((certificate, warnings.into_iter().map(spell).collect()))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::from(text))
}

#[test]
fn the_three_types_read_without_warnings() {
    for (group, entry, kind, usage) in [
        ("v", vaccination(), CertificateKind::Vaccination, Usage::Vaccination),
        ("t", test(), CertificateKind::Test, Usage::Test),
        ("r", recovery(), CertificateKind::Recovery, Usage::Recovery),
    ] {
        let (certificate, warnings) = parse(&claims(dcc(group, entry))).unwrap();
        assert_eq!((certificate.kind(), certificate.usage()), (kind, usage));
        assert_eq!(certificate.holder_name(), "Jana Nováková");
        assert_eq!(certificate.domain(), Domain::EuDcc);
        assert_eq!(warnings, [""; 0]);
    }
}

#[test]
fn deviations_of_the_entry_are_tolerated_and_listed() {
    let tagged = Value::Tag(0, Box::new(Value::from("2021-05-03")));
    for (group, entry, field, value, warning) in [
        ("v", vaccination(), "dn", Some(Value::from(3.0)), "number-float v.dn"),
        ("v", vaccination(), "sd", Some(Value::from(0)), "field-range v.sd"),
        ("v", vaccination(), "dt", text("2021-05-03T00:00:00"), "date-with-time v.dt"),
        ("v", vaccination(), "dt", text("2021-05-03T00:00:00Z"), "date-with-time v.dt"),
        ("v", vaccination(), "dt", Some(tagged), "date-tagged v.dt"),
        ("v", vaccination(), "dt", text("2022-17-01"), "date-unreadable v.dt"),
        ("v", vaccination(), "dt", text("2021-02"), "date-unreadable v.dt"),
        ("v", vaccination(), "dt", None, "field-missing v.dt"),
        ("t", test(), "sc", text("yesterday"), "date-unreadable t.sc"),
        ("v", vaccination(), "co", text(""), "field-empty v.co"),
        ("v", vaccination(), "co", text("cz"), "field-range v.co"),
        ("v", vaccination(), "mp", None, "field-missing v.mp"),
        ("v", vaccination(), "ma", Some(Value::Null), "field-missing v.ma"),
        ("v", vaccination(), "ci", text("01IT5D"), "uvci-form v.ci"),
        ("v", vaccination(), "is", text(&"é".repeat(81)), "field-long v.is"),
        ("t", test(), "sc", text("2021-05-03T10:27:15"), "zone-missing t.sc"),
        ("t", test(), "sc", text("2021-05-03 12:27:15+02"), "time-form t.sc"),
        ("r", recovery(), "du", None, "field-missing r.du"),
    ] {
        let (_, warnings) = parse(&claims(dcc(group, with(entry, &[field], value)))).unwrap();
        assert_eq!(warnings, [warning], "{group}.{field}");
    }
    let exactly_long = with(vaccination(), &["is"], text(&"é".repeat(80)));
    assert_eq!(parse(&claims(dcc("v", exactly_long))).unwrap().1, [""; 0]);
}

#[test]
fn deviations_around_the_entry_are_tolerated_and_listed() {
    let null_name = with(dcc("v", vaccination()), &["nam"], None);
    for (payload, expected) in [
        (with(dcc("v", vaccination()), &["dob"], text("1964")), vec![]),
        (with(dcc("v", vaccination()), &["dob"], text("")), vec!["birth-date-empty dob"]),
        (with(dcc("v", vaccination()), &["dob"], text("12.8.1964")), vec!["date-unreadable dob"]),
        (with(dcc("v", vaccination()), &["dob"], text("1864-08-12")), vec!["field-range dob"]),
        (with(dcc("v", vaccination()), &["nam", "fnt"], None), vec!["field-missing nam.fnt"]),
        (with(dcc("v", vaccination()), &["dob"], text("1964-08-12T00:00:00")), vec!["date-with-time dob"]),
        (with(dcc("v", vaccination()), &["ver"], text("1.0.4")), vec!["version-unknown ver"]),
        (with(dcc("v", vaccination()), &["t"], Some(Value::Null)), vec!["group-empty t"]),
        (with(dcc("v", vaccination()), &["r"], Some(Value::Array(vec![]))), vec!["group-empty r"]),
        (with(dcc("v", vaccination()), &["nam", "fnt"], text("Nováková")), vec!["name-form nam.fnt"]),
        (with(dcc("v", vaccination()), &["meta"], text("kept out")), vec![]),
        (with(null_name, &["nam"], Some(Value::Null)), vec!["field-missing nam"]),
    ] {
        assert_eq!(parse(&claims(payload)).unwrap().1, expected);
    }
    let old = with(dcc("v", vaccination()), &["ver"], text("1.0.0"));
    let partial = with(old, &["dob"], text("1964-08"));
    assert_eq!(parse(&claims(partial)).unwrap().1, ["birth-date-partial dob"]);
}

#[test]
fn what_could_deceive_is_an_error() {
    let two = cbor!([vaccination(), vaccination()]).unwrap();
    let field = |path: &str, wanted| CertificateError::Field { path: path.to_owned(), wanted };
    for (payload, error) in [
        (with(dcc("v", vaccination()), &["v"], Some(two)), CertificateError::Entries { found: 2 }),
        (with(dcc("v", vaccination()), &["t"], Some(cbor!([test()]).unwrap())), CertificateError::Entries { found: 2 }),
        (with(dcc("v", vaccination()), &["v"], Some(Value::Null)), CertificateError::Entries { found: 0 }),
        (with(dcc("v", vaccination()), &["v"], text("none")), field("v", "an array")),
        (with(dcc("v", vaccination()), &["v"], Some(cbor!(["x"]).unwrap())), field("v", "a map")),
        (with(dcc("v", vaccination()), &["dob"], Some(Value::from(1964))), field("dob", "a date")),
        (dcc("v", with(vaccination(), &["dn"], text("2"))), field("v.dn", "a whole number")),
        (dcc("v", with(vaccination(), &["dn"], Some(Value::from(1.5)))), field("v.dn", "a whole number")),
        (dcc("v", with(vaccination(), &["dn"], Some(Value::from(f64::NAN)))), field("v.dn", "a whole number")),
        (dcc("v", with(vaccination(), &["mp"], Some(Value::from(7)))), field("v.mp", "a text")),
        (dcc("v", with(vaccination(), &["dt"], Some(Value::from(20_210_503)))), field("v.dt", "a date")),
    ] {
        assert_eq!(parse(&claims(payload)).unwrap_err(), error);
    }
}

#[test]
fn time_claims_are_whole_finite_seconds() {
    let payload = || dcc("v", vaccination());
    let with_expiry = |expiry: Value| cbor!({ 1 => "CZ", 4 => expiry, 6 => 1, (-260) => { 1 => payload() } }).unwrap();
    let tagged = Value::Tag(1, Box::new(Value::from(1_700_000_000)));
    for (expiry, seconds, warning) in [
        (Value::from(1_700_000_000.9), 1_700_000_000, vec!["time-float 4"]),
        (tagged, 1_700_000_000, vec!["time-tagged 4"]),
        (Value::from(-1), -1, vec![]),
    ] {
        let (certificate, warnings) = parse(&with_expiry(expiry)).unwrap();
        assert_eq!(certificate.claims.expires_at, Instant::from_unix(seconds));
        assert_eq!(warnings, warning);
    }
    for expiry in [
        Value::from(f64::NAN),
        Value::from(f64::INFINITY),
        Value::from(f64::NEG_INFINITY),
        Value::from(1e18),
        Value::from(u64::MAX),
        Value::from("2023"),
        Value::Bool(true),
    ] {
        assert_eq!(parse(&with_expiry(expiry)).unwrap_err(), CertificateError::Claim { claim: 4 });
    }
}

#[test]
fn odd_claims_are_tolerated_and_listed() {
    let health = cbor!({ 1 => dcc("v", vaccination()), 5 => "vhlink:/x" }).unwrap();
    let bare = cbor!({ (-260) => health.clone() }).unwrap();
    let expected = ["issuer-absent", "issued-absent", "expiry-absent", "other-payloads"];
    assert_eq!(parse(&bare).unwrap().1, expected);
    let ministry = cbor!({ 1 => "CH BAG", 2 => "sub", 4 => 2, 6 => 1, 7 => "cti", (-260) => health }).unwrap();
    assert_eq!(parse(&ministry).unwrap().1, ["issuer-form", "other-payloads"]);
}

#[test]
fn a_wrapped_payload_is_unwrapped_once() {
    let wrap = |payload: &Value| Value::Bytes(cbor::write(payload));
    let wrapped = wrap(&dcc("v", vaccination()));
    let claims = |payload: &Value| cbor!({ 1 => "SK", 4 => 2, 6 => 1, (-260) => { 1 => payload } }).unwrap();
    assert_eq!(parse(&claims(&wrapped)).unwrap().1, ["payload-wrapped"]);
    assert!(parse(&claims(&wrap(&wrapped))).is_err());
}

#[test]
fn unknown_payloads_are_told_from_broken_ones() {
    let both = cbor!({ 1 => dcc("v", vaccination()), (-6) => icvp_g3() }).unwrap();
    for (claims, error) in [
        (cbor!({ 1 => "XX" }).unwrap(), CertificateError::UnknownPayload),
        (cbor!({ (-260) => { 3 => "ddcc" } }).unwrap(), CertificateError::UnknownPayload),
        (cbor!({ (-260) => "text" }).unwrap(), CertificateError::UnknownPayload),
        (cbor!({ (-260) => both }).unwrap(), CertificateError::SeveralPayloads),
        (cbor!([1]).unwrap(), CertificateError::NotAMap),
    ] {
        assert_eq!(parse(&claims).unwrap_err(), error);
    }
    let twice = Value::Map(vec![(Value::from(4), Value::from(1)), (Value::from(4), Value::from(2))]);
    assert_eq!(parse(&twice).unwrap_err(), CertificateError::Cbor(CborError::DuplicateKey));
}

fn icvp_g3() -> Value {
    let dose = cbor!({ "vp" => "YellowFever1", "dv" => "2026-01-02", "bo" => "B1", "is" => "VNM" }).unwrap();
    cbor!({
        "n" => "An Nguyen", "dob" => "1990-01-31", "s" => "female", "nt" => "VNM", "id" => "C1", "dt" => "PPN",
        "gn" => "Guardian", "v" => "1.0.0", "d" => "2026-01-03", "vx" => dose
    })
    .unwrap()
}

#[test]
fn every_icvp_generation_reads_under_the_newest_names() {
    let first = cbor!({
        "dn" => "Primary", "tg" => "1D47", "vp" => "YellowFever1", "mp" => "1", "ma" => "HIPRA", "dt" => "2026-01-02",
        "bo" => "B1", "vls" => "2026-01-12", "vle" => "lifetime", "cn" => "Clinic", "is" => "VNM"
    });
    let second = cbor!({ "vp" => "YellowFever1", "dt" => "2026-01-02", "bo" => "B1", "is" => "VNM" }).unwrap();
    let early = |dose: Value| {
        cbor!({
            "n" => "An Nguyen", "dob" => "1990-01-31", "s" => "female", "ntl" => "VNM", "nid" => "C1", "ndt" => "PPN",
            "gn" => "Guardian", "v" => dose
        })
        .unwrap()
    };
    let third = with(icvp_g3(), &["vx"], Some(second.clone()));
    for (payload, generation, warnings) in [
        (early(first.unwrap()), IcvpGeneration::G0, vec!["icvp-generation"]),
        (early(second), IcvpGeneration::G1, vec!["icvp-generation"]),
        (third, IcvpGeneration::G2, vec!["icvp-generation"]),
        (icvp_g3(), IcvpGeneration::G3, vec![]),
    ] {
        let (certificate, listed) = parse(&icvp_claims(payload)).unwrap();
        assert_eq!((certificate.kind(), certificate.domain()), (CertificateKind::Icvp, Domain::WhoIcvp));
        let Payload::Icvp(icvp) = &certificate.payload else { panic!("another payload") };
        assert_eq!(icvp.generation, generation);
        assert_eq!(listed, warnings);
        assert_eq!(icvp.dose.date.map(|date| date.to_string()).as_deref(), Some("2026-01-02"));
        assert_eq!(icvp.dose.product.as_deref(), Some("YellowFever1"));
        assert_eq!(icvp.document_type.as_deref(), Some("PPN"));
        assert_eq!(icvp.nationality.as_deref(), Some("VNM"));
    }
}

#[test]
fn broken_icvp_payloads_name_the_field() {
    for (payload, path) in [
        (with(icvp_g3(), &["vx"], None), "v"),
        (with(with(icvp_g3(), &["vx"], None), &["v"], None), "vx"),
        (with(icvp_g3(), &["v"], Some(vaccination())), "v"),
        (with(icvp_g3(), &["vx", "dv"], Some(Value::from(7))), "vx.dv"),
        (with(icvp_g3(), &["dob"], Some(Value::from(7))), "dob"),
    ] {
        match parse(&icvp_claims(payload)) {
            Err(CertificateError::Field { path: found, .. }) => assert_eq!(found, path),
            other => panic!("{path}: {other:?}"),
        }
    }
    let incomplete = with(with(icvp_g3(), &["d"], None), &["nt"], None);
    assert_eq!(parse(&icvp_claims(incomplete)).unwrap().1, ["field-missing nt", "field-missing d"]);
}
