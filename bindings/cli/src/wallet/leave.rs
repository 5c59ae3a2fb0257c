//! `semafor wallet export`: the sealed file and its six words; pictures of frames.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::Environment;
use semafor_core::present::{self, Code, Palette, Scale};
use semafor_core::transfer::frames::Sender;
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::wallet::{Place, Wallet, write_outgoing};
use serde::Serialize;

use super::{Opened, failing};
use crate::args::leave::{Export, World};
use crate::data::Folder;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine::{self, Progress};

/// Runs the command, without frames on the terminal.
pub(super) fn run(options: &Export, out: &mut dyn Write) -> Result<Exit, Failure> {
    let leaving = Leaving::new(options)?;
    let frames = match &options.frames_dir {
        Some(folder) => Some(write_frames(&leaving.file, folder, options)?),
        None => None,
    };
    let words = leaving.words(options);
    if options.opening.which.json {
        let Export { file, frames_dir, .. } = options;
        let environment = leaving.environment.as_str();
        json(&Written { file, bytes: leaving.file.len(), environment, words, frames_dir, frames }, out)?;
        return Ok(Exit::Done);
    }
    if let Some(path) = &options.file {
        writeln!(out, "{}: {} bytes", path.display(), leaving.file.len())?;
    }
    if let (Some(folder), Some(frames)) = (&options.frames_dir, frames) {
        writeln!(out, "{}: {frames} frames", folder.display())?;
    }
    tell(words, out)?;
    Ok(Exit::Done)
}

/// An export that is made, and on disk if it has a file.
pub(super) struct Leaving {
    pub(super) file: Vec<u8>,
    passphrase: Passphrase,
    environment: Environment,
}

impl Leaving {
    pub(super) fn new(options: &Export) -> Result<Self, Failure> {
        // Before anything is written: words of an export that was not written open nothing.
        let mut places = options.file.iter().chain(&options.words_out);
        if let Some(path) = places.find(|path| !options.force && path.exists()) {
            return Err(occupied(path));
        }
        let mut opened = Opened::existing(&options.opening)?;
        let left_behind = opened.list()?.unreadable.len();
        if left_behind > 0 {
            machine::complain(&format!(
                "semafor: {left_behind} damaged or newer things cannot be read and stay behind"
            ));
        }
        let environment = environment(&options.world, &opened.folder)?;
        let passphrase = failing(&opened.folder, Wallet::make_passphrase())?;
        let file = opened.with(|wallet, _| wallet.export(&passphrase, &environment))?;
        // The words first: an export without them would be of no use to anybody.
        if let Some(path) = &options.words_out {
            write_new(path, format!("{}\n", passphrase.as_str()).as_bytes(), options.force)?;
        }
        if let Some(path) = &options.file {
            write_new(path, &file, options.force)?;
        }
        Ok(Self { file, passphrase, environment })
    }

    /// The words, unless they went into a file.
    pub(super) fn words(&self, options: &Export) -> Option<&str> {
        options.words_out.is_none().then(|| self.passphrase.as_str())
    }
}

/// Shows the words, where they are to be shown.
pub(super) fn tell(words: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let Some(words) = words else { return Ok(()) };
    writeln!(out, "{words}")?;
    writeln!(out, "These six words open the export. Keep them apart from it: they are not shown again.")
}

/// The world that is named, or else that of the synced set.
pub(super) fn environment(world: &World, folder: &Folder) -> Result<Environment, Failure> {
    if let Some(named) = &world.environment {
        return Ok(named.clone());
    }
    match folder.read()? {
        Some(store) => folder.kept(store.environment()),
        None => Ok(Environment::production()),
    }
}

fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let place = if force { Place::Any } else { Place::Free };
    write_outgoing(path, bytes, place).map_err(|because| match because.kind() {
        io::ErrorKind::AlreadyExists => occupied(path),
        _ => Failure::Unwritten { path: path.to_owned(), because },
    })
}

fn occupied(path: &Path) -> Failure {
    Failure::Usage(format!("{}: it is there already; --force writes over it", path.display()))
}

/// Writes frames as pictures; says how many.
fn write_frames(file: &[u8], folder: &Path, options: &Export) -> Result<u32, Failure> {
    let sender = sender(file)?;
    fs::create_dir_all(folder).map_err(|because| Failure::Unwritten { path: folder.to_owned(), because })?;
    let needed = u32::try_from(sender.symbols()).unwrap_or(u32::MAX);
    let count = options.count.unwrap_or_else(|| needed.saturating_add(needed / 2).saturating_add(SPARE));
    let mut progress = Progress::start();
    for number in 0..count {
        let path = folder.join(format!("frame-{number:05}.png"));
        write_new(&path, &picture(&sender.frame(number))?, options.force)?;
        progress.show(as_size(number.saturating_add(1)), as_size(count));
    }
    Ok(count)
}

/// Frames of which any so many may be lost by accident.
const SPARE: u32 = 8;

fn as_size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn picture(frame: &[u8]) -> Result<Vec<u8>, Failure> {
    let code = Code::of_bytes(frame).map_err(io::Error::other)?;
    let scale = Scale::new(PIXELS).ok_or_else(|| io::Error::other("no such scale"))?;
    Ok(present::png(&code, None, &Palette::default(), scale))
}

/// Of a module's side.
const PIXELS: u8 = 4;

pub(super) fn sender(file: &[u8]) -> Result<Sender, Failure> {
    Sender::new(file).map_err(|error| Failure::Usage(error.to_string()))
}

/// What was written, for machines.
#[derive(Serialize)]
struct Written<'a> {
    file: &'a Option<PathBuf>,
    bytes: usize,
    environment: &'a str,
    /// Unless they went into a file.
    words: Option<&'a str>,
    frames_dir: &'a Option<PathBuf>,
    frames: Option<u32>,
}
