//! What is tried on a frame, in the order of what it yields for its time.

use super::derived::{Derived, Look};
use super::finder::FinderSearch;
use super::grid::Grid;
use super::plane::Plane;
use super::reading::{Depth, Ladder};
use super::sighting::{Sighting, Sightings};
use super::symbol::Content;
use super::threshold::Thresholds;
use super::triple::{Triple, group};
use super::view::View;
use super::{Budget, Point, bend};

/// One thing to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// Look at the frame as it is and read what is plain to see.
    Glance,
    /// Read what the glance saw by all means but the last.
    Study,
    /// Look at the frame in another way, and read what shows.
    Look(Look),
    /// The last means on what came nearest.
    Insist,
}

/// What is tried, in this order.
pub(super) const ATTEMPTS: [Attempt; 7] = [
    Attempt::Glance,
    Attempt::Study,
    Attempt::Look(Look::Half),
    Attempt::Look(Look::Sharpened { radius: 2 }),
    Attempt::Look(Look::Double),
    Attempt::Look(Look::Sharpened { radius: 4 }),
    Attempt::Insist,
];

/// Blocks of the frame whose pixels differ by no more than this are plain. Yellow on white differs by 50 in good light.
const CONTRAST: u8 = 20;

/// Triples looked at in one view. In nearly all pictures the first is the right one.
const TRIPLES: usize = 3;

/// A code that was read, and where.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) content: Content,
    pub(super) grid: Grid,
}

/// The working memory of attempts.
#[derive(Debug)]
pub(super) struct Search {
    finders: FinderSearch,
    triples: Vec<Triple>,
    sightings: Sightings,
    thresholds: Thresholds,
    derived: Derived,
    derived_thresholds: Thresholds,
    ladder: Ladder,
    nearest: Vec<Grid>,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            finders: FinderSearch::default(),
            triples: Vec::new(),
            sightings: Sightings::default(),
            thresholds: Thresholds::default(),
            derived: Derived::default(),
            derived_thresholds: Thresholds::default(),
            ladder: Ladder::new(),
            nearest: Vec::new(),
        }
    }

    /// Begins with a frame. False where the budget ended before anything could be looked at.
    pub(super) fn begin(&mut self, plane: &Plane<'_>, budget: &Budget<'_>) -> bool {
        self.sightings.clear();
        self.nearest.clear();
        self.thresholds.measure(plane, CONTRAST, budget)
    }

    /// Makes one attempt. Every reading goes to `found`.
    pub(super) fn attempt(
        &mut self,
        plane: &Plane<'_>,
        attempt: Attempt,
        budget: &Budget<'_>,
        found: &mut Vec<Reading>,
    ) {
        let frame = View { plane: *plane, thresholds: &self.thresholds, scale: 1.0 };
        match attempt {
            Attempt::Glance => {
                let mut eye = Eye {
                    finders: &mut self.finders,
                    triples: &mut self.triples,
                    sightings: &mut self.sightings,
                    ladder: &mut self.ladder,
                    nearest: &mut self.nearest,
                };
                eye.glance(&frame, &frame, 3, budget, found);
            }
            Attempt::Study => {
                let mut eye = Eye {
                    finders: &mut self.finders,
                    triples: &mut self.triples,
                    sightings: &mut self.sightings,
                    ladder: &mut self.ladder,
                    nearest: &mut self.nearest,
                };
                eye.study(&frame, &frame, budget, found);
            }
            Attempt::Look(look) => {
                let Some(derived) = self.derived.make(plane, look, budget) else { return };
                if !self.derived_thresholds.measure(&derived, look.contrast(), budget) {
                    return;
                }
                let view = View { plane: derived, thresholds: &self.derived_thresholds, scale: look.scale() };
                let mut eye = Eye {
                    finders: &mut self.finders,
                    triples: &mut self.triples,
                    sightings: &mut self.sightings,
                    ladder: &mut self.ladder,
                    nearest: &mut self.nearest,
                };
                eye.sightings.clear();
                eye.glance(&view, &frame, 2, budget, found);
                if found.is_empty() {
                    eye.study(&view, &frame, budget, found);
                }
            }
            Attempt::Insist => {
                for index in 0..self.nearest.len() {
                    let Some(grid) = self.nearest.get(index).copied() else { break };
                    if let Some(content) = self.ladder.read(plane, &grid, Depth::Directed, budget) {
                        found.push(Reading { content, grid });
                        return;
                    }
                }
            }
        }
    }
}

struct Eye<'m> {
    finders: &'m mut FinderSearch,
    triples: &'m mut Vec<Triple>,
    sightings: &'m mut Sightings,
    ladder: &'m mut Ladder,
    nearest: &'m mut Vec<Grid>,
}

impl Eye<'_> {
    fn glance(&mut self, view: &View<'_>, frame: &View<'_>, step: usize, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        group(self.finders.run(view, step, budget), TRIPLES, self.triples);
        for triple in self.triples.iter() {
            if budget.is_spent() {
                return;
            }
            let mut list: [Option<Sighting>; 3] = [None; 3];
            for (slot, sighting) in list.iter_mut().zip(Sighting::of_triple(view, frame, triple, &mut self.ladder.reader)) {
                *slot = Some(sighting);
            }
            for sighting in list.into_iter().flatten() {
                if let Some(content) = self.ladder.read(&frame.plane, &sighting.grid, Depth::Middles, budget) {
                    found.push(Reading { content, grid: sighting.grid });
                    return;
                }
                self.sightings.keep(sighting);
            }
        }
    }

    fn study(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        for sighting in self.sightings.iter() {
            for grid in bend::grids(view, sighting).into_iter().flatten() {
                if budget.is_spent() {
                    return;
                }
                if let Some(content) = self.ladder.read(&frame.plane, &grid, Depth::Equalised, budget) {
                    found.push(Reading { content, grid });
                    return;
                }
                self.nearest.push(grid);
            }
        }
    }
}

/// Whether a place lies within the corners of a code.
pub(super) fn is_within(corners: &[Point; 4], at: Point) -> bool {
    let [a, b, c, d] = *corners;
    let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| (to - from).cross(at - from) >= 0.0);
    sides.iter().all(|side| *side) || sides.iter().all(|side| !side)
}
