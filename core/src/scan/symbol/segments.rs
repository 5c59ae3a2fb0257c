//! The data codewords of a symbol → its content: segments of several modes, one behind the other (ISO/IEC 18004 §7.4).

mod bits;
mod text;

use bits::Bits;
use text::Charset;

use super::version::Version;
use crate::scan::Part;

/// What the segments say.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// As the segments have them.
    pub(super) bytes: Vec<u8>,
    /// Where the symbol is one of several.
    pub(super) part: Option<Part>,
    /// Whether what follows the last segment is what the standard puts there. Some generators put other things.
    pub(super) ends_as_it_should: bool,
    /// Where in `bytes` a character set begins.
    charsets: Vec<(usize, Charset)>,
    /// What byte segments are in from here on.
    bytes_are: Charset,
    /// Whether `%` stands for the group separator in alphanumeric segments.
    function: bool,
}

/// Reads the segments. `None` where they are none: a mode that does not exist, a value that its mode does not have, more
/// than the symbol holds.
pub(super) fn read(data: &[u8], version: Version) -> Option<Message> {
    let mut bits = Bits::new(data);
    let mut message = Message::default();
    while bits.left() >= MODE_BITS {
        match bits.take(MODE_BITS)? {
            0b0000 => {
                message.ends_as_it_should = is_padding(&mut bits);
                return Some(message);
            }
            0b0001 => message.numeric(&mut bits, version)?,
            0b0010 => message.alphanumeric(&mut bits, version)?,
            0b0011 => message.structured_append(&mut bits)?,
            0b0100 => message.byte(&mut bits, version)?,
            0b0101 => message.function = true,
            0b0111 => message.extended_channel(&mut bits)?,
            0b1000 => message.kanji(&mut bits, version)?,
            0b1001 => {
                // Followed by whose rules the content obeys, which is for others to interpret.
                bits.take(8)?;
                message.function = true;
            }
            0b1101 => message.hanzi(&mut bits, version)?,
            _ => return None,
        }
    }
    let left = bits.left();
    message.ends_as_it_should = bits.take(left)? == 0;
    Some(message)
}

const MODE_BITS: usize = 4;

impl Message {
    fn numeric(&mut self, bits: &mut Bits<'_>, version: Version) -> Option<()> {
        self.begin(Charset::Utf8);
        let mut left = bits.take_count(version, [10, 12, 14])?;
        while left > 0 {
            let digits = left.min(3);
            let (size, end) = match digits {
                1 => (4, 10),
                2 => (7, 100),
                _ => (10, 1000),
            };
            let value = bits.take(size).filter(|value| *value < end)?;
            let all = [value / 100, value / 10 % 10, value % 10];
            self.bytes.extend(all.into_iter().skip(3_usize.saturating_sub(digits)).filter_map(alphanumeric));
            left = left.saturating_sub(digits);
        }
        Some(())
    }

    fn alphanumeric(&mut self, bits: &mut Bits<'_>, version: Version) -> Option<()> {
        self.begin(Charset::Utf8);
        let start = self.bytes.len();
        let mut left = bits.take_count(version, [9, 11, 13])?;
        while left > 1 {
            let pair = bits.take(11)?;
            self.bytes.push(alphanumeric(pair / 45)?);
            self.bytes.push(alphanumeric(pair % 45)?);
            left = left.saturating_sub(2);
        }
        if left == 1 {
            self.bytes.push(alphanumeric(bits.take(6)?)?);
        }
        if self.function {
            separate_groups(&mut self.bytes, start);
        }
        Some(())
    }

    fn byte(&mut self, bits: &mut Bits<'_>, version: Version) -> Option<()> {
        self.begin(self.bytes_are);
        for _ in 0..bits.take_count(version, [8, 16, 16])? {
            self.bytes.push(bits.take_byte()?);
        }
        Some(())
    }

    /// Characters of Shift-JIS, 13 bits each.
    fn kanji(&mut self, bits: &mut Bits<'_>, version: Version) -> Option<()> {
        self.begin(Charset::Other);
        for _ in 0..bits.take_count(version, [8, 10, 12])? {
            let value = bits.take(13)?;
            let (lead, trail) = (value / 0xC0, value % 0xC0);
            let lead = lead.saturating_add(if lead < 0x1F { 0x81 } else { 0xC1 });
            let trail = trail.saturating_add(0x40);
            let exists = trail != 0x7F && trail <= 0xFC;
            self.push_pair(lead, trail).filter(|()| exists)?;
        }
        Some(())
    }

    /// Characters of GB 2312, 13 bits each (GB/T 18284).
    fn hanzi(&mut self, bits: &mut Bits<'_>, version: Version) -> Option<()> {
        bits.take(4).filter(|subset| *subset == 1)?;
        self.begin(Charset::Other);
        for _ in 0..bits.take_count(version, [8, 10, 12])? {
            let value = bits.take(13)?;
            let (lead, trail) = (value / 0x60, value % 0x60);
            let lead = lead.saturating_add(if lead < 0x0A { 0xA1 } else { 0xA6 });
            let trail = trail.saturating_add(0xA1);
            let exists = lead <= 0xFA && trail <= 0xFE;
            self.push_pair(lead, trail).filter(|()| exists)?;
        }
        Some(())
    }

    fn push_pair(&mut self, lead: usize, trail: usize) -> Option<()> {
        self.bytes.extend([u8::try_from(lead).ok()?, u8::try_from(trail).ok()?]);
        Some(())
    }

    /// One symbol of several says so before anything else, and once.
    fn structured_append(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        let index = bits.take(4)?;
        let last = bits.take(4)?;
        let parity = bits.take_byte()?;
        if index > last || self.part.is_some() || !self.bytes.is_empty() {
            return None;
        }
        let of = last.saturating_add(1);
        self.part = Some(Part { index: u8::try_from(index).ok()?, of: u8::try_from(of).ok()?, parity });
        Some(())
    }

    /// An extended channel interpretation: the character set of the byte segments that follow.
    fn extended_channel(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        let first = bits.take(8)?;
        let number = match first.checked_shr(4)? {
            0b0000..=0b0111 => first,
            0b1000..=0b1011 => (first & 0x3F).checked_shl(8)? | bits.take(8)?,
            0b1100 | 0b1101 => (first & 0x1F).checked_shl(16)? | bits.take(16)?,
            _ => return None,
        };
        self.bytes_are = Charset::of_channel(number)?;
        Some(())
    }

    fn begin(&mut self, charset: Charset) {
        if self.charsets.last().is_none_or(|(_, last)| *last != charset) {
            self.charsets.push((self.bytes.len(), charset));
        }
    }
}

/// The character of a value; `None` where it has none.
fn alphanumeric(value: usize) -> Option<u8> {
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".get(value).copied()
}

/// A `%` is the group separator, two of them are one `%` (ISO/IEC 18004 §7.4.9.1).
fn separate_groups(bytes: &mut Vec<u8>, start: usize) {
    const GROUP_SEPARATOR: u8 = 0x1D;
    let mut write = start;
    let mut read = start;
    while let Some(byte) = bytes.get(read).copied() {
        let doubled = byte == b'%' && bytes.get(read.saturating_add(1)) == Some(&b'%');
        if let Some(slot) = bytes.get_mut(write) {
            *slot = if byte == b'%' && !doubled { GROUP_SEPARATOR } else { byte };
        }
        write = write.saturating_add(1);
        read = read.saturating_add(if doubled { 2 } else { 1 });
    }
    bytes.truncate(write);
}

/// Whether zeros up to the next codeword follow, and then the two pad codewords in turn.
fn is_padding(bits: &mut Bits<'_>) -> bool {
    let to_codeword = bits.left() % 8;
    if bits.take(to_codeword) != Some(0) {
        return false;
    }
    let mut pads = [0xEC, 0x11].into_iter().cycle();
    std::iter::from_fn(|| bits.take(8)).all(|codeword| Some(codeword) == pads.next())
}

#[cfg(test)]
mod tests;
