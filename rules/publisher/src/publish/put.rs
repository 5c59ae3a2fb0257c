//! Publishing: what is signed goes from `draft/` to `public/`, and a new timestamp names it. The timestamp is written
//! last: until then, phones see what was there before.

use semafor_core::bundle::{
    Anchor, BlobHash, BlobRef, ContentError, Contents, Refusal, Role, Root, Seal, SealError, Set, Timestamp,
};
use semafor_core::instant::Instant;
use semafor_core::limits;

use super::config::Config;
use super::folder::{self, Folder, FolderError, TIMESTAMP, blob_name, root_name};
use super::secret::RoleSecret;
use super::signing::{self, SigningError, Standing};
use super::walk::{self, Clock, Walk, WalkError};

/// What was published.
#[derive(Debug)]
pub struct Put {
    /// The timestamp's version.
    pub timestamp: u64,
    /// The last second at which phones take it.
    pub expires_at: Instant,
    /// The set that it names.
    pub set: u64,
    /// The newest root.
    pub root: u64,
    /// Whether that set is new.
    pub is_new_set: bool,
    /// What stays in `draft/`, because too few have signed.
    pub waiting: Vec<Standing>,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// A file cannot be read or written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What waits cannot be read.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// What is published cannot be read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// Nothing was published yet, and no root waits with enough signatures.
    #[error("there is no root that enough of its keys have signed")]
    NoRoot,
    /// Nothing was published yet, and no set waits with enough signatures.
    #[error("there is no set that enough of its keys have signed")]
    NoSet,
    /// The new root shuts out those who signed the set.
    #[error("root {root} shuts out the keys that signed set {set}: build and sign a set for it")]
    SetShutOut {
        /// The root's version.
        root: u64,
        /// The set's version.
        set: u64,
    },
    /// The draft was built on another set than is published.
    #[error("the draft is set {draft}, set {published} is published: build it again")]
    Outdated {
        /// The draft's version.
        draft: u64,
        /// The published version.
        published: u64,
    },
    /// Too few keys of the timestamp were given, or others.
    #[error("{0}")]
    Keys(SealError),
    /// Phones would refuse it.
    #[error("phones would refuse the {role}: {because}")]
    Refused {
        /// Which file.
        role: Role,
        /// Why.
        because: Box<Refusal>,
    },
    /// Phones would not be able to use it.
    #[error("phones could not use it: {0}")]
    Content(#[from] ContentError),
}

/// Publishes what is signed, and signs a timestamp. Half-signed drafts stay where they are: a root whose signers have not
/// all met yet keeps no timestamp back.
///
/// # Errors
/// [`PutError`]; nothing has changed then, unless writing itself failed.
pub fn put(folder: &Folder, config: &Config, secrets: &[RoleSecret], at: Instant) -> Result<Put, PutError> {
    let mut waiting = Vec::new();
    let before = published(folder)?;
    let (anchor, new_root) = newest_root(folder, before.as_ref(), &mut waiting)?;
    let (set, set_file, is_new_set) = newest_set(folder, anchor.root(), before.as_ref(), &mut waiting)?;
    let hash = BlobHash::of(&set_file);
    let timestamp = Timestamp {
        version: before.as_ref().map_or(0, |walk| walk.contents.timestamp().version).saturating_add(1),
        signed_at: at,
        expires_at: at.plus_seconds(config.timestamp_seconds),
        root_version: anchor.root().version,
        set_version: set.version,
        set: BlobRef { hash, size: set_file.len(), inflated: None },
    };
    let file = sealed(&timestamp, anchor.root(), secrets)?;
    let seen = before.as_ref().map(|walk| walk.contents.timestamp());
    as_a_phone(folder, &anchor, seen, (&file, &set_file), at)?;

    if is_new_set {
        move_blobs(folder)?;
        folder::write(&folder.set(set.version), &set_file)?;
        folder::write(&folder.public().join(blob_name(&hash)), &set_file)?;
    }
    if let Some(root) = &new_root {
        folder::write(&folder.public().join(root_name(anchor.root().version)), root)?;
    }
    for name in ["blobs", "roots"] {
        folder::sync(&folder.public().join(name))?;
    }
    folder::write(&folder.public().join(TIMESTAMP), &file)?;
    if is_new_set {
        folder::remove(&folder.draft_set())?;
        folder::remove(&folder.draft().join("blobs"))?;
    }
    if new_root.is_some() {
        folder::remove(&folder.draft_root())?;
    }
    let Timestamp { version, expires_at, .. } = timestamp;
    Ok(Put { timestamp: version, expires_at, set: set.version, root: anchor.root().version, is_new_set, waiting })
}

/// What is published, as it was when it was signed; `None` before the first time.
///
/// # Errors
/// [`WalkError`].
pub fn published(folder: &Folder) -> Result<Option<Walk>, WalkError> {
    let public = folder.public();
    if !public.join(TIMESTAMP).exists() {
        return Ok(None);
    }
    walk::walk(&walk::files(&public), None, Clock::AsSigned).map(Some)
}

/// The root to publish under, and its file if it is new.
fn newest_root(
    folder: &Folder,
    published: Option<&Walk>,
    waiting: &mut Vec<Standing>,
) -> Result<(Anchor, Option<Vec<u8>>), PutError> {
    let files = walk::files(&folder.public());
    let mut before = match (published, signing::published_root(folder)?) {
        // With what was seen under it: a phone that is up to date must take what comes.
        (Some(walk), _) => Some(walk::newest(&files, walk.anchor.clone(), u64::MAX)?),
        (None, Some(_)) => Some(walk::anchor(&files, None)?),
        (None, None) => None,
    };
    let Some(file) = folder::read(&folder.draft_root(), limits::ROOT_BYTES)? else {
        return Ok((before.ok_or(PutError::NoRoot)?, None));
    };
    let (_, root) = signing::read_root(&file)?;
    if let Some(before) = before.take_if(|before| before.root().version >= root.version) {
        // An interrupted run has published it already.
        folder::remove(&folder.draft_root())?;
        return Ok((before, None));
    }
    let standing = signing::standing_of_root(&file, before.as_ref().map(Anchor::root))?;
    if !standing.is_complete() {
        waiting.push(standing);
        return Ok((before.ok_or(PutError::NoRoot)?, None));
    }
    let anchor = match &before {
        Some(before) => before.rotated(&file),
        None => Anchor::pinned(&file),
    };
    let anchor = anchor.map_err(|because| PutError::Refused { role: Role::Root, because: Box::new(because) })?;
    Ok((anchor, Some(file)))
}

/// The set to publish, its file, and whether it is new.
fn newest_set(
    folder: &Folder,
    root: &Root,
    before: Option<&Walk>,
    waiting: &mut Vec<Standing>,
) -> Result<(Set, Vec<u8>, bool), PutError> {
    let published = before.map(|walk| walk.contents.set());
    if let Some(file) = folder::read(&folder.draft_set(), limits::SET_BYTES)? {
        let (_, set) = signing::read_set(&file)?;
        let standing = signing::standing(&file, Role::Set, set.version, root, &root.environment)?;
        if standing.is_complete() {
            return match published {
                Some(old) if set.version <= old.version => {
                    Err(PutError::Outdated { draft: set.version, published: old.version })
                }
                _ => Ok((set, file, true)),
            };
        }
        waiting.push(standing);
    }
    let before = before.ok_or(PutError::NoSet)?;
    let set = before.contents.set().clone();
    let standing = signing::standing(&before.set_file, Role::Set, set.version, root, &root.environment)?;
    if !standing.is_complete() {
        return Err(PutError::SetShutOut { root: root.version, set: set.version });
    }
    Ok((set, before.set_file.clone(), false))
}

fn sealed(timestamp: &Timestamp, root: &Root, secrets: &[RoleSecret]) -> Result<Vec<u8>, PutError> {
    let role = Role::Timestamp;
    let context = root.environment.context(role);
    let signed = secrets.iter().map(|secret| secret.sign(timestamp.to_payload(), &context));
    let seal = signed.reduce(|one, other| one.clone().joined(other).unwrap_or(one));
    let seal = seal.unwrap_or_else(|| Seal::unsigned(timestamp.to_payload()));
    seal.open(role, root.keys(role), &root.environment).map_err(PutError::Keys)?;
    Ok(seal.to_bytes())
}

/// Nothing goes out that a phone would not take.
fn as_a_phone(
    folder: &Folder,
    anchor: &Anchor,
    seen: Option<&Timestamp>,
    (file, set_file): (&[u8], &[u8]),
    at: Instant,
) -> Result<(), PutError> {
    // A root that shuts out the timestamp's old keys has phones forget what they signed.
    let seen = seen.filter(|seen| seen.version <= anchor.floors().timestamp);
    let refused = |role| move |because| PutError::Refused { role, because: Box::new(because) };
    anchor.check_root(at).map_err(refused(Role::Root))?;
    let timestamp = anchor.timestamp(file, seen, at).map_err(refused(Role::Timestamp))?;
    let set = anchor.set(set_file, &timestamp, at).map_err(refused(Role::Set))?;
    let blobs = |blob: &BlobRef| folder.blob(blob).ok().flatten();
    let contents = Contents::read(timestamp, set, &blobs)?;
    walk::check_blobs(&contents, &blobs)?;
    contents.snapshot(at, &blobs)?;
    if let Some(next) = contents.next_change(at) {
        contents.snapshot(next, &blobs)?;
    }
    Ok(())
}

fn move_blobs(folder: &Folder) -> Result<(), PutError> {
    let draft = folder.draft().join("blobs");
    for name in folder::names(&draft)? {
        let path = draft.join(&name);
        let target = folder.public().join("blobs").join(&name);
        if !target.exists() {
            folder::write(&target, &folder::read_present(&path, limits::BLOB_BYTES)?)?;
        }
    }
    Ok(())
}
