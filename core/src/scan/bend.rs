//! All alignment patterns of a code, and the grids that follow from them: a better flat one, and one that bends.

use super::alignment;
use super::grid::Grid;
use super::homography::{Homography, Tie};
use super::mesh::{Mesh, Patterns};
use super::plane::extent;
use super::sighting::Sighting;
use super::view::View;
use super::{Budget, Point};

/// Alignment patterns, and three finder patterns where alignment patterns would be: 7 × 7.
const TIES_MOST: usize = 49;

/// Correlation from which a pattern counts as found.
const SCORE_LEAST: f32 = 0.6;

/// Modules by which the patterns of a flat sheet miss their places, as root mean square.
const FLAT: f32 = 0.12;

/// The grids worth reading, the likeliest first. The one seen alone where there are no further patterns.
pub(super) fn grids(view: &View<'_>, sighting: &Sighting, budget: &Budget<'_>) -> [Option<Grid>; 2] {
    let seen = sighting.grid;
    let found = Search::run(view, sighting, budget);
    let Some(flat) = found.fit().filter(|_| found.ties().len() > 5) else { return [Some(seen), None] };
    let side = extent(seen.version.side());
    let module = flat.module_at(Point::new(side / 2.0, side / 2.0));
    let near = found.ties().iter().filter(|tie| miss(&flat, tie) < 2.5 * module);
    let (squares, count) = near.fold((0.0, 0.0), |(sum, count), tie| (sum + miss(&flat, tie).powi(2), count + 1.0));
    let scatter = (squares / count).sqrt() / module;
    let level = Grid { flat, bend: None, ..seen };
    let bent = Grid { flat, bend: Some(found.bend(&flat, 5.0 * module)), ..seen };
    if scatter > FLAT { [Some(bent), (scatter < 0.35).then_some(level)] } else { [Some(level), Some(bent)] }
}

fn miss(map: &Homography, tie: &Tie) -> f32 {
    map.map(tie.module).distance(tie.seen)
}

/// Patterns found so far.
#[derive(Clone, Copy)]
struct Search {
    patterns: Patterns,
    ties: [Tie; TIES_MOST],
    count: usize,
}

impl Search {
    /// Looks for one pattern after the other, each where its neighbours let it be expected.
    fn run(view: &View<'_>, sighting: &Sighting, budget: &Budget<'_>) -> Self {
        let grid = sighting.grid;
        let centres = grid.version.alignment_centres();
        let patterns = Patterns::new(centres.iter().map(|centre| f32::from(*centre) + 0.5));
        let mut search = Self::new(patterns);
        let last = patterns.last();
        let anchors = [(0, 0), (last, 0), (0, last)].into_iter().zip(sighting.anchors);
        let far = sighting.far_pattern.map(|tie| ((last, last), tie));
        for ((column, row), tie) in anchors.chain(far) {
            search.add(column, row, tie, &grid.flat);
        }
        while let Some((column, row)) = search.patterns.next().filter(|_| !budget.is_spent()) {
            let shift = search.patterns.expected(column, row);
            let module = search.patterns.centre(column, row);
            let map = |place: Point| grid.flat.map(place) + shift;
            let found = alignment::find(&view.plane, &map, module, 2.0, grid.inverted);
            if found.score > SCORE_LEAST {
                let tie = Tie { module, seen: map(module + found.offset), weight: found.score * found.score };
                search.add(column, row, tie, &grid.flat);
            } else {
                search.patterns.set(column, row, None);
            }
        }
        search
    }

    fn new(patterns: Patterns) -> Self {
        let none = Tie { module: Point::default(), seen: Point::default(), weight: 0.0 };
        Self { patterns, ties: [none; TIES_MOST], count: 0 }
    }

    fn add(&mut self, column: usize, row: usize, tie: Tie, flat: &Homography) {
        self.patterns.set(column, row, Some(tie.seen - flat.map(tie.module)));
        if let Some(slot) = self.ties.get_mut(self.count) {
            *slot = tie;
            self.count = self.count.saturating_add(1);
        }
    }

    fn ties(&self) -> &[Tie] {
        self.ties.get(..self.count).unwrap_or_default()
    }

    /// The flat map nearest to all patterns, then to those that are near it.
    fn fit(&self) -> Option<Homography> {
        let first = Homography::fit(self.ties())?;
        let module = first.module_at(Point::new(3.5, 3.5));
        let mut near = Self::new(self.patterns);
        for tie in self.ties().iter().filter(|tie| miss(&first, tie) < 2.5 * module) {
            let Some(slot) = near.ties.get_mut(near.count) else { break };
            *slot = *tie;
            near.count = near.count.saturating_add(1);
        }
        Homography::fit(near.ties())
    }

    /// What the patterns add to a flat map, those left out that are `limit` pixels or more away from it.
    fn bend(&self, flat: &Homography, limit: f32) -> Mesh {
        let mut patterns = self.patterns.afresh();
        for tie in self.ties() {
            if let Some((column, row)) = patterns.nearest(tie.module) {
                let shift = tie.seen - flat.map(tie.module);
                patterns.set(column, row, (shift.length() < limit).then_some(shift));
            }
        }
        patterns.mesh()
    }
}
