//! Key files of every shape: what is read is within the bounds, and nothing counts as authentic that is not.

use std::sync::LazyLock;

use p256::pkcs8::EncodePublicKey;
use semafor_core::instant::Instant;
use semafor_core::key::PublicKey;
use semafor_core::limits;
use semafor_core::trust::import::{Authenticity, ImportError, ImportOptions, ListKind, fingerprint, import};
use semafor_core::trust::{Domain, TrustList, TrustedKey};

use super::scene::{scene, signing_key};

/// A byte for what the operator knows (`p` the right pin, `q` a wrong one, `k` the list's key, `w` that the keys are
/// for WHO certificates), then the file.
pub fn keys(data: &[u8]) {
    let Some((&known, file)) = data.split_first() else { return };
    let (pin, wrong_pin, list_key) = (fingerprint(file), [0; 32], list_key());
    let options = match known {
        b'p' => ImportOptions { pin: Some(&pin), ..ImportOptions::default() },
        b'q' => ImportOptions { pin: Some(&wrong_pin), ..ImportOptions::default() },
        b'k' => ImportOptions { list_key: Some(list_key), ..ImportOptions::default() },
        b'w' => ImportOptions { domain: Some(&Domain::WhoIcvp), ..ImportOptions::default() },
        _ => ImportOptions::default(),
    };
    // A public key on its own is no key file, yet it is read: the list's key, and each certificate's.
    let _read = PublicKey::from_spki_der(file);
    let import = match import(file, &options) {
        Ok(import) => import,
        Err(error) => return assert!(known != b'q' || matches!(error, ImportError::Pin { .. }), "{error}"),
    };
    assert_ne!(known, b'q', "a wrong pin is never passed over");
    assert_eq!(known == b'k', import.authenticity == Authenticity::SignatureVerified);
    assert_eq!(known == b'p', import.authenticity == Authenticity::Pinned);
    if known == b'k' {
        assert_eq!(import.kind, ListKind::German);
        assert!(file.ends_with(key_list_body().as_bytes()), "a list that nobody signed");
    }
    assert!(import.keys.len() <= limits::KEY_LIST_KEYS);
    let mut list = TrustList::new();
    for key in import.keys {
        assert!(known != b'w' || key.domain == Domain::WhoIcvp);
        key_is_within_bounds(&key);
        list.add(key);
    }
    assert_eq!(list.len(), list.keys().count());
    assert_eq!(list.digest().len(), 32);
}

fn key_is_within_bounds(key: &TrustedKey) {
    assert!(key.fingerprint.starts_with(key.key_id.as_bytes()), "the id is computed, never believed");
    assert_eq!(key.key_id.as_bytes().len(), 8);
    assert!((Instant::MIN..=Instant::MAX).contains(&key.not_before));
    assert!(key.country.as_deref().is_none_or(|country| country.len() == 2));
    match &key.key {
        Ok(PublicKey::P256(point)) => assert!(point.starts_with(&[4])),
        Ok(PublicKey::Rsa { modulus, .. }) => {
            assert!((limits::RSA_BITS_LEAST..=limits::RSA_BITS_MOST).contains(&modulus.len().saturating_mul(8)));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The one list that the list's key signed, after its signature line.
pub fn key_list_body() -> &'static str {
    static BODY: LazyLock<String> = LazyLock::new(|| {
        use base64ct::{Base64, Encoding};
        let dsc = scene().map(|scene| Base64::encode_string(scene.eu.dsc())).unwrap_or_default();
        format!("{{\"certificates\":[{{\"certificateType\":\"DSC\",\"rawData\":\"{dsc}\"}}]}}")
    });
    &BODY
}

/// The public half of key 9, DER.
fn list_key() -> &'static [u8] {
    static KEY: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let key = signing_key(9).and_then(|key| key.verifying_key().to_public_key_der().ok());
        key.map(|der| der.as_bytes().to_vec()).unwrap_or_default()
    });
    &KEY
}
