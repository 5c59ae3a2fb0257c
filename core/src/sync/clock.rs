//! The clock rule (design §3, Time): the latest signed time is a floor, and what a clock that nobody can set has counted
//! since it was seen makes an estimate of it.

use crate::bundle::Anchor;
use crate::instant::Instant;
use crate::ports::{Clock, SinceBoot};
use crate::store::{Kept, SnapshotStore, StoreError};
use crate::verifier::TimeContext;

const NOTE: &str = "clock";

/// What is known about the time, from the device's clocks and what was signed.
///
/// # Errors
/// [`Kept`].
pub fn time(store: &SnapshotStore, clock: &dyn Clock) -> Result<TimeContext, Kept> {
    let reading = clock.read();
    let Some(anchor) = store.anchor()? else { return Ok(TimeContext::device(reading.device)) };
    Ok(context(store, &anchor, clock)?)
}

/// The same under the floors of `anchor`.
pub(super) fn context(store: &SnapshotStore, anchor: &Anchor, clock: &dyn Clock) -> Result<TimeContext, StoreError> {
    let (reading, floor) = (clock.read(), anchor.floors().time);
    let seen = store.note(NOTE)?.and_then(|note| Seen::parse(&note)).filter(|seen| seen.signed == floor);
    let elapsed = seen.zip(reading.since_boot).and_then(|(seen, now)| seen.seconds_until(&now));
    Ok(TimeContext {
        device: reading.device,
        floor: Some(floor),
        estimate: elapsed.map(|seconds| floor.plus_seconds(seconds)),
    })
}

/// Remembers when a signed time was seen, by the clock that nobody can set. The first sight counts: the same timestamp
/// seen again is older.
pub(super) fn remember(store: &mut SnapshotStore, clock: &dyn Clock, signed: Instant) -> Result<(), StoreError> {
    let seen = store.note(NOTE)?.and_then(|note| Seen::parse(&note));
    let is_known = |seen: &Seen, now: &SinceBoot| seen.signed == signed && seen.boot == now.boot;
    match clock.read().since_boot {
        Some(now) if !seen.is_some_and(|seen| is_known(&seen, &now)) => {
            let note = format!("{} {} {}", signed.as_unix(), now.seconds, now.boot);
            store.put_notes(&[(NOTE, Some(note))])
        }
        _ => Ok(()),
    }
}

/// When a signed time was seen.
struct Seen {
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
