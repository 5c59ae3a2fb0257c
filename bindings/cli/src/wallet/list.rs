//! `semafor wallet list`: everything in it, by person.

use std::io::{self, Write};

use semafor_core::instant::Instant;
use semafor_core::store::RecordId;
use semafor_core::verdict::{Language, ReasonCode, harmless, texts};
use semafor_core::wallet::{AwaitedCertificate, Awaiting, Holder, KeptPerson, Listing, Removed, Summary};
use serde::Serialize;

use super::{Opened, short};
use crate::args::wallet::Opening;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::paint::{BOLD, FAINT};
use crate::words::{self, words};

/// A wallet on paper.
#[derive(Serialize)]
struct Content {
    at: Instant,
    snapshot: String,
    certificates: Vec<Summary>,
    persons: Vec<KeptPerson>,
    expected: Vec<AwaitedCertificate>,
    removed: Vec<Removed>,
    /// Rows that are damaged.
    unreadable: Vec<RecordId>,
}

/// Runs the command.
pub(super) fn run(options: &Opening, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(options)?;
    let listing = opened.list()?;
    let certificates = listing.certificates.iter().map(|kept| kept.summary()).collect();
    let Listing { persons, expected, removed, unreadable, .. } = listing;
    let at = opened.grounds.time.resolve().0.at;
    let snapshot = opened.grounds.published.snapshot.id().to_owned();
    let content = Content { at, snapshot, certificates, persons, expected, removed, unreadable };
    if options.which.json {
        json(&content, out)?;
    } else {
        content.show(options.which.language.get(), out)?;
    }
    Ok(Exit::Done)
}

impl Content {
    fn show(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let mut shown: Vec<Option<&Holder>> = Vec::new();
        for certificate in &self.certificates {
            let holder = certificate.holder.as_ref();
            if shown.contains(&holder) {
                continue;
            }
            shown.push(holder);
            heading(holder, language, out)?;
            let same = self.certificates.iter().filter(|other| other.holder.as_ref() == holder);
            same.into_iter().try_for_each(|certificate| self.show_certificate(certificate, language, out))?;
        }
        for KeptPerson { id, holder, .. } in &self.persons {
            writeln!(out, "{BOLD}{}{BOLD:#}, {} {}", harmless(&holder.name), words(language).born, holder.born)?;
            let only = if holder.document.is_some() { words(language).identity_only } else { "entered by hand" };
            writeln!(out, "  {}  {only}", short(*id))?;
        }
        self.show_expected(out)?;
        if !self.removed.is_empty() {
            writeln!(out, "{BOLD}Removed{BOLD:#}")?;
        }
        for Removed { id, what, kind, gone_at, .. } in &self.removed {
            let kind = kind.map(|kind| format!(", {}", words::kind(kind, language))).unwrap_or_default();
            writeln!(out, "  {}  {}{kind}; can be had back until {gone_at}", short(*id), harmless(what))?;
        }
        for id in &self.unreadable {
            writeln!(out, "  {}  is damaged; `semafor wallet salvage` reads what is left", short(*id))?;
        }
        Ok(())
    }

    fn show_certificate(&self, shown: &Summary, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let kind = shown.kind.map_or("", |kind| words::kind(kind, language));
        let state = if shown.verified { "verified" } else { "not verified" };
        let expires = shown.expires_at.map(|end| format!(", signed until {end}")).unwrap_or_default();
        writeln!(out, "  {}  {kind}: {state}{expires}", short(shown.id))?;
        for code in &shown.reasons {
            show_reason(*code, language, out)?;
        }
        match shown.superseded_by {
            Some(other) => writeln!(out, "            {} counts instead of it", short(other)),
            None => Ok(()),
        }
    }

    fn show_expected(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.expected.is_empty() {
            writeln!(out, "{BOLD}Expected{BOLD:#}")?;
        }
        for AwaitedCertificate { id, expectation, arrived } in &self.expected {
            writeln!(out, "  {}  {}, since {}", short(*id), harmless(&expectation.what), expectation.since)?;
            match arrived {
                Some(arrived) => writeln!(out, "            it has come: {}", short(*arrived))?,
                None => writeln!(out, "            {}", awaiting(expectation.awaiting))?,
            }
            if let (Some(ask), None) = (&expectation.ask, arrived) {
                writeln!(out, "            ask: {}", harmless(ask))?;
            }
        }
        Ok(())
    }
}

/// A reason with its code.
pub(super) fn show_reason(code: ReasonCode, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "            {} {FAINT}[{}]{FAINT:#}", texts::reason(code, language).meaning, code.code())
}

/// Whose what follows is.
pub(super) fn heading(holder: Option<&Holder>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    match holder {
        Some(Holder { name, born }) => {
            writeln!(out, "{BOLD}{}{BOLD:#}, {} {born}", harmless(name), words(language).born)
        }
        None => writeln!(out, "{BOLD}?{BOLD:#}"),
    }
}

fn awaiting(awaiting: Awaiting) -> &'static str {
    match awaiting {
        Awaiting::Data => "nobody has reported it yet",
        Awaiting::Validation => "reported, and not validated yet",
        Awaiting::Signature => "validated, and not signed yet",
    }
}
