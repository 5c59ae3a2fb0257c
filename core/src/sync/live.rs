//! The snapshot in use, and how it is exchanged: whoever checks takes the one of this moment and keeps it to the end,
//! whoever syncs puts a new one in its place. Nobody waits for anybody.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::clock::{self, Seen};
use super::{SyncError, Synced, Watch, due_at, sync};
use crate::bundle::{Contents, Environment, Published};
use crate::instant::Instant;
use crate::ports::{Clock, Transport};
use crate::store::{Access, Kept, SnapshotStore, StoreError};
use crate::verifier::{Snapshot, TimeContext};

/// The published set of one device, in use.
pub struct Live {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    /// Used until something newer was synced.
    built_in: Published,
    state: ArcSwap<State>,
}

/// What belongs together at one moment.
struct State {
    published: Published,
    floor: Option<Instant>,
    seen: Option<Seen>,
    /// When another snapshot of the same set begins to count.
    next_change: Option<Instant>,
}

impl Live {
    /// The set that is kept in the file at `path`, or `built_in` while there is none, or none as new: a new release of a
    /// program may carry a newer one than a device has fetched.
    ///
    /// # Errors
    /// [`Kept`]: the file is there and cannot be used. It is as it was.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, built_in: Published) -> Result<Self, Kept> {
        let state = State::read(path, clock.as_ref(), &built_in)?;
        Ok(Self { path: path.to_owned(), clock, built_in, state: ArcSwap::from_pointee(state) })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The snapshot of this moment.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.state.load().published.snapshot.clone()
    }

    /// The snapshot of this moment and the schemes that came with it.
    #[must_use]
    pub fn published(&self) -> Published {
        self.state.load().published.clone()
    }

    /// What is known about the time at this moment.
    #[must_use]
    pub fn time(&self) -> TimeContext {
        let state = self.state.load();
        clock::judged(self.clock.read(), state.floor, state.seen.as_ref())
    }

    /// Begins with a root that was handed over by somebody trusted, the first time.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn pin(&self, root: &[u8]) -> Result<(), Kept> {
        SnapshotStore::open(&self.path, Access::Write)?.pin(root)
    }

    /// Asks once, takes what is new whole, and puts it into use.
    ///
    /// # Errors
    /// [`SyncError`]; what was in use stays in use.
    pub fn sync(&self, url: &str, transport: &dyn Transport, watch: &dyn Watch) -> Result<Synced, SyncError> {
        let mut store = SnapshotStore::open(&self.path, Access::Write)?;
        let synced = sync(&mut store, url, transport, self.clock.as_ref(), watch)?;
        self.refresh()?;
        Ok(synced)
    }

    /// The world of what is published; that of real certificates before a root is pinned.
    ///
    /// # Errors
    /// [`Kept`].
    pub fn environment(&self) -> Result<Environment, Kept> {
        SnapshotStore::find(&self.path)?.map_or_else(|| Ok(Environment::production()), |store| store.environment())
    }

    /// When the next sync is due; `None` before the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn due_at(&self) -> Result<Option<Instant>, StoreError> {
        SnapshotStore::find(&self.path)?.map_or(Ok(None), |store| due_at(&store))
    }

    /// Takes what is kept now, after a sync, also one by another process.
    ///
    /// # Errors
    /// [`Kept`]; the snapshot before stays in use.
    pub fn refresh(&self) -> Result<(), Kept> {
        self.state.store(Arc::new(State::read(&self.path, self.clock.as_ref(), &self.built_in)?));
        Ok(())
    }

    /// When [`Live::refresh`] gives another snapshot without a sync, because something published ahead begins to count.
    #[must_use]
    pub fn next_change(&self) -> Option<Instant> {
        self.state.load().next_change
    }
}

impl State {
    fn read(path: &Path, clock: &dyn Clock, built_in: &Published) -> Result<Self, Kept> {
        let nothing = Self { published: built_in.clone(), floor: None, seen: None, next_change: None };
        let Some(store) = SnapshotStore::find(path)? else { return Ok(nothing) };
        let floor = store.anchor()?.map(|anchor| anchor.floors().time);
        let seen = clock::seen(&store)?;
        let at = clock::judged(clock.read(), floor, seen.as_ref()).resolve().0.at;
        let signed_at = built_in.snapshot.origin().map(|origin| origin.signed_at);
        let contents = store.contents()?.filter(|contents| contents.replaces(signed_at));
        let Some(contents) = contents else { return Ok(Self { floor, seen, ..nothing }) };
        let published = published(&store, &contents, at)?;
        Ok(Self { published, floor, seen, next_change: contents.next_change(at) })
    }
}

/// The snapshot that a kept set makes at `at`.
///
/// # Errors
/// [`Kept`].
pub fn snapshot(store: &SnapshotStore, contents: &Contents, at: Instant) -> Result<Snapshot, Kept> {
    Ok(contents.snapshot(at, &|blob| store.lookup(blob))?)
}

/// The same with the schemes that go with it.
///
/// # Errors
/// [`Kept`].
pub fn published(store: &SnapshotStore, contents: &Contents, at: Instant) -> Result<Published, Kept> {
    Ok(contents.published(at, &|blob| store.lookup(blob))?)
}

impl fmt::Debug for Live {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Live").field("path", &self.path).field("snapshot", &self.snapshot().id()).finish()
    }
}
