//! Public keys and signatures: ES256 and PS256. The algorithm follows from the key, never from the message.

use std::fmt;

use ring::signature::{self, UnparsedPublicKey};
use serde::Serialize;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};

use crate::cose::AlgorithmId;
use crate::limits;

/// A signature algorithm this core verifies (hcert_spec §3.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256; the signature is r‖s, 64 bytes.
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PSS with SHA-256, salt of 32 bytes.
    #[serde(rename = "PS256")]
    Ps256,
}

impl Algorithm {
    /// The COSE identifier of the algorithm (RFC 9053 §2.1, RFC 8230 §2).
    #[must_use]
    pub fn id(self) -> AlgorithmId {
        match self {
            Self::Es256 => AlgorithmId(-7),
            Self::Ps256 => AlgorithmId(-37),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
        })
    }
}

/// A public key strong enough to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// A point on P-256, uncompressed (65 bytes: 4, x, y).
    P256(Box<[u8; 65]>),
    /// An RSA key of 2,048 to 4,096 bits; both numbers big-endian without leading zeros.
    Rsa {
        /// n
        modulus: Vec<u8>,
        /// e
        exponent: Vec<u8>,
    },
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), DER.
    ///
    /// # Errors
    /// [`KeyError`]: malformed, a kind that is not supported, or too weak.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let spki = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let parameters = spki.algorithm.parameters.and_then(|any| any.decode_as().ok());
        Self::read(spki.algorithm.oid, parameters, spki.subject_public_key.raw_bytes())
    }

    pub(crate) fn from_spki(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, KeyError> {
        let der = spki.to_der().map_err(|_| KeyError::Malformed)?;
        Self::from_spki_der(&der)
    }

    fn read(oid: ObjectIdentifier, curve: Option<ObjectIdentifier>, key: &[u8]) -> Result<Self, KeyError> {
        match oid {
            ID_EC_PUBLIC_KEY if curve == Some(SECP_256_R1) => match <[u8; 65]>::try_from(key) {
                Ok(point @ [4, ..]) => Ok(Self::P256(Box::new(point))),
                _ => Err(KeyError::Malformed),
            },
            ID_EC_PUBLIC_KEY => Err(KeyError::Unsupported { kind: curve.map_or("an unnamed curve", curve_name) }),
            RSA_ENCRYPTION | RSA_PSS => Self::read_rsa(key),
            _ => Err(KeyError::Unsupported { kind: "an algorithm other than EC and RSA" }),
        }
    }

    fn read_rsa(key: &[u8]) -> Result<Self, KeyError> {
        let (modulus, exponent) = rsa_numbers(key).ok_or(KeyError::Malformed)?;
        Self::of_rsa_numbers(modulus, exponent)
    }

    /// An RSA key of these numbers, big-endian without leading zeros.
    ///
    /// # Errors
    /// [`KeyError::TooWeak`] and [`KeyError::TooLong`].
    pub(crate) fn of_rsa_numbers(modulus: Vec<u8>, exponent: Vec<u8>) -> Result<Self, KeyError> {
        let leading = modulus.first().map_or(0, |byte| byte.leading_zeros());
        let bits = modulus.len().saturating_mul(8).saturating_sub(usize::try_from(leading).unwrap_or(0));
        match bits {
            _ if bits < limits::RSA_BITS_LEAST => Err(KeyError::TooWeak { bits, least: limits::RSA_BITS_LEAST }),
            _ if bits > limits::RSA_BITS_MOST => Err(KeyError::TooLong { bits, most: limits::RSA_BITS_MOST }),
            _ => Ok(Self::Rsa { modulus, exponent }),
        }
    }

    /// The one algorithm this key verifies.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::P256(_) => Algorithm::Es256,
            Self::Rsa { .. } => Algorithm::Ps256,
        }
    }

    /// Whether `signature` over `message` was made with the private half of this key.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point.as_slice())
                .verify(message, signature)
                .is_ok(),
            Self::Rsa { modulus, exponent } => signature::RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&signature::RSA_PSS_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no public key of their kind.
    #[error("malformed public key")]
    Malformed,
    /// The kind of key is not one that certificates may use.
    #[error("{kind} is not supported")]
    Unsupported {
        /// What it is.
        kind: &'static str,
    },
    /// RSA too short to be trusted.
    #[error("RSA of {bits} bits, at least {least} are needed")]
    TooWeak {
        /// Its length in bits.
        bits: usize,
        /// The least that is trusted.
        least: usize,
    },
    /// RSA too long to be verified.
    #[error("RSA of {bits} bits, at most {most} are verified")]
    TooLong {
        /// Its length in bits.
        bits: usize,
        /// The bound.
        most: usize,
    },
}

const ID_EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SECP_256_R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const SECP_384_R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const SECP_521_R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

fn curve_name(curve: ObjectIdentifier) -> &'static str {
    match curve {
        SECP_384_R1 => "P-384",
        SECP_521_R1 => "P-521",
        _ => "a curve other than P-256",
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 §A.1.1).
fn rsa_numbers(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    use x509_cert::der::asn1::UintRef;
    use x509_cert::der::{Header, Reader, SliceReader, Tag};

    let mut reader = SliceReader::new(der).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    if header.tag() != Tag::Sequence {
        return None;
    }
    let modulus = UintRef::decode(&mut reader).ok()?.as_bytes().to_vec();
    let exponent = UintRef::decode(&mut reader).ok()?.as_bytes().to_vec();
    reader.is_finished().then_some((modulus, exponent))
}

#[cfg(test)]
mod tests;
