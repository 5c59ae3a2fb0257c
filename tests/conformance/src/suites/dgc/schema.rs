//! An independent reading of the EU DCC schemas 1.0.0 to 1.3.3, in our own tables: what is required, of which form, how
//! long. It knows nothing of the core, so that the two can be held against each other.
//!
//! Two things are read as meant, not as published: a date has to exist, and exactly one entry is certified by every
//! version (published from 1.3.0 on; the case DGC2 expects it of 1.2.1).

use semafor_core::instant::{CalendarDate, DateTime, Zone};
use serde_json::{Map, Value};

/// A published version of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u16, u16, u16);

impl Version {
    /// The published version a text names; one that was never published counts as the nearest before it.
    pub(super) fn named(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.').map(|part| part.parse().ok());
        let named = Self(parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
        PUBLISHED.into_iter().rev().find(|published| *published <= named).or(Some(Self(1, 0, 0)))
    }

    /// Birth dates may lack day and month.
    pub(super) fn partial_birth_dates(self) -> bool {
        self >= Self(1, 1, 0)
    }

    /// Birth dates may be empty, texts have up to 80 characters, doses have no upper bound, `tc` may be absent.
    pub(super) fn relaxed(self) -> bool {
        self >= Self(1, 3, 0)
    }

    /// The given name's standardised form may stand for the family name's.
    pub(super) fn either_name(self) -> bool {
        self >= Self(1, 3, 2)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}.{}", self.0, self.1, self.2)
    }
}

const PUBLISHED: [Version; 9] = [
    Version(1, 0, 0),
    Version(1, 0, 1),
    Version(1, 1, 0),
    Version(1, 2, 0),
    Version(1, 2, 1),
    Version(1, 3, 0),
    Version(1, 3, 1),
    Version(1, 3, 2),
    Version(1, 3, 3),
];

/// The form of a field.
#[derive(Clone, Copy)]
enum Form {
    /// Any text.
    Code,
    /// A text of at most 50, later 80 characters.
    Bounded,
    /// A text that is bounded from 1.3.0 on.
    BoundedLater,
    /// Bounded, of `A`–`Z` and `<`.
    Standardised,
    /// A text with a capital letter in it.
    Country,
    /// A whole number from 1, earlier to 9.
    Dose,
    /// `YYYY-MM-DD`
    Date,
    /// RFC 3339, with its zone.
    Time,
}

/// A field: name, form, whether it is required.
type Field = (&'static str, Form, bool);

const NAME: [Field; 4] = [
    ("fn", Form::Bounded, false),
    ("gn", Form::Bounded, false),
    ("fnt", Form::Standardised, false),
    ("gnt", Form::Standardised, false),
];
const VACCINATION: [Field; 10] = [
    ("tg", Form::Code, true),
    ("vp", Form::Code, true),
    ("mp", Form::Code, true),
    ("ma", Form::Code, true),
    ("dn", Form::Dose, true),
    ("sd", Form::Dose, true),
    ("dt", Form::Date, true),
    ("co", Form::Country, true),
    ("is", Form::Bounded, true),
    ("ci", Form::Bounded, true),
];
/// `tc` is required before 1.3.0, see [`violations`]; `dr` was dropped with 1.2.0 and is of no account.
const TEST: [Field; 10] = [
    ("tg", Form::Code, true),
    ("tt", Form::Code, true),
    ("nm", Form::BoundedLater, false),
    ("ma", Form::Code, false),
    ("sc", Form::Time, true),
    ("tr", Form::Code, true),
    ("tc", Form::Bounded, false),
    ("co", Form::Country, true),
    ("is", Form::Bounded, true),
    ("ci", Form::Bounded, true),
];
const RECOVERY: [Field; 7] = [
    ("tg", Form::Code, true),
    ("fr", Form::Date, true),
    ("co", Form::Country, true),
    ("is", Form::Bounded, true),
    ("df", Form::Date, true),
    ("du", Form::Date, true),
    ("ci", Form::Bounded, true),
];

/// What in a payload breaks the schema of a version, each with its path.
pub(super) fn violations(payload: &Value, version: Version) -> Vec<String> {
    let Value::Object(payload) = payload else { return vec!["no object".to_owned()] };
    let mut found = Vec::new();
    match payload.get("ver") {
        Some(Value::String(text)) if is_version(text) => {}
        Some(_) => found.push("ver of another form".to_owned()),
        None => found.push("ver missing".to_owned()),
    }
    check_birth_date(payload.get("dob"), version, &mut found);
    match payload.get("nam") {
        Some(Value::Object(name)) => {
            check_fields("nam", name, &NAME, version, &mut found);
            if !(name.contains_key("fnt") || version.either_name() && name.contains_key("gnt")) {
                found.push("nam.fnt missing".to_owned());
            }
        }
        Some(_) => found.push("nam no object".to_owned()),
        None => found.push("nam missing".to_owned()),
    }
    check_entries(payload, version, &mut found);
    found
}

fn check_entries(payload: &Map<String, Value>, version: Version, found: &mut Vec<String>) {
    let mut entries: usize = 0;
    for (group, fields) in [("v", VACCINATION.as_slice()), ("t", &TEST), ("r", &RECOVERY)] {
        match payload.get(group) {
            None => {}
            Some(Value::Array(items)) if items.is_empty() => found.push(format!("{group} empty")),
            Some(Value::Array(items)) => {
                entries = entries.saturating_add(items.len());
                for item in items {
                    match item {
                        Value::Object(entry) => check_fields(group, entry, fields, version, found),
                        _ => found.push(format!("{group} no object")),
                    }
                }
                let lacks_centre = |item: &Value| group == "t" && item.get("tc").is_none();
                if !version.relaxed() && items.iter().any(lacks_centre) {
                    found.push("t.tc missing".to_owned());
                }
            }
            Some(Value::Null) => found.push(format!("{group} null")),
            Some(_) => found.push(format!("{group} no array")),
        }
    }
    if entries != 1 {
        found.push(format!("{entries} entries"));
    }
}

fn check_birth_date(date: Option<&Value>, version: Version, found: &mut Vec<String>) {
    let Some(Value::String(text)) = date else {
        found.push("dob missing".to_owned());
        return;
    };
    let century = text.starts_with("19") || text.starts_with("20");
    match text.len() {
        0 if version.relaxed() => {}
        0 => found.push("dob empty".to_owned()),
        4 | 7 if !version.partial_birth_dates() => found.push("dob partial".to_owned()),
        4 if century && CalendarDate::parse(&format!("{text}-01-01")).is_ok() => {}
        7 if century && CalendarDate::parse(&format!("{text}-01")).is_ok() => {}
        10 if century && CalendarDate::parse(text).is_ok() => {}
        _ => found.push("dob of another form".to_owned()),
    }
}

fn check_fields(group: &str, object: &Map<String, Value>, fields: &[Field], version: Version, found: &mut Vec<String>) {
    for (name, form, required) in fields {
        let wrong = match object.get(*name) {
            None if *required => Some("missing"),
            None => None,
            Some(value) => wrong(value, *form, version),
        };
        found.extend(wrong.map(|wrong| format!("{group}.{name} {wrong}")));
    }
}

fn wrong(value: &Value, form: Form, version: Version) -> Option<&'static str> {
    let most = if version.relaxed() { 80 } else { 50 };
    match (form, value) {
        (_, Value::Null) => Some("null"),
        (Form::Dose, Value::Number(number)) => {
            let number = number.as_f64().unwrap_or_default();
            let most = if version.relaxed() { f64::INFINITY } else { 9.0 };
            (number.fract() != 0.0 || !(1.0..=most).contains(&number)).then_some("out of range")
        }
        (Form::Dose, _) => Some("no number"),
        (_, Value::String(text)) => match form {
            Form::Bounded if text.chars().count() > most => Some("too long"),
            Form::BoundedLater if version.relaxed() && text.chars().count() > most => Some("too long"),
            Form::Standardised if text.len() > most => Some("too long"),
            Form::Standardised if !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'<') => {
                Some("not standardised")
            }
            Form::Country if !text.bytes().any(|byte| byte.is_ascii_uppercase()) => Some("no country"),
            Form::Date if CalendarDate::parse(text).is_err() => Some("no date"),
            Form::Time if !is_time(text) => Some("no RFC 3339 time"),
            _ => None,
        },
        _ => Some("no text"),
    }
}

fn is_version(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_time(text: &str) -> bool {
    DateTime::parse(text).is_ok_and(|read| read.zone == Zone::Given && !read.loose)
}

#[cfg(test)]
mod tests;
