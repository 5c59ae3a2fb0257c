//! What the core reads in a payload, held against the case's own JSON and against the schema it names.

use semafor_core::certificate::{Certificate, CertificateError, Dcc, Entry, Payload};
use semafor_core::instant::{CalendarDate, PartialDate};
use semafor_core::warning::{Warning, WarningCode};
use serde_json::{Value, json};

use super::answer::Answer;
use super::schema::{self, Version};
use super::stages::{self, Case};
use crate::outcome::Checks;
use crate::{clock, encoding};

/// A schema expectation counts where the data agrees with itself: the tables of [`schema`], run on the JSON of the case
/// and on what its code holds, say what the case expects. There the core has to say it too.
pub(super) fn check_schema(case: &Case<'_>, text: &str, expected: bool, checks: &mut Checks) {
    let carried = carried(text);
    let stated = case.field("JSON").cloned().or_else(|| carried.clone());
    let (Some(stated), Some(carried)) = (stated, carried) else {
        checks.set_aside("SCHEMAVALIDATION: no payload to hold it against", &case.id);
        return;
    };
    let named = case.context("SCHEMA").and_then(Value::as_str).and_then(Version::named);
    let version = named.or_else(|| Version::named(carried.get("ver")?.as_str()?));
    let Some(version) = version else {
        checks.set_aside("SCHEMAVALIDATION: no schema version is named", &case.id);
        return;
    };
    let (in_json, in_code) = (schema::violations(&stated, version), schema::violations(&carried, version));
    let class = match (expected, in_json.first(), in_code.first()) {
        (_, None, Some(violation)) | (_, Some(violation), None) => {
            format!("SCHEMAVALIDATION: JSON and code of the case differ: {violation} in one of them")
        }
        (true, Some(violation), Some(_)) => format!("SCHEMAVALIDATION expected true, but {violation} under {version}"),
        (false, None, None) => {
            format!("SCHEMAVALIDATION expected false, but nothing breaks the schema {version} (value sets are no part)")
        }
        (true, None, None) | (false, Some(_), Some(_)) => {
            checks.answer(case, "schemavalidation", expected, core_says(text, version));
            return;
        }
    };
    checks.set_aside(class, &case.id);
}

/// The JSON of the case and the core's reading of the code say the same of person and entry.
pub(super) fn check_json(case: &Case<'_>, text: &str, expected: bool, checks: &mut Checks) {
    let (Some(stated), Some(carried)) = (case.field("JSON"), carried(text)) else {
        checks.set_aside("VALIDJSON: no JSON or no payload to hold it against", &case.id);
        return;
    };
    if !encoding::same(stated, &carried) {
        checks.set_aside("VALIDJSON: field JSON is not what PREFIX holds", &case.id);
        return;
    }
    if !days(stated).all(is_day) {
        checks.set_aside("VALIDJSON: a date in the case's JSON is no date", &case.id);
        return;
    }
    let payload = stages::payload(text).unwrap_or_default();
    let answer = match Certificate::parse(&payload, &mut Vec::new()).map(|certificate| certificate.payload) {
        Err(CertificateError::Entries { found }) if found > 1 => {
            checks.set_aside("VALIDJSON: several entries, the core reads none of them", &case.id);
            return;
        }
        Err(error) => Answer::unreadable(error.to_string()),
        Ok(Payload::Dcc(dcc)) => difference(&dcc, stated),
        Ok(Payload::Icvp(_)) => Answer::of(false, "read as ICVP"),
    };
    checks.answer(case, "validjson", expected, answer);
}

/// The dates that a case's JSON states, birth date and entry.
fn days(stated: &Value) -> impl Iterator<Item = &Value> {
    let groups = ["v", "t", "r"].into_iter().filter_map(|group| stated.get(group)?.get(0));
    let of_entry = groups.flat_map(|entry| ["dt", "fr", "df", "du"].into_iter().filter_map(|name| entry.get(name)));
    stated.get("dob").into_iter().chain(of_entry)
}

/// Whether a day, a month, a year or nothing is named that the calendar has.
fn is_day(date: &Value) -> bool {
    let Some(text) = date.as_str() else { return true };
    let (day, _) = text.split_once('T').unwrap_or((text, ""));
    let padded = match day.len() {
        0 => return true,
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    CalendarDate::parse(&padded).is_ok()
}

/// The EU payload in a text, read without the core's certificate stage, as JSON.
fn carried(text: &str) -> Option<Value> {
    stages::dcc(&stages::payload(text).ok()?).map(|payload| encoding::to_json(&payload))
}

/// Whether the core finds a payload in order: it reads it, and warns of nothing that this version's schema forbids.
fn core_says(text: &str, version: Version) -> Answer {
    let payload = match stages::payload(text) {
        Ok(payload) => payload,
        Err(error) => return Answer::unreadable(error),
    };
    let mut warnings = Vec::new();
    let certificate = match Certificate::parse(&payload, &mut warnings) {
        Ok(certificate) => certificate,
        Err(error) => return Answer::of(false, error.to_string()),
    };
    let against = warnings.iter().find(|warning| is_against_schema(warning, version));
    match (against, beyond(&certificate, version)) {
        (Some(warning), _) => {
            Answer::of(false, format!("{} {}", warning.code.code(), warning.path.as_deref().unwrap_or_default()))
        }
        (None, Some(bound)) => Answer::of(false, format!("{bound} under {version}, as the core read it")),
        (None, None) => Answer::of(true, "no warning about the payload"),
    }
}

/// What an older version is stricter about. The core reads all versions alike and warns of what the newest forbids; the
/// older bounds are put here to what it read.
fn beyond(certificate: &Certificate, version: Version) -> Option<&'static str> {
    let Payload::Dcc(dcc) = &certificate.payload else { return Some("no EU payload") };
    let partial = matches!(dcc.birth_date, PartialDate::Year(_) | PartialDate::Month(..));
    if partial && !version.partial_birth_dates() {
        return Some("partial birth date");
    }
    let stands_in = version.either_name() && dcc.name.given_standard.is_some();
    if dcc.name.family_standard.is_none() && !stands_in {
        return Some("no fnt");
    }
    if dcc.entry.country().is_some_and(|country| !country.bytes().any(|byte| byte.is_ascii_uppercase())) {
        return Some("no country");
    }
    if version.relaxed() {
        return None;
    }
    let (centre, doses) = match &dcc.entry {
        Entry::Vaccination(read) => (None, [read.dose, read.doses]),
        Entry::Test(read) if read.centre.is_none() => return Some("no tc"),
        Entry::Test(read) => (read.centre.as_ref(), [None, None]),
        Entry::Recovery(_) => (None, [None, None]),
    };
    let issuer = match &dcc.entry {
        Entry::Vaccination(read) => &read.certificate_issuer,
        Entry::Test(read) => &read.certificate_issuer,
        Entry::Recovery(read) => &read.certificate_issuer,
    };
    let name = [&dcc.name.family, &dcc.name.given, &dcc.name.family_standard, &dcc.name.given_standard, issuer];
    let texts = name.into_iter().flatten().chain(centre).map(String::as_str).chain(dcc.entry.identifier());
    if texts.into_iter().any(|text| text.chars().count() > 50) {
        return Some("a text of more than 50 characters");
    }
    doses.iter().flatten().any(|dose| *dose > 9).then_some("a dose above 9")
}

/// Which warnings say that a payload breaks its schema. Not among them: what the schema does not rule (prefix of the
/// identifier, floats that are whole, tags, a payload in a byte string, a version that was never published), and what
/// [`beyond`] asks: what depends on the version asked about and not on the one the payload names, and the country, of
/// which the schema wants one capital letter and the core nothing but.
fn is_against_schema(warning: &Warning, version: Version) -> bool {
    let path = warning.path.as_deref().unwrap_or_default();
    match warning.code {
        WarningCode::FieldMissing => path != "nam.fnt",
        WarningCode::FieldRange => !path.ends_with(".co"),
        WarningCode::GroupEmpty
        | WarningCode::DateUnreadable
        | WarningCode::DateWithTime
        | WarningCode::ZoneMissing
        | WarningCode::TimeForm
        | WarningCode::NameForm => true,
        WarningCode::FieldEmpty => path == "ver",
        WarningCode::FieldLong => !path.ends_with(".nm") || version.relaxed(),
        WarningCode::BirthDateEmpty => !version.relaxed(),
        _ => false,
    }
}

/// The first field of which the core says something else than the case's JSON.
fn difference(dcc: &Dcc, stated: &Value) -> Answer {
    let name = stated.get("nam").cloned().unwrap_or_default();
    let person = [
        ("fn", json!(dcc.name.family)),
        ("gn", json!(dcc.name.given)),
        ("fnt", json!(dcc.name.family_standard)),
        ("gnt", json!(dcc.name.given_standard)),
    ];
    let (group, entry) = read_entry(&dcc.entry);
    let stated_entry = stated.get(group).and_then(|group| group.get(0)).cloned().unwrap_or_default();
    let top = [("ver", json!(dcc.version)), ("dob", json!(dcc.birth_date.to_string()))];
    let differing = first_differing(&top, stated)
        .or_else(|| first_differing(&person, &name))
        .or_else(|| first_differing(&entry, &stated_entry));
    match differing {
        Some(field) => Answer::of(false, format!("the core reads another {field} than the case's JSON says")),
        None => Answer::of(true, ""),
    }
}

fn first_differing(read: &[(&'static str, Value)], stated: &Value) -> Option<&'static str> {
    let as_read = |name: &str| match (name, stated.get(name)) {
        ("dob" | "dt" | "fr" | "df" | "du", Some(date)) => day(date),
        ("sc", Some(time)) => clock::read(time).map_or(Value::Null, |at| json!(at)),
        (_, value) => value.cloned().unwrap_or_default(),
    };
    read.iter().find(|(name, read)| !encoding::same(read, &as_read(name))).map(|(name, _)| *name)
}

/// An entry as the core read it, under the names of the payload.
fn read_entry(entry: &Entry) -> (&'static str, Vec<(&'static str, Value)>) {
    match entry {
        Entry::Vaccination(read) => (
            "v",
            vec![
                ("tg", json!(read.disease)),
                ("vp", json!(read.prophylaxis)),
                ("mp", json!(read.product)),
                ("ma", json!(read.manufacturer)),
                ("dn", json!(read.dose)),
                ("sd", json!(read.doses)),
                ("dt", json!(read.date)),
                ("co", json!(read.country)),
                ("is", json!(read.certificate_issuer)),
                ("ci", json!(read.identifier)),
            ],
        ),
        Entry::Test(read) => (
            "t",
            vec![
                ("tg", json!(read.disease)),
                ("tt", json!(read.test_type)),
                ("nm", json!(read.test_name)),
                ("ma", json!(read.device)),
                ("sc", json!(read.sampled_at)),
                ("tr", json!(read.result)),
                ("tc", json!(read.centre)),
                ("co", json!(read.country)),
                ("is", json!(read.certificate_issuer)),
                ("ci", json!(read.identifier)),
            ],
        ),
        Entry::Recovery(read) => (
            "r",
            vec![
                ("tg", json!(read.disease)),
                ("fr", json!(read.first_positive)),
                ("co", json!(read.country)),
                ("is", json!(read.certificate_issuer)),
                ("df", json!(read.valid_from)),
                ("du", json!(read.valid_until)),
                ("ci", json!(read.identifier)),
            ],
        ),
    }
}

/// The day of a date that may carry a time.
fn day(date: &Value) -> Value {
    date.as_str().map_or(Value::Null, |text| json!(text.split_once('T').map_or(text, |(day, _)| day)))
}
