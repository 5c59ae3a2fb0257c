//! The published files as a phone reads them: from the first root through every later one to the timestamp, the set, its
//! indexes and blobs. Everything is verified by the core's own reading half.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use semafor_core::bundle::{Anchor, BlobRef, ContentError, Contents, Kind, Lookup, Refusal, Root, Seal, Timestamp};
use semafor_core::instant::Instant;
use semafor_core::limits;
use semafor_core::verifier::Snapshot;
use serde::Serialize;

use super::folder::{self, TIMESTAMP, blob_name, root_name};

/// Gets a published file by its name, of at most so many bytes; `None` where there is none.
pub type Source<'a> = dyn Fn(&str, usize) -> io::Result<Option<Vec<u8>>> + 'a;

/// By which clock expiry is judged.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// A phone's: what has expired is refused.
    At(Instant),
    /// None: as it was when the timestamp was signed, under the root that it names. For the publisher, who may be late,
    /// or may have been interrupted between root and timestamp.
    AsSigned,
}

/// What is published, verified.
#[derive(Debug)]
pub struct Walk {
    /// The newest root and what was seen under it.
    pub anchor: Anchor,
    /// The set's file.
    pub set_file: Vec<u8>,
    /// The timestamp, the set and its indexes.
    pub contents: Contents,
}

/// How much of a kind is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Entries of its indexes.
    pub entries: usize,
    /// Bytes of the blobs that they name, as transferred.
    pub bytes: usize,
}

/// Why a phone would not take what is published.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// A file cannot be read.
    #[error("{name}: {because}")]
    Read {
        /// Which.
        name: String,
        /// In the system's words.
        because: io::Error,
    },
    /// A file is not there.
    #[error("{name}: is not there")]
    Missing {
        /// Which.
        name: String,
    },
    /// A file is not believed.
    #[error("{name}: {because}")]
    Refused {
        /// Which.
        name: String,
        /// Why.
        because: Box<Refusal>,
    },
    /// The timestamp names a root that is not there, or was signed before the newest.
    #[error("{TIMESTAMP} names root {named}, the newest is {found}")]
    NewestRoot {
        /// By the timestamp.
        named: u64,
        /// In `roots/`.
        found: u64,
    },
    /// The blobs are not those of the set, or cannot be used.
    #[error("{0}")]
    Content(#[from] ContentError),
}

/// The files in a folder.
pub fn files(folder: &Path) -> impl Fn(&str, usize) -> io::Result<Option<Vec<u8>>> + use<> {
    let folder = folder.to_owned();
    move |name, most| folder::read(&folder.join(name), most).map_err(io::Error::other)
}

/// The newest root, by way of every one since `first`, or since root 1 of the source.
///
/// # Errors
/// [`WalkError`].
pub fn anchor(source: &Source<'_>, first: Option<&[u8]>) -> Result<Anchor, WalkError> {
    newest(source, pinned(source, first)?, u64::MAX)
}

/// The root `last`, or the newest before it, by way of every one since an anchor's.
///
/// # Errors
/// [`WalkError`].
pub fn newest(source: &Source<'_>, mut anchor: Anchor, last: u64) -> Result<Anchor, WalkError> {
    for _ in 0..limits::ROOTS_PER_SYNC {
        if anchor.root().version >= last {
            break;
        }
        let name = root_name(anchor.root().version.saturating_add(1));
        let Some(bytes) = get(source, &name, limits::ROOT_BYTES)? else { break };
        anchor = anchor.rotated(&bytes).map_err(|because| WalkError::Refused { name, because: Box::new(because) })?;
    }
    Ok(anchor)
}

fn pinned(source: &Source<'_>, first: Option<&[u8]>) -> Result<Anchor, WalkError> {
    let (name, bytes) = match first {
        Some(first) => ("the root given".to_owned(), first.to_vec()),
        None => (root_name(1), present(source, &root_name(1), limits::ROOT_BYTES)?),
    };
    Anchor::pinned(&bytes).map_err(|because| WalkError::Refused { name, because: Box::new(because) })
}

/// Reads what is published, up to the indexes.
///
/// # Errors
/// [`WalkError`] of the first file that a phone would refuse.
pub fn walk(source: &Source<'_>, first: Option<&[u8]>, clock: Clock) -> Result<Walk, WalkError> {
    let bytes = present(source, TIMESTAMP, limits::TIMESTAMP_BYTES)?;
    let claimed = claimed(&bytes);
    let last = match clock {
        Clock::At(_) => u64::MAX,
        Clock::AsSigned => claimed.as_ref().map_or(u64::MAX, |timestamp| timestamp.root_version),
    };
    let anchor = newest(source, pinned(source, first)?, last)?;
    let refused = |name: &str| {
        let name = name.to_owned();
        |because| WalkError::Refused { name, because: Box::new(because) }
    };
    let at = match clock {
        Clock::At(at) => {
            anchor.check_root(at).map_err(refused(&root_name(anchor.root().version)))?;
            at
        }
        Clock::AsSigned => claimed.map_or(anchor.root().signed_at, |timestamp| timestamp.signed_at),
    };
    let timestamp = anchor.timestamp(&bytes, None, at).map_err(refused(TIMESTAMP))?;
    let (named, found) = (timestamp.root_version, anchor.root().version);
    if named != found {
        return Err(WalkError::NewestRoot { named, found });
    }
    let name = blob_name(&timestamp.set.hash);
    let set_file = present(source, &name, limits::SET_BYTES)?;
    let set = match clock {
        Clock::At(at) => anchor.set(&set_file, &timestamp, at),
        Clock::AsSigned => anchor.set_at_any_time(&set_file, &timestamp),
    };
    let set = set.map_err(refused(&name))?;
    let anchor = anchor.advanced(&timestamp);
    let contents = Contents::read(timestamp, set, &|blob| lookup(source, blob))?;
    Ok(Walk { anchor, set_file, contents })
}

impl Walk {
    /// The newest root.
    #[must_use]
    pub fn root(&self) -> &Root {
        self.anchor.root()
    }

    /// Checks every blob, those that no program here reads among them.
    ///
    /// # Errors
    /// [`WalkError::Content`].
    pub fn check_blobs(&self, source: &Source<'_>) -> Result<BTreeMap<String, Amount>, WalkError> {
        Ok(check_blobs(&self.contents, &|blob| lookup(source, blob))?)
    }

    /// The snapshot of what counts at `at`.
    ///
    /// # Errors
    /// [`WalkError::Content`].
    pub fn snapshot(&self, source: &Source<'_>, at: Instant) -> Result<Snapshot, WalkError> {
        Ok(self.contents.snapshot(at, &|blob| lookup(source, blob))?)
    }

    /// The kinds whose index the set names, in order.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.contents.set().kinds.iter().map(|index| &index.kind)
    }
}

/// Checks every blob that a set leads to, and counts them by kind.
///
/// # Errors
/// [`ContentError`] of the first that is missing or not what was named.
pub fn check_blobs(contents: &Contents, blobs: &Lookup<'_>) -> Result<BTreeMap<String, Amount>, ContentError> {
    let mut amounts: BTreeMap<String, Amount> = BTreeMap::new();
    for (kind, entry) in contents.entries() {
        let amount = amounts.entry(kind.name().to_owned()).or_default();
        amount.entries = amount.entries.saturating_add(1);
        for blob in &entry.blobs {
            let (kind, key) = (kind.name().to_owned(), entry.key.clone());
            let Some(bytes) = blobs(blob) else { return Err(ContentError::Missing { kind, key, hash: blob.hash }) };
            let checked = blob.check(&bytes).and_then(|()| blob.unpack(bytes));
            checked.map_err(|because| ContentError::Blob { kind, key, because })?;
            amount.bytes = amount.bytes.saturating_add(blob.size);
        }
    }
    Ok(amounts)
}

/// The bytes of a blob, if they are there.
pub(crate) fn lookup(source: &Source<'_>, blob: &BlobRef) -> Option<Vec<u8>> {
    let most = blob.size.min(limits::BLOB_BYTES);
    source(&blob_name(&blob.hash), most).ok().flatten()
}

/// What a timestamp says of itself, whoever wrote it.
fn claimed(bytes: &[u8]) -> Option<Timestamp> {
    Timestamp::parse(Seal::parse(bytes).ok()?.look()).ok()
}

fn present(source: &Source<'_>, name: &str, most: usize) -> Result<Vec<u8>, WalkError> {
    get(source, name, most)?.ok_or_else(|| WalkError::Missing { name: name.to_owned() })
}

fn get(source: &Source<'_>, name: &str, most: usize) -> Result<Option<Vec<u8>>, WalkError> {
    source(name, most).map_err(|because| WalkError::Read { name: name.to_owned(), because })
}
