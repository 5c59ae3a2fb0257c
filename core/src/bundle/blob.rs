//! Blobs: files named by the hash of their bytes (FORMAT.md §7), stored as they are or deflated.

use std::fmt;

use ciborium::Value;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use ring::digest::{SHA256, digest};

use super::fields;
use crate::limits;

/// SHA-256 over the bytes of a file as it is transferred.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(pub [u8; 32]);

impl BlobHash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(digest(&SHA256, bytes).as_ref().try_into().unwrap_or_default())
    }

    /// Reads the bytes of a hash.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn of_value(value: &Value) -> Option<Self> {
        value.as_bytes().and_then(|bytes| Self::from_bytes(bytes))
    }

    pub(super) fn to_value(self) -> Value {
        Value::Bytes(self.0.to_vec())
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "BlobHash({self})")
    }
}

/// A blob as something signed names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlobRef {
    /// Over the bytes as they are transferred.
    pub hash: BlobHash,
    /// Bytes that are transferred.
    pub size: usize,
    /// Bytes after inflation; `None` for a blob that is not deflated.
    pub inflated: Option<usize>,
}

/// Why bytes are not the blob they were asked for as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// Another length.
    #[error("{found} bytes, {size} were named")]
    Size {
        /// The bytes there are.
        found: usize,
        /// The bytes named.
        size: usize,
    },
    /// Another hash.
    #[error("hash {found}, {named} was named")]
    Hash {
        /// Of the bytes there are.
        found: BlobHash,
        /// The one named.
        named: BlobHash,
    },
    /// Larger than is read.
    #[error("{bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its size, transferred or inflated.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// It does not inflate to what was named.
    #[error("does not inflate to {named} bytes")]
    Inflate {
        /// The bytes named.
        named: usize,
    },
}

impl BlobRef {
    /// Checks bytes that were transferred.
    ///
    /// # Errors
    /// [`BlobError`], but for the last.
    pub fn check(&self, bytes: &[u8]) -> Result<(), BlobError> {
        let (found, size) = (bytes.len(), self.size);
        if found != size {
            return Err(BlobError::Size { found, size });
        }
        let (found, named) = (BlobHash::of(bytes), self.hash);
        if found == named { Ok(()) } else { Err(BlobError::Hash { found, named }) }
    }

    /// What checked bytes hold.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`] and [`BlobError::Inflate`].
    pub fn unpack(&self, bytes: Vec<u8>) -> Result<Vec<u8>, BlobError> {
        let Some(named) = self.inflated else { return Ok(bytes) };
        let most = limits::BLOB_INFLATED_BYTES;
        if named > most {
            return Err(BlobError::TooLarge { bytes: named, most });
        }
        let inflated = decompress_to_vec_zlib_with_limit(&bytes, named).map_err(|_| BlobError::Inflate { named })?;
        if inflated.len() == named { Ok(inflated) } else { Err(BlobError::Inflate { named }) }
    }

    /// `[hash, size, inflated or null]`
    pub(super) fn of_value(value: Value) -> Option<Self> {
        let [hash, size, inflated] = fields::tuple(value)?;
        let inflated = if inflated.is_null() { None } else { Some(fields::size(inflated)?) };
        Some(Self { hash: BlobHash::of_value(&hash)?, size: fields::size(size)?, inflated })
    }

    pub(super) fn to_value(self) -> Value {
        let inflated = self.inflated.map_or(Value::Null, fields::of_size);
        Value::Array(vec![self.hash.to_value(), fields::of_size(self.size), inflated])
    }
}

/// A blob of this content, deflated where that makes it smaller: what names it, and its bytes.
#[must_use]
pub fn pack(content: &[u8]) -> (BlobRef, Vec<u8>) {
    let deflated = compress_to_vec_zlib(content, 9);
    let (bytes, inflated) =
        if deflated.len() < content.len() { (deflated, Some(content.len())) } else { (content.to_vec(), None) };
    (BlobRef { hash: BlobHash::of(&bytes), size: bytes.len(), inflated }, bytes)
}
