//! `vectors/set`: a published folder of two generations, and `vectors/set/steps.json`: what a device does with it day by
//! day and what it says then. Rust plays the steps here and writes down its own answers, the Kotlin and the Swift tests
//! hold against them. When anything changes, all is rewritten and this test fails once, so that somebody looks.

#![cfg(feature = "store")]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

#[path = "set/device.rs"]
mod device;
#[path = "set/layout.rs"]
mod layout;
#[path = "set/publication.rs"]
mod publication;
#[path = "set/steps.rs"]
mod steps;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use device::Device;
use layout::laid_out;
use semafor_core::verdict::Asked;
use serde_json::json;
use steps::steps;

/// Path within `vectors/set` → content.
type Files = BTreeMap<String, Vec<u8>>;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/set");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/example");
const STEPS: &str = "steps.json";

#[test]
fn the_steps_are_those_of_today() {
    let scratch = Scratch::new();
    let mut files = publication::files(&scratch.0.join("public"));
    let answers = answers(&scratch.0.join("phone"), &files);
    files.insert(STEPS.to_owned(), answers.into_bytes());
    if collected(Path::new(VECTORS)) != files {
        let _absent = fs::remove_dir_all(VECTORS);
        for (path, bytes) in &files {
            let path = Path::new(VECTORS).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        panic!("vectors/set was rewritten: look at the difference, then run again");
    }
}

fn answers(data_dir: &Path, files: &Files) -> String {
    fs::create_dir_all(data_dir).unwrap();
    let device = Device::new(data_dir, files.clone(), steps().first().unwrap().clock.clone());
    let mut played = Vec::new();
    for step in steps() {
        played.push(step.play(&device));
    }
    let texts: BTreeMap<_, _> = device::texts().into_iter().collect();
    let answers = json!({ "url": device::URL, "texts": texts, "asked": asked(), "language": "cs", "steps": played });
    laid_out(&answers, "\n") + "\n"
}

/// Entry to Czechia, without a mode.
fn asked() -> Asked {
    Asked::Entry { country: Some("CZ".to_owned()), region: None, mode: None }
}

/// Every file of a folder and those below it.
fn collected(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in folder.read_dir().into_iter().flatten().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            files.extend(collected(&entry.path()).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            files.insert(name, read(&entry.path()));
        }
    }
    files
}

fn read(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// A folder for one run.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("semafor-set-{}", std::process::id()));
        // One of an earlier run.
        let _absent = fs::remove_dir_all(&folder);
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        let _left = fs::remove_dir_all(&self.0);
    }
}
