//! Lists of one's own → partitions (FORMAT.md §8.2), with as little to fetch as may be: what is new is added to what is
//! published; a new base is made when something was taken out, when it keeps too few bits, and when additions have grown.

use semafor_core::bundle::{Contents, Entry, Kind, Lookup, PartitionRecord};
use semafor_core::cose::KeyId;
use semafor_core::limits;
use semafor_core::revocation::{Chunk, EliasFano, Form, PrefixBits, Probability, RevocationHash};

use super::known_good::KnownGood;
use super::material::{Material, Partition};
use super::revoked::{Revoked, RevokedHashes, hex};
use crate::revocation::{EncodeError, SparingError, Update, UpdateError, encode_sparing, hit, update};

/// Why there is no list of a key.
#[derive(Debug, thiserror::Error)]
pub enum OwnListError {
    /// There are too many hashes.
    #[error("key {key}: {because}")]
    Encode {
        /// Its key.
        key: KeyId,
        /// What is wrong.
        because: EncodeError,
    },
    /// A certificate known to be good is in it.
    #[error(
        "key {key}: {certificate} is known to be good, and its hash {hash} is to be revoked: one of the two is wrong"
    )]
    GoodIsRevoked {
        /// Its key.
        key: KeyId,
        /// The certificate's file.
        certificate: String,
        /// Its hash, which names no person.
        hash: RevocationHash,
    },
}

/// What is published, and the blobs of it.
pub type Published<'a> = (&'a Contents, &'a Lookup<'a>);

/// Takes in what is revoked, one partition for each key: with `bits` bits of each hash or more, so that none of the
/// certificates known to be good is found in it.
///
/// # Errors
/// [`OwnListError`].
pub fn add(
    material: &mut Material,
    revoked: &Revoked,
    published: Option<Published<'_>>,
    bits: PrefixBits,
    good: &KnownGood,
) -> Result<(), OwnListError> {
    // Files without a line say that nothing is revoked.
    material.declare_lists();
    for (key_id, list) in &revoked.by_key {
        let name = format!("own/{}", hex(key_id.as_bytes()));
        let before = published.and_then(|published| before(published, &name));
        let good_hashes = good.of(key_id, &list.types());
        let blobs = blobs(list, before, bits, &good_hashes).map_err(|because| match because {
            SparingError::Encode(because) => OwnListError::Encode { key: key_id.clone(), because },
            SparingError::GoodIsRevoked { hash } => {
                OwnListError::GoodIsRevoked { key: key_id.clone(), certificate: good.name_of(&hash), hash }
            }
        })?;
        let about = PartitionRecord {
            key_id: key_id.clone(),
            hash_types: list.types(),
            chunk: Chunk::ALL,
            expires_at: None,
            form: Form::EliasFano,
            false_hit: false_hit(&blobs),
        };
        material.add_partition(name, Partition { about: Some(about.to_bytes()), blobs });
    }
    Ok(())
}

/// A base and its additions, and the bytes of all.
struct Before {
    blobs: Vec<Vec<u8>>,
    sets: Vec<EliasFano>,
}

/// What is published under a name; nothing when it is none of ours or cannot be read, and then the base is made anew.
fn before((contents, lookup): Published<'_>, name: &str) -> Option<Before> {
    let entries = contents.entries().filter(|(kind, entry)| **kind == Kind::Revocation && entry.key == name);
    let (_, entry): (_, &Entry) = entries.max_by_key(|(_, entry)| entry.effective_from)?;
    let blobs = entry.blobs.iter().map(|blob| lookup(blob).filter(|bytes| blob.check(bytes).is_ok()));
    let blobs = blobs.collect::<Option<Vec<_>>>()?;
    let sets = blobs.iter().map(|bytes| EliasFano::parse(bytes.as_slice().into()).ok()).collect::<Option<_>>()?;
    Some(Before { blobs, sets })
}

/// The files of a list: those there are, with another, or a new base alone.
fn blobs(
    list: &RevokedHashes,
    before: Option<Before>,
    bits: PrefixBits,
    good: &[RevocationHash],
) -> Result<Vec<Vec<u8>>, SparingError> {
    let anew = || Ok(vec![encode_sparing(&list.hashes, bits, good)?]);
    let Some(Before { mut blobs, sets }) = before else { return anew() };
    let Some((base, additions)) = sets.split_first() else { return anew() };
    if base.bits() < bits || was_shortened(&sets, &list.hashes) || !hit(&sets, good).is_empty() {
        return anew();
    }
    match update(base, additions, list.hashes.iter().copied(), good) {
        Ok(Update::Unchanged) => Ok(blobs),
        Ok(Update::Addition(addition)) if blobs.len() < limits::ENTRY_BLOBS => {
            blobs.push(addition);
            Ok(blobs)
        }
        Ok(Update::Compacted(base)) => Ok(vec![base]),
        Err(UpdateError::Encode(because)) => Err(because.into()),
        Ok(Update::Addition(_)) | Err(UpdateError::Bits { .. } | UpdateError::HitsGood { .. }) => anew(),
    }
}

/// Whether something published is no longer in the list.
fn was_shortened(sets: &[EliasFano], hashes: &[RevocationHash]) -> bool {
    sets.iter().any(|set| {
        let mut now: Vec<_> = hashes.iter().map(|hash| set.bits().of(hash)).collect();
        now.sort_unstable();
        set.values().any(|value| now.binary_search(&value).is_err())
    })
}

/// The worst of the files: a hit in any of them counts by its own.
fn false_hit(blobs: &[Vec<u8>]) -> Probability {
    let sets = blobs.iter().filter_map(|bytes| EliasFano::parse(bytes.as_slice().into()).ok());
    sets.map(|set| set.false_hit()).max().unwrap_or(Probability::ZERO)
}
