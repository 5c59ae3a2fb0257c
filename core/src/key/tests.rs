//! Keys of every kind met in the field, against signatures made by another implementation.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::pkcs8::EncodePublicKey;

use super::*;

fn vector(name: &str) -> Vec<u8> {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/keys.json")).unwrap();
    let hex = vectors[name].as_str().unwrap();
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn the_algorithm_follows_from_the_key() {
    for (name, algorithm) in [("p256", Algorithm::Es256), ("rsa2048", Algorithm::Ps256)] {
        let key = PublicKey::from_spki_der(&vector(name)).unwrap();
        assert_eq!(key.algorithm(), algorithm);
    }
}

#[test]
fn weak_and_foreign_keys_name_their_reason() {
    for (name, error) in [
        ("rsa1024", KeyError::TooWeak { bits: 1_024, least: 2_048 }),
        ("p384", KeyError::Unsupported { kind: "P-384" }),
        ("p521", KeyError::Unsupported { kind: "P-521" }),
        ("ed25519", KeyError::Unsupported { kind: "an algorithm other than EC and RSA" }),
    ] {
        assert_eq!(PublicKey::from_spki_der(&vector(name)), Err(error), "{name}");
    }
    assert_eq!(PublicKey::from_spki_der(b"not a key"), Err(KeyError::Malformed));
}

#[test]
fn signatures_of_another_implementation_hold_and_others_do_not() {
    for (key, signature, holds) in [
        ("p256", "es256", true),
        ("rsa2048", "ps256", true),
        ("rsa2048", "ps256_salt20", false),
        ("rsa2048", "rs256", false),
        ("p256", "ps256", false),
        ("rsa2048", "es256", false),
    ] {
        let key = PublicKey::from_spki_der(&vector(key)).unwrap();
        assert_eq!(key.verifies(b"Semafor", &vector(signature)), holds, "{signature}");
        assert!(!key.verifies(b"semafor", &vector(signature)), "{signature}");
    }
}

#[test]
fn a_damaged_signature_never_holds() {
    let key = PublicKey::from_spki_der(&vector("p256")).unwrap();
    let signature = vector("es256");
    for index in 0..signature.len() {
        let mut damaged = signature.clone();
        damaged[index] ^= 1;
        assert!(!key.verifies(b"Semafor", &damaged), "{index}");
    }
    for length in [0, 3, 63] {
        assert!(!key.verifies(b"Semafor", &signature[..length]), "{length}");
    }
    assert!(!key.verifies(b"Semafor", &[signature.as_slice(), &[0]].concat()));
}

/// A second opinion: `ring` verifies what `p256` signed, for a hundred keys and messages.
#[test]
fn two_implementations_agree() {
    for seed in 1..=100_u8 {
        let signing = SigningKey::from_slice(&[seed; 32]).unwrap();
        let spki = signing.verifying_key().to_public_key_der().unwrap();
        let key = PublicKey::from_spki_der(spki.as_bytes()).unwrap();
        let message = vec![seed; usize::from(seed)];
        let signature: p256::ecdsa::Signature = signing.sign(&message);
        assert!(key.verifies(&message, &signature.to_bytes()), "{seed}");
        assert!(!key.verifies(b"", &signature.to_bytes()), "{seed}");
    }
}
