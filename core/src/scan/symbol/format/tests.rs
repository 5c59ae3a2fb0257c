#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]
//! x
