//! What a holder shows: a certificate's code with the colour of its status around it, and the document to print
//! (feature `document`).
//!
//! A colour never touches a code's modules (design §3): a light blue code once cost its holder six minutes at a bar. It
//! is the frame and the band above the code, with a word and a shape for those who do not see colours.

mod cells;
mod code;
mod glyphs;
mod layout;
mod palette;
mod png;
mod shape;
mod svg;
#[cfg(feature = "document")]
pub mod document;

pub use cells::{Cells, Part, WordPlace};
pub use code::{Code, CodeError, Level};
pub use palette::{ContrastError, LEAST_CONTRAST, Pair, Palette, Rgb};
pub use png::{Scale, png};
pub use svg::svg;

use crate::scheme::{Colour, Shape, ShownState};

/// What stands around a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Of the frame and the band.
    pub colour: Colour,
    /// The colour, or what it means, in the reader's language.
    pub word: String,
    /// The same for those who see neither.
    pub shape: Shape,
}

impl Frame {
    /// What says a state around a code; nothing where it has no colour.
    #[must_use]
    pub fn of(shown: &ShownState) -> Option<Self> {
        Some(Self { colour: shown.colour?, word: shown.word.clone()?, shape: shown.shape? })
    }
}

#[cfg(test)]
mod tests;
