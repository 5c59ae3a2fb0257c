//! The tools of those who write rules, on real folders.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod folder;
mod lint;
mod probe;
mod schemes;
mod sentence;
mod trial;
