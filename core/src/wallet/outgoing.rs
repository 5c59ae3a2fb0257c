//! What leaves a wallet as a file, an export or a picture of a code: whole under its name, or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::store::{beside, sync_folder};

/// Whether it may take the place of a file that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Only where there is none.
    Free,
    /// In any case.
    Any,
}

/// Puts a file at `path`, for its owner's eyes. A process that dies meanwhile leaves at most a file beside it, whose name
/// goes on with `.part`; the next one that is put there takes that away.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] of a place that is not free, and the system's. What was there is as it was.
pub fn write_outgoing(path: &Path, bytes: &[u8], place: Place) -> io::Result<()> {
    if place == Place::Free && fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let part = beside(path, ".part");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = write(&part, bytes).and_then(|()| put(&part, path, place));
    if written.is_err() {
        // The first error is the one to be told.
        let _left = fs::remove_file(&part);
    }
    written
}

fn write(part: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives the file its name. A link is made only where there is nothing, whoever else writes there; some file systems of
/// memory sticks know none.
fn put(part: &Path, path: &Path, place: Place) -> io::Result<()> {
    match place {
        Place::Any => fs::rename(part, path)?,
        Place::Free => match fs::hard_link(part, path) {
            Ok(()) => fs::remove_file(part)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) => fs::rename(part, path)?,
        },
    }
    sync_folder(path)
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
