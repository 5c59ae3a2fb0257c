//! The set that a release carries: one file, CBOR `[set, [* blob]]`, where the set is a payload as FORMAT.md §6 has it and
//! the blobs stand in the order of their hashes. Nobody signs it: it is trusted as part of the program.

use std::collections::BTreeMap;

use ciborium::Value;
use semafor_core::bundle::{BlobHash, BlobRef, ContentError, Contents, FieldError, Set};
use semafor_core::instant::Instant;
use semafor_core::verifier::Snapshot;

use super::build::contents_at;
use super::config::Config;
use super::material::Material;
use super::packed::{PackError, Packed};

/// Why there is no such file, or what is wrong with one.
#[derive(Debug, thiserror::Error)]
pub enum BuiltInError {
    /// The material cannot be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The set could not be used.
    #[error("nobody could use it: {0}")]
    Content(#[from] ContentError),
    /// Its set cannot be read.
    #[error("its set: {0}")]
    Set(#[from] FieldError),
    /// No such file.
    #[error("no built-in set")]
    Structure,
}

/// A built-in set, read.
#[derive(Debug)]
pub struct BuiltIn {
    contents: Contents,
    blobs: BTreeMap<BlobHash, Vec<u8>>,
}

/// The file of this material. Its version is 0: whatever is published is newer.
///
/// # Errors
/// [`BuiltInError`].
pub fn write(material: &Material, config: &Config, at: Instant) -> Result<Vec<u8>, BuiltInError> {
    let Packed { kinds, blobs } = Packed::of(material, config, None)?;
    let set = Set { version: 0, signed_at: at, expires_at: at.plus_seconds(config.set_seconds), kinds };
    let blobs = blobs.into_values().map(Value::Bytes).collect();
    let parts = Value::Array(vec![Value::Bytes(set.to_payload()), Value::Array(blobs)]);
    let mut file = Vec::new();
    let written = ciborium::into_writer(&parts, &mut file);
    debug_assert!(written.is_ok(), "a Vec takes every byte");
    BuiltIn::read(&file)?.snapshot()?;
    Ok(file)
}

impl BuiltIn {
    /// Reads the file.
    ///
    /// # Errors
    /// [`BuiltInError`].
    pub fn read(file: &[u8]) -> Result<Self, BuiltInError> {
        let value: Value = ciborium::from_reader(file).map_err(|_| BuiltInError::Structure)?;
        let parts = value.into_array().ok().and_then(|parts| <[Value; 2]>::try_from(parts).ok());
        let Some([Value::Bytes(set), Value::Array(blobs)]) = parts else { return Err(BuiltInError::Structure) };
        let blob = |blob: Value| blob.into_bytes().map(|bytes| (BlobHash::of(&bytes), bytes));
        let blobs = blobs.into_iter().map(blob).collect::<Result<BTreeMap<_, _>, _>>();
        let (blobs, set) = (blobs.map_err(|_| BuiltInError::Structure)?, Set::parse(&set)?);
        let signed_at = set.signed_at;
        let contents = contents_at(set, &|blob| blobs.get(&blob.hash).cloned(), signed_at)?;
        Ok(Self { contents, blobs })
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

    /// The snapshot of the time at which it was made.
    ///
    /// # Errors
    /// [`BuiltInError::Content`].
    pub fn snapshot(&self) -> Result<Snapshot, BuiltInError> {
        Ok(self.contents.snapshot(self.contents.timestamp().signed_at, &|blob| self.blob(blob))?)
    }
}
