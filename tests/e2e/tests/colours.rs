//! A colour scheme all the way: the institute changes it, publishes, a phone syncs, and a person's colour is another one.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs;
use std::path::{Path, PathBuf};

use backend::{Backend, Content};
use e2e::author::{at, keys, private, root_path};
use e2e::device::Device;
use p256::ecdsa::SigningKey;
use semafor_core::bundle::{Environment, Published, Seal};
use semafor_core::instant::Instant;
use semafor_core::scheme::{Colour, State, Status};
use semafor_core::trust::TestKeys;
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

const FIRST: &str = "2026-02-01";
const NOW: &str = "2026-02-02";
const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/policy");

fn authority() -> Authority {
    let (not_before, not_after) = (at("2025-01-01"), at("2028-01-01"));
    let terms = Terms { country: "VN".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[41; 32]).unwrap(), &terms).unwrap()
}

/// One of two doses.
fn certificate() -> String {
    let (product, date) = ("EU/1/21/1529".to_owned(), "2026-01-10".to_owned());
    authority().issue(&Draft {
        holder: Holder::invented(),
        country: "VN".to_owned(),
        issued_at: at("2026-01-11"),
        expires_at: at("2027-01-11"),
        identifier: "VN:COLOUR".to_owned(),
        certified: Certified::Vaccination { product, dose: 1, doses: 2, date },
    })
}

/// An institute with its policy in a folder where it can be changed.
struct Institute {
    publisher: Folder,
    config: Config,
    policy: PathBuf,
}

impl Institute {
    fn begin(folder: &Path) -> Self {
        let publisher = Folder::new(&folder.join("publisher"));
        let config = Config::parse(&Config::template(&Environment::new("test").unwrap())).unwrap();
        let root = roots::first(&config, at("2026-01-01"), [keys(1, &[1]), keys(1, &[10]), keys(1, &[20])]).unwrap();
        folder::write(&publisher.draft_root(), &Seal::unsigned(root.to_payload()).to_bytes()).unwrap();
        signing::sign(&publisher, &RoleSecret::from_key(private(1)).unwrap()).unwrap();
        let policy = folder.join("policy");
        copy(Path::new(POLICY), &policy);
        Self { publisher, config, policy }
    }

    /// Publishes the policy as it is.
    fn publish(&self, now: Instant) {
        let secret = |name| RoleSecret::from_key(private(name)).unwrap();
        let mut material = Material::default();
        material.add_policy(&Policy::read(&self.policy).unwrap()).unwrap();
        material.add_keys(import(authority().dsc(), &ImportOptions::default()).unwrap());
        material.declare_lists();
        build(&self.publisher, &self.config, &material, None, now).unwrap();
        signing::sign(&self.publisher, &secret(10)).unwrap();
        put(&self.publisher, &self.config, &[secret(20)], now).unwrap();
    }

    /// Writes one word of a scheme anew.
    fn change_scheme(&self, from: &str, to: &str) {
        let path = self.policy.join("schemes/VN/scheme.json");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn status(published: &Published, now: Instant) -> Status {
    let Published { snapshot, schemes } = published;
    Status::of_codes("VN", schemes, &[certificate()], TestKeys::Distrusted, snapshot, now)
}

#[test]
fn a_scheme_changed_by_the_institute_changes_a_phones_colour() {
    let folder = std::env::temp_dir().join(format!("semafor-e2e-{}-colours", std::process::id()));
    let _absent = fs::remove_dir_all(&folder);
    let institute = Institute::begin(&folder);
    institute.publish(at(FIRST));
    let public = institute.publisher.public();
    let root = folder::read_present(&public.join(root_path(1)), 65_536).unwrap();
    let server = Backend::start(Content { directory: Some(public), ..Content::default() }).unwrap();
    let device = Device::new(&folder.join("phone"), &root, at(NOW));
    device.sync(&server.url()).unwrap();
    let first = device.published().unwrap();
    assert_eq!(status(&first, at(NOW)).state.colour(), Some(Colour::Yellow));

    // From today on one dose is enough.
    institute.change_scheme("{\"var\": \"payload.completedOn\"}", "{\">=\": [{\"var\": \"payload.doses\"}, 1]}");
    institute.publish(at(NOW));
    let synced = device.sync(&server.url()).unwrap();
    assert!(synced.is_changed && synced.bytes < 8_192, "{synced:?}");
    let second = device.published().unwrap();
    assert_eq!(status(&second, at(NOW)).state.colour(), Some(Colour::Green));
    assert_ne!(first.snapshot.id(), second.snapshot.id());
    // Who looked before the sync goes on with what was there.
    assert_eq!(status(&first, at(NOW)).state.colour(), Some(Colour::Yellow));

    // The data of a phone that syncs no more grow stale: no colour.
    let stale = at(NOW).plus_seconds(720 * 3_600);
    assert!(matches!(status(&second, stale).state, State::Undecided(_)));
    let _left = fs::remove_dir_all(&folder);
}
