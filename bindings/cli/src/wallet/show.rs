//! `semafor wallet show`: one certificate, with all that it says and what it is worth; its code, drawn with the colour of
//! the person it belongs to.

mod files;
mod page;
mod words;

use std::io::{self, Write};
use std::path::PathBuf;

use semafor_core::present::Frame;
use semafor_core::scheme::ShownState;
use semafor_core::store::RecordId;
use semafor_core::verdict::{Language, harmless};
use semafor_core::verifier::{self, Explanation, Inspection};
use semafor_core::wallet::{KeptCertificate, Listing, Summary};
use serde::Serialize;

use super::list::show_reason;
use super::{Opened, find, short};
use crate::args::wallet::Show;
use crate::colours;
use crate::exit::{Exit, Failure};
use crate::inspect::{self, json};
use crate::paint::FAINT;
use crate::qr::{self, Drawn};

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    summary: Summary,
    text: &'a str,
    explanation: Explanation,
    inspection: &'a Inspection,
    /// By the schemes that were asked for.
    colours: &'a [Coloured],
    /// Files that were written.
    written: Vec<PathBuf>,
}

/// The colour of the person by one scheme.
#[derive(Serialize)]
struct Coloured {
    scheme: String,
    /// `null` where the certificate belongs to nobody.
    #[serde(flatten)]
    shown: Option<ShownState>,
}

/// Runs the command, and ends as the certificate by itself does.
pub(super) fn run(options: &Show, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let id = find(&options.id, listing.certificates.iter().map(|kept| kept.id), &opened.folder)?;
    let Some(kept) = listing.certificates.iter().find(|kept| kept.id == id) else { return Ok(Exit::Undecided) };
    let language = options.opening.which.language.get();
    let coloured = coloured(&mut opened, &listing, id, &options.schemes, language)?;
    let frame = coloured.first().and_then(frame_of);
    files::write(&options.files, kept, frame.as_ref(), language)?;
    if options.opening.which.json {
        show_json(options, kept, &coloured, language, out)?;
    } else {
        show(kept, language, out)?;
        show_colours(&coloured, frame.as_ref(), language, out)?;
        if options.qr {
            draw(kept, frame.as_ref(), language, out)?;
        }
        options.files.named().try_for_each(|path| {
            writeln!(out, "{} {}", words::written(language), harmless(&path.display().to_string()))
        })?;
    }
    Ok(kept.summary().verdict.into())
}

/// The frame of a certificate's code; none where there is no colour.
fn frame_of(coloured: &Coloured) -> Option<Frame> {
    let frame = Frame::of(coloured.shown.as_ref()?)?;
    Some(Frame { word: harmless(&frame.word).to_uppercase(), ..frame })
}

/// The colour of the person to whom a certificate belongs, by each scheme.
fn coloured(
    opened: &mut Opened,
    listing: &Listing,
    id: RecordId,
    schemes: &[String],
    language: Language,
) -> Result<Vec<Coloured>, Failure> {
    let person = listing.person_of(id);
    opened.with(|_, grounds| {
        let shown = |scheme: &str| {
            let status = listing.status(person?, scheme, grounds);
            Some(ShownState::of(&status.state, language))
        };
        let one = |scheme: &String| Coloured { scheme: scheme.clone(), shown: shown(scheme) };
        Ok(schemes.iter().map(one).collect())
    })
}

fn show_json(
    options: &Show,
    kept: &KeptCertificate,
    colours: &[Coloured],
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (summary, inspection) = (kept.summary(), verifier::inspect(&kept.text));
    let explanation = Explanation::of(&kept.report, language);
    let written = options.files.named().map(PathBuf::from).collect();
    json(&Shown { summary, text: &kept.text, explanation, inspection: &inspection, colours, written }, out)
}

fn show(kept: &KeptCertificate, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let summary = kept.summary();
    inspect::show(&verifier::inspect(&kept.text), language, out)?;
    let labels = super::words::words(language);
    let state = if summary.verified { labels.verified } else { labels.not_verified };
    writeln!(out, "  {}  {state}", short(kept.id))?;
    summary.reasons.iter().try_for_each(|code| show_reason(*code, language, out))
}

fn show_colours(
    coloured: &[Coloured],
    frame: Option<&Frame>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    for Coloured { scheme, shown } in coloured {
        write!(out, "  ")?;
        match shown {
            Some(shown) => colours::show_state(shown, language, out)?,
            None => write!(out, "{}", words::nobodys(language))?,
        }
        writeln!(out, " {FAINT}{}{FAINT:#}", harmless(scheme))?;
    }
    match frame {
        None if !coloured.is_empty() => writeln!(out, "  {}", words::no_frame(language)),
        _ => Ok(()),
    }
}

fn draw(kept: &KeptCertificate, frame: Option<&Frame>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    match qr::show(&kept.text, frame, language, out)? {
        Drawn::Whole => Ok(()),
        Drawn::Unframed => writeln!(out, "({})", words::frame_too_wide(language)),
        Drawn::TooWide => writeln!(out, "({})", words::files_instead(language)),
    }
}
