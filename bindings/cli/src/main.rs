//! `semafor`: Semafor in a terminal. Inspect, verify and explain health certificates, offline.
//!
//! One module a command; each writes to the output it is given and returns how it ended.

mod args;
mod colours;
mod data;
mod demo;
mod door;
mod explain;
mod exit;
mod input;
mod inspect;
mod keys;
mod machine;
mod paint;
mod publish;
mod qr;
mod replay;
mod rules;
mod scan;
mod secret;
mod status;
mod still;
mod sync;
mod terminal;
mod verify;
mod wallet;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use exit::{Exit, Failure};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::of_usage(&error),
    };
    match run(arguments.command) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Inspect(options) => whole(|out| inspect::run(&options, out)),
        Command::Verify(options) => whole(|out| verify::run(&options, out)),
        // Answers while it reads, and knows where it can be interrupted.
        Command::Door(options) => door::run(&options, &mut io::stdout().lock()),
        Command::Scan(options) => whole(|out| scan::run(&options, out)),
        Command::Explain(options) => whole(|out| explain::run(&options, out)),
        Command::Keys(options) => whole(|out| keys::run(&options, out)),
        Command::Replay(options) => whole(|out| replay::run(&options, out)),
        // Says where it listens, and goes on.
        Command::Publish(args::publish::Publish { command: args::publish::Command::Serve(options) }) => {
            publish::serve(&options, &mut io::stdout().lock())
        }
        Command::Publish(options) => whole(|out| publish::run(&options, out)),
        Command::Rules(options) => whole(|out| rules::run(&options, out)),
        Command::Sync(options) => kept(|out| sync::run(&options, out)),
        Command::Status(options) => whole(|out| status::run(&options, out)),
        // Shows until it is interrupted, which is how it ends.
        Command::Wallet(args::wallet::Wallet { command: args::wallet::Command::Export(options) }) if options.frames => {
            wallet::show_frames(&options, &mut io::stdout().lock())
        }
        Command::Wallet(options) => whole(|out| wallet::run(&options, out)),
        Command::Demo(options) => whole(|out| demo::run(&options, out)),
    }
}

/// Writes an answer out whole, when it is there. Whoever stops reading it early changes nothing about how the command
/// ended.
fn whole(command: impl FnOnce(&mut Vec<u8>) -> Result<Exit, Failure>) -> Result<Exit, Failure> {
    machine::end_on_interrupt();
    kept(command)
}

/// The same of a command that hears of Ctrl-C itself.
fn kept(command: impl FnOnce(&mut Vec<u8>) -> Result<Exit, Failure>) -> Result<Exit, Failure> {
    let mut answer = Vec::new();
    let exit = command(&mut answer)?;
    let mut out = anstream::AutoStream::new(io::stdout().lock(), machine::colours());
    match out.write_all(&answer).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(exit),
    }
}
