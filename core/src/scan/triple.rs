//! Three finder patterns that may belong to one code.

use super::finder::Finder;

/// Three finder patterns, named as in an upright code that is not mirrored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    pub(super) top_left: Finder,
    pub(super) top_right: Finder,
    pub(super) bottom_left: Finder,
    /// How far this is from three equal squares at a right angle; less is better.
    penalty: f32,
}

/// Finder patterns that are combined; the surest come first.
const COMBINED: usize = 28;

/// Fills `triples` with the `most` likeliest ones, the best first.
pub(super) fn group(finders: &[Finder], most: usize, triples: &mut Vec<Triple>) {
    triples.clear();
    let finders = finders.get(..COMBINED.min(finders.len())).unwrap_or_default();
    for (index, a) in finders.iter().enumerate() {
        let rest = finders.get(index.saturating_add(1)..).unwrap_or_default();
        for (index, b) in rest.iter().enumerate() {
            let rest = rest.get(index.saturating_add(1)..).unwrap_or_default();
            triples.extend(rest.iter().filter_map(|c| Triple::new([*a, *b, *c])));
        }
        // Only the best are wanted: the list stays short however many there are.
        likeliest_first(triples);
        triples.truncate(most);
    }
}

/// Brings triples into the order in which they are looked at.
pub(super) fn likeliest_first(triples: &mut [Triple]) {
    triples.sort_unstable_by(|a, b| a.penalty.total_cmp(&b.penalty));
}

impl Triple {
    pub(super) fn new(finders: [Finder; 3]) -> Option<Self> {
        let [a, b, c] = finders;
        if a.inverted != b.inverted || a.inverted != c.inverted {
            return None;
        }
        let smallest = a.module.min(b.module).min(c.module);
        let largest = a.module.max(b.module).max(c.module);
        let quality = (a.quality + b.quality + c.quality) / 3.0;
        if largest > 2.4 * smallest {
            return None;
        }
        let (top_left, one, other) = at_the_corner(a, b, c);
        let (first, second) = (one.centre - top_left.centre, other.centre - top_left.centre);
        let (short, long) = ordered(first.length(), second.length());
        let module = (a.module + b.module + c.module) / 3.0;
        let cosine = (first.dot(second) / (short * long)).abs();
        // 14 modules lie between the centres in version 1, 170 in version 40; a tilted code's shrink.
        if short < 9.0 * module || long > 260.0 * module || long > 2.6 * short || cosine > 0.65 {
            return None;
        }
        let penalty =
            (long / short - 1.0) + 1.2 * cosine + 1.5 * (largest / smallest - 1.0) + 0.001 * (short + long) / module
                - 2.0 * quality;
        let (top_right, bottom_left) = if first.cross(second) > 0.0 { (one, other) } else { (other, one) };
        Some(Self { top_left, top_right, bottom_left, penalty })
    }

    /// The same in a picture of which one pixel is `scale` of these.
    pub(super) fn seen_at(&self, scale: f32) -> Self {
        let scaled = |finder: Finder| finder.scaled(1.0 / scale);
        Self {
            top_left: scaled(self.top_left),
            top_right: scaled(self.top_right),
            bottom_left: scaled(self.bottom_left),
            ..*self
        }
    }

    /// Whether both are of the same three patterns, which were seen better or worse.
    pub(super) fn is_twin(&self, other: &Self) -> bool {
        let near = |a: &Finder, b: &Finder| a.centre.distance(b.centre) < a.module;
        near(&self.top_left, &other.top_left)
            && near(&self.top_right, &other.top_right)
            && near(&self.bottom_left, &other.bottom_left)
    }
}

/// The finder opposite the longest side, and the other two.
fn at_the_corner(a: Finder, b: Finder, c: Finder) -> (Finder, Finder, Finder) {
    let (ab, bc, ca) = (a.centre.distance(b.centre), b.centre.distance(c.centre), c.centre.distance(a.centre));
    if bc >= ab && bc >= ca {
        (a, b, c)
    } else if ca >= ab {
        (b, c, a)
    } else {
        (c, a, b)
    }
}

fn ordered(a: f32, b: f32) -> (f32, f32) {
    if a < b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::super::Point;
    use super::*;

    fn finder(x: f32, y: f32) -> Finder {
        Finder { centre: Point::new(x, y), module: 4.0, inverted: false, quality: 0.9 }
    }

    /// Top left, top right, bottom left of a code of version 7 about the middle of a picture.
    fn code(degrees: f32, mirrored: bool) -> [Finder; 3] {
        let (sin, cos) = f32::to_radians(degrees).sin_cos();
        [(-76.0, -76.0), (76.0, -76.0), (-76.0, 76.0)].map(|(x, y)| {
            let x = if mirrored { -x } else { x };
            finder(300.0 + x * cos - y * sin, 300.0 + x * sin + y * cos)
        })
    }

    #[test]
    fn corners_are_named_however_the_code_lies() {
        for (turn, mirrored) in (0..24_u8).flat_map(|turn| [(turn, false), (turn, true)]) {
            let [top_left, one, other] = code(f32::from(turn) * 15.0, mirrored);
            // A mirrored code has these two the other way round.
            let (top_right, bottom_left) = if mirrored { (other, one) } else { (one, other) };
            for order in
                [[top_left, one, other], [other, top_left, one], [one, other, top_left], [other, one, top_left]]
            {
                let triple = Triple::new(order).unwrap();
                let named = [triple.top_left, triple.top_right, triple.bottom_left].map(|finder| finder.centre);
                let expected = [top_left, top_right, bottom_left].map(|finder| finder.centre);
                assert_eq!(named, expected, "turned by {turn} × 15°, mirrored: {mirrored}");
            }
        }
    }

    #[test]
    fn what_cannot_be_one_code_is_not_combined() {
        let [a, b, c] = code(20.0, false);
        assert!(Triple::new([a, b, c]).is_some());
        let cases = [
            ("one is light on dark", [a, b, Finder { inverted: true, ..c }]),
            ("two are light on dark", [Finder { inverted: true, ..a }, Finder { inverted: true, ..b }, c]),
            ("one is thrice as large", [a, b, Finder { module: 12.0, ..c }]),
            ("all on one line", [finder(100.0, 100.0), finder(200.0, 100.0), finder(300.0, 100.0)]),
            ("one side thrice the other", [finder(0.0, 0.0), finder(300.0, 0.0), finder(0.0, 90.0)]),
            ("nearer than in version 1", [finder(0.0, 0.0), finder(30.0, 0.0), finder(0.0, 30.0)]),
            ("all in one place", [a, a, a]),
        ];
        for (name, finders) in cases {
            assert!(Triple::new(finders).is_none(), "{name}");
        }
    }

    #[test]
    fn the_likeliest_come_first_and_no_more_than_wanted() {
        let mut triples = Vec::new();
        let stray = [finder(520.0, 310.0), Finder { inverted: true, ..finder(224.0, 376.0) }, finder(40.0, 500.0)];
        let finders = [&stray[..], &code(0.0, false)].concat();
        group(&finders, 3, &mut triples);
        assert!((1..=3).contains(&triples.len()));
        assert_eq!(triples[0].top_left.centre, Point::new(224.0, 224.0));
        assert_eq!(triples[0].top_right.centre, Point::new(376.0, 224.0));
        assert!(triples.is_sorted_by(|a, b| a.penalty <= b.penalty));
        let inverted = |finder: &Finder| finder.inverted;
        assert!(triples.iter().all(|triple| ![triple.top_left, triple.top_right].iter().any(inverted)));
        let half = triples[0].seen_at(2.0);
        assert_eq!((half.top_left.centre, half.top_left.module), (Point::new(112.0, 112.0), 2.0));
        group(&finders[..2], 3, &mut triples);
        assert!(triples.is_empty());
    }
}
