//! `semafor wallet import`: an export from its file or from pictures of its frames, into the wallet.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use semafor_core::bundle::Environment;
use semafor_core::scan::Wanted;
use semafor_core::transfer::export;
use semafor_core::transfer::frames::{Progress as Known, Receiver};
use semafor_core::transfer::passphrase::Passphrase;
use semafor_core::wallet::{self, Imported, Presence};

use super::Opened;
use super::leave::environment;
use crate::args::leave::Import;
use crate::data::Folder;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine::Progress;
use crate::still::{self, Looking};
use crate::{input, secret};

/// Runs the command. Nobody is asked for words before the export is known to be whole, and no wallet is made for one that
/// does not open.
pub(super) fn run(options: &Import, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Opening { file, path } = Opening::found(options)?;
    let failed = |because: String| Failure::Export { path: path.clone(), because };
    export::inspect(&file).map_err(|error| failed(error.to_string()))?;
    let words = words(options, &path)?;
    let folder = Folder::of(&options.opening.which.data)?;
    let environment = environment(&options.world, &folder)?;
    if wallet::presence(folder.path()) == Presence::Absent {
        export::open(&file, &words, &environment).map_err(|error| failed(why(&error, &environment)))?;
    }
    let mut opened = Opened::or_new(&options.opening)?;
    let taken = opened.with(|wallet, grounds| Ok(wallet.import(&file, &words, &environment, grounds)));
    let imported = taken?.map_err(|error| match error {
        wallet::WalletError::Export(error) => failed(why(&error, &environment)),
        because => Failure::Wallet { path: folder.path().to_owned(), because },
    })?;
    if options.opening.which.json {
        json(&imported, out)?;
    } else {
        tell(&imported, out)?;
    }
    Ok(Exit::Done)
}

/// An export's bytes, and where they come from.
struct Opening {
    file: Vec<u8>,
    path: PathBuf,
}

impl Opening {
    fn found(options: &Import) -> Result<Self, Failure> {
        let paths = paths(&options.sources)?;
        let (Some(path), several) = (paths.first().cloned(), paths.len() > 1) else {
            let [path, ..] = options.sources.as_slice() else { return Err(Failure::Usage("FILE is missing".into())) };
            return Err(Failure::Export { path: path.clone(), because: "there is no picture in it".to_owned() });
        };
        let first = input::file(&path)?;
        if !several && !still::is_still(&first) {
            return Ok(Self { file: first, path });
        }
        let looking =
            Looking { wanted: Wanted::Everything, ..Looking::for_a_wallet(None, options.opening.which.language.get()) };
        Ok(Self { file: received(&paths, &looking)?, path })
    }
}

/// The files that are named, and of folders the pictures in them, in order of name.
fn paths(sources: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for source in sources {
        if !source.is_dir() {
            paths.push(source.clone());
            continue;
        }
        let no_input = |because| Failure::NoInput { path: source.clone(), because };
        let entries = fs::read_dir(source).map_err(no_input)?;
        let found = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>();
        let mut found = found.map_err(no_input)?;
        found.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png")));
        found.sort();
        paths.extend(found);
    }
    Ok(paths)
}

/// The message of which these pictures show enough frames. A picture on which nothing is read is one frame less.
fn received(paths: &[PathBuf], looking: &Looking<'_>) -> Result<Vec<u8>, Failure> {
    let (mut receiver, mut best) = (Receiver::new(), None);
    let mut progress = Progress::start();
    for (number, path) in (1_usize..).zip(paths) {
        let bytes = input::file(path)?;
        if !still::is_still(&bytes) {
            let because = "it is no picture; an export's file comes alone".to_owned();
            return Err(Failure::Export { path: path.clone(), because });
        }
        for sighting in still::look(bytes, path, looking)?.codes {
            match receiver.take(sighting.found.bytes()) {
                Ok(Known::Whole { message }) => return Ok(message),
                Ok(Known::Known { symbols, of }) => best = Some((symbols, of)),
                Ok(Known::Foreign) => {}
                Err(error) => return Err(Failure::Export { path: path.clone(), because: error.to_string() }),
            }
        }
        progress.show(number, paths.len());
    }
    Err(missing(paths, best))
}

fn missing(paths: &[PathBuf], best: Option<(usize, usize)>) -> Failure {
    let path = paths.first().cloned().unwrap_or_default();
    let because = match best {
        Some((symbols, of)) => format!("{symbols} of {of} frames are here: show the others, whichever they are"),
        None => "no frame of an export is on any picture".to_owned(),
    };
    Failure::Export { path, because }
}

/// The words, from a file or typed.
fn words(options: &Import, source: &Path) -> Result<Passphrase, Failure> {
    let (text, path) = match &options.words_file {
        Some(path) => (secret::in_file(path)?, path.as_path()),
        None => (secret::typed("The six words of the export: ", "--words-file")?, source),
    };
    let failed = |because: String| Failure::Export { path: path.to_owned(), because };
    Passphrase::parse(&text).map_err(|error| failed(format!("the words: {error}")))
}

/// A wrong world cannot be told from wrong words.
fn why(error: &export::ExportError, environment: &Environment) -> String {
    match error {
        export::ExportError::WrongPassphrase => format!("{error}, or it is of another environment than {environment}"),
        other => other.to_string(),
    }
}

fn tell(imported: &Imported, out: &mut dyn Write) -> io::Result<()> {
    let Imported { new, duplicates, restored, persons, expectations, decisions, settings, overruled, .. } = *imported;
    let Imported { unknown, malformed, no_room, .. } = *imported;
    for (number, what) in [
        (new, "new certificates"),
        (persons, "new persons"),
        (expectations, "new expected certificates"),
        (decisions, "new decisions about who belongs together"),
        (settings, "settings taken"),
        (restored, "removed here, and back"),
        (duplicates, "here already"),
        (overruled, "decided or chosen otherwise here: what is here stays"),
        (unknown, "of a kind that only a newer program knows: left out"),
        (malformed, "cannot be read: left out"),
        (no_room, "for which there is no room: left out"),
    ] {
        if number > 0 {
            writeln!(out, "{number:>5}  {what}")?;
        }
    }
    if *imported == Imported::default() {
        writeln!(out, "The export is empty.")?;
    }
    Ok(())
}
