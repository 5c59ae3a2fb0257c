//! Public test data held against the core: each expectation of the data is one check, each contradiction in the data an
//! exception with its reason, and an exception that starts to pass is a failure.
//!
//! Nothing here is tuned to the files of one directory: a suite reads any directory of the same layout.

pub mod ledger;
pub mod outcome;
pub mod suites;
mod clock;
mod encoding;
mod files;

pub use ledger::Ledger;
pub use outcome::Outcome;
pub use suites::{Extent, Suite};

use std::path::{Path, PathBuf};

/// Runs a suite on a directory and settles its checks with the exceptions listed for it. `keys` are files and directories
/// of key lists for a suite that [takes](Suite::takes_keys) them; without any, it looks beside the directory.
#[must_use]
pub fn run(suite: Suite, dir: &Path, keys: &[PathBuf], extent: Extent, ledger: &Ledger) -> Outcome {
    suite.checks(dir, keys, extent).settle(suite.name(), &files::resolved(dir), ledger)
}
