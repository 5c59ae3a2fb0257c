//! One frame: what it belongs to, which symbol it carries, the symbol, and a check of it all.

use ring::digest::{SHA256, digest};

use crate::limits;

/// Bytes of a symbol. With its frame it fills a QR code of version 13 at level M, 69 modules a side: ten of them a second
/// are read off a screen from any distance that a hand holds a phone at.
pub const SYMBOL_BYTES: usize = 304;

/// Bytes of a frame; the code holds 331.
pub const FRAME_BYTES: usize = SYMBOL_BYTES + HEADER + CHECK;

/// The name of a message.
pub(super) type Id = [u8; 8];

/// Magic (with the format's version), name, length, number.
const HEADER: usize = 4 + 8 + 4 + 4;
const CHECK: usize = 4;
const MAGIC: &[u8; 4] = b"SFQ\x01";

pub(super) struct Frame<'a> {
    pub(super) id: Id,
    /// Bytes of the message.
    pub(super) length: u32,
    /// Of the symbol.
    pub(super) number: u32,
    pub(super) symbol: &'a [u8],
}

/// Whether a code's content is a frame of a transfer, whichever.
#[must_use]
pub fn is_frame(content: &[u8]) -> bool {
    Frame::parse(content).is_some()
}

impl<'a> Frame<'a> {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let numbers = [self.length.to_be_bytes(), self.number.to_be_bytes()].concat();
        let mut bytes = [&MAGIC[..], &self.id, &numbers, self.symbol].concat();
        bytes.extend(check(&bytes));
        bytes
    }

    /// A frame that is whole and within the bounds.
    pub(super) fn parse(content: &'a [u8]) -> Option<Self> {
        let content = <&[u8; FRAME_BYTES]>::try_from(content).ok()?;
        let (covered, found) = content.split_last_chunk()?;
        let rest = covered.strip_prefix(MAGIC).filter(|_| check(covered) == *found)?;
        let (&id, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (number, symbol) = rest.split_first_chunk()?;
        let (length, number) = (u32::from_be_bytes(*length), u32::from_be_bytes(*number));
        let frame = Self { id, length, number, symbol };
        (1..=limits::TRANSFER_SYMBOLS).contains(&frame.symbols()).then_some(frame)
    }

    /// Symbols of the message.
    pub(super) fn symbols(&self) -> usize {
        usize::try_from(self.length).unwrap_or(usize::MAX).div_ceil(SYMBOL_BYTES)
    }
}

/// The beginning of a hash. A code's own error correction lets one wrong reading in billions through; this is for codes
/// of other makers that begin alike.
fn check(covered: &[u8]) -> [u8; CHECK] {
    digest(&SHA256, covered).as_ref().first_chunk().copied().unwrap_or_default()
}
