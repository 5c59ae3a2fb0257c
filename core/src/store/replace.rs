//! A file in the place of another, which is kept. SQLite's journal goes with its file, so that two names change; a
//! process that dies between them leaves a state that tells what is still to be done.
//!
//! ```text
//! wallet.db              the damaged file, until the last step
//! wallet.db.salvaging    the new one, while it is written: worth nothing, made again
//! wallet.db.salvaged     the new one, whole: the old one is kept by then, and this one takes its place
//! ```

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::open::{beside, journal};
use super::vault::sync_folder;

/// The place of a file that another one takes.
#[derive(Clone, Debug)]
pub struct Replacement {
    path: PathBuf,
}

impl Replacement {
    /// Of the file at `path`.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Whether a process died before it was done.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.decided().exists()
    }

    /// Does what a process that died had still to do. Whoever opens the file does this first.
    ///
    /// # Errors
    /// The system's.
    pub fn resume(&self) -> io::Result<()> {
        if self.is_unfinished() { self.finish() } else { Ok(()) }
    }

    /// Where the new file is to be written. One that was not finished is gone then: all that is in it is in the old one.
    ///
    /// # Errors
    /// The system's.
    pub fn begin(&self) -> io::Result<PathBuf> {
        let new = beside(&self.path, ".salvaging");
        remove(&journal(&new))?;
        remove(&new)?;
        Ok(new)
    }

    /// Puts the file that was written in the place of the old one, which from now on has a name with `mark`.
    ///
    /// # Errors
    /// The system's; the old file is in its place, or what is still to be done is done by [`Self::resume`].
    pub fn complete(&self, mark: &str) -> io::Result<PathBuf> {
        let aside = self.keep(mark)?;
        fs::rename(beside(&self.path, ".salvaging"), self.decided())?;
        sync_folder(&self.path)?;
        self.finish()?;
        Ok(aside)
    }

    fn decided(&self) -> PathBuf {
        beside(&self.path, ".salvaged")
    }

    /// Gives the old file and its journal second names, the first that are free.
    fn keep(&self, mark: &str) -> io::Result<PathBuf> {
        let name = |number: u32| if number == 1 { format!(".{mark}") } else { format!(".{mark}-{number}") };
        let mut names = (1..=MOST_NAMES).map(|number| beside(&self.path, &name(number)));
        let is_free = |aside: &PathBuf| !aside.exists() && !journal(aside).exists();
        let aside = names.find(is_free).ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
        let old_journal = journal(&self.path);
        if old_journal.exists() {
            second_name(&old_journal, &journal(&aside))?;
        }
        second_name(&self.path, &aside)?;
        sync_folder(&self.path)?;
        Ok(aside)
    }

    /// A journal must be gone before the new file stands beside it: SQLite would write the old pages into the new file.
    fn finish(&self) -> io::Result<()> {
        remove(&journal(&self.path))?;
        sync_folder(&self.path)?;
        fs::rename(self.decided(), &self.path)?;
        sync_folder(&self.path)
    }
}

const MOST_NAMES: u32 = 1_000;

/// A second name for the same bytes, or a copy where a file can have one name only.
fn second_name(path: &Path, second: &Path) -> io::Result<()> {
    match fs::hard_link(path, second) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => {
            let mut copy = File::options().write(true).create_new(true).open(second)?;
            io::copy(&mut File::open(path)?, &mut copy)?;
            copy.sync_all()
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
