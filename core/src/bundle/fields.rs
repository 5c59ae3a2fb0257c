//! Fields of a payload: a CBOR map with small numbers as keys, in which a field can be declared critical (FORMAT.md §3).

use ciborium::Value;

use crate::cose::cbor::{self, CborError};
use crate::instant::Instant;

/// Why a payload cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The bytes are not CBOR within the bounds.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// It is no map, or one of its keys is no number.
    #[error("not a map of numbered fields")]
    NotFields,
    /// A field is missing, or not of its type, or beyond its bounds.
    #[error("field {field} is missing or malformed")]
    Malformed {
        /// Its number.
        field: u8,
    },
    /// The format's version is another.
    #[error("format {found}, this program reads {known}")]
    Format {
        /// The version found.
        found: u64,
        /// The one known.
        known: u64,
    },
    /// A field that must be understood is not known here: whoever published it counts on newer programs.
    #[error("field {field} must be understood, and this program does not know it")]
    Critical {
        /// Its number.
        field: i64,
    },
}

/// The version of every payload's format.
pub(super) const FORMAT: u64 = 1;

const FIELD_FORMAT: u8 = 1;
const FIELD_CRITICAL: u8 = 7;

/// The fields of one payload, each taken once.
pub(super) struct Fields(Vec<(i64, Value)>);

impl Fields {
    /// Reads a payload whose fields are `known`, beside those of format and criticality.
    pub(super) fn read(payload: &[u8], known: &[u8]) -> Result<Self, FieldError> {
        let Value::Map(entries) = cbor::read(payload)? else { return Err(FieldError::NotFields) };
        let numbered = |(key, value)| Some((cbor::integer(&key)?, value));
        let fields = entries.into_iter().map(numbered).collect::<Option<Vec<_>>>().ok_or(FieldError::NotFields)?;
        let mut fields = Self(fields);
        let found = fields.number(FIELD_FORMAT)?;
        if found != FORMAT {
            return Err(FieldError::Format { found, known: FORMAT });
        }
        fields.check_critical(known)?;
        Ok(fields)
    }

    fn check_critical(&mut self, known: &[u8]) -> Result<(), FieldError> {
        let malformed = FieldError::Malformed { field: FIELD_CRITICAL };
        let Some(critical) = self.optional(FIELD_CRITICAL) else { return Ok(()) };
        let Value::Array(critical) = critical else { return Err(malformed) };
        for field in critical {
            let field = cbor::integer(&field).ok_or_else(|| malformed.clone())?;
            if !known.iter().any(|known| i64::from(*known) == field) {
                return Err(FieldError::Critical { field });
            }
        }
        Ok(())
    }

    pub(super) fn optional(&mut self, field: u8) -> Option<Value> {
        let place = self.0.iter().position(|(number, _)| *number == i64::from(field))?;
        Some(self.0.swap_remove(place).1)
    }

    pub(super) fn number(&mut self, field: u8) -> Result<u64, FieldError> {
        self.read_with(field, number)
    }

    /// A version: a number below 2⁵³, so that every language and database holds it.
    pub(super) fn version(&mut self, field: u8) -> Result<u64, FieldError> {
        self.read_with(field, version)
    }

    pub(super) fn instant(&mut self, field: u8) -> Result<Instant, FieldError> {
        self.read_with(field, instant)
    }

    pub(super) fn text(&mut self, field: u8) -> Result<String, FieldError> {
        self.read_with(field, text)
    }

    /// A field that `read` makes something of.
    pub(super) fn read_with<T>(&mut self, field: u8, read: impl FnOnce(Value) -> Option<T>) -> Result<T, FieldError> {
        self.optional(field).and_then(read).ok_or(FieldError::Malformed { field })
    }

    /// A list, each item of which `read` makes something of.
    pub(super) fn list<T>(&mut self, field: u8, read: impl FnMut(Value) -> Option<T>) -> Result<Vec<T>, FieldError> {
        self.read_with(field, |value| array(value)?.into_iter().map(read).collect())
    }
}

/// Writes a payload: the format, then these fields, in order of their numbers.
pub(super) fn write(fields: Vec<(u8, Value)>) -> Vec<u8> {
    let numbered = fields.into_iter().map(|(field, value)| (Value::from(field), value));
    let format = (Value::from(FIELD_FORMAT), Value::from(FORMAT));
    cbor::write(&Value::Map(std::iter::once(format).chain(numbered).collect()))
}

pub(super) fn number(value: Value) -> Option<u64> {
    value.as_integer().and_then(|number| u64::try_from(number).ok())
}

pub(super) fn version(value: Value) -> Option<u64> {
    number(value).filter(|version| *version < 1 << 53)
}

pub(super) fn size(value: Value) -> Option<usize> {
    number(value).and_then(|number| usize::try_from(number).ok())
}

pub(super) fn instant(value: Value) -> Option<Instant> {
    cbor::integer(&value).and_then(Instant::from_unix)
}

pub(super) fn text(value: Value) -> Option<String> {
    value.into_text().ok()
}

pub(super) fn array(value: Value) -> Option<Vec<Value>> {
    value.into_array().ok()
}

/// A list of exactly `N` items.
pub(super) fn tuple<const N: usize>(value: Value) -> Option<[Value; N]> {
    array(value)?.try_into().ok()
}

pub(super) fn of_size(size: usize) -> Value {
    Value::from(u64::try_from(size).unwrap_or(u64::MAX))
}

pub(super) fn of_instant(instant: Instant) -> Value {
    Value::from(instant.as_unix())
}
