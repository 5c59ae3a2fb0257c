//! Several frames of one code put together: noise that differs from frame to frame averages out.

use super::plane::extent;
use super::symbol::{Layout, Role, Version};

/// Soft modules of one code, added over frames.
#[derive(Debug, Default)]
pub(super) struct Combined {
    version: Option<Version>,
    sum: Vec<f32>,
    frames: usize,
    /// Whether the frame at hand has been added.
    added: bool,
}

/// The share of data modules that must agree with those added before. Two codes agree in half of them.
const SAME_CODE: f32 = 0.62;

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

    /// Adds the soft modules of a code, once a frame, and makes of them their mean over frames. True where these are several.
    pub(super) fn add(&mut self, version: Version, soft: &mut [f32], layout: &Layout) -> bool {
        if self.added {
            return false;
        }
        self.added = true;
        if self.version != Some(version) || self.sum.len() != soft.len() || self.agreement(soft, layout) < SAME_CODE {
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
            *soft = *sum / extent(self.frames);
        }
        true
    }

    /// The share of data modules that look as they did before, each counted by how clear it was and is.
    fn agreement(&self, soft: &[f32], layout: &Layout) -> f32 {
        let data = self.sum.iter().zip(soft).zip(&layout.roles).filter(|(_, role)| **role == Role::Data);
        let (alike, all) = data.fold((0.0, 0.0), |(alike, all), ((sum, soft), _)| {
            let both = sum * soft;
            (alike + both.max(0.0), all + both.abs())
        });
        alike / (all + 1e-6)
    }
}

#[cfg(test)]
mod tests;
