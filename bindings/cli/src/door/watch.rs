//! A desk stands open for hours: what another program syncs meanwhile counts for whoever comes next.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use semafor_core::sync::Live;

use crate::machine;

/// Has a thread look for a newer set as long as the process runs.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn keep_newest(live: Arc<Live>) -> io::Result<()> {
    let mut seen = mark(live.path());
    thread::Builder::new().name("watch".to_owned()).spawn(move || {
        loop {
            thread::sleep(LOOK);
            let found = mark(live.path());
            let begins = live.next_change().is_some_and(|change| change <= live.time().resolve().0.at);
            if found != seen || begins {
                take(&live);
                seen = found;
            }
        }
    })?;
    Ok(())
}

/// Judging goes on by what was there where the new one cannot be used; that grows old and says so by itself.
fn take(live: &Live) {
    let before = live.snapshot();
    match live.refresh() {
        Ok(()) if live.snapshot().id() == before.id() => {}
        Ok(()) => machine::complain(&format!("semafor: judging by the set {} now", live.snapshot().id())),
        Err(because) => machine::complain(&format!("semafor: {}: {because}", live.path().display())),
    }
}

/// Changes whenever the file does.
fn mark(path: &Path) -> Option<(SystemTime, u64)> {
    let file = fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}

const LOOK: Duration = Duration::from_secs(1);
