//! A camera's luma frame → the codes in it, or a hint why there is none (reference/qr.md).
//!
//! QR codes of every version and level, as phones see them: blurred, tilted, bent, dim, damaged. What a text means is
//! `envelope`'s answer.

mod budget;
mod code;
mod frame;
mod hint;

pub use budget::Budget;
pub use code::{Code, ErrorCorrection, Part, Point};
pub use frame::{Frame, FrameError, Rotation};
pub use hint::{Hint, HintKind};

/// What a scanner is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Mode {
    /// Frames of a camera, one after the other: each goes on where the last one stopped.
    Camera,
    /// One picture, on which everything is tried.
    Still,
}

/// Which codes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Wanted {
    /// Health certificates. Where a frame holds one, other codes are not reported.
    Certificates,
    /// Every code.
    Everything,
}

/// What a frame shows.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Seen {
    /// One code or more, never none.
    Codes {
        /// From the top of the frame to its bottom.
        codes: Vec<Code>,
    },
    /// No code that could be read.
    Nothing {
        /// What would help.
        hint: Hint,
    },
}

/// Reads frames. Keeps its working memory and what it has learned from one frame to the next.
#[derive(Debug)]
pub struct Scanner {
    mode: Mode,
    wanted: Wanted,
}

impl Scanner {
    /// A scanner that has seen nothing yet.
    #[must_use]
    pub const fn new(mode: Mode, wanted: Wanted) -> Self {
        Self { mode, wanted }
    }

    /// Looks at a frame until everything was tried or the budget is spent.
    #[must_use]
    pub fn scan(&mut self, frame: &Frame<'_>, budget: &Budget<'_>) -> Seen {
        let _unused = (self.mode, self.wanted, frame.row(0), budget);
        Seen::Nothing { hint: Hint { kind: HintKind::NoCode, confidence: 0.0 } }
    }

    /// Forgets what earlier frames showed; the working memory stays.
    pub fn forget(&mut self) {}
}
