//! The CWT claims around a payload (RFC 8392 §3; protocols.md §1.3).

use ciborium::Value;
use serde::Serialize;

use super::CertificateError;
use crate::cose::cbor;
use crate::instant::Instant;
use crate::limits;
use crate::warning::{Warning, WarningCode};

/// Issuer and times of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Claims {
    /// Who issued it, as written: usually a two-letter country code.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// From when it counts, where that differs from the time of issue.
    pub not_before: Option<Instant>,
    /// The last second it counts. WHO certificates may have none.
    pub expires_at: Option<Instant>,
}

impl Claims {
    /// The first second it counts: not before its time of issue, but for an issuer's clock a little ahead, which blocks
    /// nobody.
    #[must_use]
    pub fn first_second(&self) -> Option<Instant> {
        let from = self.issued_at.max(self.not_before)?;
        Some(from.plus_seconds(limits::CLOCK_SKEW_SECONDS.saturating_neg()))
    }
}

/// Reads the claims and hands out the health claims (-260) unread.
pub(super) fn read(
    entries: Vec<(Value, Value)>,
    warnings: &mut Vec<Warning>,
) -> Result<(Claims, Option<Value>), CertificateError> {
    let mut claims = Claims { issuer: None, issued_at: None, not_before: None, expires_at: None };
    let mut health_claims = None;
    for (label, value) in entries {
        match cbor::integer(&label) {
            _ if value.is_null() => {}
            Some(CLAIM_ISSUER) => claims.issuer = Some(issuer(value, warnings)?),
            Some(CLAIM_EXPIRES) => claims.expires_at = Some(time(CLAIM_EXPIRES, &value, warnings)?),
            Some(CLAIM_NOT_BEFORE) => claims.not_before = Some(time(CLAIM_NOT_BEFORE, &value, warnings)?),
            Some(CLAIM_ISSUED) => claims.issued_at = Some(time(CLAIM_ISSUED, &value, warnings)?),
            Some(CLAIM_HEALTH) => health_claims = Some(value),
            _ => {}
        }
    }
    for (absent, code) in [
        (claims.issuer.is_none(), WarningCode::IssuerAbsent),
        (claims.issued_at.is_none(), WarningCode::IssuedAbsent),
        (claims.expires_at.is_none(), WarningCode::ExpiryAbsent),
    ] {
        if absent {
            warnings.push(code.into());
        }
    }
    Ok((claims, health_claims))
}

const CLAIM_ISSUER: i64 = 1;
const CLAIM_EXPIRES: i64 = 4;
const CLAIM_NOT_BEFORE: i64 = 5;
const CLAIM_ISSUED: i64 = 6;
const CLAIM_HEALTH: i64 = -260;

fn issuer(value: Value, warnings: &mut Vec<Warning>) -> Result<String, CertificateError> {
    let Value::Text(issuer) = value else { return Err(CertificateError::Claim { claim: CLAIM_ISSUER }) };
    if !(issuer.len() == 2 && issuer.bytes().all(|byte| byte.is_ascii_uppercase())) {
        warnings.push(WarningCode::IssuerForm.into());
    }
    Ok(issuer)
}

/// A NumericDate. Floats occur in the field and are truncated; NaN and infinities would never expire and are refused.
fn time(claim: i64, value: &Value, warnings: &mut Vec<Warning>) -> Result<Instant, CertificateError> {
    let (value, tagged) = match value {
        Value::Tag(TAG_EPOCH, inner) => (inner.as_ref(), true),
        plain => (plain, false),
    };
    let seconds = match value {
        Value::Integer(_) => cbor::integer(value),
        Value::Float(seconds) => {
            warnings.push(Warning::at(WarningCode::TimeFloat, claim.to_string()));
            whole(*seconds)
        }
        _ => None,
    };
    if tagged {
        warnings.push(Warning::at(WarningCode::TimeTagged, claim.to_string()));
    }
    seconds.and_then(Instant::from_unix).ok_or(CertificateError::Claim { claim })
}

const TAG_EPOCH: u64 = 1;

/// The integer part of a finite number within the calendar's range.
pub(super) fn whole(number: f64) -> Option<i64> {
    const RANGE: std::ops::RangeInclusive<f64> = -62_135_596_800.0..=253_402_300_799.0;
    #[expect(clippy::as_conversions, reason = "the standard library has no checked conversion; the range was checked")]
    RANGE.contains(&number).then(|| number.trunc() as i64)
}
