//! Key id → candidate keys with dates, usages and domain; [`Signed`] + keys → [`Verified`].
//!
//! The one module that mints [`Verified`]. Key lists are read in `trust::import`.

pub mod import;
mod dsc;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::cose::{AlgorithmId, KeyId, Signed, Unverified, Verified};
use crate::instant::Instant;
use crate::key::{Algorithm, KeyError, PublicKey};
use crate::limits;

pub use dsc::DscError;

/// The family of payloads a key may sign. EU and WHO keys are kept apart (protocols.md §5.1, §6.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Domain {
    /// EU Digital COVID Certificates (claim 1).
    EuDcc,
    /// WHO International Certificates of Vaccination or Prophylaxis (claim -6).
    WhoIcvp,
    /// A domain whose payloads are not judged here, by the name its list gives it.
    Other(String),
}

/// What a key may sign (hcert_spec App. A.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// Test certificates.
    Test,
    /// Vaccination certificates, those of the WHO among them.
    Vaccination,
    /// Recovery certificates.
    Recovery,
}

/// The usages a key is limited to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usages {
    /// No certificate usage is named, so all are allowed; foreign usages do not count.
    Any,
    /// Only these.
    Only(Vec<Usage>),
    /// The usages cannot be read: nothing is allowed.
    Unreadable,
}

impl Usages {
    /// Whether a payload of this usage may be signed.
    #[must_use]
    pub fn allow(&self, usage: Usage) -> bool {
        match self {
            Self::Any => true,
            Self::Only(allowed) => allowed.contains(&usage),
            Self::Unreadable => false,
        }
    }
}

/// What a key list says an entry is for (WHO code system KeyUsage).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Document signer: signs certificates.
    DocumentSigner,
    /// Anything else (`CSCA`, `DECA`, …): never verifies a certificate.
    Other(String),
}

/// A key with all that bounds what it may vouch for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// First 8 bytes of SHA-256 over the DER of its certificate, computed at import.
    pub key_id: KeyId,
    /// The key, or why it cannot be used. An unusable key is kept, so that the reason can be named.
    pub key: Result<PublicKey, KeyError>,
    /// First second of validity.
    pub not_before: Instant,
    /// Last second of validity.
    pub not_after: Instant,
    /// Limits by certificate type.
    pub usages: Usages,
    /// Family of payloads.
    pub domain: Domain,
    /// What its list says it is.
    pub role: Role,
    /// Country of the DSC's issuer, as written in the certificate (two letters, upper case).
    pub country: Option<String>,
    /// Participant code of the WHO list (`CZE`).
    pub participant: Option<String>,
    /// Belongs to a test participant: imported, flagged, never trusted by default.
    pub test_only: bool,
    /// SHA-256 over the DER of its certificate.
    pub fingerprint: [u8; 32],
}

impl TrustedKey {
    /// Whether this key may vouch for a payload of `domain` and `usage` at all, whatever the time.
    ///
    /// # Errors
    /// What it may sign instead.
    pub fn may_sign(&self, domain: &Domain, usage: Usage) -> Result<(), KeyObjection> {
        if self.domain != *domain {
            return Err(KeyObjection::Domain { key: self.domain.clone(), payload: domain.clone() });
        }
        if !self.usages.allow(usage) {
            return Err(KeyObjection::Usage { key: self.usages.clone(), payload: usage });
        }
        Ok(())
    }

    /// Whether this key is valid at `at`; both its first and its last second count.
    ///
    /// # Errors
    /// The end of its validity that `at` lies beyond.
    pub fn in_force(&self, at: Instant) -> Result<(), KeyObjection> {
        if at > self.not_after {
            return Err(KeyObjection::Expired { not_after: self.not_after, at });
        }
        if at < self.not_before {
            return Err(KeyObjection::NotYetValid { not_before: self.not_before, at });
        }
        Ok(())
    }
}

/// Why a key whose signature holds may still not vouch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyObjection {
    /// The key belongs to another family of payloads.
    Domain {
        /// The key's.
        key: Domain,
        /// The payload's.
        payload: Domain,
    },
    /// The key is limited to other certificate types.
    Usage {
        /// The key's limits.
        key: Usages,
        /// The payload's type.
        payload: Usage,
    },
    /// The key has expired.
    Expired {
        /// Its last second.
        not_after: Instant,
        /// The time asked about.
        at: Instant,
    },
    /// The key is not valid yet.
    NotYetValid {
        /// Its first second.
        not_before: Instant,
        /// The time asked about.
        at: Instant,
    },
}

/// Which keys are considered beside ordinary document signers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TestKeys {
    /// Keys of test participants vouch for nothing.
    #[default]
    Distrusted,
    /// They count like others: for demonstrations and tests only.
    Trusted,
}

/// The keys in use, by key id.
#[derive(Clone, Debug, Default)]
pub struct TrustList {
    by_id: HashMap<KeyId, Vec<TrustedKey>>,
    count: usize,
}

impl TrustList {
    /// An empty list: every key id is unknown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key. The same certificate counts once for each domain, role and kind of participant.
    pub fn add(&mut self, key: TrustedKey) {
        fn identity(key: &TrustedKey) -> (&[u8; 32], &Domain, &Role, bool) {
            (&key.fingerprint, &key.domain, &key.role, key.test_only)
        }
        let same_id = self.by_id.entry(key.key_id.clone()).or_default();
        let known = |other: &TrustedKey| identity(other) == identity(&key);
        // Beyond the bound nothing is tried, so further keys need no search for twins.
        if same_id.len() > limits::KEYS_PER_ID || !same_id.iter().any(known) {
            same_id.push(key);
            self.count = self.count.saturating_add(1);
        }
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All keys, in no particular order.
    pub fn keys(&self) -> impl Iterator<Item = &TrustedKey> {
        self.by_id.values().flatten()
    }

    /// Names the content: hex of the first 16 bytes of SHA-256 over all keys' fingerprints, domains and roles, sorted.
    #[must_use]
    pub fn digest(&self) -> String {
        let line = |key: &TrustedKey| {
            format!("{:02x?} {:?} {:?} {} {}", key.fingerprint, key.domain, key.role, key.test_only, key.key_id)
        };
        let mut lines: Vec<_> = self.keys().map(line).collect();
        lines.sort_unstable();
        let digest = ring::digest::digest(&ring::digest::SHA256, lines.join("\n").as_bytes());
        digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Tries every key under the message's key id. Costs one signature verification a candidate, at most
    /// [`limits::KEYS_PER_ID`].
    #[must_use]
    pub fn verify(&self, signed: Signed, test_keys: TestKeys) -> Verification<'_> {
        match self.vouching_keys(&signed, test_keys) {
            Ok(keys) => Verification::Holds { signed: Verified::vouch(signed), keys },
            Err(because) => Verification::Fails { signed: Unverified::new(signed), because },
        }
    }

    fn vouching_keys(&self, signed: &Signed, test_keys: TestKeys) -> Result<Vec<&TrustedKey>, TrustFailure> {
        let key_id = signed.key_id.as_ref().ok_or(TrustFailure::NoKeyId)?;
        if self.is_empty() {
            return Err(TrustFailure::NoKeys);
        }
        let under_id = self.by_id.get(key_id).ok_or_else(|| TrustFailure::UnknownKeyId { key_id: key_id.clone() })?;
        let candidates = candidates(under_id, test_keys)?;
        let message = signed.signed_bytes();
        let keys_tried = candidates.len();
        let (mut vouching, mut tried, mut unfit) = (Vec::new(), false, None);
        for candidate in candidates {
            match fit(candidate, signed) {
                Ok(key) if key.verifies(&message, signed.signature()) => vouching.push(candidate),
                Ok(_) => tried = true,
                Err(failure) => unfit = unfit.or(Some(failure)),
            }
        }
        match (vouching.is_empty(), tried, unfit) {
            (false, _, _) => Ok(vouching),
            (true, false, Some(failure)) => Err(failure),
            (true, _, _) => Err(TrustFailure::SignatureInvalid { keys_tried }),
        }
    }
}

/// The public key of a candidate, if it can have signed such a message.
fn fit<'a>(candidate: &'a TrustedKey, signed: &Signed) -> Result<&'a PublicKey, TrustFailure> {
    let key = candidate.key.as_ref().map_err(|error| TrustFailure::Unusable(error.clone()))?;
    match signed.algorithm {
        Some(named) if named != key.algorithm().id() => {
            Err(TrustFailure::AlgorithmMismatch { named, key: key.algorithm() })
        }
        _ => Ok(key),
    }
}

/// What came of trying the keys.
#[derive(Debug)]
pub enum Verification<'a> {
    /// The signature holds under at least one key; each of `keys` verified it.
    Holds {
        /// The message.
        signed: Verified<Signed>,
        /// The keys under which it holds, never empty.
        keys: Vec<&'a TrustedKey>,
    },
    /// Nobody vouches for the message.
    Fails {
        /// The message.
        signed: Unverified<Signed>,
        /// Why.
        because: TrustFailure,
    },
}

/// Why no key vouches for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustFailure {
    /// The message names no key.
    NoKeyId,
    /// There are no keys at all.
    NoKeys,
    /// No key has this id.
    UnknownKeyId {
        /// The id.
        key_id: KeyId,
    },
    /// Only keys of test participants have this id.
    OnlyTestKeys,
    /// Only keys that sign no certificates have this id.
    NoDocumentSigner {
        /// What the key is instead.
        role: Role,
    },
    /// More keys have this id than are tried.
    TooManyKeys {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// The message names another algorithm than the key's.
    AlgorithmMismatch {
        /// What the message names.
        named: AlgorithmId,
        /// What the key verifies.
        key: Algorithm,
    },
    /// The key is too weak, unsupported or malformed.
    Unusable(KeyError),
    /// The signature is wrong under every key with this id.
    SignatureInvalid {
        /// How many keys there were.
        keys_tried: usize,
    },
}

fn candidates(under_id: &[TrustedKey], test_keys: TestKeys) -> Result<Vec<&TrustedKey>, TrustFailure> {
    let signers: Vec<_> = under_id.iter().filter(|key| key.role == Role::DocumentSigner).collect();
    let trusted: Vec<_> =
        signers.iter().copied().filter(|key| !key.test_only || test_keys == TestKeys::Trusted).collect();
    match (trusted.len(), signers.len(), under_id.first()) {
        (0, 0, Some(key)) => Err(TrustFailure::NoDocumentSigner { role: key.role.clone() }),
        (0, _, _) => Err(TrustFailure::OnlyTestKeys),
        (found, _, _) if found > limits::KEYS_PER_ID => {
            Err(TrustFailure::TooManyKeys { found, most: limits::KEYS_PER_ID })
        }
        _ => Ok(trusted),
    }
}

#[cfg(test)]
mod tests;
