//! Files of a suite's directory: found at any depth, in a stable order, read leniently.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file and its path relative to the suite's directory, with `/` between the parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) path: PathBuf,
}

/// All files below `dir` whose name ends with `.extension`, sorted. What cannot be listed holds no case.
pub(crate) fn below(dir: &Path, extension: &str) -> Vec<Found> {
    let mut found = Vec::new();
    walk(dir, "", 0, &mut |file: Found| {
        let ends = file.path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
        if ends {
            found.push(file);
        }
    });
    found.sort();
    found
}

/// A directory's path from the root, so that its own name and its neighbours are known.
pub(crate) fn resolved(dir: &Path) -> PathBuf {
    let whole = if dir.file_name().is_some() { std::path::absolute(dir) } else { dir.canonicalize() };
    whole.unwrap_or_else(|_| dir.to_owned())
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The text of a file: a byte order mark is dropped, what is not UTF-8 is replaced.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// The JSON in a file.
pub(crate) fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&text(path)?).map_err(|error| format!("not JSON: {error}"))
}

/// Links that lead in a circle end here.
const DEEPEST: usize = 32;

fn walk(dir: &Path, prefix: &str, depth: usize, visit: &mut dyn FnMut(Found)) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let id = format!("{prefix}{}", name.to_string_lossy());
        if path.is_dir() && depth < DEEPEST {
            walk(&path, &format!("{id}/"), depth.saturating_add(1), visit);
        } else if path.is_file() {
            visit(Found { id, path });
        }
    }
}
