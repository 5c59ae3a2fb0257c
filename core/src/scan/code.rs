//! A code that was read.

use super::Point;

/// A QR code, as it was read.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Code {
    /// The content as the code holds it: kanji in Shift-JIS, everything else as its segments' character set has it.
    pub bytes: Vec<u8>,
    /// The content as text, where it is ASCII, UTF-8, or ISO 8859-1 by an ECI of its own. Certificates always are.
    pub text: Option<String>,
    /// The outer corners of the modules in the frame as it was handed in: the code's own top left, top right, bottom
    /// right, bottom left.
    pub corners: Vec<Point>,
    /// 1 to 40.
    pub version: u8,
    /// How much damage the code was made to stand.
    pub level: ErrorCorrection,
    /// Codewords that were wrong or unreadable and have been corrected.
    pub corrected: u16,
    /// Where the code is one of several that make one message.
    pub part: Option<Part>,
}

/// The level of error correction (ISO/IEC 18004 §7.5.1), with the share of codewords it restores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ErrorCorrection {
    /// 7 %.
    Low,
    /// 15 %.
    Medium,
    /// 25 %, which certificates should have (hcert_spec §4.2.2).
    Quartile,
    /// 30 %.
    High,
}

/// One of up to 16 codes of a message (structured append, ISO/IEC 18004 §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Part {
    /// From 0.
    pub index: u8,
    /// How many codes the message has, 1 to 16.
    pub of: u8,
    /// The exclusive or of all bytes of the message, by which its parts know each other.
    pub parity: u8,
}
