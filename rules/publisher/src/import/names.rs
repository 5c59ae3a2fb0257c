//! Names from outside that become file names, addresses and comparisons: what they may look like.

use sha2::{Digest, Sha256};

/// Whether a text can be a file's name as it is: letters, digits, `-`, `_` and `.`, not a dot first.
pub(super) fn is_file_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=LONGEST).contains(&text.len()) && !text.starts_with('.') && text.bytes().all(plain)
}

/// Bytes of the longest name. Those in use have up to 50.
const LONGEST: usize = 100;

/// Whether a text is a country as services write it.
pub(super) fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text is a SHA-256 in hex, lower case as all services write it.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(is_lower_hex)
}

/// A hexadecimal digit, lower case.
pub(super) fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// SHA-256 in lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
