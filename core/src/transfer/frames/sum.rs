//! Which symbols a frame's sum has.

use ring::digest::{Context, SHA256};

/// Of each of the message's symbols in turn, whether it is a term of the symbol `number`: below their count itself alone,
/// from there on a hash's bits, the highest of its first byte first. Every half of them is as likely as any other, so
/// that a sum is new to a receiver who lacks `n` symbols with probability 1 - 2⁻ⁿ.
pub(super) fn terms(number: u32, symbols: usize) -> impl Iterator<Item = bool> {
    let alone = usize::try_from(number).ok().filter(|place| *place < symbols);
    let blocks = (0_u32..).flat_map(move |block| bits(number, symbols, block));
    let chosen = blocks.enumerate().map(move |(place, bit)| alone.map_or(bit, |alone| alone == place));
    chosen.take(symbols)
}

/// The bits of SHA-256 over the count of symbols, the number and the block's, each four bytes.
fn bits(number: u32, symbols: usize, block: u32) -> impl Iterator<Item = bool> {
    let mut context = Context::new(&SHA256);
    for part in [u32::try_from(symbols).unwrap_or(u32::MAX), number, block] {
        context.update(&part.to_be_bytes());
    }
    let hash: [u8; 32] = context.finish().as_ref().try_into().unwrap_or_default();
    hash.into_iter().flat_map(|byte| (0..8).map(move |bit| byte.rotate_left(bit) & 0x80 != 0))
}
