//! The timestamp: which set is current (FORMAT.md §5). The only file that is asked for again and again.

use ciborium::Value;

use super::blob::{BlobHash, BlobRef};
use super::fields::{self, FieldError, Fields};
use crate::instant::Instant;

/// What the timestamp role says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Counts up, also when the set has not changed.
    pub version: u64,
    /// When it was signed: the age of the data counts from here.
    pub signed_at: Instant,
    /// The last second at which a client takes it.
    pub expires_at: Instant,
    /// The version of the newest root.
    pub root_version: u64,
    /// The version of the current set.
    pub set_version: u64,
    /// The current set's file.
    pub set: BlobRef,
}

const FIELD_VERSION: u8 = 3;
const FIELD_SIGNED_AT: u8 = 4;
const FIELD_EXPIRES_AT: u8 = 5;
const FIELD_ROOT: u8 = 6;
const FIELD_SET: u8 = 8;

impl Timestamp {
    /// Reads the payload of a timestamp.
    ///
    /// # Errors
    /// [`FieldError`].
    pub fn parse(payload: &[u8]) -> Result<Self, FieldError> {
        let known = [FIELD_VERSION, FIELD_SIGNED_AT, FIELD_EXPIRES_AT, FIELD_ROOT, FIELD_SET];
        let mut fields = Fields::read(payload, &known)?;
        let (set_version, set) = fields.read_with(FIELD_SET, |set| {
            let [version, hash, size] = fields::tuple(set)?;
            let (hash, size) = (BlobHash::of_value(&hash)?, fields::size(size)?);
            Some((fields::version(version)?, BlobRef { hash, size, inflated: None }))
        })?;
        Ok(Self {
            version: fields.version(FIELD_VERSION)?,
            signed_at: fields.instant(FIELD_SIGNED_AT)?,
            expires_at: fields.instant(FIELD_EXPIRES_AT)?,
            root_version: fields.version(FIELD_ROOT)?,
            set_version,
            set,
        })
    }

    /// The payload that is signed.
    #[must_use]
    pub fn to_payload(&self) -> Vec<u8> {
        let set = vec![Value::from(self.set_version), self.set.hash.to_value(), fields::of_size(self.set.size)];
        fields::write(vec![
            (FIELD_VERSION, Value::from(self.version)),
            (FIELD_SIGNED_AT, fields::of_instant(self.signed_at)),
            (FIELD_EXPIRES_AT, fields::of_instant(self.expires_at)),
            (FIELD_ROOT, Value::from(self.root_version)),
            (FIELD_SET, Value::Array(set)),
        ])
    }
}
