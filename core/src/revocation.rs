//! The three revocation hashes of a certificate (protocols.md §2.3.1). Compact sets come with the published set.

use std::fmt;

use ring::digest::{Context, SHA256};
use serde::{Serialize, Serializer};

use crate::certificate::Certificate;
use crate::key::Algorithm;

/// The first 16 bytes of a SHA-256, as revocation lists carry them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevocationHash(pub [u8; 16]);

impl RevocationHash {
    fn of(parts: &[&[u8]]) -> Self {
        let mut context = Context::new(&SHA256);
        for part in parts {
            context.update(part);
        }
        let digest = context.finish();
        let (first_16, _) = digest.as_ref().split_at(16);
        Self(first_16.try_into().unwrap_or_default())
    }
}

impl fmt::Display for RevocationHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for RevocationHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RevocationHash({self})")
    }
}

impl Serialize for RevocationHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What revocation lists may name a certificate by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RevocationHashes {
    /// `UCI`: the identifier exactly as in the payload.
    pub uci: Option<RevocationHash>,
    /// `COUNTRYCODEUCI`: issuer claim and identifier.
    pub country_code_uci: Option<RevocationHash>,
    /// `SIGNATURE`: of r alone for ES256, since s can be altered without the key; of the whole signature for PS256.
    pub signature: RevocationHash,
}

impl RevocationHashes {
    /// Computes the hashes of a certificate with this signature, made under `algorithm`.
    #[must_use]
    pub fn of(certificate: &Certificate, signature: &[u8], algorithm: Algorithm) -> Self {
        let identifier = certificate.identifier().map(str::as_bytes);
        let country = certificate.issuing_country().unwrap_or_default().as_bytes();
        let significant = match algorithm {
            Algorithm::Es256 => signature.get(..signature.len().div_euclid(2)).unwrap_or_default(),
            Algorithm::Ps256 => signature,
        };
        Self {
            uci: identifier.map(|identifier| RevocationHash::of(&[identifier])),
            country_code_uci: identifier.map(|identifier| RevocationHash::of(&[country, identifier])),
            signature: RevocationHash::of(&[significant]),
        }
    }
}
