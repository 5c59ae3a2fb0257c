//! `semafor publish`: the publisher's commands. What they do is the publisher's; here it is asked for and printed.

mod build;
mod ceremony;
mod import;
mod passphrase;
mod preview;
mod remote;
mod rotate;
mod verify;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::{RoleKey, RoleKeys};
use semafor_publisher::publish::folder::{self, Folder, FolderError, TIMESTAMP};
use semafor_publisher::publish::secret;

use crate::args::publish::{Command, Publish};
use crate::exit::{Exit, Failure};

pub(crate) use preview::serve;

/// Runs one of the commands, but for `serve`, which writes as it goes.
pub(crate) fn run(options: &Publish, out: &mut dyn Write) -> Result<Exit, Failure> {
    match &options.command {
        Command::Init(options) => ceremony::init(options, out),
        Command::Key(options) => ceremony::key(options, out),
        Command::Import(options) => import::run(options, out),
        Command::Build(options) => build::build(options, out),
        Command::Sign(options) => ceremony::sign(options, out),
        Command::Timestamp(options) => ceremony::timestamp(options, out),
        Command::Rotate(options) => rotate::rotate(options, out),
        Command::Revert(options) => build::revert(options, out),
        Command::Verify(options) => verify::verify(options, out),
        Command::Prune(options) => preview::prune(options, out),
        Command::Serve(options) => serve(options, out),
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::File { path, because } if because.kind() == io::ErrorKind::NotFound => {
                Self::NoInput { path, because }
            }
            FolderError::Missing { path } => Self::NoInput { path, because: io::ErrorKind::NotFound.into() },
            other => Self::Publishing(other.to_string()),
        }
    }
}

/// Something of the publisher's that cannot be used.
fn wrong(error: impl Display) -> Failure {
    Failure::Publishing(error.to_string())
}

/// The same of a file.
fn wrong_file(path: &Path) -> impl Fn(secret::SecretError) -> Failure + '_ {
    move |error| Failure::Publishing(format!("{}: {error}", path.display()))
}

/// A public key in a file.
fn public_key(path: &Path) -> Result<RoleKey, Failure> {
    let bytes = folder::read_present(path, KEY_BYTES)?;
    secret::public_key(&String::from_utf8_lossy(&bytes)).map_err(wrong_file(path))
}

const KEY_BYTES: usize = 65_536;

/// What is published, of a publisher's folder or alone.
fn public(path: &Path) -> PathBuf {
    let folder = Folder::new(path).public();
    if !path.join(TIMESTAMP).exists() && folder.is_dir() { folder } else { path.to_owned() }
}

/// Keys of a role in one line.
fn keys(keys: &RoleKeys) -> String {
    let ids = keys.keys().iter().map(|key| key.id().to_string()).collect::<Vec<_>>().join(" ");
    format!("{} of {}: {ids}", keys.threshold(), keys.keys().len())
}
