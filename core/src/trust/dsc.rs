//! A document signer certificate (X.509, DER) → [`TrustedKey`]: lenient where real certificates need it (version 1,
//! long serial numbers, encoded defaults), strict about what decides (key, dates, usages).

use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::{Domain, Role, TrustedKey, Usage, Usages};
use crate::cose::KeyId;
use crate::instant::Instant;
use crate::key::PublicKey;

impl TrustedKey {
    /// Reads one DSC. Its key id is computed from the bytes (hcert_spec App. A.1), never taken from elsewhere. A key
    /// that is too weak or unsupported is kept with that reason.
    ///
    /// # Errors
    /// [`DscError`] when the bytes are no certificate, or name no dates that exist.
    pub fn from_dsc(der: &[u8], domain: Domain) -> Result<Self, DscError> {
        let certificate = CertificateInner::<Raw>::from_der(der).map_err(|_| DscError::NotX509)?;
        let body = certificate.tbs_certificate();
        let fingerprint = super::import::fingerprint(der);
        let (first_8, _) = fingerprint.split_at(8);
        Ok(Self {
            key_id: KeyId::new(first_8).ok_or(DscError::NotX509)?,
            key: PublicKey::from_spki(body.subject_public_key_info()),
            not_before: instant(body.validity().not_before)?,
            not_after: instant(body.validity().not_after)?,
            usages: usages(body.extensions().map(Vec::as_slice).unwrap_or_default()),
            domain,
            role: Role::DocumentSigner,
            country: country(body.issuer()),
            participant: None,
            test_only: false,
            fingerprint,
        })
    }
}

/// Why bytes are no usable document signer certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DscError {
    /// The bytes are no X.509 certificate.
    #[error("not an X.509 certificate")]
    NotX509,
    /// A date of validity is out of range.
    #[error("a date of validity is out of range")]
    Validity,
}

const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");

/// Both arcs of the certificate usages: the specified one and the widely deployed one with an extra zero
/// (protocols.md §1.4).
const USAGES: [(ObjectIdentifier, Usage); 6] = [
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.1"), Usage::Test),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.2"), Usage::Vaccination),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.1847.2021.1.3"), Usage::Recovery),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.1"), Usage::Test),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.2"), Usage::Vaccination),
    (ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1847.2021.1.3"), Usage::Recovery),
];

/// Usages restrict only if at least one certificate usage is named: a key with e-mail protection alone may sign all.
fn usages(extensions: &[Extension]) -> Usages {
    let Some(extension) = extensions.iter().find(|extension| extension.extn_id == EXTENDED_KEY_USAGE) else {
        return Usages::Any;
    };
    let Ok(ExtendedKeyUsage(named)) = ExtendedKeyUsage::from_der(extension.extn_value.as_bytes()) else {
        return Usages::Unreadable;
    };
    let ours: Vec<_> = USAGES.iter().filter(|(oid, _)| named.contains(oid)).map(|(_, usage)| *usage).collect();
    if ours.is_empty() { Usages::Any } else { Usages::Only(ours) }
}

fn country(issuer: &Name) -> Option<String> {
    let attribute = issuer.iter().find(|attribute| attribute.oid == COUNTRY)?;
    let text = std::str::from_utf8(attribute.value.value()).ok()?.trim();
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}

fn instant(time: Time) -> Result<Instant, DscError> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| DscError::Validity)?;
    // 9999-12-31T23:59:59Z, "no well-defined expiration" (RFC 5280 §4.1.2.5), lies just above the calendar's end.
    Ok(Instant::from_unix(seconds).unwrap_or(Instant::MAX))
}
