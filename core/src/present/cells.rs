//! The picture in modules, for screens that are made of cells: terminals and plain displays.

use super::layout::{Layout, QUIET};
use super::shape::FIELD;
use super::{Code, Frame};

/// What a module of a picture is. Its colours are a [`super::Palette`]'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The light ground of the code, its quiet zone included.
    Ground,
    /// A dark module of the code.
    Module,
    /// The frame, or the band above the code.
    Frame,
    /// The shape on the band.
    Shape,
}

/// A picture in modules, without the word on its band: a screen writes that in letters of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Cells<'a> {
    code: &'a Code,
    frame: Option<&'a Frame>,
    layout: Layout,
}

/// Where the word of a status may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordPlace {
    /// From the left, in modules.
    pub left: usize,
    /// The middle line of the band from the top, in modules.
    pub middle: usize,
    /// How wide the word may be, in modules.
    pub width: usize,
}

impl<'a> Cells<'a> {
    /// The picture of a code, framed where there is a status.
    #[must_use]
    pub fn of(code: &'a Code, frame: Option<&'a Frame>) -> Self {
        Self { code, frame, layout: Layout::of(code, frame) }
    }

    /// Modules from left to right, frame and quiet zone included.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.layout.width
    }

    /// Modules from top to bottom.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.layout.height
    }

    /// Where the word may stand; nowhere without a frame.
    #[must_use]
    pub fn word(&self) -> Option<WordPlace> {
        self.frame?;
        let (left, width, _) = self.layout.word();
        Some(WordPlace { left, middle: self.layout.band / 2, width })
    }

    /// What stands at a place, counted from the top left; nothing outside the picture.
    #[must_use]
    pub fn part(&self, x: usize, y: usize) -> Option<Part> {
        let Layout { width, height, rim, band, code: (left, top) } = self.layout;
        if x >= width || y >= height {
            return None;
        }
        let side = self.code.side().saturating_add(QUIET.saturating_mul(2));
        let is_within = |at: usize, from: usize| at >= from && at < from.saturating_add(side);
        Some(if is_within(x, rim) && is_within(y, band) {
            let is_dark = x >= left && y >= top && self.code.is_dark(x.saturating_sub(left), y.saturating_sub(top));
            if is_dark { Part::Module } else { Part::Ground }
        } else if self.is_shape(x, y) {
            Part::Shape
        } else {
            Part::Frame
        })
    }

    fn is_shape(&self, x: usize, y: usize) -> bool {
        let (side, margin) = self.layout.shape();
        let field = |at: usize| {
            let middle = at.checked_sub(margin).filter(|at| *at < side)?.saturating_mul(2).saturating_add(1);
            let length = usize::try_from(FIELD).ok()?;
            i32::try_from(middle.saturating_mul(length).checked_div(side.saturating_mul(2))?).ok()
        };
        match (self.frame, field(x), field(y)) {
            (Some(frame), Some(across), Some(down)) => frame.shape.covers(across, down),
            _ => false,
        }
    }
}

impl std::fmt::Debug for Cells<'_> {
    /// Sizes only: the modules are somebody's certificate.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Cells").field("layout", &self.layout).finish_non_exhaustive()
    }
}
