//! Schemes: the colour of a person (design §3 "Schemes"), from which certificates it follows, until when, and what comes
//! next. Colours, words, shapes and conditions are data (rules/FORMAT.md §8.4); nothing here knows a country.
//!
//! A colour is computed from codes that somebody vouches for. What nobody vouches for, what has expired and what is revoked
//! does not count and is named; data that cannot be relied upon gives no colour at all.

mod colour;
mod course;
mod document;
mod door;
mod explained;
mod facts;
mod known;
mod record;
mod shown;
mod status;
mod words;

pub use colour::{Colour, Shape};
pub use document::{Scheme, SchemeError, Tier};
pub use door::DoorStatus;
pub use explained::{ExplainedFact, ExplainedLeftOut, ExplainedStatus, ExplainedTier, NextStatus};
pub use known::{Schemes, Unreadable};
pub use record::{CompleteBy, Record, RecordField};
pub use shown::{ShownState, StatusState};
pub use status::{Doubt, LeftOut, Next, State, Status, TierOutcome};

#[cfg(test)]
mod tests;
