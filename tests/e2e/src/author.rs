//! A publisher in one piece, with all keys in hand: the institute, or whoever has stolen a key of it.

use std::fs;
use std::path::{Path, PathBuf};

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use semafor_core::bundle::{
    self, BlobHash, BlobRef, Entry, Environment, Index, Kind, KindIndex, Role, RoleKey, RoleKeys, Root, Set, Timestamp,
    pack,
};
use semafor_core::instant::Instant;
use semafor_core::verifier::FreshnessLimits;
use serde_json::{Value as Json, json};

/// Keys are named by a byte: their private half is that byte, 32 times.
pub type KeyName = u8;

/// Publishes into a folder.
#[derive(Clone, Debug)]
pub struct Author {
    /// The folder, as a server serves it.
    pub folder: PathBuf,
    /// The root to be signed next.
    pub root: Root,
    /// Who signs roots.
    pub root_signers: Vec<KeyName>,
    /// Who signs sets.
    pub set_signer: KeyName,
    /// Who signs timestamps.
    pub timestamp_signer: KeyName,
    /// The timestamp to be signed next.
    pub timestamp: Timestamp,
    /// The set to be signed next.
    pub set: Set,
}

/// A point in time, as RFC 3339 or a date.
#[must_use]
pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap_or(Instant::MIN)
}

/// The private key of this name.
///
/// # Panics
/// For 0, which names none.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a name that is none is a mistake in a test")]
pub fn private(name: KeyName) -> SigningKey {
    SigningKey::from_slice(&[name; 32]).unwrap()
}

/// The public key of this name.
#[must_use]
#[expect(clippy::unwrap_used, reason = "every key has a point")]
pub fn public(name: KeyName) -> RoleKey {
    RoleKey::new(private(name).verifying_key().to_sec1_point(false).as_bytes()).unwrap()
}

/// The keys of a role.
#[must_use]
#[expect(clippy::unwrap_used, reason = "a role that cannot be is a mistake in a test")]
pub fn keys(threshold: u64, names: &[KeyName]) -> RoleKeys {
    RoleKeys::new(threshold, names.iter().map(|name| public(*name)).collect()).unwrap()
}

/// A payload signed in this context by all of these.
#[must_use]
#[expect(clippy::unwrap_used, reason = "one payload and one signer at least")]
pub fn sealed(payload: &[u8], context: &str, signers: &[KeyName]) -> Vec<u8> {
    let by = |name: &KeyName| {
        let sign = |message: &[u8]| Signer::<Signature>::sign(&private(*name), message).to_bytes().to_vec();
        bundle::sign(payload.to_vec(), &public(*name), context, sign)
    };
    signers.iter().map(by).reduce(|all, one| all.joined(one).unwrap()).unwrap().to_bytes()
}

impl Author {
    /// An institute of the environment `test`: root keys 1, 2, 3 of which two must sign, 10 signs sets, 20 timestamps.
    /// Its first root is in the folder.
    ///
    /// # Panics
    /// When the folder cannot be written to.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "`test` is a name")]
    pub fn begin(folder: &Path) -> Self {
        let root = Root {
            environment: Environment::new("test").unwrap(),
            version: 1,
            signed_at: at("2026-01-01"),
            expires_at: at("2028-01-01"),
            root: keys(2, &[1, 2, 3]),
            set: keys(1, &[10]),
            timestamp: keys(1, &[20]),
        };
        let nothing = BlobRef { hash: BlobHash([0; 32]), size: 0, inflated: None };
        let (signed_at, expires_at) = (at("2026-02-01"), at("2026-02-08"));
        let timestamp = Timestamp { version: 0, signed_at, expires_at, root_version: 1, set_version: 0, set: nothing };
        let set = Set { version: 0, signed_at, expires_at: at("2026-06-01"), kinds: Vec::new() };
        let (root_signers, folder) = (vec![1, 2], folder.to_owned());
        let author = Self { folder, root, root_signers, set_signer: 10, timestamp_signer: 20, timestamp, set };
        author.put_root();
        author
    }

    /// Signs the root and puts it into the folder.
    pub fn put_root(&self) {
        let context = self.root.environment.context(Role::Root);
        self.put(&root_path(self.root.version), &sealed(&self.root.to_payload(), &context, &self.root_signers));
    }

    /// The next root: what `change` makes of this one.
    pub fn rotate(&mut self, change: impl FnOnce(&mut Root)) {
        self.root.version = self.root.version.saturating_add(1);
        self.timestamp.root_version = self.root.version;
        change(&mut self.root);
        self.put_root();
    }

    /// The next set: one rule for each country, with this text; with it a timestamp signed at `now`.
    pub fn publish(&mut self, now: Instant, countries: &[&str], text: &str) {
        let entries = countries.iter().map(|country| self.entry(country, &rule(country, text))).collect();
        self.publish_index(now, &Index { entries });
    }

    /// The same with any index of rules.
    pub fn publish_index(&mut self, now: Instant, index: &Index) {
        let blob = self.put_blob(&index.to_bytes());
        self.set.kinds = vec![rules(blob)];
        self.publish_set(now);
    }

    /// The next set as it is, and a timestamp that names it.
    pub fn publish_set(&mut self, now: Instant) {
        self.set.version = self.set.version.saturating_add(1);
        self.set.signed_at = now;
        self.set.expires_at = now.plus_seconds(120 * 86_400);
        let file = sealed(&self.set.to_payload(), &self.root.environment.context(Role::Set), &[self.set_signer]);
        let set = BlobRef { hash: BlobHash::of(&file), size: file.len(), inflated: None };
        self.put(&blob_path(&set), &file);
        self.timestamp.set_version = self.set.version;
        self.timestamp.set = set;
        self.stamp(now);
    }

    /// The next timestamp, a week long.
    pub fn stamp(&mut self, now: Instant) {
        self.timestamp.version = self.timestamp.version.saturating_add(1);
        self.timestamp.signed_at = now;
        self.timestamp.expires_at = now.plus_seconds(7 * 86_400);
        self.put_timestamp();
    }

    /// Signs the timestamp as it is.
    pub fn put_timestamp(&self) {
        let context = self.root.environment.context(Role::Timestamp);
        self.put(TIMESTAMP, &sealed(&self.timestamp.to_payload(), &context, &[self.timestamp_signer]));
    }

    /// An entry with this content.
    pub fn entry(&self, key: &str, content: &Json) -> Entry {
        let blobs = vec![self.put_blob(content.to_string().as_bytes())];
        Entry { key: key.to_owned(), effective_from: None, blobs, about: None }
    }

    /// Puts a blob of this content into the folder.
    pub fn put_blob(&self, content: &[u8]) -> BlobRef {
        let (blob, bytes) = pack(content);
        self.put(&blob_path(&blob), &bytes);
        blob
    }

    /// Puts a file into the folder.
    ///
    /// # Panics
    /// When it cannot be written.
    #[expect(clippy::unwrap_used, reason = "a folder that cannot be written to ends the test")]
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A file of the folder.
    ///
    /// # Panics
    /// When it is not there.
    #[must_use]
    #[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads what it has written")]
    pub fn file(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder.join(path)).unwrap()
    }
}

/// The timestamp's path.
pub const TIMESTAMP: &str = "timestamp.cbor";

/// A root's path.
#[must_use]
pub fn root_path(version: u64) -> String {
    format!("roots/{version}.cbor")
}

/// A blob's path.
#[must_use]
pub fn blob_path(blob: &BlobRef) -> String {
    format!("blobs/{}", blob.hash)
}

/// An index of rules: ageing after two days, stale after seven, dead after thirty.
///
/// # Panics
/// Never.
#[must_use]
#[expect(clippy::unwrap_used, reason = "these limits are in order")]
pub fn rules(blob: BlobRef) -> KindIndex {
    let day = 86_400;
    let freshness = FreshnessLimits::new(2 * day, 7 * day, 30 * day).unwrap();
    KindIndex { kind: Kind::Rules, part: String::new(), critical: true, blob, freshness }
}

/// A rule of this country that everybody fulfils.
#[must_use]
pub fn rule(country: &str, text: &str) -> Json {
    json!([{
        "Identifier": format!("GR-{country}-0001"), "Type": "Acceptance", "Country": country, "Version": "1.0.0",
        "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "0.7.5", "CertificateType": "General",
        "Description": [{ "lang": "en", "desc": text }],
        "ValidFrom": "2021-07-01T00:00:00Z", "ValidTo": "2030-06-01T00:00:00Z",
        "AffectedFields": ["v.0"], "Logic": { "!": [{ "var": "payload.nothing" }] }
    }])
}
