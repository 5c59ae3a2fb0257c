//! How contents are written into rows. Certificates are kept as the text of their code, all else as JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cose::Signed;
use crate::envelope;
use crate::store::Row;

/// The way of writing that new rows have. A row of another one is left as it is and counted as unreadable.
pub(super) const FORMAT: u8 = 1;

/// What is kept, as JSON.
pub(super) fn write(content: &impl Serialize) -> Vec<u8> {
    // Maps with text keys and nothing else: there is no way to fail.
    serde_json::to_vec(content).unwrap_or_default()
}

/// What was kept as JSON.
pub(super) fn read<T: DeserializeOwned>(row: &Row) -> Option<T> {
    (row.format == FORMAT).then(|| serde_json::from_slice(&row.content).ok()).flatten()
}

/// The text of a certificate's code.
pub(super) fn text(row: &Row) -> Option<&str> {
    (row.format == FORMAT).then(|| std::str::from_utf8(&row.content).ok()).flatten()
}

/// What duplicates of a certificate have in common: the claims as they were signed.
pub(super) fn claims(text: &str) -> Vec<u8> {
    let signed = envelope::decode(text).ok().and_then(|cose| Signed::parse(&cose, &mut Vec::new()).ok());
    signed.map(|signed| signed.payload().to_vec()).unwrap_or_default()
}
