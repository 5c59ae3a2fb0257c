//! The hashes by which a certificate can be revoked (protocols.md §2.3.1).

use std::fmt;

use ring::digest::{Context, SHA256};
use serde::{Serialize, Serializer};

use crate::certificate::Certificate;
use crate::key::Algorithm;

/// The first 16 bytes of a SHA-256, as revocation lists carry them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevocationHash(pub [u8; 16]);

impl RevocationHash {
    pub(super) fn of(parts: &[&[u8]]) -> Self {
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

/// What a hash was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HashType {
    /// `UCI`
    Uci,
    /// `COUNTRYCODEUCI`
    CountryCodeUci,
    /// `SIGNATURE`
    Signature,
}

impl HashType {
    /// The type by its name in revocation lists.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "UCI" => Some(Self::Uci),
            "COUNTRYCODEUCI" => Some(Self::CountryCodeUci),
            "SIGNATURE" => Some(Self::Signature),
            _ => None,
        }
    }
}

/// What revocation lists may name a certificate by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RevocationHashes {
    /// `UCI`: the identifier exactly as in the payload.
    pub uci: Option<RevocationHash>,
    /// `COUNTRYCODEUCI`: issuer claim and identifier.
    pub country_code_uci: Option<RevocationHash>,
    /// `COUNTRYCODEUCI` as some lists have it, with the payload's country; absent where that is the issuer claim.
    pub payload_country_code_uci: Option<RevocationHash>,
    /// `SIGNATURE`: of r alone for ES256, since s can be altered without the key; of the whole signature for PS256.
    pub signature: RevocationHash,
}

impl RevocationHashes {
    /// Computes the hashes of a certificate with this signature, made under `algorithm`.
    #[must_use]
    pub fn of(certificate: &Certificate, signature: &[u8], algorithm: Algorithm) -> Self {
        let identifier = certificate.identifier().map(str::as_bytes);
        let issuer = certificate.issuing_country().unwrap_or_default();
        let other_country = certificate.payload_country().filter(|country| *country != issuer);
        let with_country =
            |country: &str| identifier.map(|identifier| RevocationHash::of(&[country.as_bytes(), identifier]));
        let significant = match algorithm {
            Algorithm::Es256 => signature.get(..signature.len().div_euclid(2)).unwrap_or_default(),
            Algorithm::Ps256 => signature,
        };
        Self {
            uci: identifier.map(|identifier| RevocationHash::of(&[identifier])),
            country_code_uci: with_country(issuer),
            payload_country_code_uci: other_country.and_then(with_country),
            signature: RevocationHash::of(&[significant]),
        }
    }

    /// The hashes of one type: none, one, or two.
    pub fn of_type(&self, hash_type: HashType) -> impl Iterator<Item = RevocationHash> + use<> {
        let (one, other) = match hash_type {
            HashType::Uci => (self.uci, None),
            HashType::CountryCodeUci => (self.country_code_uci, self.payload_country_code_uci),
            HashType::Signature => (Some(self.signature), None),
        };
        one.into_iter().chain(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{Claims, Dcc, Entry, Payload, PersonName, Recovery};
    use crate::instant::PartialDate;

    fn certificate(issuer: Option<&str>, identifier: Option<&str>) -> Certificate {
        let entry = Entry::Recovery(Recovery {
            disease: None,
            first_positive: None,
            country: Some("AT".to_owned()),
            certificate_issuer: None,
            valid_from: None,
            valid_until: None,
            identifier: identifier.map(str::to_owned),
        });
        let name = PersonName { family: None, given: None, family_standard: None, given_standard: None };
        let dcc = Dcc { version: None, name, birth_date: PartialDate::Unknown, entry };
        let claims = Claims { issuer: issuer.map(str::to_owned), issued_at: None, not_before: None, expires_at: None };
        Certificate { claims, payload: Payload::Dcc(dcc) }
    }

    /// `printf 'DEURN:UVCI:01:DE:1' | sha256sum`, first half, and alike.
    #[test]
    fn the_hashes_are_of_exactly_these_bytes() {
        let signature: Vec<u8> = (0..64).collect();
        let hashes = |issuer, algorithm| {
            RevocationHashes::of(&certificate(issuer, Some("URN:UVCI:01:DE:1")), &signature, algorithm)
        };
        let ours = hashes(Some("DE"), Algorithm::Es256);
        let of = |bytes: &[u8]| Some(RevocationHash::of(&[bytes]));
        assert_eq!(ours.uci, of(b"URN:UVCI:01:DE:1"));
        assert_eq!(ours.country_code_uci, of(b"DEURN:UVCI:01:DE:1"));
        assert_eq!(ours.payload_country_code_uci, of(b"ATURN:UVCI:01:DE:1"));
        assert_eq!(hashes(None, Algorithm::Es256).country_code_uci, of(b"ATURN:UVCI:01:DE:1"));
        assert_eq!(hashes(None, Algorithm::Es256).payload_country_code_uci, None);
        assert_eq!(Some(ours.signature), of(&signature[..32]));
        assert_eq!(Some(hashes(None, Algorithm::Ps256).signature), of(&signature));
        assert_eq!(RevocationHash::of(&[b"TEST-0"]).to_string(), "e3c58f71d2c44bfc80849629c30ab22e");
    }

    #[test]
    fn a_certificate_without_identifier_has_only_a_signature_hash() {
        let hashes = RevocationHashes::of(&certificate(Some("DE"), None), &[], Algorithm::Es256);
        assert_eq!((hashes.uci, hashes.country_code_uci, hashes.payload_country_code_uci), (None, None, None));
        assert_eq!(hashes.of_type(HashType::CountryCodeUci).count(), 0);
    }
}
