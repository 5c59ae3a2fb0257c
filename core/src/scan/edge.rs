//! Edges between dark and light, finer than pixels, and lines through them.

use super::Point;
use super::view::View;

/// Pixels from one sample to the next along a ray.
const STEP: f32 = 0.5;

/// Distances, nearest first, at which a ray that starts in the dark crosses the threshold, up to `limit` pixels.
/// `along` has length 1. All are nothing where the start is not dark.
pub(super) fn edges<const N: usize>(
    view: &View<'_>,
    start: Point,
    along: Point,
    limit: f32,
    inverted: bool,
) -> [Option<f32>; N] {
    let level = |at: Point| if inverted { -view.above_threshold(at) } else { view.above_threshold(at) };
    let mut found = [None; N];
    let mut before = level(start);
    if before > 0.0 {
        return found;
    }
    let mut distance = 0.0;
    let mut dark = true;
    for edge in &mut found {
        while edge.is_none() {
            distance += STEP;
            let at = start + along * distance;
            if distance > limit || !view.plane.contains(at) {
                return found;
            }
            let here = level(at);
            if dark == (here > 0.0) {
                *edge = Some(distance - STEP + STEP * (before / (before - here)).clamp(0.0, 1.0));
                dark = !dark;
            }
            before = here;
        }
    }
    found
}

/// A straight line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    on: Point,
    along: Point,
}

impl Line {
    /// The line nearest to these places; the ones far off the others are left out.
    pub(super) fn through(places: &[Option<Point>]) -> Option<Self> {
        let first = Self::nearest(places.iter().flatten().copied())?;
        let mut offsets = [f32::INFINITY; 8];
        for (offset, place) in offsets.iter_mut().zip(places.iter().flatten()) {
            *offset = first.offset(*place);
        }
        offsets.sort_unstable_by(f32::total_cmp);
        let count = places.iter().flatten().count().min(offsets.len());
        let median = offsets.get(count / 2).copied().unwrap_or(0.0);
        let most = (2.5 * median).max(0.6);
        Self::nearest(places.iter().flatten().copied().filter(|place| first.offset(*place) <= most))
    }

    /// Where two lines meet; nothing where they are almost parallel.
    pub(super) fn crossing(&self, other: &Self) -> Option<Point> {
        let slant = self.along.cross(other.along);
        let distance = (other.on - self.on).cross(other.along) / slant;
        (slant.abs() >= 0.02).then(|| self.on + self.along * distance)
    }

    /// Total least squares: both coordinates may be wrong.
    fn nearest(places: impl Iterator<Item = Point> + Clone) -> Option<Self> {
        let (sum, count) =
            places.clone().fold((Point::default(), 0.0), |(sum, count), place| (sum + place, count + 1.0));
        if count < 2.0 {
            return None;
        }
        let on = sum * (1.0 / count);
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for place in places {
            let Point { x, y } = place - on;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
        Some(Self { on, along: Point::new(cos, sin) })
    }

    fn offset(&self, place: Point) -> f32 {
        self.along.cross(place - self.on).abs()
    }
}
