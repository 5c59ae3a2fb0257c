//! What a program carries, for the time before its first sync: `rules/policy` and no keys, or the set of a release, made by
//! `semafor publish build --built-in`, where `SEMAFOR_BUILT_IN` named its file when the program was built.

use std::sync::Arc;

use semafor_core::bundle::{BuiltIn, Published};
use semafor_core::instant::Instant;
use semafor_core::scheme::Schemes;
use semafor_core::trust::TrustList;
use semafor_core::verifier::{PolicyFile, Snapshot};

/// What a device judges by until it has synced something newer: a snapshot and the colour schemes that go with it. Without
/// the set of a release there are no keys in it, so that nothing is accepted.
#[must_use]
pub fn published() -> Published {
    // What is carried has been read by a test.
    release().and_then(|set| set.published().ok()).unwrap_or_else(policy)
}

/// When the set of a release was made, if there is one.
#[must_use]
pub fn signed_at() -> Option<Instant> {
    release().map(|set| set.contents().set().signed_at)
}

/// The colour schemes alone.
#[must_use]
pub fn schemes() -> Arc<Schemes> {
    published().schemes
}

fn release() -> Option<BuiltIn> {
    BuiltIn::read(SET?).ok()
}

fn policy() -> Published {
    let (files, nothing) = (files(), Snapshot::from_keys(TrustList::new(), true));
    let snapshot = nothing.clone().with_policy(&files).unwrap_or(nothing);
    Published::new(snapshot, Schemes::of_files(&files))
}

/// The files of `rules/policy`: rules, value sets, modes, texts and colour schemes, without their tests.
#[must_use]
pub fn files() -> Vec<PolicyFile> {
    let file = |(name, bytes): &(&str, &[u8])| PolicyFile { name: (*name).to_owned(), bytes: bytes.to_vec() };
    FILES.iter().map(file).collect()
}

/// The set of this release, if it has one.
const SET: Option<&[u8]> = include!(concat!(env!("OUT_DIR"), "/set.rs"));

/// Name and content of each file, in order of name.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    use super::{BuiltIn, Published};

    #[test]
    fn what_is_carried_is_read() {
        let Published { snapshot, schemes } = super::published();
        assert!(snapshot.rulebook().len() > 10 && !snapshot.rulebook().modes().is_empty());
        assert!(schemes.len() >= 3 && schemes.iter().count() == schemes.len(), "{schemes:?}");
        let Some(file) = super::SET else { return assert!(snapshot.keys().is_empty()) };
        let carried = BuiltIn::read(file).unwrap().published().unwrap();
        assert_eq!(snapshot.id(), carried.snapshot.id());
    }
}
