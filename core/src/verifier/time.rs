//! Which clock is believed (design §3, Time): the device's, unless a signed time proves it to be behind.

use crate::instant::Instant;
use crate::limits;
use crate::verdict::{TimeSource, TimeUsed};
use crate::warning::WarningCode;

/// What a shell knows about the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimeContext {
    /// The device's clock.
    pub device: Instant,
    /// The latest signed time ever seen: it cannot be earlier than this.
    pub floor: Option<Instant>,
    /// The floor plus what a clock that cannot be set has counted since.
    pub estimate: Option<Instant>,
}

impl TimeContext {
    /// Only the device's clock is known.
    #[must_use]
    pub fn device(device: Instant) -> Self {
        Self { device, floor: None, estimate: None }
    }

    /// The time to judge by. A clock behind the floor cannot bring expired things back to life: the later of the two
    /// counts; a lag beyond the tolerated skew is reported.
    pub(super) fn resolve(&self) -> (TimeUsed, Option<WarningCode>) {
        let bound = match (self.floor, self.estimate) {
            (Some(floor), Some(estimate)) if estimate > floor => Some((estimate, TimeSource::Estimate)),
            (Some(floor), _) => Some((floor, TimeSource::Floor)),
            // An estimate without a floor rests on no signature.
            (None, _) => None,
        };
        let device = TimeUsed { at: self.device, source: TimeSource::Device };
        let Some((at, source)) = bound.filter(|_| self.floor.is_some_and(|floor| self.device < floor)) else {
            return (device, None);
        };
        let behind = self.device.plus_seconds(limits::CLOCK_SKEW_SECONDS) < at;
        (TimeUsed { at, source }, behind.then_some(WarningCode::ClockBehind))
    }
}
