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

#[cfg(test)]
mod tests {
    use super::super::tests::painter::Picture;
    use super::*;

    /// Distances at which a ray in a picture of 160 × 80 pixels crosses a threshold of 100.
    fn distances(
        level: impl Fn(usize) -> u8,
        start: Point,
        along: Point,
        limit: f32,
        inverted: bool,
    ) -> [Option<f32>; 3] {
        let half_lit = Picture::of(160, 80, |x, y| if x % 2 == y % 2 { 0 } else { 200 });
        let picture = Picture::of(160, 80, |x, _| level(x));
        edges(
            &View { plane: picture.plane(), thresholds: &half_lit.thresholds(), scale: 1.0 },
            start,
            along,
            limit,
            inverted,
        )
    }

    /// Up by three levels a pixel to pixel 50, down to pixel 100, up again: 100 is crossed at 33.83, 67.17 and 133.83.
    fn zigzag(x: usize) -> u8 {
        u8::try_from(x.min(100).abs_diff(50).abs_diff(50).strict_add(x.saturating_sub(100)).strict_mul(3)).unwrap()
    }

    #[test]
    fn distances_over_a_ramp_are_finer_than_pixels() {
        let light = |x: usize| 200_u8.saturating_sub(zigzag(x));
        let directions = [Point::new(1.0, 0.0), Point::new(0.8, 0.6), Point::new(0.96, -0.28)];
        for (start, along) in [3.2, 10.0, 20.77].into_iter().flat_map(|x| directions.map(|along| (x, along))) {
            let expected = [33.833, 67.167].map(|edge| (edge - start) / along.x);
            let at = Point::new(start, 30.0);
            for seen in [distances(zigzag, at, along, 85.0, false), distances(light, at, along, 85.0, true)] {
                for (seen, expected) in seen.into_iter().zip(expected) {
                    assert!((seen.unwrap() - expected).abs() < 0.1, "{seen:?}, not {expected}, from {start}");
                }
                assert_eq!(seen[2], None, "beyond the limit or the picture");
            }
        }
    }

    #[test]
    fn rays_begin_in_the_dark_and_end_with_the_picture() {
        let right = Point::new(1.0, 0.0);
        assert_eq!(distances(zigzag, Point::new(50.0, 30.0), right, 90.0, false), [None; 3], "begins in the light");
        let seen = distances(zigzag, Point::new(100.0, 30.0), right, 999.0, false);
        assert!((seen[0].unwrap() - 33.833).abs() < 0.1);
        assert_eq!(seen[1], None);
    }

    fn line(slope: f32, high: f32, off: &[(usize, f32)]) -> Line {
        let places = [0, 1, 2, 3, 4, 5, 6].map(|index: u8| {
            let wrong = off.iter().find(|(other, _)| *other == usize::from(index)).map_or(0.0, |(_, by)| *by);
            let x = f32::from(index) * 5.0;
            Some(Point::new(x, slope * x + high + wrong))
        });
        Line::through(&places).unwrap()
    }

    #[test]
    fn lines_leave_out_what_is_far_off() {
        for (index, by) in [(3, 9.0), (1, -7.0), (5, 9.0), (0, 9.0), (6, -9.0)] {
            let crossing = line(0.5, 3.0, &[(index, by)]).crossing(&line(-2.0, 43.0, &[])).unwrap();
            assert!(crossing.distance(Point::new(16.0, 11.0)) < 0.1, "{crossing:?} with place {index} off by {by}");
        }
    }

    #[test]
    fn parallels_do_not_cross_and_one_place_is_no_line() {
        assert!(line(0.5, 3.0, &[]).crossing(&line(0.5, 9.0, &[])).is_none());
        assert!(line(0.5, 3.0, &[]).crossing(&line(0.51, 9.0, &[])).is_none());
        assert!(Line::through(&[None, Some(Point::new(1.0, 2.0)), None]).is_none());
    }
}
