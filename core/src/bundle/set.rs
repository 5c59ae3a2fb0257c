//! The set: one index for each kind of thing that is published (FORMAT.md §6).

use ciborium::Value;

use super::blob::BlobRef;
use super::contents::Kind;
use super::fields::{self, FieldError, Fields};
use crate::instant::Instant;
use crate::limits;
use crate::verifier::FreshnessLimits;

/// What the set role says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Counts up with every change.
    pub version: u64,
    /// When it was signed.
    pub signed_at: Instant,
    /// The last second at which a client takes it.
    pub expires_at: Instant,
    /// The indexes, in order.
    pub kinds: Vec<KindIndex>,
}

/// The index of one kind, or of one part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindIndex {
    /// What is in it.
    pub kind: Kind,
    /// Which part of the kind's index this is; empty where the index is in one piece.
    pub part: String,
    /// Whether a client that does not know the kind must refuse the set.
    pub critical: bool,
    /// The index's blob.
    pub blob: BlobRef,
    /// How long its content can be relied upon.
    pub freshness: FreshnessLimits,
}

const FIELD_VERSION: u8 = 3;
const FIELD_SIGNED_AT: u8 = 4;
const FIELD_EXPIRES_AT: u8 = 5;
const FIELD_KINDS: u8 = 6;

impl Set {
    /// Reads the payload of a set.
    ///
    /// # Errors
    /// [`FieldError`]; a critical kind that is not known is one.
    pub fn parse(payload: &[u8]) -> Result<Self, FieldError> {
        let known = [FIELD_VERSION, FIELD_SIGNED_AT, FIELD_EXPIRES_AT, FIELD_KINDS];
        let mut fields = Fields::read(payload, &known)?;
        let kinds = fields.list(FIELD_KINDS, KindIndex::of_value)?;
        let name = |kind: &KindIndex| (kind.kind.clone(), kind.part.clone());
        let twice =
            |(place, kind): (usize, &KindIndex)| kinds.iter().take(place).any(|other| name(other) == name(kind));
        let unknown = |kind: &KindIndex| kind.critical && matches!(kind.kind, Kind::Other(_));
        if kinds.len() > limits::SET_INDEXES || kinds.iter().enumerate().any(twice) {
            return Err(FieldError::Malformed { field: FIELD_KINDS });
        }
        if kinds.iter().any(unknown) {
            return Err(FieldError::Critical { field: FIELD_KINDS.into() });
        }
        Ok(Self {
            version: fields.version(FIELD_VERSION)?,
            signed_at: fields.instant(FIELD_SIGNED_AT)?,
            expires_at: fields.instant(FIELD_EXPIRES_AT)?,
            kinds,
        })
    }

    /// The payload that is signed.
    #[must_use]
    pub fn to_payload(&self) -> Vec<u8> {
        let kinds = self.kinds.iter().map(KindIndex::to_value).collect();
        fields::write(vec![
            (FIELD_VERSION, Value::from(self.version)),
            (FIELD_SIGNED_AT, fields::of_instant(self.signed_at)),
            (FIELD_EXPIRES_AT, fields::of_instant(self.expires_at)),
            (FIELD_KINDS, Value::Array(kinds)),
        ])
    }
}

impl KindIndex {
    /// `[kind, part, critical, [hash, size, inflated], [ageing, stale, dead]]`
    fn of_value(value: Value) -> Option<Self> {
        let [kind, part, critical, blob, freshness] = fields::tuple(value)?;
        let [ageing, stale, dead] = fields::tuple(freshness)?;
        let seconds = |value| crate::cose::cbor::integer(&value);
        Some(Self {
            kind: Kind::named(&fields::text(kind)?)?,
            part: fields::text(part).filter(|part| part.len() <= limits::ENTRY_KEY_BYTES)?,
            critical: critical.as_bool()?,
            blob: BlobRef::of_value(blob)?,
            freshness: FreshnessLimits::new(seconds(ageing)?, seconds(stale)?, seconds(dead)?)?,
        })
    }

    fn to_value(&self) -> Value {
        let limits = [self.freshness.ageing(), self.freshness.stale(), self.freshness.dead()];
        Value::Array(vec![
            Value::from(self.kind.name()),
            Value::from(self.part.as_str()),
            Value::from(self.critical),
            self.blob.to_value(),
            Value::Array(limits.map(Value::from).to_vec()),
        ])
    }
}
