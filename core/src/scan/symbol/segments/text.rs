//! The text of a symbol, where its character sets allow to tell.

use super::Message;

/// What bytes are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Charset {
    /// Where they are valid UTF-8, of which ASCII is a part. Symbols that do not say a character set are read so.
    #[default]
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// Anything else, which is left to others.
    Other,
}

impl Charset {
    /// By the number of an extended channel interpretation. `None` for numbers there are not.
    pub(super) const fn of_channel(number: usize) -> Option<Self> {
        match number {
            // The first is an older number of the same.
            1 | 3 => Some(Self::Latin1),
            26 | 27 => Some(Self::Utf8),
            0..=999_999 => Some(Self::Other),
            _ => None,
        }
    }
}

impl Message {
    /// The content as text.
    pub(in crate::scan::symbol) fn text(&self) -> Option<String> {
        let mut text = String::with_capacity(self.bytes.len());
        let ends = self.charsets.iter().skip(1).map(|(start, _)| *start).chain([self.bytes.len()]);
        for ((start, charset), end) in self.charsets.iter().zip(ends) {
            let bytes = self.bytes.get(*start..end)?;
            match charset {
                Charset::Utf8 => text.push_str(std::str::from_utf8(bytes).ok()?),
                Charset::Latin1 => text.extend(bytes.iter().copied().map(char::from)),
                Charset::Other if bytes.is_empty() => {}
                Charset::Other => return None,
            }
        }
        Some(text)
    }
}
