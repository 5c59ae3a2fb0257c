//! Claims and payloads: EU DCC (vaccination, test, recovery) and WHO ICVP, in every form real issuers produce.
//!
//! Reading is lenient and says so in warnings; what could deceive is an error. Parsing says nothing about signatures:
//! the caller wraps the result in `Verified` or `Unverified`.

mod claims;
mod dcc;
mod fields;
mod icvp;
mod personal_code;

use ciborium::Value;
use serde::{Deserialize, Serialize};

use crate::cose::cbor::{self, CborError};
use crate::instant::PartialDate;
use crate::trust::{Domain, Usage};
use crate::warning::{Warning, WarningCode};

pub use claims::Claims;
pub use dcc::{Dcc, Entry, PersonName, Recovery, Test, Vaccination};
pub use icvp::{Icvp, IcvpDose, IcvpGeneration};
pub use personal_code::PersonalCode;

/// One certificate: who says it, for how long, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Issuer and times.
    pub claims: Claims,
    /// What is certified.
    pub payload: Payload,
}

/// What is certified, by family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payload {
    /// An EU Digital COVID Certificate.
    Dcc(Dcc),
    /// A WHO International Certificate of Vaccination or Prophylaxis.
    Icvp(Icvp),
}

/// The type of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum CertificateKind {
    /// EU vaccination.
    Vaccination,
    /// EU test.
    Test,
    /// EU recovery.
    Recovery,
    /// WHO vaccination or prophylaxis.
    Icvp,
}

impl Certificate {
    /// Reads the claims set that a message carries (RFC 8392; hcert_spec §3.3). Deviations go to `warnings`.
    ///
    /// # Errors
    /// [`CertificateError`] says which layer or field cannot be read.
    pub fn parse(claims_set: &[u8], warnings: &mut Vec<Warning>) -> Result<Self, CertificateError> {
        Self::of_claims(cbor::read(claims_set)?, warnings)
    }

    /// Reads a claims set that was taken apart already.
    pub(crate) fn of_claims(claims_set: Value, warnings: &mut Vec<Warning>) -> Result<Self, CertificateError> {
        let Value::Map(entries) = claims_set else { return Err(CertificateError::NotAMap) };
        let (claims, payload) = claims::read(entries, warnings)?;
        let payload = read_payload(payload, warnings)?;
        Ok(Self { claims, payload })
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> CertificateKind {
        match &self.payload {
            Payload::Dcc(Dcc { entry: Entry::Vaccination(_), .. }) => CertificateKind::Vaccination,
            Payload::Dcc(Dcc { entry: Entry::Test(_), .. }) => CertificateKind::Test,
            Payload::Dcc(Dcc { entry: Entry::Recovery(_), .. }) => CertificateKind::Recovery,
            Payload::Icvp(_) => CertificateKind::Icvp,
        }
    }

    /// Whether it certifies the same event as another one: its payload is the same, or names the same certificate identifier.
    /// Issuers changed the case of identifiers from one print to the next (peers.md §5.2).
    #[must_use]
    pub fn certifies_the_same(&self, other: &Self) -> bool {
        let identifier = |certificate: &Self| match &certificate.payload {
            Payload::Dcc(dcc) => dcc.entry.identifier().map(str::to_ascii_uppercase),
            Payload::Icvp(_) => None,
        };
        let same_identifier = || identifier(self).is_some_and(|own| identifier(other) == Some(own));
        self.kind() == other.kind() && (self.payload == other.payload || same_identifier())
    }

    /// The family of keys that may sign it.
    #[must_use]
    pub fn domain(&self) -> Domain {
        match self.payload {
            Payload::Dcc(_) => Domain::EuDcc,
            Payload::Icvp(_) => Domain::WhoIcvp,
        }
    }

    /// The usage a key must allow; a WHO certificate counts as a vaccination.
    #[must_use]
    pub fn usage(&self) -> Usage {
        match self.kind() {
            CertificateKind::Vaccination | CertificateKind::Icvp => Usage::Vaccination,
            CertificateKind::Test => Usage::Test,
            CertificateKind::Recovery => Usage::Recovery,
        }
    }

    /// The holder's name as it is printed.
    #[must_use]
    pub fn holder_name(&self) -> String {
        match &self.payload {
            Payload::Dcc(dcc) => dcc.name.display(),
            Payload::Icvp(icvp) => icvp.name.clone().unwrap_or_default(),
        }
    }

    /// The holder's date of birth.
    #[must_use]
    pub fn birth_date(&self) -> PartialDate {
        match &self.payload {
            Payload::Dcc(dcc) => dcc.birth_date,
            Payload::Icvp(icvp) => icvp.birth_date,
        }
    }

    /// The identifier by which the certificate can be revoked (`ci`), if its family has one.
    #[must_use]
    pub fn identifier(&self) -> Option<&str> {
        match &self.payload {
            Payload::Dcc(dcc) => dcc.entry.identifier(),
            Payload::Icvp(_) => None,
        }
    }

    /// The country that issued it: the issuer claim, else the payload's country.
    #[must_use]
    pub fn issuing_country(&self) -> Option<&str> {
        self.claims.issuer.as_deref().or(self.payload_country())
    }

    /// The country that the payload names (`co`), if its family has one.
    #[must_use]
    pub fn payload_country(&self) -> Option<&str> {
        match &self.payload {
            Payload::Dcc(dcc) => dcc.entry.country(),
            Payload::Icvp(_) => None,
        }
    }
}

/// Why a claims set is no certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not CBOR within the bounds.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The claims set is no map.
    #[error("the claims are no map")]
    NotAMap,
    /// A claim has a value of the wrong type or out of range; a time claim that is NaN or infinite, too.
    #[error("claim {claim} has no usable value")]
    Claim {
        /// The claim's label.
        claim: i64,
    },
    /// There is no payload of a known kind: nothing to judge.
    #[error("no payload of a known kind")]
    UnknownPayload,
    /// Payloads of several known kinds stand side by side.
    #[error("payloads of several kinds side by side")]
    SeveralPayloads,
    /// Not exactly one vaccination, test or recovery.
    #[error("{found} entries, a certificate has exactly one")]
    Entries {
        /// How many there are.
        found: usize,
    },
    /// A field has a value of the wrong type, or one that does not exist.
    #[error("field {path}: {wanted} expected")]
    Field {
        /// Where, in the payload's own names.
        path: String,
        /// What would have been right.
        wanted: &'static str,
    },
}

const SUBCLAIM_DCC: i64 = 1;
const SUBCLAIM_ICVP: i64 = -6;

fn read_payload(health_claims: Option<Value>, warnings: &mut Vec<Warning>) -> Result<Payload, CertificateError> {
    let Some(Value::Map(groups)) = health_claims else { return Err(CertificateError::UnknownPayload) };
    let (mut dcc, mut icvp, mut others) = (None, None, false);
    for (label, group) in groups {
        match cbor::integer(&label) {
            Some(SUBCLAIM_DCC) => dcc = Some(group),
            Some(SUBCLAIM_ICVP) => icvp = Some(group),
            _ => others = true,
        }
    }
    if others && (dcc.is_some() || icvp.is_some()) {
        warnings.push(WarningCode::OtherPayloads.into());
    }
    let (dcc, icvp) = (unwrap(dcc, warnings)?, unwrap(icvp, warnings)?);
    match (dcc, icvp) {
        (Some(dcc), None) => dcc::read(dcc, warnings).map(Payload::Dcc),
        (None, Some(icvp)) => icvp::read(icvp, warnings).map(Payload::Icvp),
        (None, None) => Err(CertificateError::UnknownPayload),
        (Some(_), Some(_)) => Err(CertificateError::SeveralPayloads),
    }
}

/// One issuer's test system wraps the payload in a byte string once more.
fn unwrap(payload: Option<Value>, warnings: &mut Vec<Warning>) -> Result<Option<Value>, CborError> {
    match payload {
        Some(Value::Bytes(bytes)) => {
            warnings.push(WarningCode::PayloadWrapped.into());
            cbor::read(&bytes).map(Some)
        }
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests;
