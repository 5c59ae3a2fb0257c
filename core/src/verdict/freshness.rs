//! How long data can be relied upon (design §3, Freshness): fresh, ageing, stale, dead, by limits that come with the data.

use serde::Serialize;

use crate::instant::Instant;
use crate::limits;

/// How old data may become, in seconds since it was signed as current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshnessLimits {
    ageing: i64,
    stale: i64,
    dead: i64,
}

/// How far data can be relied upon at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Tier {
    /// As it should be.
    Fresh,
    /// It counts, with a warning.
    Ageing,
    /// Nothing is decided by it.
    Stale,
    /// It counts as absent.
    Dead,
}

/// The limits of each kind of data that decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Of keys.
    pub keys: Option<FreshnessLimits>,
    /// Of rules, and of value sets, modes and texts with them.
    pub rules: Option<FreshnessLimits>,
    /// Of revocation lists.
    pub revocation: Option<FreshnessLimits>,
    /// Of colour schemes and the value sets that they name.
    pub schemes: Option<FreshnessLimits>,
}

/// Where a snapshot comes from: when it was last signed as current, and how long that can be relied upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// When the timestamp was signed.
    pub signed_at: Instant,
    /// The limits.
    pub freshness: Freshness,
}

impl Tier {
    /// Its name, as it stands in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Ageing => "ageing",
            Self::Stale => "stale",
            Self::Dead => "dead",
        }
    }
}

impl FreshnessLimits {
    /// Seconds after which data is ageing, stale and dead; `None` unless they are positive and in this order.
    #[must_use]
    pub fn new(ageing: i64, stale: i64, dead: i64) -> Option<Self> {
        (0 < ageing && ageing <= stale && stale <= dead).then_some(Self { ageing, stale, dead })
    }

    /// Seconds after which data is ageing.
    #[must_use]
    pub fn ageing(self) -> i64 {
        self.ageing
    }

    /// Seconds after which data is stale.
    #[must_use]
    pub fn stale(self) -> i64 {
        self.stale
    }

    /// Seconds after which data is dead.
    #[must_use]
    pub fn dead(self) -> i64 {
        self.dead
    }

    /// The shorter of each limit.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        Self {
            ageing: self.ageing.min(other.ageing),
            stale: self.stale.min(other.stale),
            dead: self.dead.min(other.dead),
        }
    }

    /// The tier of data signed as current at `signed_at`, at `at`. Data from further ahead than clocks differ is stale:
    /// one of the two times is wrong.
    #[must_use]
    pub fn tier(self, signed_at: Instant, at: Instant) -> Tier {
        let age = at.as_unix().saturating_sub(signed_at.as_unix());
        match age {
            _ if age < limits::CLOCK_SKEW_SECONDS.saturating_neg() => Tier::Stale,
            _ if age < self.ageing => Tier::Fresh,
            _ if age < self.stale => Tier::Ageing,
            _ if age < self.dead => Tier::Stale,
            _ => Tier::Dead,
        }
    }
}
