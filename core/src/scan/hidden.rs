//! The third finder pattern where only two were seen: a shadow's edge, a fold or a finger has taken it.

use super::alignment::separation;
use super::finder::Finder;
use super::plane::{Plane, extent};
use super::triple::{Triple, likeliest_first};
use super::{Budget, Point};

/// Finder patterns that are paired, the surest first.
const PAIRED: usize = 3;

/// Places kept of each pair and side.
const KEPT: usize = 2;

/// Correlation from which a place may hold a finder pattern.
const SCORE_LEAST: f32 = 0.35;

/// How sure a pattern is that was seen only by where it should be.
const QUALITY: f32 = 0.66;

/// Triples of two of these patterns and one that hides in the plane. `finders` come the surest first.
pub(super) fn triples(plane: &Plane<'_>, finders: &[Finder], budget: &Budget<'_>, triples: &mut Vec<Triple>) {
    triples.clear();
    let finders = finders.get(..PAIRED.min(finders.len())).unwrap_or_default();
    for (index, first) in finders.iter().enumerate() {
        for second in finders.get(index.saturating_add(1)..).unwrap_or_default() {
            let Some(pair) = Pair::new(first, second) else { continue };
            for side in pair.sides() {
                if budget.is_spent() {
                    return;
                }
                let places = side.search(plane, budget);
                triples.extend(places.into_iter().flatten().filter_map(|place| pair.with(place)));
            }
        }
    }
    likeliest_first(triples);
}

/// Two patterns that may be of one code.
struct Pair {
    first: Finder,
    second: Finder,
    module: f32,
}

impl Pair {
    fn new(first: &Finder, second: &Finder) -> Option<Self> {
        let distance = first.centre.distance(second.centre);
        let (small, large) = (first.module.min(second.module), first.module.max(second.module));
        let module = (small + large) / 2.0;
        // From 14 modules of version 1 to the diagonal of version 40.
        let fits = first.inverted == second.inverted && large < 1.7 * small;
        (fits && distance > 12.0 * module && distance < 245.0 * module).then_some(Self {
            first: *first,
            second: *second,
            module,
        })
    }

    /// Where the third may be: beside either pattern, on either side, or at the right angle over the two as diagonal.
    fn sides(&self) -> [Region; 6] {
        let along = self.second.centre - self.first.centre;
        let across = Point::new(-along.y, along.x);
        let (unit_along, unit_across) = (along.unit() * self.module, across.unit() * self.module);
        let beside = |from: Point, across: Point| Region {
            middle: from + across,
            reach: across * 0.35,
            width: along * 0.3,
            axes: (unit_along, unit_across),
            inverted: self.first.inverted,
        };
        let middle = (self.first.centre + self.second.centre) * 0.5;
        let over = |across: Point| Region {
            middle: middle + across * 0.5,
            reach: across * 0.2,
            width: along * 0.2,
            axes: (
                (unit_along + unit_across) * std::f32::consts::FRAC_1_SQRT_2,
                (unit_across - unit_along) * std::f32::consts::FRAC_1_SQRT_2,
            ),
            inverted: self.first.inverted,
        };
        [
            beside(self.first.centre, across),
            beside(self.first.centre, -across),
            beside(self.second.centre, across),
            beside(self.second.centre, -across),
            over(across),
            over(-across),
        ]
    }

    fn with(&self, centre: Point) -> Option<Triple> {
        let third = Finder { centre, module: self.module, quality: QUALITY, ..self.first };
        Triple::new([self.first, self.second, third])
    }
}

/// A region in which a pattern is looked for.
struct Region {
    middle: Point,
    /// Half the region, in the direction in which a code's tilt shortens it.
    reach: Point,
    /// Half the region, the other way.
    width: Point,
    /// A module's edges, in pixels.
    axes: (Point, Point),
    inverted: bool,
}

impl Region {
    /// The best places in the region.
    fn search(&self, plane: &Plane<'_>, budget: &Budget<'_>) -> [Option<Point>; KEPT] {
        let mut best: [Option<(f32, Point)>; KEPT] = [None; KEPT];
        let module = self.axes.0.length();
        let mut places = 0_usize;
        self.for_each_place(|place| {
            let score = self.correlation(plane, place);
            if score > SCORE_LEAST {
                keep(&mut best, (score, place), 3.0 * module);
            }
            places = places.saturating_add(1);
            !places.is_multiple_of(128) || !budget.is_spent()
        });
        best.map(|place| Some(place?.1))
    }

    /// Calls `look` for places a module apart, until it says no.
    fn for_each_place(&self, mut look: impl FnMut(Point) -> bool) {
        let module = self.axes.0.length();
        let steps = |half: Point| (half.length() / module).ceil().clamp(1.0, 80.0);
        let (rows, columns) = (steps(self.reach), steps(self.width));
        let mut row = -rows;
        while row <= rows {
            let mut column = -columns;
            while column <= columns {
                if !look(self.middle + self.reach * (row / rows) + self.width * (column / columns)) {
                    return;
                }
                column += 1.0;
            }
            row += 1.0;
        }
    }

    /// How well four concentric squares alternate around a place, −1 to 1.
    fn correlation(&self, plane: &Plane<'_>, at: Point) -> f32 {
        if !plane.contains(at) {
            return 0.0;
        }
        let (right, down) = self.axes;
        let mut squares = 0.0;
        let mut sum = |places: &[(f32, f32)]| {
            let mut sum = 0.0;
            for (x, y) in places {
                let level = f32::from(plane.nearest(at + right * *x + down * *y));
                squares += level * level;
                sum += level;
            }
            (sum, extent(places.len()))
        };
        let (dark, light) = (sum(&DARK), sum(&LIGHT));
        let score = separation(dark, light, squares, 16.0);
        if self.inverted { -score } else { score }
    }
}

fn keep(best: &mut [Option<(f32, Point)>; KEPT], place: (f32, Point), apart: f32) {
    if let Some(near) = best.iter_mut().flatten().find(|kept| kept.1.distance(place.1) < apart) {
        if near.0 < place.0 {
            *near = place;
        }
        return;
    }
    let worst = best.iter_mut().min_by(|a, b| a.map_or(0.0, |a| a.0).total_cmp(&b.map_or(0.0, |b| b.0)));
    if let Some(worst) = worst.filter(|worst| worst.is_none_or(|kept| kept.0 < place.0)) {
        *worst = Some(place);
    }
}

/// Modules from the centre: the heart and the dark ring.
const DARK: [(f32, f32); 13] = [
    (0.0, 0.0),
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (3.0, 0.0),
    (-3.0, 0.0),
    (0.0, 3.0),
    (0.0, -3.0),
    (3.0, 3.0),
    (-3.0, 3.0),
    (3.0, -3.0),
    (-3.0, -3.0),
];

/// The light ring and the quiet zone.
const LIGHT: [(f32, f32); 16] = [
    (2.0, 0.0),
    (-2.0, 0.0),
    (0.0, 2.0),
    (0.0, -2.0),
    (2.0, 2.0),
    (-2.0, 2.0),
    (2.0, -2.0),
    (-2.0, -2.0),
    (4.0, 0.0),
    (-4.0, 0.0),
    (0.0, 4.0),
    (0.0, -4.0),
    (4.0, 4.0),
    (-4.0, 4.0),
    (4.0, -4.0),
    (-4.0, -4.0),
];

#[cfg(test)]
mod tests {
    use fast_qr::ECL;

    use super::super::tests::painter::{Picture, Pose, Scene, spent, unhurried};
    use super::*;

    fn found(picture: &Picture, finders: &[Finder]) -> Vec<Triple> {
        let mut found = Vec::new();
        triples(&picture.plane(), finders, &unhurried(), &mut found);
        found
    }

    #[test]
    fn the_third_pattern_is_found_from_the_other_two() {
        let flat = Pose { module: 4.0, ..Pose::default() };
        let cases = [
            ("upright", Scene::sized(260, 260), flat),
            ("turned", Scene::sized(260, 260), Pose { turn: 30.0, ..flat }),
            ("tilted", Scene::sized(260, 260), Pose { tilt: 25.0, turn: 10.0, ..flat }),
            ("light on dark", Scene::sized(260, 260).with_levels(220, 30), flat),
        ];
        for (name, scene, pose) in cases {
            let picture = scene.paint("semafor: a text that needs some room", ECL::M, &pose);
            let centres = picture.finder_centres();
            for hides in 0..3 {
                let near = |place: &Point| {
                    let is_near = |finder: &&Finder| finder.centre.distance(*place) < pose.module;
                    picture.finders().iter().find(is_near).copied()
                };
                let mut finders: Vec<_> = centres.iter().filter_map(near).collect();
                assert_eq!(finders.len(), 3, "{name}");
                finders.remove(hides);
                let found = found(&picture, &finders);
                let is_right = |triple: &&Triple| {
                    let seen = [triple.top_left, triple.top_right, triple.bottom_left];
                    seen.iter().zip(centres).all(|(seen, painted)| seen.centre.distance(painted) < pose.module)
                };
                assert!(found.iter().take(4).any(|triple| is_right(&triple)), "pattern {hides}, {name}: {found:?}");
            }
        }
    }

    #[test]
    fn plain_surroundings_hide_nothing() {
        let picture = Scene::sized(260, 260).paint("semafor", ECL::M, &Pose { module: 4.0, ..Pose::default() });
        let finders = picture.finders();
        let plain = Picture::of(260, 260, |_, _| 200);
        assert_eq!(found(&plain, &finders[..2]).len(), 0);
        let other = Finder { inverted: true, ..finders[1] };
        assert_eq!(found(&picture, &[finders[0], other]).len(), 0, "two polarities are not of one code");
        assert_eq!(found(&picture, &finders[..1]).len(), 0, "one says nothing of another");
        let mut none = Vec::new();
        triples(&picture.plane(), &finders, &spent(), &mut none);
        assert_eq!(none.len(), 0, "no time");
    }
}
