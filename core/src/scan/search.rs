//! What is tried on a frame, in the order of what it yields for its time.

use super::derived::{Derived, Look};
use super::finder::{Finder, FinderSearch, Rows, keep};
use super::grid::Grid;
use super::plane::Plane;
use super::reading::{Depth, Ladder};
use super::sighting::{Sighting, Sightings, Suspect};
use super::symbol::Content;
use super::threshold::Thresholds;
use super::triple::{Triple, group};
use super::view::View;
use super::{Budget, Point, bend, hidden};

/// One thing to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// Look at the frame as it is and read what is plain to see.
    Glance,
    /// Read what the glance saw by all means but the last.
    Study,
    /// Look at the frame in another way, and read what shows.
    Look(Look),
    /// Look for finder patterns that hide beside those that were seen.
    Complete,
    /// The last means on what came nearest.
    Insist,
}

/// What is tried, in this order.
pub(super) const ATTEMPTS: [Attempt; 8] = [
    Attempt::Glance,
    Attempt::Study,
    Attempt::Look(Look::Half),
    Attempt::Complete,
    Attempt::Look(Look::Sharpened { radius: 2 }),
    Attempt::Look(Look::Double),
    Attempt::Look(Look::Sharpened { radius: 4 }),
    Attempt::Insist,
];

/// Blocks of the frame whose pixels differ by no more than this are plain. Yellow on white differs by 50 in good light.
const CONTRAST: u8 = 20;

/// Triples looked at in one view, and at first. In nearly all pictures the first is the right one.
const TRIPLES: usize = 16;
const FIRST: usize = 3;

/// Suspects looked at, of each of these.
const SUSPECTS: usize = 8;

/// A code that was read, and where.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) content: Content,
    pub(super) grid: Grid,
}

/// The working memory of attempts.
#[derive(Debug)]
pub(super) struct Search {
    thresholds: Thresholds,
    derived: Derived,
    derived_thresholds: Thresholds,
    eye: Eye,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            thresholds: Thresholds::default(),
            derived: Derived::default(),
            derived_thresholds: Thresholds::default(),
            eye: Eye::new(),
        }
    }

    /// Forgets what earlier frames showed.
    pub(super) fn forget(&mut self) {
        self.eye.ladder.forget();
    }

    /// Begins with a frame. False where the budget ended before anything could be looked at.
    pub(super) fn begin(&mut self, plane: &Plane<'_>, budget: &Budget<'_>) -> bool {
        self.eye.forget();
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
            Attempt::Glance => self.eye.glance(&frame, &frame, budget, found),
            Attempt::Study => self.eye.study(&frame, &frame, budget, found),
            Attempt::Look(look) => {
                let Some(derived) = self.derived.make(plane, look, budget) else { return };
                if !self.derived_thresholds.measure(&derived, look.contrast(), budget) {
                    return;
                }
                let view = View { plane: derived, thresholds: &self.derived_thresholds, scale: look.scale() };
                self.eye.glance(&view, &frame, budget, found);
                if found.is_empty() {
                    self.eye.study(&view, &frame, budget, found);
                }
            }
            Attempt::Complete => self.eye.complete(&frame, budget, found),
            Attempt::Insist => self.eye.insist(plane, budget, found),
        }
    }
}

/// What was seen of a frame so far, in any view, and the memory to see more.
#[derive(Debug)]
struct Eye {
    search: FinderSearch,
    /// In the frame, from all views.
    finders: Vec<Finder>,
    triples: Vec<Triple>,
    suspects: Vec<Suspect>,
    sightings: Sightings,
    ladder: Ladder,
    nearest: Vec<Grid>,
}

impl Eye {
    fn new() -> Self {
        Self {
            search: FinderSearch::default(),
            finders: Vec::new(),
            triples: Vec::new(),
            suspects: Vec::new(),
            sightings: Sightings::default(),
            ladder: Ladder::new(),
            nearest: Vec::new(),
        }
    }

    fn forget(&mut self) {
        self.finders.clear();
        self.sightings.clear();
        self.nearest.clear();
    }

    /// Looks for codes in a view and reads what is plain to see.
    fn glance(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        let seen = self.search.run(view, Rows { first: 1, step: 4 }, budget);
        group(seen, TRIPLES, &mut self.triples);
        for finder in seen {
            keep(&mut self.finders, finder.scaled(view.scale));
        }
        #[expect(clippy::print_stderr, reason = "x")]
        if std::env::var("DBG").is_ok() {
            eprintln!("VIEW scale {}", view.scale);
            for f in &self.finders { eprintln!("FINDER {} {} {} {} {}", f.centre.x, f.centre.y, f.module , f.quality, f.inverted); }
        }
        self.sightings.clear();
        for index in 0..FIRST.min(self.triples.len()) {
            let triple = self.triples.get(index..=index).unwrap_or_default();
            Suspect::all(view, triple, budget, &mut self.suspects);
            self.look_at_suspects(view, frame, budget, found);
            if !found.is_empty() {
                return;
            }
        }
    }

    fn is_sure(&self) -> bool {
        self.sightings.best().is_some_and(|best| best.agreement > 0.8)
    }

    /// Looks at more triples where the first ones showed nothing, then reads what was seen by better means.
    fn study(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if !self.is_sure() {
            let seen = self.search.go_on(view, Rows { first: 3, step: 4 }, budget);
            group(seen, TRIPLES, &mut self.triples);
            for finder in seen {
                keep(&mut self.finders, finder.scaled(view.scale));
            }
            Suspect::all(view, &self.triples, budget, &mut self.suspects);
            self.look_at_suspects(view, frame, budget, found);
        }
        if !self.is_sure() && found.is_empty() {
            self.finders.sort_by(|a, b| b.quality.total_cmp(&a.quality));
            group(&self.finders, TRIPLES, &mut self.triples);
            for triple in &mut self.triples {
                *triple = triple.seen_at(view.scale);
            }
            Suspect::all(view, &self.triples, budget, &mut self.suspects);
            self.look_at_suspects(view, frame, budget, found);
        }
        self.read_sightings(view, frame, budget, found);
    }

    /// Reads what was seen by all means but the last.
    fn read_sightings(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if !found.is_empty() {
            return;
        }
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

    /// Looks at two finder patterns and a third that hides.
    fn complete(&mut self, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if self.is_sure() {
            return;
        }
        self.finders.sort_by(|a, b| b.quality.total_cmp(&a.quality));
        hidden::triples(&frame.plane, &self.finders, budget, &mut self.triples);
        self.triples.truncate(TRIPLES);
        self.sightings.clear();
        Suspect::all(frame, &self.triples, budget, &mut self.suspects);
        self.look_at_suspects(frame, frame, budget, found);
        self.read_sightings(frame, frame, budget, found);
    }

    /// Reads by the last means what came nearest.
    fn insist(&mut self, plane: &Plane<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        for grid in &self.nearest {
            if let Some(content) = self.ladder.read(plane, grid, Depth::Directed, budget) {
                found.push(Reading { content, grid: *grid });
                return;
            }
        }
    }

    fn look_at_suspects(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        for suspect in self.suspects.iter().take(SUSPECTS) {
            if budget.is_spent() {
                return;
            }
            let Some(sighting) = Sighting::of(view, frame, suspect, &mut self.ladder.reader) else { continue };
            if let Some(content) = self.ladder.read(&frame.plane, &sighting.grid, Depth::Middles, budget) {
                found.push(Reading { content, grid: sighting.grid });
                return;
            }
            self.sightings.keep(sighting);
        }
    }
}

/// Whether a place lies within the corners of a code.
pub(super) fn is_within(corners: &[Point; 4], at: Point) -> bool {
    let [a, b, c, d] = *corners;
    let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| (to - from).cross(at - from) >= 0.0);
    sides.iter().all(|side| *side) || sides.iter().all(|side| !side)
}
