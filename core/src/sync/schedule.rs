//! When to ask next: regularly, spread over all devices, later and later while nothing comes of it.

use ring::rand::{SecureRandom, SystemRandom};

use super::{SyncError, Synced};
use crate::instant::Instant;
use crate::limits;
use crate::store::{SnapshotStore, StoreError};

const DUE: &str = "due-at";
const FAILURES: &str = "failures";
const ROOT_DUE: &str = "root-due-at";

/// When the next sync is due; `None` before the first. A device whose clock was set back is due at once.
///
/// # Errors
/// [`StoreError`].
pub fn due_at(store: &SnapshotStore) -> Result<Option<Instant>, StoreError> {
    note(store, DUE)
}

/// Remembers when to ask again after an outcome at `at`.
pub(super) fn remember(
    store: &mut SnapshotStore,
    at: Instant,
    outcome: &Result<Synced, SyncError>,
) -> Result<(), StoreError> {
    let failures = match outcome {
        Ok(_) | Err(SyncError::Cancelled) => 0,
        Err(_) => count(store)?.saturating_add(1),
    };
    let asked_to_wait = match outcome {
        Err(SyncError::Status { retry_after: Some(seconds), .. }) => {
            i64::from(*seconds).min(limits::RETRY_AFTER_SECONDS)
        }
        _ => 0,
    };
    let seconds = spread(wait(failures)).max(asked_to_wait);
    let due = at.plus_seconds(seconds).as_unix().to_string();
    store.put_notes(&[(DUE, Some(due)), (FAILURES, Some(failures.to_string()))])
}

/// Remembers that the newest root was asked for at `at`.
pub(super) fn remember_root(store: &mut SnapshotStore, at: Instant) -> Result<(), StoreError> {
    let due = at.plus_seconds(spread(limits::ROOT_SECONDS)).as_unix().to_string();
    store.put_notes(&[(ROOT_DUE, Some(due))])
}

/// Whether it is time to ask for a newer root.
pub(super) fn is_root_due(store: &SnapshotStore, at: Instant) -> Result<bool, StoreError> {
    Ok(note(store, ROOT_DUE)?.is_none_or(|due| at >= due || due > at.plus_seconds(2 * limits::ROOT_SECONDS)))
}

fn note(store: &SnapshotStore, name: &str) -> Result<Option<Instant>, StoreError> {
    Ok(store.note(name)?.and_then(|note| note.parse().ok()).and_then(Instant::from_unix))
}

fn count(store: &SnapshotStore) -> Result<u32, StoreError> {
    Ok(store.note(FAILURES)?.and_then(|note| note.parse().ok()).unwrap_or_default())
}

/// Seconds to wait after so many failures in a row.
fn wait(failures: u32) -> i64 {
    match failures.checked_sub(1) {
        None => limits::SYNC_SECONDS,
        Some(further) => {
            let doubled = 2_i64.checked_pow(further).and_then(|times| times.checked_mul(limits::RETRY_SECONDS));
            doubled.unwrap_or(i64::MAX).min(limits::SYNC_SECONDS)
        }
    }
}

/// Between three and five quarters of it, by chance: devices that were told at once do not come back at once.
fn spread(seconds: i64) -> i64 {
    let mut chance = [0_u8; 2];
    // Without randomness all wait the same.
    let _unspread = SystemRandom::new().fill(&mut chance);
    let of_65536 = i64::from(u16::from_le_bytes(chance));
    let half = seconds.saturating_div(2);
    seconds.saturating_sub(half.saturating_div(2)).saturating_add(half.saturating_mul(of_65536).saturating_div(65_536))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_answered_with_patience() {
        let waits: Vec<_> = [0, 1, 2, 3, 9, 10, 40, u32::MAX].map(wait).to_vec();
        assert_eq!(waits, [21_600, 60, 120, 240, 15_360, 21_600, 21_600, 21_600]);
    }

    #[test]
    fn devices_are_spread() {
        let all: Vec<_> = (0..1_000).map(|_| spread(21_600)).collect();
        assert!(all.iter().all(|seconds| (16_200..=27_000).contains(seconds)), "{all:?}");
        let (least, most) = (all.iter().min().unwrap(), all.iter().max().unwrap());
        assert!(most - least > 9_000, "{least} to {most}");
    }
}
