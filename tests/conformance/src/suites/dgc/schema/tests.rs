//! The tables, field by field and version by version.

use super::{Version, violations};
use serde_json::{Value, json};

fn payload() -> Value {
    json!({"ver": "1.0.0", "dob": "1980-02-01", "nam": {"fn": "Ø", "fnt": "OE", "gnt": "A<B"}, "t": [{
        "tg": "840539006", "tt": "LP6464-4", "nm": "PCR", "sc": "2021-05-03T18:00:00+02:00", "tr": "260415000",
        "tc": "Centre", "co": "CZ", "is": "Ministry", "ci": "URN:UVCI:01:CZ:1"}]})
}

fn found(version: &str, change: impl Fn(&mut Value)) -> String {
    let mut payload = payload();
    change(&mut payload);
    violations(&payload, Version::named(version).unwrap()).join(", ")
}

#[test]
fn names_versions() {
    for (text, version) in
        [("1.0.0", "1.0.0"), ("1.0.4", "1.0.1"), ("1.2", "1.2.0"), ("2.0.0", "1.3.3"), ("0.1.0", "1.0.0")]
    {
        assert_eq!(Version::named(text).unwrap().to_string(), version, "{text}");
    }
    assert_eq!((Version::named(""), Version::named("x.y.z")), (None, None));
}

#[test]
fn finds_what_breaks_the_schema() {
    assert_eq!(found("1.0.0", |_| ()), "");
    assert_eq!(found("1.0.0", |payload| payload["dob"] = json!("1980")), "dob partial");
    assert_eq!(found("1.1.0", |payload| payload["dob"] = json!("1980-13")), "dob of another form");
    assert_eq!(found("1.2.1", |payload| payload["dob"] = json!("")), "dob empty");
    assert_eq!(found("1.3.0", |payload| payload["dob"] = json!("")), "");
    assert_eq!(found("1.0.0", |payload| payload["v"] = json!(null)), "v null");
    assert_eq!(found("1.3.3", |payload| payload["t"] = json!([])), "t empty, 0 entries");
    assert_eq!(found("1.0.0", |payload| payload["nam"]["fnt"] = json!("Oe")), "nam.fnt not standardised");
    assert_eq!(found("1.0.0", |payload| payload["t"][0]["sc"] = json!("2021-05-03T18:00:00")), "t.sc no RFC 3339 time");
    assert_eq!(found("1.0.0", |payload| payload["t"][0]["co"] = json!("")), "t.co no country");
    assert_eq!(found("1.0.0", |payload| payload["t"][0]["is"] = json!("x".repeat(51))), "t.is too long");
    assert_eq!(found("1.3.0", |payload| payload["t"][0]["is"] = json!("x".repeat(80))), "");
    let no_centre = |payload: &mut Value| {
        payload["t"][0].as_object_mut().unwrap().remove("tc");
    };
    assert_eq!((found("1.2.1", no_centre), found("1.3.0", no_centre)), ("t.tc missing".to_owned(), String::new()));
    let no_family_name = |payload: &mut Value| {
        payload["nam"].as_object_mut().unwrap().remove("fnt");
    };
    assert_eq!(found("1.3.1", no_family_name), "nam.fnt missing");
    assert_eq!(found("1.3.2", no_family_name), "");
}
