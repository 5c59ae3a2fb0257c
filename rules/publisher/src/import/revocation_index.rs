//! The shapes of an EU distribution service (protocols.md §2.3), and `index.json`, in which an import keeps them.

use std::collections::BTreeMap;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use semafor_core::instant::Instant;
use serde::{Deserialize, Serialize};

use super::names::{is_lower_hex, is_sha256};

/// `GET /lists`, one of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedList {
    pub(super) kid: String,
    pub(super) mode: String,
    #[serde(default)]
    pub(super) hash_types: Vec<String>,
    pub(super) expires: String,
    pub(super) last_updated: Option<String>,
}

/// `GET /lists/{kid}/partitions`, one of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedPartition {
    pub(super) kid: String,
    pub(super) id: Option<String>,
    pub(super) chunks: BTreeMap<String, BTreeMap<String, ListedSlice>>,
}

/// A slice, under its chunk and its expiry.
#[derive(Debug, Deserialize)]
pub(super) struct ListedSlice {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) version: serde_json::Value,
    pub(super) hash: String,
}

/// `index.json`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Index {
    /// Lists whose slices are all here.
    pub(super) lists: Vec<List>,
    /// Lists that exist and are not here: what they name is unknown, not "not revoked".
    pub(super) unfetched: Vec<Unfetched>,
}

impl Index {
    /// How many slices it names.
    pub(super) fn slices(&self) -> usize {
        self.lists.iter().map(|list| list.slices.len()).sum()
    }
}

#[derive(Debug, Serialize)]
pub(super) struct List {
    pub(super) kid: String,
    pub(super) mode: Mode,
    pub(super) hash_types: Vec<String>,
    pub(super) expires: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_updated: Option<String>,
    pub(super) slices: Vec<Slice>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Slice {
    /// `null` in mode POINT, one nibble in VECTOR, two in COORDINATE.
    pub(super) partition: String,
    /// One nibble.
    pub(super) chunk: String,
    pub(super) expires: Instant,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) version: serde_json::Value,
    pub(super) hash: String,
    pub(super) file: String,
}

impl Slice {
    /// The file that holds the slice of this hash.
    pub(super) fn file_of(hash: &str) -> String {
        format!("slices/{hash}")
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Unfetched {
    pub(super) kid: String,
    pub(super) mode: String,
    pub(super) hash_types: Vec<String>,
    pub(super) expires: String,
    pub(super) because: String,
}

/// How a hash is found in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Mode {
    Point,
    Vector,
    Coordinate,
}

impl Mode {
    fn read(text: &str) -> Option<Self> {
        match text {
            "POINT" => Some(Self::Point),
            "VECTOR" => Some(Self::Vector),
            "COORDINATE" => Some(Self::Coordinate),
            _ => None,
        }
    }

    fn has_partition(self, id: &str) -> bool {
        let nibbles = |count| id.len() == count && id.bytes().all(is_lower_hex);
        match self {
            Self::Point => id == NO_PARTITION,
            Self::Vector => nibbles(1),
            Self::Coordinate => nibbles(2),
        }
    }
}

/// What stands for the one partition of mode POINT, in addresses too.
const NO_PARTITION: &str = "null";

const HASH_TYPES: [&str; 3] = ["SIGNATURE", "UCI", "COUNTRYCODEUCI"];

/// A list that can be asked for, and read by whoever knows this protocol.
#[derive(Debug)]
pub(super) struct Readable {
    pub(super) mode: Mode,
    /// The key id in addresses.
    pub(super) in_path: String,
}

impl ListedList {
    /// Whether it can be fetched and would be understood.
    pub(super) fn readable(&self) -> Result<Readable, String> {
        let kid = Base64::decode_vec(&self.kid).ok().filter(|kid| kid.len() == 8);
        // Gateway batches may carry `UNKNOWN_KID`, whose list the service names and cannot serve.
        let kid = kid.ok_or_else(|| format!("{:?} is no key id, so its partitions cannot be asked for", self.kid))?;
        let mode = Mode::read(&self.mode).ok_or_else(|| format!("mode {:?} is not known", self.mode))?;
        match self.hash_types.iter().find(|kind| !HASH_TYPES.contains(&kind.as_str())) {
            Some(kind) => Err(format!("hash type {kind:?} is not known")),
            None if self.hash_types.is_empty() => Err("it names no hash type".to_owned()),
            None => Ok(Readable { mode, in_path: Base64UrlUnpadded::encode_string(&kid) }),
        }
    }

    /// It exists, and its content is unknown.
    pub(super) fn unfetched(&self, because: String) -> Unfetched {
        let Self { kid, mode, hash_types, expires, .. } = self.clone();
        Unfetched { kid, mode, hash_types, expires, because }
    }
}

impl ListedPartition {
    /// Its id in addresses.
    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or(NO_PARTITION)
    }

    /// Its slices, all addresses and dates read.
    pub(super) fn slices(&self, list: &ListedList, mode: Mode) -> Result<Vec<Slice>, String> {
        let id = self.id();
        if self.kid != list.kid {
            return Err(format!("partition {id:?} is of key id {:?}, listed is {:?}", self.kid, list.kid));
        }
        if !mode.has_partition(id) {
            return Err(format!("{id:?} is no partition of mode {mode:?}"));
        }
        let slices = self.chunks.iter().flat_map(|(chunk, slices)| slices.iter().map(move |slice| (chunk, slice)));
        slices.map(|(chunk, (expires, slice))| slice.read(id, chunk, expires)).collect()
    }
}

impl ListedSlice {
    fn read(&self, partition: &str, chunk: &str, expires: &str) -> Result<Slice, String> {
        if !(chunk.len() == 1 && chunk.bytes().all(is_lower_hex)) {
            return Err(format!("{chunk:?} is no chunk"));
        }
        if !matches!(self.kind.as_str(), "BLOOMFILTER" | "VARHASHLIST") {
            return Err(format!("slice type {:?} is not known", self.kind));
        }
        if !is_sha256(&self.hash) {
            return Err(format!("{:?} is no SHA-256", self.hash));
        }
        Ok(Slice {
            partition: partition.to_owned(),
            chunk: chunk.to_owned(),
            expires: Instant::parse(expires).map_err(|error| format!("{expires:?}: {error}"))?,
            kind: self.kind.clone(),
            version: self.version.clone(),
            hash: self.hash.clone(),
            file: Slice::file_of(&self.hash),
        })
    }
}
