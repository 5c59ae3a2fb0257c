//! Several frames of one code put together: noise that differs from frame to frame averages out.

use super::plane::extent;
use super::symbol::Version;

/// Soft modules of one code, added over frames.
#[derive(Debug, Default)]
pub(super) struct Combined {
    version: Option<Version>,
    sum: Vec<f32>,
    frames: usize,
    /// Whether the frame at hand has been added.
    added: bool,
}

/// The share of modules that must agree with those added before. Two codes of one version agree in half of their data
/// and in all patterns, which are up to a quarter of a small code.
const SAME_CODE: f32 = 0.66;

/// Frames that count. Older ones fade.
const FRAMES: usize = 6;

impl Combined {
    /// Begins with a frame.
    pub(super) const fn begin(&mut self) {
        self.added = false;
    }

    pub(super) const fn forget(&mut self) {
        (self.version, self.frames, self.added) = (None, 0, false);
    }

    /// Adds the soft modules of a code, once a frame. True where there now are several frames of it.
    pub(super) fn add(&mut self, version: Version, soft: &[f32]) -> bool {
        if self.added {
            return false;
        }
        self.added = true;
        if self.version != Some(version) || self.sum.len() != soft.len() || self.agreement(soft) < SAME_CODE {
            self.version = Some(version);
            self.sum.clear();
            self.sum.extend_from_slice(soft);
            self.frames = 1;
            return false;
        }
        let fade = if self.frames < FRAMES { 1.0 } else { 1.0 - 1.0 / extent(FRAMES) };
        self.frames = self.frames.saturating_add(1).min(FRAMES);
        for (sum, soft) in self.sum.iter_mut().zip(soft) {
            *sum = *sum * fade + soft.clamp(-1.5, 1.5);
        }
        true
    }

    /// The mean over frames.
    pub(super) fn mean(&self, out: &mut Vec<f32>) {
        let frames = extent(self.frames.max(1));
        out.clear();
        out.extend(self.sum.iter().map(|sum| sum / frames));
    }

    fn agreement(&self, soft: &[f32]) -> f32 {
        let alike = self.sum.iter().zip(soft).filter(|(sum, soft)| (**sum < 0.0) == (**soft < 0.0)).count();
        extent(alike) / extent(soft.len().max(1))
    }
}
