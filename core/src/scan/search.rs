//! What is tried on a frame, in the order of what it yields for its time.

use super::derived::{Derived, Look};
use super::eye::{Evidence, Eye, Reading};
use super::plane::{Plane, extent};
use super::threshold::Thresholds;
use super::view::View;
use super::{Budget, Hint, Mode, observe};
use crate::limits;

/// One thing to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    /// Look at the frame in another way, and read what shows.
    Look(Look),
    /// Look for finder patterns that hide beside those that were seen.
    Complete,
    /// The last means on what came nearest.
    Insist,
}

/// What is tried first after the frame as it is. Where blur hides a code, this shows it more often than all the others do
/// together: in 172 of 331 frames of a hand that moves, for 3 ms.
const FIRST: Attempt = Attempt::Look(Look::HalfSharpened { radius: 2 });

/// What is tried then, in this order: each yields less for its time than the one before.
const FURTHER: [Attempt; 7] = [
    Attempt::Look(Look::Half),
    Attempt::Look(Look::HalfSharpened { radius: 4 }),
    Attempt::Complete,
    Attempt::Look(Look::Sharpened { radius: 2 }),
    Attempt::Look(Look::Double),
    Attempt::Look(Look::Sharpened { radius: 4 }),
    Attempt::Insist,
];

/// Blocks of the frame whose pixels differ by no more than this are plain. Yellow on white differs by 50 in good light.
const CONTRAST: u8 = 20;

/// The most that a frame is shrunk by: sums of 16 × 16 pixels fit 16 bits.
const SHRINKING_MOST: usize = 16;

/// Frames that must look as if there might be a code before a camera looks at one in other ways.
const WEAK_FRAMES: u8 = 2;

/// Frames for which a camera goes on looking after it has seen what surely was one.
const INTEREST: u8 = 8;

/// Searches frames for codes. Keeps its memory, and for a camera where it stopped.
#[derive(Debug)]
pub(super) struct Search {
    mode: Mode,
    /// A large frame, made smaller.
    shrunk: Derived,
    thresholds: Thresholds,
    derived: Derived,
    derived_thresholds: Thresholds,
    eye: Eye,
    /// The further attempt with which a camera goes on.
    next: usize,
    /// How many frames of late looked as if there were a code.
    interest: u8,
    /// Whether the last frame began with what yields most.
    usual: bool,
}

impl Search {
    pub(super) fn new(mode: Mode) -> Self {
        Self {
            mode,
            shrunk: Derived::default(),
            thresholds: Thresholds::default(),
            derived: Derived::default(),
            derived_thresholds: Thresholds::default(),
            eye: Eye::new(),
            next: 0,
            interest: 0,
            usual: false,
        }
    }

    /// Forgets what earlier frames showed.
    pub(super) fn forget(&mut self) {
        (self.next, self.interest, self.usual) = (0, 0, false);
        self.eye.forget();
    }

    /// Searches a frame, until everything was tried or the budget is spent. Every reading goes to `found`; where there is
    /// none, the hint says what stood in the way.
    pub(super) fn run(&mut self, frame: &Plane<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) -> Option<Hint> {
        self.eye.begin();
        let factor = self.shrinking(frame);
        if factor <= 1 {
            return self.look(frame, budget, found);
        }
        let mut shrunk = std::mem::take(&mut self.shrunk);
        let hint = shrunk.shrink(frame, factor, budget).and_then(|plane| self.look(&plane, budget, found));
        self.shrunk = shrunk;
        for reading in found.iter_mut() {
            reading.grid.scale *= extent(factor);
        }
        hint
    }

    /// By how much a frame is shrunk before anything else.
    fn shrinking(&self, frame: &Plane<'_>) -> usize {
        let most = match self.mode {
            Mode::Camera => limits::CAMERA_PIXELS,
            Mode::Still => limits::STILL_PIXELS,
        };
        let pixels = frame.width().saturating_mul(frame.height());
        let fits = |factor: &usize| most.saturating_mul(factor.saturating_mul(*factor)) >= pixels;
        (1..=SHRINKING_MOST).find(fits).unwrap_or(SHRINKING_MOST)
    }

    /// Searches a frame of a usual size, and says what stood in the way where nothing was read.
    fn look(&mut self, plane: &Plane<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) -> Option<Hint> {
        self.try_all(plane, budget, found);
        found.is_empty().then(|| observe::hint(plane, &self.thresholds, &mut self.eye))
    }

    fn try_all(&mut self, plane: &Plane<'_>, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        if !self.thresholds.measure(plane, CONTRAST, budget) {
            return;
        }
        let frame = View { plane: *plane, thresholds: &self.thresholds, scale: 1.0 };
        self.eye.glance(&frame, &frame, budget, found);
        let evidence = self.eye.evidence(&frame, found);
        self.interest = match evidence {
            Evidence::Enough | Evidence::Strong => INTEREST,
            Evidence::Weak => self.interest.saturating_add(1).min(INTEREST),
            Evidence::None => self.interest.saturating_sub(1),
        };
        match (self.mode, evidence) {
            (_, Evidence::Enough) => return,
            (Mode::Camera, Evidence::Weak | Evidence::None) if self.interest <= WEAK_FRAMES => return,
            (Mode::Still | Mode::Camera, _) => {}
        }
        // Every other frame of a camera goes on with what is tried less often, or nothing would be left of its time.
        self.usual = !self.usual || self.mode == Mode::Still;
        if self.usual {
            self.eye.insist(plane, budget, found);
        }
        if self.usual || self.eye.has_sighting() {
            self.eye.study(&frame, &frame, budget, found);
        }
        if self.usual && !budget.is_spent() && !self.eye.is_enough(found) {
            self.attempt(plane, FIRST, budget, found);
        }
        for _ in FURTHER {
            if budget.is_spent() || self.eye.is_enough(found) {
                break;
            }
            let attempt = FURTHER.get(self.next).copied().unwrap_or(Attempt::Insist);
            self.attempt(plane, attempt, budget, found);
            // One that the budget cut short is not repeated: the next frame goes on behind it.
            self.next = if self.next < FURTHER.len().saturating_sub(1) { self.next.saturating_add(1) } else { 0 };
        }
        if self.mode == Mode::Still || self.eye.is_enough(found) {
            self.next = 0;
        }
    }

    fn attempt(&mut self, plane: &Plane<'_>, attempt: Attempt, budget: &Budget<'_>, found: &mut Vec<Reading>) {
        let frame = View { plane: *plane, thresholds: &self.thresholds, scale: 1.0 };
        match attempt {
            Attempt::Look(look) => {
                let Some(derived) = self.derived.make(plane, look, budget) else { return };
                if !self.derived_thresholds.measure(&derived, look.contrast(), budget) {
                    return;
                }
                let view = View { plane: derived, thresholds: &self.derived_thresholds, scale: look.scale() };
                self.eye.glance(&view, &frame, budget, found);
                if !self.eye.is_enough(found) {
                    self.eye.study(&view, &frame, budget, found);
                }
            }
            Attempt::Complete => self.eye.complete(&frame, budget, found),
            Attempt::Insist => self.eye.insist(plane, budget, found),
        }
    }
}
