//! `revocation`: hash vectors, JSON arrays of objects with a code's text (`barcodeData`) and the hashes by which it can be
//! revoked (`expUCI`, `expCOUNTRYCODEUCI`, `expSIGNATURE`; protocols.md §2.3.1).
//!
//! Filter slices in the same directory belong to compact sets, which the core does not read yet: named, not counted.

use std::path::Path;

use semafor_core::verifier::{self, Inspection};
use serde_json::Value;

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    for file in files::below(dir, "json") {
        let json = match files::json(&file.path) {
            Ok(json) => json,
            Err(error) => {
                checks.compare(&file.id, "readable", true, false, error);
                continue;
            }
        };
        let items = match &json {
            Value::Array(items) => items.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut vectors: usize = 0;
        for (index, item) in items.iter().enumerate() {
            if let Some(text) = item.get("barcodeData").and_then(Value::as_str) {
                vectors = vectors.saturating_add(1);
                check_vector(&format!("{}#{index}", file.id), text, item, checks);
            }
        }
        match vectors {
            0 => checks.note(format!("{}: no hash vectors in it, not used yet, not counted", file.id)),
            _ => checks.note(format!("{}: {vectors} hash vectors", file.id)),
        }
    }
}

fn check_vector(id: &str, text: &str, item: &Value, checks: &mut Checks) {
    let inspection = verifier::inspect(text);
    for (field, check, hash) in [
        ("expUCI", "uci", "UCI"),
        ("expCOUNTRYCODEUCI", "countrycodeuci", "COUNTRYCODEUCI"),
        ("expSIGNATURE", "signature", "SIGNATURE"),
    ] {
        if let Some(expected) = item.get(field).and_then(Value::as_str) {
            checks.compare(id, check, expected.to_ascii_lowercase(), computed(&inspection, hash), why(&inspection));
        }
    }
}

fn computed(inspection: &Inspection, name: &str) -> String {
    let found = inspection.revocation_hashes.iter().find(|hash| hash.name == name);
    found.map_or_else(|| "none".to_owned(), |hash| hash.value.clone())
}

fn why(inspection: &Inspection) -> String {
    match &inspection.problem {
        Some(problem) => problem.detail.clone(),
        None => {
            format!("issuer {}, algorithm {:?}", inspection.issuer.as_deref().unwrap_or("none"), inspection.algorithm)
        }
    }
}
