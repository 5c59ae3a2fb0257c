//! One way of looking at a frame: as it is, smaller, or sharpened.

use super::Point;
use super::plane::{Plane, whole};
use super::threshold::{BLOCK_BITS, Thresholds};

/// A plane with its thresholds. Places in it times `scale` are places in the frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'v> {
    pub(super) plane: Plane<'v>,
    pub(super) thresholds: &'v Thresholds,
    pub(super) scale: f32,
}

impl View<'_> {
    /// Whether the pixel at a place is dark. Nothing outside.
    #[inline]
    pub(super) fn is_dark(&self, at: Point) -> Option<bool> {
        if !(at.x >= 0.0 && at.y >= 0.0) {
            return None;
        }
        self.pixel_is_dark(whole(at.x), whole(at.y))
    }

    /// Whether a pixel is dark. Nothing outside.
    #[inline]
    pub(super) fn pixel_is_dark(&self, x: usize, y: usize) -> Option<bool> {
        let pixel = self.plane.row(y).get(x)?;
        let threshold = self.thresholds.row(y).get(x >> BLOCK_BITS)?;
        Some(pixel < threshold)
    }

    /// How much lighter than the threshold the picture is at a place; negative is darker.
    #[inline]
    pub(super) fn above_threshold(&self, at: Point) -> f32 {
        self.plane.at(at) - self.thresholds.at(at)
    }
}
