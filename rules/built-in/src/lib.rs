//! The rules that a program carries, for the time before its first sync: `rules/policy`, and no keys.

use semafor_core::trust::TrustList;
use semafor_core::verifier::{PolicyFile, Snapshot};

/// What a device judges by until it has synced. There are no keys in it, so that nothing is accepted.
#[must_use]
pub fn snapshot() -> Snapshot {
    let nothing = Snapshot::from_keys(TrustList::new(), true);
    // What is carried has been read by a test.
    nothing.clone().with_policy(&files()).unwrap_or(nothing)
}

/// The files of `rules/policy`: rules, value sets, modes and texts, without the rules' tests.
#[must_use]
pub fn files() -> Vec<PolicyFile> {
    let file = |(name, bytes): &(&str, &[u8])| PolicyFile { name: (*name).to_owned(), bytes: bytes.to_vec() };
    FILES.iter().map(file).collect()
}

/// Name and content of each file, in order of name.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_carried_is_read() {
        let snapshot = super::snapshot();
        assert!(snapshot.rulebook().len() > 10 && !snapshot.rulebook().modes().is_empty());
        assert!(snapshot.keys().is_empty());
    }
}
