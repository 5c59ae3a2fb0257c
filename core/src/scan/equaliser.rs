//! Undoing blur: a linear filter over a module's neighbourhood, trained by least squares on the modules whose values are
//! known beforehand. A version 7 code has some 700 of them.

use super::Budget;
use super::samples::{MARGIN, PHASES};

/// Taps of the wide filter: five phases of the 3 × 3 modules around, and the middles of the ring around those.
const WIDE: usize = PHASES * 9 + 16;
/// With the constant, and rounded up to whole vectors.
const COLUMNS: usize = 64;

/// Which samples feed a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// All phases of 3 × 3 modules.
    Near,
    /// And the middles of the modules around those.
    Wide,
}

/// What modules are known to be: 1 light, −1 dark, and how much each counts; 0 does not.
#[derive(Debug, Default)]
pub(super) struct Training {
    pub(super) targets: Vec<f32>,
    pub(super) weights: Vec<f32>,
}

/// The filter and the memory in which it is found.
#[derive(Debug)]
pub(super) struct Equaliser {
    /// Lower triangle of the normal equations, `COLUMNS` values a row.
    matrix: Vec<f32>,
    right: [f32; COLUMNS],
    taps: [f32; COLUMNS],
    input: [f32; COLUMNS],
}

impl Default for Equaliser {
    fn default() -> Self {
        Self {
            matrix: vec![0.0; COLUMNS * COLUMNS],
            right: [0.0; COLUMNS],
            taps: [0.0; COLUMNS],
            input: [0.0; COLUMNS],
        }
    }
}

impl Equaliser {
    /// Finds the filter that makes the known modules of `samples` most like their targets. `samples` are five phases of
    /// `side × side` values with margins; `ridge` keeps taps small. False where there is none or the budget ended.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "sampling: sums over modules of a code, indices below `side²` by the loops' bounds"
    )]
    pub(super) fn train(
        &mut self,
        samples: &[Vec<f32>; PHASES],
        side: usize,
        reach: Reach,
        training: &Training,
        ridge: f32,
        budget: &Budget<'_>,
    ) -> bool {
        let inner = side.saturating_sub(2 * MARGIN);
        if inner == 0 || training.targets.len() != inner * inner || training.weights.len() != inner * inner {
            return false;
        }
        if samples.iter().any(|phase| phase.len() != side * side) {
            return false;
        }
        let count = reach.taps() + 1;
        self.matrix.fill(0.0);
        self.right.fill(0.0);
        self.input.fill(0.0);
        self.input[count - 1] = 1.0;
        for row in 0..inner {
            if budget.is_spent() {
                return false;
            }
            for column in 0..inner {
                let module = row * inner + column;
                let weight = training.weights[module];
                if weight > 0.0 {
                    gather(samples, side, reach, row, column, &mut self.input);
                    self.add(count, weight, training.targets[module]);
                }
            }
        }
        for tap in 0..count - 1 {
            self.matrix[tap * COLUMNS + tap] += ridge;
        }
        self.matrix[(count - 1) * COLUMNS + count - 1] += 1e-3;
        self.solve(count)
    }

    /// The filtered modules, without margins.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "sampling: a filter over modules of a code; rows that reach beyond the samples are clamped"
    )]
    pub(super) fn apply(&self, samples: &[Vec<f32>; PHASES], side: usize, reach: Reach, out: &mut Vec<f32>) {
        let inner = side.saturating_sub(2 * MARGIN);
        out.clear();
        out.resize(inner * inner, self.taps[reach.taps()]);
        for (tap, (phase, right, down)) in reach.places().enumerate() {
            let factor = self.taps[tap];
            let samples = &samples[phase];
            for row in 0..inner {
                let line = clamped(row, down, side) * side;
                let modules = &mut out[row * inner..(row + 1) * inner];
                let from = (MARGIN + right).checked_sub(REACH);
                match from
                    .and_then(|from| samples.get(line + from..line + from + inner).filter(|_| from + inner <= side))
                {
                    Some(line) => {
                        for (module, sample) in modules.iter_mut().zip(line) {
                            *module += factor * sample;
                        }
                    }
                    None => {
                        for (column, module) in modules.iter_mut().enumerate() {
                            *module += factor * samples[line + clamped(column, right, side)];
                        }
                    }
                }
            }
        }
    }

    /// Adds one module to the normal equations.
    #[inline]
    fn add(&mut self, count: usize, weight: f32, target: f32) {
        let rows = self.matrix.chunks_exact_mut(COLUMNS).zip(&self.input).zip(&mut self.right).take(count);
        for (index, ((row, input), right)) in rows.enumerate() {
            let factor = weight * input;
            *right += factor * target;
            // Only the lower triangle is needed; whole vectors are faster than the exact end.
            let end = (index | 7).saturating_add(1).min(COLUMNS);
            let Some(row) = row.get_mut(..end) else { return };
            for (sum, value) in row.iter_mut().zip(&self.input) {
                *sum += factor * value;
            }
        }
    }

    /// Cholesky's decomposition, then both substitutions. False where the equations have no solution.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "sampling: `count` ≤ COLUMNS equations in a matrix of COLUMNS² values"
    )]
    fn solve(&mut self, count: usize) -> bool {
        let matrix = &mut self.matrix;
        for row in 0..count {
            for column in 0..=row {
                let (mine, other) = (row * COLUMNS, column * COLUMNS);
                let dot: f32 =
                    matrix[mine..mine + column].iter().zip(&matrix[other..other + column]).map(|(a, b)| a * b).sum();
                let rest = matrix[mine + column] - dot;
                matrix[mine + column] = if row == column {
                    if rest.is_nan() || rest <= 1e-9 {
                        return false;
                    }
                    rest.sqrt()
                } else {
                    rest / matrix[other + column]
                };
            }
        }
        self.taps = self.right;
        for row in 0..count {
            let known: f32 = (0..row).map(|other| matrix[row * COLUMNS + other] * self.taps[other]).sum();
            self.taps[row] = (self.taps[row] - known) / matrix[row * COLUMNS + row];
        }
        for row in (0..count).rev() {
            let known: f32 = (row + 1..count).map(|other| matrix[other * COLUMNS + row] * self.taps[other]).sum();
            self.taps[row] = (self.taps[row] - known) / matrix[row * COLUMNS + row];
        }
        true
    }
}

/// Modules by which a place in [`Reach::places`] is shifted, so that it is never negative.
const REACH: usize = 2;

impl Reach {
    const fn taps(self) -> usize {
        match self {
            Self::Near => PHASES * 9,
            Self::Wide => WIDE,
        }
    }

    /// Phase, and columns and rows from the module's own, plus [`REACH`].
    fn places(self) -> impl Iterator<Item = (usize, usize, usize)> {
        let square =
            |from: usize, to: usize| (from..=to).flat_map(move |down| (from..=to).map(move |right| (right, down)));
        let near = (0..PHASES).flat_map(move |phase| square(1, 3).map(move |(right, down)| (phase, right, down)));
        let is_outer = |place: &(usize, usize)| place.0 == 0 || place.0 == 4 || place.1 == 0 || place.1 == 4;
        let ring = square(0, 4).filter(is_outer).map(|(right, down)| (0, right, down));
        near.chain(ring).take(self.taps())
    }
}

/// A row or column of samples for a module's, shifted; at most the outermost.
const fn clamped(module: usize, shifted: usize, side: usize) -> usize {
    let index = module.saturating_add(MARGIN).saturating_add(shifted).saturating_sub(REACH);
    let last = side.saturating_sub(1);
    if index < last { index } else { last }
}

/// The samples that feed a module.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "sampling: clamped indices into `side²` samples, at most COLUMNS of them"
)]
#[inline]
fn gather(
    samples: &[Vec<f32>; PHASES],
    side: usize,
    reach: Reach,
    row: usize,
    column: usize,
    input: &mut [f32; COLUMNS],
) {
    let mut slots = input.iter_mut();
    for phase in samples {
        for down in 1..=3 {
            let line = clamped(row, down, side) * side;
            let start = line + column + MARGIN - 1;
            for (sample, slot) in phase[start..start + 3].iter().zip(slots.by_ref()) {
                *slot = *sample;
            }
        }
    }
    if reach == Reach::Wide {
        let middles = &samples[0];
        let places = (0..5).flat_map(|down| (0..5).map(move |right| (right, down)));
        let ring = places.filter(|(right, down)| [0, 4].contains(right) || [0, 4].contains(down));
        for (slot, (right, down)) in slots.zip(ring) {
            *slot = middles[clamped(row, down, side) * side + clamped(column, right, side)];
        }
    }
}

#[cfg(test)]
mod tests;
