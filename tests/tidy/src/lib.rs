//! What no compiler checks about this repository.
//!
//! Each module below [`source`] is one rule: a function from a [`tree::Tree`] to the [`finding::Finding`]s against it.
//! `tests/repository.rs` holds the repository itself to every rule; the tests beside each rule plant violations in a
//! tree that exists in memory only, so that a rule which has stopped seeing anything fails as well.

pub mod finding;
pub mod tree;

pub mod source;

pub mod documentation;
pub mod layers;
pub mod links;
pub mod mint;
pub mod names;
pub mod profile;
pub mod size;
pub mod wording;
