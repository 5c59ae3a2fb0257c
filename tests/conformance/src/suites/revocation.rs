//! `revocation`: hash vectors, JSON arrays of objects with a code's text (`barcodeData`) and the hashes by which it can be
//! revoked (`expUCI`, `expCOUNTRYCODEUCI`, `expSIGNATURE`; protocols.md §2.3.1); and slices in which they are looked for.

mod slices;

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
        let (mut vectors, mut slices): (usize, usize) = (0, 0);
        for (index, item) in items.iter().enumerate() {
            let id = format!("{}#{index}", file.id);
            if let Some(text) = item.get("barcodeData").and_then(Value::as_str) {
                vectors = vectors.saturating_add(1);
                check_vector(&id, text, item, checks);
            } else if slices::check(&id, item, checks) {
                slices = slices.saturating_add(1);
            }
        }
        match (vectors, slices) {
            (0, 0) => checks.note(format!("{}: neither hash vectors nor slices in it, not counted", file.id)),
            _ => checks.note(format!("{}: {vectors} hash vectors, {slices} slices", file.id)),
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
