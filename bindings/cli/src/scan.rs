//! `semafor scan`: the codes on pictures and PDFs, or why there are none.

mod bench;

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use semafor_core::scan::last_resort::{Found, Symbology};
use semafor_core::scan::{Budget, Code, ErrorCorrection, HintKind, Mode, Wanted};
use semafor_core::verdict::{Language, harmless};
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::machine::Progress;
use crate::paint::{BOLD, FAINT};
use crate::still::{self, Look, Looking, Sighting};
use crate::{input, words};

/// Runs the command. A file without a readable code ends it undecided. One that cannot be read at all is said on
/// standard error; the others are answered, and the status is that of the first such file.
pub(crate) fn run(options: &args::Scan, out: &mut dyn Write) -> Result<Exit, Failure> {
    if let Some(folder) = &options.bench {
        return bench::run(folder, options, out);
    }
    if options.mode.is_some() {
        return Err(Failure::Usage("--mode is for --bench: a file is a still".to_owned()));
    }
    if options.files.iter().filter(|file| *file == "-").count() > 1 {
        return Err(Failure::Usage("standard input (-) can be named only once".to_owned()));
    }
    let language = options.language.get();
    let looking = Looking {
        wanted: if options.all { Wanted::Everything } else { Wanted::Certificates },
        limit: limit(options, Mode::Still),
        password: options.password.get(),
        password_option: "--password",
        language,
    };
    let mut progress = Progress::start();
    let mut exit = Exit::Done;
    for (index, file) in options.files.iter().enumerate() {
        let looked = look(file, &looking);
        exit = worse(exit, &looked);
        match looked {
            Err(failure @ (Failure::Interrupted | Failure::InputOutput(_))) => return Err(failure),
            Err(failure) => failure.complain(),
            Ok(look) if options.json => json(file, &look, out)?,
            Ok(look) => show(file, &look, language, out)?,
        }
        progress.show(index.saturating_add(1), options.files.len());
    }
    Ok(exit)
}

/// How long one picture or page may take.
fn limit(options: &args::Scan, mode: Mode) -> Duration {
    options.time_limit.map_or_else(|| Budget::usual(mode), Duration::from_millis)
}

fn look(file: &OsStr, looking: &Looking<'_>) -> Result<Look, Failure> {
    still::look(input::bytes(file)?, Path::new(file), looking)
}

fn worse(before: Exit, looked: &Result<Look, Failure>) -> Exit {
    match (before, looked) {
        (Exit::Failed(_), _) => before,
        (_, Err(failure)) => Exit::Failed(failure.status()),
        (_, Ok(look)) if look.codes.is_empty() => Exit::Undecided,
        _ => before,
    }
}

/// One line for a file.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    codes: Vec<Shown<'a>>,
    /// Why there is no code.
    hint: Option<&'static str>,
    /// From 0 to 1: how sure the hint is.
    confidence: Option<f32>,
    /// Pages that could not be drawn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    text: Option<&'a str>,
    /// In hexadecimal digits.
    bytes: String,
    symbology: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    /// In pixels, from the code's own top left clockwise.
    corners: Vec<[f32; 2]>,
    #[serde(flatten)]
    details: Option<Details>,
}

impl<'a> Shown<'a> {
    fn of(Sighting { page, found }: &'a Sighting) -> Self {
        Self {
            text: found.text(),
            bytes: hex(found.bytes()),
            symbology: symbology(found).1,
            page: *page,
            corners: found.corners().iter().map(|corner| [corner.x, corner.y]).collect(),
            details: Details::of(found),
        }
    }
}

/// What our own decoder knows of a code.
#[derive(Serialize)]
struct Details {
    version: u8,
    level: char,
    corrected: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<[u8; 2]>,
}

impl Details {
    fn of(found: &Found) -> Option<Self> {
        let Found::Read(code) = found else { return None };
        let Code { version, corrected, .. } = *code;
        let part = code.part.map(|part| [part.index.saturating_add(1), part.of]);
        Some(Self { version, level: level(code.level), corrected, part })
    }
}

fn json(file: &OsStr, look: &Look, out: &mut dyn Write) -> Result<(), Failure> {
    let hint = look.hint.filter(|_| look.codes.is_empty());
    let line = Line {
        file: file.to_string_lossy().into_owned(),
        codes: look.codes.iter().map(Shown::of).collect(),
        hint: hint.map(|hint| hint_code(hint.kind)),
        confidence: hint.map(|hint| hint.confidence),
        lost: look.lost.iter().map(ToString::to_string).collect(),
    };
    serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

fn show(file: &OsStr, look: &Look, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}", harmless(&file.to_string_lossy()))?;
    for Sighting { page, found } in &look.codes {
        let page = page.map(|page| format!("{} {page}, ", words::words(language).page)).unwrap_or_default();
        let text = found.text().map_or_else(|| hex(found.bytes()), ToOwned::to_owned);
        writeln!(out, "  {}", harmless(&text))?;
        writeln!(out, "    {FAINT}{page}{}{FAINT:#}", place(found))?;
    }
    if look.codes.is_empty() {
        writeln!(out, "  {}", look.why(language))?;
    }
    let lost = look.lost.iter().filter(|_| !look.codes.is_empty());
    lost.map(ToString::to_string).try_for_each(|lost| writeln!(out, "  {lost}"))
}

/// What kind of code it is, how it was read and where it is, in the manner of a data sheet: the same in all languages.
fn place(found: &Found) -> String {
    let details = Details::of(found).map(|details| {
        let part = details.part.map(|[index, of]| format!(", {index}/{of}")).unwrap_or_default();
        format!(" {}-{}{part}, {} corrected", details.version, details.level, details.corrected)
    });
    let corners: Vec<_> = found.corners().iter().map(|corner| format!("({:.0}, {:.0})", corner.x, corner.y)).collect();
    format!("{}{}: {}", symbology(found).0, details.unwrap_or_default(), corners.join(" "))
}

fn symbology(found: &Found) -> (&'static str, &'static str) {
    match found.symbology() {
        Symbology::Qr => ("QR", "qr"),
        Symbology::Aztec => ("Aztec", "aztec"),
    }
}

fn level(level: ErrorCorrection) -> char {
    match level {
        ErrorCorrection::Low => 'L',
        ErrorCorrection::Medium => 'M',
        ErrorCorrection::Quartile => 'Q',
        ErrorCorrection::High => 'H',
    }
}

fn hint_code(kind: HintKind) -> &'static str {
    match kind {
        HintKind::NoCode => "no-code",
        HintKind::TooSmall => "too-small",
        HintKind::TooLarge => "too-large",
        HintKind::Blurred => "blurred",
        HintKind::TooDark => "too-dark",
        HintKind::Glare => "glare",
        HintKind::CutOff => "cut-off",
        HintKind::Covered => "covered",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
