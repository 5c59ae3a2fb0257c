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
        triples.sort_unstable_by(|a, b| a.penalty.total_cmp(&b.penalty));
        triples.truncate(most);
    }
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

    pub(super) const fn penalty(&self) -> f32 {
        self.penalty
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
