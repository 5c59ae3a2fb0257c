//! From three finder patterns to a grid of modules that agrees with what every code of that version has.

use super::alignment;
use super::candidate::{Candidate, anchors};
use super::finder::Finder;
use super::grid::Grid;
use super::homography::{Homography, Tie};
use super::plane::extent;
use super::pose::Pose;
use super::symbol::{Layout, Reader, Role, Version};
use super::triple::Triple;
use super::view::View;
use super::{Budget, Point};

/// A grid that probably lies on a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sighting {
    pub(super) grid: Grid,
    /// The finder patterns, where they were measured.
    pub(super) anchors: [Tie; 3],
    /// The alignment pattern next to the far corner, where it was found.
    pub(super) far_pattern: Option<Tie>,
    /// The share of modules of known value that have it, 0 to 1.
    pub(super) agreement: f32,
}

impl Sighting {
    /// Agreement of chance is one half.
    const AGREEMENT_LEAST: f32 = 0.66;

    /// The sighting that a candidate is, where enough speaks for it.
    pub(super) fn of(view: &View<'_>, frame: &View<'_>, suspect: &Suspect, reader: &mut Reader) -> Option<Self> {
        let Suspect { pose, candidate } = suspect;
        let anchors = anchors(pose, candidate.version, 2.0);
        Self::placed(view, frame, (candidate.version, pose.inverted), &candidate.maps, anchors, reader)
    }

    /// A code of a version and polarity whose finder patterns are known and that lies as one of these maps says.
    pub(super) fn placed(
        view: &View<'_>,
        frame: &View<'_>,
        (version, inverted): (Version, bool),
        maps: &[Option<Homography>; 3],
        anchors: [Tie; 3],
        reader: &mut Reader,
    ) -> Option<Self> {
        let (flat, far_pattern) = place(view, (version, inverted), maps, anchors)?;
        let grid = Grid { flat, bend: None, version, inverted, scale: view.scale };
        let agreement = agreement(frame, &grid, reader.layout(version));
        (agreement >= Self::AGREEMENT_LEAST).then_some(Self { grid, anchors, far_pattern, agreement })
    }

    /// Pixels of a module's side in the frame, in the middle of the code.
    pub(super) fn module(&self) -> f32 {
        let half = extent(self.grid.version.side()) / 2.0;
        self.grid.flat.module_at(Point::new(half, half)) * self.grid.scale
    }

    /// The finder patterns in the frame, where the grid has them.
    pub(super) fn finders(&self) -> [Finder; 3] {
        let far = extent(self.grid.version.side()) - 3.5;
        [(3.5, 3.5), (far, 3.5), (3.5, far)].map(|(x, y)| {
            let centre = self.grid.map(Point::new(x, y));
            let right = self.grid.map(Point::new(x + 1.0, y)) - centre;
            let down = self.grid.map(Point::new(x, y + 1.0)) - centre;
            Finder {
                centre,
                module: (right.length() + down.length()) / 2.0,
                inverted: self.grid.inverted,
                quality: self.agreement,
            }
        })
    }
}

/// Finder patterns with a version that they may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect {
    pose: Pose,
    candidate: Candidate,
}

impl Suspect {
    /// Those among some triples that most speaks for, the likeliest first.
    pub(super) fn all(view: &View<'_>, triples: &[Triple], budget: &Budget<'_>, suspects: &mut Vec<Self>) {
        suspects.clear();
        for triple in triples {
            if budget.is_spent() {
                break;
            }
            let pose = Pose::measure(view, triple);
            let candidates = Candidate::all(view, &pose).into_iter().flatten();
            let likely = candidates.filter(|candidate| candidate.score >= Candidate::LEAST);
            suspects.extend(likely.map(|candidate| Self { pose, candidate }));
        }
        suspects.sort_unstable_by(|a, b| b.candidate.score.total_cmp(&a.candidate.score));
    }
}

/// The map that the alignment pattern next to the far corner speaks for.
fn place(
    view: &View<'_>,
    (version, inverted): (Version, bool),
    maps: &[Option<Homography>; 3],
    [a, b, c]: [Tie; 3],
) -> Option<(Homography, Option<Tie>)> {
    let mut radius = if maps[0].is_some() { 3.5 } else { 5.0 };
    let mut maps = maps.iter().flatten();
    let likely = *maps.next()?;
    let Some(last) = version.alignment_centres().last() else { return Some((likely, None)) };
    let module = Point::new(f32::from(*last) + 0.5, f32::from(*last) + 0.5);
    let mut best: Option<(f32, Homography, Point)> = None;
    for map in std::iter::once(&likely).chain(maps) {
        let found = alignment::find(&view.plane, &|place| map.map(place), module, radius, inverted);
        radius = 5.0;
        if best.as_ref().is_none_or(|(score, ..)| found.score > score + 0.02) {
            best = Some((found.score, *map, map.map(module + found.offset)));
        }
        if found.score > 0.85 {
            break;
        }
    }
    let (score, map, seen) = best?;
    if score <= 0.5 {
        return Some((map, None));
    }
    let tie = Tie { module, seen, weight: 1.0 };
    Some((Homography::fit(&[a, b, c, tie]).unwrap_or(map), Some(tie)))
}

/// A quick look at finder patterns, timing patterns and the last alignment pattern.
fn agreement(frame: &View<'_>, grid: &Grid, layout: &Layout) -> f32 {
    let (mut right, mut all) = (0.0, 0.0);
    let mut look = |x: usize, y: usize| {
        let role = layout.roles.get(y.saturating_mul(layout.side).saturating_add(x));
        let level = frame.above_threshold(grid.map(Point::new(extent(x) + 0.5, extent(y) + 0.5)));
        let dark = (level < 0.0) != grid.inverted;
        all += 1.0;
        right += if dark == (role == Some(&Role::Dark)) { 1.0 } else { 0.0 };
    };
    let side = layout.side;
    let far = side.saturating_sub(8);
    for (left, top) in [(0, 0), (far, 0), (0, far)] {
        for y in 0..8_usize {
            for x in (y % 2..8).step_by(2) {
                look(x.saturating_add(left), y.saturating_add(top));
            }
        }
    }
    for along in (8..far).step_by(if side > 60 { 3 } else { 1 }) {
        look(along, 6);
        look(6, along);
    }
    if let Some(last) = grid.version.alignment_centres().last() {
        for y in last.saturating_sub(2)..=last.saturating_add(2) {
            for x in last.saturating_sub(2)..=last.saturating_add(2) {
                look(x.into(), y.into());
            }
        }
    }
    right / all
}

/// Sightings worth more work, the ones that agree best first.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    list: Vec<Sighting>,
}

impl Sightings {
    const KEPT: usize = 4;

    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    pub(super) fn keep(&mut self, sighting: Sighting) {
        let at = self.list.iter().position(|kept| kept.agreement < sighting.agreement).unwrap_or(self.list.len());
        self.list.insert(at, sighting);
        self.list.truncate(Self::KEPT);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Sighting> {
        self.list.iter()
    }

    pub(super) fn best(&self) -> Option<&Sighting> {
        self.list.first()
    }
}
