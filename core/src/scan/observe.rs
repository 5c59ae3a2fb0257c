//! What stood in the way on one frame.

use super::Point;
use super::eye::Eye;
use super::finder::Finder;
use super::hint::{Hint, HintKind};
use super::plane::{Plane, extent};
use super::sighting::Sighting;
use super::symbol::Layout;
use super::threshold::Thresholds;
use super::view::View;

/// Pixels of a module below which a code is better seen from nearer by.
const SMALL_MODULE: f32 = 1.7;

/// How sure, and how large in pixels a module, a finder pattern must be to speak for a code by itself.
const CERTAIN: f32 = 0.99;
const LARGE_MODULE: f32 = 2.4;

/// Cells along a side of a code, in which damage is looked for.
const CELLS: usize = 4;

/// Brightness that a camera cannot go beyond.
const SATURATED: f32 = 248.0;

/// The likeliest hint for a frame on which nothing was read.
pub(super) fn hint(plane: &Plane<'_>, thresholds: &Thresholds, eye: &mut Eye) -> Hint {
    let view = View { plane: *plane, thresholds, scale: 1.0 };
    if let Some(sighting) = eye.best().copied() {
        return of_sighting(&view, &sighting, eye.layout(sighting.grid.version));
    }
    if thresholds.is_dark() {
        return Hint { kind: HintKind::TooDark, confidence: 0.9 };
    }
    of_finders(plane, eye.finders())
}

/// A code was seen whole: something within it is wrong.
fn of_sighting(view: &View<'_>, sighting: &Sighting, layout: &Layout) -> Hint {
    let cells = Cells::of(view, sighting, layout);
    let module = sighting.module();
    let (kind, confidence) = match cells.worst() {
        Some(cell) if cell.is_saturated() => (HintKind::Glare, 0.8),
        _ if module < SMALL_MODULE => (HintKind::TooSmall, 0.8),
        Some(_) => (HintKind::Covered, 0.7),
        None => (HintKind::Blurred, 0.6 + 0.4 * (1.0 - sighting.agreement)),
    };
    Hint { kind, confidence }
}

/// Finder patterns were seen, or none.
fn of_finders(plane: &Plane<'_>, finders: &[Finder]) -> Hint {
    let sure = || finders.iter().filter(|finder| finder.quality > CERTAIN);
    let large = || sure().filter(|finder| finder.module > LARGE_MODULE);
    let alike = |a: &Finder, b: &Finder| a.module.max(b.module) < 1.4 * a.module.min(b.module);
    let has_pair = sure().enumerate().any(|(index, a)| sure().skip(index.saturating_add(1)).any(|b| alike(a, b)));
    let size = plane.size();
    let (kind, confidence) = if large().count() > 3 {
        (HintKind::Blurred, 0.4)
    } else if large().any(|finder| finder.module * 21.0 > size.x.min(size.y)) {
        (HintKind::TooLarge, 0.7)
    } else if large().any(|finder| is_near_edge(finder, size)) || leaves(large(), size) {
        (HintKind::CutOff, 0.7)
    } else if large().next().is_some() {
        (HintKind::Blurred, 0.6)
    } else if has_pair {
        (HintKind::TooSmall, 0.5)
    } else {
        // Many weak ones are texture; a few may be a code out of focus.
        (HintKind::NoCode, if (1..=4).contains(&finders.len()) { 0.5 } else { 0.8 })
    };
    Hint { kind, confidence }
}

/// Whether all places where two patterns' third may be lie outside of the frame on one side of them.
fn leaves<'f>(mut finders: impl Iterator<Item = &'f Finder>, size: Point) -> bool {
    let (Some(first), Some(second)) = (finders.next(), finders.next()) else { return false };
    let along = second.centre - first.centre;
    let across = Point::new(-along.y, along.x);
    let outside = |at: Point| at.x < 0.0 || at.y < 0.0 || at.x > size.x || at.y > size.y;
    [across, -across].into_iter().any(|across| outside(first.centre + across) && outside(second.centre + across))
}

/// Whether less than the quiet zone lies between a pattern and the edge of the frame.
fn is_near_edge(finder: &Finder, size: Point) -> bool {
    let reach = 8.0 * finder.module;
    let Point { x, y } = finder.centre;
    x < reach || y < reach || x > size.x - reach || y > size.y - reach
}

/// Modules of known value, by where in the code they are.
struct Cells([[Cell; CELLS]; CELLS]);

#[derive(Clone, Copy, Default)]
struct Cell {
    wrong: f32,
    all: f32,
    /// Sum of brightness of modules that should be dark.
    level: f32,
    dark: f32,
}

impl Cell {
    fn share(&self) -> f32 {
        self.wrong / self.all.max(1.0)
    }

    fn is_saturated(&self) -> bool {
        self.level / self.dark.max(1.0) > SATURATED
    }
}

impl Cells {
    fn of(view: &View<'_>, sighting: &Sighting, layout: &Layout) -> Self {
        let mut cells = [[Cell::default(); CELLS]; CELLS];
        let grid = &sighting.grid;
        let places = (0..layout.side).flat_map(|y| (0..layout.side).map(move |x| (x, y)));
        for ((x, y), role) in places.zip(&layout.roles) {
            let Some(should_be_dark) = role.is_dark() else { continue };
            let at = grid.map(Point::new(extent(x) + 0.5, extent(y) + 0.5));
            let is_dark = (view.above_threshold(at) < 0.0) != grid.inverted;
            let cell = |place: usize| place.saturating_mul(CELLS).checked_div(layout.side).unwrap_or(0);
            let Some(cell) = cells.get_mut(cell(y)).and_then(|row| row.get_mut(cell(x))) else { continue };
            cell.all += 1.0;
            cell.wrong += if is_dark == should_be_dark { 0.0 } else { 1.0 };
            if should_be_dark != grid.inverted {
                cell.level += view.plane.at(at);
                cell.dark += 1.0;
            }
        }
        Self(cells)
    }

    /// The cell with the most wrong modules, where the rest of the code is clear.
    fn worst(&self) -> Option<&Cell> {
        let known = || self.0.iter().flatten().filter(|cell| cell.all >= 8.0);
        let worst = known().max_by(|a, b| a.share().total_cmp(&b.share()))?;
        let clear = known().filter(|cell| cell.share() < 0.1).count();
        (worst.share() > 0.3 && clear.saturating_mul(2) > known().count()).then_some(worst)
    }
}
