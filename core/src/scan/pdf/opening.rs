//! What opening a PDF may unfold, found out before it is opened: tables and lists of objects are compressed too, and a
//! reader needs them to tell anything of the file. Nothing is asked of the file's structure, which may lie: whatever
//! stands behind the word `stream` is inflated, what comes of it once more, and counted.

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use crate::limits;

/// Whether the streams of a file unfold to more than they may.
pub(super) fn is_too_heavy(file: &[u8]) -> bool {
    let mut left = limits::PDF_INFLATED_BYTES;
    let mut rest = file;
    while let Some(at) = rest.windows(KEYWORD.len()).position(|window| window == KEYWORD) {
        let (before, behind) = (rest.get(..at), at.saturating_add(KEYWORD.len()));
        rest = rest.get(behind..).unwrap_or_default();
        if before.is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let data = rest.strip_prefix(b"\r").unwrap_or(rest);
        let mut layers = Layers { open: Vec::new(), left };
        layers.pour(data.strip_prefix(b"\n").unwrap_or(data), 0);
        left = layers.left;
        if left == 0 {
            return true;
        }
    }
    false
}

const KEYWORD: &[u8] = b"stream";
/// Compressed data in compressed data in compressed data: no program writes that, and deeper there are bombs only.
const MOST_LAYERS: usize = 4;
const PIECE_BYTES: usize = 32_768;

/// Inflaters, each of which gets what comes out of the one before.
struct Layers {
    /// `None` where what was poured in is not compressed, or at its end.
    open: Vec<Option<Box<InflateState>>>,
    left: usize,
}

impl Layers {
    /// Inflates as far as it goes. What goes in is charged as what comes out: both are work.
    fn pour(&mut self, mut data: &[u8], depth: usize) {
        let mut piece = vec![0; PIECE_BYTES];
        if self.open.len() == depth && depth < MOST_LAYERS {
            self.open.push(Some(InflateState::new_boxed(format(data))));
        }
        while let Some(mut state) = self.open.get_mut(depth).and_then(Option::take) {
            let result = inflate(&mut state, data, &mut piece, MZFlush::None);
            let done = result.bytes_written.saturating_add(result.bytes_consumed);
            self.left = self.left.saturating_sub(done);
            data = data.get(result.bytes_consumed..).unwrap_or_default();
            match piece.get(..result.bytes_written) {
                Some(inflated) if !inflated.is_empty() => self.pour(inflated, depth.saturating_add(1)),
                _ => {}
            }
            if done == 0 || is_over(result.status) || self.left == 0 {
                return;
            }
            if let Some(place) = self.open.get_mut(depth) {
                *place = Some(state);
            }
            if data.is_empty() && result.bytes_written < PIECE_BYTES {
                return;
            }
        }
    }
}

fn is_over(status: miniz_oxide::MZResult) -> bool {
    !matches!(status, Ok(MZStatus::Ok) | Err(miniz_oxide::MZError::Buf))
}

/// As readers tell them apart: by the two bytes of a zlib header, which may be missing.
fn format(data: &[u8]) -> DataFormat {
    match data {
        [method, flags, ..] if method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0 => {
            DataFormat::ZLibIgnoreChecksum
        }
        _ => DataFormat::Raw,
    }
}
