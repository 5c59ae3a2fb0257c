//! Bytes → [`Signed`]: a COSE_Sign1 structure (RFC 9052 §4.2), read leniently, its signed bytes kept as transmitted.
//!
//! [`Verified`] and [`Unverified`] say whether a signature stands behind a value. `Verified` is minted in one place
//! only, `trust`, and `tests/tidy` holds that.

pub(crate) mod cbor;

use std::fmt;

use base64ct::{Base64, Encoding};
use ciborium::Value;
use serde::{Serialize, Serializer};

use crate::limits;
use crate::warning::{Warning, WarningCode};
use cbor::CborError;

/// A value whose signature was verified against a trusted key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// Mints a verified value. Only `trust` calls this, after a signature held.
    pub(crate) fn vouch(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// Reads something out of a verified value; what was read is verified too. Not for other crates: they could turn one
    /// verified value into any other.
    pub(crate) fn and_then<U, E>(&self, read: impl FnOnce(&T) -> Result<U, E>) -> Result<Verified<U>, E> {
        read(&self.0).map(Verified)
    }
}

/// A value nobody vouches for: to be shown as such, never judged as true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unverified<T>(T);

impl<T> Verified<T> {
    /// Gives the vouching up: the signature holds, but its key may not sign such a value.
    pub(crate) fn disown(self) -> Unverified<T> {
        Unverified(self.0)
    }
}

impl<T> Unverified<T> {
    /// Marks a value as unverified.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, in the knowledge that anybody may have made it.
    pub fn look(&self) -> &T {
        &self.0
    }
}

/// The id by which a message names its key: for an EU certificate the first 8 bytes of SHA-256 over the DSC's DER
/// (hcert_spec App. A.1). A hint, chosen by whoever made the message; never a reason to trust.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(Vec<u8>);

impl KeyId {
    /// A key id of these bytes, or `None` when there are none or more than the bound.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (1..=limits::KEY_ID_BYTES).contains(&bytes.len()).then(|| Self(bytes.to_vec()))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(KeyId, String, {
    lower: |id| id.to_string(),
    try_lift: |text| {
        let id = Base64::decode_vec(&text).ok().and_then(|bytes| Self::new(&bytes));
        id.ok_or_else(|| uniffi::deps::anyhow::Error::msg("no key id in base64"))
    },
});

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Base64::encode_string(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyId({self})")
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A COSE algorithm identifier (RFC 9053): -7 is ES256, -37 is PS256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AlgorithmId(pub i64);

/// A signed message as it was transmitted. Nothing in it is to be believed before its signature was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    protected: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
    /// The algorithm the message names, if it names one; it is compared with the key's, it chooses nothing.
    pub algorithm: Option<AlgorithmId>,
    /// The key id the message names, if any; the protected header wins.
    pub key_id: Option<KeyId>,
}

impl Signed {
    /// Reads a COSE_Sign1 structure: tag 18, no tag, or tag 61 around either. Deviations go to `warnings`.
    ///
    /// # Errors
    /// [`CoseError`] when the bytes are not such a structure, or carry a header that forbids reading on.
    pub fn parse(bytes: &[u8], warnings: &mut Vec<Warning>) -> Result<Self, CoseError> {
        let array = untag(cbor::read(bytes)?, warnings)?;
        let [protected, unprotected, payload, signature] =
            <[Value; 4]>::try_from(array).map_err(|array| CoseError::Elements { found: array.len() })?;
        let (Value::Bytes(protected), Value::Bytes(payload), Value::Bytes(signature)) = (protected, payload, signature)
        else {
            return Err(CoseError::NotBytes);
        };
        let protected_header = Header::protected(&protected)?;
        let unprotected_header = Header::read(unprotected)?;
        let algorithm = choose_algorithm(protected_header.algorithm, unprotected_header.algorithm, warnings);
        let key_id = choose_key_id(protected_header.key_id, unprotected_header.key_id, warnings)?;
        Ok(Self { protected, payload, signature, algorithm, key_id })
    }

    /// The bytes the signature covers: `Sig_structure` over protected header and payload as transmitted (RFC 9052 §4.4).
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.protected.len().saturating_add(self.payload.len()).saturating_add(32));
        out.extend_from_slice(b"\x84\x6aSignature1");
        cbor::push_bytes(&mut out, &self.protected);
        cbor::push_bytes(&mut out, &[]);
        cbor::push_bytes(&mut out, &self.payload);
        out
    }

    /// The claims, as CBOR.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signature: r‖s for ES256 (64 bytes), the modulus' length for PS256.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

/// Builds a COSE_Sign1 message (tag 18) with algorithm and key id in the protected header, for whoever holds a key.
///
/// `sign` gets the bytes of the `Sig_structure` and returns the signature.
pub fn sign(algorithm: AlgorithmId, key_id: &KeyId, payload: Vec<u8>, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let header = Value::Map(vec![
        (Value::from(LABEL_ALGORITHM), Value::from(algorithm.0)),
        (Value::from(LABEL_KEY_ID), Value::Bytes(key_id.0.clone())),
    ]);
    let unsigned = Signed {
        protected: cbor::write(&header),
        payload,
        signature: Vec::new(),
        algorithm: Some(algorithm),
        key_id: Some(key_id.clone()),
    };
    let signature = sign(&unsigned.signed_bytes());
    let structure = Value::Array(vec![
        Value::Bytes(unsigned.protected),
        Value::Map(Vec::new()),
        Value::Bytes(unsigned.payload),
        Value::Bytes(signature),
    ]);
    cbor::write(&Value::Tag(TAG_SIGN1, Box::new(structure)))
}

/// Why bytes are not a signed message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoseError {
    /// The bytes are not CBOR within the bounds.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// A tag that does not belong here.
    #[error("tag {tag} where 18 or none was expected")]
    Tag {
        /// The tag found.
        tag: u64,
    },
    /// The structure is no array of four.
    #[error("{found} elements, a signed message has 4")]
    Elements {
        /// How many there are; 0 when it is no array.
        found: usize,
    },
    /// Header, payload or signature is no byte string.
    #[error("protected header, payload or signature is no byte string")]
    NotBytes,
    /// A header is no map, or a label in it has a value of the wrong type.
    #[error("malformed header")]
    Header,
    /// The message demands that headers be understood which are not (RFC 9052 §3.1, `crit`).
    #[error("critical header")]
    Critical,
    /// The key id is empty or longer than the bound.
    #[error("key id of {bytes} bytes, 1 to {most} are possible")]
    KeyIdLength {
        /// Its length.
        bytes: usize,
        /// The bound.
        most: usize,
    },
}

const TAG_SIGN1: u64 = 18;
const TAG_CWT: u64 = 61;
const LABEL_ALGORITHM: i64 = 1;
const LABEL_CRITICAL: i64 = 2;
const LABEL_KEY_ID: i64 = 4;

#[derive(Default)]
struct Header {
    algorithm: Option<AlgorithmId>,
    key_id: Option<Result<KeyId, CoseError>>,
}

impl Header {
    /// An empty protected header may be transmitted as no bytes at all (RFC 9052 §3).
    fn protected(bytes: &[u8]) -> Result<Self, CoseError> {
        if bytes.is_empty() { Ok(Self::default()) } else { Self::read(cbor::read(bytes)?) }
    }

    fn read(value: Value) -> Result<Self, CoseError> {
        let Value::Map(entries) = value else { return Err(CoseError::Header) };
        let mut header = Self::default();
        for (label, value) in entries {
            match (cbor::integer(&label), value) {
                (Some(LABEL_CRITICAL), _) => return Err(CoseError::Critical),
                (Some(LABEL_ALGORITHM), value) => {
                    header.algorithm = Some(AlgorithmId(cbor::integer(&value).ok_or(CoseError::Header)?));
                }
                (Some(LABEL_KEY_ID), value) => header.key_id = Some(read_key_id(&value)),
                _ => {}
            }
        }
        Ok(header)
    }
}

fn read_key_id(value: &Value) -> Result<KeyId, CoseError> {
    let bytes = value.as_bytes().ok_or(CoseError::Header)?;
    KeyId::new(bytes).ok_or(CoseError::KeyIdLength { bytes: bytes.len(), most: limits::KEY_ID_BYTES })
}

fn untag(value: Value, warnings: &mut Vec<Warning>) -> Result<Vec<Value>, CoseError> {
    let value = match value {
        Value::Tag(TAG_CWT, inner) => {
            warnings.push(WarningCode::CoseDoubleTagged.into());
            *inner
        }
        other => other,
    };
    match value {
        Value::Tag(TAG_SIGN1, inner) => match *inner {
            Value::Array(array) => Ok(array),
            Value::Tag(tag, _) => Err(CoseError::Tag { tag }),
            _ => Err(CoseError::Elements { found: 0 }),
        },
        Value::Array(array) => {
            warnings.push(WarningCode::CoseUntagged.into());
            Ok(array)
        }
        Value::Tag(tag, _) => Err(CoseError::Tag { tag }),
        _ => Err(CoseError::Elements { found: 0 }),
    }
}

fn choose_algorithm(
    protected: Option<AlgorithmId>,
    unprotected: Option<AlgorithmId>,
    warnings: &mut Vec<Warning>,
) -> Option<AlgorithmId> {
    let deviation = match (protected, unprotected) {
        (Some(protected), Some(unprotected)) if protected != unprotected => Some(WarningCode::AlgorithmsDiffer),
        (Some(_), _) => None,
        (None, Some(_)) => Some(WarningCode::AlgorithmUnprotected),
        (None, None) => Some(WarningCode::AlgorithmAbsent),
    };
    warnings.extend(deviation.map(Warning::from));
    protected.or(unprotected)
}

/// The protected key id, else the unprotected one. What stands unprotected beside a protected one cannot make the
/// message unreadable.
fn choose_key_id(
    protected: Option<Result<KeyId, CoseError>>,
    unprotected: Option<Result<KeyId, CoseError>>,
    warnings: &mut Vec<Warning>,
) -> Result<Option<KeyId>, CoseError> {
    let deviation = match (&protected, &unprotected) {
        (Some(protected), Some(unprotected)) if protected != unprotected => Some(WarningCode::KeyIdsDiffer),
        (None, Some(_)) => Some(WarningCode::KeyIdUnprotected),
        _ => None,
    };
    warnings.extend(deviation.map(Warning::from));
    protected.or(unprotected).transpose()
}

#[cfg(test)]
mod tests;
