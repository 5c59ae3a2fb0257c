//! The device that is killed: what it does in a process of its own, and what is found in its file afterwards.

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use semafor_core::bundle::{BlobHash, Published};
use semafor_core::http::Http;
use semafor_core::ports::{Clock, ClockReading};
use semafor_core::scheme::Schemes;
use semafor_core::store::{Access, SnapshotStore};
use semafor_core::sync::{self, Live, Progress, Switch, Watch};
use semafor_core::trust::TrustList;
use semafor_core::verifier::Snapshot;

use super::remove;
use crate::material::instant;
use crate::production::CLOCK;

/// One sync into this file from this server.
pub fn sync_once(file: &Path, url: &str) -> Result<(), Box<dyn Error>> {
    let mut store = SnapshotStore::open(file, Access::Write)?;
    let switch = Switch { watch: &Nobody, cancelled: &AtomicBool::new(false) };
    sync::sync(&mut store, url, &Http::new()?, &Fixed, &switch)?;
    Ok(())
}

/// The device, between two syncs.
pub struct Victim {
    file: PathBuf,
    root: Vec<u8>,
}

/// What is in its file.
#[derive(Debug)]
pub struct Found {
    /// The version of the set in use, 0 without one.
    pub set_version: u64,
    /// What no set may fall below.
    pub floor: u64,
    /// The id of the snapshot that the set makes.
    pub snapshot: Option<String>,
    /// Whether every blob that the set wants is there, lists among them.
    pub is_whole: bool,
    /// Those named by the newest set that are there, whether it is in use or not.
    pub blobs: Blobs,
}

/// Asked one by one.
pub struct Blobs(SnapshotStore);

impl Blobs {
    /// Whether it is there.
    pub fn contains(&self, hash: &BlobHash) -> bool {
        self.0.blob(hash).is_ok_and(|bytes| bytes.is_some())
    }
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Blobs")
    }
}

impl Victim {
    /// A device with this file, whose root this is.
    pub fn of(file: PathBuf, root: Vec<u8>) -> Self {
        Self { file, root }
    }

    /// Its file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Begins with nothing but the root.
    pub fn forget(&self) -> Result<(), Box<dyn Error>> {
        remove(&self.file)?;
        remove(&self.journal())?;
        Ok(SnapshotStore::open(&self.file, Access::Write)?.pin(&self.root)?)
    }

    /// Whether SQLite was interrupted in a transaction that had touched the file.
    pub fn has_journal(&self) -> bool {
        std::fs::metadata(self.journal()).is_ok_and(|journal| journal.len() > 0)
    }

    fn journal(&self) -> PathBuf {
        let mut name = self.file.clone().into_os_string();
        name.push("-journal");
        name.into()
    }

    /// Opens the file as an app does, to read it, and verifies everything in it.
    pub fn find(&self) -> Result<Found, Box<dyn Error>> {
        let live = Live::open(
            &self.file,
            Arc::new(Fixed),
            Published::new(Snapshot::from_keys(TrustList::new(), false), Schemes::default()),
        )?;
        let store = SnapshotStore::open(&self.file, Access::Read)?;
        let floor = store.anchor()?.ok_or("the root is gone")?.floors().set;
        let Some(contents) = store.contents()? else {
            let hashes = Blobs(store);
            return Ok(Found { set_version: 0, floor, snapshot: None, is_whole: true, blobs: hashes });
        };
        let at = instant(CLOCK);
        let snapshot = sync::snapshot(&store, &contents, at)?;
        if live.snapshot().id() != snapshot.id() {
            return Err(format!("{} in use, {} kept", live.snapshot().id(), snapshot.id()).into());
        }
        let lookup = |hash: &BlobHash| store.blob(hash).ok().flatten();
        let lists = contents.wanted_revocation(at, &|blob| lookup(&blob.hash))?;
        let wanted: HashSet<_> = contents.wanted().copied().chain(lists).collect();
        let is_whole = wanted.iter().all(|blob| lookup(&blob.hash).is_some_and(|bytes| blob.check(&bytes).is_ok()));
        let (set_version, snapshot) = (contents.set().version, Some(snapshot.id().to_owned()));
        Ok(Found { set_version, floor, snapshot, is_whole, blobs: Blobs(store) })
    }
}

/// The time of all syncs.
struct Fixed;

impl Clock for Fixed {
    fn read(&self) -> ClockReading {
        ClockReading { device: instant(CLOCK), since_boot: None }
    }
}

/// Nobody looks on.
struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}
