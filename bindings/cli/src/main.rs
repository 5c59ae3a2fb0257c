//! `semafor`: Semafor in a terminal. Inspect, verify and explain health certificates, offline.
//!
//! One module a command; each writes to the output it is given and returns how it ended.

mod args;
mod demo;
mod explain;
mod exit;
mod input;
mod inspect;
mod keys;
mod machine;
mod paint;
mod qr;
mod verify;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use exit::{Exit, Failure};

fn main() -> ExitCode {
    machine::end_on_interrupt();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return exit::of_usage(&error),
    };
    let mut out = Vec::new();
    match run(arguments.command, &mut out) {
        Ok(exit) => print(&out, exit),
        Err(failure) => failure.report(),
    }
}

fn run(command: Command, out: &mut Vec<u8>) -> Result<Exit, Failure> {
    match command {
        Command::Inspect(options) => inspect::run(&options, out),
        Command::Verify(options) => verify::run(&options, out),
        Command::Explain(options) => explain::run(&options, out),
        Command::Keys(options) => keys::run(&options, out),
        Command::Demo(options) => demo::run(&options, out),
    }
}

/// Writes the answer out whole. Whoever stops reading it early changes nothing about how the command ended.
fn print(answer: &[u8], exit: Exit) -> ExitCode {
    let mut out = anstream::AutoStream::new(io::stdout().lock(), machine::colours());
    match out.write_all(answer).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Failure::InputOutput(error).report(),
        _ => exit.into(),
    }
}
