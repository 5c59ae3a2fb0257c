//! What a set leads to: its indexes, the blobs that are wanted, and the snapshot that they make (FORMAT.md §8).

use std::collections::HashSet;

use ring::digest::{Context, SHA256};
use serde_json::Value as Json;

use super::blob::{BlobError, BlobHash, BlobRef};
use super::fields::FieldError;
use super::index::{Entry, Index};
use super::key_record::KeyRecords;
use super::partition_record::PartitionRecord;
use super::published::Published;
use super::seal::Seal;
use super::set::Set;
use super::timestamp::Timestamp;
use crate::instant::Instant;
use crate::revocation::{Blob, EliasFano, Form, Partition, Revocations};
use crate::rulebook::{RuleError, Rulebook};
use crate::scheme::Schemes;
use crate::trust::{TrustList, TrustedKey};
use crate::verifier::{Freshness, Origin, Snapshot};

/// What an index is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Keys of document signers.
    Keys,
    /// Rules (protocols.md §3.3).
    Rules,
    /// Value sets (protocols.md §3.8).
    ValueSets,
    /// Modes.
    Modes,
    /// What staff read of rules.
    Texts,
    /// Colour schemes.
    Schemes,
    /// Revocation lists.
    Revocation,
    /// Something that this program does not know: kept, not read.
    Other(String),
}

const NAMES: [(&str, Kind); 7] = [
    ("keys", Kind::Keys),
    ("rules", Kind::Rules),
    ("valuesets", Kind::ValueSets),
    ("modes", Kind::Modes),
    ("texts", Kind::Texts),
    ("scheme", Kind::Schemes),
    ("revocation", Kind::Revocation),
];

impl Kind {
    /// The kind of this name; `None` for a name that is none (1 to 32 of `a`–`z`, `0`–`9`, `-`).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| kind.clone());
        known.or_else(|| super::Environment::new(name).map(|name| Self::Other(name.as_str().to_owned())))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => NAMES.iter().find(|(_, kind)| kind == known).map_or("", |(name, _)| name),
        }
    }
}

/// A set with its indexes: all that is needed to know which blobs it wants.
#[derive(Clone, Debug)]
pub struct Contents {
    timestamp: Timestamp,
    set: Set,
    indexes: Vec<(Kind, Index)>,
}

/// Why the blobs of a set make no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// A blob is not there.
    #[error("{kind} {key}: the blob {hash} is missing")]
    Missing {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
        /// Its hash.
        hash: BlobHash,
    },
    /// A blob is not what was named.
    #[error("{kind} {key}: {because}")]
    Blob {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
        /// What is wrong.
        because: BlobError,
    },
    /// Keys or an index cannot be read.
    #[error("{kind} {key}: {because}")]
    Fields {
        /// The kind.
        kind: String,
        /// The key; empty for the index.
        key: String,
        /// What is wrong.
        because: FieldError,
    },
    /// A revocation list that cannot be read, or whose hashes are not in order.
    #[error("revocation {key}: the list cannot be read, or is not in order")]
    Disorder {
        /// Its key.
        key: String,
    },
    /// A blob of the policy is no JSON.
    #[error("{kind} {key}: no JSON that can be read: {because}")]
    Json {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
        /// What is wrong.
        because: serde_json::Error,
    },
    /// A rule, value set, mode or text cannot be used.
    #[error("{kind} {key}: {because}")]
    Rule {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
        /// What is wrong.
        because: Box<RuleError>,
    },
}

/// Gets the bytes of a blob as they were transferred, if they are there.
pub type Lookup<'a> = dyn Fn(&BlobRef) -> Option<Vec<u8>> + 'a;

impl Contents {
    /// Reads the indexes of a set.
    ///
    /// # Errors
    /// [`ContentError`] of the first that is missing or cannot be read.
    pub fn read(timestamp: Timestamp, set: Set, blobs: &Lookup<'_>) -> Result<Self, ContentError> {
        let index = |part: &super::KindIndex| {
            let bytes = fetch(&part.kind, "", &part.blob, blobs)?;
            let fault =
                |because| ContentError::Fields { kind: part.kind.name().to_owned(), key: String::new(), because };
            Ok((part.kind.clone(), Index::parse(&bytes).map_err(fault)?))
        };
        let indexes = set.kinds.iter().map(index).collect::<Result<_, ContentError>>()?;
        Ok(Self { timestamp, set, indexes })
    }

    /// Reads a set that no timestamp names yet, as if one of `at` did.
    ///
    /// # Errors
    /// [`ContentError`], as for [`Contents::read`].
    pub fn unnamed(set: Set, blobs: &Lookup<'_>, at: Instant) -> Result<Self, ContentError> {
        let file = Seal::unsigned(set.to_payload()).to_bytes();
        let timestamp = Timestamp {
            version: 0,
            signed_at: at,
            expires_at: at,
            root_version: 0,
            set_version: set.version,
            set: BlobRef { hash: BlobHash::of(&file), size: file.len(), inflated: None },
        };
        Self::read(timestamp, set, blobs)
    }

    /// The timestamp that names the set.
    #[must_use]
    pub fn timestamp(&self) -> &Timestamp {
        &self.timestamp
    }

    /// The set.
    #[must_use]
    pub fn set(&self) -> &Set {
        &self.set
    }

    /// Every entry, with what it is about.
    pub fn entries(&self) -> impl Iterator<Item = (&Kind, &Entry)> {
        self.indexes.iter().flat_map(|(kind, index)| index.entries.iter().map(move |entry| (kind, entry)))
    }

    /// Every blob that the set names.
    pub fn named(&self) -> impl Iterator<Item = &BlobRef> {
        self.entries().flat_map(|(_, entry)| &entry.blobs)
    }

    /// The blobs that every client must have, those that begin to count later among them: all but revocation lists.
    pub fn wanted(&self) -> impl Iterator<Item = &BlobRef> {
        self.entries().filter(|(kind, _)| **kind != Kind::Revocation).flat_map(|(_, entry)| &entry.blobs)
    }

    /// The revocation lists that can matter at `at` or later: those of keys that vouch for anything from then on.
    ///
    /// # Errors
    /// [`ContentError`] of keys that cannot be read: they must be there.
    pub fn wanted_revocation(&self, at: Instant, blobs: &Lookup<'_>) -> Result<Vec<BlobRef>, ContentError> {
        let mut vouching = HashSet::new();
        for (_, entry) in self.entries().filter(|(kind, _)| **kind == Kind::Keys) {
            for blob in &entry.blobs {
                let keys = read_keys(&entry.key, &fetch(&Kind::Keys, &entry.key, blob, blobs)?)?.0;
                let counts = |key: &TrustedKey| !key.test_only && key.not_after >= at;
                vouching.extend(keys.into_iter().filter(counts).map(|key| key.key_id));
            }
        }
        let mut wanted = Vec::new();
        for (_, entry) in self.entries().filter(|(kind, _)| **kind == Kind::Revocation) {
            let matters = vouching.contains(&read_partition(entry)?.key_id);
            wanted.extend(entry.blobs.iter().filter(|_| matters).copied());
        }
        Ok(wanted)
    }

    /// Looks at lists of our own form that have just come, among them `fetched`: out of order, a hash would not be found. It
    /// takes half a second for ten million hashes, so that it is done once.
    ///
    /// # Errors
    /// [`ContentError::Disorder`].
    pub fn check_lists(&self, fetched: &[BlobRef], blobs: &Lookup<'_>) -> Result<(), ContentError> {
        for (_, entry) in self.entries().filter(|(kind, _)| **kind == Kind::Revocation) {
            let ours = read_partition(entry)?.form == Form::EliasFano;
            for blob in entry.blobs.iter().filter(|blob| ours && fetched.contains(blob)) {
                let bytes = fetch(&Kind::Revocation, &entry.key, blob, blobs)?;
                let is_fine = EliasFano::parse(bytes.into()).is_ok_and(|set| set.is_in_order());
                if !is_fine {
                    return Err(ContentError::Disorder { key: entry.key.clone() });
                }
            }
        }
        Ok(())
    }

    /// The first second behind `at` at which [`Contents::snapshot`] gives another one.
    #[must_use]
    pub fn next_change(&self, at: Instant) -> Option<Instant> {
        self.indexes.iter().filter_map(|(_, index)| index.next_change(at)).min()
    }

    /// Whether it is used instead of a built-in set that was signed then: a new release may carry something newer than a
    /// device has fetched.
    #[must_use]
    pub fn replaces(&self, built_in: Option<Instant>) -> bool {
        built_in.is_none_or(|signed_at| self.timestamp.signed_at >= signed_at)
    }

    /// The keys, rules and value sets in force at `at`.
    ///
    /// # Errors
    /// As [`Contents::published`].
    pub fn snapshot(&self, at: Instant, blobs: &Lookup<'_>) -> Result<Snapshot, ContentError> {
        Ok(self.in_use(at, blobs)?.0)
    }

    /// The snapshot and the schemes in force at `at`.
    ///
    /// # Errors
    /// [`ContentError`] of the first blob that is missing or cannot be used. A scheme that was written for a later
    /// program is kept as one that cannot be used.
    pub fn published(&self, at: Instant, blobs: &Lookup<'_>) -> Result<Published, ContentError> {
        let (snapshot, schemes) = self.in_use(at, blobs)?;
        Ok(Published::new(snapshot, schemes))
    }

    fn in_use(&self, at: Instant, blobs: &Lookup<'_>) -> Result<(Snapshot, Schemes), ContentError> {
        let (mut digest, mut keys, mut schemes) = (Context::new(&SHA256), TrustList::new(), Schemes::default());
        let (mut documents, mut places, mut partitions) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, entry) in self.in_force(at) {
            for blob in &entry.blobs {
                digest.update(&blob.hash.0);
            }
            if *kind == Kind::Revocation {
                partitions.push(partition(entry, blobs)?);
            }
            if matches!(kind, Kind::Revocation | Kind::Other(_)) {
                continue;
            }
            for blob in &entry.blobs {
                let bytes = fetch(kind, &entry.key, blob, blobs)?;
                match kind {
                    Kind::Keys => read_keys(&entry.key, &bytes)?.0.into_iter().for_each(|key| keys.add(key)),
                    Kind::Schemes => schemes.add(&entry.key, &read_json(kind, &entry.key, &bytes)?),
                    _ => {
                        documents.push(read_json(kind, &entry.key, &bytes)?);
                        places.push((kind, &entry.key));
                    }
                }
            }
        }
        let rulebook = Rulebook::read(&documents).map_err(|(place, because)| {
            let (kind, key) = places.get(place).map_or(("", ""), |(kind, key)| (kind.name(), key.as_str()));
            ContentError::Rule { kind: kind.to_owned(), key: key.to_owned(), because: Box::new(because) }
        })?;
        let is_published = self.indexes.iter().any(|(kind, _)| *kind == Kind::Revocation);
        let revocations = is_published.then(|| Revocations::of(partitions));
        Ok((Snapshot::published(self.id(digest), keys, rulebook, revocations, self.origin()), schemes))
    }

    fn in_force(&self, at: Instant) -> impl Iterator<Item = (&Kind, &Entry)> {
        self.indexes.iter().flat_map(move |(kind, index)| index.in_force(at).map(move |entry| (kind, entry)))
    }

    /// The set's version, and a digest of what counts of it.
    fn id(&self, digest: Context) -> String {
        let digest = digest.finish();
        let hex: String = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{hex}", self.set.version)
    }

    fn origin(&self) -> Origin {
        let strictest = |kinds: &[Kind]| {
            let parts = self.set.kinds.iter().filter(|part| kinds.contains(&part.kind));
            parts.map(|part| part.freshness).reduce(|one, other| one.stricter(other))
        };
        let freshness = Freshness {
            keys: strictest(&[Kind::Keys]),
            rules: strictest(&[Kind::Rules]),
            revocation: strictest(&[Kind::Revocation]),
            schemes: strictest(&[Kind::Schemes, Kind::ValueSets]),
        };
        Origin { signed_at: self.timestamp.signed_at, freshness }
    }
}

fn fetch(kind: &Kind, key: &str, blob: &BlobRef, blobs: &Lookup<'_>) -> Result<Vec<u8>, ContentError> {
    let (name, key) = (|| kind.name().to_owned(), || key.to_owned());
    let missing = || ContentError::Missing { kind: name(), key: key(), hash: blob.hash };
    let fault = |because| ContentError::Blob { kind: name(), key: key(), because };
    let bytes = blobs(blob).ok_or_else(missing)?;
    blob.check(&bytes).map_err(fault)?;
    blob.unpack(bytes).map_err(fault)
}

fn read_keys(key: &str, bytes: &[u8]) -> Result<KeyRecords, ContentError> {
    let fault = |because| ContentError::Fields { kind: Kind::Keys.name().to_owned(), key: key.to_owned(), because };
    KeyRecords::parse(bytes).map_err(fault)
}

fn read_partition(entry: &Entry) -> Result<PartitionRecord, ContentError> {
    let fault =
        |because| ContentError::Fields { kind: Kind::Revocation.name().to_owned(), key: entry.key.clone(), because };
    PartitionRecord::parse(entry.about.as_deref().unwrap_or_default()).map_err(fault)
}

/// A partition with the blobs that are there. One that this client has no use for is not, which is no fault.
fn partition(entry: &Entry, blobs: &Lookup<'_>) -> Result<Partition, ContentError> {
    let record = read_partition(entry)?;
    let blob = |blob: &BlobRef| match fetch(&Kind::Revocation, &entry.key, blob, blobs) {
        Ok(bytes) => Ok(Blob::Loaded(bytes.into())),
        Err(ContentError::Missing { .. }) => Ok(Blob::NotLoaded),
        Err(error) => Err(error),
    };
    Ok(record.with_blobs(entry.blobs.iter().map(blob).collect::<Result<_, _>>()?))
}

fn read_json(kind: &Kind, key: &str, bytes: &[u8]) -> Result<Json, ContentError> {
    let fault = |because| ContentError::Json { kind: kind.name().to_owned(), key: key.to_owned(), because };
    serde_json::from_slice(bytes).map_err(fault)
}
