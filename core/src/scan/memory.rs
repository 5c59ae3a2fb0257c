//! Finder patterns of earlier frames: a hand moves little from one frame to the next, and what blur hides in one shows in
//! another.

use super::finder::{Finder, surest_first};
use super::hidden::Region;
use super::plane::Plane;
use super::{Budget, Point};

/// Patterns remembered.
const KEPT: usize = 16;

/// How sure a pattern must be to be remembered, and how large, in pixels a module.
const QUALITY_LEAST: f32 = 0.9;
const MODULE_LEAST: f32 = 1.4;

/// Frames for which a pattern is remembered without being seen again.
const FRAMES: u8 = 8;

/// Modules by which a pattern may have moved from one frame to the next.
const MOVED: f32 = 10.0;

/// By how much a pattern is surer for each time it was seen again, and how many times count.
const GAIN: f32 = 0.1;
const TIMES_MOST: u8 = 3;

/// Correlation from which a remembered pattern is there.
const SCORE_LEAST: f32 = 0.3;

/// Finder patterns by where they were seen last, in the frame.
#[derive(Debug, Default)]
pub(super) struct Memory {
    list: Vec<Remembered>,
}

#[derive(Clone, Copy, Debug)]
struct Remembered {
    finder: Finder,
    /// Frames in which it was seen.
    times: u8,
    /// Frames since.
    age: u8,
}

impl Memory {
    pub(super) fn forget(&mut self) {
        self.list.clear();
    }

    /// Whether a pattern was seen lately that hardly any picture without a code shows.
    pub(super) fn is_certain(&self, is_certain: impl Fn(&Finder) -> bool) -> bool {
        self.list.iter().any(|remembered| is_certain(&remembered.finder))
    }

    /// Whether a pattern was seen again where it had been.
    pub(super) fn is_lasting(&self) -> bool {
        self.list.iter().any(|remembered| remembered.times > 1 && remembered.age < 2)
    }

    /// Remembers the patterns of a frame.
    pub(super) fn learn(&mut self, seen: &[Finder]) {
        for remembered in &mut self.list {
            remembered.age = remembered.age.saturating_add(1);
        }
        self.list.retain(|remembered| remembered.age < FRAMES);
        let good = seen.iter().filter(|finder| finder.quality > QUALITY_LEAST && finder.module > MODULE_LEAST);
        for finder in good {
            match self.list.iter_mut().find(|remembered| remembered.is_near(finder)) {
                Some(remembered) if remembered.age > 0 => {
                    let times = remembered.times.saturating_add(1);
                    *remembered = Remembered { finder: *finder, times, age: 0 };
                }
                Some(_) => {}
                None => self.list.push(Remembered { finder: *finder, times: 1, age: 0 }),
            }
        }
        self.list.sort_unstable_by(|a, b| b.worth().total_cmp(&a.worth()));
        self.list.truncate(KEPT);
    }

    /// Of the patterns seen in a frame, those that are remembered become surer than they look, and those that are
    /// remembered, not seen and still there are added, until the budget is spent.
    pub(super) fn recall(&self, plane: &Plane<'_>, seen: &mut Vec<Finder>, budget: &Budget<'_>) {
        for remembered in &self.list {
            if budget.is_spent() {
                return;
            }
            let gain = GAIN * f32::from(remembered.times.saturating_sub(1).min(TIMES_MOST));
            let near = seen.iter_mut().filter(|finder| remembered.is_near(finder));
            match near.max_by(|a, b| a.quality.total_cmp(&b.quality)) {
                Some(finder) => finder.quality += gain,
                None => seen.extend(remembered.finder_in(plane, gain)),
            }
        }
        surest_first(seen);
    }
}

impl Remembered {
    fn is_near(&self, finder: &Finder) -> bool {
        let (small, large) = (self.finder.module.min(finder.module), self.finder.module.max(finder.module));
        let near = self.finder.centre.distance(finder.centre) < MOVED * large;
        near && self.finder.inverted == finder.inverted && large < 1.5 * small
    }

    fn worth(&self) -> f32 {
        f32::from(self.times) + self.finder.quality - 0.3 * f32::from(self.age)
    }

    /// Where the pattern is now.
    fn finder_in(&self, plane: &Plane<'_>, gain: f32) -> Option<Finder> {
        let quality = self.finder.quality.min(0.9) + gain;
        Some(Finder { centre: self.finder.moved(plane)?, quality, ..self.finder })
    }
}

impl Finder {
    /// Where a pattern of an earlier frame is in another.
    pub(super) fn moved(&self, plane: &Plane<'_>) -> Option<Point> {
        let (sin, cos) = self.turn.sin_cos();
        let right = Point::new(cos, sin) * self.module;
        let down = Point::new(-sin, cos) * self.module;
        let region = Region {
            middle: self.centre,
            reach: down * MOVED,
            width: right * MOVED,
            axes: (right, down),
            inverted: self.inverted,
        };
        let (score, centre) = region.best(plane)?;
        (score > SCORE_LEAST).then_some(centre)
    }
}

#[cfg(test)]
mod tests;
