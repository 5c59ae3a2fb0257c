//! Alignment patterns, found in grey: by how well brightness there correlates with the pattern.

use super::Point;
use super::plane::{Plane, extent, whole};

/// A pattern that was looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// From where it was expected, in modules.
    pub(super) offset: Point,
    /// Correlation, −1 to 1.
    pub(super) score: f32,
}

/// Modules from the middle of an alignment pattern to its outermost ones.
const RING: usize = 2;

/// Positions tried to each side, half a module apart.
const REACH_MOST: usize = 10;
const SIDE_MOST: usize = 2 * REACH_MOST + 4 * RING + 1;

/// Looks up to `radius` modules (5 at most) around `expected`, a place in modules that `map` takes into the plane.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "sampling: places on a grid of fixed size, `side` ≤ SIDE_MOST and every index below `side²`"
)]
pub(super) fn find(
    plane: &Plane<'_>,
    map: &dyn Fn(Point) -> Point,
    expected: Point,
    radius: f32,
    inverted: bool,
) -> Found {
    let reach = whole((2.0 * radius).ceil()).min(REACH_MOST);
    let ring = RING;
    let side = 2 * reach + 4 * ring + 1;
    let mut grid = [0.0_f32; SIDE_MOST * SIDE_MOST];
    for row in 0..side {
        for column in 0..side {
            let step = |index: usize| (extent(index) - extent(reach + 2 * ring)) * 0.5;
            let level = plane.at(map(expected + Point::new(step(column), step(row))));
            grid[row * side + column] = if inverted { -level } else { level };
        }
    }
    let places = 2 * reach + 1;
    let mut scores = [0.0_f32; (2 * REACH_MOST + 1) * (2 * REACH_MOST + 1)];
    let (mut best, mut best_value) = ((reach, reach), f32::NEG_INFINITY);
    for row in 0..places {
        for column in 0..places {
            let score = correlation(&grid[row * side + column..], side, ring);
            scores[row * places + column] = score;
            let away = |index: usize| (extent(index) - extent(reach)) / extent(reach.max(1));
            // Of two that look alike, the nearer.
            let value = score - 0.06 * (away(column) * away(column) + away(row) * away(row));
            if value > best_value {
                (best, best_value) = ((column, row), value);
            }
        }
    }
    let (column, row) = best;
    let score = |column: usize, row: usize| scores[row * places + column];
    let inner = |index: usize| index > 0 && index + 1 < places;
    let peak = score(column, row);
    let right = if inner(column) { summit(score(column - 1, row), peak, score(column + 1, row)) } else { 0.0 };
    let down = if inner(row) { summit(score(column, row - 1), peak, score(column, row + 1)) } else { 0.0 };
    let offset = |index: usize, fine: f32| (extent(index) - extent(reach) + fine) * 0.5;
    Found { offset: Point::new(offset(column, right), offset(row, down)), score: peak }
}

/// Normalised correlation of samples two steps of the grid apart with concentric squares, of which the last but one is
/// light.
#[expect(clippy::arithmetic_side_effects, reason = "sampling: a fixed walk over a grid, checked by `get`")]
#[inline]
fn correlation(grid: &[f32], side: usize, ring: usize) -> f32 {
    let (mut dark, mut light, mut squares) = (0.0_f32, 0.0_f32, 0.0_f32);
    for row in 0..=2 * ring {
        let Some(line) = grid.get(2 * row * side..2 * row * side + 4 * ring + 1) else { return 0.0 };
        for (column, level) in line.iter().step_by(2).enumerate() {
            squares += level * level;
            if row.abs_diff(ring).max(column.abs_diff(ring)) + 1 == ring {
                light += level;
            } else {
                dark += level;
            }
        }
    }
    let lights = extent(8 * (ring - 1));
    let all = extent((2 * ring + 1) * (2 * ring + 1));
    separation((dark, all - lights), (light, lights), squares, 4.0)
}

/// How well samples that should be dark and samples that should be light stand apart, −1 to 1: the correlation with a
/// pattern of two levels. Of each kind their sum and number, of all the sum of squares; 0 where they vary less.
pub(super) fn separation(
    (dark, darks): (f32, f32),
    (light, lights): (f32, f32),
    squares: f32,
    least_variance: f32,
) -> f32 {
    let count = darks + lights;
    let mean = (dark + light) / count;
    let variance = squares / count - mean * mean;
    if variance < least_variance {
        return 0.0;
    }
    (light / lights - dark / darks) * (lights * darks).sqrt() / count / variance.sqrt()
}

/// Where a parabola through three neighbours is highest, from the middle one.
fn summit(before: f32, at: f32, after: f32) -> f32 {
    let bend = before - 2.0 * at + after;
    if bend.abs() < 1e-6 { 0.0 } else { (0.5 * (before - after) / bend).clamp(-0.6, 0.6) }
}

#[cfg(test)]
mod tests {
    use super::super::symbol::tests::Noise;
    use super::super::tests::painter::Picture;
    use super::*;

    /// Pixels a module, and the pattern's middle in modules.
    const MODULE: usize = 5;
    const CENTRE: Point = Point::new(12.5, 12.5);

    /// A pattern in the middle of 25 × 25 modules that are drawn by lot.
    fn pattern(dark: u8, light: u8, seed: u64) -> Picture {
        let mut noise = Noise::new(seed);
        let modules: Vec<bool> = (0..625_usize)
            .map(|module| match (module % 25).abs_diff(12).max((module / 25).abs_diff(12)) {
                0 | 2 => true,
                1 => false,
                _ => noise.below(2) == 0,
            })
            .collect();
        let side = MODULE.strict_mul(25);
        let level = |x: usize, y: usize| {
            let module = (y / MODULE).min(24).strict_mul(25).strict_add((x / MODULE).min(24));
            f32::from(if modules[module] { dark } else { light })
        };
        // Out of focus by a pixel to each side.
        let around = |at: usize| at.saturating_sub(1)..=at.saturating_add(1);
        let mean = |x: usize, y: usize| around(y).flat_map(|y| around(x).map(move |x| level(x, y))).sum::<f32>() / 9.0;
        Picture::of(side, side, |x, y| u8::try_from(whole(mean(x, y))).unwrap())
    }

    #[test]
    fn patterns_are_found_to_a_fraction_of_a_module() {
        for (dark, light, inverted) in [(30, 220, false), (120, 150, false), (220, 30, true)] {
            for (seed, (x, y)) in (1..).zip([(0.0, 0.0), (1.3, -1.3), (-1.3, 0.4), (0.7, 1.3), (-2.6, 3.1)]) {
                let (picture, offset) = (pattern(dark, light, seed), Point::new(x, y));
                let map = |module: Point| module * extent(MODULE);
                let found = find(&picture.plane(), &map, CENTRE - offset, 3.5, inverted);
                assert!(found.offset.distance(offset) < 0.15, "{found:?} where {offset:?} was painted");
                assert!(found.score > 0.85, "{found:?}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern_scores_little() {
        let map = |module: Point| module * extent(MODULE);
        let of = |picture: &Picture, inverted| find(&picture.plane(), &map, CENTRE, 1.0, inverted).score;
        assert!(of(&Picture::of(125, 125, |_, _| 128), false).abs() < 1e-6, "plain");
        assert!(of(&Picture::of(125, 125, |x, _| if x / 5 % 2 == 0 { 20 } else { 220 }), false) < 0.5, "stripes");
        assert!(of(&pattern(30, 220, 1), true) < 0.5, "the other polarity");
    }
}
