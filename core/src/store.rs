//! Files that a device keeps: SQLite, opened through one door with a schema of numbered steps.
//!
//! The snapshot's file can be had again, the wallet's cannot: neither is ever deleted here because it cannot be read.

mod open;
mod replace;
mod salvage;
mod seal;
mod snapshot;
mod vault;
mod wallet;

pub(crate) use open::beside;
pub use open::{Access, Schema, StoreError, open, set_aside};
pub use replace::Replacement;
pub use salvage::{SalvageError, Salvaged, salvage};
pub(crate) use seal::random;
pub use seal::{DataKey, RandomnessError, RecordId};
pub use snapshot::{Kept, SetFiles, SnapshotStore};
pub(crate) use vault::sync_folder;
pub use vault::{KeyFile, KeyFileError, PassphraseVault, RecoveryPhrase, RecoveryPhraseError};
pub use wallet::{Index, Row, Rows, Table, WALLET_LEAST_BYTES, WalletStore, Writing};

#[cfg(test)]
mod tests;
