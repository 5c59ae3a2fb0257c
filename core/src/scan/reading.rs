//! From a grid to the content: cheap ways first, then those that undo blur.

use super::Budget;
use super::combined::Combined;
use super::equaliser::{Equaliser, Reach, Training};
use super::grid::Grid;
use super::plane::{Plane, extent};
use super::samples::Samples;
use super::symbol::{Content, Effort, FormatGuess, Outcome, Progress, Reader, Version};

/// How much is tried on one grid. Each does all before it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// One sample a module, errors corrected.
    Middles,
    /// Five samples a module, erasures corrected.
    Means,
    /// The blur undone that the known modules show.
    Equalised,
    /// The blur undone that all modules show, what is read so far helping with the rest.
    Directed,
}

/// Reads grids. Keeps its memory, and of the last grid what was read.
#[derive(Debug)]
pub(super) struct Ladder {
    pub(super) reader: Reader,
    samples: Samples,
    soft: Vec<f32>,
    transposed: Vec<f32>,
    kept: Vec<f32>,
    mirrored: bool,
    equaliser: Equaliser,
    training: Training,
    directed: Training,
    progress: Progress,
    known: Vec<i8>,
    combined: Combined,
}

/// Share of known modules that must be right before anything is decoded.
const AGREEMENT_LEAST: f32 = 0.6;
/// Certainty of the format information before codewords are looked at, and before the equaliser is trained further.
const FORMAT_LEAST: f32 = 0.35;
const FORMAT_DIRECTED: f32 = 0.4;
/// Certainty before a frame is added to those before it: a grid on the wrong place or of the wrong version has less.
const FORMAT_COMBINED: f32 = 0.75;
/// Certainty from which it is not looked at in a mirror, and by how much it must be more certain there.
const FORMAT_CLEAR: f32 = 0.75;
const FORMAT_MIRRORED: f32 = 0.2;

/// Rounds of [`Depth::Directed`].
const ROUNDS: usize = 4;

/// Pull of taps towards zero, in modules' worth of evidence.
const RIDGE: f32 = 10.0;
const RIDGE_DIRECTED: f32 = 5.0;

impl Ladder {
    pub(super) fn new() -> Self {
        Self {
            reader: Reader::new(),
            samples: Samples::default(),
            soft: Vec::new(),
            transposed: Vec::new(),
            kept: Vec::new(),
            mirrored: false,
            equaliser: Equaliser::default(),
            training: Training::default(),
            directed: Training::default(),
            progress: Progress::new(),
            known: Vec::new(),
            combined: Combined::default(),
        }
    }

    /// Begins with a frame.
    pub(super) const fn begin(&mut self) {
        self.combined.begin();
    }

    /// Forgets the blocks of earlier codes.
    pub(super) fn forget(&mut self) {
        self.combined.forget();
        self.progress.reset(Version::LEAST, self.progress.format());
    }

    /// Whether what was read last was a mirrored code.
    pub(super) const fn was_mirrored(&self) -> bool {
        self.mirrored
    }

    /// The content of a grid in a frame.
    pub(super) fn read(
        &mut self,
        plane: &Plane<'_>,
        grid: &Grid,
        depth: Depth,
        budget: &Budget<'_>,
    ) -> Option<Content> {
        let version = grid.version;
        if !self.samples.take_middles(plane, grid, budget) {
            return None;
        }
        self.samples.middles(&mut self.soft);
        let agreement = self.agreement(version);
        if agreement < AGREEMENT_LEAST {
            return None;
        }
        let (content, _) = self.decode(version, Effort::Hard, budget);
        if content.is_some() {
            return content;
        }
        if depth < Depth::Means || budget.is_spent() || !self.samples.take_around(plane, grid, budget) {
            return None;
        }
        self.samples.means(&mut self.soft);
        let (content, _) = self.decode(version, Effort::Erasures, budget);
        if content.is_some() || depth < Depth::Equalised || budget.is_spent() {
            return content;
        }
        self.equalise(version, depth, budget)
    }

    fn equalise(&mut self, version: Version, depth: Depth, budget: &Budget<'_>) -> Option<Content> {
        self.learn_patterns(version);
        let side = self.samples.side();
        let phases = self.samples.normalise();
        if !self.equaliser.train(phases, side, Reach::Near, &self.training, RIDGE, budget) {
            return None;
        }
        self.equaliser.apply(phases, side, Reach::Near, &mut self.soft);
        let (content, format) = self.decode(version, Effort::Erasures, budget);
        if content.is_some() {
            return content;
        }
        if format.certainty > FORMAT_COMBINED {
            // `soft` is needed as it is below.
            self.kept.clone_from(&self.soft);
            self.samples.discount_glare(&mut self.soft);
            let several = self.combined.add(version, &mut self.soft, self.reader.layout(version));
            let content = if several { self.decode(version, Effort::Erasures, budget).0 } else { None };
            std::mem::swap(&mut self.soft, &mut self.kept);
            if content.is_some() {
                return content;
            }
        }
        if depth < Depth::Directed || format.certainty < FORMAT_DIRECTED || self.mirrored {
            return None;
        }
        for round in 0..ROUNDS {
            if budget.is_spent() {
                return None;
            }
            let before = self.progress.blocks_done();
            let reach = if round == 0 { Reach::Near } else { Reach::Wide };
            self.learn_all();
            let phases = self.samples.phases();
            if !self.equaliser.train(phases, side, reach, &self.directed, RIDGE_DIRECTED, budget) {
                return None;
            }
            self.equaliser.apply(phases, side, reach, &mut self.soft);
            let (content, _) = self.decode(version, Effort::Erasures, budget);
            if content.is_some() {
                return content;
            }
            if round > 1 && self.progress.blocks_done() == before {
                return None;
            }
        }
        None
    }

    /// Decodes `soft` by the format it shows, going on with what the same format gave before. Where the format makes sense
    /// only in a mirror, the code is a mirrored one.
    fn decode(&mut self, version: Version, effort: Effort, budget: &Budget<'_>) -> (Option<Content>, FormatGuess) {
        let mut format = Reader::format(&self.soft, version.side());
        self.mirrored = false;
        if format.certainty < FORMAT_CLEAR {
            self.transpose(version.side());
            let other = Reader::format(&self.transposed, version.side());
            if other.certainty > format.certainty + FORMAT_MIRRORED {
                (format, self.mirrored) = (other, true);
            }
        }
        if format.certainty < FORMAT_LEAST {
            return (None, format);
        }
        let soft = if self.mirrored { &self.transposed } else { &self.soft };
        let outcome = self.reader.decode(soft, version, format.format(), effort, &mut self.progress, budget);
        let content = match outcome {
            Outcome::Whole(content) => Some(content),
            Outcome::Part | Outcome::Nothing => None,
        };
        (content, format)
    }

    fn transpose(&mut self, side: usize) {
        self.transposed.clear();
        for column in 0..side {
            self.transposed.extend(self.soft.iter().skip(column).step_by(side.max(1)));
        }
    }

    /// The share of modules of known value that have it.
    fn agreement(&mut self, version: Version) -> f32 {
        let (mut right, mut all) = (0_usize, 0_usize);
        for (soft, role) in self.soft.iter().zip(&self.reader.layout(version).roles) {
            let Some(dark) = role.is_dark() else { continue };
            all = all.saturating_add(1);
            right = right.saturating_add(usize::from(if dark { *soft < 0.0 } else { *soft > 0.0 }));
        }
        extent(right) / extent(all.max(1))
    }

    /// Targets from the patterns that every code of a version has.
    fn learn_patterns(&mut self, version: Version) {
        self.training.targets.clear();
        self.training.weights.clear();
        for role in &self.reader.layout(version).roles {
            let (target, weight) = match role.is_dark() {
                Some(dark) => (if dark { -1.0 } else { 1.0 }, 1.0),
                None => (0.0, 0.0),
            };
            self.training.targets.push(target);
            self.training.weights.push(weight);
        }
        self.samples.discount_glare(&mut self.training.weights);
    }

    /// Targets from the patterns and the blocks read so far, and weaker ones from what the other modules look like.
    fn learn_all(&mut self) {
        self.known.clear();
        self.known.resize(self.soft.len(), 0);
        self.reader.known_modules(&self.progress, &mut self.known);
        self.directed.targets.clear();
        self.directed.weights.clear();
        let pattern = self.training.targets.iter().zip(&self.training.weights);
        for ((target, weight), (known, soft)) in pattern.zip(self.known.iter().zip(&self.soft)) {
            let (target, weight) = match (weight, known) {
                (weight, _) if *weight > 0.0 => (*target, 3.0 * weight),
                (_, 0) => (soft.signum(), soft.abs().min(1.0).powi(2)),
                (_, known) => (f32::from(*known), 3.0),
            };
            self.directed.targets.push(target);
            self.directed.weights.push(weight);
        }
    }
}
