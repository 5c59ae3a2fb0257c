//! Removing blobs that only old sets name. Phones that are just reading an old set start again with the new one.

use std::collections::BTreeSet;

use semafor_core::bundle::{BlobHash, BlobRef, ContentError, Contents};
use semafor_core::instant::Instant;
use semafor_core::limits;

use super::folder::{self, Folder, FolderError};
use super::put;
use super::signing::{self, SigningError};
use super::walk::WalkError;

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// How many blobs.
    pub blobs: usize,
    /// How many sets to which `revert` can no longer go back.
    pub sets: usize,
}

/// Why nothing was removed.
#[derive(Debug, thiserror::Error)]
pub enum PruneError {
    /// A file cannot be read or removed.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What is published cannot be read: nobody could say which blobs it names.
    #[error("what is published: {0}")]
    Walk(#[from] WalkError),
    /// Nothing is published.
    #[error("nothing is published yet")]
    Nothing,
    /// A set that stays cannot be read.
    #[error("set {version}: {because}")]
    Set {
        /// Its version.
        version: u64,
        /// What is wrong.
        because: Box<SigningError>,
    },
    /// An index that stays cannot be read.
    #[error("set {version}: {because}")]
    Index {
        /// The set's version.
        version: u64,
        /// What is wrong.
        because: Box<ContentError>,
    },
}

/// Keeps the blobs of the newest `keep` sets, and those of the set that is published whatever its version.
///
/// # Errors
/// [`PruneError`]; nothing was removed then, unless removing itself failed.
pub fn prune(folder: &Folder, keep: usize) -> Result<Removed, PruneError> {
    let published = put::published(folder)?.ok_or(PruneError::Nothing)?;
    let mut wanted = BTreeSet::from([published.contents.timestamp().set.hash]);
    wanted.extend(published.contents.set().kinds.iter().map(|kind| kind.blob.hash));
    wanted.extend(published.contents.named().map(|blob| blob.hash));
    let versions = folder.set_versions()?;
    let (old, kept) = versions.split_at(versions.len().saturating_sub(keep.max(1)));
    for version in kept {
        wanted.extend(named(folder, *version)?);
    }
    let mut removed = Removed::default();
    let blobs = folder.public().join("blobs");
    let wanted: BTreeSet<_> = wanted.iter().map(ToString::to_string).collect();
    for name in folder::names(&blobs)?.into_iter().filter(|name| !wanted.contains(name)) {
        folder::remove(&blobs.join(name))?;
        removed.blobs = removed.blobs.saturating_add(1);
    }
    for version in old {
        folder::remove(&folder.set(*version))?;
        removed.sets = removed.sets.saturating_add(1);
    }
    Ok(removed)
}

/// The file of a set that was kept, and all that it names.
fn named(folder: &Folder, version: u64) -> Result<Vec<BlobHash>, PruneError> {
    let file = folder::read_present(&folder.set(version), limits::SET_BYTES)?;
    let (_, set) =
        signing::read_set(&file).map_err(|because| PruneError::Set { version, because: Box::new(because) })?;
    let blobs = |blob: &BlobRef| folder.blob(blob).ok().flatten();
    let indexes: Vec<_> = set.kinds.iter().map(|kind| kind.blob.hash).collect();
    let contents = Contents::unnamed(set, &blobs, Instant::MAX)
        .map_err(|because| PruneError::Index { version, because: Box::new(because) })?;
    let own = std::iter::once(BlobHash::of(&file)).chain(indexes);
    Ok(own.chain(contents.named().map(|blob| blob.hash)).collect())
}
