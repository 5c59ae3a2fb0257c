//! An issuing authority: a P-256 key, its document signer certificate, and the signing of certificates with it.

use std::str::FromStr;
use std::time::Duration;

use ciborium::Value;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, Signature, SigningKey};
use p256::elliptic_curve::Generate;
use semafor_core::cose::{self, KeyId};
use semafor_core::envelope;
use semafor_core::instant::Instant;
use semafor_core::key::Algorithm;
use semafor_core::trust::{Domain, DscError, TrustedKey, Usage};
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::asn1::{GeneralizedTime, ObjectIdentifier, UtcTime};
use x509_cert::der::{self, Encode};
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfo, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use crate::draft::Draft;

/// What a document signer certificate says about its key.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Two letters, upper case.
    pub country: String,
    /// The certificate types it is limited to; none means all.
    pub usages: Vec<Usage>,
    /// First second of validity, 1970 to 9999.
    pub not_before: Instant,
    /// Last second of validity, 1970 to 9999.
    pub not_after: Instant,
}

/// An authority that issues certificates. Its private key lives in memory only.
#[derive(Debug)]
pub struct Authority {
    key: SigningKey,
    dsc: Vec<u8>,
    key_id: KeyId,
}

impl Authority {
    /// Makes an authority with a fresh key.
    ///
    /// # Errors
    /// [`AuthorityError`] when the terms cannot be put into a certificate or the system has no randomness.
    pub fn make(terms: &Terms) -> Result<Self, AuthorityError> {
        let key = SigningKey::try_generate().map_err(|_| AuthorityError::Randomness)?;
        Self::from_key(key, terms)
    }

    /// An authority with a given key, for tests that must repeat.
    ///
    /// # Errors
    /// As [`Authority::make`].
    pub fn from_key(key: SigningKey, terms: &Terms) -> Result<Self, AuthorityError> {
        let dsc = document_signer(&key, terms)?;
        let key_id = TrustedKey::from_dsc(&dsc, Domain::EuDcc)?.key_id;
        Ok(Self { key, dsc, key_id })
    }

    /// The document signer certificate, DER.
    #[must_use]
    pub fn dsc(&self) -> &[u8] {
        &self.dsc
    }

    /// The key id its certificates name.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// Issues a certificate: its `HC1:` text.
    #[must_use]
    pub fn issue(&self, draft: &Draft) -> String {
        self.sign_claims(&draft.claims())
    }

    /// Signs any claims set, right or wrong: tests need both.
    #[must_use]
    pub fn sign_claims(&self, claims: &Value) -> String {
        let mut payload = Vec::new();
        let written = ciborium::into_writer(claims, &mut payload);
        debug_assert!(written.is_ok(), "a Vec takes every byte");
        self.sign_payload(payload)
    }

    /// Signs any bytes as the payload of a message.
    #[must_use]
    pub fn sign_payload(&self, payload: Vec<u8>) -> String {
        let sign = |message: &[u8]| {
            let signature: Signature = self.key.sign(message);
            signature.to_bytes().to_vec()
        };
        envelope::encode(&cose::sign(Algorithm::Es256.id(), &self.key_id, payload, sign))
    }
}

/// Why no authority came to be.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Randomness,
    /// A date outside 1970 to 9999.
    #[error("{instant} lies outside 1970 to 9999, the years that a certificate can carry")]
    Date {
        /// The date.
        instant: Instant,
    },
    /// The certificate could not be built.
    #[error("the certificate could not be built: {0}")]
    Build(#[from] builder::Error),
    /// The certificate could not be encoded.
    #[error("the certificate could not be encoded: {0}")]
    Encode(#[from] der::Error),
    /// The certificate made cannot be read back.
    #[error("the certificate made cannot be read back: {0}")]
    ReadBack(#[from] DscError),
}

fn document_signer(key: &SigningKey, terms: &Terms) -> Result<Vec<u8>, AuthorityError> {
    let subject = Name::from_str(&format!("CN=Demonstration DSC,O=Semafor demonstration,C={}", terms.country))?;
    let validity = Validity::new(time(terms.not_before)?, time(terms.not_after)?);
    let public = SubjectPublicKeyInfo::from_key(key.verifying_key()).map_err(builder::Error::from)?;
    let profile = DocumentSigner { subject, usages: terms.usages.clone() };
    let serial = SerialNumber::from(1_u32);
    let certificate = CertificateBuilder::new(profile, serial, validity, public)?.build::<_, DerSignature>(key)?;
    Ok(certificate.to_der()?)
}

/// Until 2049 in the short form, later in the long one (RFC 5280 §4.1.2.5).
fn time(instant: Instant) -> Result<Time, AuthorityError> {
    let out_of_range = AuthorityError::Date { instant };
    let Ok(seconds) = u64::try_from(instant.as_unix()) else { return Err(out_of_range) };
    let since_1970 = Duration::from_secs(seconds);
    let short = UtcTime::from_unix_duration(since_1970).map(Time::UtcTime);
    short.or_else(|_| GeneralizedTime::from_unix_duration(since_1970).map(Time::GeneralTime)).map_err(|_| out_of_range)
}

/// Self-signed, with the certificate usages as extended key usage (hcert_spec App. A.4).
struct DocumentSigner {
    subject: Name,
    usages: Vec<Usage>,
}

impl BuilderProfile for DocumentSigner {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        if self.usages.is_empty() {
            return Ok(Vec::new());
        }
        let usages = ExtendedKeyUsage(self.usages.iter().copied().map(usage_oid).collect());
        Ok(vec![usages.to_extension(tbs.subject(), &[])?])
    }
}

fn usage_oid(usage: Usage) -> ObjectIdentifier {
    match usage {
        Usage::Test => ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.1"),
        Usage::Vaccination => ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.2"),
        Usage::Recovery => ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.3"),
    }
}
