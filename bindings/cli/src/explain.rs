//! `semafor explain`: what a code means and what to do, in the three languages.

use std::io::{self, Write};

use semafor_core::verdict::texts::{self, Text};
use semafor_core::verdict::{Language, ReasonCode, Verdict};
use semafor_core::warning::WarningCode;
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::paint::{BOLD, FAINT};

/// Runs the command. A code that does not exist is a usage error that names its nearest neighbours.
pub(crate) fn run(options: &args::Explain, out: &mut dyn Write) -> Result<Exit, Failure> {
    let languages = options.lang.map_or_else(|| Language::ALL.to_vec(), |language| vec![language.into()]);
    let mut entries = entries(&languages);
    if let Some(code) = &options.code {
        if !entries.iter().any(|entry| entry.code == code) {
            return Err(unknown(code, &entries));
        }
        entries.retain(|entry| entry.code == code);
    }
    if options.json {
        json(&Document { codes: entries }, out)?;
    } else {
        entries.iter().try_for_each(|entry| show(entry, out))?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Document {
    codes: Vec<Entry>,
}

/// A code with its texts.
#[derive(Serialize)]
struct Entry {
    code: &'static str,
    /// The verdict that follows; warnings change none.
    verdict: Option<Verdict>,
    texts: Vec<Translation>,
}

#[derive(Serialize)]
struct Translation {
    language: Language,
    #[serde(flatten)]
    text: Text,
}

fn entries(languages: &[Language]) -> Vec<Entry> {
    let translate = |text: &dyn Fn(Language) -> Text| {
        languages.iter().map(|language| Translation { language: *language, text: text(*language) }).collect()
    };
    let reasons = ReasonCode::ALL.iter().map(|reason| Entry {
        code: reason.code(),
        verdict: Some(reason.verdict()),
        texts: translate(&|language| texts::reason(*reason, language)),
    });
    let warnings = WarningCode::ALL.iter().map(|warning| Entry {
        code: warning.code(),
        verdict: None,
        texts: translate(&|language| texts::warning(*warning, language)),
    });
    reasons.chain(warnings).collect()
}

fn show(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let follows = match entry.verdict {
        Some(Verdict::Refused) => "refused",
        Some(Verdict::Undecided) => "undecided",
        Some(Verdict::Accepted) | None => "warning",
    };
    writeln!(out, "{BOLD}{}{BOLD:#} {FAINT}({follows}){FAINT:#}", entry.code)?;
    for Translation { language, text } in &entry.texts {
        writeln!(out, "  {}  {}", language.code(), text.meaning)?;
        writeln!(out, "      {}", text.advice)?;
    }
    Ok(())
}

fn unknown(code: &str, entries: &[Entry]) -> Failure {
    let words: Vec<_> = code.split('-').filter(|word| word.len() > 2).collect();
    let near = |entry: &&Entry| words.iter().any(|word| entry.code.contains(word));
    let near: Vec<_> = entries.iter().filter(near).map(|entry| entry.code).take(5).collect();
    let hint =
        if near.is_empty() { "semafor explain lists all".to_owned() } else { format!("near: {}", near.join(", ")) };
    Failure::Usage(format!("no code {code}; {hint}"))
}
