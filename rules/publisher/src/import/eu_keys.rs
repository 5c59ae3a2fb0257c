//! The EU verifier service: `/signercertificateUpdate`, one certificate a call, and `/signercertificateStatus`, which has
//! the last word on what is in force (protocols.md §2.2).
//!
//! Its delta never reports deletions and its bulk answer returns deleted certificates, so neither is used. Key ids are
//! computed from the certificates. The result is `keys.json`, a shape that `trust::import` reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use base64ct::{Base64, Encoding};
use semafor_core::cose::KeyId;
use semafor_core::limits;
use semafor_core::trust::import::{ImportOptions, fingerprint, import};
use serde_json::json;

use super::eu_rules::json as json_of;
use super::key_list::keep_keys;
use super::origin::{Origin, Request, Status};
use super::provenance::Part;
use super::{ImportError, OriginError};

/// Bytes of one certificate in base64. The longest in the known lists has 3.2 KB.
const CERTIFICATE_BYTES: usize = 65_536;

/// Bytes of the status list: 15 for each key, and as many as are taken.
const STATUS_BYTES: usize = 1_048_576;

/// How often the service is read from its beginning. A second time helps where it changed during the first; a third
/// would find what the second found.
const ROUNDS: usize = 2;

const UPDATE: &str = "/signercertificateUpdate";
const STATUS: &str = "/signercertificateStatus";
const TOKEN: &str = "x-resume-token";

/// Reads all certificates that are in force.
pub(super) fn read(
    origin: &Origin<'_>,
    mut part: Part,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Part, ImportError> {
    let expected = status(origin)?.0.len();
    let mut round = 1_usize;
    loop {
        let received = certificates(origin, &mut |done| progress(done.min(expected), expected))?;
        // Asked after the certificates: what was withdrawn meanwhile is withdrawn here.
        let (in_force, at) = status(origin)?;
        let missing: Vec<_> = in_force.iter().filter(|id| !received.contains_key(*id)).map(KeyId::to_string).collect();
        if missing.is_empty() {
            write(&in_force, &received, &at, &mut part)?;
            return Ok(part);
        }
        if round >= ROUNDS {
            return Err(ImportError::Missing { at, what: "keys in force", missing, of: in_force.len() });
        }
        round = round.saturating_add(1);
    }
}

fn status(origin: &Origin<'_>) -> Result<(BTreeSet<KeyId>, String), ImportError> {
    let answer = origin.ask(&Request::get(STATUS, STATUS_BYTES))?;
    let texts: Vec<String> = json_of(&answer)?;
    let at = answer.at;
    if texts.is_empty() {
        return Err(ImportError::Nothing { at, what: "keys in force" });
    }
    let count = texts.len();
    let ids = texts.iter().map(|text| key_id_in(text)).collect::<Option<BTreeSet<_>>>();
    let ids =
        ids.ok_or_else(|| ImportError::Malformed { at: at.clone(), because: "not all are key ids".to_owned() })?;
    if ids.len() != count {
        return Err(ImportError::Twice { at, id: "a key id".to_owned() });
    }
    Ok((ids, at))
}

/// The certificates by key id, until the service says that there are no more.
fn certificates(origin: &Origin<'_>, step: &mut dyn FnMut(usize)) -> Result<BTreeMap<KeyId, Vec<u8>>, ImportError> {
    let mut received = BTreeMap::new();
    let (mut token, mut tokens) = (None::<String>, HashSet::new());
    while received.len() < limits::KEY_LIST_KEYS {
        let Some((id, der, at, next)) = certificate(origin, token.as_deref())? else { return Ok(received) };
        if received.insert(id.clone(), der).is_some() {
            return Err(ImportError::Twice { at, id: id.to_string() });
        }
        if !tokens.insert(next.clone()) {
            return Err(ImportError::TokenLoop { at, token: next });
        }
        token = Some(next);
        step(received.len());
    }
    Err(ImportError::TooMany { at: origin.name(), what: "certificates", most: limits::KEY_LIST_KEYS })
}

type Received = (KeyId, Vec<u8>, String, String);

/// The certificate behind a token, with the next token.
fn certificate(origin: &Origin<'_>, token: Option<&str>) -> Result<Option<Received>, ImportError> {
    let saved_as = token.map(|token| format!("{UPDATE}/{}", file_name(token)));
    let headers: Vec<_> = token.map(|token| (TOKEN, token)).into_iter().collect();
    let request = Request { path: UPDATE, saved_as: saved_as.as_deref(), headers: &headers, most: CERTIFICATE_BYTES };
    let answer = match origin.ask(&request) {
        // Saved answers end where there is no further file.
        Err(OriginError::NotFound { .. }) if origin.path().is_some() && token.is_some() => return Ok(None),
        other => other?,
    };
    if answer.status == Status::NoContent {
        return Ok(None);
    }
    let malformed = |because: &str| ImportError::Malformed { at: answer.at.clone(), because: because.to_owned() };
    let text = std::str::from_utf8(&answer.body).map(str::trim).unwrap_or_default();
    let der = Base64::decode_vec(text).ok().filter(|der| !der.is_empty());
    let der = der.ok_or_else(|| malformed("no certificate in base64"))?;
    let id = key_id(&der).ok_or_else(|| malformed("no key id"))?;
    if let Some(stated) = answer.header("x-kid").filter(|stated| key_id_in(stated).as_ref() != Some(&id)) {
        return Err(ImportError::KeyId { at: answer.at.clone(), stated: stated.to_owned(), computed: id.to_string() });
    }
    let next = answer.header(TOKEN).filter(|next| !next.is_empty()).map(str::to_owned);
    let next = next.ok_or_else(|| OriginError::Header {
        at: answer.at.clone(),
        name: "X-RESUME-TOKEN",
        value: String::new(),
    })?;
    Ok(Some((id, der, answer.at, next)))
}

fn write(
    in_force: &BTreeSet<KeyId>,
    received: &BTreeMap<KeyId, Vec<u8>>,
    at: &str,
    part: &mut Part,
) -> Result<(), ImportError> {
    part.receive(received.len());
    part.checked("every key id in the status list has its certificate; key ids are computed from the certificates");
    part.not_checked("authenticity: the service signs nothing, only its TLS certificate stands behind the keys");
    for id in received.keys().filter(|id| !in_force.contains(*id)) {
        part.leave_out(id.to_string(), "withdrawn: the status list does not name it");
    }
    let (ids, dscs): (Vec<_>, Vec<_>) = received.iter().filter(|(id, _)| in_force.contains(*id)).unzip();
    let document = json!({
        "status": ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "dscs": dscs.iter().map(|der| Base64::encode_string(der)).collect::<Vec<_>>(),
    });
    let text = format!("{document:#}\n");
    part.write("keys.json", text.as_bytes(), None)?;
    let list = import(text.as_bytes(), &ImportOptions::default());
    let list = list.map_err(|because| ImportError::KeyList { at: at.to_owned(), because })?;
    keep_keys(&list, "keys.json", |index| ids.get(index).map(ToString::to_string).unwrap_or_default(), part);
    Ok(())
}

fn key_id(der: &[u8]) -> Option<KeyId> {
    KeyId::new(fingerprint(der).get(..8)?)
}

fn key_id_in(text: &str) -> Option<KeyId> {
    KeyId::new(&Base64::decode_vec(text.trim()).ok()?).filter(|id| id.as_bytes().len() == 8)
}

/// A token as a file's name; one that cannot be one is found nowhere.
fn file_name(token: &str) -> &str {
    if super::names::is_file_name(token) { token } else { "-" }
}
