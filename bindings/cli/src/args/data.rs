//! The command line of what is synced: `semafor sync` and `semafor status`.

use std::path::PathBuf;

use clap::Args;

/// Where synced data lies.
#[derive(Debug, Args)]
pub(crate) struct DataOption {
    /// Folder with the synced keys and rules [default: semafor in the system's folder for data of applications]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// `semafor sync`
#[derive(Debug, Args)]
#[command(after_help = SYNC_HELP)]
pub(crate) struct Sync {
    /// Where the set is published; remembered
    #[arg(long, value_name = "URL")]
    pub(crate) from: Option<String>,
    /// The publisher's first root, from a source that you trust; remembered
    #[arg(long, value_name = "FILE")]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: DataOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// `semafor status`
#[derive(Debug, Args)]
#[command(after_help = STATUS_HELP)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) data: DataOption,
    /// One JSON document instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

const SYNC_HELP: &str = "\
Gets the keys, rules and revocation lists that a publisher has signed, and takes them only whole and only when every
signature leads back to the root. Whatever goes wrong, what was there before stays in use; what has come is kept, and the
next sync goes on from there. `verify` and `door` use what was synced.

The first time, the publisher's address and root are needed; later nothing is.

Exit status: 0 done, 65 what came is not believed, 69 nothing came, 74 it cannot be written, 130 interrupted.

Examples:
  semafor sync --from https://certificates.example/set --root root.cbor
  semafor sync";

const STATUS_HELP: &str = "\
Shows which set is in use, how old it is and how far it can be relied upon: fresh, ageing (it counts, with a warning),
stale (nothing is decided by it) or dead (it counts as absent). The limits come with the set.

Exit status: 0 there is a set in use, 2 there is none yet.";
