//! The clock rule (design §3, Time): the latest signed time is a floor, and what a clock that nobody can set has counted
//! since it was seen makes an estimate of it.

use crate::bundle::Anchor;
use crate::instant::Instant;
use crate::ports::{Clock, ClockReading, SinceBoot};
use crate::store::{Kept, SnapshotStore, StoreError};
use crate::verifier::TimeContext;

const NOTE: &str = "clock";

/// What is known about the time, from the device's clocks and what was signed.
///
/// # Errors
/// [`Kept`].
pub fn time(store: &SnapshotStore, clock: &dyn Clock) -> Result<TimeContext, Kept> {
    let floor = store.anchor()?.map(|anchor| anchor.floors().time);
    Ok(judged(clock.read(), floor, seen(store)?.as_ref()))
}

/// The same under the floors of `anchor`.
pub(super) fn context(store: &SnapshotStore, anchor: &Anchor, clock: &dyn Clock) -> Result<TimeContext, StoreError> {
    Ok(judged(clock.read(), Some(anchor.floors().time), seen(store)?.as_ref()))
}

/// When the latest signed time was seen, if that is remembered.
pub(super) fn seen(store: &SnapshotStore) -> Result<Option<Seen>, StoreError> {
    Ok(store.note(NOTE)?.and_then(|note| Seen::parse(&note)))
}

/// A reading of the clocks, with the floor and what has passed since it was seen.
pub(super) fn judged(reading: ClockReading, floor: Option<Instant>, seen: Option<&Seen>) -> TimeContext {
    let seen = seen.filter(|seen| Some(seen.signed) == floor);
    let elapsed = seen.zip(reading.since_boot).and_then(|(seen, now)| seen.seconds_until(&now));
    let estimate = floor.zip(elapsed).map(|(floor, seconds)| floor.plus_seconds(seconds));
    TimeContext { device: reading.device, floor, estimate }
}

/// Remembers when a signed time was seen, by the clock that nobody can set. The first sight counts: the same timestamp
/// seen again is older.
pub(super) fn remember(store: &mut SnapshotStore, clock: &dyn Clock, signed: Instant) -> Result<(), StoreError> {
    let seen = seen(store)?;
    let is_known = |seen: &Seen, now: &SinceBoot| seen.signed == signed && seen.boot == now.boot;
    match clock.read().since_boot {
        Some(now) if !seen.is_some_and(|seen| is_known(&seen, &now)) => {
            let note = format!("{} {} {}", signed.as_unix(), now.seconds, now.boot);
            store.put_notes(&[(NOTE, Some(note))])
        }
        _ => Ok(()),
    }
}

/// A signed time, and what the clock that nobody can set showed when it was seen.
pub(super) struct Seen {
    signed: Instant,
    seconds: i64,
    boot: String,
}

impl Seen {
    fn parse(note: &str) -> Option<Self> {
        let mut parts = note.splitn(3, ' ');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (signed, seconds) = (number()?, number()?);
        Some(Self { signed: Instant::from_unix(signed)?, seconds, boot: parts.next()?.to_owned() })
    }

    /// Seconds between seeing it and now, if the device has not started anew since.
    fn seconds_until(&self, now: &SinceBoot) -> Option<i64> {
        let passed = now.seconds.checked_sub(self.seconds)?;
        (self.boot == now.boot && passed >= 0).then_some(passed)
    }
}
