//! Signing what waits in `draft/`: one key at a time, the root's on machines without a network.

use semafor_core::bundle::{Environment, FieldError, Role, Root, Seal, SealError, Set};
use semafor_core::cose::KeyId;
use semafor_core::limits;

use super::folder::{self, Folder, FolderError};
use super::secret::RoleSecret;
use super::walk::{self, WalkError};

/// How far a file is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub role: Role,
    /// Its version.
    pub version: u64,
    /// How many keys that count have signed.
    pub signed: usize,
    /// How many must.
    pub threshold: usize,
}

/// Why something was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What is published cannot be read.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The file is no signed file.
    #[error("the {role}: {because}")]
    Seal {
        /// What it should be.
        role: Role,
        /// What is wrong.
        because: SealError,
    },
    /// The payload is not what it should be.
    #[error("the {role}: {because}")]
    Fields {
        /// What it should be.
        role: Role,
        /// What is wrong.
        because: FieldError,
    },
    /// The key signs for nothing that waits.
    #[error("{key} signs nothing that waits: {waiting}")]
    NotASigner {
        /// The key.
        key: KeyId,
        /// What waits, and whose signature it wants.
        waiting: String,
    },
}

impl Standing {
    /// Whether enough keys have signed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.signed >= self.threshold
    }
}

/// Signs the file of a root, which says itself what it is: all that a machine without a network needs. From root 2 on,
/// keys of the root before sign too, and these are not named in the file.
///
/// # Errors
/// [`SigningError`].
pub fn sign_root(file: &[u8], secret: &RoleSecret) -> Result<(Root, Vec<u8>), SigningError> {
    let role = Role::Root;
    let (seal, root) = read_root(file)?;
    if root.version == 1 && !root.root.keys().contains(secret.public()) {
        let waiting = format!("root 1 wants {}", ids(&root, role));
        return Err(SigningError::NotASigner { key: secret.public().id().clone(), waiting });
    }
    let file = joined(seal, secret, &root.environment.context(role));
    Ok((root, file))
}

/// Signs whatever waits in the directory for this key, and says how far it is.
///
/// # Errors
/// [`SigningError`].
pub fn sign(folder: &Folder, secret: &RoleSecret) -> Result<Vec<Standing>, SigningError> {
    let (mut standings, mut waiting) = (Vec::new(), Vec::new());
    let public = secret.public();
    if let Some(file) = folder::read(&folder.draft_root(), limits::ROOT_BYTES)? {
        let old = published_root(folder)?;
        let (_, root) = read_root(&file)?;
        let signs = |root: &Root| root.root.keys().contains(public);
        if signs(&root) || old.as_ref().is_some_and(signs) {
            let (_, signed) = sign_root(&file, secret)?;
            folder::write(&folder.draft_root(), &signed)?;
            standings.push(standing_of_root(&signed, old.as_ref())?);
        } else {
            waiting.push(format!("root {} wants {}", root.version, ids(&root, Role::Root)));
        }
    }
    if let (Some(file), Some(root)) = (folder::read(&folder.draft_set(), limits::SET_BYTES)?, coming_root(folder)?) {
        if root.set.keys().contains(public) {
            let (seal, set) = read_set(&file)?;
            let signed = joined(seal, secret, &root.environment.context(Role::Set));
            folder::write(&folder.draft_set(), &signed)?;
            standings.push(standing(&signed, Role::Set, set.version, &root, &root.environment)?);
        } else {
            waiting.push(format!("the set wants {}", ids(&root, Role::Set)));
        }
    }
    if standings.is_empty() {
        let waiting = if waiting.is_empty() { "nothing does".to_owned() } else { waiting.join("; ") };
        return Err(SigningError::NotASigner { key: public.id().clone(), waiting });
    }
    Ok(standings)
}

/// The root that will be in use when all that waits is published: the draft if enough have signed it, else the newest.
///
/// # Errors
/// [`SigningError`].
pub fn coming_root(folder: &Folder) -> Result<Option<Root>, SigningError> {
    let old = published_root(folder)?;
    let Some(file) = folder::read(&folder.draft_root(), limits::ROOT_BYTES)? else { return Ok(old) };
    let complete = standing_of_root(&file, old.as_ref())?.is_complete();
    Ok(if complete { Some(read_root(&file)?.1) } else { old })
}

/// The newest published root.
///
/// # Errors
/// [`SigningError::Walk`].
pub fn published_root(folder: &Folder) -> Result<Option<Root>, SigningError> {
    let public = folder.public();
    if !public.join(folder::root_name(1)).exists() {
        return Ok(None);
    }
    Ok(Some(walk::anchor(&walk::files(&public), None)?.root().clone()))
}

/// How far a root is signed: by its own keys, and by those of the root before. What is further from done counts.
///
/// # Errors
/// [`SigningError::Seal`].
pub fn standing_of_root(file: &[u8], old: Option<&Root>) -> Result<Standing, SigningError> {
    let (_, root) = read_root(file)?;
    let environment = root.environment.clone();
    let own = standing(file, Role::Root, root.version, &root, &environment)?;
    let Some(old) = old else { return Ok(own) };
    let before = standing(file, Role::Root, root.version, old, &environment)?;
    Ok(if before.is_complete() { own } else { before })
}

/// How far a file is signed by the keys that `root` names.
///
/// # Errors
/// [`SigningError::Seal`].
pub fn standing(
    file: &[u8],
    role: Role,
    version: u64,
    root: &Root,
    environment: &Environment,
) -> Result<Standing, SigningError> {
    let threshold = root.keys(role).threshold();
    let seal = Seal::parse(file).map_err(|because| SigningError::Seal { role, because })?;
    match seal.open(role, root.keys(role), environment) {
        Ok(_) => Ok(Standing { role, version, signed: threshold, threshold }),
        Err(SealError::Threshold { valid, .. }) => Ok(Standing { role, version, signed: valid, threshold }),
        Err(because) => Err(SigningError::Seal { role, because }),
    }
}

/// The root in a file, which anybody may have written.
///
/// # Errors
/// [`SigningError`].
pub fn read_root(file: &[u8]) -> Result<(Seal, Root), SigningError> {
    let role = Role::Root;
    let seal = Seal::parse(file).map_err(|because| SigningError::Seal { role, because })?;
    let root = Root::parse(seal.look()).map_err(|because| SigningError::Fields { role, because })?;
    Ok((seal, root))
}

/// The set in a file, which anybody may have written.
///
/// # Errors
/// [`SigningError`].
pub fn read_set(file: &[u8]) -> Result<(Seal, Set), SigningError> {
    let role = Role::Set;
    let seal = Seal::parse(file).map_err(|because| SigningError::Seal { role, because })?;
    let set = Set::parse(seal.look()).map_err(|because| SigningError::Fields { role, because })?;
    Ok((seal, set))
}

fn joined(seal: Seal, secret: &RoleSecret, context: &str) -> Vec<u8> {
    let signed = secret.sign(seal.look().to_vec(), context);
    let before = seal.to_bytes();
    // Both have the same payload, so that they always join.
    seal.joined(signed).map_or(before, |seal| seal.to_bytes())
}

fn ids(root: &Root, role: Role) -> String {
    let keys = root.keys(role);
    let ids = keys.keys().iter().map(|key| key.id().to_string()).collect::<Vec<_>>().join(", ");
    format!("{} of {ids}", keys.threshold())
}
