//! The signed list that German apps load: one line with the base64 of a raw ES256 signature, then JSON
//! (protocols.md §2.2). The signature covers the bytes after the first line feed.

use serde::Deserialize;

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOut, LeftOutBecause, ListKind, base64, pem};
use crate::key::{Algorithm, PublicKey};
use crate::trust::{Domain, Role, TrustedKey};

#[derive(Deserialize)]
struct List {
    certificates: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    raw_data: Option<String>,
    #[serde(default)]
    certificate_type: Option<String>,
}

/// Whether this is such a list, with or without its signature line.
pub(super) fn looks_like(text: &[u8]) -> bool {
    let (_, json) = split(text);
    let start = json.get(..json.len().min(64)).unwrap_or_default();
    start.starts_with(b"{") && start.windows(14).any(|window| window == b"\"certificates\"")
}

pub(super) fn import(text: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let (signature, json) = split(text);
    let authenticity = match (options.list_key, signature) {
        (Some(key), Some(signature)) => check(key, signature, json)?,
        (Some(_), None) => return Err(ImportError::ListSignature),
        (None, Some(_)) => Authenticity::NotVerified,
        (None, None) => Authenticity::Unsigned,
    };
    let list: List = serde_json::from_slice(json).map_err(|_| ImportError::Json)?;
    let domain = options.domain.unwrap_or(&Domain::EuDcc);
    let mut import = Import { keys: Vec::new(), kind: ListKind::German, authenticity, left_out: Vec::new() };
    for (index, entry) in list.certificates.into_iter().enumerate() {
        match read(entry, domain) {
            Ok(key) => import.keys.push(key),
            Err(because) => import.left_out.push(LeftOut { index, because }),
        }
    }
    Ok(import)
}

fn split(text: &[u8]) -> (Option<&[u8]>, &[u8]) {
    if text.starts_with(b"{") {
        return (None, text);
    }
    let mut lines = text.splitn(2, |byte| *byte == b'\n');
    (lines.next(), lines.next().unwrap_or_default())
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

fn read(entry: Entry, domain: &Domain) -> Result<TrustedKey, LeftOutBecause> {
    let der = base64(&entry.raw_data.ok_or(LeftOutBecause::NoCertificate)?)?;
    let mut key = TrustedKey::from_dsc(&der, domain.clone())?;
    if let Some(other) = entry.certificate_type.filter(|kind| kind != "DSC") {
        key.role = Role::Other(other);
    }
    Ok(key)
}
