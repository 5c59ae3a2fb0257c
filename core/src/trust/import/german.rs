//! The signed list that German apps load: one line with the base64 of a raw ES256 signature, then JSON
//! (protocols.md §2.2). The signature covers the bytes after the first line feed.

use serde::Deserialize;
use serde_json::Value;

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOutBecause, ListKind, base64, json, pem};
use crate::key::{Algorithm, PublicKey};
use crate::trust::{Domain, Role, TrustedKey};

#[derive(Deserialize)]
struct List {
    certificates: Vec<Value>,
}

pub(super) fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let (signature, json) = json::split(bytes);
    let authenticity = match (options.list_key, signature) {
        (Some(key), Some(signature)) => check(key, signature, json)?,
        (Some(_), None) => return Err(ImportError::ListSignature),
        (None, Some(_)) => Authenticity::NotVerified,
        (None, None) => Authenticity::Unsigned,
    };
    let list: List = serde_json::from_slice(json).map_err(|_| ImportError::Json)?;
    let domain = options.domain.unwrap_or(&Domain::EuDcc);
    Ok(Import::empty(ListKind::German, authenticity).read_all(&list.certificates, |entry| read(entry, domain)))
}

fn check(list_key: &[u8], signature: &[u8], json: &[u8]) -> Result<Authenticity, ImportError> {
    let key = PublicKey::from_spki_der(&pem::public_key_der(list_key)?).map_err(|_| ImportError::ListKey)?;
    if key.algorithm() != Algorithm::Es256 {
        return Err(ImportError::ListKey);
    }
    let signature = std::str::from_utf8(signature).ok().and_then(|text| base64(text).ok());
    match signature {
        Some(signature) if key.verifies(json, &signature) => Ok(Authenticity::SignatureVerified),
        _ => Err(ImportError::ListSignature),
    }
}

fn read(entry: &Value, domain: &Domain) -> Result<TrustedKey, LeftOutBecause> {
    let text = |member: &str| entry.get(member).and_then(Value::as_str);
    let der = base64(text("rawData").ok_or(LeftOutBecause::NoCertificate)?)?;
    let mut key = TrustedKey::from_dsc(&der, domain.clone())?;
    if let Some(other) = text("certificateType").filter(|kind| *kind != "DSC") {
        key.role = Role::Other(other.to_owned());
    }
    Ok(key)
}
