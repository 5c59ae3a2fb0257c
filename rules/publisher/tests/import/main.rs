//! Imports against the reference backend, good and at fault, and of all public test data, with exact counts.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "what a test needs must be there")]

mod faults;
mod keys;
mod public;
mod revocation;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::Backend;
use semafor_core::instant::Instant;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::import::{Bounds, Counts, Import, ImportError, Imported, Place, Source};

/// An empty content directory of a test.
fn content(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import").join(test);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn import_from(source: Source, from: &str, into: &Path, bounds: Bounds) -> Result<Vec<Imported>, ImportError> {
    let from = Place::parse(from)?;
    let at = Instant::parse("2026-11-24T12:00:00Z").unwrap();
    let imported = Import { source, from, into, name: "test", at, bounds }.run(&mut |done, total| {
        assert!(done <= total, "{done} of {total}");
    });
    assert_eq!(hidden(into), Vec::<String>::new(), "nothing half-written stays");
    imported
}

fn import(source: Source, backend: &Backend, into: &Path) -> Result<Vec<Imported>, ImportError> {
    let bounds = Bounds { request: Duration::from_secs(5), ..Bounds::default() };
    import_from(source, &backend.url(), into, bounds)
}

/// Names of what an import leaves beside its result: nothing but the lock.
fn hidden(content: &Path) -> Vec<String> {
    files(content).into_iter().filter(|name| name.contains("/.") && name != "/.importing").collect()
}

/// All files below a folder, by their paths in it, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path.display().to_string().replace(&folder.display().to_string(), ""));
            }
        }
    }
    names.sort();
    names
}

fn read(path: impl AsRef<Path>) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut fs::File::open(path).unwrap(), &mut bytes).unwrap();
    bytes
}

fn json(path: impl AsRef<Path>) -> serde_json::Value {
    serde_json::from_slice(&read(path)).unwrap()
}

fn counts(received: usize, kept: usize, left_out: usize) -> Counts {
    Counts { received, kept, left_out }
}

/// The same DSC for the same seed.
fn dsc(seed: u8) -> Vec<u8> {
    let at = |text| Instant::parse(text).unwrap();
    let terms = Terms {
        country: "CZ".to_owned(),
        usages: Vec::new(),
        not_before: at("2025-01-01"),
        not_after: at("2028-01-01"),
    };
    let key = p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap();
    Authority::from_key(key, &terms).unwrap().dsc().to_vec()
}
