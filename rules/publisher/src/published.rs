//! The policy that this repository publishes (`rules/policy`), carried in the program.

use semafor_core::verifier::PolicyFile;

/// Its files: rules, value sets, modes and texts, without the rules' tests.
#[must_use]
pub fn files() -> Vec<PolicyFile> {
    let file = |(name, bytes): &(&str, &[u8])| PolicyFile { name: (*name).to_owned(), bytes: bytes.to_vec() };
    FILES.iter().map(file).collect()
}

/// Name and content of each file, in order of name.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/published.rs"));
