//! Five runs of dark and light, 1 : 1 : 3 : 1 : 1.

use super::super::plane::{extent, whole};
use super::{Axis, Probe};

/// Lengths of five runs in pixels, dark first, whose edges lie where a finder pattern's may.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile([f32; 5]);

impl Profile {
    /// Five neighbouring runs of a row, in pixels.
    pub(super) fn of_runs(runs: [u32; 5]) -> Option<Self> {
        Self::new(runs.map(|run| extent(usize::try_from(run).unwrap_or(0))), 0.7)
    }

    /// Compares edges with edges of the same kind, since ink spread and blur move dark against light. `tolerance` is in
    /// modules.
    fn new(lengths: [f32; 5], tolerance: f32) -> Option<Self> {
        let [first, second, heart, fourth, last] = lengths;
        let profile = Self(lengths);
        let module = profile.module();
        let room = tolerance * module + 0.6;
        let pairs = [(first + second, 2.0, room), (fourth + last, 2.0, room)];
        let wide = [(second + heart, 4.0, room * 1.25), (heart + fourth, 4.0, room * 1.25)];
        let fits = |(length, modules, room): &(f32, f32, f32)| (length - modules * module).abs() <= *room;
        let heart_is_widest = heart >= 1.6 * module && heart >= 0.95 * second.max(fourth);
        (heart_is_widest && pairs.iter().chain(&wide).all(fits)).then_some(profile)
    }

    /// From the heart's middle to the end, in pixels.
    pub(super) fn behind_middle(&self) -> f32 {
        let [_, _, heart, fourth, last] = self.0;
        heart / 2.0 + fourth + last
    }

    pub(super) fn module(&self) -> f32 {
        self.0.iter().sum::<f32>() / 7.0
    }
}

/// What whole numbers throw out, which is nearly everything.
#[inline]
pub(super) const fn is_plausible([first, second, heart, fourth, last]: [u32; 5]) -> bool {
    let widest = if second > fourth { second } else { fourth };
    if heart < 2 || heart.wrapping_mul(3) < widest.wrapping_mul(4) || first == 0 {
        return false;
    }
    let (left, right) = (first.wrapping_add(second), fourth.wrapping_add(last));
    let even = left <= right.wrapping_mul(2).wrapping_add(1) && right <= left.wrapping_mul(2).wrapping_add(1);
    even && first <= heart.wrapping_add(1) && last <= heart.wrapping_add(1)
}

/// The profile along an axis through a pixel that should be in the heart, and how far the heart's middle lies from it.
pub(super) fn through(probe: &Probe<'_>, x: usize, y: usize, axis: Axis, module: f32) -> Option<(Profile, f32)> {
    let most = whole(module * 4.5).saturating_add(2);
    let (before, after) = match axis {
        Axis::Horizontal => {
            (runs(probe, probe.plane.leftwards(x, y), most)?, runs(probe, probe.plane.rightwards(x, y), most)?)
        }
        Axis::Vertical => {
            (runs(probe, probe.plane.upwards(x, y), most)?, runs(probe, probe.plane.downwards(x, y), most)?)
        }
    };
    // Both walks begin with the pixel itself.
    let profile = Profile::new([before[2], before[1], before[0] + after[0] - 1.0, after[1], after[2]], 0.75)?;
    Some((profile, (after[0] - before[0]) / 2.0))
}

/// Lengths of one side of the heart and of the two rings, walking away from the centre.
fn runs<'p>(probe: &Probe<'_>, pixels: impl Iterator<Item = &'p u8>, most: usize) -> Option<[f32; 3]> {
    let mut lengths = [0_usize; 3];
    let [heart, light, dark] = &mut lengths;
    for pixel in pixels {
        let length = match (probe.is_dark(*pixel), *light, *dark) {
            (true, 0, 0) => &mut *heart,
            (false, _, 0) if *heart > 0 => &mut *light,
            (true, 1.., _) => &mut *dark,
            _ => break,
        };
        *length = length.saturating_add(1);
        if *length > most {
            return None;
        }
    }
    (*light > 0 && *dark > 0).then(|| lengths.map(extent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_told_from_those_of_other_things() {
        let cases = [
            ("as printed", [4, 4, 12, 4, 4], true),
            ("one pixel a module", [1, 1, 3, 1, 1], true),
            ("ink has spread", [5, 3, 13, 3, 5], true),
            ("ink is thin", [3, 5, 11, 5, 3], true),
            ("in perspective", [5, 5, 13, 4, 4], true),
            ("even stripes", [4, 4, 4, 4, 4], false),
            ("a wide gap before the heart", [4, 12, 12, 4, 4], false),
            ("a heart of five modules", [4, 4, 30, 4, 4], false),
            ("one side thrice the other", [9, 9, 12, 3, 3], false),
            ("nothing before", [0, 4, 12, 4, 4], false),
            ("a bar behind", [4, 4, 12, 4, 40], false),
        ];
        for (name, runs, is_finder) in cases {
            let profile = Profile::of_runs(runs).filter(|_| is_plausible(runs));
            assert_eq!(profile.is_some(), is_finder, "{name}");
        }
    }

    #[test]
    fn whole_numbers_throw_out_nothing_that_is_a_clear_pattern() {
        for module in 2..40_u32 {
            for spread in 0..=module / 3 {
                let (wide, narrow) = (module + spread, module - spread);
                let runs = [wide, narrow, 3 * module + spread, narrow, wide];
                assert!(is_plausible(runs), "{runs:?}");
                assert!(Profile::of_runs(runs).is_some(), "{runs:?}");
            }
        }
    }

    #[test]
    fn sizes_are_those_of_the_runs() {
        let profile = Profile::of_runs([4, 5, 12, 3, 4]).unwrap();
        assert!((profile.module() - 4.0).abs() < 1e-6);
        assert!((profile.behind_middle() - 13.0).abs() < 1e-6);
    }
}
