//! Getting what is published (FORMAT.md §9): when to ask, what to fetch, everything checked before anything is taken.
//!
//! Whatever goes wrong, what was there before is there after, and what was fetched is not fetched again.

mod clock;
mod download;
mod failure;
mod live;
mod schedule;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::bundle::{Anchor, BlobError, BlobRef, ContentError, Contents, Refusal, Timestamp};
use crate::instant::Instant;
use crate::limits;
use crate::ports::{Clock, Request, Response, Transport, TransportError};
use crate::store::{Kept, SetFiles, SnapshotStore, StoreError};
use download::Download;

pub use clock::time;
pub use failure::{OpenFailure, SyncFailure};
pub use live::{Live, published, snapshot};
pub use schedule::due_at;

/// Who looks on while a sync goes on, and may end it.
#[cfg_attr(feature = "uniffi", uniffi::export(rust, foreign))]
pub trait Watch: Send + Sync {
    /// Something was done, or is about to be.
    fn progress(&self, progress: Progress);

    /// Whether to stop. Asked before each request and before a set is taken; what was fetched is kept.
    fn is_cancelled(&self) -> bool;
}

/// Ends when either side says so.
pub struct Switch<'a> {
    /// Who looks on.
    pub watch: &'a dyn Watch,
    /// Set by whoever wants to end it.
    pub cancelled: &'a AtomicBool,
}

impl Watch for Switch<'_> {
    fn progress(&self, progress: Progress) {
        self.watch.progress(progress);
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.watch.is_cancelled()
    }
}

impl fmt::Debug for Switch<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Switch").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

/// How far a sync is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Progress {
    /// Asking whether there is anything new.
    Asking,
    /// This is going to be fetched. Revocation lists are announced apart, once the keys are there.
    Announced {
        /// How many files.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// So much of it is there.
    Fetched {
        /// Bytes of those announced.
        bytes: u64,
    },
    /// Everything is there, and being checked.
    Checking,
}

/// What a sync came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Synced {
    /// Whether another set is in use now.
    pub is_changed: bool,
    /// The version of the set in use.
    pub set_version: u64,
    /// When it was last signed as current.
    pub signed_at: Instant,
    /// Requests that were made.
    pub requests: u64,
    /// Bytes of bodies that came.
    pub bytes: u64,
}

/// Why a sync came to nothing. What was there before is in use.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// There is no root: nothing can be believed.
    #[error("there is no root to begin with")]
    NoRoot,
    /// The network.
    #[error("{path}: {because}")]
    Transport {
        /// The file asked for.
        path: String,
        /// What is wrong.
        because: TransportError,
    },
    /// The server has nothing of the kind, or will not give it.
    #[error("{path}: the server answers {status}")]
    Status {
        /// The file asked for.
        path: String,
        /// The HTTP status.
        status: u16,
        /// Seconds after which to ask again, if the server says so.
        retry_after: Option<u32>,
    },
    /// A body ended early.
    #[error("{path}: broke off after {bytes} bytes")]
    BrokenOff {
        /// The file asked for.
        path: String,
        /// What had come.
        bytes: usize,
    },
    /// A signed file that is not believed.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// A blob that is not what was named.
    #[error("{path}: {because}")]
    Blob {
        /// The file asked for.
        path: String,
        /// What is wrong.
        because: BlobError,
    },
    /// Everything came, and makes no snapshot.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// More is named than one set may have.
    #[error("{bytes} bytes in {files} files are named, at most {most} are fetched")]
    TooMuch {
        /// How many files.
        files: usize,
        /// Their bytes.
        bytes: u64,
        /// The bound.
        most: u64,
    },
    /// The file it is kept in.
    #[error("the store: {0}")]
    Store(#[from] StoreError),
    /// What is kept does not verify.
    #[error("the store: {0}")]
    Kept(Box<Kept>),
    /// Whoever looks on has ended it.
    #[error("cancelled")]
    Cancelled,
}

impl From<Kept> for SyncError {
    fn from(error: Kept) -> Self {
        Self::Kept(Box::new(error))
    }
}

/// Asks once and takes what is new. When to ask next is remembered, whatever comes of it.
///
/// # Errors
/// [`SyncError`].
pub fn sync(
    store: &mut SnapshotStore,
    url: &str,
    transport: &dyn Transport,
    clock: &dyn Clock,
    watch: &dyn Watch,
) -> Result<Synced, SyncError> {
    let mut run = Run { store, url, transport, clock, watch, requests: 0, bytes: 0 };
    let outcome = run.all();
    let remembered = schedule::remember(run.store, run.clock.read().device, &outcome);
    let synced = outcome?;
    remembered?;
    Ok(synced)
}

const TIMESTAMP: &str = "timestamp.cbor";
const ETAG: &str = "timestamp-etag";

type Answer = Result<Response, TransportError>;

struct Run<'a> {
    store: &'a mut SnapshotStore,
    url: &'a str,
    transport: &'a dyn Transport,
    clock: &'a dyn Clock,
    watch: &'a dyn Watch,
    requests: u64,
    bytes: u64,
}

impl Run<'_> {
    fn all(&mut self) -> Result<Synced, SyncError> {
        self.watch.progress(Progress::Asking);
        let anchor = self.store.anchor()?.ok_or(SyncError::NoRoot)?;
        // What was changed on the disk is as if it were not there: it is fetched again, above the same floors.
        let kept = match self.store.timestamp() {
            Err(Kept::Refusal(_)) => None,
            kept => kept?,
        };
        let etag = if kept.is_some() && self.is_whole()? { self.store.note(ETAG)? } else { None };
        let answer = self.get(TIMESTAMP, etag, limits::TIMESTAMP_BYTES)?;
        let (anchor, bytes, timestamp) = match (answer.status, &kept) {
            (304, Some(kept)) => {
                self.look_for_a_root_now_and_then(anchor)?;
                return Ok(self.outcome(false, kept));
            }
            (200, _) => self.believe(anchor, answer.body.clone(), kept.as_ref())?,
            (status, _) => return Err(refused(TIMESTAMP, status, answer.retry_after)),
        };
        anchor.check_root(self.now(&anchor)?)?;
        let is_changed = kept.as_ref().is_none_or(|kept| kept.set.hash != timestamp.set.hash);
        self.take(&anchor, &bytes, &timestamp)?;
        self.store.put_notes(&[(ETAG, answer.etag)])?;
        Ok(self.outcome(is_changed, &timestamp))
    }

    /// The timestamp in these bytes, under the root in use or under one that follows it.
    fn believe(
        &mut self,
        anchor: Anchor,
        bytes: Vec<u8>,
        kept: Option<&Timestamp>,
    ) -> Result<(Anchor, Vec<u8>, Timestamp), SyncError> {
        let first = anchor.timestamp(&bytes, kept, self.now(&anchor)?);
        if let Ok(timestamp) = &first
            && timestamp.root_version <= anchor.root().version
        {
            return Ok((anchor, bytes, timestamp.clone()));
        }
        let before = anchor.root().version;
        let anchor = self.walk_roots(anchor)?;
        match first {
            // Nothing has changed that could make it believable.
            Err(refusal) if anchor.root().version == before => Err(refusal.into()),
            _ => {
                let timestamp = anchor.timestamp(&bytes, kept, self.now(&anchor)?)?;
                Ok((anchor, bytes, timestamp))
            }
        }
    }

    /// Roots one after another, each signed by the one before, until there is none.
    fn walk_roots(&mut self, mut anchor: Anchor) -> Result<Anchor, SyncError> {
        for _ in 0..limits::ROOTS_PER_SYNC {
            let path = format!("roots/{}.cbor", anchor.root().version.saturating_add(1));
            let answer = self.get(&path, None, limits::ROOT_BYTES)?;
            match answer.status {
                200 => {
                    anchor = anchor.rotated(&answer.body)?;
                    self.store.put_root(&answer.body, &anchor)?;
                }
                404 | 403 | 410 => break,
                status => return Err(refused(&path, status, answer.retry_after)),
            }
        }
        schedule::remember_root(self.store, self.clock.read().device)?;
        Ok(anchor)
    }

    /// A timestamp names the newest root; a stolen key would not. So roots are asked for once in a while even when
    /// nothing seems to have changed.
    fn look_for_a_root_now_and_then(&mut self, anchor: Anchor) -> Result<(), SyncError> {
        if schedule::is_root_due(self.store, self.clock.read().device)? {
            self.walk_roots(anchor)?;
        }
        Ok(())
    }

    /// Everything that the timestamp leads to, then all of it at once.
    fn take(&mut self, anchor: &Anchor, file: &[u8], timestamp: &Timestamp) -> Result<(), SyncError> {
        let set_file = self.set_file(timestamp)?;
        let at = self.now(anchor)?;
        let set = anchor.set(&set_file, timestamp, at)?;
        let indexes: Vec<_> = set.kinds.iter().map(|part| part.blob).collect();
        self.fetch_missing(&indexes, false)?;
        let contents = Contents::read(timestamp.clone(), set, &|blob| self.store.lookup(blob))?;
        let wanted: Vec<_> = contents.wanted().copied().collect();
        self.fetch_missing(&wanted, true)?;
        let lists = contents.wanted_revocation(at, &|blob| self.store.lookup(blob))?;
        let fetched = self.fetch_missing(&lists, true)?;
        if self.watch.is_cancelled() {
            return Err(SyncError::Cancelled);
        }
        self.watch.progress(Progress::Checking);
        contents.check_lists(&fetched, &|blob| self.store.lookup(blob))?;
        contents.snapshot(at, &|blob| self.store.lookup(blob))?;
        let anchor = anchor.advanced(timestamp);
        self.store.put_set(SetFiles { timestamp: file, set: &set_file }, &anchor, &contents)?;
        clock::remember(self.store, self.clock, timestamp.signed_at)?;
        Ok(())
    }

    /// The file of the set: the one in use, one that an earlier sync has fetched, or a new one.
    fn set_file(&mut self, timestamp: &Timestamp) -> Result<Vec<u8>, SyncError> {
        let kept = self.store.set_file()?.filter(|file| timestamp.set.check(file).is_ok());
        match kept.or(self.store.blob(&timestamp.set.hash)?) {
            Some(file) => Ok(file),
            None => Ok(self.fetch(&[timestamp.set], false)?.pop().map(|(_, bytes)| bytes).unwrap_or_default()),
        }
    }

    /// Gives back those that were missing.
    fn fetch_missing(&mut self, blobs: &[BlobRef], announce: bool) -> Result<Vec<BlobRef>, SyncError> {
        let mut missing = Vec::new();
        for blob in blobs {
            if !missing.contains(blob) && !self.is_there(blob)? {
                missing.push(*blob);
            }
        }
        self.fetch(&missing, announce)?;
        Ok(missing)
    }

    /// Whether everything that the kept set needs is there, as it was named.
    fn is_whole(&self) -> Result<bool, SyncError> {
        let contents = match self.store.contents() {
            Err(Kept::Content(_)) => return Ok(false),
            contents => contents?,
        };
        let Some(contents) = contents else { return Ok(false) };
        contents.wanted().try_fold(true, |whole, blob| Ok(whole && self.is_there(blob)?))
    }

    fn is_there(&self, blob: &BlobRef) -> Result<bool, StoreError> {
        Ok(self.store.blob(&blob.hash)?.is_some_and(|bytes| blob.check(&bytes).is_ok()))
    }

    fn fetch(&mut self, blobs: &[BlobRef], announce: bool) -> Result<Vec<(BlobRef, Vec<u8>)>, SyncError> {
        Download::of(self, announce).all(blobs)
    }

    fn get(&mut self, path: &str, etag: Option<String>, most: usize) -> Result<Response, SyncError> {
        let most_bytes = u64::try_from(most).unwrap_or(u64::MAX);
        let answer = self.request(path, Request { url: self.address(path), etag, range: None, most_bytes })?;
        if answer.complete {
            Ok(answer)
        } else {
            Err(SyncError::BrokenOff { path: path.to_owned(), bytes: answer.body.len() })
        }
    }

    fn request(&mut self, path: &str, request: Request) -> Result<Response, SyncError> {
        self.may_ask()?;
        let (most, transport) = (request.most_bytes, self.transport);
        self.answered(path, most, transport.get(request))
    }

    /// Whether one more request is made; it is counted.
    fn may_ask(&mut self) -> Result<(), SyncError> {
        if self.watch.is_cancelled() {
            return Err(SyncError::Cancelled);
        }
        self.requests = self.requests.saturating_add(1);
        Ok(())
    }

    /// The answer to a request for `most` bytes, counted.
    fn answered(&mut self, path: &str, most: u64, answer: Answer) -> Result<Response, SyncError> {
        let fault = |because| SyncError::Transport { path: path.to_owned(), because };
        let answer = answer.map_err(fault)?;
        let came = u64::try_from(answer.body.len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(came);
        // A shell's transport may not hold itself to the bound.
        if came > most { Err(fault(TransportError::TooLarge { most })) } else { Ok(answer) }
    }

    fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.url.trim_end_matches('/'))
    }

    /// The time to judge by, under this anchor's floors.
    fn now(&self, anchor: &Anchor) -> Result<Instant, StoreError> {
        Ok(clock::context(self.store, anchor, self.clock)?.resolve().0.at)
    }

    fn outcome(&self, is_changed: bool, timestamp: &Timestamp) -> Synced {
        Synced {
            is_changed,
            set_version: timestamp.set_version,
            signed_at: timestamp.signed_at,
            requests: self.requests,
            bytes: self.bytes,
        }
    }
}

fn refused(path: &str, status: u16, retry_after: Option<u32>) -> SyncError {
    SyncError::Status { path: path.to_owned(), status, retry_after }
}
