//! Key lists that are one file: the German list and the WHO's. The file is kept as it came, with what vouches for it.

use semafor_core::limits;
use semafor_core::trust::import::{Authenticity, Import, ImportOptions, import};
use semafor_core::trust::{Role, TrustedKey};

use super::ImportError;
use super::names::{hex, sha256};
use super::origin::{Answer, Origin, Request};
use super::provenance::{Part, Thing};

/// The German list, with the key that must have signed it beside it.
pub(super) fn german(origin: &Origin<'_>, key: Option<&[u8]>, mut part: Part) -> Result<Part, ImportError> {
    let answer = file(origin)?;
    let list = list(&answer, &ImportOptions { list_key: key, ..ImportOptions::default() })?;
    match (key, list.authenticity) {
        (Some(key), Authenticity::SignatureVerified) => {
            part.checked(format!("the list's signature, under list-key, whose SHA-256 is {}", sha256(key)));
            part.write("list-key", key, None)?;
        }
        _ => part.not_checked("the list's signature: taken unsigned, as the operator asked for"),
    }
    whole(&answer, &list, "dsc-list.json", part)
}

/// The WHO's list, which must be the file that the operator pinned.
pub(super) fn who(origin: &Origin<'_>, pin: &[u8; 32], mut part: Part) -> Result<Part, ImportError> {
    let answer = file(origin)?;
    let list = list(&answer, &ImportOptions { pin: Some(pin), ..ImportOptions::default() })?;
    part.checked(format!("the file's SHA-256 is the pinned {}", hex(pin)));
    part.not_checked("proof: not verified, since that needs JSON-LD canonicalisation; the pin stands in for it");
    whole(&answer, &list, "did.json", part)
}

fn file(origin: &Origin<'_>) -> Result<Answer, ImportError> {
    Ok(origin.ask(&Request::get("", limits::KEY_LIST_BYTES))?)
}

fn list(answer: &Answer, options: &ImportOptions<'_>) -> Result<Import, ImportError> {
    import(&answer.body, options).map_err(|because| ImportError::KeyList { at: answer.at.clone(), because })
}

fn whole(answer: &Answer, list: &Import, file: &str, mut part: Part) -> Result<Part, ImportError> {
    if list.keys.is_empty() {
        return Err(ImportError::Nothing { at: answer.at.clone(), what: "keys" });
    }
    part.receive(list.keys.len().saturating_add(list.left_out.len()));
    part.write(file, &answer.body, Some(&answer.at))?;
    keep_keys(list, file, |index| format!("entry {index}"), &mut part);
    Ok(part)
}

/// Records the keys of a list; `entry` names one that could not be read by its place.
pub(super) fn keep_keys(list: &Import, file: &str, entry: impl Fn(usize) -> String, part: &mut Part) {
    for key in &list.keys {
        let id = key.key_id.to_string();
        part.keep(Thing { id, file: file.to_owned(), sha256: hex(&key.fingerprint), flags: flags(key) });
    }
    for out in &list.left_out {
        part.leave_out(entry(out.index), out.because.to_string());
    }
}

/// What keeps a key from vouching for anything, whatever the time.
fn flags(key: &TrustedKey) -> Vec<String> {
    let mut flags = Vec::new();
    if key.test_only {
        flags.push("test-only".to_owned());
    }
    if let Role::Other(role) = &key.role {
        flags.push(format!("not-a-document-signer: {role}"));
    }
    if let Err(because) = &key.key {
        flags.push(format!("unusable: {because}"));
    }
    flags
}
