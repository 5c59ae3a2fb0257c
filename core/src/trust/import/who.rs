//! The WHO trust list: a DID document whose verification methods carry certificates (protocols.md §5.3).
//!
//! Keys come from the first certificate of `x5c`; the JWK members beside it are quirky and are not read. The proof
//! needs JSON-LD canonicalisation and is recorded as not verified; the operator may pin the file's SHA-256. References
//! to other documents are never followed.

use serde::Deserialize;
use serde_json::Value;

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOutBecause, ListKind, base64, json};
use crate::trust::{Domain, Role, TrustedKey};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    verification_method: Vec<Value>,
    #[serde(default)]
    proof: Option<serde::de::IgnoredAny>,
}

pub(super) fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let document: Document = serde_json::from_slice(json::split(bytes).1).map_err(|_| ImportError::Json)?;
    let authenticity = if document.proof.is_some() { Authenticity::NotVerified } else { Authenticity::Unsigned };
    let read = |method: &Value| read(method, options.domain);
    Ok(Import::empty(ListKind::Who, authenticity).read_all(&document.verification_method, read))
}

fn read(method: &Value, overriding: Option<&Domain>) -> Result<TrustedKey, LeftOutBecause> {
    if method.is_string() {
        return Err(LeftOutBecause::Reference);
    }
    let x5c = method.get("publicKeyJwk").and_then(|jwk| jwk.get("x5c"));
    let first = x5c.and_then(|x5c| x5c.as_str().or_else(|| x5c.get(0)?.as_str()));
    let der = base64(first.ok_or(LeftOutBecause::NoCertificate)?)?;
    let mut key = TrustedKey::from_dsc(&der, overriding.cloned().unwrap_or_else(|| domain(code(method, "domain"))))?;
    key.role = role(code(method, "keyusage"));
    let participant = code(method, "participant");
    key.test_only = is_test_participant(participant);
    key.participant = (!participant.is_empty()).then(|| participant.to_owned());
    Ok(key)
}

/// A code of the method: an object with `code`, the code itself, or the first of an array of either; a whole address is
/// cut to what follows its `#`.
fn code<'a>(method: &'a Value, member: &str) -> &'a str {
    let value = method.get(member).unwrap_or(&Value::Null);
    let value = value.get(0).unwrap_or(value);
    let code = value.as_str().or_else(|| value.get("code")?.as_str()).unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default()
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
