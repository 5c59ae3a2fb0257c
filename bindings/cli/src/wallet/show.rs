//! `semafor wallet show`: one certificate, with all that it says and what it is worth.

use std::io::Write;

use semafor_core::verifier::{self, Explanation, Inspection};
use semafor_core::wallet::Summary;
use serde::Serialize;

use super::list::show_reason;
use super::{Opened, find, short};
use crate::args::wallet::OfOne;
use crate::exit::{Exit, Failure};
use crate::inspect::{self, json};

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    summary: Summary,
    text: &'a str,
    explanation: Explanation,
    inspection: &'a Inspection,
}

/// Runs the command, and ends as the certificate by itself does.
pub(super) fn run(options: &OfOne, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let id = find(&options.id, listing.certificates.iter().map(|kept| kept.id), &opened.folder)?;
    let Some(kept) = listing.certificates.iter().find(|kept| kept.id == id) else { return Ok(Exit::Undecided) };
    let language = options.opening.which.language.get();
    let (summary, inspection) = (kept.summary(), verifier::inspect(&kept.text));
    let verdict = summary.verdict;
    if options.opening.which.json {
        let explanation = Explanation::of(&kept.report, language);
        json(&Shown { summary, text: &kept.text, explanation, inspection: &inspection }, out)?;
    } else {
        inspect::show(&inspection, language, out)?;
        writeln!(out, "  {}  {}", short(id), if summary.verified { "verified" } else { "not verified" })?;
        summary.reasons.iter().try_for_each(|code| show_reason(*code, language, out))?;
    }
    Ok(verdict.into())
}
