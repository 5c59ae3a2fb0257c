//! `trust`: signed key lists as German apps load them (a signature line, then JSON), each with the public key of its
//! signature beside it (`name.json`, `name.pem`). None of their keys may be lost, and none of their bytes changed.

use std::path::Path;

use semafor_core::key::KeyError;
use semafor_core::trust::TrustedKey;
use semafor_core::trust::import::{Authenticity, Import, ImportError, ImportOptions, ListKind, import};
use serde_json::Value;

use crate::files::{self, Found};
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    for file in files::below(dir, "json") {
        match files::bytes(&file.path) {
            Ok(bytes) => check_list(&file, &bytes, checks),
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
        }
    }
}

fn check_list(file: &Found, bytes: &[u8], checks: &mut Checks) {
    let Some(entries) = entries(bytes) else {
        checks.set_aside("no key list", &file.id);
        return;
    };
    let list_key = files::bytes(&file.path.with_extension("pem")).ok();
    let options = ImportOptions { list_key: list_key.as_deref(), ..ImportOptions::default() };
    let imported = import(bytes, &options);
    let count = imported.as_ref().map_or(0, |import| import.keys.len());
    checks.compare(&file.id, "keys", entries, count, explained(&imported));
    if let Some(import) = imported.as_ref().ok().filter(|_| count == entries) {
        checks.compare(&file.id, "malformed-keys", 0, malformed(&import.keys), "");
    }
    if list_key.is_none() {
        checks.set_aside("signature: no public key (.pem) beside the list", &file.id);
        return;
    }
    checks.compare(&file.id, "signature", "verified", standing(&imported), explained(&imported));
    for (check, place) in [("tampered-key", 8), ("tampered-end", 1)] {
        let changed = with_changed_letter(bytes, place);
        checks.compare(&file.id, check, "refused", standing(&import(&changed, &options)), "one byte was changed");
    }
}

/// How many entries a list has, counted without the core.
fn entries(bytes: &[u8]) -> Option<usize> {
    let start =
        if bytes.starts_with(b"{") { 0 } else { bytes.iter().position(|byte| *byte == b'\n')?.checked_add(1)? };
    let json: Value = serde_json::from_slice(bytes.get(start..)?).ok()?;
    json.get("certificates")?.as_array().map(Vec::len)
}

/// The list with one byte changed: the last letter of its first half, third, … (`parts`), or its last (`parts` is 1).
fn with_changed_letter(bytes: &[u8], parts: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let from = changed.len().checked_div(parts).unwrap_or_default().saturating_sub(1);
    let letter = changed.iter_mut().take(from).rev().find(|byte| byte.is_ascii_alphabetic());
    if let Some(letter) = letter {
        *letter = if *letter == b'A' { b'B' } else { b'A' };
    }
    changed
}

fn standing(imported: &Result<Import, ImportError>) -> &'static str {
    match imported {
        Ok(Import { authenticity: Authenticity::SignatureVerified, kind: ListKind::German, .. }) => "verified",
        Ok(_) => "imported without",
        Err(_) => "refused",
    }
}

/// Keys that were imported but cannot be read. Those of a kind that is too weak or unsupported are not among them.
pub(super) fn malformed(keys: &[TrustedKey]) -> usize {
    keys.iter().filter(|key| key.key == Err(KeyError::Malformed)).count()
}

/// What was left out, or why there is nothing.
pub(super) fn explained(imported: &Result<Import, ImportError>) -> String {
    match imported {
        Err(error) => error.to_string(),
        Ok(import) => match import.left_out.first() {
            Some(first) => {
                format!("left out: {}, first entry {}: {}", import.left_out.len(), first.index, first.because)
            }
            None => "nothing was left out".to_owned(),
        },
    }
}
