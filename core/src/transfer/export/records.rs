//! Records as CBOR: an array of `[id, kind, content]`, every length stated, so that reading needs no more memory than
//! the content has.

use ciborium::Value;
use ciborium_ll::{Decoder, Header};

use super::ExportError;
use crate::cose::cbor;
use crate::limits;

/// One thing that a wallet keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Tells it from all others of its kind.
    pub id: Vec<u8>,
    /// What it is, in the wallet's words.
    pub kind: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The content of a file before it is sealed.
#[must_use]
pub fn encode(records: &[Record]) -> Vec<u8> {
    let value = |record: &Record| {
        let (id, kind) = (Value::Bytes(record.id.clone()), Value::Text(record.kind.clone()));
        Value::Array(vec![id, kind, Value::Bytes(record.bytes.clone())])
    };
    cbor::write(&Value::Array(records.iter().map(value).collect()))
}

/// The records in an opened file's content.
///
/// # Errors
/// [`ExportError::Content`], [`ExportError::TooMany`].
pub fn decode(content: &[u8]) -> Result<Vec<Record>, ExportError> {
    let mut reader = Reader { rest: content };
    let found = reader.array().ok_or(ExportError::Content)?;
    check_count(found)?;
    let records = (0..found).map(|_| reader.record()).collect::<Option<_>>().ok_or(ExportError::Content)?;
    if reader.rest.is_empty() { Ok(records) } else { Err(ExportError::Content) }
}

pub(super) fn check_count(found: usize) -> Result<(), ExportError> {
    let most = limits::EXPORT_RECORDS;
    if found > most { Err(ExportError::TooMany { found, most }) } else { Ok(()) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn record(&mut self) -> Option<Record> {
        let fields = self.array()?;
        let (Header::Bytes(Some(length)), 3) = (self.header()?, fields) else { return None };
        let id = self.take(length)?.to_vec();
        let Header::Text(Some(length)) = self.header()? else { return None };
        let kind = std::str::from_utf8(self.take(length)?).ok()?.to_owned();
        let Header::Bytes(Some(length)) = self.header()? else { return None };
        Some(Record { id, kind, bytes: self.take(length)?.to_vec() })
    }

    fn array(&mut self) -> Option<usize> {
        match self.header()? {
            Header::Array(length) => length,
            _ => None,
        }
    }

    fn header(&mut self) -> Option<Header> {
        let mut decoder = Decoder::from(self.rest);
        let header = decoder.pull().ok()?;
        let read = decoder.offset();
        self.take(read)?;
        Some(header)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

impl std::fmt::Debug for Record {
    /// Its kind and size only.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Record");
        shown.field("kind", &self.kind).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
