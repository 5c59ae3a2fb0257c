//! What a shell can do about a file that cannot be used, or a sync that came to nothing.

use super::SyncError;
use crate::store::{Kept, StoreError};

/// Why a sync came to nothing, as far as it matters to whoever started it. What was there before is in use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum SyncFailure {
    /// Nothing came, or not all of it: try again when it is due. What has come is kept.
    #[error("no answer: {detail}")]
    NoAnswer {
        /// For experts.
        detail: String,
    },
    /// What came is not believed: the server has a problem, or somebody stands between. Try again when it is due; should
    /// it go on, somebody must look at it.
    #[error("not believed: {detail}")]
    NotBelieved {
        /// For experts.
        detail: String,
    },
    /// There is no room, or the file cannot be written to.
    #[error("the file cannot be written to: {detail}")]
    Storage {
        /// For experts.
        detail: String,
    },
    /// What was kept cannot be read: put the file aside and begin anew.
    #[error("what was kept cannot be used: {detail}")]
    Damaged {
        /// For experts.
        detail: String,
    },
    /// It was cancelled. What has come is kept.
    #[error("cancelled")]
    Cancelled,
}

impl From<SyncError> for SyncFailure {
    fn from(error: SyncError) -> Self {
        let detail = error.to_string();
        match error {
            SyncError::Transport { .. } | SyncError::Status { .. } | SyncError::BrokenOff { .. } => {
                Self::NoAnswer { detail }
            }
            SyncError::NoRoot
            | SyncError::Refusal(_)
            | SyncError::Blob { .. }
            | SyncError::Content(_)
            | SyncError::TooMuch { .. } => Self::NotBelieved { detail },
            SyncError::Store(_) => Self::Storage { detail },
            SyncError::Kept(_) => Self::Damaged { detail },
            SyncError::Cancelled => Self::Cancelled,
        }
    }
}

/// Why what is kept cannot be used, as far as it matters to whoever opens it. The file is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum OpenFailure {
    /// It is damaged, or it was changed. Everything in it can be had again: put it aside and sync.
    #[error("damaged: {detail}")]
    Damaged {
        /// For experts.
        detail: String,
    },
    /// A newer version of the app has written it.
    #[error("written by a newer version: {detail}")]
    Newer {
        /// For experts.
        detail: String,
    },
    /// The system does not let it be read or written.
    #[error("not accessible: {detail}")]
    Inaccessible {
        /// For experts.
        detail: String,
    },
    /// The root handed over is none, or not the one that the file began with.
    #[error("the root: {detail}")]
    Root {
        /// For experts.
        detail: String,
    },
}

impl OpenFailure {
    /// Why a root that was handed over was not pinned: bytes that are no root are not the file's fault.
    #[must_use]
    pub fn of_pinning(error: Kept) -> Self {
        match error {
            Kept::Refusal(refusal) => Self::Root { detail: refusal.to_string() },
            other => other.into(),
        }
    }
}

impl From<StoreError> for OpenFailure {
    fn from(error: StoreError) -> Self {
        let detail = error.to_string();
        match error {
            StoreError::Newer { .. } => Self::Newer { detail },
            StoreError::Damaged { .. } | StoreError::Foreign | StoreError::WrongKey => Self::Damaged { detail },
            _ => Self::Inaccessible { detail },
        }
    }
}

impl From<Kept> for OpenFailure {
    fn from(error: Kept) -> Self {
        let detail = error.to_string();
        match error {
            Kept::Store(error) => error.into(),
            Kept::OtherRoot => Self::Root { detail },
            Kept::Refusal(_) | Kept::Content(_) => Self::Damaged { detail },
        }
    }
}
