//! A sample code. What is expected of it is seen in its CBOR without the core's certificate stage: a payload generation,
//! an EU payload, no payload of a known kind, or a date that is none. None is accepted: no list has their keys.

use ciborium::Value as Cbor;
use semafor_core::certificate::{Certificate, CertificateError, IcvpGeneration, Payload};
use semafor_core::cose::Signed;
use semafor_core::envelope::{self, TextKind};
use semafor_core::instant::Instant;
use semafor_core::verdict::{ReasonCode, Verdict};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};
use serde_json::Value;

use crate::encoding;
use crate::files::{self, Found};
use crate::outcome::Checks;

/// How the file ends that says what a sample holds.
pub(super) const UNPACKED: &str = "Unpacked.json";

pub(super) fn check(file: &Found, snapshot: &Snapshot, checks: &mut Checks) {
    let id = &file.id;
    let text = match files::text(&file.path) {
        Ok(text) => text.trim_end_matches(['\r', '\n']).to_owned(),
        Err(error) => return checks.compare(id, "readable", true, false, error),
    };
    if envelope::recognise(&text) != TextKind::HealthCertificate {
        let read = Err(CertificateError::UnknownPayload);
        return check_verdict(id, &text, Some(ReasonCode::NotACertificate), &read, snapshot, checks);
    }
    let claims = match claims(&text) {
        Ok(claims) => claims,
        Err(error) => return checks.compare(id, "decode", true, false, error),
    };
    let read = Certificate::parse(&claims, &mut Vec::new());
    let reason = read.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let seen = encoding::cbor(&claims);
    checks.compare(id, "payload", expected(seen.as_ref()), got(&read), reason);
    if let Ok(certificate) = &read {
        check_contents(file, certificate, checks);
    }
    let headline = match expected(seen.as_ref()) {
        "unknown payload" => Some(ReasonCode::UnknownPayload),
        MALFORMED => Some(ReasonCode::Malformed),
        _ => None,
    };
    check_verdict(id, &text, headline, &read, snapshot, checks);
}

fn claims(text: &str) -> Result<Vec<u8>, String> {
    let cose = envelope::decode(text).map_err(|error| error.to_string())?;
    Signed::parse(&cose, &mut Vec::new()).map(|signed| signed.payload().to_vec()).map_err(|error| error.to_string())
}

fn expected(claims: Option<&Cbor>) -> &'static str {
    let Some(claims) = claims.filter(|claims| claims.is_map()) else { return MALFORMED };
    let dates = [4, 5, 6].map(|label| encoding::labelled(claims, label).map(encoding::untagged));
    if dates.iter().flatten().any(|date| matches!(date, Cbor::Float(seconds) if !seconds.is_finite())) {
        return MALFORMED;
    }
    let Some(health) = encoding::labelled(claims, -260) else { return "unknown payload" };
    match (encoding::labelled(health, 1), encoding::labelled(health, -6)) {
        (Some(_), None) => "EU payload",
        (None, Some(icvp)) => encoding::unwrapped(icvp).map_or(MALFORMED, |icvp| generation(&icvp)),
        (None, None) => "unknown payload",
        (Some(_), Some(_)) => MALFORMED,
    }
}

const MALFORMED: &str = "malformed";

fn generation(icvp: &Cbor) -> &'static str {
    let icvp = encoding::to_json(icvp);
    let has = |dose: &Value, names: &[&str]| names.iter().any(|name| dose.get(name).is_some());
    match (icvp.get("vx"), icvp.get("v")) {
        (Some(dose), _) if has(dose, &["dv"]) => "G3",
        (Some(_), _) => "G2",
        (None, Some(dose)) if has(dose, &["dn", "tg", "mp", "ma", "mid"]) => "G0",
        (None, Some(Value::Object(_))) => "G1",
        _ => MALFORMED,
    }
}

fn got(read: &Result<Certificate, CertificateError>) -> &'static str {
    match read.as_ref().map(|certificate| &certificate.payload) {
        Ok(Payload::Dcc(_)) => "EU payload",
        Ok(Payload::Icvp(icvp)) => match icvp.generation {
            IcvpGeneration::G0 => "G0",
            IcvpGeneration::G1 => "G1",
            IcvpGeneration::G2 => "G2",
            IcvpGeneration::G3 => "G3",
        },
        Err(CertificateError::UnknownPayload) => "unknown payload",
        Err(_) => MALFORMED,
    }
}

/// Issuer, time of issue, name and birth date, where a file beside the sample says what it holds.
fn check_contents(file: &Found, certificate: &Certificate, checks: &mut Checks) {
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let Ok(unpacked) = files::json(&file.path.with_file_name(format!("{stem}{UNPACKED}"))) else { return };
    let Some(contents) = unpacked.get("contents") else { return };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or("none").to_owned();
    let payload = contents.get("-260").and_then(|health| health.get("-6"));
    let of_person = |name: &str| payload.and_then(|payload| payload.get(name));
    let issued_at = contents.get("6").and_then(Value::as_i64).and_then(Instant::from_unix);
    let shown = |at: Option<Instant>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let issuer = certificate.claims.issuer.as_deref().unwrap_or("none");
    checks.compare(&file.id, "issuer", text(contents.get("1")), issuer, "");
    checks.compare(&file.id, "issued-at", shown(issued_at), shown(certificate.claims.issued_at), "");
    if payload.is_some() {
        checks.compare(&file.id, "name", text(of_person("n")), certificate.holder_name(), "");
        checks.compare(&file.id, "birth-date", text(of_person("dob")), certificate.birth_date(), "");
    }
}

/// Not accepted, at its own time of issue; where the text or its payload is the reason, that is the headline.
fn check_verdict(
    id: &str,
    text: &str,
    headline: Option<ReasonCode>,
    read: &Result<Certificate, CertificateError>,
    snapshot: &Snapshot,
    checks: &mut Checks,
) {
    let at = read.as_ref().ok().and_then(|certificate| certificate.claims.issued_at);
    let time = TimeContext::device(at.or_else(|| Instant::from_unix(0)).unwrap_or(Instant::MIN));
    let report = verifier::check(&[text], &Policy::technical(), &time, snapshot);
    let causes: Vec<_> = report.reasons.iter().map(|reason| format!("{:?}", reason.cause)).collect();
    let verdict = if report.verdict == Verdict::Accepted { "accepted" } else { "not accepted" };
    checks.compare(id, "verdict", "not accepted", verdict, causes.join("; "));
    if let Some(wanted) = headline {
        let got = report.reasons.first().map_or("none", |reason| reason.cause.code().code());
        checks.compare(id, "headline", wanted.code(), got, causes.join("; "));
        checks.compare(id, "undecided", true, report.verdict == Verdict::Undecided, causes.join("; "));
    }
}
