//! The published set (rules/FORMAT.md): signed roles, the blobs they name, and what a client refuses.
//!
//! Three roles in the manner of TUF: the root names the keys of all roles, the set names every blob by its hash, the
//! timestamp names the set of today. Bytes come from anywhere; only what a chain of signatures and hashes leads to is
//! believed.

mod anchor;
mod blob;
mod built_in;
mod contents;
mod fields;
mod index;
mod key_record;
mod partition_record;
mod published;
mod role;
mod root;
mod seal;
mod set;
mod timestamp;

pub use anchor::{Anchor, Floors, Refusal};
pub use blob::{BlobError, BlobHash, BlobRef, pack};
pub use built_in::{BuiltIn, BuiltInError};
pub use contents::{ContentError, Contents, Kind, Lookup};
pub use fields::FieldError;
pub use index::{Entry, Index};
pub use key_record::KeyRecords;
pub use partition_record::PartitionRecord;
pub use published::Published;
pub use role::{Environment, Role, RoleKey, RoleKeys, RoleKeysError};
pub use root::Root;
pub use seal::{Seal, SealError, sign};
pub use set::{KindIndex, Set};
pub use timestamp::Timestamp;

#[cfg(test)]
mod tests;
