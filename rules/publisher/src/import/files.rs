//! Rules and value sets in JSON files: each holds one, or an array of them. An item keeps the bytes that it has in its
//! file. What is neither is an error, not a gap; so are two that differ under one name, since nobody could say which.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use semafor_core::limits;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::names::{is_file_name, sha256};
use super::origin::{Origin, OriginError, Request, read as read_file};
use super::provenance::{Part, Thing};
use super::staging::Kind;
use super::{ImportError, StagingError};

/// What an item says of itself.
#[derive(Deserialize)]
struct Names {
    #[serde(rename = "Identifier")]
    identifier: Option<String>,
    #[serde(rename = "Version")]
    version: Option<String>,
    #[serde(rename = "valueSetId")]
    value_set_id: Option<String>,
}

struct Item {
    kind: Kind,
    id: String,
    file: String,
    bytes: Vec<u8>,
    from: String,
}

/// Reads a file, or every JSON file below a directory.
pub(super) fn read(
    origin: &Origin<'_>,
    new: &dyn Fn(Kind) -> Result<Part, StagingError>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Part>, ImportError> {
    let (mut items, mut others) = (Vec::new(), Vec::new());
    match origin.path().filter(|path| path.is_dir()) {
        Some(folder) => {
            let found = below(folder)?;
            for path in &found.json {
                items_of(&read_file(path, limits::POLICY_FILE_BYTES)?, &path.display().to_string(), &mut items)?;
            }
            others = found.others.iter().map(|path| path.display().to_string()).collect();
        }
        None => {
            let answer = origin.ask(&Request::get("", limits::POLICY_FILE_BYTES))?;
            items_of(&answer.body, &answer.at, &mut items)?;
        }
    }
    if items.is_empty() {
        return Err(ImportError::Nothing { at: origin.name(), what: "rules or value sets" });
    }
    write(&items, &others, new, progress)
}

fn write(
    items: &[Item],
    others: &[String],
    new: &dyn Fn(Kind) -> Result<Part, StagingError>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Part>, ImportError> {
    let mut parts = Vec::new();
    let mut kept = 0_usize;
    for kind in [Kind::Rules, Kind::ValueSets] {
        let of_kind: Vec<_> = items.iter().filter(|item| item.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut part = new(kind)?;
        part.not_checked("authenticity: files carry neither hash nor signature");
        part.receive(of_kind.len());
        let mut names = HashMap::new();
        for item in of_kind {
            match names.insert(item.file.to_ascii_lowercase(), item) {
                None => {}
                Some(other) if other.bytes == item.bytes => {
                    part.leave_out(format!("{} in {}", item.id, item.from), format!("the same is in {}", other.from));
                    continue;
                }
                Some(other) => {
                    let at = format!("{} and {}", other.from, item.from);
                    return Err(ImportError::Twice { at, id: item.id.clone() });
                }
            }
            part.write(&item.file, &item.bytes, Some(&item.from))?;
            let sha256 = sha256(&item.bytes);
            part.keep(Thing { id: item.id.clone(), file: item.file.clone(), sha256, flags: Vec::new() });
            kept = kept.saturating_add(1);
            progress(kept, items.len());
        }
        parts.push(part);
    }
    if let Some(first) = parts.first_mut() {
        first.receive(others.len());
        others.iter().for_each(|path| first.leave_out(path, "no JSON file"));
    }
    Ok(parts)
}

fn items_of(bytes: &[u8], at: &str, items: &mut Vec<Item>) -> Result<(), ImportError> {
    let malformed = |because: String| ImportError::Malformed { at: at.to_owned(), because };
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("not UTF-8".to_owned()))?;
    let is_array = text.trim_start().starts_with('[');
    let raw: Vec<&RawValue> = match is_array {
        true => serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?,
        false => vec![serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?],
    };
    for (index, raw) in raw.iter().enumerate() {
        let item = item(raw, at, index).map_err(malformed)?;
        items.push(item);
        if items.len() > limits::RULES.saturating_add(limits::VALUE_SETS) {
            return Err(ImportError::TooMany { at: at.to_owned(), what: "rules", most: limits::RULES });
        }
    }
    Ok(())
}

fn item(raw: &RawValue, at: &str, index: usize) -> Result<Item, String> {
    let names: Names = serde_json::from_str(raw.get()).map_err(|error| format!("item {index}: {error}"))?;
    let (kind, id, stem) = match (names.identifier, names.version, names.value_set_id) {
        (Some(id), Some(version), None) => (Kind::Rules, format!("{id} {version}"), format!("{id}-{version}")),
        (None, None, Some(id)) => (Kind::ValueSets, id.clone(), id),
        _ => return Err(format!("item {index} is neither a rule nor a value set")),
    };
    let file = format!("{stem}.json");
    if !is_file_name(&file) {
        return Err(format!("item {index}: {id:?} is no name"));
    }
    Ok(Item { kind, id, file, bytes: raw.get().as_bytes().to_vec(), from: at.to_owned() })
}

struct Found {
    json: Vec<PathBuf>,
    /// Everything else, hidden folders as one.
    others: Vec<PathBuf>,
}

/// What lies below a folder, in order of path. Links are followed to files, never to folders.
fn below(folder: &Path) -> Result<Found, OriginError> {
    let (mut found, mut folders) = (Found { json: Vec::new(), others: Vec::new() }, vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let no_file = |because| OriginError::NoFile { path: folder.clone(), because };
        for entry in std::fs::read_dir(&folder).map_err(no_file)? {
            let entry = entry.map_err(no_file)?;
            let path = entry.path();
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_json = path.extension().is_some_and(|extension| extension == "json");
            if !is_hidden && entry.file_type().map_err(no_file)?.is_dir() {
                folders.push(path);
            } else if !is_hidden && is_json && path.is_file() {
                found.json.push(path);
            } else {
                found.others.push(path);
            }
        }
    }
    found.json.sort();
    found.others.sort();
    Ok(found)
}
