//! `vectors/frame.pgm`: a camera's frame that the Kotlin and the Swift tests feed through the library, and
//! `vectors/frame.json`: its numbers and what Rust reads of it. When they change, the files are rewritten and this test
//! fails once, so that somebody looks.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "sizes of a test's own small drawing")]

use std::fs::{self, File};
use std::io::Read;
use std::time::Duration;

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use semafor_core::scan::{Budget, Frame, Mode, Rotation, Scanner, Seen, Wanted};
use serde_json::json;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
const TEXT: &str = include_str!("../../../docs/example/certificate.txt");

#[test]
fn the_frame_is_read_as_today() {
    let (pixels, width, stride) = drawn(TEXT.trim_end());
    let frame = Frame::new(&pixels, width, width, stride, Rotation::Clockwise).unwrap();
    let now = || Duration::ZERO;
    let seen =
        Scanner::new(Mode::Camera, Wanted::Certificates).scan(&frame, &Budget::new(&now, Duration::from_secs(1)));
    let text = match seen {
        Seen::Codes { codes } => codes.into_iter().next().and_then(|code| code.text),
        Seen::Nothing { .. } => None,
    };
    let header = format!("P5 {stride} {width} 255\n");
    let answer = json!({
        "file": "frame.pgm", "offset": header.len(), "width": width, "height": width, "stride": stride, "text": text,
    });
    let mut changed = written("frame.pgm", &[header.as_bytes(), &pixels].concat());
    changed |= written("frame.json", format!("{answer}\n").as_bytes());
    assert!(!changed, "vectors/frame.* was rewritten: look at the difference, then run again");
}

/// Writes a vector where it is another; whether it was.
fn written(name: &str, bytes: &[u8]) -> bool {
    let path = format!("{VECTORS}/{name}");
    let mut before = Vec::new();
    let read = File::open(&path).and_then(|mut file| file.read_to_end(&mut before));
    let is_other = read.is_err() || before != bytes;
    if is_other {
        fs::write(path, bytes).unwrap();
    }
    is_other
}

/// A code of three pixels a module on grey paper, turned by a quarter; rows are longer than the picture is wide.
fn drawn(text: &str) -> (Vec<u8>, u32, u32) {
    let code = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
    let (side, modules) = (3, code.size + 8);
    let (width, stride) = (modules * side, modules * side + 13);
    let is_dark = |x: usize, y: usize| {
        let (row, column) = ((x / side).checked_sub(4)?, (modules - 1 - y / side).checked_sub(4)?);
        (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
    };
    let tone = |x: usize, y: usize| {
        if x >= width {
            0
        } else if is_dark(x, y) == Some(true) {
            40
        } else {
            200
        }
    };
    let pixels = (0..width).flat_map(|y| (0..stride).map(move |x| tone(x, y))).collect();
    (pixels, width.try_into().unwrap(), stride.try_into().unwrap())
}
