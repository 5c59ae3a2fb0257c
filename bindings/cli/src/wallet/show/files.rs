//! The files that a certificate is drawn to: whole or not at all, for their owner alone, over nothing that is there.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::present::{Code, CodeError, Frame, Palette, Scale, png, svg};
use semafor_core::verdict::Language;
use semafor_core::wallet::KeptCertificate;

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
    drawn(files, &code, kept, frame, language)?.iter().try_for_each(|(path, bytes)| {
        let placed = placed(path, bytes, files.force);
        placed.map_err(unwritten(path))
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

/// Writes a file beside its place, and puts it there when it is on the disk.
fn placed(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    let beside = beside(path)?;
    let placed = written(&beside, bytes).and_then(|()| put(&beside, path, force));
    if placed.is_err() {
        // What failed is told; that a part of it stays behind too cannot be helped.
        let _ = fs::remove_file(&beside);
    }
    placed
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A name that replaces nothing even where another program makes the file meanwhile: a link is made or fails, a renaming
/// replaces.
fn put(beside: &Path, path: &Path, force: bool) -> io::Result<()> {
    if force {
        return fs::rename(beside, path);
    }
    match fs::hard_link(beside, path) {
        Ok(()) => fs::remove_file(beside),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
        // Some file systems have no links.
        Err(_) if path.symlink_metadata().is_ok() => Err(exists()),
        Err(_) => fs::rename(beside, path),
    }
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(hidden))
}

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
