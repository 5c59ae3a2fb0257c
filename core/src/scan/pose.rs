//! Three finder patterns measured again along the code's own axes, and what follows for its size and fourth corner.

use super::Point;
use super::edge::{Line, edges};
use super::triple::Triple;
use super::view::View;

/// Where the three finder patterns of a code are, to a fraction of a pixel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pose {
    pub(super) top_left: Anchor,
    pub(super) top_right: Anchor,
    pub(super) bottom_left: Anchor,
    pub(super) inverted: bool,
    /// From the top left pattern to the top right one, of length 1.
    along: Point,
    /// From the top left pattern to the bottom left one, of length 1.
    down: Point,
}

/// One finder pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) centre: Point,
    /// Pixels of a module in the direction of the upper edge.
    along: f32,
    /// Pixels of a module in the direction of the left edge.
    down: f32,
}

impl Pose {
    pub(super) fn measure(view: &View<'_>, triple: &Triple) -> Self {
        let inverted = triple.top_left.inverted;
        let anchor = |centre: Point, module: f32| Anchor { centre, along: module, down: module };
        let mut pose = Self {
            top_left: anchor(triple.top_left.centre, triple.top_left.module),
            top_right: anchor(triple.top_right.centre, triple.top_right.module),
            bottom_left: anchor(triple.bottom_left.centre, triple.bottom_left.module),
            inverted,
            along: Point::default(),
            down: Point::default(),
        };
        // Better centres give better axes, along which centres are measured better.
        for _ in 0..2 {
            pose.along = (pose.top_right.centre - pose.top_left.centre).unit();
            pose.down = (pose.bottom_left.centre - pose.top_left.centre).unit();
            let (along, down) = (pose.along, pose.down);
            for anchor in pose.anchors() {
                anchor.measure_centre(view, along, down, inverted);
                anchor.measure_size(view, along, down, inverted);
            }
        }
        pose
    }

    const fn anchors(&mut self) -> [&mut Anchor; 3] {
        [&mut self.top_left, &mut self.top_right, &mut self.bottom_left]
    }

    /// The version that the distances and the size of a module speak for, not yet a whole number.
    pub(super) fn version(&self) -> f32 {
        let across = self.top_right.centre.distance(self.top_left.centre);
        let down = self.bottom_left.centre.distance(self.top_left.centre);
        let across = across / ((self.top_left.along + self.top_right.along) / 2.0) + 7.0;
        let down = down / ((self.top_left.down + self.bottom_left.down) / 2.0) + 7.0;
        ((across + down) / 2.0 - 17.0) / 4.0
    }

    /// The fourth centre if the code were not tilted.
    pub(super) fn parallelogram(&self) -> Point {
        self.top_right.centre + self.bottom_left.centre - self.top_left.centre
    }

    /// The fourth centre if modules shrink from one pattern to the next as much as they do between the three.
    pub(super) fn far_centre(&self) -> Point {
        // Sizes go with the square of the distance from the camera, along the line on which they are measured.
        let depth = |near: f32, far: f32| (near / far).clamp(0.4, 2.5).sqrt();
        let right = depth(self.top_left.along, self.top_right.along);
        let down = depth(self.top_left.down, self.bottom_left.down);
        let sum = self.top_right.centre * right + self.bottom_left.centre * down - self.top_left.centre;
        sum * (1.0 / (right + down - 1.0).max(0.1))
    }

    /// The outer corner opposite the top left one: where the right edge of the top right pattern meets the lower edge of
    /// the bottom left one.
    pub(super) fn far_corner(&self, view: &View<'_>) -> Option<Point> {
        let (right, left) = (self.top_right, self.bottom_left);
        let right = outer_edge(view, right.centre, self.along * right.along, self.down * right.down, self.inverted)?;
        let bottom = outer_edge(view, left.centre, self.down * left.down, self.along * left.along, self.inverted)?;
        let corner = right.crossing(&bottom)?;
        let diagonal = self.top_right.centre.distance(self.bottom_left.centre);
        (corner.distance(self.parallelogram()) < 0.6 * diagonal).then_some(corner)
    }
}

impl Anchor {
    /// Moves the centre between the edges on both sides, on three lines along each axis.
    fn measure_centre(&mut self, view: &View<'_>, along: Point, down: Point, inverted: bool) {
        for (axis, module, across) in [(along, self.along, down * self.down), (down, self.down, along * self.along)] {
            let (mut sum, mut count) = (0.0, 0.0);
            for offset in [-0.7, 0.0, 0.7] {
                let start = self.centre + across * offset;
                let forth: [Option<f32>; 3] = edges(view, start, axis, 5.5 * module, inverted);
                let back: [Option<f32>; 3] = edges(view, start, -axis, 5.5 * module, inverted);
                for (forth, back) in forth.into_iter().zip(back) {
                    let (Some(forth), Some(back)) = (forth, back) else { break };
                    let offset = (forth - back) / 2.0;
                    if offset.abs() < 1.2 * module {
                        sum += offset;
                        count += 1.0;
                    }
                }
            }
            if count > 0.0 {
                self.centre = self.centre + axis * (sum / count);
            }
        }
    }

    fn measure_size(&mut self, view: &View<'_>, along: Point, down: Point, inverted: bool) {
        self.along = module_size(view, self.centre, along, self.along, inverted);
        self.down = module_size(view, self.centre, down, self.down, inverted);
    }
}

/// The size of a module in pixels from the edges of the squares, 3, 5 and 7 modules apart; outer ones count more.
fn module_size(view: &View<'_>, centre: Point, axis: Point, estimate: f32, inverted: bool) -> f32 {
    let forth: [Option<f32>; 3] = edges(view, centre, axis, 7.0 * estimate, inverted);
    let back: [Option<f32>; 3] = edges(view, centre, -axis, 7.0 * estimate, inverted);
    let (mut sum, mut weights) = (0.0, 0.0);
    for (modules, (forth, back)) in [3.0, 5.0, 7.0].into_iter().zip(forth.into_iter().zip(back)) {
        let (Some(forth), Some(back)) = (forth, back) else { break };
        sum += forth + back;
        weights += modules;
    }
    if weights > 0.0 { sum / weights } else { estimate }
}

/// The outer edge of a finder pattern on the side of `outwards`. Both directions are one module long.
fn outer_edge(view: &View<'_>, centre: Point, outwards: Point, sideways: Point, inverted: bool) -> Option<Line> {
    let direction = outwards.unit();
    let places = [-2.7, -1.8, -0.9, 0.0, 0.9, 1.8, 2.7].map(|offset| {
        let start = centre + outwards * 3.0 + sideways * offset;
        let [edge] = edges(view, start, direction, 2.2 * outwards.length(), inverted);
        Some(start + direction * edge?)
    });
    Line::through(&places)
}
