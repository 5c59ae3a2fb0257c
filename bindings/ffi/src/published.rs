//! What is published, kept in one file on the device: opened, judged by, synced.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "wallet")]
use semafor_core::bundle::Environment;
use semafor_core::bundle::Published;
use semafor_core::instant::Instant;
use semafor_core::ports::{Clock, Transport};
use semafor_core::store;
use semafor_core::sync::{Live, OpenFailure, Switch, SyncFailure, Synced, Watch};
use semafor_core::verifier::TimeContext;
#[cfg(feature = "wallet")]
use semafor_core::wallet::WalletFailure;

#[cfg(feature = "holder")]
use crate::holder::Explainer;
use crate::{Grounds, Verifier};

/// The published set in use: keys, rules and what comes with them. One an app, so that everything that judges by it judges
/// by the newest.
#[derive(Debug, uniffi::Object)]
pub struct PublishedSet(Live);

#[uniffi::export]
impl PublishedSet {
    /// Opens what is kept in the folder `data_dir`, which must exist, or what is built in while there is nothing. Reads
    /// files; not on the main thread.
    ///
    /// # Errors
    /// [`OpenFailure`].
    #[uniffi::constructor]
    pub fn open(data_dir: String, clock: Arc<dyn Clock>) -> Result<Arc<Self>, OpenFailure> {
        Ok(Arc::new(Self(Live::open(&Path::new(&data_dir).join(FILE), clock, semafor_built_in::published())?)))
    }

    /// What is known about the time: for every check by what was published.
    pub fn time(&self) -> TimeContext {
        self.0.time()
    }

    /// Takes what is kept now, when another process has synced, or when the time of `next_change` has come.
    ///
    /// # Errors
    /// [`OpenFailure`]; what was in use stays in use.
    pub fn refresh(&self) -> Result<(), OpenFailure> {
        Ok(self.0.refresh()?)
    }

    /// When something that was published ahead begins to count.
    pub fn next_change(&self) -> Option<Instant> {
        self.0.next_change()
    }
}

/// Moves a file that cannot be opened out of the way, in the folder `data_dir`, instead of one that was moved before. The
/// next opening begins with what is built in, the next sync with the first root.
///
/// # Errors
/// [`OpenFailure::Inaccessible`].
#[uniffi::export]
pub fn set_aside_published(data_dir: String) -> Result<(), OpenFailure> {
    let inaccessible = |error: std::io::Error| OpenFailure::Inaccessible { detail: error.to_string() };
    store::set_aside(&Path::new(&data_dir).join(FILE), "unusable").map(drop).map_err(inaccessible)
}

const FILE: &str = "snapshot.db";

impl PublishedSet {
    #[cfg(feature = "wallet")]
    pub(crate) fn environment(&self) -> Result<Environment, WalletFailure> {
        self.0.environment().map_err(WalletFailure::of_published)
    }

    pub(crate) fn published(&self) -> Published {
        self.0.published()
    }
}

#[uniffi::export]
impl Verifier {
    /// A verifier by what is kept in the folder `data_dir` now. An app that syncs opens a `PublishedSet` once and makes its
    /// verifier with `of`, so that the verifier sees what comes.
    ///
    /// # Errors
    /// [`OpenFailure`].
    #[uniffi::constructor]
    pub fn open(data_dir: String, clock: Arc<dyn Clock>) -> Result<Arc<Self>, OpenFailure> {
        PublishedSet::open(data_dir, clock).map(Self::of)
    }

    /// A verifier by what is published, always the newest that was synced.
    #[uniffi::constructor]
    pub fn of(published: Arc<PublishedSet>) -> Arc<Self> {
        Arc::new(Self(Grounds::Synced(published)))
    }
}

#[cfg(feature = "holder")]
#[uniffi::export]
impl Explainer {
    /// An explainer by what is published, always the newest that was synced.
    #[uniffi::constructor]
    pub fn of(published: Arc<PublishedSet>) -> Arc<Self> {
        Arc::new(Self(Grounds::Synced(published)))
    }
}

/// Gets what is published.
#[derive(uniffi::Object)]
pub struct Sync {
    published: Arc<PublishedSet>,
    url: String,
    transport: Arc<dyn Transport>,
    cancelled: AtomicBool,
}

#[uniffi::export]
impl Sync {
    /// A sync from the address `url`, into what `published` has opened. `root` is the publisher's first root.
    ///
    /// # Errors
    /// [`OpenFailure`].
    #[uniffi::constructor]
    pub fn new(
        published: Arc<PublishedSet>,
        url: String,
        root: Vec<u8>,
        transport: Arc<dyn Transport>,
    ) -> Result<Arc<Self>, OpenFailure> {
        published.0.pin(&root).map_err(OpenFailure::of_pinning)?;
        Ok(Arc::new(Self { published, url, transport, cancelled: AtomicBool::new(false) }))
    }

    /// Asks once, takes what is new whole, and puts it into use. Takes as long as the network does; not on the main
    /// thread. `watch` is told how far it is and may end it.
    ///
    /// # Errors
    /// [`SyncFailure`]; what was in use stays in use.
    pub fn run(&self, watch: Arc<dyn Watch>) -> Result<Synced, SyncFailure> {
        let watch = Switch { watch: watch.as_ref(), cancelled: &self.cancelled };
        Ok(self.published.0.sync(&self.url, self.transport.as_ref(), &watch)?)
    }

    /// Ends the sync that is running, before its next request, and every later one of this object. What has come is kept.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// When the next sync is due; none before the first.
    ///
    /// # Errors
    /// [`OpenFailure`].
    pub fn due_at(&self) -> Result<Option<Instant>, OpenFailure> {
        Ok(self.published.0.due_at()?)
    }
}

impl std::fmt::Debug for Sync {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sync").field("url", &self.url).finish_non_exhaustive()
    }
}
