//! Where every module of a code is in the frame.

use super::Point;
use super::homography::Homography;
use super::mesh::Mesh;
use super::plane::extent;
use super::symbol::Version;

/// A code's modules → places in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub(super) flat: Homography,
    /// What the paper's bend adds.
    pub(super) bend: Option<Mesh>,
    pub(super) version: Version,
    pub(super) inverted: bool,
    /// From the view in which the code was found to the frame.
    pub(super) scale: f32,
}

impl Grid {
    /// The place in the view of a place in modules.
    #[inline]
    pub(super) fn in_view(&self, module: Point) -> Point {
        let flat = self.flat.map(module);
        match &self.bend {
            None => flat,
            Some(mesh) => flat + mesh.displacement(module),
        }
    }

    /// The place in the frame of a place in modules.
    #[inline]
    pub(super) fn map(&self, module: Point) -> Point {
        self.in_view(module) * self.scale
    }

    /// The outer corners in the frame: top left, top right, bottom right, bottom left.
    pub(super) fn corners(&self) -> [Point; 4] {
        let side = extent(self.version.side());
        [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|(x, y)| self.map(Point::new(x, y)))
    }

    /// Whether a place in the frame lies within the corners of the code.
    pub(super) fn contains(&self, at: Point) -> bool {
        let [a, b, c, d] = self.corners();
        let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| (to - from).cross(at - from) >= 0.0);
        sides.iter().all(|side| *side) || sides.iter().all(|side| !side)
    }

    /// The middle of the code in the frame.
    pub(super) fn middle(&self) -> Point {
        let half = extent(self.version.side()) / 2.0;
        self.map(Point::new(half, half))
    }
}
