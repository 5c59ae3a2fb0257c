//! Dates as they stand in real certificates, and the ones that must not pass.

use super::*;

#[test]
fn instants_read_rfc_3339_and_bare_dates() {
    for (text, unix) in [
        ("1970-01-01", 0),
        ("2021-05-03", 1_620_000_000),
        ("2021-05-03T18:00:00Z", 1_620_064_800),
        ("2021-05-03T20:00:00+02:00", 1_620_064_800),
        ("2021-05-03T18:00:00.999Z", 1_620_064_800),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
        ("0001-01-01", -62_135_596_800),
        ("9999-12-31", 253_402_214_400),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(Instant::parse(text).map(Instant::as_unix), Ok(unix), "{text}");
    }
}

#[test]
fn instants_refuse_other_forms() {
    for text in
        ["", "2021", "2021-05", "2021-02-30", "2021-05-03T18:00Z", "2021-05-03T18:00:00", "2021-05-03 18:00:00Z"]
    {
        assert!(Instant::parse(text).is_err(), "{text}");
    }
}

#[test]
fn instants_print_as_rfc_3339_in_utc() {
    let instant = Instant::parse("2021-05-03T20:00:00+02:00").unwrap();
    assert_eq!(instant.to_string(), "2021-05-03T18:00:00Z");
    assert!(Instant::from_unix(i64::MAX).is_none());
    assert_eq!(instant.plus_seconds(i64::MAX), Instant::MAX);
    assert_eq!(
        (Instant::MIN.to_string().as_str(), Instant::MAX.to_string().as_str()),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
    );
}

#[test]
fn partial_dates_keep_their_precision() {
    for text in ["", "1964", "1964-08", "1964-08-12", "2000-02-29"] {
        assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
    }
    for text in
        ["64", "1964-8", "1964-13", "1964-02-30", "1964-08-12T00:00:00", "1964-08-", "+964", "1964-08-12-1", "١٩٦٤"]
    {
        assert!(PartialDate::parse(text).is_err(), "{text}");
    }
}

#[test]
fn partial_dates_exclude_each_other_only_where_both_are_known() {
    for (one, other, excluded) in [
        ("1964-08-12", "1964-08-12", false),
        ("1964-08-12", "1964-08-13", true),
        ("1964-08-12", "1964-08", false),
        ("1964-08-12", "1964-09", true),
        ("1964", "1965", true),
        ("", "1965", false),
        ("1964", "1964-01-01", false),
    ] {
        let (one, other) = (PartialDate::parse(one).unwrap(), PartialDate::parse(other).unwrap());
        assert_eq!(one.excludes(other), excluded, "{one} {other}");
        assert_eq!(other.excludes(one), excluded, "{other} {one}");
    }
}

#[test]
fn sample_times_are_read_in_every_form_seen() {
    let expected = Instant::parse("2021-05-03T16:30:05Z").unwrap();
    for (text, zone, loose) in [
        ("2021-05-03T16:30:05Z", Zone::Given, false),
        ("2021-05-03T18:30:05+02:00", Zone::Given, false),
        ("2021-05-03T18:30:05+0200", Zone::Given, true),
        ("2021-05-03T18:30:05+02", Zone::Given, true),
        ("2021-05-03T18:30:05+2", Zone::Given, true),
        ("2021-05-03T18:30:05+200", Zone::Given, true),
        ("2021-05-03T18:30:05+2:00", Zone::Given, true),
        ("2021-05-03T16:30:05", Zone::Missing, false),
        ("2021-05-03 16:30:05Z", Zone::Given, true),
        ("2021-05-03T18:30:05 +02:00", Zone::Given, true),
        ("2021-05-03T16:30:05.123456789Z", Zone::Given, false),
    ] {
        let read = DateTime::parse(text).unwrap();
        assert_eq!((read.instant, read.zone, read.loose), (expected, zone, loose), "{text}");
    }
    for text in [
        "2021-05-03",
        "2021-05-03T",
        "2021-05-03T25:00:00Z",
        "2021-05-03T16:30:05+2:0",
        "2021-05-03T16:30:05X",
        "2021-05-03Tč6:30:05Z",
    ] {
        assert!(DateTime::parse(text).is_err(), "{text}");
    }
}
