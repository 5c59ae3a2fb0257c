//! The outlines of shapes, which say what a colour says.

use crate::scheme::Shape;

impl Shape {
    /// Its outline in a field of [`FIELD`] × [`FIELD`], from the top left.
    pub(super) const fn outline(self) -> &'static [(i32, i32)] {
        match self {
            Self::Circle => &CIRCLE,
            Self::Triangle => &[(50, 4), (100, 94), (0, 94)],
            Self::Square => &[(6, 6), (94, 6), (94, 94), (6, 94)],
            Self::Diamond => &[(50, 0), (100, 50), (50, 100), (0, 50)],
            Self::Tick => &[(0, 54), (14, 40), (38, 64), (86, 14), (100, 28), (38, 92)],
            Self::Cross => &CROSS,
        }
    }

    /// Whether a place of the field lies within, by the rule of odd crossings.
    pub(super) fn covers(self, x: i32, y: i32) -> bool {
        let outline = self.outline();
        let ends = outline.iter().cycle().skip(1);
        let crossed = outline.iter().zip(ends).filter(|(from, to)| crosses(**from, **to, x, y));
        crossed.count() % 2 == 1
    }
}

/// Whether the ray from (x, y) to the right meets the edge.
fn crosses(from: (i32, i32), to: (i32, i32), x: i32, y: i32) -> bool {
    let (upper, lower) = if from.1 <= to.1 { (from, to) } else { (to, from) };
    if y < upper.1 || y >= lower.1 {
        return false;
    }
    let (run, rise) = (lower.0.saturating_sub(upper.0), lower.1.saturating_sub(upper.1));
    let right = x.saturating_sub(upper.0).saturating_mul(rise);
    right < run.saturating_mul(y.saturating_sub(upper.1))
}

/// The side of the field that shapes are drawn in.
pub(super) const FIELD: i32 = 100;

const CIRCLE: [(i32, i32); 24] = [
    (50, 2),
    (62, 4),
    (74, 8),
    (84, 16),
    (92, 26),
    (96, 38),
    (98, 50),
    (96, 62),
    (92, 74),
    (84, 84),
    (74, 92),
    (62, 96),
    (50, 98),
    (38, 96),
    (26, 92),
    (16, 84),
    (8, 74),
    (4, 62),
    (2, 50),
    (4, 38),
    (8, 26),
    (16, 16),
    (26, 8),
    (38, 4),
];
const CROSS: [(i32, i32); 12] = [
    (18, 4),
    (50, 36),
    (82, 4),
    (96, 18),
    (64, 50),
    (96, 82),
    (82, 96),
    (50, 64),
    (18, 96),
    (4, 82),
    (36, 50),
    (4, 18),
];
