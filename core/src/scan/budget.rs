//! How long a scan may take.

use std::fmt;
use std::time::Duration;

use super::Mode;

/// Time for one frame, read from a monotonic clock that the caller lends.
#[derive(Clone, Copy)]
pub struct Budget<'clock> {
    now: &'clock dyn Fn() -> Duration,
    end: Duration,
}

impl<'clock> Budget<'clock> {
    /// `limit` from now on. `now` is the time since any fixed moment; it never goes back.
    #[must_use]
    pub fn new(now: &'clock dyn Fn() -> Duration, limit: Duration) -> Self {
        Self { now, end: now().saturating_add(limit) }
    }

    /// The limit that suits a mode: 15 ms for a camera's frame, 100 ms for a still.
    #[must_use]
    pub const fn usual(mode: Mode) -> Duration {
        match mode {
            Mode::Camera => Duration::from_millis(15),
            Mode::Still => Duration::from_millis(100),
        }
    }

    /// Whether the time is over. Asked after every piece of work, each of which takes far less than a millisecond.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        (self.now)() >= self.end
    }
}

impl fmt::Debug for Budget<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Budget").field("end", &self.end).finish_non_exhaustive()
    }
}
