//! One case, and the core's answers about its text, stage by stage.

use ciborium::Value as Cbor;
use semafor_core::certificate::{Certificate, CertificateError, Claims};
use semafor_core::cose::Signed;
use semafor_core::envelope::{self, EnvelopeError};
use semafor_core::instant::Instant;
use semafor_core::key::KeyError;
use semafor_core::trust::{Domain, TestKeys, TrustFailure, TrustList, TrustedKey, Usage, Usages, Verification};
use serde_json::Value;

use super::answer::Answer;
use crate::suites::is_outside_specification;
use crate::{clock, encoding};

/// One case of the test data.
pub(super) struct Case<'a> {
    pub(super) id: String,
    /// `PREFIX`: the text in the code.
    pub(super) text: Option<&'a str>,
    /// The case itself expects that a layer of its text, or its payload, cannot be read.
    pub(super) says_unreadable: bool,
    json: &'a Value,
}

impl<'a> Case<'a> {
    pub(super) fn of(id: &str, json: &'a Value, says_unreadable: bool) -> Self {
        Self { id: id.to_owned(), text: json.get("PREFIX").and_then(Value::as_str), says_unreadable, json }
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

    /// Why a DSC's limits may not be expected to speak against a certificate: it has none. Looked up in its bytes as
    /// well as asked of the core, so that a core that overlooks limits is not excused.
    pub(super) fn unlimited(&self, key: &Result<TrustedKey, String>) -> Option<String> {
        let der = encoding::base64(self.context("CERTIFICATE")?.as_str()?)?;
        let names = |usage: &[u8]| der.windows(usage.len()).any(|bytes| bytes == usage);
        let named = USAGE_ARCS.iter().any(|arc| (1..=3).any(|usage| names(&[arc, [usage].as_slice()].concat())));
        let any = key.as_ref().is_ok_and(|key| key.usages == Usages::Any);
        (any && !named).then(|| {
            "KEYUSAGE expected false, but the DSC names none of the certificate usages and may sign every type \
             (hcert_spec App. A.4)"
                .to_owned()
        })
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

/// The DER of 1.3.6.1.4.1.1847.2021.1 and 1.3.6.1.4.1.0.1847.2021.1, without the last arc: 1 test, 2 vaccination, 3
/// recovery.
const USAGE_ARCS: [&[u8]; 2] = [
    &[0x06, 0x0b, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x8e, 0x37, 0x8f, 0x65, 0x01],
    &[0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x00, 0x8e, 0x37, 0x8f, 0x65, 0x01],
];

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
        Err(error) => Answer::of(!ended(&error), error.to_string()),
        Ok(_) => Answer::of(true, ""),
    }
}

pub(super) fn decode(text: &str) -> Answer {
    match payload(text).map(|payload| Certificate::parse(&payload, &mut Vec::new())) {
        Err(error) => Answer::of(false, error),
        Ok(Ok(_)) => Answer::of(true, ""),
        // What is wrong stands in a payload that was found and is a map.
        Ok(Err(error @ CertificateError::Entries { .. })) => Answer::of(true, error.to_string()),
        Ok(Err(CertificateError::Field { path, wanted })) => {
            Answer::of(!path.is_empty(), CertificateError::Field { path, wanted }.to_string())
        }
        Ok(Err(error)) => Answer::of(false, error.to_string()),
    }
}

pub(super) fn verify(text: &str, key: &Result<TrustedKey, String>) -> Answer {
    let (signed, key) = match (signed(text), key) {
        (Ok(signed), Ok(key)) => (signed, key.clone()),
        (Err(error), _) if holds_no_message(text) => return Answer::of(false, error),
        (Err(error), _) => return Answer::unreadable(error),
        (_, Err(error)) => return Answer::no_key(error.clone()),
    };
    let mut keys = TrustList::new();
    keys.add(key);
    match keys.verify(signed, TestKeys::Distrusted) {
        Verification::Holds { .. } => Answer::of(true, ""),
        Verification::Fails { because: TrustFailure::Unusable(error @ KeyError::Malformed), .. } => {
            Answer::no_key(error.to_string())
        }
        Verification::Fails { because, .. } => Answer::of(false, format!("{because:?}")),
    }
}

/// Whether it is seen without the core's COSE stage that the text holds no COSE_Sign1 (RFC 9052 §4.2): then no signature
/// can hold.
fn holds_no_message(text: &str) -> bool {
    let Ok(cose) = envelope::decode(text) else { return false };
    let message = encoding::cbor(&cose);
    let parts = message.as_ref().and_then(|message| encoding::untagged(message).as_array()).map(Vec::as_slice);
    !matches!(parts, Some([Cbor::Bytes(_), Cbor::Map(_), Cbor::Bytes(_), Cbor::Bytes(_)]))
}

/// Why no signature of this key may be expected to hold: the specification knows no such key (hcert_spec §3.3.2).
pub(super) fn unusable(key: &Result<TrustedKey, String>) -> Option<String> {
    let error = key.as_ref().ok()?.key.as_ref().err().filter(|error| is_outside_specification(error))?;
    Some(format!("VERIFY expected true, but of the DSC's key: {error}"))
}

/// Whether the key's usages allow the certificate's type; nothing else is asked. Of several entries, every type.
pub(super) fn key_usage(case: &Case<'_>, text: &str, key: &Result<TrustedKey, String>) -> Answer {
    let (domain, usages) = match types(case, text) {
        Ok(types) => types,
        Err(error) => return Answer::unreadable(error),
    };
    let key = match key {
        Ok(key) => key,
        Err(error) => return Answer::no_key(error.clone()),
    };
    match usages.iter().find_map(|usage| key.may_sign(&domain, *usage).err()) {
        Some(objection) => Answer::of(false, format!("{objection:?}")),
        None => Answer::of(true, format!("usages {:?}, certificate {usages:?}", key.usages)),
    }
}

/// The types a text certifies. The core reads no certificate with several entries; there, and where the case says itself
/// that its payload breaks the schema, the groups in the payload's CBOR name them.
fn types(case: &Case<'_>, text: &str) -> Result<(Domain, Vec<Usage>), String> {
    let claims = payload(text)?;
    let error = match Certificate::parse(&claims, &mut Vec::new()) {
        Ok(certificate) => return Ok((certificate.domain(), vec![certificate.usage()])),
        Err(error) => error,
    };
    let groups = dcc(&claims).map(|payload| groups(&payload)).unwrap_or_default();
    let entries = groups.iter().map(|(_, entries)| entries).sum::<usize>();
    let trusted = match error {
        CertificateError::Entries { found } => found > 1 && found == entries,
        CertificateError::Field { .. } => case.says_unreadable && entries > 0,
        _ => false,
    };
    let usages = groups.into_iter().map(|(usage, _)| usage).collect();
    if trusted { Ok((Domain::EuDcc, usages)) } else { Err(error.to_string()) }
}

/// The types in an EU payload that have entries, and how many.
fn groups(payload: &Cbor) -> Vec<(Usage, usize)> {
    let entries = payload.as_map().map(Vec::as_slice).unwrap_or_default().iter();
    let group = |(name, items): &(Cbor, Cbor)| {
        let usage = match name.as_text()? {
            "v" => Usage::Vaccination,
            "t" => Usage::Test,
            "r" => Usage::Recovery,
            _ => return None,
        };
        let count = encoding::untagged(items).as_array().map_or(0, Vec::len);
        (count > 0).then_some((usage, count))
    };
    entries.filter_map(group).collect()
}

/// Whether the certificate's own dates allow `at`.
pub(super) fn dates(text: &str, at: Instant) -> Answer {
    let claims = match payload(text).and_then(|payload| claims(&payload)) {
        Ok(claims) => claims,
        Err(error) => return Answer::unreadable(error),
    };
    match (claims.first_second(), claims.expires_at) {
        (Some(first), _) if at < first => Answer::of(false, format!("it counts from {first} on")),
        (_, Some(last)) if at > last => Answer::of(false, format!("it counts until {last}")),
        (first, last) => Answer::of(true, format!("it counts from {first:?} to {last:?}")),
    }
}

/// The claims as the core reads them. Where only the payload keeps it from that, it is shown the same claims around a
/// plain one: dates do not depend on what is certified.
fn claims(claims_set: &[u8]) -> Result<Claims, String> {
    let read =
        |claims_set: &[u8]| Certificate::parse(claims_set, &mut Vec::new()).map(|certificate| certificate.claims);
    let error = match read(claims_set) {
        Ok(claims) => return Ok(claims),
        Err(error) => error,
    };
    let payload_is_wrong = matches!(
        error,
        CertificateError::Entries { .. } | CertificateError::Field { .. } | CertificateError::UnknownPayload
    );
    match encoding::cbor(claims_set) {
        Some(Cbor::Map(mut claims)) if payload_is_wrong => {
            claims.retain(|(label, _)| label.as_integer() != Some(HEALTH_CLAIMS.into()));
            let test = Cbor::Map(vec![(Cbor::from("t"), Cbor::Array(vec![Cbor::Map(Vec::new())]))]);
            claims.push((Cbor::from(HEALTH_CLAIMS), Cbor::Map(vec![(Cbor::from(EU_PAYLOAD), test)])));
            let mut bytes = Vec::new();
            ciborium::into_writer(&Cbor::Map(claims), &mut bytes).map_err(|error| error.to_string())?;
            read(&bytes).map_err(|error| error.to_string())
        }
        _ => Err(error.to_string()),
    }
}

/// The claims set in a text.
pub(super) fn payload(text: &str) -> Result<Vec<u8>, String> {
    signed(text).map(|signed| signed.payload().to_vec())
}

/// The EU payload in a claims set, read without the core's certificate stage.
pub(super) fn dcc(claims_set: &[u8]) -> Option<Cbor> {
    let claims = encoding::cbor(claims_set)?;
    let payload = encoding::labelled(encoding::labelled(&claims, HEALTH_CLAIMS)?, EU_PAYLOAD)?;
    encoding::unwrapped(payload).filter(Cbor::is_map)
}

fn signed(text: &str) -> Result<Signed, String> {
    let cose = envelope::decode(text).map_err(|error| error.to_string())?;
    Signed::parse(&cose, &mut Vec::new()).map_err(|error| error.to_string())
}

/// The claim under which health certificates stand, and the label of the EU's among them.
const HEALTH_CLAIMS: i64 = -260;
const EU_PAYLOAD: i64 = 1;
