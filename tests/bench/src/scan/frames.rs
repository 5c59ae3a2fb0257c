//! Frames with what is known of them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use semafor_core::scan::picture::{self, Luma};
use semafor_core::scan::{Budget, Frame, Mode, Scanner, Seen, Wanted};
use serde_json::Value as Json;

use super::python;
use crate::built;
use crate::measure::now;

/// A picture and the content of its code, none where it has no code.
pub struct Shot {
    /// The kind of frame, such as `syn-gauss`.
    pub set: String,
    /// The picture.
    pub luma: Luma,
    /// The content.
    pub expected: Option<Vec<u8>>,
}

/// The frames of `SEMAFOR_FRAMES`, or freshly made ones.
pub fn synthetic() -> Result<Vec<Shot>, Box<dyn Error>> {
    if let Some(folder) = std::env::var_os("SEMAFOR_FRAMES") {
        return read(Path::new(&folder));
    }
    let folder = built::folder()?.join("frames");
    if !folder.join("manifest.jsonl").is_file() {
        make("qr_synth.py", &folder)?;
    }
    read(&folder)
}

/// Has a script of the reference, or one of ours beside it, fill a folder.
pub fn make(script: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let reference = beside("reference");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("scan").join(script);
    let script = if ours.is_file() { ours } else { reference.join(script) };
    if !script.is_file() || !reference.join("qr_synth.py").is_file() {
        return Err(
            "../shared/reference/qr_synth.py is not here; SEMAFOR_FRAMES may name a folder of its frames".into()
        );
    }
    let texts = beside("testdata/dgc-testdata");
    let mut command = Command::new(python::interpreter());
    command.arg(script).arg(folder).arg("--texts").arg(texts).env("PYTHONPATH", reference);
    let done = command.stdin(Stdio::null()).output().map_err(|error| format!("python3: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&done.stderr);
    Err(format!("the script failed: {}", complaint.lines().last().unwrap_or_default()).into())
}

/// A folder of what is shared beside the checkout.
pub fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name)
}

/// The frames of a folder, by its manifest.
pub fn read(folder: &Path) -> Result<Vec<Shot>, Box<dyn Error>> {
    let manifest = std::fs::read_to_string(folder.join("manifest.jsonl"))?;
    manifest.lines().map(|line| shot(folder, &serde_json::from_str(line)?)).collect()
}

fn shot(folder: &Path, row: &Json) -> Result<Shot, Box<dyn Error>> {
    let text = |name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
    let set = text("set").ok_or("a row without set")?;
    let path = PathBuf::from(text("pgm").ok_or("a row without pgm")?);
    let parts: Vec<_> = path.iter().rev().take(2).collect();
    let near = folder.join(parts.iter().rev().collect::<PathBuf>());
    let bytes = std::fs::File::open(if near.is_file() { &near } else { &path }).and_then(bytes)?;
    let expected = row.get("expected").and_then(|list| list.get(0)).and_then(Json::as_str).map(unhex);
    Ok(Shot { set, luma: picture::read(&bytes)?, expected: expected.transpose()? })
}

fn bytes(mut file: std::fs::File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes)?;
    Ok(bytes)
}

/// Bytes of hexadecimal digits.
pub fn unhex(digits: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let pair = |pair: &[u8]| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
    digits.as_bytes().chunks(2).map(pair).collect()
}

/// The contents of the codes that our scanner reads, and the seconds it took, within a mode's usual time.
pub fn ours(scanner: &mut Scanner, mode: Mode, frame: &Frame<'_>) -> (Vec<Vec<u8>>, f64) {
    let start = now();
    let clock = || now().saturating_duration_since(start);
    let budget = Budget::new(&clock, Budget::usual(mode));
    let seen = scanner.scan(frame, &budget);
    let took: Duration = clock();
    let contents = match seen {
        Seen::Codes { codes } => codes.into_iter().map(|code| code.bytes).collect(),
        Seen::Nothing { .. } => Vec::new(),
    };
    (contents, took.as_secs_f64())
}

/// A scanner for certificates.
pub fn scanner(mode: Mode) -> Scanner {
    Scanner::new(mode, Wanted::Certificates)
}
