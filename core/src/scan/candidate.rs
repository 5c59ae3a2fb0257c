//! Which version a code may be of, and how it then lies: what the timing patterns and the version information say.

use super::Point;
use super::homography::{Homography, Tie};
use super::plane::extent;
use super::pose::Pose;
use super::symbol::{Reader, Version};
use super::view::View;

/// A version with the maps that go with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) version: Version,
    /// By the far corner where its edges were seen, by the sizes of the finder patterns, and as a parallelogram.
    pub(super) maps: [Option<Homography>; 3],
    /// More is better; below [`Candidate::LEAST`] nothing speaks for it.
    pub(super) score: f32,
}

/// Candidates that are worth a reading.
const KEPT: usize = 3;

impl Candidate {
    pub(super) const LEAST: f32 = 0.2;

    /// The likeliest versions, the best first.
    pub(super) fn all(view: &View<'_>, pose: &Pose) -> [Option<Self>; KEPT] {
        let mut best = [None; KEPT];
        let estimate = pose.version();
        if !(0.2..=43.0).contains(&estimate) {
            return best;
        }
        let far = pose.far_corner(view);
        // Sizes of modules are wrong by up to 8 %.
        let span = if estimate < 3.0 { 1.0 } else { (estimate * 0.08).ceil() + 1.0 };
        let middle = estimate.round().clamp(1.0, 40.0);
        for version in (1..=40).filter_map(Version::new) {
            let number = f32::from(version.number());
            if (number - middle).abs() > span {
                continue;
            }
            let Some(mut candidate) = Self::new(view, pose, version, far) else { continue };
            candidate.score -= 0.03 * (number - estimate).abs();
            insert(&mut best, candidate);
        }
        best
    }

    fn new(view: &View<'_>, pose: &Pose, version: Version, far: Option<Point>) -> Option<Self> {
        let side = extent(version.side());
        let by = |module: f32, seen: Point| {
            let [a, b, c] = anchors(pose, version, 1.0);
            Homography::fit(&[a, b, c, Tie { module: Point::new(module, module), seen, weight: 1.0 }])
        };
        let cornered = far.and_then(|far| by(side, far));
        let maps = [cornered, by(side - 3.5, pose.far_centre()), by(side - 3.5, pose.parallelogram())];
        let all = maps.iter().flatten();
        let timing = all.map(|map| timing(view, map, version, pose.inverted)).max_by(f32::total_cmp)?;
        let likely = maps.iter().flatten().next()?;
        let score = timing + version_information(view, likely, version, pose.inverted);
        Some(Self { version, maps, score })
    }
}

/// The centres of the three finder patterns.
pub(super) fn anchors(pose: &Pose, version: Version, weight: f32) -> [Tie; 3] {
    let far = extent(version.side()) - 3.5;
    let tie = |x: f32, y: f32, seen: Point| Tie { module: Point::new(x, y), seen, weight };
    [tie(3.5, 3.5, pose.top_left.centre), tie(far, 3.5, pose.top_right.centre), tie(3.5, far, pose.bottom_left.centre)]
}

fn insert(best: &mut [Option<Candidate>; KEPT], candidate: Candidate) {
    let mut moving = candidate;
    for slot in best {
        match slot {
            Some(kept) if kept.score >= moving.score => {}
            Some(kept) => std::mem::swap(kept, &mut moving),
            None => {
                *slot = Some(moving);
                return;
            }
        }
    }
}

/// How well row 6 and column 6 alternate between dark and light, −1 to 1.
fn timing(view: &View<'_>, map: &Homography, version: Version, inverted: bool) -> f32 {
    let (mut sum, mut size) = (0.0, 0.0);
    for transposed in [false, true] {
        let (mut before, mut at) = (0.0, 0.0);
        for index in 7..version.side().saturating_sub(7) {
            let along = extent(index) + 0.5;
            let place = if transposed { Point::new(6.5, along) } else { Point::new(along, 6.5) };
            let next = view.plane.at(map.map(place));
            if index >= 9 {
                // The module before this one; even ones are dark.
                let contrast = at - (before + next) / 2.0;
                sum += if index % 2 == 1 { -contrast } else { contrast };
                size += contrast.abs();
            }
            (before, at) = (at, next);
        }
    }
    let score = sum / (size + 1e-3);
    if inverted { -score } else { score }
}

/// What the 18 bits beside two finder patterns add where they name this version.
fn version_information(view: &View<'_>, map: &Homography, version: Version, inverted: bool) -> f32 {
    if version.number() < 7 {
        return 0.0;
    }
    let first = extent(version.side()) - 10.5;
    let mut score = 0.0;
    for transposed in [false, true] {
        let mut bits = [0.0_f32; 18];
        for (index, bit) in bits.iter_mut().enumerate() {
            let (near, far) = (extent(index / 3) + 0.5, first + extent(index % 3));
            let place = if transposed { Point::new(near, far) } else { Point::new(far, near) };
            *bit = view.plane.at(map.map(place));
        }
        let (darkest, lightest) =
            bits.iter().fold((f32::MAX, f32::MIN), |(low, high), bit| (low.min(*bit), high.max(*bit)));
        let middle = (darkest + lightest) / 2.0;
        let bits = bits.map(|bit| if inverted { middle - bit } else { bit - middle });
        let (named, distance) = Reader::version_information(&bits);
        if named == version && distance <= 3 {
            score += 0.5 - 0.1 * f32::from(u8::try_from(distance).unwrap_or(0));
        }
    }
    score
}
