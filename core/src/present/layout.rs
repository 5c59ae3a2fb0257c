//! Where code, frame, band, shape and word stand, in modules from the top left. Pictures of every kind draw the same.

use super::{Code, Frame};

/// Modules of light ground that a code needs on every side (ISO/IEC 18004 §9.1).
pub(super) const QUIET: usize = 4;

/// The places of one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Of the whole picture.
    pub(super) width: usize,
    /// Of the whole picture.
    pub(super) height: usize,
    /// Of the frame on the left, the right and below the code; 0 without one.
    pub(super) rim: usize,
    /// Of the band above the code, which is also the frame there; 0 without one.
    pub(super) band: usize,
    /// The code's first module, without the quiet zone.
    pub(super) code: (usize, usize),
}

impl Layout {
    pub(super) fn of(code: &Code, frame: Option<&Frame>) -> Self {
        let ground = code.side().saturating_add(QUIET.saturating_mul(2));
        let (rim, band) = match frame {
            Some(_) => ((ground / 20).max(2), (ground / 5).max(8)),
            None => (0, 0),
        };
        Self {
            width: ground.saturating_add(rim.saturating_mul(2)),
            height: ground.saturating_add(rim).saturating_add(band),
            rim,
            band,
            code: (rim.saturating_add(QUIET), band.saturating_add(QUIET)),
        }
    }

    /// The side of the shape, and its distance from the top and the left.
    pub(super) const fn shape(&self) -> (usize, usize) {
        let side = self.band.saturating_mul(3) / 5;
        (side, self.band.saturating_sub(side) / 2)
    }

    /// Where the word begins, how wide and how high it may be, centred on the band's middle line.
    pub(super) const fn word(&self) -> (usize, usize, usize) {
        let (side, margin) = self.shape();
        let left = side.saturating_add(margin.saturating_mul(2));
        (left, self.width.saturating_sub(left).saturating_sub(margin), side)
    }
}
