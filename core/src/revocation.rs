//! Whether a certificate is revoked: the hashes by which lists name it, the forms in which lists are kept, and the answer,
//! which is never "no" where it is not known.
//!
//! [`EliasFano`] sets are our own; [`BloomSlice`]s and [`PrefixList`]s of the EU service are kept as they come.

mod bits;
mod bloom;
mod elias_fano;
mod hashes;
mod partition;
mod prefix_bits;
mod prefix_list;
mod probability;

use std::collections::{BTreeMap, HashMap};

use partition::Slice;

use crate::cose::KeyId;
use crate::instant::Instant;

pub use bloom::{BloomError, BloomSlice};
pub use elias_fano::{EliasFano, EliasFanoError};
pub use hashes::{HashType, RevocationHash, RevocationHashes};
pub use partition::{Blob, Chunk, Form, Partition, RevocationGap};
pub use prefix_bits::PrefixBits;
pub use prefix_list::{PrefixList, PrefixListError};
pub use probability::Probability;

/// The revocation list of one moment: all its partitions, whether they are here or not.
#[derive(Clone, Debug)]
pub struct Revocations {
    /// Nothing when no list was ever loaded.
    by_key: Option<HashMap<KeyId, BTreeMap<Chunk, Vec<Part>>>>,
    limit: Probability,
}

/// What is known of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevocationAnswer {
    /// All that is published about its key was asked, and it is in none of it.
    NotRevoked,
    /// It is in the list.
    Revoked {
        /// The probability that a certificate which is not revoked is found like this one.
        p: Probability,
        /// The most at which that refuses.
        limit: Probability,
    },
    /// It is in the list, but others might be found there by mistake too often.
    LikelyRevoked {
        /// The probability that a certificate which is not revoked is found like this one.
        p: Probability,
        /// The most at which that would refuse.
        limit: Probability,
    },
    /// What had to be asked cannot be.
    Unknown {
        /// Why.
        because: RevocationGap,
    },
}

impl Revocations {
    /// No list yet: it is known of no certificate whether it is revoked.
    #[must_use]
    pub fn never_loaded() -> Self {
        Self { by_key: None, limit: Probability::DEFAULT_LIMIT }
    }

    /// The list with these partitions; without any, nothing is revoked. What cannot be read is kept as that, and makes
    /// unknown what it would have to answer.
    #[must_use]
    pub fn of(partitions: impl IntoIterator<Item = Partition>) -> Self {
        let mut by_key: HashMap<_, BTreeMap<_, Vec<_>>> = HashMap::new();
        for partition in partitions {
            let (key_id, chunk) = (partition.key_id.clone(), partition.chunk);
            by_key.entry(key_id).or_default().entry(chunk).or_default().push(Part::read(partition));
        }
        Self { by_key: Some(by_key), limit: Probability::DEFAULT_LIMIT }
    }

    /// The same list, in which a hit refuses when its probability of error is at most `limit`.
    #[must_use]
    pub fn with_limit(self, limit: Probability) -> Self {
        Self { limit, ..self }
    }

    /// Whether a certificate with these hashes, signed by a key with this id, is revoked at `at`. No list for the key:
    /// not revoked.
    #[must_use]
    pub fn answer(&self, key_id: &KeyId, hashes: &RevocationHashes, at: Instant) -> RevocationAnswer {
        self.find(key_id, hashes).at(at)
    }

    /// The same for all times: asks every hash of the certificate in every slice that answers for it.
    #[must_use]
    pub fn find(&self, key_id: &KeyId, hashes: &RevocationHashes) -> Findings {
        let mut findings = Findings { limit: self.limit, found: Vec::new() };
        let Some(by_key) = &self.by_key else {
            findings.add(None, Finding::Gap(RevocationGap::NeverLoaded));
            return findings;
        };
        let Some(chunks) = by_key.get(key_id) else { return findings };
        for hash_type in [HashType::Uci, HashType::CountryCodeUci, HashType::Signature] {
            for hash in hashes.of_type(hash_type) {
                let parts =
                    (0..=Chunk::MOST_DIGITS).filter_map(|digits| chunks.get(&Chunk::of(&hash, digits))).flatten();
                let asked = |part: &&Part| part.hash_types.is_empty() || part.hash_types.contains(&hash_type);
                for part in parts.filter(asked) {
                    part.find(&hash, &mut findings);
                }
            }
        }
        findings
    }
}

/// What was found of one certificate, with the time up to which each finding counts.
#[derive(Clone, Debug)]
pub struct Findings {
    limit: Probability,
    /// Each with its last second.
    found: Vec<(Option<Instant>, Finding)>,
}

#[derive(Clone, Debug)]
enum Finding {
    Hit(Probability),
    Gap(RevocationGap),
}

impl Findings {
    /// The answer at `at`. A hit beats a gap; of several hits the least doubtful counts.
    #[must_use]
    pub fn at(&self, at: Instant) -> RevocationAnswer {
        let current = || {
            let found = self.found.iter().filter(move |(last, _)| last.is_none_or(|last| at <= last));
            found.map(|(_, finding)| finding)
        };
        let hit = |finding: &Finding| match finding {
            Finding::Hit(p) => Some(*p),
            Finding::Gap(_) => None,
        };
        let gap = |finding: &Finding| match finding {
            Finding::Hit(_) => None,
            Finding::Gap(because) => Some(because.clone()),
        };
        let limit = self.limit;
        match (current().filter_map(hit).min(), current().find_map(gap)) {
            (Some(p), _) if p <= limit => RevocationAnswer::Revoked { p, limit },
            (Some(p), _) => RevocationAnswer::LikelyRevoked { p, limit },
            (None, Some(because)) => RevocationAnswer::Unknown { because },
            (None, None) => RevocationAnswer::NotRevoked,
        }
    }

    /// The first seconds at which the answer may differ from the second before.
    pub fn first_seconds(&self) -> impl Iterator<Item = Instant> {
        self.found.iter().filter_map(|(last, _)| last.map(|last| last.plus_seconds(1)))
    }

    fn add(&mut self, last: Option<Instant>, finding: Finding) {
        self.found.push((last, finding));
    }
}

/// A partition that was read as far as it can be.
#[derive(Clone, Debug)]
struct Part {
    hash_types: Vec<HashType>,
    expires_at: Option<Instant>,
    false_hit: Probability,
    /// Base and additions.
    slices: Vec<Result<Slice, RevocationGap>>,
}

impl Part {
    fn read(partition: Partition) -> Self {
        let Partition { hash_types, expires_at, form, false_hit, blobs, .. } = partition;
        let mut slices: Vec<_> = blobs.iter().map(|blob| Slice::read(blob, &form)).collect();
        if slices.is_empty() {
            // Even an empty list has a base.
            slices.push(Err(RevocationGap::NotLoaded));
        }
        Self { hash_types, expires_at, false_hit, slices }
    }

    fn find(&self, hash: &RevocationHash, findings: &mut Findings) {
        for slice in &self.slices {
            match slice {
                Ok(slice) if slice.contains(hash) => {
                    findings.add(self.expires_at, Finding::Hit(slice.false_hit().max(self.false_hit)));
                }
                Ok(_) => {}
                Err(gap) => findings.add(self.expires_at, Finding::Gap(gap.clone())),
            }
        }
    }
}
