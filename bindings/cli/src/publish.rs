//! `semafor publish`: the tools of those who publish sets. What they do is the publisher's; here it is printed.

mod import;

use std::io::Write;

use crate::args::publish::{Command, Publish};
use crate::exit::{Exit, Failure};

/// Runs one of the commands.
pub(crate) fn run(options: &Publish, out: &mut dyn Write) -> Result<Exit, Failure> {
    match &options.command {
        Command::Import(options) => import::run(options, out),
    }
}
