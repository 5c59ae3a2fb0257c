//! The command line of a wallet that moves, and of what it shows.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgGroup, Args};
use semafor_core::bundle::Environment;

use super::publish::environment;
use super::wallet::Opening;

/// `semafor wallet export`
#[derive(Debug, Args)]
#[command(after_help = EXPORT_HELP, group = ArgGroup::new("where").required(true).multiple(true))]
pub(crate) struct Export {
    /// The file to write; it is whole under this name or not there
    #[arg(value_name = "FILE", group = "where")]
    pub(crate) file: Option<PathBuf>,
    /// Show QR frames on this terminal to another device's camera, until Ctrl-C
    #[arg(long, group = "where")]
    pub(crate) frames: bool,
    /// Frames a second
    #[arg(long, value_name = "N", default_value_t = 10, requires = "frames",
        value_parser = clap::value_parser!(u32).range(1..=30))]
    pub(crate) rate: u32,
    /// Write the frames as pictures into this folder, to be shown by another screen
    #[arg(long, value_name = "DIR", group = "where")]
    pub(crate) frames_dir: Option<PathBuf>,
    /// How many pictures [default: half as many again as are needed, and eight]
    #[arg(long, value_name = "N", requires = "frames_dir", value_parser = clap::value_parser!(u32).range(1..=9_999))]
    pub(crate) count: Option<u32>,
    /// Write the six words into this file instead of showing them
    #[arg(long, value_name = "FILE", alias = "passphrase-out")]
    pub(crate) words_out: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) world: World,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// `semafor wallet import`
#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(crate) struct Import {
    /// An export; or pictures of frames, in any order; or a folder of them
    #[arg(value_name = "FILE|DIR", required = true)]
    pub(crate) sources: Vec<PathBuf>,
    /// A file with the six words [default: they are asked for on a terminal]
    #[arg(long, value_name = "FILE")]
    pub(crate) words_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) world: World,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// The world of a wallet: exports of one do not open in another.
#[derive(Debug, Args)]
pub(crate) struct World {
    /// The environment of the export [default: that of the synced set, else production]
    #[arg(long, value_name = "NAME", value_parser = environment)]
    pub(crate) environment: Option<Environment>,
}

/// `semafor wallet schemes`
#[derive(Debug, Args)]
#[command(after_help = SCHEMES_HELP)]
pub(crate) struct Schemes {
    /// Those to be shown from now on, in this order; at most 8 [default: say which are shown]
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<OsString>,
    /// Show the default again
    #[arg(long, conflicts_with = "ids")]
    pub(crate) default: bool,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

const EXPORT_HELP: &str = "\
The export holds all certificates, persons, expectations, decisions and settings, encrypted; what was removed stays
behind. Six words open it, made anew each time and shown once. Whoever has the file or films the frames has nothing
without them: send them another way. FILE is never written over without --force.

Frames are QR codes in quick turn. The other device needs about as many as the export has, whichever it sees, and says
when it has enough.

Exit status: 0 done, also when frames are ended by Ctrl-C; 64 usage, 65 wrong passphrase or damaged wallet, 66 no
wallet, 74 input or output failed.

Examples:
  semafor wallet export family.semafor
  semafor wallet export --frames
  semafor wallet export --frames-dir frames --count 60";

const IMPORT_HELP: &str = "\
Everything is taken in one step or nothing. What is here already stays as it is: duplicates are left out, what was
removed here and comes again is back, what was decided and chosen here goes before what was elsewhere. All counts as
added now. Makes the wallet when there is none.

Exit status: 0 done, 64 usage, 65 wrong words, a typing error in them, a damaged file, frames missing, 66 no such file,
74 input or output failed.

Examples:
  semafor wallet import family.semafor
  semafor wallet import frames --words-file words";

const SCHEMES_HELP: &str = "\
A colour scheme says what makes a person green. Several are shown side by side.

Examples:
  semafor wallet schemes
  semafor wallet schemes VN CZ
  semafor wallet schemes --default";
