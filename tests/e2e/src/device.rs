//! A device: its file, its clock, its network.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use semafor_core::bundle::Published;
use semafor_core::http::Http;
use semafor_core::instant::Instant;
use semafor_core::ports::{Clock, ClockReading};
use semafor_core::scheme::Schemes;
use semafor_core::store::{Access, SnapshotStore};
use semafor_core::sync::{self, Live, Progress, SyncError, Synced, Watch};
use semafor_core::verifier::Snapshot;

/// One device.
#[derive(Debug)]
pub struct Device {
    path: PathBuf,
    /// The clock that its user can set.
    pub now: Instant,
    http: Http,
}

struct Fixed(Instant);

impl Clock for Fixed {
    fn read(&self) -> ClockReading {
        ClockReading { device: self.0, since_boot: None }
    }
}

/// Sees everything, and ends a sync at the n-th question whether to.
#[derive(Debug, Default)]
pub struct Witness {
    /// What was seen.
    pub seen: Mutex<Vec<Progress>>,
    /// How many requests are left; `None` is any number.
    pub requests_left: Mutex<Option<usize>>,
}

impl Watch for Witness {
    fn progress(&self, progress: Progress) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.push(progress);
        }
    }

    fn is_cancelled(&self) -> bool {
        let Ok(mut left) = self.requests_left.lock() else { return true };
        match left.as_mut() {
            Some(0) => true,
            Some(left) => {
                *left = left.saturating_sub(1);
                false
            }
            None => false,
        }
    }
}

#[expect(clippy::unwrap_used, reason = "a device that does not work ends the test")]
impl Device {
    /// A device that was handed this root.
    ///
    /// # Panics
    /// When the root or the folder cannot be used.
    #[must_use]
    pub fn new(folder: &Path, root: &[u8], now: Instant) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let device = Self { path: folder.join("snapshot.db"), now, http: Http::new().unwrap() };
        device.store().pin(root).unwrap();
        device
    }

    /// What it judges by, as an app does that carries `built_in`.
    ///
    /// # Panics
    /// When its file cannot be used.
    #[must_use]
    pub fn live(&self, built_in: Snapshot) -> Live {
        let built_in = Published::new(built_in, Schemes::default());
        Live::open(&self.path, Arc::new(Fixed(self.now)), built_in).unwrap()
    }

    /// Its file.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[must_use]
    pub fn store(&self) -> SnapshotStore {
        SnapshotStore::open(&self.path, Access::Write).unwrap()
    }

    /// Asks once.
    ///
    /// # Errors
    /// As [`sync::sync`].
    pub fn sync(&self, url: &str) -> Result<Synced, SyncError> {
        self.sync_watched(url, &Witness::default())
    }

    /// The same while somebody looks on.
    ///
    /// # Errors
    /// As [`sync::sync`].
    pub fn sync_watched(&self, url: &str, witness: &Witness) -> Result<Synced, SyncError> {
        sync::sync(&mut self.store(), url, &self.http, &Fixed(self.now), witness)
    }

    /// The snapshot it judges by, if it has one.
    ///
    /// # Panics
    /// When what it keeps is not whole: that must never be.
    #[must_use]
    pub fn snapshot(&self) -> Option<Snapshot> {
        let store = self.store();
        let at = sync::time(&store, &Fixed(self.now)).unwrap().resolve().0.at;
        store.contents().unwrap().map(|contents| sync::snapshot(&store, &contents, at).unwrap())
    }

    /// The same with its colour schemes.
    ///
    /// # Panics
    /// As [`Device::snapshot`].
    #[must_use]
    pub fn published(&self) -> Option<Published> {
        let store = self.store();
        let at = sync::time(&store, &Fixed(self.now)).unwrap().resolve().0.at;
        store.contents().unwrap().map(|contents| sync::published(&store, &contents, at).unwrap())
    }

    /// The version of the set it judges by; 0 before the first.
    ///
    /// # Panics
    /// As [`Device::snapshot`].
    #[must_use]
    pub fn set_version(&self) -> u64 {
        let id = self.snapshot().map(|snapshot| snapshot.id().to_owned()).unwrap_or_default();
        id.split('-').next().and_then(|version| version.parse().ok()).unwrap_or_default()
    }

    /// When it will ask again, in seconds from now.
    ///
    /// # Panics
    /// When its file cannot be read.
    #[must_use]
    pub fn seconds_until_due(&self) -> i64 {
        let due = sync::due_at(&self.store()).unwrap().unwrap();
        due.as_unix().saturating_sub(self.now.as_unix())
    }
}
