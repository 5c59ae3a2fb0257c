//! A folder that is there for as long as somebody needs it.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of its own in the system's place for temporary files. Nobody else may look into it; it goes when this is
/// dropped.
pub(super) struct Temporary(PathBuf);

impl Temporary {
    pub(super) fn make() -> io::Result<Self> {
        let place = std::env::temp_dir();
        let name = |number: u32| place.join(format!("semafor-demo-{}-{number}", std::process::id()));
        // A folder that is there already is somebody else's, who may have put something into it.
        let made = (0..TRIES).map(name).find_map(|path| match make(&path) {
            Ok(()) => Some(Ok(Self(path))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
            Err(error) => Some(Err(error)),
        });
        made.unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

const TRIES: u32 = 100;

fn make(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which empties this place.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
