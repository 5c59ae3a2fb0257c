//! The index of a kind: its blobs by key, each with the time from which it counts (FORMAT.md §7).

use std::collections::HashSet;

use ciborium::Value;

use super::blob::BlobRef;
use super::fields::{self, FieldError, Fields};
use crate::instant::Instant;
use crate::limits;

/// The blobs of one kind, or of one part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// In order of key, then of `effective_from`.
    pub entries: Vec<Entry>,
}

/// Everything under one key that counts from one time on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name within the kind: a country, a value set's id, …
    pub key: String,
    /// The time from which it replaces earlier entries of its key; `None` is from the beginning.
    pub effective_from: Option<Instant>,
    /// Its blobs: most kinds have one, a revocation list has one and those that were added to it.
    pub blobs: Vec<BlobRef>,
    /// What the kind says about it (CBOR), if it says anything.
    pub about: Option<Vec<u8>>,
}

const FIELD_ENTRIES: u8 = 6;

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// [`FieldError`]; two entries of one key and time are one.
    pub fn parse(content: &[u8]) -> Result<Self, FieldError> {
        let malformed = FieldError::Malformed { field: FIELD_ENTRIES };
        let entries = Fields::read(content, &[FIELD_ENTRIES])?.list(FIELD_ENTRIES, Entry::of_value)?;
        let mut names = HashSet::new();
        let unique = entries.iter().all(|entry| names.insert((&entry.key, entry.effective_from)));
        if entries.len() > limits::INDEX_ENTRIES || !unique { Err(malformed) } else { Ok(Self { entries }) }
    }

    /// The bytes of an index.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        fields::write(vec![(FIELD_ENTRIES, Value::Array(self.entries.iter().map(Entry::to_value).collect()))])
    }

    /// The entries that count at `at`: of each key the latest that has begun.
    pub fn in_force(&self, at: Instant) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.has_begun(at) && !self.has_later(entry, at))
    }

    fn has_later(&self, entry: &Entry, at: Instant) -> bool {
        entry.is_scheduled_beside(&self.entries)
            && self.entries.iter().any(|other| {
                other.key == entry.key && other.effective_from > entry.effective_from && other.has_begun(at)
            })
    }

    /// The first second behind `at` at which another entry begins to count.
    #[must_use]
    pub fn next_change(&self, at: Instant) -> Option<Instant> {
        self.entries.iter().filter_map(|entry| entry.effective_from).filter(|from| *from > at).min()
    }
}

impl Entry {
    fn has_begun(&self, at: Instant) -> bool {
        self.effective_from.is_none_or(|from| from <= at)
    }

    /// Whether any entry is scheduled at all: most indexes have none, and need no search for a successor.
    fn is_scheduled_beside(&self, entries: &[Self]) -> bool {
        entries.iter().any(|entry| entry.effective_from.is_some())
    }

    /// `[key, effective-from or null, [* [hash, size, inflated]], about or null]`
    fn of_value(value: Value) -> Option<Self> {
        let [key, from, blobs, about] = fields::tuple(value)?;
        let blobs: Vec<_> = fields::array(blobs)?.into_iter().map(BlobRef::of_value).collect::<Option<_>>()?;
        let from = if from.is_null() { None } else { Some(fields::instant(from)?) };
        let about = if about.is_null() { None } else { Some(about.into_bytes().ok()?) };
        let key = fields::text(key).filter(|key| (1..=limits::ENTRY_KEY_BYTES).contains(&key.len()))?;
        (1..=limits::ENTRY_BLOBS).contains(&blobs.len()).then_some(Self { key, effective_from: from, blobs, about })
    }

    fn to_value(&self) -> Value {
        Value::Array(vec![
            Value::from(self.key.as_str()),
            self.effective_from.map_or(Value::Null, fields::of_instant),
            Value::Array(self.blobs.iter().map(|blob| blob.to_value()).collect()),
            self.about.clone().map_or(Value::Null, Value::Bytes),
        ])
    }
}
