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

    /// Adds the soft modules of a code, once a frame. True where there now are several frames of it.
    pub(super) fn add(&mut self, version: Version, soft: &[f32], layout: &Layout) -> bool {
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
        }
        true
    }

    /// The mean over frames.
    pub(super) fn mean(&self, out: &mut Vec<f32>) {
        let frames = extent(self.frames.max(1));
        out.clear();
        out.extend(self.sum.iter().map(|sum| sum / frames));
    }

    /// The share of data modules that look as they did before.
    fn agreement(&self, soft: &[f32], layout: &Layout) -> f32 {
        let data = self.sum.iter().zip(soft).zip(&layout.roles).filter(|(_, role)| **role == Role::Data);
        let (alike, all) = data.fold((0_usize, 0_usize), |(alike, all), ((sum, soft), _)| {
            (alike.saturating_add(usize::from((*sum < 0.0) == (*soft < 0.0))), all.saturating_add(1))
        });
        extent(alike) / extent(all.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::symbol::Reader;
    use super::super::symbol::tests::Noise;
    use super::*;

    const VERSION: Version = Version::LEAST;

    /// The modules of a code of version 1, drawn by lot.
    fn code(seed: u64) -> Vec<f32> {
        let mut noise = Noise::new(seed);
        (0..441).map(|_| if noise.below(2) == 0 { -1.0 } else { 1.0 }).collect()
    }

    /// How one frame shows them.
    fn noisy(code: &[f32], noise: &mut Noise) -> Vec<f32> {
        code.iter().map(|module| module + 0.6 * noise.normal()).collect()
    }

    fn wrong(soft: &[f32], code: &[f32]) -> usize {
        soft.iter().zip(code).filter(|(soft, module)| *soft * *module < 0.0).count()
    }

    #[test]
    fn frames_of_one_code_average_noise_out() {
        let (code, mut noise) = (code(1), Noise::new(2));
        let (mut combined, mut mean, mut alone) = (Combined::default(), Vec::new(), 0);
        for frame in 0..12_u8 {
            let soft = noisy(&code, &mut noise);
            alone = wrong(&soft, &code);
            combined.begin();
            assert_eq!(
                combined.add(VERSION, &soft, Reader::new().layout(VERSION)),
                frame > 0,
                "one frame is not several"
            );
            combined.mean(&mut mean);
            if frame == 0 {
                assert_eq!(mean, soft);
            }
        }
        assert!(alone > 10 && wrong(&mean, &code) == 0, "{alone} wrong in a frame, {} in all", wrong(&mean, &code));
        assert!(mean.iter().all(|module| (0.3..1.6).contains(&module.abs())), "still about 1 in size");
    }

    #[test]
    fn a_frame_counts_once() {
        let (first, second) = (code(1), code(1).iter().map(|module| module * 0.5).collect::<Vec<_>>());
        let (mut combined, mut mean) = (Combined::default(), Vec::new());
        for (begins, soft, several) in
            [(true, &first, false), (false, &second, false), (true, &second, true), (false, &first, false)]
        {
            if begins {
                combined.begin();
            }
            assert_eq!(combined.add(VERSION, soft, Reader::new().layout(VERSION)), several);
        }
        combined.mean(&mut mean);
        assert!(mean.iter().zip(&first).all(|(mean, first)| (mean - 0.75 * first).abs() < 1e-6), "each was added once");
    }

    #[test]
    fn another_code_starts_over() {
        let larger = Version::new(2).unwrap();
        let cases = [("another text", VERSION, code(9)), ("another size", larger, vec![1.0; 625])];
        for (name, version, other) in cases {
            let (mut combined, mut mean) = (Combined::default(), Vec::new());
            for _ in 0..3 {
                combined.begin();
                let _several = combined.add(VERSION, &code(1), Reader::new().layout(VERSION));
            }
            combined.begin();
            assert!(!combined.add(version, &other, Reader::new().layout(version)), "{name}");
            combined.mean(&mut mean);
            assert_eq!(mean, other, "{name}");
            combined.forget();
            assert!(
                !combined.add(version, &other, Reader::new().layout(version)),
                "what was forgotten is not added to"
            );
        }
    }
}
