//! The set that a release carries (FORMAT.md §8.5): one file, CBOR `[set, [* blob]]`, where the set is a payload as in §6.
//! Nobody signs it: it is trusted as part of the program.

use std::collections::BTreeMap;

use ciborium::Value;

use super::blob::{BlobHash, BlobRef};
use super::contents::{ContentError, Contents};
use super::fields::{self, FieldError};
use super::published::Published;
use super::set::Set;
use crate::cose::cbor::{self, CborError};

/// A built-in set, read.
#[derive(Debug)]
pub struct BuiltIn {
    contents: Contents,
    blobs: BTreeMap<BlobHash, Vec<u8>>,
}

/// Why a file is no built-in set.
#[derive(Debug, thiserror::Error)]
pub enum BuiltInError {
    /// No CBOR within the bounds.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// CBOR of another shape.
    #[error("no built-in set")]
    Structure,
    /// Its set cannot be read.
    #[error("its set: {0}")]
    Set(#[from] FieldError),
    /// Its blobs make no snapshot.
    #[error("nobody could use it: {0}")]
    Content(#[from] ContentError),
}

impl BuiltIn {
    /// Reads the file.
    ///
    /// # Errors
    /// [`BuiltInError`].
    pub fn read(file: &[u8]) -> Result<Self, BuiltInError> {
        let Some([Value::Bytes(set), Value::Array(blobs)]) = fields::tuple(cbor::read(file)?) else {
            return Err(BuiltInError::Structure);
        };
        let blob = |blob: Value| blob.into_bytes().map(|bytes| (BlobHash::of(&bytes), bytes));
        let blobs = blobs.into_iter().map(blob).collect::<Result<BTreeMap<_, _>, _>>();
        let (blobs, set) = (blobs.map_err(|_| BuiltInError::Structure)?, Set::parse(&set)?);
        let signed_at = set.signed_at;
        let contents = Contents::unnamed(set, &|blob| blobs.get(&blob.hash).cloned(), signed_at)?;
        Ok(Self { contents, blobs })
    }

    /// The file of a set with these blobs, which stand in the order of their hashes.
    #[must_use]
    pub fn write(set: &Set, blobs: BTreeMap<BlobHash, Vec<u8>>) -> Vec<u8> {
        let blobs = blobs.into_values().map(Value::Bytes).collect();
        cbor::write(&Value::Array(vec![Value::Bytes(set.to_payload()), Value::Array(blobs)]))
    }

    /// Its set, as if a timestamp of the same time named it.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The bytes of one of its blobs.
    #[must_use]
    pub fn blob(&self, blob: &BlobRef) -> Option<Vec<u8>> {
        self.blobs.get(&blob.hash).cloned()
    }

    /// What it comes to at the time at which it was made.
    ///
    /// # Errors
    /// [`BuiltInError::Content`].
    pub fn published(&self) -> Result<Published, BuiltInError> {
        Ok(self.contents.published(self.contents.timestamp().signed_at, &|blob| self.blob(blob))?)
    }
}
