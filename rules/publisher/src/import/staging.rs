//! The content directory: `KIND/NAME/…`, where each `NAME` is replaced as a whole.
//!
//! An import is written to `KIND/.NAME.importing` and renamed when it is whole. Between moving the old one away and the
//! new one in, the old one is `KIND/.NAME.before`; where a crash leaves it so, the next import puts it back first. One
//! import at a time: a lock on `.importing` says so.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::names::is_file_name;

/// What is imported; each has a folder of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `keys/`
    Keys,
    /// `rules/`
    Rules,
    /// `valuesets/`
    ValueSets,
    /// `revocation/`
    Revocation,
}

impl Kind {
    /// Its folder.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Rules => "rules",
            Self::ValueSets => "valuesets",
            Self::Revocation => "revocation",
        }
    }
}

/// A content directory while one import writes to it.
pub(super) struct Content<'a> {
    root: &'a Path,
    name: &'a str,
    _lock: File,
}

impl<'a> Content<'a> {
    /// Makes the directory where it is not there yet, and locks it.
    pub(super) fn open(root: &'a Path, name: &'a str) -> Result<Self, StagingError> {
        if !is_file_name(name) {
            return Err(StagingError::Name { name: name.to_owned() });
        }
        fs::create_dir_all(root).map_err(failed(root))?;
        let path = root.join(".importing");
        let lock = File::options().create(true).append(true).open(&path).map_err(failed(&path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root, name, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StagingError::Busy { path }),
            Err(TryLockError::Error(because)) => Err(failed(&path)(because)),
        }
    }

    /// An empty place for one kind.
    pub(super) fn stage(&self, kind: Kind) -> Result<Staged, StagingError> {
        let folder = self.root.join(kind.folder());
        let beside = |ending: &str| folder.join(format!(".{}.{ending}", self.name));
        let target = folder.join(self.name);
        let staged = Staged { kind, target, staging: beside("importing"), before: beside("before") };
        staged.mend()?;
        fs::create_dir_all(&staged.staging).map_err(failed(&staged.staging))?;
        Ok(staged)
    }
}

/// A directory that is being written. Dropped before it is put in its place, it is gone.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) kind: Kind,
    pub(super) target: PathBuf,
    staging: PathBuf,
    before: PathBuf,
}

impl Staged {
    /// What a crash left behind is cleared: the old import put back, half of a new one removed.
    fn mend(&self) -> Result<(), StagingError> {
        if self.before.exists() {
            match self.target.exists() {
                true => remove(&self.before)?,
                false => fs::rename(&self.before, &self.target).map_err(failed(&self.before))?,
            }
        }
        remove(&self.staging)
    }

    /// Whether a file of this name was written already.
    pub(super) fn has(&self, name: &str) -> bool {
        self.staging.join(name).exists()
    }

    /// Writes a file, through to the disk.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StagingError> {
        let path = self.staging.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        let mut file = File::create_new(&path).map_err(failed(&path))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed(&path))
    }

    /// Puts it in its place; an older one is kept beside.
    pub(super) fn put_in_place(&self) -> Result<(), StagingError> {
        if self.target.exists() {
            fs::rename(&self.target, &self.before).map_err(failed(&self.target))?;
        }
        fs::rename(&self.staging, &self.target).map_err(|because| {
            // The old one is worth more than the reason why this failed too.
            let _ = fs::rename(&self.before, &self.target);
            failed(&self.target)(because)
        })
    }

    /// Takes it out of its place again, because another part did not get into its own.
    pub(super) fn take_back(&self) {
        // Where this fails as well, the next import of this name mends it.
        let _ = fs::rename(&self.target, &self.staging);
        let _ = fs::rename(&self.before, &self.target);
    }

    /// Every part is in its place: the older one is removed. What stays of it is cleared by the next import.
    pub(super) fn settle(&self) {
        let _ = remove(&self.before);
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What stays is cleared by the next import.
        let _ = remove(&self.staging);
    }
}

fn remove(path: &Path) -> Result<(), StagingError> {
    match fs::remove_dir_all(path) {
        Err(because) if because.kind() != io::ErrorKind::NotFound => Err(failed(path)(because)),
        _ => Ok(()),
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> StagingError + use<> {
    let path = path.to_owned();
    move |because| StagingError::Failed { path: path.clone(), because }
}

/// Why the content directory could not be written.
#[derive(Debug, thiserror::Error)]
pub enum StagingError {
    /// The import's name is none.
    #[error("{name:?} is no name for an import: letters, digits, -, _ and . are taken, not a dot first")]
    Name {
        /// As given.
        name: String,
    },
    /// Another import is writing.
    #[error("{}: another import is writing to this directory", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{}: {because}", path.display())]
    Failed {
        /// What.
        path: PathBuf,
        /// In the system's words.
        because: io::Error,
    },
}
