//! Keys as they are published: a point or a modulus with what bounds it, not a certificate (FORMAT.md §8.1).

use ciborium::Value;

use super::fields::{self, FieldError, Fields};
use crate::cose::KeyId;
use crate::key::{KeyError, PublicKey};
use crate::limits;
use crate::trust::{Domain, Role, TrustedKey, Usage, Usages};

/// The document signers of one domain and country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecords(pub Vec<TrustedKey>);

const FIELD_DOMAIN: u8 = 2;
const FIELD_COUNTRY: u8 = 3;
const FIELD_KEYS: u8 = 6;

impl KeyRecords {
    /// Reads the keys of a blob.
    ///
    /// # Errors
    /// [`FieldError`].
    pub fn parse(content: &[u8]) -> Result<Self, FieldError> {
        let mut fields = Fields::read(content, &[FIELD_DOMAIN, FIELD_COUNTRY, FIELD_KEYS])?;
        let domain = domain(fields.text(FIELD_DOMAIN)?);
        let country = fields.optional(FIELD_COUNTRY).map(|country| fields::text(country).ok_or(FIELD_COUNTRY));
        let country = country.transpose().map_err(|field| FieldError::Malformed { field })?;
        let keys = fields.list(FIELD_KEYS, |key| read(key, &domain, country.as_deref()))?;
        let bound = keys.len() <= limits::KEY_LIST_KEYS;
        if bound { Ok(Self(keys)) } else { Err(FieldError::Malformed { field: FIELD_KEYS }) }
    }

    /// The entry in which a key is published: `eu-dcc/CZ`.
    #[must_use]
    pub fn entry_key(key: &TrustedKey) -> String {
        format!("{}/{}", domain_name(&key.domain), key.country.as_deref().unwrap_or("-"))
    }

    /// The content of a blob of these keys, which are of one domain and country.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let first = self.0.first();
        let domain = Value::from(first.map_or("", |key| domain_name(&key.domain)));
        let country = first.and_then(|key| key.country.as_deref()).map(|country| (FIELD_COUNTRY, country.into()));
        let keys = (FIELD_KEYS, Value::Array(self.0.iter().map(write).collect()));
        fields::write(std::iter::once((FIELD_DOMAIN, domain)).chain(country).chain([keys]).collect())
    }
}

/// `[fingerprint, material, not-before, not-after, usages or null, participant or null, test-only]`
fn read(value: Value, domain: &Domain, country: Option<&str>) -> Option<TrustedKey> {
    let [fingerprint, material, not_before, not_after, usages, participant, test_only] = fields::tuple(value)?;
    let fingerprint: [u8; 32] = fingerprint.as_bytes()?.as_slice().try_into().ok()?;
    let participant = if participant.is_null() { None } else { Some(fields::text(participant)?) };
    Some(TrustedKey {
        key_id: KeyId::new(fingerprint.get(..8)?)?,
        key: read_material(material)?,
        not_before: fields::instant(not_before)?,
        not_after: fields::instant(not_after)?,
        usages: read_usages(usages)?,
        domain: domain.clone(),
        role: Role::DocumentSigner,
        country: country.map(str::to_owned),
        participant,
        test_only: test_only.as_bool()?,
        fingerprint,
    })
}

fn write(key: &TrustedKey) -> Value {
    Value::Array(vec![
        Value::Bytes(key.fingerprint.to_vec()),
        write_material(&key.key),
        fields::of_instant(key.not_before),
        fields::of_instant(key.not_after),
        write_usages(&key.usages),
        key.participant.as_deref().map_or(Value::Null, Value::from),
        Value::from(key.test_only),
    ])
}

/// 64 bytes x‖y of P-256, `[n, e]` of RSA, or null for a key that no client can use.
fn read_material(material: Value) -> Option<Result<PublicKey, KeyError>> {
    match material {
        Value::Bytes(point) => {
            let point: [u8; 64] = point.try_into().ok()?;
            let mut uncompressed = [4; 65];
            uncompressed.get_mut(1..)?.copy_from_slice(&point);
            Some(Ok(PublicKey::P256(Box::new(uncompressed))))
        }
        Value::Null => Some(Err(UNUSABLE)),
        numbers => {
            let [modulus, exponent] = fields::tuple(numbers)?;
            Some(PublicKey::of_rsa_numbers(modulus.into_bytes().ok()?, exponent.into_bytes().ok()?))
        }
    }
}

const UNUSABLE: KeyError = KeyError::Unsupported { kind: "a key that the publisher found unusable" };

fn write_material(key: &Result<PublicKey, KeyError>) -> Value {
    match key {
        Ok(PublicKey::P256(point)) => Value::Bytes(point.iter().skip(1).copied().collect()),
        Ok(PublicKey::Rsa { modulus, exponent }) => {
            Value::Array(vec![Value::Bytes(modulus.clone()), Value::Bytes(exponent.clone())])
        }
        Err(_) => Value::Null,
    }
}

/// Null is any; otherwise a sum of 1 test, 2 vaccination, 4 recovery, in which nothing is unreadable usages.
fn read_usages(usages: Value) -> Option<Usages> {
    if usages.is_null() {
        return Some(Usages::Any);
    }
    let bits = fields::number(usages).filter(|bits| *bits < 8)?;
    let named = USAGES.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, usage)| *usage);
    Some(if bits == 0 { Usages::Unreadable } else { Usages::Only(named.collect()) })
}

fn write_usages(usages: &Usages) -> Value {
    let bit = |usage: &Usage| USAGES.iter().find(|(_, other)| other == usage).map_or(0, |(bit, _)| *bit);
    match usages {
        Usages::Any => Value::Null,
        Usages::Only(usages) => Value::from(usages.iter().fold(0, |bits, usage| bits | bit(usage))),
        Usages::Unreadable => Value::from(0),
    }
}

const USAGES: [(u64, Usage); 3] = [(1, Usage::Test), (2, Usage::Vaccination), (4, Usage::Recovery)];

fn domain(name: String) -> Domain {
    match name.as_str() {
        EU_DCC => Domain::EuDcc,
        WHO_ICVP => Domain::WhoIcvp,
        _ => Domain::Other(name),
    }
}

fn domain_name(domain: &Domain) -> &str {
    match domain {
        Domain::EuDcc => EU_DCC,
        Domain::WhoIcvp => WHO_ICVP,
        Domain::Other(name) => name,
    }
}

const EU_DCC: &str = "eu-dcc";
const WHO_ICVP: &str = "who-icvp";
