//! Pictures on which there is nothing to read: textures as photographs have them, pages of text, and codes of other
//! symbologies. Drawn from numbers that are the same every time.

use semafor_core::scan::last_resort::leftovers;
use semafor_core::scan::{Frame, Mode, Rotation, Wanted};
use zxingcpp::BarcodeFormat as Symbology;

use super::contest::none;
use super::frames::{ours, scanner};
use crate::row::Row;

/// Not a text among them, neither by us nor by what stands behind us.
pub fn rows() -> Vec<Row> {
    let (mut still, mut camera) = (scanner(Mode::Still), scanner(Mode::Camera));
    let (mut read, mut kinds) = (0_u32, [0_u32; 3]);
    for number in 0..PICTURES {
        let mut random = Random::new(number);
        let kind = random.below(3);
        let canvas = match kind {
            0 => textured(&mut random),
            1 => written(&mut random),
            _ => coded(&mut random),
        };
        if let Some(count) = kinds.get_mut(kind) {
            *count = count.saturating_add(1);
        }
        let (width, height) = (WIDTH_PIXELS, HEIGHT_PIXELS);
        let Ok(frame) = Frame::new(&canvas.pixels, width, height, width, Rotation::Upright) else { continue };
        still.forget();
        camera.forget();
        let texts = [ours(&mut still, Mode::Still, &frame).0.len(), ours(&mut camera, Mode::Camera, &frame).0.len()];
        let any = texts.iter().any(|count| *count > 0) || !leftovers(&frame, Wanted::Everything).is_empty();
        read = read.saturating_add(u32::from(any));
    }
    let [textures, pages, codes] = kinds;
    let name = format!("scan: read of {textures} textures, {pages} pages, {codes} other codes");
    vec![none(&name, read)]
}

const PICTURES: u64 = 1_200;
const WIDTH: usize = 640;
const HEIGHT: usize = 480;
const WIDTH_PIXELS: u32 = 640;
const HEIGHT_PIXELS: u32 = 480;

struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    fn of(tone: u8) -> Self {
        Self { pixels: vec![tone; WIDTH.saturating_mul(HEIGHT)] }
    }

    fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), tone: u8) {
        for y in top..top.saturating_add(height).min(HEIGHT) {
            let row = y.saturating_mul(WIDTH);
            let (from, to) = (left.min(WIDTH), left.saturating_add(width).min(WIDTH));
            let pixels = self.pixels.get_mut(row.saturating_add(from)..row.saturating_add(to));
            pixels.into_iter().for_each(|pixels| pixels.fill(tone));
        }
    }

    /// Grain, as every sensor has it.
    fn grain(mut self, random: &mut Random, most: usize) -> Self {
        for pixel in &mut self.pixels {
            let off = i16::try_from(random.below(most.saturating_mul(2).saturating_add(1))).unwrap_or_default();
            let off = off.saturating_sub(i16::try_from(most).unwrap_or_default());
            *pixel = pixel.saturating_add_signed(i8::try_from(off).unwrap_or_default());
        }
        self
    }
}

/// Patches at several scales over each other: foliage, fabric, walls, windows.
fn textured(random: &mut Random) -> Canvas {
    let mut canvas = Canvas::of(128);
    for scale in [160, 80, 40, 20, 10, 5] {
        for _ in 0..random.below(60_usize.saturating_add(4_000 / scale)) {
            let place = (random.below(WIDTH), random.below(HEIGHT));
            let size = (1_usize.saturating_add(random.below(scale)), 1_usize.saturating_add(random.below(scale)));
            let tone = random.byte();
            canvas.fill(place, size, tone);
            // Squares inside squares look most like what a finder pattern is.
            if random.below(4) == 0 {
                let inner = (size.0 / 3, size.1 / 3);
                canvas.fill((place.0.saturating_add(inner.0), place.1.saturating_add(inner.1)), inner, !tone);
            }
        }
    }
    canvas.grain(random, 12)
}

/// Lines of letters that are blocks of five by seven.
fn written(random: &mut Random) -> Canvas {
    let mut canvas = Canvas::of(225);
    let side = 1_usize.saturating_add(random.below(4));
    let (advance, line) = (side.saturating_mul(6), side.saturating_mul(10));
    for top in (line..HEIGHT.saturating_sub(line)).step_by(line) {
        for left in (line..WIDTH.saturating_sub(line)).step_by(advance) {
            if random.below(6) == 0 {
                continue;
            }
            for part in 0..35_usize {
                if random.below(5) < 2 {
                    let (column, row) = (part.rem_euclid(5), part.div_euclid(5));
                    let x = left.saturating_add(column.saturating_mul(side));
                    canvas.fill((x, top.saturating_add(row.saturating_mul(side))), (side, side), 30);
                }
            }
        }
    }
    canvas.grain(random, 8)
}

/// A code that is no QR code, on paper.
fn coded(random: &mut Random) -> Canvas {
    const SYMBOLOGIES: [Symbology; 6] = [
        Symbology::DataMatrix,
        Symbology::Aztec,
        Symbology::PDF417,
        Symbology::Code128,
        Symbology::Code39,
        Symbology::ITF,
    ];
    let mut canvas = Canvas::of(220);
    let symbology = SYMBOLOGIES.get(random.below(SYMBOLOGIES.len())).copied().unwrap_or(Symbology::Aztec);
    let digits: String = (0..10_usize.saturating_add(random.below(10)).div_euclid(2).saturating_mul(2))
        .map(|_| char::from(b'0'.saturating_add(u8::try_from(random.below(10)).unwrap_or_default())))
        .collect();
    let drawn = zxingcpp::create(symbology).from_str(&digits).and_then(|code| code.to_image());
    let Ok(image) = drawn else { return canvas };
    let (data, width) = (image.data(), usize::try_from(image.width()).unwrap_or_default().max(1));
    let scale = 2_usize.saturating_add(random.below(4));
    let place = (random.below(120), random.below(120));
    for (index, tone) in data.iter().enumerate() {
        let (x, y) = (index.rem_euclid(width), index.div_euclid(width));
        let at = |from: usize, step: usize| from.saturating_add(step.saturating_mul(scale));
        canvas.fill((at(place.0, x), at(place.1, y)), (scale, scale), if *tone < 128 { 35 } else { 220 });
    }
    canvas.grain(random, 10)
}

/// Numbers without an order that anybody sees (xorshift).
struct Random(u64);

impl Random {
    fn new(number: u64) -> Self {
        let mut random = Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // The first numbers still look like the seed.
        for _ in 0..8 {
            let _dropped = random.step();
        }
        random
    }

    fn step(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(1).max(1);
        usize::try_from((self.step() >> 16).rem_euclid(bound)).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        let [.., byte] = (self.step() >> 24).to_be_bytes();
        byte
    }
}
