//! `frames`: luma frames as a phone's camera sees codes, listed in `manifest.jsonl` (one JSON object a line: `id`, `pgm`,
//! `kind`, `expected`). Of the frames with a code the share that is read must reach a bound, in either mode within its
//! usual time; where there is none, nothing may be read, and nowhere may a wrong text be.

use std::path::{Path, PathBuf};
use std::time::Instant;

use semafor_core::scan::{Budget, Frame, Mode, Scanner, Seen, Wanted, picture};
use serde::Deserialize;

use crate::files;
use crate::outcome::Checks;

pub(super) fn check(dir: &Path, checks: &mut Checks) {
    let manifest = match files::text(&dir.join("manifest.jsonl")) {
        Ok(manifest) => manifest,
        Err(error) => return checks.compare("manifest.jsonl", "readable", true, false, error),
    };
    let mut counts = MODES.map(|(mode, ..)| (Scanner::new(mode, Wanted::Certificates), 0_u32));
    let mut with_code = 0_u32;
    for (index, line) in manifest.lines().enumerate() {
        let (row, luma) = match read(dir, line) {
            Ok(read) => read,
            Err(error) => {
                let id = format!("manifest.jsonl:{}", index.saturating_add(1));
                checks.compare(&id, "readable", true, false, error);
                continue;
            }
        };
        let Ok(frame) = luma.frame() else { continue };
        with_code = with_code.saturating_add(u32::from(!row.is_negative()));
        for ((mode, name, _), (scanner, right)) in MODES.iter().zip(&mut counts) {
            let texts = texts(&frame, *mode, scanner);
            let is_right = !row.is_negative() && texts.iter().any(|text| row.expected.contains(text));
            *right = right.saturating_add(u32::from(is_right));
            if !texts.is_empty() && !is_right {
                checks.compare(&row.id, name, "no wrong text", "a wrong text", "");
            }
        }
    }
    for ((_, name, least), (_, right)) in MODES.iter().zip(&counts) {
        let share = 100.0 * f64::from(*right) / f64::from(with_code.max(1));
        checks.note(format!("{name}: {right} of {with_code} read, {share:.1} %"));
        if with_code > 0 {
            checks.compare(".", name, true, share >= *least, format!("{share:.2} % read, at least {least} % must be"));
        }
    }
}

/// The modes, the names of their checks, and the least share of frames that must be read, in percent.
const MODES: [(Mode, &str, f64); 2] = [(Mode::Still, "still", 97.0), (Mode::Camera, "camera", 92.0)];

#[derive(Deserialize)]
struct Row {
    id: String,
    pgm: PathBuf,
    kind: String,
    #[serde(default)]
    expected: Vec<String>,
}

impl Row {
    fn is_negative(&self) -> bool {
        self.kind == "negative"
    }
}

/// A row and its picture, which lies where the row says or, since directories are moved, beside the manifest.
fn read(dir: &Path, line: &str) -> Result<(Row, picture::Luma), String> {
    let row: Row = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let last_parts: PathBuf = {
        let parts: Vec<_> = row.pgm.iter().rev().take(2).collect();
        parts.into_iter().rev().collect()
    };
    let path = [row.pgm.clone(), dir.join(&row.pgm), dir.join(last_parts)].into_iter().find(|path| path.is_file());
    let path = path.ok_or_else(|| format!("{} is not here", row.pgm.display()))?;
    let luma = picture::read(&files::bytes(&path)?).map_err(|error| error.to_string())?;
    Ok((row, luma))
}

/// The contents of the codes on a frame, in hexadecimal digits.
fn texts(frame: &Frame<'_>, mode: Mode, scanner: &mut Scanner) -> Vec<String> {
    scanner.forget();
    let start = now();
    let clock = || now().saturating_duration_since(start);
    match scanner.scan(frame, &Budget::new(&clock, Budget::usual(mode))) {
        Seen::Codes { codes } => {
            codes.iter().map(|code| code.bytes.iter().map(|byte| format!("{byte:02x}")).collect()).collect()
        }
        Seen::Nothing { .. } => Vec::new(),
    }
}

#[expect(clippy::disallowed_methods, reason = "the time a frame takes is what is asked for")]
fn now() -> Instant {
    Instant::now()
}
