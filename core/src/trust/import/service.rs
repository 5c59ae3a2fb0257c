//! What the publisher writes when it has read an EU verifier service whole (protocols.md §2.2): the key ids that the
//! service says are in force, and every certificate that it gave, as base64 of DER.
//!
//! `{"status": [key id, …], "dscs": [certificate, …]}`. The service does not sign, so the file does not either. The
//! status list has the last word: a certificate that it does not name is left out, and a key id without its certificate
//! means that something was lost on the way, so the file is refused.

use std::collections::HashSet;

use serde::Deserialize;

use super::{Authenticity, Import, ImportError, ImportOptions, LeftOutBecause, ListKind, base64, fingerprint, json};
use crate::cose::KeyId;
use crate::trust::{Domain, TrustedKey};

#[derive(Deserialize)]
struct List {
    status: Vec<String>,
    dscs: Vec<String>,
}

pub(super) fn import(bytes: &[u8], options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    let list: List = serde_json::from_slice(json::split(bytes).1).map_err(|_| ImportError::Json)?;
    let in_force = list.status.iter().map(|text| key_id_in(text)).collect::<Option<HashSet<_>>>();
    let in_force = in_force.ok_or(ImportError::Json)?;
    let there: HashSet<_> = list.dscs.iter().filter_map(|text| key_id(&base64(text).ok()?)).collect();
    let missing = in_force.difference(&there).count();
    if missing > 0 {
        return Err(ImportError::Incomplete { missing, of: in_force.len() });
    }
    let domain = options.domain.unwrap_or(&Domain::EuDcc);
    let read = |text: &String| read(text, &in_force, domain);
    Ok(Import::empty(ListKind::EuService, Authenticity::Unsigned).read_all(&list.dscs, read))
}

fn read(text: &str, in_force: &HashSet<KeyId>, domain: &Domain) -> Result<TrustedKey, LeftOutBecause> {
    let der = base64(text)?;
    if !key_id(&der).is_some_and(|id| in_force.contains(&id)) {
        return Err(LeftOutBecause::NotInForce);
    }
    Ok(TrustedKey::from_dsc(&der, domain.clone())?)
}

/// The key id of a certificate, whether or not it can be read (hcert_spec App. A.1).
fn key_id(der: &[u8]) -> Option<KeyId> {
    KeyId::new(fingerprint(der).get(..8)?)
}

fn key_id_in(text: &str) -> Option<KeyId> {
    KeyId::new(&base64(text).ok()?)
}
