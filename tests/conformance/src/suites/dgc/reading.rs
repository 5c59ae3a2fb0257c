//! What the core reads in a payload, held against the case's own JSON and against the schema it names.

use semafor_core::certificate::{Certificate, CertificateError, Dcc, Entry, Payload};
use semafor_core::instant::PartialDate;
use semafor_core::warning::{Warning, WarningCode};
use serde_json::{Value, json};

use super::schema::{self, Version};
use super::stages::{self, Case};
use super::Answer;
use crate::encoding;
use crate::outcome::Checks;

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
            let (got, reason) = core_says(text, version);
            checks.compare(&case.id, "schemavalidation", expected, got, reason);
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
    let payload = stages::payload(text).unwrap_or_default();
    let (got, reason) = match Certificate::parse(&payload, &mut Vec::new()).map(|certificate| certificate.payload) {
        Err(CertificateError::Entries { found }) if found > 1 => {
            checks.set_aside("VALIDJSON: several entries, the core reads none of them", &case.id);
            return;
        }
        Err(error) => (false, error.to_string()),
        Ok(Payload::Dcc(dcc)) => difference(&dcc, stated),
        Ok(Payload::Icvp(_)) => (false, "read as ICVP".to_owned()),
    };
    checks.compare(&case.id, "validjson", expected, got, reason);
}

/// The EU payload in a text, read without the core's certificate stage, as JSON.
fn carried(text: &str) -> Option<Value> {
    let claims = encoding::cbor(&stages::payload(text).ok()?)?;
    let payload = encoding::labelled(encoding::labelled(&claims, -260)?, 1)?;
    payload.is_map().then(|| encoding::to_json(payload))
}

/// Whether the core finds a payload in order: it reads it, and warns of nothing that this version's schema forbids.
fn core_says(text: &str, version: Version) -> Answer {
    let payload = match stages::payload(text) {
        Ok(payload) => payload,
        Err(error) => return (false, error),
    };
    let mut warnings = Vec::new();
    let certificate = match Certificate::parse(&payload, &mut warnings) {
        Ok(certificate) => certificate,
        Err(error) => return (false, error.to_string()),
    };
    let partial = matches!(certificate.birth_date(), PartialDate::Year(_) | PartialDate::Month(..));
    let against = warnings.iter().find(|warning| is_against_schema(warning, version));
    match against {
        Some(warning) => (false, format!("{} {}", warning.code.code(), warning.path.as_deref().unwrap_or_default())),
        None if partial && !version.partial_birth_dates() => (false, "partial birth date".to_owned()),
        None => (true, "no warning about the payload".to_owned()),
    }
}

/// Which warnings say that a payload breaks its schema. Not among them: what the schema does not rule (prefix of the
/// identifier, floats that are whole, tags, a version that was never published), and partial birth dates, which depend
/// on the version asked about and not on the one the payload names.
fn is_against_schema(warning: &Warning, version: Version) -> bool {
    let path = warning.path.as_deref().unwrap_or_default();
    match warning.code {
        WarningCode::FieldMissing
        | WarningCode::FieldRange
        | WarningCode::GroupEmpty
        | WarningCode::DateWithTime
        | WarningCode::ZoneMissing
        | WarningCode::TimeForm
        | WarningCode::NameForm => true,
        WarningCode::FieldEmpty => path == "ver" || path.ends_with(".co"),
        WarningCode::FieldLong => !path.ends_with(".nm") || version.relaxed(),
        WarningCode::BirthDateEmpty => !version.relaxed(),
        _ => false,
    }
}

/// The first field of which the core says something else than the case's JSON.
fn difference(dcc: &Dcc, stated: &Value) -> Answer {
    let name = stated.get("nam").cloned().unwrap_or_default();
    let mut pairs = vec![
        ("ver", json!(dcc.version), stated.get("ver").cloned()),
        ("dob", json!(dcc.birth_date.to_string()), stated.get("dob").map(day)),
        ("nam.fn", json!(dcc.name.family), name.get("fn").cloned()),
        ("nam.gn", json!(dcc.name.given), name.get("gn").cloned()),
        ("nam.fnt", json!(dcc.name.family_standard), name.get("fnt").cloned()),
        ("nam.gnt", json!(dcc.name.given_standard), name.get("gnt").cloned()),
    ];
    let entry = |group: &str| stated.get(group).and_then(|group| group.get(0)).cloned().unwrap_or_default();
    match &dcc.entry {
        Entry::Vaccination(read) => {
            let entry = entry("v");
            pairs.extend([
                ("v.tg", json!(read.disease), entry.get("tg").cloned()),
                ("v.vp", json!(read.prophylaxis), entry.get("vp").cloned()),
                ("v.mp", json!(read.product), entry.get("mp").cloned()),
                ("v.ma", json!(read.manufacturer), entry.get("ma").cloned()),
                ("v.dn", json!(read.dose), entry.get("dn").cloned()),
                ("v.sd", json!(read.doses), entry.get("sd").cloned()),
                ("v.dt", json!(read.date), entry.get("dt").map(day)),
                ("v.co", json!(read.country), entry.get("co").cloned()),
                ("v.is", json!(read.certificate_issuer), entry.get("is").cloned()),
                ("v.ci", json!(read.identifier), entry.get("ci").cloned()),
            ]);
        }
        Entry::Test(read) => {
            let entry = entry("t");
            let time = entry.get("sc").and_then(crate::clock::read).map(|at| json!(at));
            pairs.extend([
                ("t.tg", json!(read.disease), entry.get("tg").cloned()),
                ("t.tt", json!(read.test_type), entry.get("tt").cloned()),
                ("t.nm", json!(read.test_name), entry.get("nm").cloned()),
                ("t.ma", json!(read.device), entry.get("ma").cloned()),
                ("t.sc", json!(read.sampled_at), time),
                ("t.tr", json!(read.result), entry.get("tr").cloned()),
                ("t.tc", json!(read.centre), entry.get("tc").cloned()),
                ("t.co", json!(read.country), entry.get("co").cloned()),
                ("t.is", json!(read.certificate_issuer), entry.get("is").cloned()),
                ("t.ci", json!(read.identifier), entry.get("ci").cloned()),
            ]);
        }
        Entry::Recovery(read) => {
            let entry = entry("r");
            pairs.extend([
                ("r.tg", json!(read.disease), entry.get("tg").cloned()),
                ("r.fr", json!(read.first_positive), entry.get("fr").map(day)),
                ("r.co", json!(read.country), entry.get("co").cloned()),
                ("r.is", json!(read.certificate_issuer), entry.get("is").cloned()),
                ("r.df", json!(read.valid_from), entry.get("df").map(day)),
                ("r.du", json!(read.valid_until), entry.get("du").map(day)),
                ("r.ci", json!(read.identifier), entry.get("ci").cloned()),
            ]);
        }
    }
    let differing = pairs.into_iter().find(|(_, read, stated)| !encoding::same(read, stated.as_ref().unwrap_or(&Value::Null)));
    match differing {
        Some((path, ..)) => (false, format!("another {path} than the case's JSON says")),
        None => (true, String::new()),
    }
}

/// The day of a date that may carry a time.
fn day(date: &Value) -> Value {
    date.as_str().map_or(Value::Null, |text| json!(text.split_once('T').map_or(text, |(day, _)| day)))
}
