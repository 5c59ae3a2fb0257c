//! Two who meet in these tests: an [`author`] who publishes, and whose keys can be stolen, and a [`device`] that syncs.

pub mod author;
pub mod device;
