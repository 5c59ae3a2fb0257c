//! `semafor sync`: gets what is published, and takes it whole or not at all.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use semafor_core::http::Http;
use semafor_core::store::{Access, Kept, SnapshotStore, StoreError, set_aside};
use semafor_core::sync::{self, Progress, SyncError, Synced, Watch};

use crate::data::Folder;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::{args, input, machine};

/// Runs the command. Ctrl-C ends it between two requests, with everything kept that has come.
pub(crate) fn run(options: &args::data::Sync, out: &mut dyn Write) -> Result<Exit, Failure> {
    let watcher = Watcher::default();
    let cancelled = watcher.cancelled.clone();
    machine::on_interrupt(move || cancelled.store(true, Ordering::Relaxed));
    let folder = Folder::of(&options.data)?;
    let mut store = open(&folder)?;
    if let Some(root) = &options.root {
        take_root(&folder, &mut store, root)?;
    }
    let url = remembered_url(&folder, &mut store, options.from.as_deref())?;
    let http = Http::new().map_err(io::Error::other)?;
    let outcome = sync::sync(&mut store, &url, &http, &machine::DeviceClock, &watcher);
    watcher.done();
    match outcome {
        Ok(synced) if options.json => json(&synced, out)?,
        Ok(synced) => show(&synced, out)?,
        Err(SyncError::Cancelled) => return Ok(Exit::Interrupted),
        Err(SyncError::NoRoot) => {
            let needed = "nothing can be believed without a root: say --root FILE, with the publisher's first root";
            return Err(Failure::Usage(needed.to_owned()));
        }
        Err(error) => return Err(Failure::Sync(error)),
    }
    Ok(Exit::Done)
}

fn show(synced: &Synced, out: &mut dyn Write) -> io::Result<()> {
    let what = if synced.is_changed { "New set" } else { "Nothing new: set" };
    let Synced { set_version, signed_at, requests, bytes, .. } = synced;
    writeln!(out, "{what} {set_version}, current as of {signed_at}; {bytes} bytes in {requests} requests")
}

/// Opens the file. One that is damaged is put aside, where somebody may look at it: everything in it can be had again.
fn open(folder: &Folder) -> Result<SnapshotStore, Failure> {
    std::fs::create_dir_all(folder.path())?;
    let path = folder.snapshot_file();
    match SnapshotStore::open(&path, Access::Write) {
        Err(StoreError::Damaged { .. } | StoreError::Foreign) => {
            let aside = set_aside(&path, &format!("damaged-{}", machine::now().as_unix()))?;
            let (path, aside) = (path.display(), aside.display());
            machine::complain(&format!("semafor: {path} is damaged and was put aside as {aside}; beginning anew"));
            folder.write()
        }
        Err(
            because
            @ (StoreError::DiskFull | StoreError::ReadOnly | StoreError::Busy | StoreError::Inaccessible { .. }),
        ) => Err(Failure::Sync(because.into())),
        opened => folder.kept(opened),
    }
}

const URL: &str = "url";

fn take_root(folder: &Folder, store: &mut SnapshotStore, path: &Path) -> Result<(), Failure> {
    let unusable = |because: String| Failure::Unreadable { path: path.to_owned(), because };
    store.pin(&input::file(path)?).map_err(|because| match because {
        Kept::OtherRoot => {
            unusable(format!("not the root that {} began with; use another --data", folder.path().display()))
        }
        other => unusable(other.to_string()),
    })
}

fn remembered_url(folder: &Folder, store: &mut SnapshotStore, from: Option<&str>) -> Result<String, Failure> {
    let remembered = folder.kept(store.note(URL))?;
    match (from, remembered) {
        (Some(from), Some(remembered)) if from == remembered => Ok(remembered),
        (Some(from), _) => {
            folder.kept(store.put_notes(&[(URL, Some(from.to_owned()))]))?;
            Ok(from.to_owned())
        }
        (None, Some(remembered)) => Ok(remembered),
        (None, None) => Err(Failure::Usage("where from? say --from URL; it is remembered".to_owned())),
    }
}

/// Shows progress on a terminal, and hears of Ctrl-C.
#[derive(Default)]
struct Watcher {
    cancelled: Arc<AtomicBool>,
    shown: Mutex<Option<(machine::Progress, usize)>>,
}

impl Watcher {
    fn done(&self) {
        self.show(|progress, total| progress.show(total, total));
    }

    fn show(&self, show: impl FnOnce(&mut machine::Progress, usize)) {
        if let Ok(mut shown) = self.shown.lock()
            && let Some((progress, total)) = shown.as_mut()
        {
            show(progress, *total);
        }
    }
}

impl Watch for Watcher {
    fn progress(&self, progress: Progress) {
        let size = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX);
        match progress {
            Progress::Announced { bytes, .. } => {
                if let Ok(mut shown) = self.shown.lock() {
                    *shown = Some((machine::Progress::start(), size(bytes)));
                }
            }
            Progress::Fetched { bytes } => self.show(|progress, total| progress.show(size(bytes), total)),
            Progress::Asking | Progress::Checking => {}
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
