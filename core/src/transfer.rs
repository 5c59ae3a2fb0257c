//! How a wallet travels: sealed under a passphrase into a file, or the same bytes as a sequence of QR frames from one
//! screen to another phone's camera (docs/export-format.md).
//!
//! What is in the records is the wallet's business (`wallet`). Nothing here reads a file or draws chance: salt, nonce and the
//! passphrase's entropy are parameters.

pub mod export;
pub mod frames;
pub mod passphrase;
pub(crate) mod proquint;
mod stretch;

pub use stretch::Parameters;

#[cfg(test)]
mod tests;
