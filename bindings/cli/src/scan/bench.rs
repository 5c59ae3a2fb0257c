//! `semafor scan --bench`: what is read of many frames, in what time. The frames are listed in a manifest, one JSON
//! object a line: `set`, `pgm`, `kind` (`exact`, or `negative` where nothing may be read) and `expected`, in hexadecimal
//! digits.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use semafor_core::scan::last_resort::{self, Found};
use semafor_core::scan::picture::{self, Luma};
use semafor_core::scan::{Budget, Frame, Mode, Scanner, Seen, Wanted};
use serde::{Deserialize, Serialize};

use super::{hex, limit};
use crate::args::{self, ModeName};
use crate::exit::{Exit, Failure};
use crate::input;
use crate::machine::{self, Progress};

/// Runs the bench and writes a line for every set, in the manifest's order, and one for all together.
pub(super) fn run(folder: &Path, options: &args::Scan, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mode = match options.mode {
        Some(ModeName::Camera) => Mode::Camera,
        Some(ModeName::Still) | None => Mode::Still,
    };
    let mut reader = Reader { scanner: Scanner::new(mode, WANTED), mode, limit: limit(options, mode) };
    let rows = manifest(folder)?;
    let (mut tallies, mut total) = (Vec::<Tally>::new(), Tally::new("total"));
    let mut progress = Progress::start();
    for (index, row) in rows.iter().enumerate() {
        let (outcome, took) = reader.read(&load(folder, row)?, row)?;
        total.add(outcome, took);
        let known = tallies.iter().position(|tally| tally.set == row.set).and_then(|at| tallies.get_mut(at));
        match known {
            Some(tally) => tally.add(outcome, took),
            None => {
                let mut tally = Tally::new(&row.set);
                tally.add(outcome, took);
                tallies.push(tally);
            }
        }
        progress.show(index.saturating_add(1), rows.len());
    }
    write(tallies.into_iter().chain([total]), options.json, out)?;
    Ok(Exit::Done)
}

/// As a phone asks.
const WANTED: Wanted = Wanted::Certificates;

/// One frame.
#[derive(Deserialize)]
struct Row {
    set: String,
    pgm: PathBuf,
    kind: String,
    #[serde(default)]
    expected: Vec<String>,
}

fn manifest(folder: &Path) -> Result<Vec<Row>, Failure> {
    let path = folder.join("manifest.jsonl");
    let text = String::from_utf8(input::file(&path)?).unwrap_or_default();
    let row = |(index, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| Failure::Unreadable {
            path: path.clone(),
            because: format!("line {}: {error}", index.saturating_add(1)),
        })
    };
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(row);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let nothing = || Failure::Unreadable { path: path.clone(), because: "lists no frame".to_owned() };
    if rows.is_empty() { Err(nothing()) } else { Ok(rows) }
}

/// A frame's picture: where the manifest says, or in the folder under the last parts of that path or the set's name,
/// since folders are moved.
fn load(folder: &Path, row: &Row) -> Result<Luma, Failure> {
    let name = row.pgm.file_name().unwrap_or_default();
    let parent = row.pgm.parent().and_then(Path::file_name).unwrap_or_default();
    let short_set = row.set.split_once('-').map_or(row.set.as_str(), |(_, rest)| rest);
    let candidates = [
        folder.join(&row.pgm),
        folder.join(parent).join(name),
        folder.join(&row.set).join(name),
        folder.join(short_set).join(name),
        folder.join(name),
    ];
    let path = candidates.iter().find(|path| path.is_file()).unwrap_or(&row.pgm);
    picture::read(&input::file(path)?)
        .map_err(|error| Failure::Unreadable { path: path.clone(), because: error.to_string() })
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// One of the expected texts.
    Read,
    /// Another text.
    Wrong,
    /// No text.
    Silent,
}

struct Reader {
    scanner: Scanner,
    mode: Mode,
    limit: Duration,
}

impl Reader {
    /// Reads a frame as if it were the first, and takes the time.
    fn read(&mut self, luma: &Luma, row: &Row) -> Result<(Outcome, Duration), Failure> {
        let frame =
            luma.frame().map_err(|error| Failure::Unreadable { path: row.pgm.clone(), because: error.to_string() })?;
        self.scanner.forget();
        let clock = machine::clock();
        let texts = self.texts(&frame, &clock);
        Ok((outcome(&texts, row), clock()))
    }

    fn texts(&mut self, frame: &Frame<'_>, clock: &dyn Fn() -> Duration) -> Vec<String> {
        match self.mode {
            Mode::Camera => match self.scanner.scan(frame, &Budget::new(clock, self.limit)) {
                Seen::Codes { codes } => codes.iter().map(|code| hex(&code.bytes)).collect(),
                Seen::Nothing { .. } => Vec::new(),
            },
            Mode::Still => {
                let found = last_resort::look(&mut self.scanner, WANTED, frame, clock, self.limit);
                found.unwrap_or_default().iter().map(Found::bytes).map(hex).collect()
            }
        }
    }
}

fn outcome(texts: &[String], row: &Row) -> Outcome {
    let is_expected = |text: &String| row.expected.iter().any(|expected| expected.eq_ignore_ascii_case(text));
    match texts {
        [] => Outcome::Silent,
        texts if row.kind != "negative" && texts.iter().any(is_expected) => Outcome::Read,
        _ => Outcome::Wrong,
    }
}

/// The frames of a set.
struct Tally {
    set: String,
    read: usize,
    wrong: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn new(set: &str) -> Self {
        Self { set: set.to_owned(), read: 0, wrong: 0, times: Vec::new() }
    }

    fn add(&mut self, outcome: Outcome, took: Duration) {
        match outcome {
            Outcome::Read => self.read = self.read.saturating_add(1),
            Outcome::Wrong => self.wrong = self.wrong.saturating_add(1),
            Outcome::Silent => {}
        }
        self.times.push(took);
    }

    fn line(mut self) -> Line {
        self.times.sort_unstable();
        let Self { set, read, wrong, times } = self;
        Line { set, frames: times.len(), read, wrong, median_ms: rank(&times, 50), p95_ms: rank(&times, 95) }
    }
}

/// The time that so many of a hundred frames do not exceed, in milliseconds to the microsecond.
fn rank(sorted: &[Duration], percent: usize) -> f64 {
    let place = sorted.len().saturating_mul(percent).div_ceil(100).saturating_sub(1);
    let microseconds = sorted.get(place).map_or(0, Duration::as_micros);
    f64::from(u32::try_from(microseconds).unwrap_or(u32::MAX)) / 1_000.0
}

/// A line of the answer.
#[derive(Serialize)]
struct Line {
    set: String,
    frames: usize,
    read: usize,
    wrong: usize,
    median_ms: f64,
    p95_ms: f64,
}

fn write(tallies: impl Iterator<Item = Tally>, as_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if !as_json {
        writeln!(
            out,
            "{:<24} {:>7} {:>7} {:>7} {:>10} {:>10}",
            "set", "frames", "read", "wrong", "median_ms", "p95_ms"
        )?;
    }
    for line in tallies.map(Tally::line) {
        if as_json {
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        } else {
            let Line { set, frames, read, wrong, median_ms, p95_ms } = line;
            writeln!(out, "{set:<24} {frames:>7} {read:>7} {wrong:>7} {median_ms:>10.3} {p95_ms:>10.3}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Row, outcome, rank};
    use std::time::Duration;

    #[test]
    fn a_frame_is_read_when_an_expected_text_is_there() {
        for (kind, expected, texts, becomes) in [
            ("exact", vec!["4843"], vec![], Outcome::Silent),
            ("exact", vec!["4843"], vec!["4843"], Outcome::Read),
            ("exact", vec!["AB", "cd"], vec!["00", "ab"], Outcome::Read),
            ("exact", vec!["4843"], vec!["4844"], Outcome::Wrong),
            ("negative", vec![], vec![], Outcome::Silent),
            ("negative", vec![], vec!["4843"], Outcome::Wrong),
            ("negative", vec!["4843"], vec!["4843"], Outcome::Wrong),
        ] {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
            let row = Row { set: String::new(), pgm: "x".into(), kind: kind.to_owned(), expected: owned(&expected) };
            assert_eq!(outcome(&owned(&texts), &row), becomes, "{kind} {expected:?} {texts:?}");
        }
    }

    #[test]
    fn ranks_are_times_of_frames() {
        let times: Vec<_> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!([rank(&times, 50), rank(&times, 95), rank(&times[..1], 95), rank(&[], 50)], [10.0, 19.0, 1.0, 0.0]);
    }
}
