//! A still picture's codes: read by our own decoder and, where that reads none, by rxing (feature `picture`).
//!
//! rxing takes the QR codes that we cannot read yet, and Aztec codes, which Ireland prints. Its time cannot be bounded
//! from outside, so it never sees a camera's frame.

use std::collections::HashSet;
use std::time::Duration;

use rxing::aztec::AztecReader;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, ImmutableReader, Luma8Source, RXingResult};

use super::picture::guarded;
use super::{Budget, Code, Frame, Hint, Point, Scanner, Seen, Wanted};
use crate::limits;

/// A code of a still.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A QR code that our decoder read.
    Read(Code),
    /// What rxing read.
    LastResort(Leftover),
}

/// A code that rxing read.
#[derive(Clone, Debug, PartialEq)]
pub struct Leftover {
    /// What kind of code it is.
    pub symbology: Symbology,
    /// The content as the code holds it.
    pub bytes: Vec<u8>,
    /// The content as text, where it is UTF-8.
    pub text: Option<String>,
    /// Places on the code's rim, in the order of [`Code::corners`]. Of an Aztec code, those of its bull's eye.
    pub corners: Vec<Point>,
}

/// The kinds of code that certificates come in (hcert_spec §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbology {
    /// ISO/IEC 18004.
    Qr,
    /// ISO/IEC 24778.
    Aztec,
}

impl Found {
    /// The content as the code holds it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Read(code) => &code.bytes,
            Self::LastResort(code) => &code.bytes,
        }
    }

    /// The content as text, where it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Read(code) => code.text.as_deref(),
            Self::LastResort(code) => code.text.as_deref(),
        }
    }

    /// Where the code is: four corners in pixels, from the code's own top left clockwise.
    #[must_use]
    pub fn corners(&self) -> &[Point] {
        match self {
            Self::Read(code) => &code.corners,
            Self::LastResort(code) => &code.corners,
        }
    }

    /// What kind of code it is.
    #[must_use]
    pub const fn symbology(&self) -> Symbology {
        match self {
            Self::Read(_) => Symbology::Qr,
            Self::LastResort(code) => code.symbology,
        }
    }
}

/// Everything that can be read from a still, within `limit` as far as it is ours to keep: a part of it is left to rxing,
/// which is not asked when the time is over. `now` is a monotonic clock. `scanner` must want what is `wanted`.
///
/// # Errors
/// The hint why there is no code.
pub fn look(
    scanner: &mut Scanner,
    wanted: Wanted,
    frame: &Frame<'_>,
    now: &dyn Fn() -> Duration,
    limit: Duration,
) -> Result<Vec<Found>, Hint> {
    let whole = Budget::new(now, limit);
    let own = Budget::new(now, limit.saturating_sub(reserve(frame, limit)));
    let hint = match scanner.scan(frame, &own) {
        Seen::Codes { codes } => return Ok(codes.into_iter().map(Found::Read).collect()),
        Seen::Nothing { hint } => hint,
    };
    if whole.is_spent() {
        return Err(hint);
    }
    let found = leftovers(frame, wanted);
    if found.is_empty() { Err(hint) } else { Ok(found.into_iter().map(Found::LastResort).collect()) }
}

/// What rxing reads of a frame. Its word counts for QR codes with content, whose error correction it checks, and for
/// Aztec codes that hold a certificate, which carries a checksum and a signature of its own: a small Aztec code has so
/// few check words that one is seen where there is none.
#[must_use]
pub fn leftovers(frame: &Frame<'_>, wanted: Wanted) -> Vec<Leftover> {
    let Some(plain) = Plain::of(frame) else { return Vec::new() };
    let mut found = guarded(|| plain.codes()).unwrap_or_default();
    found.retain(|code| !code.bytes.is_empty() && (code.symbology == Symbology::Qr || is_certificate(code)));
    if wanted == Wanted::Certificates && found.iter().any(is_certificate) {
        found.retain(is_certificate);
    }
    found.sort_by(|one, other| top(one).total_cmp(&top(other)));
    found
}

/// The time that rxing may need: 10 ns a pixel, but never more than half of what there is.
fn reserve(frame: &Frame<'_>, limit: Duration) -> Duration {
    let pixels = frame.width().saturating_mul(frame.height());
    let needed = Duration::from_nanos(u64::try_from(pixels).unwrap_or(u64::MAX).saturating_mul(10));
    needed.min(limit.checked_div(2).unwrap_or_default())
}

fn is_certificate(code: &Leftover) -> bool {
    code.bytes.starts_with(b"HC1:")
}

fn top(code: &Leftover) -> f32 {
    code.corners.iter().map(|corner| corner.y).fold(f32::INFINITY, f32::min)
}

/// A frame without gaps between its rows, small enough for rxing.
struct Plain {
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    /// How many times the frame was halved.
    halved: u8,
}

impl Plain {
    /// `None` for a frame that is too narrow to hold the smallest code, or far too long.
    fn of(frame: &Frame<'_>) -> Option<Self> {
        let (mut width, mut height) = (frame.width(), frame.height());
        let mut pixels: Vec<u8> = (0..height).flat_map(|y| frame.row(y)).copied().collect();
        let mut halved = 0_u8;
        while pixels.len() > limits::LAST_RESORT_PIXELS {
            pixels = halve(&pixels, width);
            (width, height) = (width / 2, height / 2);
            halved = halved.saturating_add(1);
        }
        let is_wide_enough = width.min(height) >= SMALLEST_SIDE;
        let (width, height) = (width.try_into().ok()?, height.try_into().ok()?);
        is_wide_enough.then_some(Self { pixels, width, height, halved })
    }

    /// Dark on light, and where there is none, light on dark.
    fn codes(&self) -> Vec<Leftover> {
        let dark = self.codes_in(&self.pixels);
        if !dark.is_empty() {
            return dark;
        }
        self.codes_in(&self.pixels.iter().map(|pixel| !pixel).collect::<Vec<_>>())
    }

    fn codes_in(&self, pixels: &[u8]) -> Vec<Leftover> {
        let Ok(source) = Luma8Source::new_with_slice(pixels, self.width, self.height) else { return Vec::new() };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let only_qr = HashSet::from([BarcodeFormat::QR_CODE]);
        let hints = DecodeHints { TryHarder: Some(true), PossibleFormats: Some(only_qr), ..Default::default() };
        let mut results = QrReader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
        if results.is_empty() {
            results.extend(AztecReader.immutable_decode_with_hints(&mut bitmap, &DecodeHints::default()));
        }
        results.iter().filter_map(|result| self.leftover(result)).collect()
    }

    fn leftover(&self, result: &RXingResult) -> Option<Leftover> {
        let symbology = match result.getBarcodeFormat() {
            BarcodeFormat::QR_CODE => Symbology::Qr,
            BarcodeFormat::AZTEC => Symbology::Aztec,
            _ => return None,
        };
        let bytes = match symbology {
            Symbology::Qr => result.getRawBytes().to_vec(),
            Symbology::Aztec => result.getText().as_bytes().to_vec(),
        };
        let scale = f32::from(1_u16.checked_shl(u32::from(self.halved))?);
        let place = |point: &rxing::Point| Point { x: point.x * scale, y: point.y * scale };
        let mut corners: Vec<_> = result.getPoints().iter().map(place).collect();
        // rxing gives a QR code's corners row by row; ours go round.
        if let (Symbology::Qr, [_, _, bottom_left, bottom_right]) = (symbology, corners.as_mut_slice()) {
            std::mem::swap(bottom_left, bottom_right);
        }
        let text = String::from_utf8(bytes.clone()).ok();
        Some(Leftover { symbology, bytes, text, corners })
    }
}

/// Every 2 × 2 pixels become their mean; an odd last column or row is dropped.
fn halve(pixels: &[u8], width: usize) -> Vec<u8> {
    let width = width.max(1);
    let pairs = pixels.chunks_exact(width.saturating_mul(2)).map(|rows| rows.split_at(width));
    let mean = |upper: &[u8], lower: &[u8]| {
        let sum = upper.iter().chain(lower).fold(2_u16, |sum, pixel| sum.saturating_add(u16::from(*pixel)));
        u8::try_from(sum / 4).unwrap_or(u8::MAX)
    };
    pairs
        .flat_map(|(upper, lower)| upper.chunks_exact(2).zip(lower.chunks_exact(2)))
        .map(|(upper, lower)| mean(upper, lower))
        .collect()
}

/// Modules of the smallest Aztec code, each of at least one pixel (ISO/IEC 24778 §7).
const SMALLEST_SIDE: usize = 15;

#[cfg(test)]
mod tests;
