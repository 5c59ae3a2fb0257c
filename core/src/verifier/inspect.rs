//! The holder's view of one text: every layer, the claims, the key id, the warnings; never a verdict.

use serde::Serialize;
use serde_json::Value;

use super::examine::open;
use crate::certificate::{Certificate, CertificateKind, PersonalCode};
use crate::cose::Signed;
use crate::envelope::{self, TextKind};
use crate::instant::{Instant, PartialDate};
use crate::key::Algorithm;
use crate::revocation::RevocationHashes;
use crate::verdict::{Cause, Stage, harmless};
use crate::warning::Warning;

/// What one text holds. Nobody vouches for any of it: no key was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Inspection {
    /// What kind of text it is.
    pub text: TextKind,
    /// The layers that could be taken off, outermost first, with their sizes.
    pub layers: Vec<Layer>,
    /// Where reading ended, when it did not reach the end.
    pub problem: Option<Problem>,
    /// The algorithm the message names (COSE number; -7 is ES256, -37 is PS256).
    pub algorithm: Option<i64>,
    /// The key id the message names, base64.
    pub key_id: Option<String>,
    /// The certificate's type.
    pub kind: Option<CertificateKind>,
    /// The holder's name as printed.
    pub name: Option<String>,
    /// The holder's date of birth; may be partial.
    pub birth_date: Option<PartialDate>,
    /// Who issued it, as written.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// From when it counts, where it says so apart from the time of issue.
    pub not_before: Option<Instant>,
    /// Its last second.
    pub expires_at: Option<Instant>,
    /// Every field of the payload under the specification's names.
    pub fields: Vec<Field>,
    /// The hashes by which it can be revoked, hex: `UCI`, `COUNTRYCODEUCI`, `SIGNATURE`.
    pub revocation_hashes: Vec<Field>,
    /// The identity in a Vietnamese personal code; unsigned, never verified.
    pub personal_code: Option<PersonalCode>,
    /// The deviations that were tolerated.
    pub warnings: Vec<Warning>,
}

/// One layer of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Layer {
    /// `text`, `zlib`, `cose`, `claims` or `signature`.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Field {
    /// The field's name, with its group (`vaccination.date`).
    pub name: String,
    /// Its value as text.
    pub value: String,
}

impl Field {
    /// The same field, its value fit for a screen.
    pub(super) fn harmless(self) -> Self {
        Self { value: harmless(&self.value), ..self }
    }
}

/// Where and why reading ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Problem {
    /// The stage.
    pub stage: Stage,
    /// Why, in English, for experts; free of personal data.
    pub detail: String,
}

/// Reads one text as far as it can be read. Never fails, never judges; no I/O.
#[must_use]
pub fn inspect(text: &str) -> Inspection {
    let mut inspection = Inspection::of(envelope::recognise(text));
    if inspection.text == TextKind::VietnamesePersonalCode {
        inspection.personal_code = PersonalCode::parse(text);
        return inspection;
    }
    let mut warnings = Vec::new();
    match open(text, &mut warnings) {
        Ok(signed) => inspection.read(text, &signed, &mut warnings),
        Err(Cause::Malformed { stage, detail }) => inspection.problem = Some(Problem { stage, detail }),
        Err(_) => {}
    }
    inspection.warnings = warnings;
    inspection
}

impl Inspection {
    fn of(text: TextKind) -> Self {
        Self {
            text,
            layers: Vec::new(),
            problem: None,
            algorithm: None,
            key_id: None,
            kind: None,
            name: None,
            birth_date: None,
            issuer: None,
            issued_at: None,
            not_before: None,
            expires_at: None,
            fields: Vec::new(),
            revocation_hashes: Vec::new(),
            personal_code: None,
            warnings: Vec::new(),
        }
    }

    fn read(&mut self, text: &str, signed: &Signed, warnings: &mut Vec<Warning>) {
        self.layers = layers(text, signed);
        self.algorithm = signed.algorithm.map(|algorithm| algorithm.0);
        self.key_id = signed.key_id.as_ref().map(ToString::to_string);
        match Certificate::parse(signed.payload(), warnings) {
            Ok(certificate) => self.show(&certificate, signed),
            Err(error) => self.problem = Some(Problem { stage: Stage::Certificate, detail: error.to_string() }),
        }
    }

    fn show(&mut self, certificate: &Certificate, signed: &Signed) {
        self.kind = Some(certificate.kind());
        self.name = Some(certificate.holder_name());
        self.birth_date = Some(certificate.birth_date());
        self.issuer.clone_from(&certificate.claims.issuer);
        self.issued_at = certificate.claims.issued_at;
        self.not_before = certificate.claims.not_before;
        self.expires_at = certificate.claims.expires_at;
        self.fields = fields(certificate);
        let named = [Algorithm::Ps256, Algorithm::Es256].into_iter().find(|known| Some(known.id()) == signed.algorithm);
        let hashes = RevocationHashes::of(certificate, signed.signature(), named.unwrap_or(Algorithm::Es256));
        let named =
            [("UCI", hashes.uci), ("COUNTRYCODEUCI", hashes.country_code_uci), ("SIGNATURE", Some(hashes.signature))];
        let field = |(name, hash): (&str, Option<_>)| {
            hash.map(|hash: crate::revocation::RevocationHash| Field { name: name.to_owned(), value: hash.to_string() })
        };
        self.revocation_hashes = named.into_iter().filter_map(field).collect();
    }
}

fn layers(text: &str, signed: &Signed) -> Vec<Layer> {
    // Three base45 characters hold two bytes, two hold one (RFC 9285).
    let body = text.len().saturating_sub(4);
    let zlib = body.div_euclid(3).saturating_mul(2).saturating_add(body.rem_euclid(3).div_euclid(2));
    let sizes = [
        ("text", text.len()),
        ("zlib", zlib),
        ("cose", envelope::decode(text).map_or(0, |cose| cose.len())),
        ("claims", signed.payload().len()),
        ("signature", signed.signature().len()),
    ];
    let layer =
        |(name, bytes): (&str, usize)| Layer { name: name.to_owned(), bytes: u64::try_from(bytes).unwrap_or(u64::MAX) };
    sizes.into_iter().map(layer).collect()
}

/// The payload's fields as they serialise, groups joined with a dot.
#[must_use]
pub fn fields(certificate: &Certificate) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Ok(Value::Object(families)) = serde_json::to_value(&certificate.payload) {
        for payload in families.values() {
            flatten("", payload, &mut fields);
        }
    }
    fields
}

/// The fields of a value as it serialises, groups joined with a dot.
pub(super) fn flat(value: &impl Serialize) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Ok(value) = serde_json::to_value(value) {
        flatten("", &value, &mut fields);
    }
    fields
}

fn flatten(name: &str, value: &Value, fields: &mut Vec<Field>) {
    let mut push = |value: String| fields.push(Field { name: name.to_owned(), value });
    match value {
        Value::Null => {}
        Value::String(text) => push(text.clone()),
        Value::Object(entries) => {
            for (entry, value) in entries {
                let name = if name.is_empty() { entry.clone() } else { format!("{name}.{entry}") };
                flatten(&name, value, fields);
            }
        }
        other => push(other.to_string()),
    }
}
