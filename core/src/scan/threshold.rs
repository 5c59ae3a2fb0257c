//! Where dark ends and light begins, block by block: a code lies half in shadow more often than not.

use super::plane::{Plane, blend, extent, whole};
use super::{Budget, Point};

/// Pixels of a block's side, as a power of two.
pub(super) const BLOCK_BITS: usize = 3;
const BLOCK: usize = 1 << BLOCK_BITS;

/// Brightness below which nothing is lit.
const DIM: u8 = 60;

/// Blocks to each side over which thresholds are averaged.
const REACH: usize = 2;

/// A threshold for every block of 8 × 8 pixels: the middle between its darkest and lightest pixel, averaged over the
/// neighbours that have contrast (Bernsen 1986, smoothed).
#[derive(Debug, Default)]
pub(super) struct Thresholds {
    columns: usize,
    map: Vec<u8>,
    /// The middle of each block, 0 for one without contrast.
    middles: Vec<u16>,
    /// 1 for each block with contrast.
    flags: Vec<u16>,
    /// Of each block's row: sums and counts of middles over `2 × REACH + 1` blocks.
    sums: Vec<u16>,
    counts: Vec<u16>,
    darkest: Vec<u8>,
    lightest: Vec<u8>,
    /// Of the row at hand: sums and counts over a square of blocks.
    total: Vec<u16>,
    number: Vec<u16>,
    /// The darkest and the lightest pixel of all.
    range: (u8, u8),
    /// Blocks with contrast, and blocks without a bright pixel.
    textured: usize,
    dim: usize,
}

impl Thresholds {
    /// Measures a plane. Blocks whose pixels differ by `contrast` or less take their neighbours' threshold.
    /// False where the budget ended first.
    pub(super) fn measure(&mut self, plane: &Plane<'_>, contrast: u8, budget: &Budget<'_>) -> bool {
        self.columns = plane.width().div_ceil(BLOCK);
        self.middles.clear();
        (self.textured, self.dim) = (0, 0);
        self.range = (u8::MAX, 0);
        for top in (0..plane.height()).step_by(BLOCK) {
            if budget.is_spent() {
                return false;
            }
            self.measure_blocks(plane, top, contrast);
        }
        self.sum_along();
        self.average_down();
        self.divide_flat(contrast);
        self.fill_flat();
        true
    }

    /// The share of blocks with contrast, 0 to 1.
    pub(super) fn texture(&self) -> f32 {
        extent(self.textured) / extent(self.map.len().max(1))
    }

    /// Whether nearly all of the picture lacks light.
    pub(super) fn is_dark(&self) -> bool {
        extent(self.dim) > 0.9 * extent(self.map.len())
    }

    /// The thresholds of the blocks along pixel row `y`.
    #[inline]
    pub(super) fn row(&self, y: usize) -> &[u8] {
        let start = (y >> BLOCK_BITS).saturating_mul(self.columns);
        self.map.get(start..start.saturating_add(self.columns)).unwrap_or_default()
    }

    /// The threshold between blocks, as smooth as the light that falls on paper.
    #[inline]
    pub(super) fn at(&self, at: Point) -> f32 {
        let rows = self.map.len().checked_div(self.columns).unwrap_or(0);
        let x = (at.x / extent(BLOCK) - 0.5).clamp(0.0, extent(self.columns) - 1.001);
        let y = (at.y / extent(BLOCK) - 0.5).clamp(0.0, extent(rows) - 1.001);
        let (column, row) = (whole(x), whole(y));
        let start = row.wrapping_mul(self.columns).wrapping_add(column);
        let below = start.wrapping_add(self.columns);
        let (upper, lower) = (self.map.get(start..start.wrapping_add(2)), self.map.get(below..below.wrapping_add(2)));
        let (Some(&[a, b]), Some(&[c, d])) = (upper, lower) else { return 0.0 };
        blend([a, b, c, d], x - extent(column), y - extent(row))
    }

    fn measure_blocks(&mut self, plane: &Plane<'_>, top: usize, contrast: u8) {
        self.darkest.clear();
        self.darkest.extend_from_slice(plane.row(top));
        self.lightest.clear();
        self.lightest.extend_from_slice(plane.row(top));
        for y in top.saturating_add(1)..top.saturating_add(BLOCK).min(plane.height()) {
            let row = plane.row(y);
            for ((dark, light), pixel) in self.darkest.iter_mut().zip(&mut self.lightest).zip(row) {
                *dark = (*dark).min(*pixel);
                *light = (*light).max(*pixel);
            }
        }
        for (dark, light) in self.darkest.chunks(BLOCK).zip(self.lightest.chunks(BLOCK)) {
            let (dark, light) = (least(dark), most(light));
            self.range = (self.range.0.min(dark), self.range.1.max(light));
            let has_contrast = light.saturating_sub(dark) > contrast;
            self.textured = self.textured.wrapping_add(usize::from(has_contrast));
            self.dim = self.dim.wrapping_add(usize::from(light < DIM));
            let middle = u16::from(dark).wrapping_add(u16::from(light)).wrapping_add(1) >> 1;
            self.middles.push(if has_contrast { middle } else { 0 });
        }
    }

    fn sum_along(&mut self) {
        self.flags.clear();
        self.flags.extend(self.middles.iter().map(|middle| u16::from(*middle > 0)));
        for (values, sums) in [(&self.middles, &mut self.sums), (&self.flags, &mut self.counts)] {
            sums.clear();
            sums.extend_from_slice(values);
            let columns = self.columns.max(1);
            for (row, sums) in values.chunks(columns).zip(sums.chunks_mut(columns)) {
                for reach in 1..=REACH {
                    add(sums.get_mut(reach..).unwrap_or_default(), row);
                    add(sums, row.get(reach..).unwrap_or_default());
                }
            }
        }
    }

    fn average_down(&mut self) {
        let columns = self.columns.max(1);
        self.map.clear();
        for (row, (middles, flags)) in self.middles.chunks(columns).zip(self.flags.chunks(columns)).enumerate() {
            // The block itself counts twice.
            self.total.clear();
            self.total.extend(middles.iter().map(|middle| middle.wrapping_mul(2)));
            self.number.clear();
            self.number.extend(flags.iter().map(|flag| flag.wrapping_mul(2)));
            for y in row.saturating_sub(REACH)..=row.saturating_add(REACH) {
                let start = y.saturating_mul(columns);
                add(&mut self.total, self.sums.get(start..).unwrap_or_default());
                add(&mut self.number, self.counts.get(start..).unwrap_or_default());
            }
            let means = self.total.iter().zip(&self.number).map(|(sum, count)| sum.checked_div(*count).unwrap_or(0));
            self.map.extend(means.map(|mean| u8::try_from(mean).unwrap_or(u8::MAX)));
        }
    }

    /// A picture of whole blocks, dark and light, as one with eight pixels a module may be: no block has contrast, and all
    /// take the middle of the picture.
    fn divide_flat(&mut self, contrast: u8) {
        let (dark, light) = self.range;
        if self.textured == 0 && light.saturating_sub(dark) > contrast {
            self.map.fill(dark.midpoint(light));
        }
    }

    /// Large flat regions take the threshold on their left, or right, or above.
    fn fill_flat(&mut self) {
        let mut above = 0_u8;
        if !self.map.contains(&0) {
            return;
        }
        for row in self.map.chunks_mut(self.columns.max(1)) {
            if row.iter().all(|threshold| *threshold == 0) {
                row.fill(above);
            }
            let mut last = 0;
            for threshold in row.iter_mut() {
                last = if *threshold == 0 { last } else { *threshold };
                *threshold = last;
            }
            for threshold in row.iter_mut().rev() {
                last = if *threshold == 0 { last } else { *threshold };
                *threshold = last;
            }
            above = row.first().copied().unwrap_or(0);
        }
    }
}

fn least(pixels: &[u8]) -> u8 {
    match <[u8; BLOCK]>::try_from(pixels) {
        Ok([a, b, c, d, e, f, g, h]) => a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h))),
        Err(_) => pixels.iter().copied().fold(u8::MAX, u8::min),
    }
}

fn most(pixels: &[u8]) -> u8 {
    match <[u8; BLOCK]>::try_from(pixels) {
        Ok([a, b, c, d, e, f, g, h]) => a.max(b).max(c.max(d)).max(e.max(f).max(g.max(h))),
        Err(_) => pixels.iter().copied().fold(0, u8::max),
    }
}

fn add(sums: &mut [u16], values: &[u16]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum = sum.wrapping_add(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::painter::{Picture, spent, unhurried};
    use super::*;

    /// Pixels of two levels by turns.
    fn chequered(x: usize, y: usize, [dark, light]: [u8; 2]) -> u8 {
        if x / 2 % 2 == y / 2 % 2 { dark } else { light }
    }

    #[test]
    fn two_lights_have_two_thresholds() {
        let picture = Picture::of(320, 160, |x, y| chequered(x, y, if x < 160 { [20, 80] } else { [110, 250] }));
        let thresholds = picture.thresholds();
        for y in [0, 80, 159] {
            let row = thresholds.row(y);
            assert_eq!((row[0], row[17], row[22], row[39]), (50, 50, 180, 180), "row {y}");
            assert!(row.is_sorted(), "from one to the other without a step back");
        }
        assert!((thresholds.at(Point::new(60.0, 60.0)) - 50.0).abs() < 0.01);
        assert!((thresholds.at(Point::new(900.0, -5.0)) - 180.0).abs() < 0.5, "outside as at the edge");
        let between = thresholds.at(Point::new(160.0, 80.0));
        assert!((60.0..170.0).contains(&between), "{between}");
    }

    #[test]
    fn plain_regions_inherit_the_threshold_beside_them() {
        let in_code = |x: usize, y: usize| (80..160).contains(&x) && (80..160).contains(&y);
        let picture = Picture::of(320, 240, |x, y| if in_code(x, y) { chequered(x, y, [40, 100]) } else { 130 });
        let thresholds = picture.thresholds();
        for y in [80, 120, 159, 200, 239] {
            assert!(thresholds.row(y).iter().all(|threshold| *threshold == 70), "row {y}");
        }
        assert!((thresholds.texture() - 100.0 / 1_200.0).abs() < 1e-6, "a block in twelve");
        let plain = Picture::of(100, 90, |_, _| 130).thresholds();
        assert!((0..90).all(|y| plain.row(y).iter().all(|threshold| *threshold == 0)), "nothing to inherit");
        assert!(plain.texture() < 1e-6);
    }

    #[test]
    fn a_picture_whose_modules_are_blocks_is_divided_in_the_middle() {
        let picture = Picture::of(160, 120, |x, y| chequered(x / 4, y / 4, [20, 220]));
        let thresholds = picture.thresholds();
        assert!(thresholds.texture() < 1e-6);
        assert!((0..120).all(|y| thresholds.row(y).iter().all(|threshold| *threshold == 120)));
    }

    #[test]
    fn blocks_at_the_edges_may_be_small() {
        let picture = Picture::of(43, 37, |x, y| chequered(x, y, [20, 220]));
        let thresholds = picture.thresholds();
        assert_eq!((thresholds.row(0).len(), thresholds.row(36).len(), thresholds.row(40).len()), (6, 6, 0));
        assert!((0..37).all(|y| thresholds.row(y).iter().all(|threshold| *threshold == 120)));
        assert!(thresholds.texture() > 0.999);
    }

    #[test]
    fn pictures_without_light_are_dark() {
        for (levels, dark) in [([3, 30], true), ([10, 59], true), ([10, 61], false), ([3, 220], false)] {
            assert_eq!(
                Picture::of(160, 160, |x, y| chequered(x, y, levels)).thresholds().is_dark(),
                dark,
                "{levels:?}"
            );
        }
        let lamp = |x: usize, y: usize| if x < 56 && y < 56 { 240 } else { 12 };
        assert!(!Picture::of(160, 160, lamp).thresholds().is_dark(), "an eighth of it is lit");
        let mut thresholds = Thresholds::default();
        assert!(!thresholds.measure(&Picture::of(160, 160, lamp).plane(), 20, &spent()));
        assert!(thresholds.measure(&Picture::of(160, 160, lamp).plane(), 20, &unhurried()));
    }
}
