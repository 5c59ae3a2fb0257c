//! Finder patterns: the three concentric squares by which a QR code is seen at all (ISO/IEC 18004 §6.3.3).

mod profile;

use super::plane::{Plane, extent, whole};
use super::threshold::BLOCK_BITS;
use super::view::View;
use super::{Budget, Point};
use profile::Profile;

/// Finder patterns kept while a view is looked through. Noise makes thousands that are nearly right.
const KEPT: usize = 64;

/// Rays from a centre, of 16, that must cross the rings at 3 : 5 : 7.
const QUALITY_LEAST: f32 = 0.66;

/// A finder pattern in a view.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    pub(super) centre: Point,
    /// Pixels of a module's side, on average over the directions.
    pub(super) module: f32,
    /// Light on dark.
    pub(super) inverted: bool,
    /// The share of rays that cross the rings where they should, 0 to 1.
    pub(super) quality: f32,
}

/// Looks for finder patterns. Keeps its memory.
#[derive(Debug, Default)]
pub(super) struct FinderSearch {
    edges: Vec<u32>,
    found: Vec<Finder>,
    /// Suspicions of tiny patterns that came to nothing.
    vain: usize,
}

/// Rows of a view that are looked at: every `step`th, from `first` on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) first: usize,
    pub(super) step: usize,
}

impl FinderSearch {
    /// Looks at rows of a view. What was seen before the budget ended counts.
    pub(super) fn run(&mut self, view: &View<'_>, rows: Rows, budget: &Budget<'_>) {
        self.found.clear();
        self.vain = 0;
        self.go_on(view, rows, budget);
    }

    /// Looks at further rows of the same view.
    pub(super) fn go_on(&mut self, view: &View<'_>, rows: Rows, budget: &Budget<'_>) {
        for (index, y) in (rows.first..view.plane.height()).step_by(rows.step.max(1)).enumerate() {
            // A row of nothing but suspicions takes a tenth of a millisecond.
            if index % 2 == 0 && budget.is_spent() {
                break;
            }
            self.search_row(view, y);
        }
        surest_first(&mut self.found);
    }

    /// The finder patterns, the surest first.
    pub(super) fn found(&self) -> &[Finder] {
        &self.found
    }

    fn search_row(&mut self, view: &View<'_>, y: usize) {
        let begins_dark = transitions(view.plane.row(y), view.thresholds.row(y), &mut self.edges);
        let mut runs = [0_u32; 5];
        let mut start = 0;
        for (index, edge) in self.edges.iter().enumerate() {
            let [_, a, b, c, d] = runs;
            runs = [a, b, c, d, edge.wrapping_sub(start)];
            start = *edge;
            if !profile::is_plausible(runs) {
                continue;
            }
            let Some(profile) = Profile::of_runs(runs) else { continue };
            let is_tiny = profile.module() < TINY;
            if is_tiny && self.vain > VAIN_MOST {
                continue;
            }
            // The first of five runs has the colour of the last.
            let inverted = begins_dark == (index % 2 == 1);
            let at = Point::new(extent_of(start) - profile.behind_middle(), extent(y) + 0.5);
            if self.found.iter().any(|finder| finder.holds(at, inverted)) {
                continue;
            }
            let threshold = view.thresholds.row(y).get(whole(at.x) >> BLOCK_BITS).copied().unwrap_or(0);
            let probe = Probe { plane: view.plane, threshold, inverted };
            match confirm(&probe, at, profile.module()) {
                Some(finder) => keep(&mut self.found, finder),
                None => self.vain = self.vain.saturating_add(usize::from(is_tiny)),
            }
        }
    }
}

/// Modules smaller than this, in pixels, are also what noise looks like.
const TINY: f32 = 2.2;

/// After so many that were none, tiny patterns are noise.
const VAIN_MOST: usize = 500;

impl Finder {
    pub(super) fn scaled(self, scale: f32) -> Self {
        Self { centre: self.centre * scale, module: self.module * scale, ..self }
    }

    /// Whether a place lies within the dark heart of this pattern.
    fn holds(&self, at: Point, inverted: bool) -> bool {
        let reach = 2.2 * self.module;
        self.inverted == inverted && (self.centre.y - at.y).abs() < reach && self.centre.distance(at) < reach
    }
}

/// Brings patterns into the order in which they are looked at.
pub(super) fn surest_first(finders: &mut [Finder]) {
    finders.sort_unstable_by(|a, b| b.quality.total_cmp(&a.quality));
}

/// Adds a pattern to those found so far. Of two in one place the surer counts, and of too many the surest.
pub(super) fn keep(found: &mut Vec<Finder>, finder: Finder) {
    let is_twin = |other: &&mut Finder| {
        let reach = 2.0 * other.module.min(finder.module);
        other.inverted == finder.inverted && other.centre.distance(finder.centre) < reach
    };
    if let Some(twin) = found.iter_mut().find(is_twin) {
        if twin.quality < finder.quality {
            *twin = finder;
        }
    } else if found.len() < KEPT {
        found.push(finder);
    } else if let Some(worst) = found.iter_mut().min_by(|a, b| a.quality.total_cmp(&b.quality))
        && worst.quality < finder.quality
    {
        *worst = finder;
    }
}

/// Where a row changes between dark and light, and its end; whether it begins dark. Eight pixels at a time.
fn transitions(row: &[u8], thresholds: &[u8], edges: &mut Vec<u32>) -> bool {
    edges.clear();
    let (Some(first), Some(threshold)) = (row.first(), thresholds.first()) else { return false };
    let begins_dark = first < threshold;
    let mut last = u64::from(begins_dark) << 7;
    let mut start = 0_u32;
    let (blocks, rest) = row.as_chunks::<8>();
    // Pixels behind the end are as the last one before them.
    let mut padded = [row.last().copied().unwrap_or(0); 8];
    for (slot, pixel) in padded.iter_mut().zip(rest) {
        *slot = *pixel;
    }
    for (block, threshold) in blocks.iter().chain([&padded]).zip(thresholds) {
        let dark = less(u64::from_le_bytes(*block), u64::from(*threshold).wrapping_mul(EVERY_BYTE));
        let mut changes = dark ^ ((dark << 8) | last);
        last = dark >> 56;
        while changes != 0 {
            edges.push(start.wrapping_add(changes.trailing_zeros() >> 3));
            changes &= changes.wrapping_sub(1);
        }
        start = start.wrapping_add(8);
    }
    edges.push(u32::try_from(row.len()).unwrap_or(u32::MAX));
    begins_dark
}

/// The highest bit of each of eight bytes that is less than the other's.
#[inline]
const fn less(bytes: u64, others: u64) -> u64 {
    const HIGH: u64 = EVERY_BYTE << 7;
    // The lower seven bits decide where the highest ones are alike; none borrows from its neighbour.
    let not_less = (bytes | HIGH).wrapping_sub(others & !HIGH);
    ((!bytes & others) | (!(bytes ^ others) & !not_less)) & HIGH
}

const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;

fn extent_of(edge: u32) -> f32 {
    extent(usize::try_from(edge).unwrap_or(0))
}

/// The surroundings of a suspicion. They are small, so one threshold serves for all.
struct Probe<'v> {
    plane: Plane<'v>,
    threshold: u8,
    inverted: bool,
}

impl Probe<'_> {
    /// Whether a pixel is on the dark side of the threshold, or, of an inverted code, on the light side.
    #[inline]
    fn is_dark(&self, pixel: u8) -> bool {
        (pixel < self.threshold) != self.inverted
    }

    #[inline]
    fn is_dark_at(&self, at: Point) -> Option<bool> {
        if !(at.x >= 0.0 && at.y >= 0.0) {
            return None;
        }
        self.plane.row(whole(at.y)).get(whole(at.x)).map(|pixel| self.is_dark(*pixel))
    }
}

/// Looks at a suspicion across, along and on rays.
fn confirm(probe: &Probe<'_>, at: Point, module: f32) -> Option<Finder> {
    let (x, y) = (whole(at.x), whole(at.y));
    let (vertical, down) = profile::through(probe, x, y, Axis::Vertical, module * 1.6)?;
    let y = whole(at.y + down).min(probe.plane.height().saturating_sub(1));
    let (horizontal, right) = profile::through(probe, x, y, Axis::Horizontal, module * 1.6)?;
    let (high, wide) = (vertical.module(), horizontal.module());
    if high > 3.0 * wide || wide > 3.0 * high {
        return None;
    }
    let centre = Point::new(at.x + right, at.y + down);
    let seen = look_around(probe, centre, (high + wide) / 2.0)?;
    let Surroundings { quality, module } = seen;
    (quality >= QUALITY_LEAST).then_some(Finder { centre, module, inverted: probe.inverted, quality })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Horizontal,
    Vertical,
}

/// What rays from a centre say of the squares around it.
struct Surroundings {
    quality: f32,
    module: f32,
}

/// The share of 16 rays that leave the heart and cross the rings at 3 : 5 : 7, and the size of the squares by them.
/// Squares are concentric and similar, so this holds whatever the rotation and on every ray.
fn look_around(probe: &Probe<'_>, centre: Point, module: f32) -> Option<Surroundings> {
    let (mut good, mut missed, mut hollow) = (0.0, 0.0, 0_u8);
    let (mut sizes, mut count) = (0.0, 0.0);
    for direction in RAYS {
        let share = match crossings(probe, centre, direction, 8.05 * module + 2.0) {
            Crossings { inner, .. } if inner < 0.6 => {
                hollow = hollow.saturating_add(1);
                0.0
            }
            Crossings { inner, ring: Some(ring), outer: Some(outer) } => {
                let unit = outer / 7.0;
                let tolerance = 0.75 * unit + 0.75;
                let fits = (inner - 3.0 * unit).abs() < tolerance && (ring - 5.0 * unit).abs() < tolerance;
                if fits {
                    sizes += outer / 3.5;
                    count += 1.0;
                }
                if fits { 1.0 } else { 0.0 }
            }
            // Without a quiet zone the outermost edge is missing.
            Crossings { inner, ring: Some(ring), outer: None } => {
                let unit = ring / 5.0;
                if (inner - 3.0 * unit).abs() < 0.6 * unit + 0.6 { 0.4 } else { 0.0 }
            }
            Crossings { .. } => 0.0,
        };
        good += share;
        missed += 1.0 - share;
        if missed > 16.0 * (1.0 - QUALITY_LEAST) || hollow > 3 {
            return None;
        }
    }
    let module = if count > 0.0 { sizes / count / LONGER } else { module };
    Some(Surroundings { quality: good / 16.0, module })
}

/// The mean over all directions of the way from a square's centre to its edge, for half a side of 1.
const LONGER: f32 = 1.122;

/// Distances from a centre at which a ray leaves the heart, the light ring and the dark ring; `inner` is 0 where it
/// never leaves the heart.
struct Crossings {
    inner: f32,
    ring: Option<f32>,
    outer: Option<f32>,
}

fn crossings(probe: &Probe<'_>, centre: Point, direction: Point, limit: f32) -> Crossings {
    let mut seen = Crossings { inner: 0.0, ring: None, outer: None };
    let mut inside = true;
    let mut distance = 1.0;
    while distance < limit {
        let Some(dark) = probe.is_dark_at(centre + direction * distance) else {
            // The edge of the picture ends the outer ring.
            seen.outer = seen.ring.map(|_| distance);
            break;
        };
        if dark != inside {
            inside = !inside;
            match &mut seen {
                Crossings { inner, .. } if *inner == 0.0 => *inner = distance - 0.5,
                Crossings { ring: ring @ None, .. } => *ring = Some(distance - 0.5),
                Crossings { outer, .. } => {
                    *outer = Some(distance - 0.5);
                    break;
                }
            }
        }
        distance += 1.0;
    }
    seen
}

/// Sixteen directions, neighbours in the list far apart, so that a false centre is given up early.
const RAYS: [Point; 16] = {
    // cos and sin of 22.5°, and of 45°.
    const LONG: f32 = 0.923_879_5;
    const SHORT: f32 = 0.382_683_4;
    const EVEN: f32 = std::f32::consts::FRAC_1_SQRT_2;
    [
        Point::new(1.0, 0.0),
        Point::new(-SHORT, LONG),
        Point::new(-EVEN, -EVEN),
        Point::new(LONG, -SHORT),
        Point::new(0.0, 1.0),
        Point::new(-LONG, -SHORT),
        Point::new(EVEN, -EVEN),
        Point::new(SHORT, LONG),
        Point::new(-1.0, 0.0),
        Point::new(SHORT, -LONG),
        Point::new(EVEN, EVEN),
        Point::new(-LONG, SHORT),
        Point::new(0.0, -1.0),
        Point::new(LONG, SHORT),
        Point::new(-EVEN, EVEN),
        Point::new(-SHORT, -LONG),
    ]
};

#[cfg(test)]
mod tests;
