//! The picture as PNG (RFC 2083): four colours of a palette, two bits a pixel. Written here, as a library for it would
//! bring more code to a phone than these few chunks are.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::layout::{Layout, QUIET};
use super::shape::FIELD;
use super::{Code, Frame, Palette, Rgb, glyphs};

/// How large a picture's modules are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale(usize);

impl Scale {
    /// Pixels of a module's side, 1 to 32: more pixels show nothing more.
    #[must_use]
    pub fn new(pixels: u8) -> Option<Self> {
        (1..=32).contains(&pixels).then(|| Self(usize::from(pixels)))
    }
}

/// The code as a PNG picture, with its quiet zone and, where there is a status, its frame. The word is drawn in pixels
/// of whole multiples; where the band is too small for that, it is left out and the shape speaks alone.
#[must_use]
pub fn png(code: &Code, frame: Option<&Frame>, palette: &Palette, scale: Scale) -> Vec<u8> {
    let layout = Layout::of(code, frame);
    let mut canvas = Canvas::new(&layout, scale);
    if let Some(frame) = frame {
        canvas.band(frame, &layout);
    }
    canvas.code(code, &layout);
    let band = frame.map_or(palette.modules(), |frame| palette.band(frame.colour));
    let modules = palette.modules();
    canvas.encode([modules.ground(), modules.ink(), band.ground(), band.ink()])
}

const GROUND: u8 = 0;
const INK: u8 = 1;
const BAND: u8 = 2;
const BAND_INK: u8 = 3;

/// One byte a pixel, the number of its colour.
struct Canvas {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    scale: usize,
}

impl Canvas {
    fn new(layout: &Layout, Scale(scale): Scale) -> Self {
        let (width, height) = (layout.width.saturating_mul(scale), layout.height.saturating_mul(scale));
        let colour = if layout.band == 0 { GROUND } else { BAND };
        Self { pixels: vec![colour; width.saturating_mul(height)], width, height, scale }
    }

    fn code(&mut self, code: &Code, layout: &Layout) {
        let (left, top) = layout.code;
        let side = code.side().saturating_add(QUIET.saturating_mul(2));
        let scaled = |modules: usize| modules.saturating_mul(self.scale);
        let (ground, step) = ((scaled(left.saturating_sub(QUIET)), scaled(top.saturating_sub(QUIET))), self.scale);
        self.fill(ground, scaled(side), scaled(side), GROUND);
        for (y, row) in code.rows().enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
                let at = |place: usize, first: usize| place.saturating_add(first).saturating_mul(step);
                self.fill((at(x, left), at(y, top)), step, step, INK);
            }
        }
    }

    fn band(&mut self, frame: &Frame, layout: &Layout) {
        let (side, margin) = layout.shape();
        let (side, margin) = (side.saturating_mul(self.scale), margin.saturating_mul(self.scale));
        let field = |place: usize| {
            let doubled = place.saturating_mul(2).saturating_add(1);
            let length = usize::try_from(FIELD).unwrap_or_default();
            i32::try_from(doubled.saturating_mul(length).checked_div(side.saturating_mul(2)).unwrap_or_default())
        };
        for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
            if let (Ok(across), Ok(down)) = (field(x), field(y))
                && frame.shape.covers(across, down)
            {
                self.fill((margin.saturating_add(x), margin.saturating_add(y)), 1, 1, BAND_INK);
            }
        }
        self.word(&frame.word, layout);
    }

    fn word(&mut self, word: &str, layout: &Layout) {
        let (left, width, _) = layout.word();
        let band = layout.band.saturating_mul(self.scale);
        let letters = word.chars().count().max(1).saturating_mul(glyphs::WIDTH);
        let across = width.saturating_mul(self.scale).checked_div(letters).unwrap_or_default();
        let dot = across.min((band.saturating_mul(9) / 10) / glyphs::HEIGHT);
        let left = left.saturating_mul(self.scale);
        let top = band.saturating_sub(dot.saturating_mul(glyphs::HEIGHT)) / 2;
        for (x, y) in glyphs::pixels(word) {
            let at = |place: usize, first: usize| first.saturating_add(place.saturating_mul(dot));
            self.fill((at(x, left), at(y, top)), dot, dot, BAND_INK);
        }
    }

    /// A rectangle of one colour; what lies outside is left out.
    fn fill(&mut self, (left, top): (usize, usize), width: usize, height: usize, colour: u8) {
        let rows = self.pixels.chunks_mut(self.width.max(1)).skip(top).take(height);
        for row in rows {
            row.iter_mut().skip(left).take(width).for_each(|pixel| *pixel = colour);
        }
    }

    fn encode(&self, palette: [Rgb; 4]) -> Vec<u8> {
        let number = |length: usize| u32::try_from(length).unwrap_or_default().to_be_bytes();
        let (width, height) = (number(self.width), number(self.height));
        // Two bits a pixel of a palette; the only compression and filter there are; not interlaced.
        let header = [&width[..], &height[..], &[2, 3, 0, 0, 0]].concat();
        let colours = palette.map(|Rgb(red, green, blue)| [red, green, blue]).concat();
        let mut out = SIGNATURE.to_vec();
        chunk(&mut out, b"IHDR", &header);
        chunk(&mut out, b"PLTE", &colours);
        chunk(&mut out, b"IDAT", &compress_to_vec_zlib(&self.packed(), COMPRESSION_LEVEL));
        chunk(&mut out, b"IEND", &[]);
        out
    }

    /// Rows of four pixels a byte, each row behind the number of its filter, none.
    fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.pixels.len() / 4);
        for row in self.pixels.chunks(self.width.max(1)) {
            packed.push(0);
            packed.extend(row.chunks(4).map(|four| {
                let shifts = [6_u8, 4, 2, 0];
                four.iter().zip(shifts).fold(0, |byte, (pixel, shift)| byte | (pixel << shift))
            }));
        }
        packed
    }
}

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
const COMPRESSION_LEVEL: u8 = 6;

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    out.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    out.extend(name);
    out.extend(content);
    out.extend(checksum(name.iter().chain(content)).to_be_bytes());
}

/// CRC-32 (RFC 2083 §15), bit by bit: pictures have a few kilobytes.
fn checksum<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
