//! Private keys of roles: made here and kept encrypted, as PKCS #8 with scrypt and AES-256 (RFC 5958, RFC 7914), which
//! `openssl pkey` reads.

use std::fmt;

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::Generate;
use p256::elliptic_curve::zeroize::Zeroizing;
use pkcs8::der::SecretDocument;
use pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, EncryptedPrivateKeyInfoRef, LineEnding,
};
use semafor_core::bundle::{RoleKey, Seal, sign};

/// A private key of a role.
pub struct RoleSecret {
    key: SigningKey,
    public: RoleKey,
}

/// What a private key is encrypted with.
pub struct Passphrase(Zeroizing<String>);

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The passphrase is too short to protect anything.
    #[error("a passphrase of {found} characters, at least {least} are wanted")]
    PassphraseShort {
        /// Its characters.
        found: usize,
        /// The least.
        least: usize,
    },
    /// The key does not open.
    #[error("the passphrase does not open this key")]
    WrongPassphrase,
    /// A private key that anybody could read.
    #[error("the private key is not encrypted: `openssl pkcs8 -topk8 -scrypt` encrypts it")]
    NotEncrypted,
    /// No private key.
    #[error("no encrypted private key (PEM, ENCRYPTED PRIVATE KEY)")]
    NoPrivateKey,
    /// No public key.
    #[error("no public key on P-256 (PEM, PUBLIC KEY)")]
    NoPublicKey,
    /// A key of another kind.
    #[error("no key on P-256")]
    Curve,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Randomness,
    /// The key cannot be written.
    #[error("the key cannot be written")]
    Encode,
}

const PASSPHRASE_CHARS: usize = 12;

impl Passphrase {
    /// A passphrase for a key that is made.
    ///
    /// # Errors
    /// [`SecretError::PassphraseShort`].
    pub fn new(text: String) -> Result<Self, SecretError> {
        let found = text.chars().count();
        let long = found >= PASSPHRASE_CHARS;
        if long { Ok(Self::given(text)) } else { Err(SecretError::PassphraseShort { found, least: PASSPHRASE_CHARS }) }
    }

    /// A passphrase for a key that there is.
    #[must_use]
    pub fn given(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase")
    }
}

impl RoleSecret {
    /// Makes a key.
    ///
    /// # Errors
    /// [`SecretError::Randomness`].
    pub fn make() -> Result<Self, SecretError> {
        Self::from_key(SigningKey::try_generate().map_err(|_| SecretError::Randomness)?)
    }

    /// A given key, for tests that must repeat.
    ///
    /// # Errors
    /// [`SecretError::Curve`].
    pub fn from_key(key: SigningKey) -> Result<Self, SecretError> {
        let public = role_key(key.verifying_key())?;
        Ok(Self { key, public })
    }

    /// Opens an encrypted key.
    ///
    /// # Errors
    /// [`SecretError`].
    pub fn open(pem: &str, passphrase: &Passphrase) -> Result<Self, SecretError> {
        let (label, document) = SecretDocument::from_pem(pem).map_err(|_| SecretError::NoPrivateKey)?;
        match label {
            "ENCRYPTED PRIVATE KEY" => {}
            "PRIVATE KEY" | "EC PRIVATE KEY" => return Err(SecretError::NotEncrypted),
            _ => return Err(SecretError::NoPrivateKey),
        }
        let encrypted =
            EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| SecretError::NoPrivateKey)?;
        let plain = encrypted.decrypt(passphrase.0.as_bytes()).map_err(|_| SecretError::WrongPassphrase)?;
        Self::from_key(SigningKey::from_pkcs8_der(plain.as_bytes()).map_err(|_| SecretError::Curve)?)
    }

    /// The key, encrypted.
    ///
    /// # Errors
    /// [`SecretError::Encode`].
    pub fn to_pem(&self, passphrase: &Passphrase) -> Result<Zeroizing<String>, SecretError> {
        let written = self.key.to_pkcs8_encrypted_pem(passphrase.0.as_bytes(), LineEnding::LF);
        written.map_err(|_| SecretError::Encode)
    }

    /// Its public half, PEM.
    ///
    /// # Errors
    /// [`SecretError::Encode`].
    pub fn public_pem(&self) -> Result<String, SecretError> {
        self.key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(|_| SecretError::Encode)
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> &RoleKey {
        &self.public
    }

    /// A file that this key has signed. The same payload always gives the same signature (RFC 6979).
    #[must_use]
    pub fn sign(&self, payload: Vec<u8>, context: &str) -> Seal {
        sign(payload, &self.public, context, |message| {
            let signature: Signature = self.key.sign(message);
            signature.to_bytes().to_vec()
        })
    }
}

impl fmt::Debug for RoleSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RoleSecret({})", self.public.id())
    }
}

/// Reads a public key, PEM.
///
/// # Errors
/// [`SecretError::NoPublicKey`] and [`SecretError::Curve`].
pub fn public_key(pem: &str) -> Result<RoleKey, SecretError> {
    let key = VerifyingKey::from_public_key_pem(pem).map_err(|_| SecretError::NoPublicKey)?;
    role_key(&key)
}

fn role_key(key: &VerifyingKey) -> Result<RoleKey, SecretError> {
    RoleKey::new(key.to_sec1_point(false).as_bytes()).ok_or(SecretError::Curve)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_with_its_passphrase_alone() {
        let secret = RoleSecret::make().unwrap();
        let pem = secret.to_pem(&Passphrase::new("correct horse".to_owned()).unwrap()).unwrap();
        let opened = RoleSecret::open(&pem, &Passphrase::given("correct horse".to_owned())).unwrap();
        assert_eq!(opened.public(), secret.public());
        let wrong = RoleSecret::open(&pem, &Passphrase::given("correct house".to_owned())).unwrap_err();
        assert!(matches!(wrong, SecretError::WrongPassphrase), "{wrong}");
        assert_eq!(public_key(&secret.public_pem().unwrap()).unwrap(), *secret.public());
    }

    #[test]
    fn what_protects_nothing_is_refused() {
        assert!(Passphrase::new("short".to_owned()).is_err());
        let plain = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        let given = Passphrase::given(String::new());
        assert!(matches!(RoleSecret::open(plain, &given), Err(SecretError::NotEncrypted)));
        assert!(matches!(RoleSecret::open("nonsense", &given), Err(SecretError::NoPrivateKey)));
        assert!(matches!(public_key(plain), Err(SecretError::NoPublicKey)));
    }
}
