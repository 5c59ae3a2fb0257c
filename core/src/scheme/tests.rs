//! Schemes as they are read, doses as a course, records as conditions see them.

use serde_json::{Value as Json, json};

use super::course::{Course, Dose};
use super::{Colour, CompleteBy, Record, RecordField, Scheme, SchemeError, Schemes, Unreadable};
use crate::instant::{CalendarDate, Instant};
use crate::verifier::PolicyFile;

fn day(text: &str) -> CalendarDate {
    CalendarDate::parse(text).unwrap()
}

fn texts(text: &str) -> Json {
    json!({ "cs": format!("{text} cs"), "vi": format!("{text} vi"), "en": format!("{text} en") })
}

fn scheme() -> Json {
    let tier = |colour: &str, shape: &str| {
        json!({ "colour": colour, "shape": shape, "word": texts(colour), "explanation": texts("what it means"),
                "when": { ">=": [{ "var": "payload.doses" }, 1] } })
    };
    let mut default = tier("black", "square");
    default.as_object_mut().unwrap().remove("when");
    json!({
        "scheme": "XA", "country": "XA", "zone": "Europe/Prague", "disease": "840539006",
        "singleDose": "single-dose-vaccines", "title": texts("A country"),
        "tiers": [tier("green", "circle"), tier("yellow", "triangle")], "default": default,
    })
}

fn with(pointer: &str, value: &Json) -> Result<Scheme, SchemeError> {
    let mut json = scheme();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    json.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.to_owned(), value.clone());
    Scheme::read(&json)
}

#[test]
fn a_scheme_is_read() {
    let read = with("/effectiveTo", &json!("2022-01-01T00:00:00+07:00")).unwrap();
    assert_eq!((read.id.as_str(), read.region.as_deref(), read.zone.as_str()), ("XA", None, "Europe/Prague"));
    assert_eq!(read.tiers.iter().map(|(tier, _)| tier.colour).collect::<Vec<_>>(), [Colour::Green, Colour::Yellow]);
    assert_eq!(read.default.word.get("vi").unwrap().as_str(), "black vi");
    let last = Instant::parse("2021-12-31T17:00:00Z").unwrap();
    assert!(read.in_force(Instant::MIN) && read.in_force(last) && !read.in_force(last.plus_seconds(1)));
}

#[test]
fn what_is_misspelt_is_refused_with_its_place() {
    let wrong: &[(&str, Json, &str)] = &[
        ("/scheme", json!("xa"), "/scheme"),
        ("/scheme", json!("X".repeat(33)), "/scheme"),
        ("/country", json!("XAA"), "/country"),
        ("/zone", json!("Prague"), "/zone"),
        ("/region", json!(""), "/region"),
        ("/efectiveFrom", json!("2022-01-01T00:00:00Z"), "/efectiveFrom"),
        ("/effectiveFrom", json!("2022-01-01"), "/effectiveFrom"),
        ("/effectiveFrom", json!("2022-01-01T00:00:00"), "/effectiveFrom"),
        ("/disease", Json::Null, "/disease"),
        ("/title", json!({ "cs": "a", "vi": "a" }), "/title/en"),
        ("/title", json!({ "cs": "a", "vi": "a", "en": "a", "de": "a" }), "/title/de"),
        ("/title", texts("vaccine"), "/title"),
        ("/tiers", json!([]), "/tiers"),
        ("/tiers/0/colour", json!("blue"), "/tiers/0/colour"),
        ("/tiers/0/shape", json!("star"), "/tiers/0/shape"),
        ("/tiers/0/word", texts("Two doses"), "/tiers/0/word"),
        ("/tiers/0/icon", json!("circle"), "/tiers/0/icon"),
        ("/default/when", json!(true), "/default/when"),
        ("/tiers/0/when", json!({ "or": [true] }), "/tiers/0/when"),
        ("/tiers/0/when", json!({ ">": [{ "var": "payload.dosses" }, 1] }), "/tiers/0/when"),
        ("/tiers/0/when", json!({ "var": "payload" }), "/tiers/0/when"),
        ("/tiers/0/when", json!({ "===": [{ "var": "external.validationClock" }, "2022-01-01"] }), "/tiers/0/when"),
        ("/default/colour", json!("yellow"), "/default/colour"),
        ("/default/shape", json!("triangle"), "/default/shape"),
        ("/default/word", json!({ "cs": "a", "vi": "b", "en": "Green EN" }), "/default/word"),
    ];
    for (pointer, value, place) in wrong {
        let error = with(pointer, value).unwrap_err();
        assert_eq!(error.place(), *place, "{error}");
    }
    let mut never = scheme();
    never["effectiveFrom"] = json!("2022-01-02T00:00:00Z");
    never["effectiveTo"] = json!("2022-01-01T00:00:00Z");
    assert!(matches!(Scheme::read(&never), Err(SchemeError::NeverInForce { .. })));
    assert!(Scheme::read(&json!([])).is_err() && Scheme::read(&json!({})).is_err());
}

#[test]
fn one_that_cannot_be_read_spoils_no_other() {
    let file = |json: &Json| PolicyFile { name: "scheme.json".to_owned(), bytes: json.to_string().into_bytes() };
    let mut later = scheme();
    later["scheme"] = json!("XB");
    later["somethingNew"] = json!(1);
    let rule = PolicyFile { name: "rule.json".to_owned(), bytes: b"{\"Identifier\": \"scheme\"}".to_vec() };
    let schemes = Schemes::of_files(&[file(&scheme()), file(&later), rule, file(&json!("\"scheme\""))]);
    assert_eq!((schemes.len(), schemes.iter().count()), (2, 1));
    assert!(matches!(schemes.get("XB"), Some(Err(Unreadable::Scheme(SchemeError::Unknown { .. })))));
    assert!(schemes.get("XC").is_none());
    let twice = Schemes::of_files(&[file(&scheme()), file(&scheme())]);
    assert!(matches!(twice.get("XA"), Some(Err(Unreadable::Twice))));
}

#[test]
fn a_place_has_its_own_scheme_or_its_countrys_or_none() {
    let mut schemes = Schemes::default();
    schemes.add("XA", &scheme());
    let mut of_region = scheme();
    of_region["scheme"] = json!("XA-1");
    of_region["region"] = json!("R1");
    schemes.add("XA-1", &of_region);
    let ids =
        |country, region| schemes.of_place(country, region).iter().map(|scheme| scheme.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids("xa", None), ["XA"]);
    assert_eq!(ids("XA", Some("r1")), ["XA-1"]);
    assert_eq!(ids("XA", Some("R2")), ["XA"]);
    assert!(ids("XB", None).is_empty());
}

/// `number/series` of a product on a day; the certificates are issued in this order.
fn doses<'a>(given: &[(&str, &'a str, &str)]) -> Vec<Dose<'a>> {
    let dose = |(place, (of, product, date)): (usize, &(&str, &'a str, &str))| {
        let (number, series) = of.split_once('/').unwrap();
        Dose {
            same_as: place,
            number: number.parse().unwrap(),
            series: series.parse().ok(),
            product: Some(product),
            is_single: *product == "single",
            date: day(date),
            issued_at: Instant::from_unix(i64::try_from(place).unwrap()),
        }
    };
    given.iter().enumerate().map(dose).collect()
}

#[test]
fn doses_make_a_course() {
    use CompleteBy::{RecoveryPlusOne as Plus, Series, SingleDose as Single};
    type Row<'a> =
        (&'a [(&'a str, &'a str, &'a str)], Option<&'a str>, u64, Option<(&'a str, CompleteBy)>, Option<&'a str>);
    let table: &[Row<'_>] = &[
        (&[], None, 0, None, None),
        (&[("1/2", "a", "2021-01-01")], None, 1, None, None),
        (&[("1/2", "a", "2021-01-01"), ("2/2", "a", "2021-02-01")], None, 2, Some(("2021-02-01", Series)), None),
        // Only the second is held.
        (&[("2/2", "a", "2021-02-01")], None, 2, Some(("2021-02-01", Series)), None),
        (&[("1/1", "single", "2021-01-01")], None, 1, Some(("2021-01-01", Single)), None),
        (&[("1/2", "a", "2021-01-01"), ("2/2", "b", "2021-02-01")], None, 2, Some(("2021-02-01", Series)), None),
        (&[("1/2", "a", "2021-01-01"), ("1/2", "b", "2021-02-01")], None, 2, Some(("2021-02-01", Series)), None),
        // One dose, the date corrected.
        (&[("1/2", "a", "2021-01-01"), ("1/2", "a", "2021-01-02")], None, 1, None, None),
        // One dose, certified by two.
        (&[("1/2", "a", "2021-01-01"), ("1/2", "b", "2021-01-01")], None, 1, None, None),
        (&[("2/3", "a", "2021-01-01")], None, 2, None, None),
        // Boosters in all three notations.
        (
            &[("1/1", "single", "2021-01-01"), ("2/1", "a", "2021-06-01")],
            None,
            2,
            Some(("2021-01-01", Single)),
            Some("2021-06-01"),
        ),
        (
            &[("2/2", "a", "2021-01-01"), ("3/3", "a", "2021-06-01")],
            None,
            3,
            Some(("2021-01-01", Series)),
            Some("2021-06-01"),
        ),
        (&[("3/2", "a", "2021-06-01")], None, 3, Some(("2021-06-01", Series)), Some("2021-06-01")),
        (&[("2/1", "a", "2021-06-01")], None, 2, Some(("2021-06-01", Series)), Some("2021-06-01")),
        // Two of two of a single-dose product, as earlier issuers wrote it, is no booster.
        (&[("2/2", "single", "2021-06-01")], None, 2, Some(("2021-06-01", Single)), None),
        (&[("3/4", "a", "2021-06-01")], None, 3, None, None),
        // After a recovery one dose is enough, before it is not.
        (&[("1/2", "a", "2021-06-01")], Some("2021-05-31"), 1, Some(("2021-06-01", Plus)), None),
        (&[("1/2", "a", "2021-06-01")], Some("2021-06-01"), 1, None, None),
        (&[("1/1", "a", "2021-06-01")], None, 1, Some(("2021-06-01", Plus)), None),
        (
            &[("1/2", "a", "2021-06-01"), ("2/2", "a", "2021-07-01")],
            Some("2021-05-01"),
            2,
            Some(("2021-06-01", Plus)),
            None,
        ),
        // A series of unknown length is complete with nothing.
        (&[("2/?", "a", "2021-06-01")], None, 2, None, None),
    ];
    for (given, recovered, number, completed, booster) in table {
        for reversed in [false, true] {
            let mut doses = doses(given);
            if reversed {
                doses.reverse();
            }
            let course = Course::of(doses, recovered.map(day));
            assert_eq!(course.doses, *number, "{given:?}");
            assert_eq!(course.completed, completed.map(|(on, by)| (day(on), by)), "{given:?}");
            assert_eq!(course.booster, booster.map(day), "{given:?}");
        }
    }
}

#[test]
fn a_record_has_the_fields_that_it_names() {
    let some = Some(day("2021-01-01"));
    let record = Record {
        doses: 2,
        first_dose_on: some,
        last_dose_on: some,
        completed_on: some,
        complete_by: Some(CompleteBy::Series),
        booster_on: some,
        recovered_from: some,
        pcr_negative_at: Some(Instant::MAX),
        antigen_negative_at: Some(Instant::MIN),
        born_latest: some,
    };
    let json = serde_json::to_value(&record).unwrap();
    let datum = record.datum();
    for field in RecordField::ALL {
        assert_eq!(crate::certlogic::Datum::from(&json[field.name()]), *datum.get(field.name()).unwrap(), "{field:?}");
        assert_eq!(RecordField::named(field.name()), Some(field));
    }
    let empty = Record::default().datum();
    assert!(
        empty.get("doses").is_some() && RecordField::ALL.iter().skip(1).all(|field| empty.get(field.name()).is_none())
    );
}
