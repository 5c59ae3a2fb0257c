//! The files that a certificate is drawn to: whole or not at all, for their owner alone, over nothing that is there.

use std::io;
use std::path::Path;

use semafor_core::present::{Code, CodeError, Frame, Palette, Scale, png, svg};
use semafor_core::verdict::Language;
use semafor_core::wallet::{KeptCertificate, Place, write_outgoing};

use super::page::page;
use crate::args::wallet::Files;
use crate::exit::Failure;

/// Draws a certificate to all files that were named. Nothing is written where one of them is there already, or where
/// something cannot be drawn.
pub(super) fn write(
    files: &Files,
    kept: &KeptCertificate,
    frame: Option<&Frame>,
    language: Language,
) -> Result<(), Failure> {
    let Some(first) = files.named().next() else { return Ok(()) };
    if let Some(path) = files.named().find(|path| !files.force && path.symlink_metadata().is_ok()) {
        return Err(unwritten(path)(exists()));
    }
    let code = Code::of(&kept.text).map_err(|because| undrawable(first, because))?;
    let place = if files.force { Place::Any } else { Place::Free };
    drawn(files, &code, kept, frame, language)?.iter().try_for_each(|(path, bytes)| {
        let told = |error: io::Error| if error.kind() == io::ErrorKind::AlreadyExists { exists() } else { error };
        write_outgoing(path, bytes, place).map_err(told).map_err(unwritten(path))
    })
}

fn drawn<'a>(
    files: &'a Files,
    code: &Code,
    kept: &KeptCertificate,
    frame: Option<&Frame>,
    language: Language,
) -> Result<Vec<(&'a Path, Vec<u8>)>, Failure> {
    let (palette, mut drawn) = (Palette::default(), Vec::new());
    if let Some(path) = &files.svg {
        drawn.push((path.as_path(), svg(code, frame, &palette).into_bytes()));
    }
    if let (Some(path), Some(scale)) = (&files.png, Scale::new(PIXELS)) {
        drawn.push((path.as_path(), png(code, frame, &palette, scale)));
    }
    if let Some(path) = &files.pdf {
        let page = page(code, kept.look(), frame, language);
        let because = |error: semafor_core::present::document::DocumentError| Failure::Unreadable {
            path: path.clone(),
            because: error.to_string(),
        };
        drawn.push((path.as_path(), page.map_err(because)?));
    }
    Ok(drawn)
}

/// Of a module's side, in a PNG picture: enough for a print of 6 cm and for every screen.
const PIXELS: u8 = 8;

fn exists() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "it exists already; --force replaces it")
}

fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    |because| Failure::Unwritten { path, because }
}

fn undrawable(path: &Path, because: CodeError) -> Failure {
    Failure::Unreadable { path: path.to_owned(), because: because.to_string() }
}
