//! The writing half of the published set (rules/FORMAT.md): keys of roles, what goes into a set, who signs it, and the
//! directory of static files that comes of it.
//!
//! A publisher's directory holds `publisher.toml`, `keys/` (encrypted), `draft/` (what waits for signatures), `sets/` (every
//! signed set, for `revert`) and `public/`, which any web server can hand out. Nothing in `draft/` counts before
//! [`put::put`] has moved it to `public/`.

pub mod build;
pub mod built_in;
pub mod config;
pub mod diff;
pub mod folder;
pub mod items;
pub mod known_good;
pub mod list_changes;
pub mod material;
pub mod own_lists;
pub mod packed;
pub mod prune;
pub mod put;
pub mod revoked;
pub mod roots;
pub mod schedule;
pub mod secret;
pub mod serve;
pub mod signing;
pub mod slices;
pub mod verdicts;
pub mod walk;
