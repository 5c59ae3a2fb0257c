//! The published set, from keys to what a phone reads: real folders, real files.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod building;
mod ceremonies;
mod lists;
mod publisher;
mod size;
mod tampering;
mod vectors;
