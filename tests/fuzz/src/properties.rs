//! One property function a fuzz target: for all bytes it returns, and what it asserts holds.
//!
//! The first byte of an input chooses how the rest is meant, so that a fuzzer reaches the deeper layers without having
//! to invent base45, zlib checksums and signatures.

#[path = "properties/bundle.rs"]
mod bundle;
#[path = "properties/calendar.rs"]
mod calendar;
#[path = "properties/differential.rs"]
mod differential;
#[path = "properties/export.rs"]
mod export;
#[path = "properties/frame.rs"]
mod frame;
#[path = "properties/frames.rs"]
mod frames;
#[path = "properties/judged.rs"]
mod judged;
#[path = "properties/naive.rs"]
mod naive;
#[path = "properties/persons.rs"]
mod persons;
#[path = "properties/programs.rs"]
mod programs;
#[path = "properties/revocation.rs"]
mod revocation;
#[path = "properties/rules.rs"]
mod rules;
#[path = "properties/scene.rs"]
mod scene;
#[path = "properties/schemes.rs"]
mod schemes;
#[path = "properties/trusted.rs"]
mod trusted;

use semafor_core::certificate::{Certificate, CertificateKind};
use semafor_core::cose::{self, Signed};
use semafor_core::envelope::{self, EnvelopeError, TextKind};
use semafor_core::instant::Instant;
use semafor_core::key::Algorithm;
use semafor_core::limits;
use semafor_core::revocation::RevocationHashes;
use semafor_core::trust::{Domain, Usage};
use semafor_core::verifier;

pub use bundle::bundle;
pub use differential::certlogic_differential;
pub use export::export;
pub use frame::frame;
pub use frames::frames;
pub use judged::check;
pub use persons::person;
pub use programs::program;
pub use revocation::revocation;
pub use rules::certlogic;
pub use scene::{Scene, scene};
pub use schemes::scheme;
pub use trusted::{key_list_body, keys};

/// `t` and a text, `z` and the bytes of a zlib stream, or anything else and the bytes of a message.
pub fn envelope(data: &[u8]) {
    let Some((&shape, rest)) = data.split_first() else { return };
    match shape {
        b't' => {
            if let Ok(text) = std::str::from_utf8(rest) {
                decoded_text_is_bounded(text);
            }
        }
        b'z' => decoded_text_is_bounded(&format!("HC1:{}", base45::encode(rest))),
        _ => message_survives_the_envelope(rest),
    }
}

fn decoded_text_is_bounded(text: &str) {
    let kind = envelope::recognise(text);
    match envelope::decode(text) {
        Ok(message) => {
            assert_eq!(kind, TextKind::HealthCertificate);
            assert!(text.len() <= limits::TEXT_CHARS);
            message_survives_the_envelope(&message);
        }
        Err(error) => {
            says_why(&error.to_string());
            if let EnvelopeError::NotHealthCertificate { kind: named } = error {
                assert_eq!(kind, named);
                assert_ne!(kind, TextKind::HealthCertificate);
            }
        }
    }
}

fn message_survives_the_envelope(message: &[u8]) {
    if message.len() > limits::INFLATED_BYTES {
        return;
    }
    let text = envelope::encode(message);
    match envelope::decode(&text) {
        Ok(decoded) => assert_eq!(decoded, message),
        Err(EnvelopeError::TooLong { .. }) => assert!(text.len() > limits::TEXT_CHARS),
        Err(error) => assert_eq!(None, Some(error), "what was encoded must decode"),
    }
}

/// The bytes of a message.
pub fn cose(data: &[u8]) {
    let mut warnings = Vec::new();
    let signed = match Signed::parse(data, &mut warnings) {
        Ok(signed) => signed,
        Err(error) => return says_why(&error.to_string()),
    };
    assert!(signed.payload().len().saturating_add(signed.signature().len()) < data.len());
    assert!(warnings.len() <= 5, "{warnings:?}");
    assert!(signed.key_id.as_ref().is_none_or(|id| (1..=limits::KEY_ID_BYTES).contains(&id.as_bytes().len())));
    let covered = signed.signed_bytes();
    assert!(covered.starts_with(b"\x84\x6aSignature1") && covered.ends_with(signed.payload()));
    if let (Some(algorithm), Some(key_id)) = (signed.algorithm, &signed.key_id) {
        let mut warnings = Vec::new();
        let again = cose::sign(algorithm, key_id, signed.payload().to_vec(), |_| signed.signature().to_vec());
        let again = Signed::parse(&again, &mut warnings);
        assert!(warnings.is_empty(), "what we write is regular: {warnings:?}");
        assert!(again.is_ok_and(|again| {
            (again.payload(), again.signature()) == (signed.payload(), signed.signature())
                && (again.algorithm, &again.key_id) == (signed.algorithm, &signed.key_id)
        }));
    }
}

/// A claims set.
pub fn certificate(data: &[u8]) {
    let mut warnings = Vec::new();
    let certificate = match Certificate::parse(data, &mut warnings) {
        Ok(certificate) => certificate,
        Err(error) => return says_why(&error.to_string()),
    };
    let of_who = certificate.kind() == CertificateKind::Icvp;
    assert_eq!(certificate.domain(), if of_who { Domain::WhoIcvp } else { Domain::EuDcc });
    assert!(!of_who || certificate.usage() == Usage::Vaccination);
    let claims = &certificate.claims;
    for time in [claims.issued_at, claims.not_before, claims.expires_at].into_iter().flatten() {
        assert!((Instant::MIN..=Instant::MAX).contains(&time));
        assert_eq!(Instant::parse(&time.to_string()), Ok(time), "what we write we read");
    }
    let written = serde_json::to_string(&certificate).unwrap_or_default();
    let read: Option<serde_json::Value> = serde_json::from_str(&written).ok();
    assert_eq!(read, serde_json::to_value(&certificate).ok());
    assert!(
        verifier::fields(&certificate)
            .iter()
            .all(|field| !field.name.is_empty() && written.contains(&json(&field.value)))
    );
    let hashes = RevocationHashes::of(&certificate, data, Algorithm::Es256);
    assert_eq!(hashes.uci.is_some(), certificate.identifier().is_some());
    assert_eq!(Ok(certificate), Certificate::parse(data, &mut Vec::new()), "reading twice reads the same");
}

/// A value as it stands in JSON, without the quotes that numbers lack.
fn json(value: &str) -> String {
    let quoted = serde_json::to_string(value).unwrap_or_default();
    quoted.trim_matches('"').to_owned()
}

/// Messages begin in lower case, or with the name of a thing, and end without a full stop.
fn says_why(message: &str) {
    assert!(!message.is_empty() && !message.ends_with('.'), "{message:?}");
}
