//! Bare signature verifications, the measure of all checks, and the keys of another verifier of the same family.

use std::error::Error;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64ct::{Base64, Encoding};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

use crate::material::Specimen;
use crate::measure::Rounds;
use crate::row::{Bound, Row, duration};

/// Contender 0 of these rounds is the reference.
pub fn against_aws_lc(name: &str, rounds: &Rounds, contender: usize, bound: Option<Bound>) -> Row {
    Row {
        name: name.to_owned(),
        value: duration(rounds.seconds(contender)),
        reference: Some(format!("{} aws-lc-rs verify", duration(rounds.seconds(0)))),
        ratio: Some(rounds.ratio(contender, 0)),
        bound,
    }
}

/// One verification as a verifier does it: the key as it lies in the list.
pub fn aws_lc(specimen: &Specimen) -> bool {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &specimen.point);
    key.verify(&specimen.message, &specimen.signature).is_ok()
}

/// The same by ring.
pub fn ring(specimen: &Specimen) -> bool {
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, &specimen.point);
    key.verify(&specimen.message, &specimen.signature).is_ok()
}

/// The same by p256.
pub fn p256(specimen: &Specimen) -> bool {
    let key = VerifyingKey::from_sec1_bytes(&specimen.point);
    let signature = Signature::from_slice(&specimen.signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(&specimen.message, &signature).is_ok())
}

/// The keys of these certificates (DER) for `dgc`, which accepts `text` by them.
pub fn dgc_keys(dscs: &[Vec<u8>], text: &str) -> Result<dgc::TrustList, Box<dyn Error>> {
    let mut keys = dgc::TrustList::new();
    for dsc in dscs {
        keys.add_key_from_certificate(&Base64::encode_string(dsc))?;
    }
    if dgc::validate(text, &keys)?.1.is_valid() { Ok(keys) } else { Err("dgc does not accept the certificate".into()) }
}
