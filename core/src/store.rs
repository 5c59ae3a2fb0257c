//! Files that a device keeps: SQLite, opened through one door with a schema of numbered steps.
//!
//! The snapshot's file can be had again, the wallet's cannot: neither is ever deleted here because it cannot be read.

mod open;
mod snapshot;

pub use open::{Access, Schema, StoreError, open, set_aside};
pub use snapshot::{Kept, SetFiles, SnapshotStore};

#[cfg(test)]
mod tests;
