//! How a command ends: the exit status, and the one line that says why when it fails.

use std::io;
use std::process::ExitCode;

use semafor_core::trust::import::ImportError;
use semafor_core::verdict::Verdict;

use crate::machine;

/// The end of a command that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Accepted, or done.
    Done,
    /// Refused.
    Refused,
    /// Undecided.
    Undecided,
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Done,
            Verdict::Refused => Self::Refused,
            Verdict::Undecided => Self::Undecided,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Refused => Self::from(1),
            Exit::Undecided => Self::from(2),
        }
    }
}

/// Why a command could not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// An option's value makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A key file cannot be used.
    #[error("{path}: {because}")]
    KeyFile {
        /// Which.
        path: String,
        /// Why.
        because: ImportError,
    },
    /// An input does not exist or may not be read.
    #[error("{path}: {because}")]
    NoInput {
        /// Which.
        path: String,
        /// Why, in the system's words.
        because: io::Error,
    },
    /// Reading or writing failed.
    #[error("input or output failed: {0}")]
    InputOutput(#[from] io::Error),
    /// The demonstration's authority could not be made.
    #[error("the demonstration cannot be made: {0}")]
    Demonstration(String),
}

impl Failure {
    /// Says what went wrong on standard error, and gives the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        // Whoever reads our output may stop reading: that is their end, not a failure.
        if matches!(self, Self::InputOutput(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        machine::complain(&format!("semafor: {self}"));
        ExitCode::from(match self {
            Self::Usage(_) => USAGE,
            Self::KeyFile { .. } => 65,
            Self::NoInput { .. } => 66,
            Self::InputOutput(_) => 74,
            Self::Demonstration(_) => 70,
        })
    }
}

/// Help and version are done; anything else on the command line is a usage error, 64 and not clap's 2.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    // Where even the message cannot be written, the status still says it.
    let written = error.print();
    match (error.exit_code(), written) {
        (0, Ok(())) => ExitCode::SUCCESS,
        (0, Err(_)) => ExitCode::from(74),
        _ => ExitCode::from(USAGE),
    }
}

const USAGE: u8 = 64;
