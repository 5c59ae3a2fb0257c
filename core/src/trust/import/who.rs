//! The WHO trust list: a DID document whose verification methods carry certificates (protocols.md §5.3).
//!
//! Keys come from the first certificate of `x5c`; the JWK members beside it are quirky and are not read. The proof
//! needs JSON-LD canonicalisation and is recorded as not verified; the operator may pin the file's SHA-256. References
//! to other documents are never followed.

use serde::Deserialize;

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOut, LeftOutBecause, ListKind, base64};
use crate::trust::{Domain, Role, TrustedKey};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    verification_method: Vec<Method>,
    #[serde(default)]
    proof: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Method {
    #[serde(default)]
    public_key_jwk: Jwk,
    #[serde(default)]
    domain: Code,
    #[serde(default)]
    participant: Code,
    #[serde(default)]
    keyusage: Code,
}

#[derive(Default, Deserialize)]
struct Jwk {
    #[serde(default)]
    x5c: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
}

impl Code {
    fn name(&self) -> &str {
        self.code.trim_start_matches('#')
    }
}

pub(super) fn import(json: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let document: Document = serde_json::from_slice(json).map_err(|_| ImportError::Json)?;
    let authenticity = if document.proof.is_some() { Authenticity::NotVerified } else { Authenticity::Unsigned };
    let mut import = Import { keys: Vec::new(), kind: ListKind::Who, authenticity, left_out: Vec::new() };
    for (index, method) in document.verification_method.iter().enumerate() {
        match read(method, options.domain) {
            Ok(key) => import.keys.push(key),
            Err(because) => import.left_out.push(LeftOut { index, because }),
        }
    }
    Ok(import)
}

fn read(method: &Method, overriding: Option<&Domain>) -> Result<TrustedKey, LeftOutBecause> {
    let der = base64(method.public_key_jwk.x5c.first().ok_or(LeftOutBecause::NoCertificate)?)?;
    let mut key = TrustedKey::from_dsc(&der, overriding.cloned().unwrap_or_else(|| domain(method.domain.name())))?;
    key.role = role(method.keyusage.name());
    let participant = method.participant.name();
    key.test_only = is_test_participant(participant);
    key.participant = (!participant.is_empty()).then(|| participant.to_owned());
    Ok(key)
}

fn domain(name: &str) -> Domain {
    match name {
        "DCC" => Domain::EuDcc,
        "ICVP" => Domain::WhoIcvp,
        other => Domain::Other(other.to_owned()),
    }
}

fn role(name: &str) -> Role {
    match name {
        "DSC" => Role::DocumentSigner,
        other => Role::Other(other.to_owned()),
    }
}

/// `XXA` to `XXZ` are left to users by ISO 3166; the WHO network gives them to test participants (`XXH`).
fn is_test_participant(name: &str) -> bool {
    name.len() == 3 && name.starts_with("XX")
}
