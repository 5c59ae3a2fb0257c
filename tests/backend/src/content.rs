//! What the services serve, in memory.

use std::io::Write;
use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use flate2::Compression;
use flate2::write::GzEncoder;
use p256::ecdsa::SigningKey;
use sha2::{Digest, Sha256};

/// Everything that is served. Paths of services come before files of the directory.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Served as files are.
    pub directory: Option<PathBuf>,
    /// Of the business-rule service.
    pub rules: Vec<RuleItem>,
    /// Of the business-rule service.
    pub value_sets: Vec<ValueSetItem>,
    /// Of the verifier service, in the order of their resume tokens.
    pub dscs: Vec<Dsc>,
    /// Of the revocation distribution; `None` is a service that is not there.
    pub revocation: Option<Vec<RevocationList>>,
    /// Signs what the business-rule service sends.
    pub signing_key: Option<SigningKey>,
}

/// A rule as it was uploaded.
#[derive(Clone, Debug)]
pub struct RuleItem {
    /// Two letters.
    pub country: String,
    /// `VR-CZ-0001`
    pub identifier: String,
    /// `1.0.0`
    pub version: String,
    /// The raw JSON.
    pub body: Vec<u8>,
}

/// A value set as it was uploaded.
#[derive(Clone, Debug)]
pub struct ValueSetItem {
    /// Its id.
    pub id: String,
    /// The raw JSON.
    pub body: Vec<u8>,
}

/// A document signer.
#[derive(Clone, Debug)]
pub struct Dsc {
    /// Its certificate.
    pub der: Vec<u8>,
    /// Whether the status list names it.
    pub in_force: bool,
    /// Whether it is handed out.
    pub handed_out: bool,
}

impl Dsc {
    /// One that is in force and handed out.
    #[must_use]
    pub fn new(der: &[u8]) -> Self {
        Self { der: der.to_vec(), in_force: true, handed_out: true }
    }
}

/// The revocation list of a key.
#[derive(Clone, Debug)]
pub struct RevocationList {
    /// Base64, or `UNKNOWN_KID`, whose partitions are never found.
    pub kid: String,
    /// `POINT`, `VECTOR` or `COORDINATE`.
    pub mode: String,
    /// `SIGNATURE`, `UCI`, `COUNTRYCODEUCI`.
    pub hash_types: Vec<String>,
    /// RFC 3339.
    pub expires: String,
    /// Its parts.
    pub partitions: Vec<Partition>,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Partition {
    /// `None` in mode POINT, else one or two nibbles.
    pub id: Option<String>,
    /// Its chunks.
    pub chunks: Vec<Chunk>,
}

/// A part of a partition.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// One nibble.
    pub id: String,
    /// Its slices.
    pub slices: Vec<Slice>,
}

/// A filter.
#[derive(Clone, Debug)]
pub struct Slice {
    /// RFC 3339; what makes it different from others of its chunk.
    pub expires: String,
    /// `BLOOMFILTER` or `VARHASHLIST`.
    pub kind: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key id of a certificate, base64.
#[must_use]
pub fn key_id(der: &[u8]) -> String {
    Base64::encode_string(Sha256::digest(der).get(..8).unwrap_or_default())
}

/// A tar.gz of slices, as the distribution service packs them: without the blocks that end an archive, each entry named
/// `kid/partition/chunk/hash`.
#[must_use]
pub fn archive(kid: &str, partition: &str, chunk: &str, slices: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for slice in slices {
        bytes.extend(entry(&format!("{kid}/{partition}/{chunk}/{}", sha256(slice)), slice));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(&bytes);
    encoder.finish().unwrap_or_default()
}

fn entry(name: &str, slice: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    // By hand, since a name that begins with a slash is one here.
    if let Some(ustar) = header.as_ustar_mut() {
        ustar.name.iter_mut().zip(name.bytes()).for_each(|(place, byte)| *place = byte);
    }
    header.set_size(slice.len().try_into().unwrap_or_default());
    header.set_mode(0o644);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(slice);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}
