//! What no input may exceed: time on pictures made to be hard, allocations and memory.

use std::error::Error;

use semafor_core::scan::{Budget, Frame, Mode, Rotation};
use serde_json::Value as Json;

use super::contest::none;
use super::frames::{ours, scanner};
use crate::built;
use crate::row::{Bound, Row, duration};

/// The rows.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (name, pixel) in HOSTILE {
        rows.push(longest(name, pixel)?);
    }
    match built::run("scan-memory") {
        Ok(answer) => rows.extend(memory(&answer).into_iter().flatten()),
        Err(because) => rows.push(Row::not_measured("scan: memory", &because.to_string())),
    }
    Ok(rows)
}

/// A pixel from its place.
type Pixel = fn(u32, u32) -> u8;

const HOSTILE: [(&str, Pixel); 4] = [
    ("noise", |x, y| mixed(x, y)),
    ("stripes", |x, _| if x.rem_euclid(2) == 0 { 0 } else { 255 }),
    ("ten thousand finder patterns", |x, y| finder(x.rem_euclid(9), y.rem_euclid(9))),
    ("finder patterns in noise", |x, y| {
        let tone = finder(x.rem_euclid(27) / 3, y.rem_euclid(27) / 3);
        tone.saturating_add_signed(i8::from_be_bytes([mixed(x, y)]) / 2)
    }),
];

/// The shortest of several runs on a 720p picture: only the machine makes it longer.
fn longest(name: &str, pixel: Pixel) -> Result<Row, Box<dyn Error>> {
    let pixels: Vec<u8> = (0..720).flat_map(|y| (0..1_280).map(move |x| pixel(x, y))).collect();
    let frame = Frame::new(&pixels, 1_280, 720, 1_280, Rotation::Upright)?;
    let mut camera = scanner(Mode::Camera);
    // The work of one frame may be put off to the next: no frame of several may take longer.
    let run = || (0..5).map(|_| ours(&mut camera, Mode::Camera, &frame).1).fold(0.0, f64::max);
    let seconds = std::iter::repeat_with(run).take(3).fold(f64::INFINITY, f64::min);
    let most = Budget::usual(Mode::Camera).as_secs_f64() + 0.001;
    let bound = Some(Bound::Seconds(seconds, most));
    Ok(Row { name: format!("scan: {name}, 720p"), value: duration(seconds), reference: None, ratio: None, bound })
}

/// One of seven by seven modules, and the light ring around it.
fn finder(x: u32, y: u32) -> u8 {
    let ring = x.abs_diff(4).max(y.abs_diff(4));
    if matches!(ring, 0 | 1 | 3) { 0 } else { 255 }
}

/// Noise that is the same every time.
fn mixed(x: u32, y: u32) -> u8 {
    let mut mix = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77);
    mix ^= mix >> 15;
    mix = mix.wrapping_mul(0x2c1b_3c6d);
    mix ^= mix >> 12;
    let [byte, ..] = mix.to_be_bytes();
    byte
}

/// What `scan-memory` counted.
fn memory(answer: &Json) -> Option<[Row; 2]> {
    let allocations = answer.get("allocations")?.as_u64()?;
    let held = u32::try_from(answer.get("held")?.as_u64()?).ok()?;
    let megabytes = f64::from(held) / 1e6;
    let held = Row {
        name: "scan: memory at 1080p".to_owned(),
        value: format!("{megabytes:.2} MB"),
        reference: Some("8 MB".to_owned()),
        ratio: Some(megabytes / 8.0),
        bound: Some(Bound::Ratio(1.0)),
    };
    Some([none("scan: allocations in 30 frames after warm-up", u32::try_from(allocations).ok()?), held])
}
