//! What was seen of a frame so far, in any view of it.

use super::finder::{Finder, FinderSearch, Rows, keep};
use super::grid::Grid;
use super::memory::Memory;
use super::plane::Plane;
use super::reading::{Depth, Ladder};
use super::sighting::{Sighting, Sightings, Suspect};
use super::symbol::{Content, Layout, Version};
use super::triple::{Triple, group};
use super::view::View;
use super::{Budget, Point, bend, hidden, memory};

/// A code that was read, and where.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) content: Content,
    pub(super) grid: Grid,
    pub(super) mirrored: bool,
}

/// Whether more should be tried on a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// What is wanted was read.
    Enough,
    /// There is a code, or noise that hides whether there is.
    Strong,
    /// Something may be a finder pattern.
    Weak,
    /// Nothing looks like one.
    None,
}

/// Codes that are read in one frame.
const CODES: usize = 16;

/// Triples looked at in one view, and those of them looked at first. In nearly all pictures the first is the right one.
const TRIPLES: usize = 5;
const FIRST: usize = 3;

/// Triples from which these are taken: as many again may have been looked at before.
const GROUPED: usize = 2 * TRIPLES;

/// Suspects looked at, of each of these.
const SUSPECTS: usize = 3;

/// Grids kept for the last means.
const NEAREST: usize = 6;

/// Agreement from which there is no doubt that a code is there.
const SURE: f32 = 0.8;

/// Pictures without a code hardly ever show a finder pattern that all rays agree with, unless it is so small, in pixels a
/// module, that each ray sees but a few pixels.
const CERTAIN: f32 = 0.99;
const TINY: f32 = 2.0;

/// A frame with contrast nearly everywhere is mostly noise.
const NOISE: f32 = 0.997;

/// Rows of a view in the first pass, and in the second.
const ROWS: [Rows; 2] = [Rows { first: 1, step: 4 }, Rows { first: 3, step: 4 }];

/// What was seen of a frame. Keeps its memory.
#[derive(Debug)]
pub(super) struct Eye {
    search: FinderSearch,
    /// In the frame, from all views.
    finders: Vec<Finder>,
    /// In the view at hand, outside of codes that were read.
    open: Vec<Finder>,
    triples: Vec<Triple>,
    /// Those looked at in the view at hand.
    tried: Vec<Triple>,
    suspects: Vec<Suspect>,
    sightings: Sightings,
    ladder: Ladder,
    nearest: Vec<Grid>,
    best: Option<Sighting>,
    /// The finder patterns of the last code that was surely seen.
    before: Option<[Finder; 3]>,
    memory: Memory,
}

impl Eye {
    pub(super) fn new() -> Self {
        Self {
            search: FinderSearch::default(),
            finders: Vec::new(),
            open: Vec::new(),
            triples: Vec::new(),
            tried: Vec::new(),
            suspects: Vec::new(),
            sightings: Sightings::default(),
            ladder: Ladder::new(),
            nearest: Vec::new(),
            best: None,
            before: None,
            memory: Memory::default(),
        }
    }

    /// Begins with a frame.
    pub(super) fn begin(&mut self) {
        if let Some(best) = &self.best {
            let finders = best.finders();
            self.finders.extend(finders);
            if best.agreement > SURE {
                self.before = Some(finders);
            }
        }
        self.memory.learn(&self.finders);
        self.finders.clear();
        self.sightings.clear();
        self.nearest.clear();
        self.best = None;
        self.ladder.begin();
    }

    /// Forgets what earlier frames showed.
    pub(super) fn forget(&mut self) {
        self.finders.clear();
        (self.best, self.before) = (None, None);
        self.memory.forget();
        self.ladder.forget();
    }

    /// The finder patterns that were seen, in the frame.
    pub(super) fn finders(&self) -> &[Finder] {
        &self.finders
    }

    /// What the modules of a version are for.
    pub(super) fn layout(&mut self, version: Version) -> &Layout {
        self.ladder.reader.layout(version)
    }

    /// What agreed best with a code.
    pub(super) const fn best(&self) -> Option<&Sighting> {
        self.best.as_ref()
    }

    /// Looks for codes in a view and reads what is plain to see.
    pub(super) fn glance(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        self.sightings.clear();
        self.tried.clear();
        self.search.run(view, ROWS[0], budget);
        self.take_finders(view, found);
        let mut index = 0;
        while index < FIRST && !budget.is_spent() {
            let Some(triple) = self.triples.get(index..=index) else { return };
            Suspect::all(view, triple, budget, &mut self.suspects);
            self.tried.extend_from_slice(triple);
            if self.read_suspects(view, frame, budget, found) && found.len() < CODES {
                // Others may stand beside it.
                self.take_finders(view, found);
                index = 0;
            } else {
                index = index.saturating_add(1);
            }
        }
    }

    /// Looks closer: at more rows, more triples, finder patterns of all views, and by better means.
    pub(super) fn study(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if !self.is_sure() {
            self.search.go_on(view, ROWS[1], budget);
            self.take_finders(view, found);
            self.try_triples(view, frame, budget, found);
        }
        if !self.is_sure() {
            self.group_all(found);
            for triple in &mut self.triples {
                *triple = triple.seen_at(view.scale);
            }
            self.try_triples(view, frame, budget, found);
        }
        self.read_sightings(view, frame, budget, found);
    }

    /// Looks at two finder patterns and a third that hides.
    pub(super) fn complete(&mut self, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if self.is_sure() {
            return;
        }
        self.group_all(found);
        hidden::triples(&frame.plane, &self.open, budget, &mut self.triples);
        self.sightings.clear();
        self.tried.clear();
        self.try_triples(frame, frame, budget, found);
        self.read_sightings(frame, frame, budget, found);
    }

    /// Reads by the last means what came nearest.
    pub(super) fn insist(&mut self, plane: &Plane<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        for grid in self.nearest.iter().take(NEAREST) {
            if let Some(content) = self.ladder.read(plane, grid, Depth::Directed, budget) {
                found.push(Reading { content, grid: *grid, mirrored: self.ladder.was_mirrored() });
                return;
            }
        }
    }

    /// What there is to go on after a glance.
    pub(super) fn evidence(&self, frame: &View<'_>, found: &[Reading]) -> Evidence {
        let outside = |finder: &&Finder| !found.iter().any(|code| code.grid.contains(finder.centre));
        let is_certain = |finder: &Finder| finder.quality > CERTAIN && finder.module > TINY;
        let certain = self.finders.iter().filter(outside).any(is_certain);
        let remembered = found.is_empty() && (self.memory.is_certain(is_certain) || self.memory.is_lasting());
        let any = self.finders.iter().any(|finder| outside(&finder));
        let noise = found.is_empty() && frame.thresholds.texture() > NOISE;
        if self.is_enough(found) {
            Evidence::Enough
        } else if certain || remembered || noise || self.sightings.best().is_some() {
            Evidence::Strong
        } else if found.is_empty() && any {
            Evidence::Weak
        } else {
            Evidence::None
        }
    }

    /// Whether a certificate was read.
    pub(super) fn is_enough(&self, found: &[Reading]) -> bool {
        found.iter().any(Reading::is_certificate)
    }

    /// Whether what may be a code was seen and not read.
    pub(super) fn has_sighting(&self) -> bool {
        self.sightings.best().is_some()
    }

    fn is_sure(&self) -> bool {
        self.sightings.best().is_some_and(|best| best.agreement > SURE)
    }

    /// Groups the finder patterns that the search has of a view, and adds them to those of the frame.
    fn take_finders(&mut self, view: &View<'_>, found: &[Reading]) {
        self.open.clear();
        for finder in self.search.found() {
            let in_frame = finder.scaled(view.scale);
            if !found.iter().any(|code| code.grid.contains(in_frame.centre)) {
                self.open.push(*finder);
                keep(&mut self.finders, in_frame);
            }
        }
        group(&self.open, GROUPED, &mut self.triples);
    }

    /// Groups the finder patterns of all views, and of earlier frames.
    fn group_all(&mut self, found: &[Reading]) {
        let outside = |finder: &&Finder| !found.iter().any(|code| code.grid.contains(finder.centre));
        self.open.clear();
        self.open.extend(self.finders.iter().filter(outside));
        self.memory.recall(&mut self.open);
        if let Some(before) = &self.before {
            memory::foresee(before, &mut self.open);
        }
        group(&self.open, GROUPED, &mut self.triples);
    }

    /// Looks at the likeliest triples that were not looked at before.
    fn try_triples(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        let tried = &self.tried;
        self.triples.retain(|triple| !tried.iter().any(|other| other.is_twin(triple)));
        self.triples.truncate(TRIPLES);
        self.tried.extend_from_slice(&self.triples);
        Suspect::all(view, &self.triples, budget, &mut self.suspects);
        self.read_suspects(view, frame, budget, found);
    }

    /// Reads suspects that are plain to see and keeps the others that may be codes. True where one was read.
    fn read_suspects(
        &mut self,
        view: &View<'_>,
        frame: &View<'_>,
        budget: &Budget<'_>,
        found: &mut Vec<Reading>,
    ) -> bool {
        for suspect in self.suspects.iter().take(SUSPECTS) {
            if budget.is_spent() {
                return false;
            }
            let Some(sighting) = Sighting::of(view, frame, suspect, &mut self.ladder.reader) else { continue };
            if let Some(content) = self.ladder.read(&frame.plane, &sighting.grid, Depth::Middles, budget) {
                found.push(Reading { content, grid: sighting.grid, mirrored: self.ladder.was_mirrored() });
                return true;
            }
            self.sightings.keep(sighting);
            if self.best.is_none_or(|best| best.agreement < sighting.agreement) {
                self.best = Some(sighting);
            }
        }
        false
    }

    /// Reads what was seen by all means but the last.
    fn read_sightings(&mut self, view: &View<'_>, frame: &View<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        for sighting in self.sightings.iter() {
            if found.iter().any(|code| code.grid.contains(sighting.grid.middle())) {
                continue;
            }
            for grid in bend::grids(view, sighting, budget).into_iter().flatten() {
                if budget.is_spent() {
                    return;
                }
                if let Some(content) = self.ladder.read(&frame.plane, &grid, Depth::Equalised, budget) {
                    found.push(Reading { content, grid, mirrored: self.ladder.was_mirrored() });
                    return;
                }
                if self.nearest.len() < NEAREST {
                    self.nearest.push(grid);
                }
            }
        }
    }
}

impl Reading {
    /// The outer corners in the frame, as [`Code::corners`](super::Code::corners).
    pub(super) fn corners(&self) -> [Point; 4] {
        let [a, b, c, d] = self.grid.corners();
        if self.mirrored { [a, d, c, b] } else { [a, b, c, d] }
    }

    /// Whether the content begins as certificates do (hcert_spec §4.3).
    pub(super) fn is_certificate(&self) -> bool {
        self.content.bytes.starts_with(b"HC1:")
    }
}
