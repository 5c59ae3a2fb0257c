//! Other ways to look at a frame, in which finder patterns show that blur or noise hides.

use super::Budget;
use super::plane::Plane;

/// A way to look at a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// At half the size, where noise and a screen's pixels average out.
    Half,
    /// What differs from the mean over this many pixels to each side, where blur has taken contrast.
    Sharpened {
        /// In pixels.
        radius: usize,
    },
    /// The same at half the size, where there is both blur and noise.
    HalfSharpened {
        /// In pixels of the half size.
        radius: usize,
    },
    /// At twice the size, where modules are about a pixel.
    Double,
}

/// Pixels of the largest frame that is doubled.
const DOUBLED_MOST: usize = 1 << 19;

/// A picture made from a frame. Keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pixels: Vec<u8>,
    half: Vec<u8>,
    width: usize,
    height: usize,
    sums: Vec<u16>,
}

impl Look {
    /// Pixels of the frame for one of this picture.
    pub(super) const fn scale(self) -> f32 {
        match self {
            Self::Half | Self::HalfSharpened { .. } => 2.0,
            Self::Sharpened { .. } => 1.0,
            Self::Double => 0.5,
        }
    }

    /// The difference of brightness below which a block of pixels counts as plain.
    pub(super) const fn contrast(self) -> u8 {
        match self {
            Self::Half | Self::Double => 14,
            Self::Sharpened { .. } | Self::HalfSharpened { .. } => 30,
        }
    }
}

impl Derived {
    /// Makes the picture. Nothing where the frame is too small or too large for it or the budget ended first.
    pub(super) fn make(&mut self, frame: &Plane<'_>, look: Look, budget: &Budget<'_>) -> Option<Plane<'_>> {
        self.pixels.clear();
        let made = match look {
            Look::Half => self.halve(frame, budget),
            Look::Sharpened { radius } => self.sharpen(frame, radius, budget),
            Look::HalfSharpened { radius } => self.halve(frame, budget) && self.sharpen_half(radius, budget),
            Look::Double => self.double(frame, budget),
        };
        made.then(|| Plane::new(&self.pixels, self.width, self.height, self.width))?
    }

    /// A picture of which each pixel is the mean of `factor`² of the frame's, `factor` at most 16. Nothing where the budget
    /// ended first.
    pub(super) fn shrink(&mut self, frame: &Plane<'_>, factor: usize, budget: &Budget<'_>) -> Option<Plane<'_>> {
        (self.width, self.height) = (frame.width().checked_div(factor)?, frame.height().checked_div(factor)?);
        self.make_room();
        self.pixels.clear();
        let area = u16::try_from(factor.saturating_mul(factor)).unwrap_or(u16::MAX);
        for y in 0..self.height {
            if y % 8 == 0 && budget.is_spent() {
                return None;
            }
            self.sums.clear();
            self.sums.resize(self.width, 0);
            for row in 0..factor {
                let row = frame.row(y.saturating_mul(factor).saturating_add(row));
                for (sum, pixels) in self.sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum = pixels.iter().fold(*sum, |sum, pixel| sum.wrapping_add(u16::from(*pixel)));
                }
            }
            self.pixels.extend(self.sums.iter().map(|sum| mean(*sum, area)));
        }
        Plane::new(&self.pixels, self.width, self.height, self.width)
    }

    /// Exactly as much memory as the picture has pixels.
    fn make_room(&mut self) {
        self.pixels.reserve_exact(self.width.saturating_mul(self.height));
    }

    fn halve(&mut self, frame: &Plane<'_>, budget: &Budget<'_>) -> bool {
        (self.width, self.height) = (frame.width() / 2, frame.height() / 2);
        self.make_room();
        for y in 0..self.height {
            if y % 64 == 0 && budget.is_spent() {
                return false;
            }
            let upper = frame.row(y.saturating_mul(2)).chunks_exact(2);
            let lower = frame.row(y.saturating_mul(2).saturating_add(1)).chunks_exact(2);
            self.pixels.extend(upper.zip(lower).map(|(upper, lower)| mean_of_four(upper, lower)));
        }
        true
    }

    /// Three times the difference from the mean over a square, around middle grey.
    fn sharpen(&mut self, frame: &Plane<'_>, radius: usize, budget: &Budget<'_>) -> bool {
        (self.width, self.height) = (frame.width(), frame.height());
        self.make_room();
        let reach = radius.saturating_mul(2).saturating_add(1);
        let last = self.height.saturating_sub(1);
        let row = |index: usize| frame.row(index.saturating_sub(radius).min(last));
        self.sums.clear();
        self.sums.resize(self.width, 0);
        for index in 0..reach {
            add(&mut self.sums, row(index));
        }
        let area = reach.saturating_mul(reach);
        for y in 0..self.height {
            if y % 16 == 0 && budget.is_spent() {
                return false;
            }
            sharpen_row(frame.row(y), &self.sums, radius, area, &mut self.pixels);
            add(&mut self.sums, row(y.saturating_add(reach)));
            subtract(&mut self.sums, row(y));
        }
        true
    }

    /// Sharpens what [`Derived::halve`] made.
    fn sharpen_half(&mut self, radius: usize, budget: &Budget<'_>) -> bool {
        std::mem::swap(&mut self.pixels, &mut self.half);
        self.pixels.clear();
        let half = std::mem::take(&mut self.half);
        let plane = Plane::new(&half, self.width, self.height, self.width);
        let made = plane.is_some_and(|plane| self.sharpen(&plane, radius, budget));
        self.half = half;
        made
    }

    fn double(&mut self, frame: &Plane<'_>, budget: &Budget<'_>) -> bool {
        if frame.width().saturating_mul(frame.height()) >= DOUBLED_MOST {
            return false;
        }
        (self.width, self.height) = (frame.width().saturating_mul(2), frame.height().saturating_mul(2));
        self.make_room();
        let last = frame.height().saturating_sub(1);
        for y in 0..self.height {
            if y % 32 == 0 && budget.is_spent() {
                return false;
            }
            // Odd rows lie a quarter of a pixel above the next one, even ones as much below the last one.
            let near = frame.row(y / 2);
            let other = if y % 2 == 0 { (y / 2).saturating_sub(1) } else { (y / 2).saturating_add(1).min(last) };
            double_row(near, frame.row(other), &mut self.pixels);
        }
        true
    }
}

fn mean(sum: u16, count: u16) -> u8 {
    u8::try_from(sum.checked_div(count).unwrap_or(0)).unwrap_or(u8::MAX)
}

fn mean_of_four(upper: &[u8], lower: &[u8]) -> u8 {
    let sum = upper.iter().chain(lower).fold(2_u16, |sum, pixel| sum.wrapping_add(u16::from(*pixel)));
    u8::try_from(sum >> 2).unwrap_or(u8::MAX)
}

fn add(sums: &mut [u16], row: &[u8]) {
    for (sum, pixel) in sums.iter_mut().zip(row) {
        *sum = sum.wrapping_add(u16::from(*pixel));
    }
}

fn subtract(sums: &mut [u16], row: &[u8]) {
    for (sum, pixel) in sums.iter_mut().zip(row) {
        *sum = sum.wrapping_sub(u16::from(*pixel));
    }
}

/// One row, from sums over the columns around it.
fn sharpen_row(row: &[u8], columns: &[u16], radius: usize, area: usize, out: &mut Vec<u8>) {
    let column = |index: usize| {
        let index = index.saturating_sub(radius).min(columns.len().saturating_sub(1));
        columns.get(index).copied().map_or(0, i32::from)
    };
    let reach = radius.saturating_mul(2).saturating_add(1);
    let mut sum = (0..reach).map(column).fold(0, i32::wrapping_add);
    // Division by a constant: 3 / area in 16 bits behind the point.
    let factor = i32::try_from((3_usize << 16).checked_div(area).unwrap_or(0)).unwrap_or(0);
    let weight = i32::try_from(area).unwrap_or(1);
    for (x, pixel) in row.iter().enumerate() {
        let above = i32::from(*pixel).wrapping_mul(weight).wrapping_sub(sum);
        let level = (above.wrapping_mul(factor) >> 16).wrapping_add(128).clamp(0, 255);
        out.push(u8::try_from(level).unwrap_or(0));
        sum = sum.wrapping_add(column(x.saturating_add(reach))).wrapping_sub(column(x));
    }
}

/// Two pixels for each: three quarters of the nearer row and column, one quarter of the other.
fn double_row(near: &[u8], other: &[u8], out: &mut Vec<u8>) {
    let blended = |x: usize| {
        let x = x.min(near.len().saturating_sub(1));
        let (near, other) = (near.get(x).copied().unwrap_or(0), other.get(x).copied().unwrap_or(0));
        u16::from(near).wrapping_mul(3).wrapping_add(u16::from(other))
    };
    let mut before = blended(0);
    let mut here = before;
    for x in 0..near.len() {
        let after = blended(x.saturating_add(1));
        for side in [before, after] {
            let level = here.wrapping_mul(3).wrapping_add(side).wrapping_add(8) >> 4;
            out.push(u8::try_from(level).unwrap_or(u8::MAX));
        }
        (before, here) = (here, after);
    }
}

#[cfg(test)]
mod tests;
