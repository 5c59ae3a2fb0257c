//! How a command ends: the exit status, and the one line that says why when it fails.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use semafor_core::store::{KeyFileError, StoreError};
use semafor_core::sync::SyncError;
use semafor_core::transfer::export::ExportError;
use semafor_core::trust::import::ImportError;
use semafor_core::verdict::Verdict;
use semafor_core::verifier::PolicyError;
use semafor_core::wallet::WalletError;

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
    /// Something is wrong with rules.
    Faulty,
    /// Some of the inputs were answered, others failed with this status, which was said.
    Failed(u8),
    /// Ended by Ctrl-C, with nothing half done.
    Interrupted,
}

impl Exit {
    /// The status of an interrupted command: 128 and the number of the signal.
    pub(crate) const INTERRUPTED: u8 = 130;
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
            Exit::Refused | Exit::Faulty => Self::from(1),
            Exit::Undecided => Self::from(2),
            Exit::Failed(status) => Self::from(status),
            Exit::Interrupted => Self::from(Exit::INTERRUPTED),
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
    #[error("{}: {because}", path.display())]
    KeyFile {
        /// Which.
        path: PathBuf,
        /// Why.
        because: ImportError,
    },
    /// A policy file cannot be used.
    #[error("{0}")]
    Policy(PolicyError),
    /// A rule file cannot be used.
    #[error("{}: {because}", path.display())]
    RuleFile {
        /// Which.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// A pinned digest is that of no key file.
    #[error("no key file has the pinned SHA-256 {pin}; they have {found}")]
    Pin {
        /// As given.
        pin: String,
        /// Of the files, in their order.
        found: String,
    },
    /// A picture, a PDF or a manifest cannot be used.
    #[error("{}: {because}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// A picture or a PDF on which no code could be read.
    #[error("{}: {why}", path.display())]
    NoCode {
        /// Which.
        path: PathBuf,
        /// What stood in the way, and what would help.
        why: String,
    },
    /// What was synced cannot be used.
    #[error("{}: {because}", path.display())]
    Data {
        /// The file.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// A wallet cannot be used, or not so.
    #[error("{}: {because}", path.display())]
    Wallet {
        /// Its folder.
        path: PathBuf,
        /// Why.
        because: WalletError,
    },
    /// An export cannot be used: its file, its frames, or the words for it.
    #[error("{}: {because}", path.display())]
    Export {
        /// The file, or the first of the pictures.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// A sync came to nothing.
    #[error("nothing was taken, what was there before stays in use: {0}")]
    Sync(SyncError),
    /// What was to be imported is not whole, not what it says, or not signed as it must be.
    #[error("nothing was imported: {0}")]
    Import(String),
    /// What was to be imported could not be fetched, or changed under way.
    #[error("nothing was imported: {0}")]
    Unreached(String),
    /// What is published could not be fetched.
    #[error("{0}")]
    Unserved(String),
    /// A file or folder could not be written.
    #[error("{}: {because}", path.display())]
    Unwritten {
        /// Which.
        path: PathBuf,
        /// Why, in the system's words.
        because: io::Error,
    },
    /// What is published, or is to be, cannot be used.
    #[error("{0}")]
    Publishing(String),
    /// Ctrl-C while something was asked.
    #[error("interrupted")]
    Interrupted,
    /// An input does not exist or may not be read.
    #[error("{}: {because}", path.display())]
    NoInput {
        /// Which.
        path: PathBuf,
        /// Why, in the system's words.
        because: io::Error,
    },
    /// An input has no end, or one too far away.
    #[error("{}: it has more than {most} bytes, at most as many are read", path.display())]
    TooLong {
        /// Which.
        path: PathBuf,
        /// The bound.
        most: u64,
    },
    /// One source holds more codes than are added at once.
    #[error("{}: {found} codes, at most {most} are added at once: divide the file, if they are all to be kept", path.display())]
    TooManyTexts {
        /// Which.
        path: PathBuf,
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// Reading or writing failed.
    #[error("input or output failed: {0}")]
    InputOutput(#[from] io::Error),
}

impl Failure {
    /// Says what went wrong on standard error, and gives the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        self.complain();
        ExitCode::from(self.status())
    }

    /// Says what went wrong on standard error.
    pub(crate) fn complain(&self) {
        machine::complain(&format!("semafor: {self}"));
    }

    /// The exit status.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::KeyFile { .. } | Self::Policy(_) | Self::RuleFile { .. } | Self::Pin { .. } => 65,
            Self::Unreadable { .. } | Self::NoCode { .. } | Self::Data { .. } | Self::Import(_) => 65,
            Self::Publishing(_) | Self::TooLong { .. } | Self::TooManyTexts { .. } | Self::Export { .. } => 65,
            Self::Wallet { because, .. } => of_wallet(because),
            Self::Sync(SyncError::Store(_)) => 74,
            Self::Sync(error) if is_absence(error) => 69,
            Self::Sync(_) => 65,
            Self::NoInput { .. } => 66,
            Self::Unreached(_) | Self::Unserved(_) => 69,
            Self::InputOutput(_) | Self::Unwritten { .. } => 74,
            Self::Interrupted => Exit::INTERRUPTED,
        }
    }
}

fn of_wallet(error: &WalletError) -> u8 {
    match error {
        WalletError::Absent | WalletError::NoSuch | WalletError::NothingToUndo => 66,
        WalletError::Note(_)
        | WalletError::One
        | WalletError::TooManyTexts { .. }
        | WalletError::TooManySchemes { .. } => USAGE,
        WalletError::Folder(_) | WalletError::Key(KeyFileError::Inaccessible(_)) => 74,
        WalletError::Export(ExportError::Memory) => 74,
        WalletError::Store(
            StoreError::DiskFull | StoreError::ReadOnly | StoreError::Busy | StoreError::Inaccessible { .. },
        ) => 74,
        WalletError::Store(_) | WalletError::Key(_) | WalletError::Occupied | WalletError::Export(_) => 65,
    }
}

/// Whether nothing came, in contrast to something that is not believed.
fn is_absence(error: &SyncError) -> bool {
    matches!(error, SyncError::Transport { .. } | SyncError::Status { .. } | SyncError::BrokenOff { .. })
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
