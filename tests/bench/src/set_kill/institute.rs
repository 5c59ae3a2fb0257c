//! Who publishes while the device dies: sets of which no two have a content blob in common, so that a mixed one shows.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use e2e::author::{Author, at, root_path, rule};
use semafor_core::bundle::{BlobHash, BlobRef, Contents, Entry, Index, KeyRecords, Kind, KindIndex, PartitionRecord};
use semafor_core::revocation::{Chunk, Form, HashType, PrefixBits, Probability};
use semafor_core::trust::{Domain, TrustedKey};
use semafor_core::verifier::FreshnessLimits;
use semafor_publisher::revocation::encode;

use crate::material::{DAY, authority, instant};
use crate::production::CLOCK;
use crate::revocation::hash;

/// The institute, with what it has published.
pub struct Institute {
    author: Author,
    keys: Vec<TrustedKey>,
    /// The snapshots' ids by the version of the set.
    ids: BTreeMap<u64, String>,
    /// All blobs of the newest set.
    hashes: Vec<BlobHash>,
}

impl Institute {
    /// An institute whose root is in the folder, and that has published nothing yet.
    pub fn found(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut author = Author::begin(folder);
        (author.root.signed_at, author.root.expires_at) = (at("2022-01-01"), at("2024-01-01"));
        author.put_root();
        let key = |number| -> Result<_, Box<dyn Error>> {
            Ok(TrustedKey::from_dsc(authority(number, CLOCK)?.dsc(), Domain::EuDcc)?)
        };
        let keys = (0..KEYS).map(key).collect::<Result<_, _>>()?;
        Ok(Self { author, keys, ids: BTreeMap::new(), hashes: Vec::new() })
    }

    /// The first root.
    pub fn root(&self) -> Vec<u8> {
        self.author.file(&root_path(1))
    }

    /// The version of the newest set.
    pub fn version(&self) -> u64 {
        self.author.set.version
    }

    /// The id of the snapshot that the set of this version makes; none of none.
    pub fn id(&self, version: u64) -> Option<String> {
        self.ids.get(&version).cloned()
    }

    /// All blobs of the newest set.
    pub fn hashes(&self) -> &[BlobHash] {
        &self.hashes
    }

    /// The next set, in the place of the one before.
    pub fn publish(&mut self) -> Result<(), Box<dyn Error>> {
        let blobs = self.author.folder.join("blobs");
        if blobs.exists() {
            std::fs::remove_dir_all(blobs)?;
        }
        let next = self.version().saturating_add(1);
        let text = format!("set {next}");
        let rules = COUNTRIES.iter().map(|country| self.author.entry(country, &rule(country, &text)));
        let rules = self.index(Kind::Rules, rules.collect())?;
        let keys = self.index(Kind::Keys, vec![self.keys(&text)])?;
        let lists = (0..).zip(&self.keys).map(|(place, key)| self.list(next, place, key));
        let lists = lists.collect::<Result<_, _>>()?;
        self.author.set.kinds = vec![keys, rules, self.index(Kind::Revocation, lists)?];
        self.author.publish_set(instant(CLOCK));
        self.remember()
    }

    /// Reads what was published as a device would.
    fn remember(&mut self) -> Result<(), Box<dyn Error>> {
        let lookup = |blob: &BlobRef| Some(self.author.file(&e2e::author::blob_path(blob)));
        let contents = Contents::read(self.author.timestamp.clone(), self.author.set.clone(), &lookup)?;
        let snapshot = contents.snapshot(instant(CLOCK), &lookup)?;
        let indexes = self.author.set.kinds.iter().map(|part| &part.blob);
        self.hashes = indexes.chain(contents.named()).map(|blob| blob.hash).collect();
        self.ids.insert(self.version(), snapshot.id().to_owned());
        Ok(())
    }

    fn keys(&self, text: &str) -> Entry {
        let named = |key: &TrustedKey| TrustedKey { participant: Some(text.to_owned()), ..key.clone() };
        self.entry("eu-dcc/CZ", &KeyRecords(self.keys.iter().map(named).collect()).to_bytes(), None)
    }

    fn list(&self, version: u64, place: u64, key: &TrustedKey) -> Result<Entry, Box<dyn Error>> {
        let first = version.saturating_mul(100).saturating_add(place).saturating_mul(HASHES);
        let about = PartitionRecord {
            key_id: key.key_id.clone(),
            hash_types: vec![HashType::CountryCodeUci],
            chunk: Chunk::ALL,
            expires_at: None,
            form: Form::EliasFano,
            false_hit: Probability::new(1e-12).ok_or("no probability")?,
        };
        let list = encode((first..first.saturating_add(HASHES)).map(hash), PrefixBits::USUAL)?;
        Ok(self.entry(&key.key_id.to_string(), &list, Some(about.to_bytes())))
    }

    fn entry(&self, key: &str, content: &[u8], about: Option<Vec<u8>>) -> Entry {
        Entry { key: key.to_owned(), effective_from: None, blobs: vec![self.author.put_blob(content)], about }
    }

    fn index(&self, kind: Kind, entries: Vec<Entry>) -> Result<KindIndex, Box<dyn Error>> {
        let blob = self.author.put_blob(&Index { entries }.to_bytes());
        let freshness = FreshnessLimits::new(2 * DAY, 7 * DAY, 30 * DAY).ok_or("limits out of order")?;
        Ok(KindIndex { kind, part: String::new(), critical: true, blob, freshness })
    }
}

const COUNTRIES: [&str; 24] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "NL", "PL", "PT", "SE", "SK",
];

/// Each with a list of [`HASHES`].
const KEYS: u32 = 24;

/// Enough that all of them do not fit into one batch of what a sync keeps at once.
const HASHES: u64 = 2_000;
