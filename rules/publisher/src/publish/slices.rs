//! Imported revocation lists, `revocation/NAME/` of a content directory → partitions (FORMAT.md §8.2): every slice as it
//! came, and the lists that could not be had as lists of unknown content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use semafor_core::bundle::{BlobHash, PartitionRecord};
use semafor_core::cose::KeyId;
use semafor_core::instant::Instant;
use semafor_core::limits;
use semafor_core::revocation::{BloomSlice, Chunk, Form, HashType, PrefixList, Probability};
use serde::Deserialize;

use super::folder::{self, FolderError};
use super::material::{Material, Partition};
use super::revoked::hex;

/// The form under which a list is published that exists and could not be had. No phone knows it, so that none takes the
/// list for empty.
pub const NOT_FETCHED: &str = "not-fetched";

/// Why imported lists cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum SlicesError {
    /// A file cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// An index is not what an import writes.
    #[error("{}: {because}", path.display())]
    Index {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        because: String,
    },
    /// Phones could not read a slice.
    #[error("{}: {because}", path.display())]
    Slice {
        /// Its file.
        path: PathBuf,
        /// Why.
        because: String,
    },
}

#[derive(Deserialize)]
struct Index {
    lists: Vec<List>,
    unfetched: Vec<Unfetched>,
}

#[derive(Deserialize)]
struct List {
    kid: String,
    mode: String,
    hash_types: Vec<String>,
    slices: Vec<Slice>,
}

#[derive(Deserialize)]
struct Slice {
    partition: String,
    chunk: String,
    expires: Instant,
    #[serde(rename = "type")]
    kind: String,
    hash: String,
    file: String,
}

#[derive(Deserialize)]
struct Unfetched {
    kid: String,
    hash_types: Vec<String>,
    expires: String,
}

/// A slice that core has read.
struct Readable {
    form: Form,
    false_hit: Probability,
    bytes: Vec<u8>,
}

/// Takes in every import below `revocation/` of a content directory.
///
/// # Errors
/// [`SlicesError`] of the first file that is missing, was changed since the import or cannot be read by phones.
pub fn add(material: &mut Material, content: &Path) -> Result<(), SlicesError> {
    let imports = content.join("revocation");
    for name in folder::names(&imports)?.into_iter().filter(|name| !name.starts_with('.')) {
        Import { folder: &imports.join(&name), name: &name }.add(material)?;
    }
    Ok(())
}

/// One import.
struct Import<'a> {
    folder: &'a Path,
    name: &'a str,
}

impl Import<'_> {
    fn add(&self, material: &mut Material) -> Result<(), SlicesError> {
        let path = self.folder.join("index.json");
        let index = folder::read_present(&path, INDEX_BYTES)?;
        let index: Index = serde_json::from_slice(&index).map_err(|error| self.wrong(error.to_string()))?;
        // An import without any list says that nothing is revoked.
        material.declare_lists();
        index.lists.iter().try_for_each(|list| self.add_list(material, list))?;
        for list in &index.unfetched {
            self.add_unfetched(material, list);
        }
        Ok(())
    }

    fn add_list(&self, material: &mut Material, list: &List) -> Result<(), SlicesError> {
        let key_id = key_id(&list.kid).ok_or_else(|| self.wrong(format!("{:?} is no key id", list.kid)))?;
        let unknown = |name: &String| self.wrong(format!("hash type {name:?} is not known"));
        let types = list.hash_types.iter().map(|name| HashType::parse(name).ok_or_else(|| unknown(name)));
        let hash_types: Vec<_> = types.collect::<Result<_, _>>()?;
        let mut places = BTreeMap::<_, Vec<Readable>>::new();
        for slice in &list.slices {
            let chunk = chunk(&list.mode, slice).ok_or_else(|| {
                let Slice { partition, chunk, .. } = slice;
                self.wrong(format!("partition {partition:?}, chunk {chunk:?}: no place in mode {:?}", list.mode))
            })?;
            places.entry((chunk, slice.expires)).or_default().push(self.slice(slice)?);
        }
        for ((chunk, expires_at), slices) in places {
            let key = format!("import/{}/{}/{chunk}/{}", self.name, hex(key_id.as_bytes()), expires_at.as_unix());
            for (number, Readable { form, false_hit, bytes }) in chosen(slices, material).into_iter().enumerate() {
                let key = if number == 0 { key.clone() } else { format!("{key}/{number}") };
                let (key_id, hash_types) = (key_id.clone(), hash_types.clone());
                let expires_at = Some(expires_at);
                let about = PartitionRecord { key_id, hash_types, chunk, expires_at, form, false_hit }.to_bytes();
                material.add_partition(key, Partition { about: Some(about), blobs: vec![bytes] });
            }
        }
        Ok(())
    }

    fn slice(&self, slice: &Slice) -> Result<Readable, SlicesError> {
        if slice.file != format!("slices/{}", slice.hash) {
            return Err(self.wrong(format!("{:?} is no file of slice {}", slice.file, slice.hash)));
        }
        let path = self.folder.join(&slice.file);
        let bytes = folder::read_present(&path, limits::BLOB_BYTES)?;
        let fault = |because| SlicesError::Slice { path: path.clone(), because };
        let found = BlobHash::of(&bytes).to_string();
        if found != slice.hash {
            return Err(fault(format!("SHA-256 {found}, by the index {}", slice.hash)));
        }
        let file: Arc<[u8]> = bytes.as_slice().into();
        let (form, false_hit) = match slice.kind.as_str() {
            "BLOOMFILTER" => {
                let slice = BloomSlice::parse(file).map_err(|because| fault(because.to_string()))?;
                (Form::Bloom, slice.false_hit())
            }
            "VARHASHLIST" => {
                let list = PrefixList::parse(file).map_err(|because| fault(because.to_string()))?;
                (Form::PrefixList, list.false_hit())
            }
            other => return Err(fault(format!("type {other:?} is not known"))),
        };
        Ok(Readable { form, false_hit, bytes })
    }

    /// A list of which all that is known is that it is there. Where its id is none, no certificate can name it.
    fn add_unfetched(&self, material: &mut Material, list: &Unfetched) {
        let Some(key_id) = key_id(&list.kid) else {
            material.leave_out("revocation lists of what is no key id".to_owned());
            return;
        };
        let types = list.hash_types.iter().map(|name| HashType::parse(name)).collect::<Option<Vec<_>>>();
        let key = format!("import/{}/{}/{NOT_FETCHED}", self.name, hex(key_id.as_bytes()));
        let about = PartitionRecord {
            key_id,
            // None of them, which is all of them, when one is not known.
            hash_types: types.unwrap_or_default(),
            chunk: Chunk::ALL,
            expires_at: Instant::parse(&list.expires).ok(),
            form: Form::Unknown(NOT_FETCHED.to_owned()),
            false_hit: Probability::ZERO,
        };
        // Every entry names a blob; this one is the same for all and nobody reads it.
        let blobs = vec![NOT_FETCHED.as_bytes().to_vec()];
        material.add_partition(key, Partition { about: Some(about.to_bytes()), blobs });
        material.leave_out("revocation lists that could not be fetched, published as unknown".to_owned());
    }

    fn wrong(&self, because: String) -> SlicesError {
        SlicesError::Index { path: self.folder.join("index.json"), because }
    }
}

/// An index names a slice in some 300 bytes, and an import has at most a million.
const INDEX_BYTES: usize = 536_870_912;

/// Slices of one place and expiry are the same hashes written in both forms: one is enough. Of the two it is the one that
/// errs less, and the Bloom filter where they are alike, since lookups in it take no longer however many hashes it has.
/// Two of one form cannot be told to be alike: both stay.
fn chosen(slices: Vec<Readable>, material: &mut Material) -> Vec<Readable> {
    let (bloom, lists): (Vec<_>, Vec<_>) = slices.into_iter().partition(|slice| slice.form == Form::Bloom);
    match (bloom.as_slice(), lists.as_slice()) {
        ([filter], [list]) => {
            material.leave_out("revocation slices that are here in another form".to_owned());
            if list.false_hit < filter.false_hit { lists } else { bloom }
        }
        _ => bloom.into_iter().chain(lists).collect(),
    }
}

/// Which hashes a slice answers for: those that begin with the digits of its partition, if it has one, and its chunk
/// (protocols.md §2.3).
fn chunk(mode: &str, slice: &Slice) -> Option<Chunk> {
    let (partition, digits) = match (mode, slice.partition.as_str()) {
        ("POINT", "null") => ("", 1),
        ("VECTOR", partition) => (partition, 2),
        ("COORDINATE", partition) => (partition, 3),
        _ => return None,
    };
    let prefix = format!("{partition}{}", slice.chunk);
    Some(prefix).filter(|prefix| prefix.len() == digits && slice.chunk.len() == 1).and_then(|it| Chunk::parse(&it))
}

fn key_id(base64: &str) -> Option<KeyId> {
    KeyId::new(&Base64::decode_vec(base64).ok().filter(|bytes| bytes.len() == 8)?)
}
