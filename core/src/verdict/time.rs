//! Which clock is believed (design §3, Time): the device's, unless a signed time proves it to be behind.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;
use crate::limits;
use crate::warning::WarningCode;

/// What a shell knows about the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimeContext {
    /// The device's clock.
    pub device: Instant,
    /// The latest signed time ever seen: it cannot be earlier than this.
    pub floor: Option<Instant>,
    /// The floor plus what a clock that cannot be set has counted since.
    pub estimate: Option<Instant>,
}

/// The time a check was made for, and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TimeUsed {
    /// The time.
    pub at: Instant,
    /// Its source.
    pub source: TimeSource,
    /// What was known about the time.
    pub context: TimeContext,
}

/// Which of the clocks was believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TimeSource {
    /// The device's clock.
    Device,
    /// The estimate from a signed time and the time since start-up.
    Estimate,
    /// The latest signed time ever seen.
    Floor,
}

impl TimeSource {
    /// Its name, as it stands in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Estimate => "estimate",
            Self::Floor => "floor",
        }
    }
}

impl TimeContext {
    /// Only the device's clock is known.
    #[must_use]
    pub fn device(device: Instant) -> Self {
        Self { device, floor: None, estimate: None }
    }

    /// The time to judge by. What is signed proves that it cannot be earlier than the floor, and what a clock that
    /// cannot be set has counted since proves more: the latest of them and the device's clock counts, so that a clock
    /// set back brings nothing back to life. A lag beyond the tolerated skew is reported.
    #[must_use]
    pub fn resolve(self) -> (TimeUsed, Option<WarningCode>) {
        let bound = match (self.floor, self.estimate) {
            (Some(floor), Some(estimate)) if estimate > floor => Some((estimate, TimeSource::Estimate)),
            (Some(floor), _) => Some((floor, TimeSource::Floor)),
            // An estimate without a floor rests on no signature.
            (None, _) => None,
        };
        match bound {
            Some((at, source)) if self.device < at => {
                let behind = self.device.plus_seconds(limits::CLOCK_SKEW_SECONDS) < at;
                (TimeUsed { at, source, context: self }, behind.then_some(WarningCode::ClockBehind))
            }
            _ => (TimeUsed { at: self.device, source: TimeSource::Device, context: self }, None),
        }
    }
}
