//! Who publishes in the demonstration: an institute with keys made on the spot, which are written nowhere, and the
//! policy that the program carries.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use semafor_core::bundle::{Environment, Role, Seal};
use semafor_core::instant::Instant;
use semafor_core::trust::import::{ImportOptions, import};
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::build::build;
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::folder::{self, Folder, root_name};
use semafor_publisher::publish::material::Material;
use semafor_publisher::publish::put::put;
use semafor_publisher::publish::secret::RoleSecret;
use semafor_publisher::publish::{roots, serve, signing};

/// An institute with all its keys in hand.
pub(super) struct Institute {
    folder: Folder,
    config: Config,
    policy: PathBuf,
    dsc: Vec<u8>,
    set: RoleSecret,
    timestamp: RoleSecret,
}

/// The rule that is changed.
pub(super) const RULE: &str = "VR-CZ-0004";

/// How many days two doses count, before and after.
pub(super) const DAYS: [u32; 2] = [270, 365];

impl Institute {
    /// Makes it in an empty folder, with a signed root and nothing published; `dsc` signs certificates.
    pub(super) fn found(folder: &Path, dsc: &[u8], at: Instant) -> io::Result<Self> {
        let environment = Environment::new("demo").ok_or(io::ErrorKind::InvalidInput)?;
        let config = Config::parse(&Config::template(&environment)).map_err(failed)?;
        let policy = folder.join("policy");
        for file in semafor_built_in::files() {
            folder::write(&policy.join(&file.name), &file.bytes).map_err(failed)?;
        }
        let [root, set, timestamp] = [secret()?, secret()?, secret()?];
        let keys = |role, secret: &RoleSecret| roots::role_keys(role, 1, vec![secret.public().clone()]);
        let roles = [keys(Role::Root, &root), keys(Role::Set, &set), keys(Role::Timestamp, &timestamp)];
        let [roots, sets, timestamps] = roles.map(|keys| keys.map_err(failed));
        let first = roots::first(&config, at, [roots?, sets?, timestamps?]).map_err(failed)?;
        let institute =
            Self { folder: Folder::new(&folder.join("publisher")), config, policy, dsc: dsc.to_vec(), set, timestamp };
        let draft = Seal::unsigned(first.to_payload()).to_bytes();
        folder::write(&institute.folder.draft_root(), &draft).map_err(failed)?;
        signing::sign(&institute.folder, &root).map_err(failed)?;
        Ok(institute)
    }

    /// Builds, signs and publishes what the policy says now.
    pub(super) fn publish(&self, at: Instant) -> io::Result<()> {
        let mut material = Material::default();
        material.add_policy(&Policy::read(&self.policy).map_err(failed)?).map_err(failed)?;
        material.add_keys(import(&self.dsc, &ImportOptions::default()).map_err(failed)?);
        build(&self.folder, &self.config, &material, None, at).map_err(failed)?;
        signing::sign(&self.folder, &self.set).map_err(failed)?;
        put(&self.folder, &self.config, std::slice::from_ref(&self.timestamp), at).map_err(failed)?;
        Ok(())
    }

    /// Two doses count longer from now on: another version of the rule, in its words too.
    pub(super) fn change_the_rule(&self) -> io::Result<()> {
        let path = self.policy.join("rules/CZ").join(RULE).join("rule.json");
        let [old, new] = DAYS;
        let rule = fs::read_to_string(&path)?
            .replace("\"Version\": \"1.0.0\"", "\"Version\": \"1.1.0\"")
            .replace(&format!("{} ", old), &format!("{} ", new))
            // The rule itself compares with the first day on which they no longer count.
            .replace(&format!("{}, \"day\"", old.saturating_add(1)), &format!("{}, \"day\"", new.saturating_add(1)));
        folder::write(&path, rule.as_bytes()).map_err(failed)
    }

    /// The first root: what a device is given by a way that it trusts.
    pub(super) fn root(&self) -> io::Result<Vec<u8>> {
        let path = self.folder.public().join(root_name(1));
        folder::read_present(&path, semafor_core::limits::ROOT_BYTES).map_err(failed)
    }

    /// Serves what is published on a free port of this machine, until the program ends; gives the address.
    pub(super) fn serve(&self) -> io::Result<String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let public = self.folder.public();
        std::thread::Builder::new().spawn(move || serve::serve(&listener, &public))?;
        Ok(format!("http://{address}"))
    }
}

/// A failure of the publisher's, which here nobody can do anything about.
fn failed(because: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(because)
}

fn secret() -> io::Result<RoleSecret> {
    RoleSecret::make().map_err(failed)
}
