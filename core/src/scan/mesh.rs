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
