//! The first root, and the next one: which keys sign for which role.

use semafor_core::bundle::{FieldError, Role, RoleKey, RoleKeys, RoleKeysError, Root};
use semafor_core::cose::KeyId;
use semafor_core::instant::Instant;

use super::config::Config;

/// What the next root changes.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose keys.
    pub role: Role,
    /// Keys that sign from now on.
    pub add: Vec<RoleKey>,
    /// Keys that no longer sign.
    pub remove: Vec<KeyId>,
    /// How many must sign, where that changes.
    pub threshold: Option<u64>,
}

/// Why there is no such root.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// The keys make no role.
    #[error("the {role}'s keys: {because}")]
    Keys {
        /// Whose.
        role: Role,
        /// Why.
        because: RoleKeysError,
    },
    /// A key that is to go is not there.
    #[error("{key} is no key of the {role}: {present} are")]
    NoSuchKey {
        /// The key.
        key: KeyId,
        /// Whose.
        role: Role,
        /// The keys there are.
        present: String,
    },
    /// A key of the root is used online.
    #[error("a key of the root signs sets or timestamps too: who steals it owns every phone")]
    Shared,
    /// The root could not be read back.
    #[error("the root cannot be read back: {0}")]
    ReadBack(FieldError),
}

/// Root 1.
///
/// # Errors
/// [`RootsError`].
pub fn first(config: &Config, at: Instant, [root, set, timestamp]: [RoleKeys; 3]) -> Result<Root, RootsError> {
    checked(Root {
        environment: config.environment.clone(),
        version: 1,
        signed_at: at,
        expires_at: at.plus_seconds(config.root_seconds),
        root,
        set,
        timestamp,
    })
}

/// The root after `old`, with these changes; without any it only lives longer.
///
/// # Errors
/// [`RootsError`].
pub fn next(old: &Root, config: &Config, at: Instant, changes: &[Change]) -> Result<Root, RootsError> {
    let mut root = Root {
        version: old.version.saturating_add(1),
        signed_at: at,
        expires_at: at.plus_seconds(config.root_seconds),
        ..old.clone()
    };
    for change in changes {
        let keys = changed(root.keys(change.role), change)?;
        match change.role {
            Role::Root => root.root = keys,
            Role::Set => root.set = keys,
            Role::Timestamp => root.timestamp = keys,
        }
    }
    checked(root)
}

fn changed(old: &RoleKeys, change: &Change) -> Result<RoleKeys, RootsError> {
    let role = change.role;
    if let Some(key) = change.remove.iter().find(|id| !old.keys().iter().any(|key| key.id() == *id)) {
        let present = old.keys().iter().map(|key| key.id().to_string()).collect::<Vec<_>>().join(", ");
        return Err(RootsError::NoSuchKey { key: key.clone(), role, present });
    }
    let kept = old.keys().iter().filter(|key| !change.remove.contains(key.id()));
    let threshold = change.threshold.unwrap_or_else(|| u64::try_from(old.threshold()).unwrap_or(u64::MAX));
    role_keys(role, threshold, kept.chain(&change.add).cloned().collect())
}

/// The keys of a role.
///
/// # Errors
/// [`RootsError::Keys`].
pub fn role_keys(role: Role, threshold: u64, keys: Vec<RoleKey>) -> Result<RoleKeys, RootsError> {
    RoleKeys::new(threshold, keys).map_err(|because| RootsError::Keys { role, because })
}

/// A phone reads it as it was meant.
fn checked(root: Root) -> Result<Root, RootsError> {
    let online = |key: &RoleKey| root.set.keys().contains(key) || root.timestamp.keys().contains(key);
    if root.root.keys().iter().any(online) {
        return Err(RootsError::Shared);
    }
    Root::parse(&root.to_payload()).map_err(RootsError::ReadBack)
}
