//! The issuing and publishing side of Semafor. It issues: authorities with keys of their own, made at run time, for the
//! demonstration and for tests; nothing made here can enter a built-in set. And it serves those who write rules:
//! [`policy`] reads a directory of them, [`lint`] says what is wrong with it, [`trial`] runs its tests, [`sentence`] says
//! a rule in words, [`probe`] tries one on a certificate. [`revocation`] writes the sets by which phones know what is
//! revoked. It imports what others publish, with feature `import`.

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
pub mod revocation;
pub mod sentence;
pub mod shown;
pub mod trial;
