//! What a client trusts and has seen, and every reason for which it refuses more (FORMAT.md §9).

use super::blob::BlobError;
use super::fields::FieldError;
use super::role::{Environment, Role};
use super::root::Root;
use super::seal::{Seal, SealError};
use super::set::Set;
use super::timestamp::Timestamp;
use crate::instant::Instant;
use crate::limits;

/// The root in use and the highest of everything seen under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    root: Root,
    floors: Floors,
}

/// What nothing may fall below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floors {
    /// The timestamp's version.
    pub timestamp: u64,
    /// The set's version.
    pub set: u64,
    /// The latest signed time.
    pub time: Instant,
}

/// Why a file is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not signed by those who must.
    #[error("the {role}: {because}")]
    Seal {
        /// What it was offered as.
        role: Role,
        /// What is wrong.
        because: SealError,
    },
    /// Signed, and not readable.
    #[error("the {role}: {because}")]
    Fields {
        /// What it is.
        role: Role,
        /// What is wrong.
        because: FieldError,
    },
    /// Of another world.
    #[error("a root of {found:?}, ours is {ours:?}")]
    Environment {
        /// The file's.
        found: String,
        /// The client's.
        ours: String,
    },
    /// Not the root that follows.
    #[error("root {found} where {expected} was expected")]
    RootVersion {
        /// The file's version.
        found: u64,
        /// The version that follows.
        expected: u64,
    },
    /// Older than what was seen.
    #[error("{role} {found}, {seen} was seen already")]
    RolledBack {
        /// What it is.
        role: Role,
        /// Its version.
        found: u64,
        /// The version seen.
        seen: u64,
    },
    /// Signed before what was seen.
    #[error("a timestamp of {found}, one of {seen} was seen already")]
    Backdated {
        /// Its time.
        found: Instant,
        /// The time seen.
        seen: Instant,
    },
    /// One version with two contents.
    #[error("two timestamps of version {version}")]
    TwoFaced {
        /// The version.
        version: u64,
    },
    /// Past its time: it may be kept back on purpose.
    #[error("the {role} expired at {expires_at}, it is {at}")]
    Expired {
        /// What it is.
        role: Role,
        /// Its last second.
        expires_at: Instant,
        /// The time used.
        at: Instant,
    },
    /// A time that its signer's own root does not reach: a stolen key would push every clock forward.
    #[error("a timestamp of {signed_at}, the root ends at {root_expires_at}")]
    BeyondRoot {
        /// Its time.
        signed_at: Instant,
        /// The root's last second.
        root_expires_at: Instant,
    },
    /// Not the set that the timestamp names.
    #[error("set {found} where the timestamp names {named}")]
    SetVersion {
        /// The file's version.
        found: u64,
        /// The version named.
        named: u64,
    },
    /// A set from a time after the timestamp that names it.
    #[error("a set of {set}, named by a timestamp of {timestamp}")]
    SetFromLater {
        /// The set's time.
        set: Instant,
        /// The timestamp's.
        timestamp: Instant,
    },
    /// Not the file that was named.
    #[error("the set: {0}")]
    Blob(#[from] BlobError),
}

impl Anchor {
    /// A root that was handed over by somebody trusted, signed by its own keys.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn pinned(root: &[u8]) -> Result<Self, Refusal> {
        let (seal, root) = read_root(root)?;
        open(&seal, Role::Root, &root, &root.environment)?;
        let floors = Floors { timestamp: 0, set: 0, time: root.signed_at };
        Ok(Self { root, floors })
    }

    /// A root that was verified before, with what was seen under it.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn resumed(root: &[u8], floors: Floors) -> Result<Self, Refusal> {
        Ok(Self { floors, ..Self::pinned(root)? })
    }

    /// The root in use.
    #[must_use]
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// What nothing may fall below.
    #[must_use]
    pub fn floors(&self) -> Floors {
        self.floors
    }

    /// The anchor after a rotation: signed by enough of this root's keys and of its own. That it has expired does not
    /// matter, a client that slept walks through it. Floors of keys that are shut out are lifted: who stole one may have
    /// raised them.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn rotated(&self, root: &[u8]) -> Result<Self, Refusal> {
        let (seal, root) = read_root(root)?;
        if root.environment != self.root.environment {
            let (found, ours) = (root.environment.to_string(), self.root.environment.to_string());
            return Err(Refusal::Environment { found, ours });
        }
        open(&seal, Role::Root, &self.root, &self.root.environment)?;
        open(&seal, Role::Root, &root, &root.environment)?;
        let expected = self.root.version.saturating_add(1);
        if root.version != expected {
            return Err(Refusal::RootVersion { found: root.version, expected });
        }
        let mut floors = self.floors;
        if root.timestamp.shut_out(&self.root.timestamp) {
            floors = Floors { timestamp: 0, time: root.signed_at, ..floors };
        }
        if root.set.shut_out(&self.root.set) {
            floors.set = 0;
        }
        Ok(Self { root, floors })
    }

    /// Whether the root may still be used to take something new.
    ///
    /// # Errors
    /// [`Refusal::Expired`].
    pub fn check_root(&self, at: Instant) -> Result<(), Refusal> {
        unexpired(Role::Root, self.root.expires_at, at)
    }

    /// The timestamp in a file. `seen` is the last one taken under this root's keys.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn timestamp(&self, bytes: &[u8], seen: Option<&Timestamp>, at: Instant) -> Result<Timestamp, Refusal> {
        let timestamp = self.timestamp_at_any_time(bytes)?;
        let role = Role::Timestamp;
        let (found, floor) = (timestamp.version, self.floors.timestamp);
        if found < floor {
            return Err(Refusal::RolledBack { role, found, seen: floor });
        }
        let (found, floor) = (timestamp.set_version, self.floors.set);
        if found < floor {
            return Err(Refusal::RolledBack { role: Role::Set, found, seen: floor });
        }
        // Floors that a rotation has lifted are below what was seen under the keys before.
        if let Some(seen) = seen.filter(|seen| seen.version == self.floors.timestamp) {
            if seen.version == timestamp.version && *seen != timestamp {
                return Err(Refusal::TwoFaced { version: seen.version });
            }
            if timestamp.signed_at < seen.signed_at {
                return Err(Refusal::Backdated { found: timestamp.signed_at, seen: seen.signed_at });
            }
        }
        let (signed_at, root_expires_at) = (timestamp.signed_at, self.root.expires_at);
        if signed_at > root_expires_at {
            return Err(Refusal::BeyondRoot { signed_at, root_expires_at });
        }
        unexpired(role, timestamp.expires_at, at)?;
        Ok(timestamp)
    }

    /// The same of a timestamp that was taken before.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn timestamp_at_any_time(&self, bytes: &[u8]) -> Result<Timestamp, Refusal> {
        let role = Role::Timestamp;
        let seal = parse(bytes, role)?;
        let payload = open(&seal, role, &self.root, &self.root.environment)?;
        Timestamp::parse(payload).map_err(|because| Refusal::Fields { role, because })
    }

    /// The set in a file that `timestamp` names.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn set(&self, bytes: &[u8], timestamp: &Timestamp, at: Instant) -> Result<Set, Refusal> {
        let set = self.set_at_any_time(bytes, timestamp)?;
        unexpired(Role::Set, set.expires_at, at)?;
        Ok(set)
    }

    /// The same of a set that was taken before: kept while nothing newer comes, and judged by its age.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn set_at_any_time(&self, bytes: &[u8], timestamp: &Timestamp) -> Result<Set, Refusal> {
        let role = Role::Set;
        timestamp.set.check(bytes)?;
        let seal = parse(bytes, role)?;
        let payload = open(&seal, role, &self.root, &self.root.environment)?;
        let set = Set::parse(payload).map_err(|because| Refusal::Fields { role, because })?;
        let (found, named) = (set.version, timestamp.set_version);
        if found != named {
            return Err(Refusal::SetVersion { found, named });
        }
        if set.signed_at > timestamp.signed_at.plus_seconds(limits::CLOCK_SKEW_SECONDS) {
            return Err(Refusal::SetFromLater { set: set.signed_at, timestamp: timestamp.signed_at });
        }
        Ok(set)
    }

    /// The anchor once this timestamp and its set were taken.
    #[must_use]
    pub fn advanced(&self, timestamp: &Timestamp) -> Self {
        let Floors { timestamp: version, set, time } = self.floors;
        let floors = Floors {
            timestamp: version.max(timestamp.version),
            set: set.max(timestamp.set_version),
            time: time.max(timestamp.signed_at),
        };
        Self { root: self.root.clone(), floors }
    }
}

fn read_root(bytes: &[u8]) -> Result<(Seal, Root), Refusal> {
    let role = Role::Root;
    let seal = parse(bytes, role)?;
    let root = Root::parse(seal.look()).map_err(|because| Refusal::Fields { role, because })?;
    Ok((seal, root))
}

fn parse(bytes: &[u8], role: Role) -> Result<Seal, Refusal> {
    Seal::parse(bytes).map_err(|because| Refusal::Seal { role, because })
}

fn open<'a>(seal: &'a Seal, role: Role, root: &Root, environment: &Environment) -> Result<&'a [u8], Refusal> {
    seal.open(role, root.keys(role), environment).map_err(|because| Refusal::Seal { role, because })
}

fn unexpired(role: Role, expires_at: Instant, at: Instant) -> Result<(), Refusal> {
    if at > expires_at { Err(Refusal::Expired { role, expires_at, at }) } else { Ok(()) }
}
