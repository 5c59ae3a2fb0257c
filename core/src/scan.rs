//! A camera's luma frame → the codes in it, or a hint why there is none (reference/qr.md).
//!
//! QR codes of every version and level, as phones see them: blurred, tilted, bent, dim, damaged. What a text means is
//! `envelope`'s answer.

mod point;
mod budget;
mod frame;
mod code;
mod hint;
mod plane;
mod threshold;
mod view;
mod finder;
mod alignment;
mod triple;
mod hidden;
mod memory;
mod edge;
mod pose;
mod homography;
mod symbol;
mod candidate;
mod mesh;
mod grid;
mod sighting;
mod bend;
mod samples;
mod equaliser;
mod combined;
mod reading;
mod derived;
mod eye;
mod observe;
mod search;
pub mod colour;
#[cfg(feature = "picture")]
pub mod last_resort;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "picture")]
pub mod picture;

pub use budget::Budget;
pub use code::{Code, ErrorCorrection, Part};
pub use frame::{Frame, FrameError, Rotation};
pub use hint::{Hint, HintKind};
pub use point::Point;

use eye::Reading;
use hint::Steady;
use plane::Plane;
use search::Search;

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
    wanted: Wanted,
    search: Search,
    found: Vec<Reading>,
    hints: Steady,
}

impl Scanner {
    /// A scanner that has seen nothing yet.
    #[must_use]
    pub fn new(mode: Mode, wanted: Wanted) -> Self {
        Self { wanted, search: Search::new(mode), found: Vec::new(), hints: Steady::default() }
    }

    /// Looks at a frame until everything was tried or the budget is spent.
    #[must_use]
    pub fn scan(&mut self, frame: &Frame<'_>, budget: &Budget<'_>) -> Seen {
        self.found.clear();
        let Some(plane) = Plane::of_frame(frame) else {
            return Seen::Nothing { hint: Hint { kind: HintKind::NoCode, confidence: 1.0 } };
        };
        let hint = self.search.run(&plane, budget, &mut self.found);
        if self.found.is_empty() {
            let unknown = Hint { kind: HintKind::NoCode, confidence: 0.0 };
            return Seen::Nothing { hint: self.hints.after(hint.unwrap_or(unknown)) };
        }
        self.hints.forget();
        Seen::Codes { codes: self.codes(frame) }
    }

    /// What was found and is wanted, from the top of the upright picture to its bottom.
    fn codes(&mut self, frame: &Frame<'_>) -> Vec<Code> {
        if self.wanted == Wanted::Certificates && self.found.iter().any(Reading::is_certificate) {
            self.found.retain(Reading::is_certificate);
        }
        let height = |reading: &Reading| frame.rotation().height_of(reading.grid.middle());
        self.found.sort_unstable_by(|a, b| height(a).total_cmp(&height(b)));
        self.found.drain(..).map(Code::from).collect()
    }

    /// Forgets what earlier frames showed; the working memory stays.
    pub fn forget(&mut self) {
        self.hints.forget();
        self.search.forget();
    }
}

impl From<Reading> for Code {
    fn from(reading: Reading) -> Self {
        let corners = reading.corners().to_vec();
        let Reading { content, .. } = reading;
        Self {
            bytes: content.bytes,
            text: content.text,
            corners,
            version: content.version.number(),
            level: content.level,
            corrected: content.corrected,
            part: content.part,
        }
    }
}

#[cfg(test)]
mod tests;
