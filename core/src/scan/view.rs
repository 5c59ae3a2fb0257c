//! One way of looking at a frame: as it is, smaller, or sharpened.

use super::Point;
use super::plane::Plane;
use super::threshold::Thresholds;

/// A plane with its thresholds. Places in it times `scale` are places in the frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'v> {
    pub(super) plane: Plane<'v>,
    pub(super) thresholds: &'v Thresholds,
    pub(super) scale: f32,
}

impl View<'_> {
    /// How much lighter than the threshold the picture is at a place; negative is darker.
    #[inline]
    pub(super) fn above_threshold(&self, at: Point) -> f32 {
        self.plane.at(at) - self.thresholds.at(at)
    }
}
