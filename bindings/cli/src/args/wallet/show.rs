//! The command line of `semafor wallet show`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Opening;

/// `semafor wallet show`
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct Show {
    /// Which: the beginning of its id is enough
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Draw its code in the terminal
    #[arg(long, conflicts_with = "json")]
    pub(crate) qr: bool,
    #[command(flatten)]
    pub(crate) files: Files,
    /// The scheme whose colour stands around the code, such as VN or CZ. Of several the first frames it, all are said
    /// [default: none]
    #[arg(long = "scheme", value_name = "ID")]
    pub(crate) schemes: Vec<String>,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

/// Where it is drawn to.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Write the code as an SVG picture
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Write the code as a PNG picture
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
    /// Write a page to print, with the code and what the certificate says
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Replace files that exist already
    #[arg(long)]
    pub(crate) force: bool,
}

impl Files {
    /// All that were named.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Path> {
        [&self.svg, &self.png, &self.pdf].into_iter().flatten().map(PathBuf::as_path)
    }
}

const HELP: &str = "\
A code is drawn dark on light, whatever the colour: a colour is the frame around it. It is the colour of the person,
computed from all their certificates. What cannot be known frames nothing and is said in words.

Files are written whole or not at all, for their owner alone, and never over a file without --force. They hold the
certificate, readable for everybody who gets them.

Exit status: that of the certificate by itself, 0, 1 or 2; 64 usage, 66 no such id, 74 a file exists or cannot be written.

Examples:
  semafor wallet show 1f3c --qr
  semafor wallet show 1f3c --qr --scheme CZ
  semafor wallet show 1f3c --pdf certificate.pdf --scheme VN --lang vi
  semafor wallet show 1f3c --png code.png --svg code.svg";
