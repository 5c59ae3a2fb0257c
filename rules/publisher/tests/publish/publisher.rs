//! A publisher in a folder of its own, with keys that are always the same and used nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use p256::ecdsa::SigningKey;
use semafor_core::bundle::{Environment, PartitionRecord, Role, Root, Seal};
use semafor_core::cose::KeyId;
use semafor_core::instant::Instant;
use semafor_core::revocation::{Chunk, Form, HashType, PrefixBits, Probability, RevocationHash};
use semafor_core::trust::import::{ImportOptions, import};
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::build::{Built, build};
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::folder::{self, Folder};
use semafor_publisher::publish::material::{Material, Partition};
use semafor_publisher::publish::put::{Put, PutError, put};
use semafor_publisher::publish::roots;
use semafor_publisher::publish::secret::RoleSecret;
use semafor_publisher::publish::signing;
use semafor_publisher::publish::walk::{self, Clock, Walk, WalkError};
use semafor_publisher::revocation::encode;
use sha2::{Digest, Sha256};

pub(crate) const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

pub(crate) struct Publisher {
    pub(crate) folder: Folder,
    pub(crate) config: Config,
}

/// A time that many seconds after the beginning of 2026.
pub(crate) fn at(seconds: i64) -> Instant {
    Instant::parse("2026-01-01").unwrap().plus_seconds(seconds)
}

pub(crate) const DAY: i64 = 86_400;

/// The private key that is SHA-256 of `semafor test key NAME`: everybody knows it.
pub(crate) fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_slice(&Sha256::digest(format!("semafor test key {name}"))).unwrap()
}

pub(crate) fn secret(name: &str) -> RoleSecret {
    RoleSecret::from_key(signing_key(name)).unwrap()
}

/// A folder that a test has to itself, empty.
pub(crate) fn temporary(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

impl Publisher {
    /// With root 1 signed by two of three, and nothing published.
    pub(crate) fn new(name: &str) -> Self {
        let publisher = Self::unsigned(name);
        publisher.sign("root-1");
        publisher.sign("root-2");
        publisher
    }

    /// With root 1 waiting for signatures.
    pub(crate) fn unsigned(name: &str) -> Self {
        let folder = Folder::new(&temporary(name));
        let template = Config::template(&Environment::new("test").unwrap());
        folder::write(&folder.config_path(), template.as_bytes()).unwrap();
        let config = folder.config().unwrap();
        folder::write(&folder.draft_root(), &Seal::unsigned(root_1(&config).to_payload()).to_bytes()).unwrap();
        Self { folder, config }
    }

    /// Signs what waits, with this key.
    pub(crate) fn sign(&self, key: &str) {
        signing::sign(&self.folder, &secret(key)).unwrap();
    }

    pub(crate) fn build(&self, material: &Material, seconds: i64) -> Built {
        build(&self.folder, &self.config, material, None, at(seconds)).unwrap()
    }

    #[expect(clippy::result_large_err, reason = "tests look into the error, and speed is no matter")]
    pub(crate) fn put(&self, key: &str, seconds: i64) -> Result<Put, PutError> {
        put(&self.folder, &self.config, &[secret(key)], at(seconds))
    }

    /// Builds, signs and publishes.
    pub(crate) fn publish(&self, material: &Material, seconds: i64) -> Put {
        self.build(material, seconds);
        self.sign("set");
        self.put("timestamp", seconds).unwrap()
    }

    /// What a phone with root 1 finds.
    pub(crate) fn phone(&self, seconds: i64) -> Result<Walk, WalkError> {
        let files = walk::files(&self.folder.public());
        let walk = walk::walk(&files, None, Clock::At(at(seconds)))?;
        walk.check_blobs(&files)?;
        walk.snapshot(&files, at(seconds))?;
        Ok(walk)
    }
}

pub(crate) fn root_1(config: &Config) -> Root {
    let keys = |role, threshold, names: &[&str]| {
        let keys = names.iter().map(|name| secret(name).public().clone()).collect();
        roots::role_keys(role, threshold, keys).unwrap()
    };
    let root = keys(Role::Root, 2, &["root-1", "root-2", "root-3"]);
    roots::first(config, at(0), [root, keys(Role::Set, 1, &["set"]), keys(Role::Timestamp, 1, &["timestamp"])]).unwrap()
}

/// The example rules and their key.
pub(crate) fn example() -> Material {
    let mut material = with_rules(&Path::new(REPOSITORY).join("docs/example/rules"));
    let mut dsc = Vec::new();
    let mut file = fs::File::open(Path::new(REPOSITORY).join("docs/example/dsc.der")).unwrap();
    std::io::Read::read_to_end(&mut file, &mut dsc).unwrap();
    material.add_keys(import(&dsc, &ImportOptions::default()).unwrap());
    material
}

/// A list of our own: hashes of 16 bytes that a key has revoked.
pub(crate) fn partition(key: &[u8], hashes: &[Vec<u8>]) -> Partition {
    let hashes = hashes.iter().map(|hash| RevocationHash(hash.as_slice().try_into().unwrap()));
    let about = PartitionRecord {
        key_id: KeyId::new(key).unwrap(),
        hash_types: vec![HashType::Uci],
        chunk: Chunk::ALL,
        expires_at: None,
        form: Form::EliasFano,
        false_hit: Probability::ZERO,
    };
    Partition { about: Some(about.to_bytes()), blobs: vec![encode(hashes, PrefixBits::USUAL).unwrap()] }
}

/// Rules alone.
pub(crate) fn with_rules(path: &Path) -> Material {
    let mut material = Material::default();
    material.add_policy(&Policy::read_any(path).unwrap()).unwrap();
    material
}

/// One of the example rules in another version.
pub(crate) fn changed_rule(name: &str) -> PathBuf {
    let rule = fs::read_to_string(Path::new(REPOSITORY).join("docs/example/rules/CZ/VR-CZ-9001/rule.json")).unwrap();
    let mut rule: serde_json::Value = serde_json::from_str(&rule).unwrap();
    rule.as_object_mut().unwrap().insert("Version".to_owned(), "1.1.0".into());
    let path = temporary(name).join("rule.json");
    folder::write(&path, rule.to_string().as_bytes()).unwrap();
    path
}
