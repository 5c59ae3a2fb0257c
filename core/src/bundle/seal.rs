//! Signed files: COSE_Sign (RFC 9052 §4.1) with as many signatures as a role needs, read strictly (FORMAT.md §2).

use ciborium::Value;

use super::role::{Environment, Role, RoleKey, RoleKeys};
use crate::cose::KeyId;
use crate::cose::cbor::{self, CborError};
use crate::limits;

/// A payload with the signatures that came with it. Nothing in it is to be believed before [`Seal::open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    payload: Vec<u8>,
    signatures: Vec<Signature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    protected: Vec<u8>,
    key_id: KeyId,
    signature: Vec<u8>,
}

/// Why a file is not what its role signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes are not CBOR within the bounds.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The bytes are no COSE_Sign structure as FORMAT.md §2 wants it.
    #[error("not a signed file of this format")]
    Structure,
    /// More signatures than are looked at.
    #[error("{found} signatures, at most {most} are looked at")]
    TooMany {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// Fewer keys of the role have signed than must.
    #[error("{valid} of the {role}'s keys have signed, {threshold} must")]
    Threshold {
        /// The role.
        role: Role,
        /// How many keys have signed.
        valid: usize,
        /// How many must.
        threshold: usize,
    },
}

impl Seal {
    /// A payload that nobody has signed yet: what a signer is handed.
    #[must_use]
    pub fn unsigned(payload: Vec<u8>) -> Self {
        Self { payload, signatures: Vec::new() }
    }

    /// Reads a signed file.
    ///
    /// # Errors
    /// [`SealError`], but for the last: nothing is verified yet.
    pub fn parse(bytes: &[u8]) -> Result<Self, SealError> {
        let Value::Tag(TAG_SIGN, inner) = cbor::read(bytes)? else { return Err(SealError::Structure) };
        let [protected, unprotected, payload, signatures] = elements(*inner)?;
        let empty = matches!(&unprotected, Value::Map(entries) if entries.is_empty());
        match (protected, payload, signatures) {
            (Value::Bytes(protected), Value::Bytes(payload), Value::Array(signatures))
                if protected.is_empty() && empty =>
            {
                let (found, most) = (signatures.len(), limits::SIGNATURES);
                if found > most {
                    return Err(SealError::TooMany { found, most });
                }
                let signatures = signatures.into_iter().map(Signature::read).collect::<Result<_, _>>()?;
                Ok(Self { payload, signatures })
            }
            _ => Err(SealError::Structure),
        }
    }

    /// The payload, if enough keys of the role have signed it for this environment. Each key counts once.
    ///
    /// # Errors
    /// [`SealError::Threshold`].
    pub fn open(&self, role: Role, keys: &RoleKeys, environment: &Environment) -> Result<&[u8], SealError> {
        let context = environment.context(role);
        let valid = keys.keys().iter().filter(|key| self.is_signed_by(key, &context)).count();
        let threshold = keys.threshold();
        if valid < threshold { Err(SealError::Threshold { role, valid, threshold }) } else { Ok(&self.payload) }
    }

    fn is_signed_by(&self, key: &RoleKey, context: &str) -> bool {
        let own = self.signatures.iter().filter(|signature| signature.key_id == *key.id());
        own.take(limits::SIGNATURES_PER_KEY).any(|signature| {
            let message = signed_bytes(&signature.protected, context, &self.payload);
            key.verifies(&message, &signature.signature)
        })
    }

    /// The payload, which anybody may have written.
    #[must_use]
    pub fn look(&self) -> &[u8] {
        &self.payload
    }

    /// The ids of the keys that are said to have signed.
    pub fn signers(&self) -> impl Iterator<Item = &KeyId> {
        self.signatures.iter().map(|signature| &signature.key_id)
    }

    /// The same payload with this file's signatures and those of `other`, if it is the same payload.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Option<Self> {
        if self.payload != other.payload {
            return None;
        }
        let new = other.signatures.into_iter().filter(|signature| !self.signatures.contains(signature));
        let new: Vec<_> = new.collect();
        self.signatures.extend(new);
        Some(self)
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let signatures = self.signatures.iter().map(|signature| {
            let (protected, bytes) = (signature.protected.clone(), signature.signature.clone());
            Value::Array(vec![Value::Bytes(protected), Value::Map(Vec::new()), Value::Bytes(bytes)])
        });
        let structure = Value::Array(vec![
            Value::Bytes(Vec::new()),
            Value::Map(Vec::new()),
            Value::Bytes(self.payload.clone()),
            Value::Array(signatures.collect()),
        ]);
        cbor::write(&Value::Tag(TAG_SIGN, Box::new(structure)))
    }
}

/// A file that one key has signed: `sign` gets the bytes of the `Sig_structure` and returns r‖s (64 bytes).
pub fn sign(payload: Vec<u8>, key: &RoleKey, context: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Seal {
    let header = Value::Map(vec![
        (Value::from(LABEL_ALGORITHM), Value::from(ES256)),
        (Value::from(LABEL_KEY_ID), Value::Bytes(key.id().as_bytes().to_vec())),
    ]);
    let protected = cbor::write(&header);
    let signature = sign(&signed_bytes(&protected, context, &payload));
    let signatures = vec![Signature { protected, key_id: key.id().clone(), signature }];
    Seal { payload, signatures }
}

const TAG_SIGN: u64 = 98;
const LABEL_ALGORITHM: i64 = 1;
const LABEL_KEY_ID: i64 = 4;
const ES256: i64 = -7;

impl Signature {
    /// A signature's header names ES256 and a key id, both protected, and nothing else.
    fn read(value: Value) -> Result<Self, SealError> {
        let [protected, unprotected, signature] = elements(value)?;
        let (Value::Bytes(protected), Value::Bytes(signature)) = (protected, signature) else {
            return Err(SealError::Structure);
        };
        let Value::Map(header) = cbor::read(&protected)? else { return Err(SealError::Structure) };
        let label = |label| header.iter().find(|(key, _)| cbor::integer(key) == Some(label)).map(|(_, value)| value);
        let algorithm = label(LABEL_ALGORITHM).and_then(cbor::integer);
        let key_id = label(LABEL_KEY_ID).and_then(Value::as_bytes).and_then(|bytes| KeyId::new(bytes));
        let plain = header.len() == 2 && matches!(&unprotected, Value::Map(entries) if entries.is_empty());
        match key_id {
            Some(key_id) if plain && algorithm == Some(ES256) => Ok(Self { protected, key_id, signature }),
            _ => Err(SealError::Structure),
        }
    }
}

/// `Sig_structure` of COSE_Sign (RFC 9052 §4.4): the body has no protected header.
fn signed_bytes(protected: &[u8], context: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = b"\x85\x69Signature\x40".to_vec();
    cbor::push_bytes(&mut out, protected);
    cbor::push_bytes(&mut out, context.as_bytes());
    cbor::push_bytes(&mut out, payload);
    out
}

fn elements<const N: usize>(value: Value) -> Result<[Value; N], SealError> {
    super::fields::tuple(value).ok_or(SealError::Structure)
}
