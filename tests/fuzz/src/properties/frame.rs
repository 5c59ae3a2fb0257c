//! Frames made of a fuzzer's bytes, looked at by a scanner whose clock counts how often it is asked.

use std::cell::Cell;
use std::time::Duration;

use semafor_core::scan::{Budget, Frame, FrameError, Mode, Rotation, Scanner, Seen, Wanted};

use super::says_why;

/// Ten bytes say how the frame is made, the rest are its pixels, again and again until it is full.
///
/// They are: mode, rotation and how a byte is meant (bits 0, 1 to 2, 3); width and height in two bytes each; bytes of a
/// row behind the pixels; how many pixels wide and high each one is drawn; how often the clock may be asked, in two
/// bytes; rows that are missing at the end.
pub fn frame(data: &[u8]) {
    let Some((head, pixels)) = data.split_first_chunk::<10>() else { return };
    let shape = Shape::of(head);
    let luma = shape.luma(pixels);
    let frame = match Frame::new(&luma, shape.width, shape.height, shape.stride, shape.rotation) {
        Ok(frame) => frame,
        Err(error) => {
            says_why(&error.to_string());
            let is_short = matches!(error, FrameError::Length { bytes, needed } if bytes < needed);
            return assert!(is_short && shape.missing > 0, "{error}");
        }
    };
    let mut scanner = Scanner::new(shape.mode, if shape.tones { Wanted::Everything } else { Wanted::Certificates });
    let first = look(&mut scanner, &frame, shape.patience);
    let _of_the_same_frame_again = look(&mut scanner, &frame, shape.patience);
    scanner.forget();
    assert_eq!(first, look(&mut scanner, &frame, shape.patience), "what is forgotten changes nothing");
}

struct Shape {
    mode: Mode,
    rotation: Rotation,
    /// A byte is one pixel's tone; else it is eight pixels, dark or light.
    tones: bool,
    width: u32,
    height: u32,
    stride: u32,
    side: usize,
    patience: u32,
    missing: usize,
}

impl Shape {
    fn of(head: &[u8; 10]) -> Self {
        let [how, width_high, width_low, height_high, height_low, gap, side, patience_high, patience_low, missing] =
            *head;
        let width = u32::from(u16::from_be_bytes([width_high, width_low])).min(MOST_SIDE);
        let height = u32::from(u16::from_be_bytes([height_high, height_low])).min(MOST_SIDE);
        Self {
            mode: if how & 1 == 0 { Mode::Camera } else { Mode::Still },
            rotation: match how >> 1 & 3 {
                0 => Rotation::Upright,
                1 => Rotation::Clockwise,
                2 => Rotation::UpsideDown,
                _ => Rotation::CounterClockwise,
            },
            tones: how & 8 != 0,
            width,
            height,
            stride: width.saturating_add(u32::from(gap)),
            side: usize::from(side).clamp(1, 16),
            patience: u32::from(u16::from_be_bytes([patience_high, patience_low])),
            missing: usize::from(missing),
        }
    }

    fn luma(&self, pixels: &[u8]) -> Vec<u8> {
        let count = |number: u32| usize::try_from(number).unwrap_or_default();
        let (stride, rows) = (count(self.stride), count(self.height).saturating_sub(self.missing));
        let across = count(self.width).div_ceil(self.side).max(1);
        let drawn = |at: usize| at.checked_div(self.side).unwrap_or_default();
        let tone = |x: usize, y: usize| {
            let place = drawn(y).saturating_mul(across).saturating_add(drawn(x));
            let byte = |at: usize| pixels.get(at.checked_rem(pixels.len())?).copied();
            if self.tones {
                return byte(place).unwrap_or_default();
            }
            let bits = byte(place / 8).unwrap_or_default();
            if bits.rotate_left(u32::try_from(place % 8).unwrap_or_default()) & 0x80 != 0 { 30 } else { 220 }
        };
        (0..rows).flat_map(|y| (0..stride).map(move |x| (x, y))).map(|(x, y)| tone(x, y)).collect()
    }
}

/// Looks once, and holds true what every answer must be.
fn look(scanner: &mut Scanner, frame: &Frame<'_>, patience: u32) -> Seen {
    let asked = Cell::new(0_u32);
    let now = || {
        asked.set(asked.get().saturating_add(1));
        Duration::from_micros(u64::from(asked.get()))
    };
    let seen = scanner.scan(frame, &Budget::new(&now, Duration::from_micros(u64::from(patience))));
    assert!(asked.get() <= patience.saturating_add(MOST_AFTER_THE_END), "asked {} times", asked.get());
    match &seen {
        Seen::Codes { codes } => {
            assert!(!codes.is_empty());
            for code in codes {
                assert!((1..=40).contains(&code.version) && !code.bytes.is_empty());
                assert!(code.corners.len() == 4 && code.corners.iter().all(|at| at.x.is_finite() && at.y.is_finite()));
                assert!(code.text.as_ref().is_none_or(|text| !code.bytes.is_ascii() || text.as_bytes() == code.bytes));
                assert!(code.part.is_none_or(|part| part.index < part.of && part.of <= 16));
            }
        }
        Seen::Nothing { hint } => assert!((0.0..=1.0).contains(&hint.confidence), "{hint:?}"),
    }
    seen
}

/// Larger frames are only slower.
const MOST_SIDE: u32 = 512;
/// Each of the loops around a piece of work asks once more when the time is over.
const MOST_AFTER_THE_END: u32 = 1_000;
