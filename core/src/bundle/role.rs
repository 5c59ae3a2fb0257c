//! Who may sign what: environments, roles, and the keys of a role.

use std::fmt;

use ring::digest::{SHA256, digest};

use crate::cose::KeyId;
use crate::key::PublicKey;
use crate::limits;

/// The world a set belongs to (`production`, `test`): part of what every signature covers, so that worlds never mix.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Environment(String);

impl Environment {
    /// One to 32 of `a`–`z`, `0`–`9` and `-`; `None` for anything else.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=limits::ENVIRONMENT_BYTES).contains(&name.len());
        (fits && name.bytes().all(plain)).then(|| Self(name.to_owned()))
    }

    /// The world of real certificates: that of whoever has synced nothing yet.
    #[must_use]
    pub fn production() -> Self {
        Self("production".to_owned())
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a signature of this role covers beside the payload (FORMAT.md §2): `semafor/<environment>/<role>/1`.
    #[must_use]
    pub fn context(&self, role: Role) -> String {
        format!("semafor/{}/{role}/1", self.0)
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The keys of all roles; kept offline.
    Root,
    /// What is published.
    Set,
    /// Which set is current.
    Timestamp,
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Root => "root",
            Self::Set => "set",
            Self::Timestamp => "timestamp",
        })
    }
}

/// A public key of a role: a point on P-256, uncompressed (65 bytes: 4, x, y).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleKey {
    id: KeyId,
    point: [u8; 65],
}

impl RoleKey {
    /// A key of this point; `None` when the bytes are no uncompressed point.
    #[must_use]
    pub fn new(point: &[u8]) -> Option<Self> {
        let point: [u8; 65] = point.try_into().ok().filter(|point: &[u8; 65]| point.starts_with(&[4]))?;
        let id = KeyId::new(digest(&SHA256, &point).as_ref().get(..8)?)?;
        Some(Self { id, point })
    }

    /// The first 8 bytes of SHA-256 over the point.
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The point (65 bytes).
    #[must_use]
    pub fn point(&self) -> &[u8; 65] {
        &self.point
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        PublicKey::P256(Box::new(self.point)).verifies(message, signature)
    }
}

/// The keys of one role, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleKeys {
    threshold: usize,
    keys: Vec<RoleKey>,
}

/// Why keys make no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleKeysError {
    /// No key, or more than the bound.
    #[error("{found} keys, 1 to {most} are possible")]
    Count {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// Nobody would have to sign, or more than there are.
    #[error("{threshold} of {keys} must sign")]
    Threshold {
        /// How many must sign.
        threshold: u64,
        /// How many keys there are.
        keys: usize,
    },
    /// Two keys are one, or have one id: a signature would count twice.
    #[error("two keys have one id")]
    Twice,
}

impl RoleKeys {
    /// `threshold` of `keys` must sign.
    ///
    /// # Errors
    /// [`RoleKeysError`].
    pub fn new(threshold: u64, keys: Vec<RoleKey>) -> Result<Self, RoleKeysError> {
        let found = keys.len();
        if !(1..=limits::ROLE_KEYS).contains(&found) {
            return Err(RoleKeysError::Count { found, most: limits::ROLE_KEYS });
        }
        let fits = usize::try_from(threshold).ok().filter(|threshold| (1..=found).contains(threshold));
        let threshold = fits.ok_or(RoleKeysError::Threshold { threshold, keys: found })?;
        let twice = |(index, key): (usize, &RoleKey)| keys.iter().take(index).any(|other| other.id == key.id);
        if keys.iter().enumerate().any(twice) {
            return Err(RoleKeysError::Twice);
        }
        Ok(Self { threshold, keys })
    }

    /// How many must sign.
    #[must_use]
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[RoleKey] {
        &self.keys
    }

    /// Whether those who hold only keys of `old` can no longer sign for this role.
    pub(super) fn shut_out(&self, old: &Self) -> bool {
        self.keys.iter().filter(|key| old.keys.contains(key)).count() < self.threshold
    }

    pub(super) fn shares_a_key_with(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
    }
}
