//! Paints codes as a camera sees them: any pose, levels, blur, noise and shadow, the same in every run.

use std::time::Duration;

use fast_qr::{ECL, QRBuilder, QRCode};

use super::super::finder::{Finder, FinderSearch, Rows};
use super::super::homography::{Homography, Tie};
use super::super::plane::Plane;
use super::super::symbol::tests::Noise;
use super::super::threshold::Thresholds;
use super::super::view::View;
use super::super::{Budget, Frame, Mode, Point, Rotation, Scanner, Seen, Wanted};

/// A budget that is never spent.
pub(in crate::scan) fn unhurried() -> Budget<'static> {
    Budget::new(&|| Duration::ZERO, Duration::MAX)
}

/// A budget that is spent already.
pub(in crate::scan) fn spent() -> Budget<'static> {
    Budget::new(&|| Duration::ZERO, Duration::ZERO)
}

/// A certificate's text, of the length that they usually have.
pub(in crate::scan) fn certificate() -> String {
    include_str!("../../../../docs/example/certificate.txt").trim_end().to_owned()
}

/// Another, of about the same length.
pub(in crate::scan) fn other_certificate() -> String {
    include_str!("../../../../docs/example/other-person.txt").trim_end().to_owned()
}

/// How a code lies before the camera.
#[derive(Clone, Copy)]
pub(in crate::scan) struct Pose {
    /// Pixels a module.
    pub(in crate::scan) module: f32,
    /// Degrees, clockwise.
    pub(in crate::scan) turn: f32,
    /// Degrees about the upright axis.
    pub(in crate::scan) tilt: f32,
    pub(in crate::scan) mirrored: bool,
}

impl Default for Pose {
    fn default() -> Self {
        Self { module: 4.5, turn: 0.0, tilt: 0.0, mirrored: false }
    }
}

/// What is not the code.
#[derive(Clone, Copy)]
pub(in crate::scan) struct Scene {
    width: usize,
    height: usize,
    dark: u8,
    light: u8,
    blur: f32,
    noise: f32,
    shadow: bool,
    seed: u64,
}

impl Scene {
    pub(in crate::scan) const fn new() -> Self {
        Self::sized(720, 640)
    }

    pub(in crate::scan) const fn sized(width: usize, height: usize) -> Self {
        Self { width, height, dark: 30, light: 220, blur: 0.6, noise: 2.0, shadow: false, seed: 1 }
    }

    pub(in crate::scan) const fn with_levels(self, dark: u8, light: u8) -> Self {
        Self { dark, light, ..self }
    }

    /// Standard deviation in pixels.
    pub(in crate::scan) const fn with_blur(self, blur: f32) -> Self {
        Self { blur, ..self }
    }

    /// Standard deviation in levels.
    pub(in crate::scan) const fn with_noise(self, noise: f32) -> Self {
        Self { noise, ..self }
    }

    /// The right half gets a third of the light.
    pub(in crate::scan) const fn with_shadow(self) -> Self {
        Self { shadow: true, ..self }
    }

    pub(in crate::scan) const fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    pub(in crate::scan) fn blank(self) -> Picture {
        let levels = vec![f32::from(self.light); self.width * self.height];
        self.finish(levels, [Point::default(); 4], 0)
    }

    pub(in crate::scan) fn paint(self, text: &str, level: ECL, pose: &Pose) -> Picture {
        let code = QRBuilder::new(text).ecl(level).build().unwrap();
        let camera = Camera::new(self.width, self.height, code.size, pose);
        let mut levels = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                levels.push(self.mean_level(&code, &camera, x, y));
            }
        }
        let side = code.size as f32;
        let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        self.finish(levels, corners.map(|(x, y)| camera.forth(Point::new(x, y))), code.size)
    }

    /// The mean over 3 × 3 places of a pixel.
    fn mean_level(&self, code: &QRCode, camera: &Camera, x: usize, y: usize) -> f32 {
        let mut dark = 0.0;
        for (right, down) in (0..9).map(|place| (place % 3, place / 3)) {
            let fine = |pixel: usize, part: i32| pixel as f32 + (part as f32 + 0.5) / 3.0;
            let module = camera.back(Point::new(fine(x, right), fine(y, down)));
            let inside =
                module.x >= 0.0 && module.y >= 0.0 && module.x < code.size as f32 && module.y < code.size as f32;
            if inside && code.data[module.y as usize * code.size + module.x as usize].value() {
                dark += 1.0 / 9.0;
            }
        }
        f32::from(self.light) + (f32::from(self.dark) - f32::from(self.light)) * dark
    }

    fn finish(self, mut levels: Vec<f32>, corners: [Point; 4], side: usize) -> Picture {
        blur(&mut levels, self.width, self.blur);
        let mut noise = Noise::new(self.seed);
        let luma = levels.iter().enumerate().map(|(index, level)| {
            let lit = if self.shadow && index % self.width > self.width / 2 { level / 3.0 } else { *level };
            (lit + self.noise * noise.normal()).round().clamp(0.0, 255.0) as u8
        });
        Picture { luma: luma.collect(), width: self.width, height: self.height, corners, side }
    }
}

/// Three passes of a box, whose variances add up to that of a Gaussian of this standard deviation in pixels.
fn blur(levels: &mut Vec<f32>, width: usize, deviation: f32) {
    let reach = ((deviation * deviation * 4.0 + 1.0).sqrt() - 1.0) / 2.0;
    for step in [1, width].repeat(3) {
        *levels = (0..levels.len()).map(|index| around(levels, index, step, reach)).collect();
    }
}

/// The mean of the levels up to `reach` steps away, the outermost by the part that is within reach.
fn around(levels: &[f32], index: usize, step: usize, reach: f32) -> f32 {
    let whole = reach as usize;
    let part = reach - whole as f32;
    let at = |offset: usize, sign: bool| {
        let moved = if sign { index.checked_add(offset * step) } else { index.checked_sub(offset * step) };
        moved.and_then(|moved| levels.get(moved)).copied().unwrap_or(levels[index])
    };
    let inner: f32 = (1..=whole).map(|offset| at(offset, true) + at(offset, false)).sum();
    let outer = part * (at(whole + 1, true) + at(whole + 1, false));
    (levels[index] + inner + outer) / (1.0 + 2.0 * reach)
}

/// A pinhole camera over the middle of a code.
struct Camera {
    middle: Point,
    pose: Pose,
    half: f32,
    distance: f32,
}

impl Camera {
    fn new(width: usize, height: usize, side: usize, pose: &Pose) -> Self {
        let middle = Point::new(width as f32 / 2.0, height as f32 / 2.0);
        Self { middle, pose: *pose, half: side as f32 / 2.0, distance: 2.2 * side as f32 }
    }

    /// From modules to pixels.
    fn forth(&self, module: Point) -> Point {
        let mut flat = Point::new(module.x - self.half, module.y - self.half);
        if self.pose.mirrored {
            flat.x = -flat.x;
        }
        let (sin, cos) = self.pose.turn.to_radians().sin_cos();
        let turned = Point::new(flat.x * cos - flat.y * sin, flat.x * sin + flat.y * cos);
        let (sin, cos) = self.pose.tilt.to_radians().sin_cos();
        let depth = self.distance / (self.distance + turned.x * sin);
        self.middle + Point::new(turned.x * cos, turned.y) * (depth * self.pose.module)
    }

    /// From pixels to modules.
    fn back(&self, pixel: Point) -> Point {
        let seen = (pixel - self.middle) * (1.0 / self.pose.module);
        let (sin, cos) = self.pose.tilt.to_radians().sin_cos();
        let x = seen.x * self.distance / (self.distance * cos - seen.x * sin);
        let y = seen.y * (self.distance + x * sin) / self.distance;
        let (sin, cos) = self.pose.turn.to_radians().sin_cos();
        let mut flat = Point::new(x * cos + y * sin, y * cos - x * sin);
        if self.pose.mirrored {
            flat.x = -flat.x;
        }
        flat + Point::new(self.half, self.half)
    }
}

/// A painted frame.
pub(in crate::scan) struct Picture {
    luma: Vec<u8>,
    width: usize,
    height: usize,
    corners: [Point; 4],
    side: usize,
}

impl Picture {
    /// Any picture, by the level of the pixel in column `x` and row `y`.
    pub(in crate::scan) fn of(width: usize, height: usize, level: impl Fn(usize, usize) -> u8) -> Self {
        let luma = (0..width * height).map(|index| level(index % width, index / width)).collect();
        Self { luma, width, height, corners: [Point::default(); 4], side: 0 }
    }

    /// A picture in which every pixel is drawn by lot.
    pub(in crate::scan) fn of_noise(width: usize, height: usize, seed: u64) -> Self {
        let mut noise = Noise::new(seed);
        let luma = (0..width * height).map(|_| noise.below(256) as u8).collect();
        Self { luma, width, height, corners: [Point::default(); 4], side: 0 }
    }

    pub(in crate::scan) fn plane(&self) -> Plane<'_> {
        Plane::of_frame(&self.frame(Rotation::Upright)).unwrap()
    }

    pub(in crate::scan) fn thresholds(&self) -> Thresholds {
        let mut thresholds = Thresholds::default();
        assert!(thresholds.measure(&self.plane(), 20, &unhurried()));
        thresholds
    }

    /// The finder patterns seen in any row, the surest first.
    pub(in crate::scan) fn finders(&self) -> Vec<Finder> {
        let view = View { plane: self.plane(), thresholds: &self.thresholds(), scale: 1.0 };
        let mut search = FinderSearch::default();
        search.run(&view, Rows { first: 0, step: 1 }, &unhurried());
        search.found().to_vec()
    }

    /// From modules to pixels, as painted.
    pub(in crate::scan) fn flat(&self) -> Homography {
        let side = self.side as f32;
        let modules = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|(x, y)| Point::new(x, y));
        let tie = |(module, seen)| Tie { module, seen, weight: 1.0 };
        Homography::fit(&modules.into_iter().zip(self.corners).map(tie).collect::<Vec<_>>()).unwrap()
    }

    /// Where the centres of the finder patterns were painted: top left, top right, bottom left.
    pub(in crate::scan) fn finder_centres(&self) -> [Point; 3] {
        let far = self.side as f32 - 3.5;
        [(3.5, 3.5), (far, 3.5), (3.5, far)].map(|(x, y)| self.flat().map(Point::new(x, y)))
    }

    pub(in crate::scan) fn frame(&self, rotation: Rotation) -> Frame<'_> {
        Frame::new(&self.luma, self.width as u32, self.height as u32, self.width as u32, rotation).unwrap()
    }

    pub(in crate::scan) fn corners(&self) -> [Point; 4] {
        self.corners
    }

    /// Modules along a side of the code.
    pub(in crate::scan) fn side(&self) -> usize {
        self.side
    }

    pub(in crate::scan) fn scan(&self, mode: Mode) -> Seen {
        self.scan_as(mode, Wanted::Certificates, Rotation::Upright)
    }

    pub(in crate::scan) fn scan_all(&self, mode: Mode) -> Seen {
        self.scan_as(mode, Wanted::Everything, Rotation::Upright)
    }

    pub(in crate::scan) fn scan_as(&self, mode: Mode, wanted: Wanted, rotation: Rotation) -> Seen {
        Scanner::new(mode, wanted).scan(&self.frame(rotation), &unhurried())
    }

    /// Paints the heart and rings of a finder pattern grey: top left, top right, bottom left.
    pub(in crate::scan) fn cover_pattern(&mut self, corner: usize) {
        let [from, right, _, down] = self.corners;
        let unit = 1.0 / self.side as f32;
        let (along, below) = ((right - from) * unit, (down - from) * unit);
        let far = self.side as f32 - 3.5;
        let centre = [(3.5, 3.5), (far, 3.5), (3.5, far)][corner];
        let at = from + along * centre.0 + below * centre.1;
        self.cover(at, 2.2 * along.length(), 128);
    }

    /// Lays a patch over a tenth of the code.
    pub(in crate::scan) fn cover_middle(&mut self, level: u8) {
        let [from, _, to, _] = self.corners;
        self.cover((from + to) * 0.5, from.distance(to) * 0.17, level);
    }

    fn cover(&mut self, at: Point, reach: f32, level: u8) {
        for y in 0..self.height {
            for x in 0..self.width {
                if (x as f32 - at.x).abs() < reach && (y as f32 - at.y).abs() < reach {
                    self.luma[y * self.width + x] = level;
                }
            }
        }
    }

    /// The left part of the frame, which ends in the middle of the code.
    pub(in crate::scan) fn without_right_half(&self) -> Self {
        let width = self.width * 9 / 16;
        let luma = self.luma.chunks(self.width).flat_map(|row| &row[..width]).copied().collect();
        Self { luma, width, height: self.height, corners: self.corners, side: self.side }
    }

    /// Two frames of one height side by side.
    pub(in crate::scan) fn beside(&self, other: &Self) -> Self {
        let rows = self.luma.chunks(self.width).zip(other.luma.chunks(other.width));
        let luma = rows.flat_map(|(left, right)| [left, right].concat()).collect();
        Self { luma, width: self.width + other.width, height: self.height, corners: self.corners, side: self.side }
    }
}

/// Nothing but finder patterns, of three pixels a module, touching each other.
pub(in crate::scan) fn thousands_of_finder_patterns() -> Picture {
    let (width, height) = (1_280, 720);
    let luma = (0..width * height).map(|index| {
        let (x, y) = (index % width / 3 % 8, index / width / 3 % 8);
        let ring = (x as i32 - 3).abs().max((y as i32 - 3).abs());
        if ring == 2 || ring > 3 { 240 } else { 15 }
    });
    Picture { luma: luma.collect(), width, height, corners: [Point::default(); 4], side: 0 }
}
