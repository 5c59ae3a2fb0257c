//! Finder patterns of earlier frames: a hand moves little from one frame to the next, and what blur hides in one shows in
//! another.

use super::Point;
use super::finder::{Finder, keep, surest_first};

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

/// How sure a pattern is that hides where it is foreseen.
const FORESEEN: f32 = 0.9;

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
            match self.list.iter_mut().find(|remembered| is_near(&remembered.finder, finder)) {
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

    /// Of the patterns seen in a frame, those that are remembered become surer than they look.
    pub(super) fn recall(&self, seen: &mut [Finder]) {
        for remembered in &self.list {
            let near = seen.iter_mut().filter(|finder| is_near(&remembered.finder, finder));
            if let Some(finder) = near.max_by(|a, b| a.quality.total_cmp(&b.quality)) {
                finder.quality += GAIN * f32::from(remembered.times.saturating_sub(1).min(TIMES_MOST));
            }
        }
        surest_first(seen);
    }
}

/// Adds to the patterns seen in a frame, of the three of a code of an earlier one, those that hide now: each is where the
/// other two have gone.
pub(super) fn foresee([a, b, c]: &[Finder; 3], seen: &mut Vec<Finder>) {
    for (first, second, hidden) in [(a, b, c), (b, c, a), (c, a, b)] {
        let now = |before: &Finder| seen.iter().find(|finder| is_near(before, finder)).map(|finder| finder.centre);
        let (Some(first_now), Some(second_now)) = (now(first), now(second)) else { continue };
        let (from, to) = (second.centre - first.centre, second_now - first_now);
        let offset = (hidden.centre - first.centre) * (1.0 / from.dot(from));
        let centre = first_now + to * from.dot(offset) + Point::new(-to.y, to.x) * from.cross(offset);
        keep(seen, Finder { centre, quality: FORESEEN, ..*hidden });
    }
    surest_first(seen);
}

/// Whether a pattern may be another's that has moved.
fn is_near(before: &Finder, finder: &Finder) -> bool {
    let (small, large) = (before.module.min(finder.module), before.module.max(finder.module));
    let near = before.centre.distance(finder.centre) < MOVED * large;
    near && before.inverted == finder.inverted && large < 1.5 * small
}

impl Remembered {
    fn worth(&self) -> f32 {
        f32::from(self.times) + self.finder.quality - 0.3 * f32::from(self.age)
    }
}

#[cfg(test)]
mod tests;
