//! Keys and signatures: `init`, `key`, `sign`, `timestamp`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::{Role, RoleKey, Root, Seal};
use semafor_core::limits;
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::folder::{self, Folder};
use semafor_publisher::publish::put::put;
use semafor_publisher::publish::roots;
use semafor_publisher::publish::secret::RoleSecret;
use semafor_publisher::publish::signing::{self, Standing};

use crate::args::publish as args;
use crate::exit::{Exit, Failure};

use super::{keys, passphrase, public_key, wrong, wrong_file};

/// Makes the folder, the keys, and root 1.
pub(super) fn init(options: &args::Init, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::new(&options.folder);
    let config_path = folder.config_path();
    if config_path.exists() {
        return Err(folder::FolderError::Present { path: config_path }.into());
    }
    let template = Config::template(&options.environment);
    let config = Config::parse(&template).map_err(wrong)?;
    let online = |name: &str| make(&folder.path().join("keys").join(name), &options.passphrase);
    let (set, timestamp) = (online("set.pem")?, online("timestamp.pem")?);
    let root = match &options.root_keys {
        None => options.root_key.iter().map(|path| public_key(path)).collect::<Result<Vec<_>, _>>()?,
        Some(place) => (1..=options.roots)
            .map(|number| make(&place.join(format!("root-{number}.pem")), &options.passphrase))
            .collect::<Result<Vec<_>, _>>()?,
    };
    let root = roots::first(
        &config,
        options.at.get(),
        [
            roots::role_keys(Role::Root, options.threshold, root).map_err(wrong)?,
            roots::role_keys(Role::Set, 1, vec![set]).map_err(wrong)?,
            roots::role_keys(Role::Timestamp, 1, vec![timestamp]).map_err(wrong)?,
        ],
    )
    .map_err(wrong)?;
    folder::write(&folder.draft_root(), &Seal::unsigned(root.to_payload()).to_bytes())?;
    folder::write(&config_path, template.as_bytes())?;
    show_root(&root, out)?;
    writeln!(out, "{} of the root's keys must sign it: semafor publish sign", root.root.threshold())?;
    Ok(Exit::Done)
}

/// Makes one key.
pub(super) fn key(options: &args::Key, out: &mut dyn Write) -> Result<Exit, Failure> {
    let key = make(&options.file, &options.passphrase)?;
    writeln!(out, "{} {}", key.id(), options.file.with_extension("pub").display())?;
    Ok(Exit::Done)
}

/// Signs the root in a file, or whatever waits in a folder.
pub(super) fn sign(options: &args::Sign, out: &mut dyn Write) -> Result<Exit, Failure> {
    if options.path.is_dir() {
        let folder = Folder::new(&options.path);
        let secret = passphrase::open(&options.passphrase, &options.key)?;
        let root = folder::read(&folder.draft_root(), limits::ROOT_BYTES)?;
        let standings = signing::sign(&folder, &secret).map_err(wrong)?;
        if let (Some(root), Some(Role::Root)) = (root, standings.first().map(|standing| standing.role)) {
            show_root(&signing::read_root(&root).map_err(wrong)?.1, out)?;
        }
        standings.iter().try_for_each(|standing| show_standing(standing, out))?;
        return Ok(Exit::Done);
    }
    let file = folder::read_present(&options.path, limits::ROOT_BYTES)?;
    let (_, root) = signing::read_root(&file).map_err(wrong)?;
    show_root(&root, out)?;
    let secret = passphrase::open(&options.passphrase, &options.key)?;
    let (_, signed) = signing::sign_root(&file, &secret).map_err(wrong)?;
    folder::write(&options.path, &signed)?;
    writeln!(out, "signed with {}", secret.public().id())?;
    show_standing(&signing::standing_of_root(&signed, None).map_err(wrong)?, out)?;
    if root.version > 1 {
        writeln!(out, "keys of the root before must sign too; which they are is not in this file")?;
    }
    Ok(Exit::Done)
}

/// Publishes.
pub(super) fn timestamp(options: &args::Timestamp, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::new(&options.folder);
    let config = folder.config()?;
    let usual = [folder.path().join("keys").join("timestamp.pem")];
    let files: &[PathBuf] = if options.key.is_empty() { &usual } else { &options.key };
    let secrets =
        files.iter().map(|file| passphrase::open(&options.passphrase, file)).collect::<Result<Vec<_>, _>>()?;
    let done = put(&folder, &config, &secrets, options.at.get()).map_err(wrong)?;
    let new = if done.is_new_set { "new set" } else { "set" };
    writeln!(out, "timestamp {} until {}: {new} {}, root {}", done.timestamp, done.expires_at, done.set, done.root)?;
    done.waiting.iter().try_for_each(|standing| show_standing(standing, out))?;
    Ok(Exit::Done)
}

/// What a signer has to see before signing.
pub(super) fn show_root(root: &Root, out: &mut dyn Write) -> io::Result<()> {
    let Root { environment, version, signed_at, expires_at, .. } = root;
    writeln!(out, "root {version} of {environment}, {signed_at} to {expires_at}")?;
    for role in [Role::Root, Role::Set, Role::Timestamp] {
        writeln!(out, "  {:<10} {}", role.to_string(), keys(root.keys(role)))?;
    }
    Ok(())
}

fn show_standing(standing: &Standing, out: &mut dyn Write) -> io::Result<()> {
    let Standing { role, version, signed, threshold } = standing;
    let end = if standing.is_complete() { "complete" } else { "more must sign" };
    writeln!(out, "{role} {version}: {signed} of {threshold} signatures, {end}")
}

/// Makes a key in a file, with its public half beside it.
fn make(path: &Path, option: &args::PassphraseOption) -> Result<RoleKey, Failure> {
    let public = path.with_extension("pub");
    if let Some(path) = [path, &public].into_iter().find(|path| path.exists()) {
        return Err(folder::FolderError::Present { path: path.to_owned() }.into());
    }
    let passphrase = passphrase::chosen(option, path)?;
    let secret = RoleSecret::make().map_err(wrong)?;
    let pem = secret.to_pem(&passphrase).map_err(wrong_file(path))?;
    folder::write_secret(path, pem.as_bytes())?;
    folder::write(&public, secret.public_pem().map_err(wrong_file(path))?.as_bytes())?;
    Ok(secret.public().clone())
}
