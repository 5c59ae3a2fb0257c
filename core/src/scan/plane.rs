//! Brightness in memory, and reading it between pixels.

use super::{Frame, Point};

/// A borrowed picture of brightness, row-major, at least [`Plane::SIDE_LEAST`] pixels wide and high.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane<'luma> {
    pixels: &'luma [u8],
    width: usize,
    height: usize,
    stride: usize,
    /// The last places between four pixels.
    last: Point,
}

impl<'luma> Plane<'luma> {
    /// A code of version 1 is 21 modules wide.
    pub(super) const SIDE_LEAST: usize = 21;

    /// Nothing where the picture is too small for any code, or `pixels` too short.
    pub(super) fn new(pixels: &'luma [u8], width: usize, height: usize, stride: usize) -> Option<Self> {
        let whole = height.checked_sub(1)?.checked_mul(stride)?.checked_add(width)?;
        let fits = width >= Self::SIDE_LEAST && height >= Self::SIDE_LEAST && width <= stride && whole <= pixels.len();
        let last = Point::new(extent(width) - 1.001, extent(height) - 1.001);
        fits.then_some(Self { pixels, width, height, stride, last })
    }

    pub(super) fn of_frame(frame: &Frame<'luma>) -> Option<Self> {
        Self::new(frame.luma(), frame.width(), frame.height(), frame.stride())
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    pub(super) const fn height(&self) -> usize {
        self.height
    }

    /// Width and height, as a place.
    pub(super) fn size(&self) -> Point {
        Point::new(extent(self.width), extent(self.height))
    }

    /// The pixels of a row, none outside.
    pub(super) fn row(&self, y: usize) -> &'luma [u8] {
        let start = y.saturating_mul(self.stride);
        self.pixels.get(start..start.saturating_add(self.width)).unwrap_or_default()
    }

    /// The pixels from a place in one of the four directions of the picture, its own included.
    #[inline]
    pub(super) fn leftwards(&self, x: usize, y: usize) -> impl Iterator<Item = &'luma u8> {
        self.row(y).get(..=x).unwrap_or_default().iter().rev()
    }

    #[inline]
    pub(super) fn rightwards(&self, x: usize, y: usize) -> impl Iterator<Item = &'luma u8> {
        self.row(y).get(x..).unwrap_or_default().iter()
    }

    #[inline]
    pub(super) fn upwards(&self, x: usize, y: usize) -> impl Iterator<Item = &'luma u8> {
        let at = y.saturating_mul(self.stride).saturating_add(x);
        self.pixels.get(..=at).unwrap_or_default().iter().rev().step_by(self.stride.max(1))
    }

    #[inline]
    pub(super) fn downwards(&self, x: usize, y: usize) -> impl Iterator<Item = &'luma u8> {
        let at = y.saturating_mul(self.stride).saturating_add(x);
        let rows = self.height.saturating_sub(y);
        self.pixels.get(at..).unwrap_or_default().iter().step_by(self.stride.max(1)).take(rows)
    }

    pub(super) fn contains(&self, at: Point) -> bool {
        let size = self.size();
        at.x >= 0.0 && at.y >= 0.0 && at.x < size.x && at.y < size.y
    }

    /// The pixel at a place, 0 outside.
    #[inline]
    pub(super) fn nearest(&self, at: Point) -> u8 {
        self.row(whole(at.y)).get(whole(at.x)).copied().unwrap_or(0)
    }

    /// The brightness between pixels, 0 to 255. Outside, that of the nearest edge.
    #[inline(always)]
    pub(super) fn at(&self, at: Point) -> f32 {
        let x = (at.x - 0.5).clamp(0.0, self.last.x);
        let y = (at.y - 0.5).clamp(0.0, self.last.y);
        let (column, row) = (whole(x), whole(y));
        let start = row.wrapping_mul(self.stride).wrapping_add(column);
        let below = start.wrapping_add(self.stride);
        let upper = self.pixels.get(start..start.wrapping_add(2));
        let lower = self.pixels.get(below..below.wrapping_add(2));
        let (Some(&[a, b]), Some(&[c, d])) = (upper, lower) else { return 0.0 };
        blend([a, b, c, d], x - extent(column), y - extent(row))
    }
}

/// Bilinear: the values of four neighbours, weighted by how near they are.
#[inline]
pub(super) fn blend([a, b, c, d]: [u8; 4], right: f32, down: f32) -> f32 {
    let [a, b, c, d] = [f32::from(a), f32::from(b), f32::from(c), f32::from(d)];
    let (upper, lower) = (a + (b - a) * right, c + (d - c) * right);
    upper + (lower - upper) * down
}

/// The whole part of a number; 0 for what is negative or no number.
#[expect(
    clippy::as_conversions,
    reason = "sampling: a place becomes an index; `as` saturates, and every index is checked"
)]
#[inline]
pub(super) const fn whole(number: f32) -> usize {
    number as usize
}

/// A count of pixels or modules as a length.
#[expect(
    clippy::as_conversions,
    reason = "sampling: sides of pictures are far below the 24 bits that f32 holds exactly"
)]
#[inline]
pub(super) const fn extent(count: usize) -> f32 {
    count as f32
}
