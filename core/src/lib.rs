//! Semafor's core: everything that decides. Text of a code in, verified certificate or honest reason out, offline.
//!
//! Modules stand in the order in which data flows; a module names only those above it (`tests/tidy` enforces that).
//! Time and bytes are parameters: nothing reads a clock, and only `store` and `http`, which are features, touch a file or
//! the network.

pub mod instant;
pub mod limits;
mod order;
#[cfg(feature = "scan")]
pub mod scan;
pub mod warning;
pub mod envelope;
pub mod cose;
pub mod key;
pub mod trust;
pub mod certificate;
pub mod revocation;
pub mod certlogic;
pub mod rulebook;
pub mod person;
pub mod verdict;
pub mod verifier;
pub mod scheme;
pub mod bundle;
pub mod ports;
#[cfg(feature = "present")]
pub mod present;
#[cfg(feature = "transfer")]
pub mod transfer;
#[cfg(feature = "store")]
pub mod store;
#[cfg(feature = "store")]
pub mod wallet;
#[cfg(feature = "store")]
pub mod sync;
#[cfg(feature = "http")]
pub mod http;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();
