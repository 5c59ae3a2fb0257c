//! A certificate as rules see it: its payload under the specification's names, and what is known around it.

use ciborium::Value as Cbor;

use super::{Destination, Version};
use crate::certificate::{Certificate, CertificateKind, Dcc, Icvp, Payload};
use crate::certlogic::{Datum, Name};
use crate::cose::KeyId;
use crate::cose::cbor;
use crate::instant::{CalendarDate, Instant};

/// A certificate as rules see it.
#[derive(Clone, Debug)]
pub struct Subject {
    pub(super) kind: CertificateKind,
    pub(super) payload: Datum,
    pub(super) version: Option<Version>,
    pub(super) issuing_country: String,
    issued_at: Option<Instant>,
    expires_at: Option<Instant>,
    key_id: String,
}

impl Subject {
    /// The certificate with its claims set as it was signed, and the key that vouches for it.
    #[must_use]
    pub fn of(certificate: &Certificate, claims_set: &[u8], key_id: &KeyId, issuing_country: Option<&str>) -> Self {
        let raw = cbor::read(claims_set).map(|claims| raw_payload(&claims)).unwrap_or_default();
        Self::with_payload(certificate, raw, key_id, issuing_country)
    }

    /// The certificate with its payload as [`raw_payload`] gives it.
    pub(crate) fn with_payload(
        certificate: &Certificate,
        raw: Datum,
        key_id: &KeyId,
        issuing_country: Option<&str>,
    ) -> Self {
        let (payload, version, in_payload) = match &certificate.payload {
            Payload::Dcc(dcc) => (raw, dcc_version(dcc), dcc.entry.country()),
            Payload::Icvp(icvp) => (newest_names(icvp), None, None),
        };
        Self {
            kind: certificate.kind(),
            payload,
            version,
            issued_at: certificate.claims.issued_at,
            expires_at: certificate.claims.expires_at,
            issuing_country: issuing_country.or(in_payload).unwrap_or_default().to_ascii_lowercase(),
            key_id: key_id.to_string(),
        }
    }

    /// What rules find under `external`, but for the clock; full date-times, not days alone (protocols.md §3.4).
    pub(super) fn external(&self, place: Destination<'_>) -> Datum {
        let text = |name: &str, value: &str| (Name::from(name), Datum::from(value));
        let time = |name, at: Option<Instant>| at.map(|at| text(name, &at.to_string()));
        let known = [
            text("countryCode", &place.country.to_ascii_lowercase()),
            text("issuerCountryCode", &self.issuing_country),
            text("kid", &self.key_id),
            text("region", place.region.unwrap_or_default()),
        ];
        Datum::Object(
            known.into_iter().chain(time("exp", self.expires_at)).chain(time("iat", self.issued_at)).collect(),
        )
    }
}

/// The EU payload in a claims set as it was signed, under its own names: rules read what issuers wrote.
pub(crate) fn raw_payload(claims: &Cbor) -> Datum {
    match field(claims, -260).and_then(|groups| field(groups, 1)) {
        Some(Cbor::Bytes(wrapped)) => cbor::read(wrapped).map(|payload| datum(&payload)).unwrap_or_default(),
        payload => payload.map(datum).unwrap_or_default(),
    }
}

fn field(value: &Cbor, label: i64) -> Option<&Cbor> {
    let entries = value.as_map()?;
    entries.iter().find(|(key, _)| cbor::integer(key) == Some(label)).map(|(_, value)| value)
}

fn datum(value: &Cbor) -> Datum {
    match value {
        Cbor::Bool(truth) => Datum::Bool(*truth),
        Cbor::Integer(_) => cbor::integer(value).map_or(Datum::Float(f64::NAN), Datum::Int),
        Cbor::Float(float) => Datum::from(*float),
        Cbor::Text(text) => text.as_str().into(),
        Cbor::Tag(_, inner) => datum(inner),
        Cbor::Array(items) => Datum::Array(items.iter().map(datum).collect()),
        Cbor::Map(entries) => {
            let named = entries.iter().filter_map(|(key, value)| Some((key.as_text()?.into(), datum(value))));
            Datum::Object(named.collect())
        }
        _ => Datum::Null,
    }
}

fn dcc_version(dcc: &Dcc) -> Option<Version> {
    dcc.version.as_deref().and_then(Version::parse)
}

/// A WHO payload of any generation under the newest names.
fn newest_names(icvp: &Icvp) -> Datum {
    let text = |name, value: &Option<String>| Some((Name::from(name), Datum::from(value.as_deref()?)));
    let day = |name, at: Option<CalendarDate>| Some((Name::from(name), Datum::from(at?.to_string().as_str())));
    let dose = [
        text("vp", &icvp.dose.product),
        day("dv", icvp.dose.date),
        text("bo", &icvp.dose.batch),
        text("cn", &icvp.dose.clinician),
        text("is", &icvp.dose.issuer),
    ];
    let dose = Datum::Object(dose.into_iter().flatten().collect());
    let fields = [
        text("n", &icvp.name),
        Some(("dob".into(), Datum::from(icvp.birth_date.to_string().as_str()))),
        text("s", &icvp.sex),
        text("nt", &icvp.nationality),
        text("id", &icvp.document_id),
        text("dt", &icvp.document_type),
        text("gn", &icvp.guardian),
        text("v", &icvp.version),
        day("d", icvp.issued_on),
        Some(("vx".into(), dose)),
    ];
    Datum::Object(fields.into_iter().flatten().collect())
}
