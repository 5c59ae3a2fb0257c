//! What kind of text a code holds, and `HC1:` text ⇄ COSE bytes: prefix, base45, bounded inflate
//! (hcert_spec §4; protocols.md §1.1).
//!
//! White space is never trimmed: the space is a base45 character.

mod base45;

use serde::Serialize;

use crate::limits;

/// What a scanned text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TextKind {
    /// A health certificate of the EU or WHO family (`HC1:`).
    HealthCertificate,
    /// A later context version of the same family (`HC2:` … `HCZ:`), which nobody issues yet.
    LaterHealthCertificate,
    /// The Vietnamese personal code: identity only, unsigned, never verified (peers.md §5.1 C).
    VietnamesePersonalCode,
    /// A SMART Health Card or SMART Health Link (`shc:/`, `shlink:/`).
    SmartHealthCard,
    /// A web address.
    Link,
    /// Anything else.
    Other,
}

/// Says what kind of text this is, from its first characters and, for the Vietnamese code, its fields.
#[must_use]
pub fn recognise(text: &str) -> TextKind {
    match text.as_bytes() {
        [b'H', b'C', b'1', b':', ..] => TextKind::HealthCertificate,
        [b'H', b'C', b'2'..=b'9' | b'A'..=b'Z', b':', ..] => TextKind::LaterHealthCertificate,
        // Nothing longer fits a code; searching it would only cost time.
        bytes if bytes.len() > limits::TEXT_CHARS => TextKind::Other,
        _ if starts_with(text, "shc:/") || starts_with(text, "shlink:/") || text.contains("#shlink:/") => {
            TextKind::SmartHealthCard
        }
        _ if starts_with(text, "https://") || starts_with(text, "http://") => TextKind::Link,
        _ if is_vietnamese_personal_code(text) => TextKind::VietnamesePersonalCode,
        _ => TextKind::Other,
    }
}

/// The COSE bytes in an `HC1:` text.
///
/// # Errors
/// [`EnvelopeError`] names the layer that failed and, where there is one, both sides of the comparison.
pub fn decode(text: &str) -> Result<Vec<u8>, EnvelopeError> {
    let body =
        text.strip_prefix(PREFIX).ok_or_else(|| EnvelopeError::NotHealthCertificate { kind: recognise(text) })?;
    if text.len() > limits::TEXT_CHARS {
        return Err(EnvelopeError::TooLong { chars: text.len(), most: limits::TEXT_CHARS });
    }
    let compressed = base45::decode(body).ok_or(EnvelopeError::Base45)?;
    inflate(&compressed)
}

/// The `HC1:` text of COSE bytes, as a wallet or an issuer shows it.
#[must_use]
pub fn encode(cose: &[u8]) -> String {
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(cose, COMPRESSION_LEVEL);
    format!("{PREFIX}{}", base45::encode(&compressed))
}

/// Why a text is no health certificate's envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The text does not begin with `HC1:`.
    #[error("no HC1: prefix")]
    NotHealthCertificate {
        /// What it is instead.
        kind: TextKind,
    },
    /// The text is longer than any QR code can hold.
    #[error("text of {chars} bytes, at most {most} fit a code")]
    TooLong {
        /// Length in bytes.
        chars: usize,
        /// The bound.
        most: usize,
    },
    /// The body is not base45 (RFC 9285): a foreign character, a value too large, or an odd length.
    #[error("not base45")]
    Base45,
    /// The bytes are not a whole zlib stream (RFC 1950), or its checksum does not fit.
    #[error("not a zlib stream, or a damaged one")]
    Zlib,
    /// Bytes follow the zlib stream.
    #[error("{bytes} bytes follow the zlib stream")]
    TrailingBytes {
        /// How many.
        bytes: usize,
    },
    /// The stream inflates beyond the bound.
    #[error("inflates beyond {most} bytes")]
    TooLarge {
        /// The bound in bytes.
        most: usize,
    },
}

const PREFIX: &str = "HC1:";
const COMPRESSION_LEVEL: u8 = 9;

fn inflate(compressed: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    use miniz_oxide::inflate::TINFLStatus;
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_COMPUTE_ADLER32
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = Box::new(DecompressorOxide::new());
    let mut output = vec![0; FIRST_OUTPUT_BYTES];
    let (mut read, mut written) = (0_usize, 0_usize);
    loop {
        let rest = compressed.get(read..).unwrap_or_default();
        let (status, consumed, produced) = decompress(&mut state, rest, &mut output, written, flags);
        read = read.saturating_add(consumed);
        written = written.saturating_add(produced);
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput if output.len() >= limits::INFLATED_BYTES => {
                return Err(EnvelopeError::TooLarge { most: limits::INFLATED_BYTES });
            }
            TINFLStatus::HasMoreOutput => {
                output.resize(output.len().saturating_mul(4).min(limits::INFLATED_BYTES), 0);
            }
            _ => return Err(EnvelopeError::Zlib),
        }
    }
    match compressed.len().saturating_sub(read) {
        0 => {
            output.truncate(written);
            Ok(output)
        }
        bytes => Err(EnvelopeError::TrailingBytes { bytes }),
    }
}

/// Real certificates inflate to at most 870 bytes, so that one buffer usually does.
const FIRST_OUTPUT_BYTES: usize = 1_024;

/// `SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`: document number, upper-case name, YYYY-MM-DD, 0 or 1, id, extension.
fn is_vietnamese_personal_code(text: &str) -> bool {
    let mut fields = text.split('|');
    let (Some(document), Some(name), Some(birth_date), Some(declared_by)) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return false;
    };
    document.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'*')
        && name.chars().any(char::is_alphabetic)
        && crate::instant::CalendarDate::parse(birth_date).is_ok()
        && matches!(declared_by, "0" | "1")
        && (1..=2).contains(&fields.count())
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests;
