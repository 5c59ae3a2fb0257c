//! `semafor wallet add`: from every source all codes, and what became of each.

use std::ffi::OsStr;
use std::io::{self, Write};

use semafor_core::verdict::Language;
use semafor_core::wallet::{Added, WalletError};
use serde::Serialize;

use super::list::show_reason;
use super::{Opened, short};
use crate::args::wallet::Add;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::inspect::json;
use crate::paint::BOLD;
use crate::secret;
use crate::still::Looking;

#[derive(Serialize)]
struct Source {
    source: String,
    added: Vec<Added>,
    error: Option<String>,
}

/// Runs the command. A source that cannot be used stops no other one.
pub(super) fn run(options: &Add, out: &mut dyn Write) -> Result<Exit, Failure> {
    let language = options.opening.which.language.get();
    let password = options.password_file.as_deref().map(secret::in_file).transpose()?;
    let looking = Looking::for_a_wallet(password.as_deref(), language);
    let mut opened = Opened::or_new(&options.opening)?;
    let mut exit = Exit::Done;
    let mut sources = Vec::new();
    for argument in &options.sources {
        let outcome = input::all_texts_of(argument, &looking)
            .and_then(|texts| opened.with(|wallet, grounds| wallet.add(&texts, grounds)))
            .map_err(|failure| of_source(failure, argument));
        let source = name(argument);
        match outcome {
            Ok(added) => {
                if exit == Exit::Done && !added.iter().any(is_kept) {
                    exit = Exit::Undecided;
                }
                sources.push(Source { source, added, error: None });
            }
            Err(failure @ (Failure::Interrupted | Failure::Wallet { .. })) => return Err(failure),
            Err(failure) => {
                failure.complain();
                exit = Exit::Failed(failure.status());
                sources.push(Source { source, added: Vec::new(), error: Some(failure.to_string()) });
            }
        }
    }
    if options.opening.which.json {
        json(&sources, out)?;
    } else {
        sources.iter().try_for_each(|source| source.show(language, out))?;
    }
    Ok(exit)
}

/// A code stands in no message: it holds a person's data.
fn name(argument: &OsStr) -> String {
    let text = argument.to_string_lossy();
    if text.starts_with("HC1:") { "HC1:…".to_owned() } else { text.into_owned() }
}

/// Of a source with too many codes nothing is added: which of them were meant, only its owner knows. Others are.
fn of_source(failure: Failure, argument: &OsStr) -> Failure {
    match failure {
        Failure::Wallet { because: WalletError::TooManyTexts { found, most }, .. } => {
            Failure::TooManyTexts { path: argument.into(), found, most }
        }
        other => other,
    }
}

fn is_kept(added: &Added) -> bool {
    !matches!(added, Added::NotKept { .. })
}

impl Source {
    fn show(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{BOLD}{}{BOLD:#}", self.source)?;
        for added in &self.added {
            match added {
                Added::New { id, verified, reasons, supersedes, superseded_by, fulfils } => {
                    let state = if *verified { "verified" } else { "not verified, kept as it is" };
                    writeln!(out, "  {}  added, {state}", short(*id))?;
                    reasons.iter().try_for_each(|code| show_reason(*code, language, out))?;
                    let lines = [("replaces", supersedes), ("is what was expected as", fulfils)];
                    for (label, ids) in lines {
                        ids.iter().try_for_each(|id| writeln!(out, "            {label} {}", short(*id)))?;
                    }
                    if let Some(other) = superseded_by {
                        writeln!(out, "            {} counts instead of it", short(*other))?;
                    }
                }
                Added::Duplicate { id, other_signature: false } => writeln!(out, "  {}  is here already", short(*id))?,
                Added::Duplicate { id, other_signature: true } => {
                    writeln!(out, "  {}  is here already, signed another time", short(*id))?;
                }
                Added::Restored { id } => writeln!(out, "  {}  had been removed and is back", short(*id))?,
                Added::Person { id } => {
                    writeln!(out, "  {}  a person; identity only, it certifies nothing", short(*id))?
                }
                Added::NotKept { because } => writeln!(out, "  not kept: {because}")?,
            }
        }
        Ok(())
    }
}
