//! Reading one CBOR map of a payload field by field, leniently, with every deviation listed under its path.

use ciborium::Value;

use super::CertificateError;
use super::claims::whole;
use crate::cose::cbor;
use crate::instant::{CalendarDate, DateTime, Instant, PartialDate, Zone};
use crate::limits;
use crate::warning::{Warning, WarningCode};

/// A map of a payload, its fields taken out one by one.
pub(super) struct Fields<'w> {
    group: &'static str,
    entries: Vec<(Value, Value)>,
    warnings: &'w mut Vec<Warning>,
}

impl<'w> Fields<'w> {
    /// The fields of `value`, which stands at `group` in the payload (empty at its top).
    pub(super) fn of(
        value: Value,
        group: &'static str,
        warnings: &'w mut Vec<Warning>,
    ) -> Result<Self, CertificateError> {
        match value {
            Value::Map(entries) => Ok(Self { group, entries, warnings }),
            _ => Err(CertificateError::Field { path: group.to_owned(), wanted: "a map" }),
        }
    }

    /// Takes a field's value out; null counts as absent.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let index = self.entries.iter().position(|(key, _)| key.as_text() == Some(name))?;
        Some(self.entries.swap_remove(index).1).filter(|value| !value.is_null())
    }

    /// Whether a field is there, null included.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.as_text() == Some(name))
    }

    /// Whether a field is there and not null.
    pub(super) fn has_value(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, value)| key.as_text() == Some(name) && !value.is_null())
    }

    /// The warnings, to be lent on to a nested map.
    pub(super) fn warnings(&mut self) -> &mut Vec<Warning> {
        self.warnings
    }

    /// Lists a deviation of the field `name`.
    pub(super) fn warn(&mut self, code: WarningCode, name: &str) {
        let path = self.path(name);
        self.warnings.push(Warning::at(code, path));
    }

    /// A text that the schema leaves out at will.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, CertificateError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Text(text)) => {
                if text.len() > limits::FIELD_CHARS && text.chars().count() > limits::FIELD_CHARS {
                    self.warn(WarningCode::FieldLong, name);
                }
                Ok(Some(text))
            }
            Some(_) => Err(self.wrong(name, "a text")),
        }
    }

    /// A text that the schema demands; its absence is tolerated and listed.
    pub(super) fn needed_text(&mut self, name: &str) -> Result<Option<String>, CertificateError> {
        let text = self.text(name)?;
        match text.as_deref() {
            None => self.warn(WarningCode::FieldMissing, name),
            Some("") => self.warn(WarningCode::FieldEmpty, name),
            Some(_) => {}
        }
        Ok(text)
    }

    /// A whole number that the schema demands.
    pub(super) fn needed_number(&mut self, name: &str) -> Result<Option<i64>, CertificateError> {
        let number = match self.take(name) {
            None => {
                self.warn(WarningCode::FieldMissing, name);
                return Ok(None);
            }
            Some(value @ Value::Integer(_)) => cbor::integer(&value),
            Some(Value::Float(float)) => {
                self.warn(WarningCode::NumberFloat, name);
                whole(float).filter(|_| float.fract() == 0.0)
            }
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| self.wrong(name, "a whole number"))
    }

    /// A calendar date that the schema demands. A time of day behind it is dropped and listed; what cannot be read as a
    /// date counts as unknown and is listed (a real issuer wrote `2022-17-01`).
    pub(super) fn needed_date(&mut self, name: &str) -> Result<Option<CalendarDate>, CertificateError> {
        if !self.has_value(name) {
            self.warn(WarningCode::FieldMissing, name);
        }
        self.date(name)
    }

    /// A calendar date, as [`Fields::needed_date`], that may be absent.
    pub(super) fn date(&mut self, name: &str) -> Result<Option<CalendarDate>, CertificateError> {
        let Some(text) = self.date_text(name)? else { return Ok(None) };
        match PartialDate::parse(self.date_part(name, &text)) {
            Ok(PartialDate::Day(date)) => Ok(Some(date)),
            _ => {
                self.warn(WarningCode::DateUnreadable, name);
                Ok(None)
            }
        }
    }

    /// A birth date: whole, partial or empty; unknown when it cannot be read.
    pub(super) fn birth_date(&mut self, name: &str) -> Result<PartialDate, CertificateError> {
        let Some(text) = self.date_text(name)? else {
            self.warn(WarningCode::FieldMissing, name);
            return Ok(PartialDate::Unknown);
        };
        match PartialDate::parse(self.date_part(name, &text)) {
            Ok(PartialDate::Unknown) => self.warn(WarningCode::BirthDateEmpty, name),
            Ok(date) => {
                if !date.year().is_some_and(|year| BIRTH_YEARS.contains(&year)) {
                    self.warn(WarningCode::FieldRange, name);
                }
                return Ok(date);
            }
            Err(_) => self.warn(WarningCode::DateUnreadable, name),
        }
        Ok(PartialDate::Unknown)
    }

    /// A date and time that the schema demands; unknown when it cannot be read.
    pub(super) fn needed_time(&mut self, name: &str) -> Result<Option<Instant>, CertificateError> {
        let Some(text) = self.date_text(name)? else {
            self.warn(WarningCode::FieldMissing, name);
            return Ok(None);
        };
        let Ok(read) = DateTime::parse(&text) else {
            self.warn(WarningCode::DateUnreadable, name);
            return Ok(None);
        };
        if read.zone == Zone::Missing {
            self.warn(WarningCode::ZoneMissing, name);
        }
        if read.loose {
            self.warn(WarningCode::TimeForm, name);
        }
        Ok(Some(read.instant))
    }

    /// The error that the field `name` is not `wanted`.
    pub(super) fn wrong(&self, name: &str, wanted: &'static str) -> CertificateError {
        CertificateError::Field { path: self.path(name), wanted }
    }

    /// Dates are texts, or texts under tag 0, which validators have to accept (protocols.md §1.6), or 1004 (RFC 8943).
    fn date_text(&mut self, name: &str) -> Result<Option<String>, CertificateError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Tag(TAG_DATE_TIME | TAG_FULL_DATE, inner)) => match *inner {
                Value::Text(text) => {
                    self.warn(WarningCode::DateTagged, name);
                    Ok(Some(text))
                }
                _ => Err(self.wrong(name, "a date")),
            },
            Some(_) => Err(self.wrong(name, "a date")),
        }
    }

    fn date_part<'t>(&mut self, name: &str, text: &'t str) -> &'t str {
        match text.split_at_checked(10) {
            Some((date, rest)) if rest.starts_with('T') && DateTime::parse(text).is_ok() => {
                self.warn(WarningCode::DateWithTime, name);
                date
            }
            _ => text,
        }
    }

    fn path(&self, name: &str) -> String {
        match (self.group, name) {
            ("", name) => name.to_owned(),
            (group, "") => group.to_owned(),
            (group, name) => format!("{group}.{name}"),
        }
    }
}

const TAG_DATE_TIME: u64 = 0;
const TAG_FULL_DATE: u64 = 1_004;

/// What the schema allows a birth date (`(19|20)\d\d`).
const BIRTH_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;
