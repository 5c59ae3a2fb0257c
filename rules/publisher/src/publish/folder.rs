//! The publisher's directory on disk. Every file is written beside its place and moved there whole.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::{BlobHash, BlobRef};

use super::config::{Config, ConfigError};

/// The publisher's directory.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// Why a file of the directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Reading or writing failed.
    #[error("{}: {because}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// In the system's words.
        because: io::Error,
    },
    /// It is not there.
    #[error("{}: is not there", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// It would be overwritten.
    #[error("{}: is there already", path.display())]
    Present {
        /// Which file.
        path: PathBuf,
    },
    /// Larger than is read.
    #[error("{}: larger than {most} bytes", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The bound.
        most: usize,
    },
    /// The configuration makes no sense.
    #[error("{}: {because}", path.display())]
    Config {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        because: ConfigError,
    },
}

/// The timestamp's name among the published files.
pub const TIMESTAMP: &str = "timestamp.cbor";

/// A root's name among the published files.
#[must_use]
pub fn root_name(version: u64) -> String {
    format!("roots/{version}.cbor")
}

/// A blob's name among the published files.
#[must_use]
pub fn blob_name(hash: &BlobHash) -> String {
    format!("blobs/{hash}")
}

impl Folder {
    /// The directory at `path`, which need not exist yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `publisher.toml`
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.path.join("publisher.toml")
    }

    /// Reads `publisher.toml`.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn config(&self) -> Result<Config, FolderError> {
        let path = self.config_path();
        let bytes = read(&path, CONFIG_BYTES)?.ok_or_else(|| FolderError::Missing { path: path.clone() })?;
        Config::parse(&String::from_utf8_lossy(&bytes)).map_err(|because| FolderError::Config { path, because })
    }

    /// What a web server hands out.
    #[must_use]
    pub fn public(&self) -> PathBuf {
        self.path.join("public")
    }

    /// What waits for signatures.
    #[must_use]
    pub fn draft(&self) -> PathBuf {
        self.path.join("draft")
    }

    /// The root that waits for signatures.
    #[must_use]
    pub fn draft_root(&self) -> PathBuf {
        self.draft().join("root.cbor")
    }

    /// The set that waits for signatures.
    #[must_use]
    pub fn draft_set(&self) -> PathBuf {
        self.draft().join("set.cbor")
    }

    /// A signed set that is or was published.
    #[must_use]
    pub fn set(&self, version: u64) -> PathBuf {
        self.path.join("sets").join(format!("{version}.cbor"))
    }

    /// The bytes of a blob, of the draft or published.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn blob(&self, blob: &BlobRef) -> Result<Option<Vec<u8>>, FolderError> {
        let name = blob_name(&blob.hash);
        match read(&self.draft().join(&name), blob.size)? {
            None => read(&self.public().join(name), blob.size),
            found => Ok(found),
        }
    }

    /// Every version of the set that was kept, in order.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn set_versions(&self) -> Result<Vec<u64>, FolderError> {
        let names = names(&self.path.join("sets"))?;
        let mut versions: Vec<_> = names.iter().filter_map(|name| name.strip_suffix(".cbor")?.parse().ok()).collect();
        versions.sort_unstable();
        Ok(versions)
    }
}

const CONFIG_BYTES: usize = 65_536;

/// The names in a folder, in order; none where there is no folder.
///
/// # Errors
/// [`FolderError::File`].
pub fn names(folder: &Path) -> Result<Vec<String>, FolderError> {
    let fault = |because| FolderError::File { path: folder.to_owned(), because };
    let entries = match fs::read_dir(folder) {
        Err(because) if because.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fault)?,
    };
    let name = |entry: io::Result<fs::DirEntry>| Ok(entry.map_err(fault)?.file_name().to_string_lossy().into_owned());
    let mut names = entries.map(name).collect::<Result<Vec<_>, FolderError>>()?;
    names.sort();
    Ok(names)
}

/// The bytes of a file of at most `most`; `None` where there is none.
///
/// # Errors
/// [`FolderError::File`] and [`FolderError::TooLarge`].
pub fn read(path: &Path, most: usize) -> Result<Option<Vec<u8>>, FolderError> {
    let fault = |because| FolderError::File { path: path.to_owned(), because };
    let file = match File::open(path) {
        Err(because) if because.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(fault)?,
    };
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(bound).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() > most { Err(FolderError::TooLarge { path: path.to_owned(), most }) } else { Ok(Some(bytes)) }
}

/// The same of a file that must be there.
///
/// # Errors
/// [`FolderError`].
pub fn read_present(path: &Path, most: usize) -> Result<Vec<u8>, FolderError> {
    read(path, most)?.ok_or_else(|| FolderError::Missing { path: path.to_owned() })
}

/// Writes a file whole: beside its place, to the disk, then moved there. A crash leaves the old one or the new one.
///
/// # Errors
/// [`FolderError::File`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    written(path, bytes, false)
}

/// The same of a private key, which only its owner may read, and which replaces nothing.
///
/// # Errors
/// [`FolderError`].
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    if path.exists() {
        return Err(FolderError::Present { path: path.to_owned() });
    }
    written(path, bytes, true)
}

fn written(path: &Path, bytes: &[u8], secret: bool) -> Result<(), FolderError> {
    let fault = |because| FolderError::File { path: path.to_owned(), because };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(fault)?;
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = secret;
    let write = || {
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(fault)
}

/// Has the names in a folder on the disk before anything is written that counts on them.
///
/// # Errors
/// [`FolderError::File`].
pub fn sync(folder: &Path) -> Result<(), FolderError> {
    let synced = if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()) } else { Ok(()) };
    synced.map_err(|because| FolderError::File { path: folder.to_owned(), because })
}

/// Removes a file or folder that may be there.
///
/// # Errors
/// [`FolderError::File`].
pub fn remove(path: &Path) -> Result<(), FolderError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(because) if because.kind() != io::ErrorKind::NotFound => {
            Err(FolderError::File { path: path.to_owned(), because })
        }
        _ => Ok(()),
    }
}
