//! An institute that publishes as of now, with keys in memory.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use semafor_core::bundle::{Environment, Role, Seal};
use semafor_core::instant::Instant;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::build::build;
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::folder::{self, Folder};
use semafor_publisher::publish::material::Material;
use semafor_publisher::publish::put::put;
use semafor_publisher::publish::secret::RoleSecret;
use semafor_publisher::publish::{roots, signing};

use crate::program::ROOT;

pub(crate) struct Institute {
    folder: Folder,
    config: Config,
    set: RoleSecret,
    timestamp: RoleSecret,
    dsc: Vec<u8>,
}

/// A folder that a test has to itself, empty.
pub(crate) fn temporary(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sync").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[expect(clippy::disallowed_methods, reason = "the program reads the clock, so what it takes must be signed by it")]
fn now() -> Instant {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Instant::from_unix(i64::try_from(seconds).unwrap()).unwrap()
}

impl Institute {
    pub(crate) fn found(path: &Path) -> Self {
        let config = Config::parse(&Config::template(&Environment::new("test").unwrap())).unwrap();
        let [root, set, timestamp] = [(); 3].map(|()| RoleSecret::make().unwrap());
        let keys = |role, secret: &RoleSecret| roots::role_keys(role, 1, vec![secret.public().clone()]).unwrap();
        let roles = [keys(Role::Root, &root), keys(Role::Set, &set), keys(Role::Timestamp, &timestamp)];
        let first = roots::first(&config, now(), roles).unwrap();
        let folder = Folder::new(path);
        folder::write(&folder.draft_root(), &Seal::unsigned(first.to_payload()).to_bytes()).unwrap();
        signing::sign(&folder, &root).unwrap();
        let days = |days: i64| now().plus_seconds(days.saturating_mul(86_400));
        let terms = Terms { country: "CZ".to_owned(), usages: vec![], not_before: days(-90), not_after: days(400) };
        let authority = Authority::make(&terms).unwrap();
        let holder = Holder {
            family: "Nováková".to_owned(),
            given: "Jana".to_owned(),
            family_standard: "NOVAKOVA".to_owned(),
            given_standard: "JANA".to_owned(),
            birth_date: "1964-08-12".to_owned(),
        };
        let date = days(-40).to_string().chars().take(10).collect();
        let draft = Draft {
            holder,
            country: "CZ".to_owned(),
            issued_at: days(-30),
            expires_at: days(300),
            identifier: "CZ:TEST00000000000000000001#K".to_owned(),
            certified: Certified::Vaccination { product: "EU/1/20/1528".to_owned(), dose: 2, doses: 2, date },
        };
        fs::write(path.join("certificate.txt"), authority.issue(&draft)).unwrap();
        Self { folder, config, set, timestamp, dsc: authority.dsc().to_vec() }
    }

    /// Publishes its authority's key with these rules of the repository.
    pub(crate) fn publish(&self, rules: &str) {
        let mut material = Material::default();
        material.add_policy(&Policy::read(&Path::new(ROOT).join(rules)).unwrap()).unwrap();
        material.add_keys(import(&self.dsc, &ImportOptions::default()).unwrap());
        build(&self.folder, &self.config, &material, None, now()).unwrap();
        signing::sign(&self.folder, &self.set).unwrap();
        put(&self.folder, &self.config, std::slice::from_ref(&self.timestamp), now()).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Two doses 40 days ago.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.path().join("certificate.txt")
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.folder.public()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.public().join(folder::root_name(1))
    }
}
