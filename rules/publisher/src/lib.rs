//! The issuing and publishing side of Semafor. It issues: authorities with keys of their own, made at run time, for the
//! demonstration and for tests; no such key is ever written to a file. And it serves those who write rules:
//! [`policy`] reads a directory of them, [`lint`] says what is wrong with it, [`trial`] runs its tests, [`sentence`] says
//! a rule in words, [`probe`] tries one on a certificate. And it publishes: [`publish`] makes signed sets of all of it,
//! [`revocation`] writes the lists by which phones know what is revoked, and with the feature `import` it takes in what
//! others publish.

pub mod authority;
pub mod draft;
mod fields;
pub mod finding;
#[cfg(feature = "import")]
pub mod import;
pub mod lint;
mod logic;
pub mod policy;
pub mod probe;
pub mod publish;
pub mod revocation;
pub mod sentence;
pub mod shown;
pub mod trial;
