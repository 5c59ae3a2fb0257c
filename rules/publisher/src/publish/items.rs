//! A set taken apart into what people name: keys, rules, value sets, modes, texts, schemes, revocation lists.

use std::collections::BTreeMap;

use semafor_core::bundle::{BlobHash, ContentError, Contents, Entry, KeyRecords, Kind, Lookup};
use serde_json::Value as Json;

/// The things of a set by kind and name.
pub type Items = BTreeMap<(String, String), Item>;

/// One thing of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Tells two of one name apart.
    pub digest: BlobHash,
    /// What is shown of it beside its name: a version, a number of codes.
    pub shown: String,
}

/// Takes a set apart.
///
/// # Errors
/// [`ContentError`] of the first blob that is missing or cannot be read.
pub fn items(contents: &Contents, blobs: &Lookup<'_>) -> Result<Items, ContentError> {
    let mut items = Items::new();
    for (kind, entry) in contents.entries() {
        let named = |name: String, item: Item| {
            let from = entry.effective_from.map(|from| format!(" from {from}")).unwrap_or_default();
            ((kind.name().to_owned(), format!("{name}{from}")), item)
        };
        match kind {
            Kind::Keys => {
                for bytes in unpacked(kind, entry, blobs)? {
                    items.extend(keys(entry, &bytes)?.into_iter().map(|(name, item)| named(name, item)));
                }
            }
            Kind::Rules | Kind::ValueSets | Kind::Modes | Kind::Texts => {
                for bytes in unpacked(kind, entry, blobs)? {
                    items.extend(policy(kind, entry, &bytes)?.into_iter().map(|(name, item)| named(name, item)));
                }
            }
            Kind::Schemes | Kind::Revocation | Kind::Other(_) => {
                items.extend([named(entry.key.clone(), whole(entry))]);
            }
        }
    }
    Ok(items)
}

fn unpacked(kind: &Kind, entry: &Entry, blobs: &Lookup<'_>) -> Result<Vec<Vec<u8>>, ContentError> {
    let (kind, key) = (kind.name(), &entry.key);
    let unpack = |blob: &semafor_core::bundle::BlobRef| {
        let missing = || ContentError::Missing { kind: kind.to_owned(), key: key.clone(), hash: blob.hash };
        let fault = |because| ContentError::Blob { kind: kind.to_owned(), key: key.clone(), because };
        let bytes = blobs(blob).ok_or_else(missing)?;
        blob.check(&bytes).and_then(|()| blob.unpack(bytes)).map_err(fault)
    };
    entry.blobs.iter().map(unpack).collect()
}

fn keys(entry: &Entry, bytes: &[u8]) -> Result<Vec<(String, Item)>, ContentError> {
    let (kind, key) = (Kind::Keys.name().to_owned(), entry.key.clone());
    let records = KeyRecords::parse(bytes).map_err(|because| ContentError::Fields { kind, key, because })?;
    let item = |key: semafor_core::trust::TrustedKey| {
        let name = format!("{} {}", entry.key, BlobHash(key.fingerprint));
        let digest = BlobHash::of(&KeyRecords(vec![key]).to_bytes());
        (name, Item { digest, shown: String::new() })
    };
    Ok(records.0.into_iter().map(item).collect())
}

fn policy(kind: &Kind, entry: &Entry, bytes: &[u8]) -> Result<Vec<(String, Item)>, ContentError> {
    let (name, key) = (kind.name().to_owned(), entry.key.clone());
    let json: Json =
        serde_json::from_slice(bytes).map_err(|because| ContentError::Json { kind: name, key, because })?;
    let parts = match json {
        Json::Array(parts) => parts,
        whole => vec![whole],
    };
    Ok(parts.iter().map(|part| (name_of(kind, entry, part), item_of(kind, part))).collect())
}

fn name_of(kind: &Kind, entry: &Entry, part: &Json) -> String {
    let text = |member| part.get(member).and_then(Json::as_str).unwrap_or_default();
    match kind {
        // Two versions of one rule can be in force one after the other.
        Kind::Rules => format!("{} {} {}", entry.key, text("Identifier"), text("ValidFrom")),
        Kind::Modes => text("mode").to_owned(),
        Kind::Texts => text("rule").to_owned(),
        _ => entry.key.clone(),
    }
}

fn item_of(kind: &Kind, part: &Json) -> Item {
    let codes = || {
        let values = part.get("valueSetValues").and_then(Json::as_object).map(serde_json::Map::len);
        let lists = || part.as_object().and_then(|lists| lists.values().next()?.as_array().map(Vec::len));
        format!("{} codes", values.or_else(lists).unwrap_or_default())
    };
    let shown = match kind {
        Kind::Rules => part.get("Version").and_then(Json::as_str).unwrap_or_default().to_owned(),
        Kind::ValueSets => codes(),
        _ => String::new(),
    };
    Item { digest: BlobHash::of(part.to_string().as_bytes()), shown }
}

fn whole(entry: &Entry) -> Item {
    let hashes: Vec<u8> =
        entry.blobs.iter().flat_map(|blob| blob.hash.0).chain(entry.about.clone().unwrap_or_default()).collect();
    let bytes = entry.blobs.iter().fold(0_usize, |sum, blob| sum.saturating_add(blob.size));
    Item { digest: BlobHash::of(&hashes), shown: format!("{bytes} bytes") }
}
