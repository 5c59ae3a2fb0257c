//! Brightness of every module, relative to what is dark and light around it.

use super::grid::Grid;
use super::plane::{Plane, extent};
use super::{Budget, Point};

/// Places within a module at which it is sampled: its middle first, then around it.
pub(super) const PHASES: usize = 5;
const PLACES: [(f32, f32); PHASES] = [(0.5, 0.5), (0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];

/// Modules to each side that make a neighbourhood.
const REACH: usize = 5;

/// Modules beyond each edge of the code that are sampled with it.
pub(super) const MARGIN: usize = 1;

/// Brightness from which a module may be washed out: a camera goes no further than 255, and ink there is as light as
/// paper. It still counts a little, as paper may be that light where no lamp is mirrored in it.
const WASHED_OUT: f32 = 245.0;
const DISCOUNT: f32 = 0.1;

/// The samples of one code: `(side + 2 × MARGIN)²` values a phase, row-major. Keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Samples {
    side: usize,
    phases: [Vec<f32>; PHASES],
    mean: Vec<f32>,
    levels: Levels,
}

impl Samples {
    /// Samples along one side, margins included.
    pub(super) const fn side(&self) -> usize {
        self.side
    }

    /// Samples the middles of modules. False where the budget ended first.
    pub(super) fn take_middles(&mut self, plane: &Plane<'_>, grid: &Grid, budget: &Budget<'_>) -> bool {
        self.side = grid.version.side().saturating_add(2 * MARGIN);
        let [middles, ..] = &mut self.phases;
        take(plane, grid, PLACES[0], self.side, middles, budget)
    }

    /// Samples the other phases and means over all. False where the budget ended first.
    pub(super) fn take_around(&mut self, plane: &Plane<'_>, grid: &Grid, budget: &Budget<'_>) -> bool {
        let [middles, around @ ..] = &mut self.phases;
        self.mean.clear();
        self.mean.extend_from_slice(middles);
        for (phase, place) in around.iter_mut().zip(PLACES.into_iter().skip(1)) {
            if !take(plane, grid, place, self.side, phase, budget) {
                return false;
            }
            for (sum, sample) in self.mean.iter_mut().zip(phase) {
                *sum += *sample;
            }
        }
        for sum in &mut self.mean {
            *sum /= extent(PHASES);
        }
        true
    }

    /// What is dark and light around each middle; the code's modules on that scale go to `soft`.
    pub(super) fn middles(&mut self, soft: &mut Vec<f32>) {
        self.levels.measure(&self.phases[0], self.side);
        self.levels.relative(&self.phases[0], self.side, soft);
    }

    /// The same of the mean over all phases.
    pub(super) fn means(&mut self, soft: &mut Vec<f32>) {
        self.levels.measure(&self.mean, self.side);
        self.levels.relative(&self.mean, self.side, soft);
    }

    /// Makes little of the values of those modules, margins left out, that a reflection may have washed out.
    pub(super) fn discount_glare(&self, values: &mut [f32]) {
        let inner = self.side.saturating_sub(2 * MARGIN);
        let rows = self.mean.chunks(self.side.max(1)).skip(MARGIN);
        for (levels, values) in rows.zip(values.chunks_mut(inner.max(1))) {
            for (level, value) in levels.iter().skip(MARGIN).zip(values) {
                *value *= if *level > WASHED_OUT { DISCOUNT } else { 1.0 };
            }
        }
    }

    /// Brings all phases to the scale of the levels measured last, for an equaliser.
    pub(super) fn normalise(&mut self) -> &[Vec<f32>; PHASES] {
        for phase in &mut self.phases {
            self.levels.normalise(phase);
        }
        &self.phases
    }

    /// The phases, margins included.
    pub(super) const fn phases(&self) -> &[Vec<f32>; PHASES] {
        &self.phases
    }
}

/// Samples every module at one place within it.
fn take(
    plane: &Plane<'_>,
    grid: &Grid,
    place: (f32, f32),
    side: usize,
    out: &mut Vec<f32>,
    budget: &Budget<'_>,
) -> bool {
    out.clear();
    for row in 0..side {
        if row % 32 == 0 && budget.is_spent() {
            return false;
        }
        let y = extent(row) - extent(MARGIN) + place.1;
        let line = (0..side).map(|column| {
            let level = plane.at(grid.map(Point::new(extent(column) - extent(MARGIN) + place.0, y)));
            if grid.inverted { 255.0 - level } else { level }
        });
        out.extend(line);
    }
    true
}

/// The threshold and half the contrast around each sample.
#[derive(Debug, Default)]
struct Levels {
    threshold: Vec<f32>,
    contrast: Vec<f32>,
    light: Vec<f32>,
    sums: Sums,
    sorted: Vec<f32>,
}

impl Levels {
    /// Around each sample: the middle between the mean of what is lighter than average and the mean of what is darker.
    fn measure(&mut self, samples: &[f32], side: usize) {
        let area = extent((2 * REACH + 1).saturating_mul(2 * REACH + 1));
        self.sums.over(samples, side, &mut self.threshold);
        self.light.clear();
        let is_light = |sample: f32, sum: f32| sample * area > sum;
        self.light
            .extend(samples.iter().zip(&self.threshold).map(|(s, sum)| if is_light(*s, *sum) { 1.0 } else { 0.0 }));
        self.sums.over(&self.light, side, &mut self.sorted);
        for (light, sample) in self.light.iter_mut().zip(samples) {
            *light *= sample;
        }
        self.sums.over(&self.light, side, &mut self.contrast);
        for ((threshold, contrast), count) in self.threshold.iter_mut().zip(&mut self.contrast).zip(&self.sorted) {
            let light = *contrast / count.max(0.5);
            let dark = (*threshold - *contrast) / (area - count).max(0.5);
            *threshold = (light + dark) / 2.0;
            *contrast = ((light - dark) / 2.0).max(0.5);
        }
        self.keep_contrast_up();
    }

    /// Nowhere less than a quarter of the usual contrast: within plain areas noise would count as much as modules.
    fn keep_contrast_up(&mut self) {
        self.sorted.clear();
        self.sorted.extend_from_slice(&self.contrast);
        let middle = self.sorted.len() / 2;
        if middle == 0 {
            return;
        }
        let (_, median, _) = self.sorted.select_nth_unstable_by(middle, f32::total_cmp);
        let least = *median * 0.25;
        for contrast in &mut self.contrast {
            *contrast = contrast.max(least);
        }
    }

    /// The code's samples without margins: 0 at the threshold, about −1 where dark and 1 where light.
    fn relative(&self, samples: &[f32], side: usize, out: &mut Vec<f32>) {
        out.clear();
        let width = side.max(1);
        let rows = samples.chunks(width).zip(self.threshold.chunks(width).zip(self.contrast.chunks(width)));
        for (samples, (thresholds, contrasts)) in rows.skip(MARGIN).take(side.saturating_sub(2 * MARGIN)) {
            let line = samples.iter().zip(thresholds.iter().zip(contrasts));
            let inner = line.skip(MARGIN).take(side.saturating_sub(2 * MARGIN));
            out.extend(inner.map(|(sample, (threshold, contrast))| scaled(*sample, *threshold, *contrast)));
        }
    }

    fn normalise(&self, samples: &mut [f32]) {
        for (sample, (threshold, contrast)) in samples.iter_mut().zip(self.threshold.iter().zip(&self.contrast)) {
            *sample = scaled(*sample, *threshold, *contrast);
        }
    }
}

#[inline]
fn scaled(sample: f32, threshold: f32, contrast: f32) -> f32 {
    ((sample - threshold) / contrast).clamp(-3.0, 3.0)
}

/// Sums over squares of `2 × REACH + 1` samples; beyond the edges the outermost samples count again.
#[derive(Debug, Default)]
struct Sums {
    along: Vec<f32>,
    column: Vec<f32>,
}

impl Sums {
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "sampling: running sums over `side × side` values, all indices clamped to it"
    )]
    fn over(&mut self, samples: &[f32], side: usize, out: &mut Vec<f32>) {
        out.clear();
        if side == 0 || samples.len() != side * side {
            return;
        }
        self.along.clear();
        for line in samples.chunks_exact(side) {
            let clamped = |index: usize| line[index.saturating_sub(REACH).min(side - 1)];
            let mut sum: f32 = (0..=2 * REACH).map(clamped).sum();
            for x in 0..side {
                self.along.push(sum);
                sum += clamped(x + 2 * REACH + 1) - clamped(x);
            }
        }
        let clamped = |index: usize| index.saturating_sub(REACH).min(side - 1) * side;
        self.column.clear();
        self.column.resize(side, 0.0);
        for index in 0..=2 * REACH {
            let start = clamped(index);
            add(&mut self.column, &self.along[start..start + side]);
        }
        for y in 0..side {
            out.extend_from_slice(&self.column);
            let (enters, leaves) = (clamped(y + 2 * REACH + 1), clamped(y));
            for x in 0..side {
                self.column[x] += self.along[enters + x] - self.along[leaves + x];
            }
        }
    }
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

#[cfg(test)]
mod tests;
