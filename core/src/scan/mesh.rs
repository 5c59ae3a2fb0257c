//! How a bent sheet differs from a flat one: a displacement at each alignment pattern, smooth in between.

use super::Point;
use super::plane::extent;

/// Alignment patterns along a side (version 40 has 7).
const SIDE: usize = 7;

/// Displacements in pixels at the centres of alignment patterns and, at three corners, of finder patterns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mesh {
    /// Centres along a side, in modules.
    centres: [f32; SIDE],
    count: usize,
    displacements: [[Point; SIDE]; SIDE],
}

/// Alignment patterns and where they were seen, while others are still looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patterns {
    centres: [f32; SIDE],
    count: usize,
    looked: [[bool; SIDE]; SIDE],
    known: [[Option<Point>; SIDE]; SIDE],
}

impl Patterns {
    /// None looked for yet. `centres` in modules, at most seven, in ascending order.
    pub(super) fn new(centres: impl Iterator<Item = f32>) -> Self {
        let (looked, known) = ([[false; SIDE]; SIDE], [[None; SIDE]; SIDE]);
        let mut patterns = Self { centres: [0.0; SIDE], count: 0, looked, known };
        for (slot, centre) in patterns.centres.iter_mut().zip(centres) {
            *slot = centre;
            patterns.count = patterns.count.saturating_add(1);
        }
        patterns
    }

    /// The index of the last column, and row.
    pub(super) const fn last(&self) -> usize {
        self.count.saturating_sub(1)
    }

    /// The same patterns, none looked for.
    pub(super) fn afresh(&self) -> Self {
        Self::new(self.centres.into_iter().take(self.count))
    }

    /// This pattern was looked for, and where it was found.
    pub(super) fn set(&mut self, column: usize, row: usize, displacement: Option<Point>) {
        if let Some(slot) = self.looked.get_mut(row).and_then(|row| row.get_mut(column)) {
            *slot = true;
        }
        if let Some(slot) = self.known.get_mut(row).and_then(|row| row.get_mut(column)) {
            *slot = displacement;
        }
    }

    /// The centre of a pattern in modules.
    pub(super) fn centre(&self, column: usize, row: usize) -> Point {
        let along = |index: usize| self.centres.get(index).copied().unwrap_or(0.0);
        Point::new(along(column), along(row))
    }

    /// Column and row of the pattern at, or with a finder pattern's centre near, this place in modules.
    pub(super) fn nearest(&self, module: Point) -> Option<(usize, usize)> {
        let along = |at: f32| self.centres.iter().take(self.count).position(|centre| (centre - at).abs() < 3.5);
        Some((along(module.x)?, along(module.y)?))
    }

    /// The pattern not looked for yet that has the most known ones near it.
    pub(super) fn next(&self) -> Option<(usize, usize)> {
        let places = (0..self.count).flat_map(|row| (0..self.count).map(move |column| (column, row)));
        let is_open = |(column, row): &(usize, usize)| {
            self.looked.get(*row).and_then(|row| row.get(*column)).is_some_and(|looked| !looked)
        };
        let support = |place: &(usize, usize)| self.support(place.0, place.1).0;
        places.filter(is_open).max_by(|a, b| support(a).total_cmp(&support(b)))
    }

    /// The displacement that the known ones speak for, the nearer the more.
    pub(super) fn expected(&self, column: usize, row: usize) -> Point {
        let (weight, sum) = self.support(column, row);
        if weight > 0.0 { sum * (1.0 / weight) } else { Point::default() }
    }

    /// The mesh, with what is unknown filled in.
    pub(super) fn mesh(&self) -> Mesh {
        let mut displacements = [[Point::default(); SIDE]; SIDE];
        for (row, line) in displacements.iter_mut().enumerate().take(self.count) {
            for (column, displacement) in line.iter_mut().enumerate().take(self.count) {
                let known = self.known.get(row).and_then(|row| *row.get(column)?);
                *displacement = known.unwrap_or_else(|| self.expected(column, row));
            }
        }
        Mesh { centres: self.centres, count: self.count, displacements }
    }

    fn support(&self, column: usize, row: usize) -> (f32, Point) {
        let (mut weights, mut sum) = (0.0, Point::default());
        for (other_row, line) in self.known.iter().enumerate().take(self.count) {
            for (other_column, known) in line.iter().enumerate().take(self.count) {
                let Some(displacement) = known else { continue };
                let (across, down) = (column.abs_diff(other_column), row.abs_diff(other_row));
                let square = across.saturating_mul(across).saturating_add(down.saturating_mul(down));
                let weight = 1.0 / extent(square.max(1));
                weights += weight;
                sum = sum + *displacement * weight;
            }
        }
        (weights, sum)
    }
}

impl Mesh {
    /// Bilinear between the four nearest patterns, and a little beyond the outermost ones.
    pub(super) fn displacement(&self, module: Point) -> Point {
        let (column, right) = self.cell(module.x);
        let (row, down) = self.cell(module.y);
        let line = |row: usize| {
            let line = self.displacements.get(row)?;
            let (from, to) = (*line.get(column)?, *line.get(column.saturating_add(1))?);
            Some(from * (1.0 - right) + to * right)
        };
        let (upper, lower) = (line(row), line(row.saturating_add(1)));
        upper.zip(lower).map_or(Point::default(), |(upper, lower)| upper * (1.0 - down) + lower * down)
    }

    /// The cell that a coordinate lies in, and how far.
    fn cell(&self, at: f32) -> (usize, f32) {
        let inner = self.centres.get(1..self.count.saturating_sub(1)).unwrap_or_default();
        let index = inner.iter().take_while(|centre| at > **centre).count();
        let from = self.centres.get(index).copied().unwrap_or(0.0);
        let to = self.centres.get(index.saturating_add(1)).copied().unwrap_or(from);
        let share = (at - from) / (to - from).max(1.0);
        (index, share.clamp(-0.35, 1.35))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nine centres of version 7, none looked for.
    fn patterns() -> Patterns {
        Patterns::new([6.5, 22.5, 38.5].into_iter())
    }

    fn moved(column: usize, row: usize) -> Point {
        Point::new(extent(column) - 3.0 * extent(row), 0.5 * extent(column) * extent(row))
    }

    fn places() -> impl Iterator<Item = (usize, usize)> {
        (0..3).flat_map(|row| (0..3).map(move |column| (column, row)))
    }

    #[test]
    fn displacements_are_kept_at_the_centres_and_blend_in_between() {
        let mut patterns = patterns();
        for (column, row) in places() {
            patterns.set(column, row, Some(moved(column, row)));
        }
        let mesh = patterns.mesh();
        for (column, row) in places() {
            let seen = mesh.displacement(patterns.centre(column, row));
            assert!(seen.distance(moved(column, row)) < 1e-4, "{seen:?} at {column}, {row}");
        }
        let between = |(column, row): (usize, usize), right: f32, down: f32| {
            let at = patterns.centre(column, row) + Point::new(right, down) * 16.0;
            let (upper, lower) = ([moved(0, row), moved(1, row)], [moved(0, row + 1), moved(1, row + 1)]);
            let line = |[from, to]: [Point; 2]| from + (to - from) * right;
            mesh.displacement(at).distance(line(upper) * (1.0 - down) + line(lower) * down)
        };
        for (right, down) in [(0.5, 0.0), (0.0, 0.25), (0.5, 0.5), (0.9, 0.3)] {
            assert!(between((0, 0), right, down) < 1e-4 && between((0, 1), right, down) < 1e-4, "{right}, {down}");
        }
        let [corner, far] = [0.0, -99.0].map(|at| mesh.displacement(Point::new(at, at)));
        assert!(corner.distance(far) < 1e-4, "it goes on only a little beyond the patterns");
    }

    #[test]
    fn what_was_not_found_follows_its_neighbours() {
        let mut patterns = patterns();
        assert_eq!(patterns.expected(1, 1), Point::default(), "nothing is known");
        patterns.set(0, 1, Some(Point::new(2.0, 0.0)));
        patterns.set(2, 1, Some(Point::new(4.0, 0.0)));
        patterns.set(1, 1, None);
        assert!(patterns.expected(1, 1).distance(Point::new(3.0, 0.0)) < 1e-5);
        assert!(patterns.mesh().displacement(patterns.centre(1, 1)).distance(Point::new(3.0, 0.0)) < 1e-5);
        assert!(patterns.expected(0, 0).x < 3.0, "the nearer counts more");
    }

    #[test]
    fn patterns_are_looked_for_from_known_ones_outwards() {
        let mut patterns = patterns();
        patterns.set(0, 0, Some(Point::default()));
        let mut seen = vec![(0, 0)];
        while let Some((column, row)) = patterns.next() {
            let beside = |other: &(usize, usize)| other.0.abs_diff(column) + other.1.abs_diff(row) == 1;
            assert!(seen.iter().any(beside) && !seen.contains(&(column, row)), "{column}, {row} after {seen:?}");
            patterns.set(column, row, Some(Point::default()));
            seen.push((column, row));
        }
        assert_eq!(seen.len(), 9);
        assert!(patterns.afresh().next().is_some(), "the same once more");
    }

    #[test]
    fn the_nearest_pattern_may_be_a_finder_pattern_in_the_corner() {
        let at = |x: f32, y: f32| patterns().nearest(Point::new(x, y));
        assert_eq!(at(6.5, 22.5), Some((0, 1)));
        assert_eq!([at(3.5, 3.5), at(41.5, 3.5), at(3.5, 41.5)], [Some((0, 0)), Some((2, 0)), Some((0, 2))]);
        assert_eq!((at(14.0, 22.5), at(22.5, 30.0)), (None, None));
    }
}
