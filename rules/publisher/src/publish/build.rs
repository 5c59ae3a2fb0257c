//! Material → a draft of the next set, held against what is published.

use std::collections::{BTreeSet, HashSet};

use semafor_core::bundle::{BlobRef, ContentError, Contents, Kind, KindIndex, Lookup, Seal, Set};
use semafor_core::instant::Instant;
use semafor_core::limits;

use super::config::Config;
use super::diff::Diff;
use super::folder::{self, Folder, FolderError, blob_name};
use super::items::{Items, items};
use super::list_changes::ListChanges;
use super::material::Material;
use super::packed::{PackError, Packed};
use super::put;
use super::schedule::Schedule;
use super::signing::{self, SigningError};
use super::walk::{self, Walk, WalkError};

/// A draft of a set, written to `draft/`.
#[derive(Debug)]
pub struct Built {
    /// Its version.
    pub version: u64,
    /// The set with its indexes.
    pub contents: Contents,
    /// What is published; `None` before the first time.
    pub published: Option<Walk>,
    /// What changes.
    pub diff: Diff,
    /// What changes in revocation lists.
    pub lists: ListChanges,
    /// Bytes that a phone fetches when it has the published set: this set, its changed indexes and new blobs. The
    /// timestamp comes on top.
    pub fetched_bytes: usize,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be read or written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What is published cannot be read.
    #[error("what is published: {0}")]
    Walk(#[from] WalkError),
    /// The material cannot be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Phones could not use the set.
    #[error("phones could not use it: {0}")]
    Content(#[from] ContentError),
    /// Phones would not read the set.
    #[error("the set has {bytes} bytes, phones read {most}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// An earlier set was not kept.
    #[error("set {version} was not kept; these were: {kept}")]
    NotKept {
        /// The version asked for.
        version: u64,
        /// Those there are.
        kept: String,
    },
    /// An earlier set cannot be read.
    #[error("set {version}: {because}")]
    Earlier {
        /// Its version.
        version: u64,
        /// What is wrong.
        because: Box<SigningError>,
    },
}

/// Writes a draft of a set of this material. The same material at the same time makes the same bytes. With
/// `effective_from`, what differs from what is published begins to count then.
///
/// # Errors
/// [`BuildError`].
pub fn build(
    folder: &Folder,
    config: &Config,
    material: &Material,
    effective_from: Option<Instant>,
    at: Instant,
) -> Result<Built, BuildError> {
    let published = put::published(folder)?;
    let later = effective_from.filter(|from| *from > at).zip(published.as_ref());
    let schedule = later.map(|(from, walk)| Schedule::new(&walk.contents, at, from));
    let packed = Packed::of(material, config, schedule.as_ref())?;
    let set = next(published.as_ref(), config, packed.kinds, at);
    let blobs = |blob: &BlobRef| packed.blobs.get(&blob.hash).cloned().or_else(|| folder.blob(blob).ok().flatten());
    let built = held_against(published, set, &blobs, folder, at)?;
    folder::remove(&folder.draft().join("blobs"))?;
    for (hash, bytes) in &packed.blobs {
        let name = blob_name(hash);
        if !folder.public().join(&name).exists() {
            folder::write(&folder.draft().join(name), bytes)?;
        }
    }
    write(folder, &built)?;
    Ok(built)
}

/// Writes a draft with the content of an earlier set, under the next version.
///
/// # Errors
/// [`BuildError`].
pub fn revert(folder: &Folder, config: &Config, version: u64, at: Instant) -> Result<Built, BuildError> {
    let Some(file) = folder::read(&folder.set(version), limits::SET_BYTES)? else {
        let kept = folder.set_versions()?.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        return Err(BuildError::NotKept { version, kept });
    };
    let (_, earlier) =
        signing::read_set(&file).map_err(|because| BuildError::Earlier { version, because: Box::new(because) })?;
    let published = put::published(folder)?;
    let set = next(published.as_ref(), config, earlier.kinds, at);
    let files = walk::files(&folder.public());
    let blobs = |blob: &BlobRef| walk::lookup(&files, blob);
    let built = held_against(published, set, &blobs, folder, at)?;
    folder::remove(&folder.draft().join("blobs"))?;
    write(folder, &built)?;
    Ok(built)
}

fn next(published: Option<&Walk>, config: &Config, kinds: Vec<KindIndex>, at: Instant) -> Set {
    let before = published.map_or(0, |walk| walk.contents.set().version);
    Set { version: before.saturating_add(1), signed_at: at, expires_at: at.plus_seconds(config.set_seconds), kinds }
}

fn held_against(
    published: Option<Walk>,
    set: Set,
    blobs: &Lookup<'_>,
    folder: &Folder,
    at: Instant,
) -> Result<Built, BuildError> {
    let version = set.version;
    let contents = Contents::unnamed(set, blobs, at)?;
    walk::check_blobs(&contents, blobs)?;
    contents.snapshot(at, blobs)?;
    if let Some(next) = contents.next_change(at) {
        contents.snapshot(next, blobs)?;
    }
    let before = |blob: &BlobRef| folder.blob(blob).ok().flatten();
    let old = published.as_ref().map(|walk| items(&walk.contents, &before)).transpose()?;
    let diff = Diff::between(&old.unwrap_or_else(Items::new), &items(&contents, blobs)?);
    let stored: &Lookup<'_> = &before;
    let lists = ListChanges::between(published.as_ref().map(|walk| (&walk.contents, stored)), (&contents, blobs))?;
    let fetched_bytes = fetched(published.as_ref(), &contents);
    Ok(Built { version, contents, published, diff, lists, fetched_bytes })
}

fn fetched(published: Option<&Walk>, contents: &Contents) -> usize {
    let named = |contents: &Contents| -> Vec<BlobRef> {
        contents.set().kinds.iter().map(|kind| kind.blob).chain(contents.named().copied()).collect()
    };
    let before: HashSet<_> = published.map(|walk| named(&walk.contents)).unwrap_or_default().into_iter().collect();
    let new: HashSet<_> = named(contents).into_iter().filter(|blob| !before.contains(blob)).collect();
    // A signature and its headers, which are still to come.
    let set = contents.timestamp().set.size.saturating_add(SIGNATURE_BYTES);
    new.iter().fold(set, |sum, blob| sum.saturating_add(blob.size))
}

const SIGNATURE_BYTES: usize = 84;

fn write(folder: &Folder, built: &Built) -> Result<(), BuildError> {
    let file = Seal::unsigned(built.contents.set().to_payload()).to_bytes();
    let bytes = file.len().saturating_add(SIGNATURE_BYTES);
    if bytes > limits::SET_BYTES {
        return Err(BuildError::TooLarge { bytes, most: limits::SET_BYTES });
    }
    Ok(folder::write(&folder.draft_set(), &file)?)
}

impl Built {
    /// The countries that have rules in it, or had.
    #[must_use]
    pub fn countries(&self) -> Vec<String> {
        let old = self.published.iter().flat_map(|walk| walk.contents.entries());
        let rules = old.chain(self.contents.entries()).filter(|(kind, _)| **kind == Kind::Rules);
        let countries: BTreeSet<_> = rules.map(|(_, entry)| entry.key.clone()).collect();
        countries.into_iter().collect()
    }
}
