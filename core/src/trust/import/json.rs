//! Which list a JSON text holds, and the signature line that may stand before it.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::ListKind;

/// The first line where it is no JSON, and the bytes after its line feed. A byte-order mark before either is dropped.
pub(super) fn split(bytes: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"{") {
        return (None, bytes);
    }
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    (lines.next(), lines.next().unwrap_or_default())
}

/// The list's kind by the member that holds its keys.
pub(super) fn shape(json: &[u8]) -> Option<ListKind> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Members {
        certificates: Option<IgnoredAny>,
        verification_method: Option<IgnoredAny>,
        status: Option<IgnoredAny>,
        dscs: Option<IgnoredAny>,
    }
    if !json.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    match serde_json::from_slice(json) {
        Ok(Members { certificates: Some(_), .. }) => Some(ListKind::German),
        Ok(Members { verification_method: Some(_), .. }) => Some(ListKind::Who),
        Ok(Members { status: Some(_), dscs: Some(_), .. }) => Some(ListKind::EuService),
        _ => None,
    }
}
