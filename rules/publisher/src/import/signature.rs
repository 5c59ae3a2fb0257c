//! `X-SIGNATURE` of the EU business-rule service: base64 of a DER ECDSA P-256 signature over the lower-case hex of the
//! body's SHA-256 (protocols.md §2.1). The service also hands out its key; the operator's must come another way.

use base64ct::{Base64, Encoding};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use semafor_core::trust::import::public_key_der;

use super::ImportError;
use super::names::sha256;
use super::origin::Answer;

/// The header.
pub(super) const X_SIGNATURE: &str = "x-signature";

/// The public key of a business-rule service, which the operator knows from elsewhere.
#[derive(Clone, Debug)]
pub struct ServiceKey {
    key: VerifyingKey,
    /// SHA-256 of its SubjectPublicKeyInfo, hex, for the record.
    pub(super) fingerprint: String,
}

impl ServiceKey {
    /// Reads it from PEM, DER, or the base64 of DER.
    ///
    /// # Errors
    /// [`SignatureFault::Key`] when it is no P-256 public key.
    pub fn read(bytes: &[u8]) -> Result<Self, SignatureFault> {
        let text = std::str::from_utf8(bytes).ok().map(str::trim);
        let der = match text.and_then(|text| Base64::decode_vec(text).ok()) {
            Some(der) => der,
            None => public_key_der(bytes).map_err(|_| SignatureFault::Key)?,
        };
        let key = VerifyingKey::from_public_key_der(&der).map_err(|_| SignatureFault::Key)?;
        Ok(Self { key, fingerprint: sha256(&der) })
    }

    /// Holds an answer to its signature.
    pub(super) fn check(&self, answer: &Answer) -> Result<(), ImportError> {
        let refused = |because| ImportError::Signature { at: answer.at.clone(), because };
        let text = answer.header(X_SIGNATURE).ok_or_else(|| refused(SignatureFault::Missing))?;
        let signature = Base64::decode_vec(text).ok().and_then(|der| DerSignature::try_from(der.as_slice()).ok());
        let signature = signature.ok_or_else(|| refused(SignatureFault::Wrong))?;
        let signed = sha256(&answer.body);
        self.key.verify(signed.as_bytes(), &signature).map_err(|_| refused(SignatureFault::Wrong))
    }
}

/// Why the operator's key does not vouch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// The operator's key cannot be read.
    #[error("the service's key is no P-256 public key in PEM, DER or base64")]
    Key,
    /// There is no signature.
    #[error("there is no X-SIGNATURE, and a key to verify it with was given")]
    Missing,
    /// It does not hold.
    #[error("its X-SIGNATURE does not hold under the key given")]
    Wrong,
}
