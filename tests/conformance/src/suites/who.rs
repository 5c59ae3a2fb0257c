//! `who`: the WHO trust list (DID documents, `*.json` with `verificationMethod`) and sample codes (`*.txt`, with
//! `*Unpacked.json` beside some of them; protocols.md §5).

mod list;
mod sample;

use std::path::Path;

use semafor_core::trust::TrustList;
use semafor_core::verifier::Snapshot;

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let mut keys = TrustList::new();
    for file in files::below(dir, "json") {
        if file.id.ends_with(sample::UNPACKED) {
            continue;
        }
        match files::bytes(&file.path) {
            Ok(bytes) => list::check(&file.id, &bytes, &mut keys, checks),
            Err(error) => checks.compare(&file.id, "readable", true, false, error),
        }
    }
    let snapshot = Snapshot::from_keys(keys, false);
    for file in files::below(dir, "txt") {
        sample::check(&file, &snapshot, checks);
    }
}
