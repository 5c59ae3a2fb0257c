//! One case, and the core's answers about its text, stage by stage.

use ciborium::Value as Cbor;
use semafor_core::certificate::{Certificate, CertificateError};
use semafor_core::cose::{self, AlgorithmId, KeyId, Signed};
use semafor_core::envelope::{self, EnvelopeError};
use semafor_core::instant::Instant;
use semafor_core::key::KeyError;
use semafor_core::trust::{Domain, KeyObjection, TestKeys, TrustList, TrustedKey, Verification};
use semafor_core::verdict::{Cause, Content};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};
use serde_json::Value;

use super::Answer;
use crate::{clock, encoding};

/// One case of the test data.
pub(super) struct Case<'a> {
    pub(super) id: String,
    /// `PREFIX`: the text in the code.
    pub(super) text: Option<&'a str>,
    json: &'a Value,
}

impl<'a> Case<'a> {
    pub(super) fn of(id: &str, json: &'a Value) -> Self {
        Self { id: id.to_owned(), text: json.get("PREFIX").and_then(Value::as_str), json }
    }

    pub(super) fn field(&self, name: &str) -> Option<&'a Value> {
        self.json.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn context(&self, name: &str) -> Option<&'a Value> {
        self.field("TESTCTX")?.get(name)
    }

    /// The case's DSC as the core reads it, or the core's complaint.
    pub(super) fn key(&self) -> Option<Result<TrustedKey, String>> {
        let text = self.context("CERTIFICATE")?.as_str().filter(|text| !text.trim().is_empty())?;
        let read = |der: Vec<u8>| TrustedKey::from_dsc(&der, Domain::EuDcc).map_err(|error| format!("DSC: {error}"));
        Some(encoding::base64(text).ok_or_else(|| "DSC: not base64".to_owned()).and_then(read))
    }

    pub(super) fn clock(&self) -> Option<Instant> {
        clock::read(self.context("VALIDATIONCLOCK")?)
    }

    /// Which of the intermediate fields disagrees with the text, if one does. The text is what is judged.
    pub(super) fn text_differs(&self) -> Option<&'static str> {
        let text = self.text?;
        let body = text.strip_prefix("HC1:")?;
        if self.field("BASE45").and_then(Value::as_str).is_some_and(|field| field != body && field != text) {
            return Some("field BASE45 is not what PREFIX holds");
        }
        let cose = envelope::decode(text).ok()?;
        let field = self.field("COSE").and_then(Value::as_str).and_then(encoding::hex)?;
        let (cose, field) = (encoding::cbor(&cose), encoding::cbor(&field));
        let untagged = |item: &Option<Cbor>| item.as_ref().map(|item| encoding::untagged(item).clone());
        (untagged(&cose) != untagged(&field)).then_some("field COSE is not what PREFIX holds")
    }
}

pub(super) fn unprefix(text: &str) -> Answer {
    let ended = |error: &EnvelopeError| {
        matches!(error, EnvelopeError::NotHealthCertificate { .. } | EnvelopeError::TooLong { .. })
    };
    layer(text, ended)
}

pub(super) fn base45(text: &str) -> Answer {
    let ended = |error: &EnvelopeError| match error {
        EnvelopeError::NotHealthCertificate { .. } | EnvelopeError::TooLong { .. } | EnvelopeError::Base45 => true,
        EnvelopeError::Zlib | EnvelopeError::TrailingBytes { .. } | EnvelopeError::TooLarge { .. } => false,
    };
    layer(text, ended)
}

pub(super) fn compression(text: &str) -> Answer {
    layer(text, |_| true)
}

/// Whether a layer was passed: reading did not end before it or in it.
fn layer(text: &str, ended: impl Fn(&EnvelopeError) -> bool) -> Answer {
    match envelope::decode(text) {
        Err(error) => (!ended(&error), error.to_string()),
        Ok(_) => (true, String::new()),
    }
}

pub(super) fn decode(text: &str) -> Answer {
    match payload(text).map(|payload| Certificate::parse(&payload, &mut Vec::new())) {
        Err(error) => (false, error),
        Ok(Ok(_)) => (true, String::new()),
        // What is wrong stands in a payload that was found and is a map.
        Ok(Err(error @ CertificateError::Entries { .. })) => (true, error.to_string()),
        Ok(Err(CertificateError::Field { path, wanted })) => {
            (!path.is_empty(), CertificateError::Field { path, wanted }.to_string())
        }
        Ok(Err(error)) => (false, error.to_string()),
    }
}

pub(super) fn verify(text: &str, key: &Result<TrustedKey, String>) -> Answer {
    let (signed, key) = match (signed(text), key) {
        (Ok(signed), Ok(key)) => (signed, key.clone()),
        (Err(error), _) => return (false, error),
        (_, Err(error)) => return (false, error.clone()),
    };
    let mut keys = TrustList::new();
    keys.add(key);
    match keys.verify(signed, TestKeys::Distrusted) {
        Verification::Holds { .. } => (true, String::new()),
        Verification::Fails { because, .. } => (false, format!("{because:?}")),
    }
}

/// Why no signature of this key may be expected to hold: the specification knows no such key (hcert_spec §3.3.2).
pub(super) fn unusable(key: &Result<TrustedKey, String>) -> Option<String> {
    match &key.as_ref().ok()?.key {
        Err(error @ (KeyError::TooWeak { .. } | KeyError::Unsupported { .. })) => {
            Some(format!("VERIFY expected true, but of the DSC's key: {error}"))
        }
        _ => None,
    }
}

/// Whether the key's usages allow the certificate's type; nothing else is asked.
pub(super) fn key_usage(text: &str, key: &Result<TrustedKey, String>) -> Answer {
    let certificate = match payload(text).map(|payload| Certificate::parse(&payload, &mut Vec::new())) {
        Ok(Ok(certificate)) => certificate,
        Ok(Err(error)) => return (false, error.to_string()),
        Err(error) => return (false, error),
    };
    let key = match key {
        Ok(key) => key,
        Err(error) => return (false, error.clone()),
    };
    let objections = key.objections(&certificate.domain(), certificate.usage(), key.not_before);
    match objections.iter().find(|objection| matches!(objection, KeyObjection::Usage { .. })) {
        Some(objection) => (false, format!("{objection:?}")),
        None => (true, format!("usages {:?}, certificate {:?}", key.usages, certificate.usage())),
    }
}

/// Whether the certificate's own dates allow `at`, asked of the verifier without any key.
pub(super) fn dates(text: &str, at: Instant) -> Answer {
    let text = legible(text);
    let snapshot = Snapshot::from_keys(TrustList::new(), false);
    let report = verifier::check(&[text], &Policy::technical(), &TimeContext::device(at), &snapshot);
    let against = report
        .reasons
        .iter()
        .map(|reason| &reason.cause)
        .find(|cause| matches!(cause, Cause::Expired { .. } | Cause::NotYetValid { .. } | Cause::Malformed { .. }));
    let read = report.certificates.iter().any(|examined| examined.content != Content::Unread);
    let reason =
        against.map_or_else(|| if read { String::new() } else { "unread".to_owned() }, |cause| format!("{cause:?}"));
    (against.is_none() && read, reason)
}

pub(super) fn all_of(answers: [Answer; 2]) -> Answer {
    answers.into_iter().fold(
        (true, String::new()),
        |(all, why), (one, because)| {
            if one { (all, why) } else { (false, because) }
        },
    )
}

/// The claims set in a text.
pub(super) fn payload(text: &str) -> Result<Vec<u8>, String> {
    signed(text).map(|signed| signed.payload().to_vec())
}

fn signed(text: &str) -> Result<Signed, String> {
    let cose = envelope::decode(text).map_err(|error| error.to_string())?;
    Signed::parse(&cose, &mut Vec::new()).map_err(|error| error.to_string())
}

/// The text, or, where only its payload keeps the core from reading it, one with the same claims around a plain
/// payload: dates do not depend on what is certified.
fn legible(text: &str) -> String {
    let Ok(claims) = payload(text) else { return text.to_owned() };
    let payload_is_wrong = matches!(
        Certificate::parse(&claims, &mut Vec::new()),
        Err(CertificateError::Entries { .. } | CertificateError::Field { .. } | CertificateError::UnknownPayload)
    );
    match (encoding::cbor(&claims), KeyId::new(&[0])) {
        (Some(Cbor::Map(mut claims)), Some(key_id)) if payload_is_wrong => {
            claims.retain(|(label, _)| label.as_integer() != Some(HEALTH_CLAIMS.into()));
            let test = Cbor::Map(vec![(Cbor::from("t"), Cbor::Array(vec![Cbor::Map(Vec::new())]))]);
            claims.push((Cbor::from(HEALTH_CLAIMS), Cbor::Map(vec![(Cbor::from(1), test)])));
            let mut bytes = Vec::new();
            match ciborium::into_writer(&Cbor::Map(claims), &mut bytes) {
                Ok(()) => envelope::encode(&cose::sign(AlgorithmId(-7), &key_id, bytes, |_| Vec::new())),
                Err(_) => text.to_owned(),
            }
        }
        _ => text.to_owned(),
    }
}

/// The claim under which health certificates stand.
const HEALTH_CLAIMS: i64 = -260;
