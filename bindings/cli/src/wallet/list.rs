//! `semafor wallet list`: everything in it, by person.

use std::io::{self, Write};

use semafor_core::instant::Instant;
use semafor_core::scheme::{ShownState, Status};
use semafor_core::store::RecordId;
use semafor_core::verdict::{Language, ReasonCode, harmless, texts};
use semafor_core::wallet::{
    AwaitedCertificate, Holder, KeptPerson, Listing, Perhaps, Person, Removed, Summary, words as spoken,
};
use serde::Serialize;

use super::words::words as labels;
use super::{Opened, short};
use crate::args::wallet::List;
use crate::colours;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::paint::{BOLD, FAINT};
use crate::words::{self, words};

/// A wallet on paper.
#[derive(Serialize)]
struct Content {
    at: Instant,
    snapshot: String,
    people: Vec<Shown>,
    certificates: Vec<Summary>,
    persons: Vec<KeptPerson>,
    expected: Vec<AwaitedCertificate>,
    removed: Vec<Removed>,
    /// Rows that are damaged.
    unreadable: Vec<RecordId>,
}

/// A person with the colours.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    person: Person,
    colours: Vec<Coloured>,
}

#[derive(Serialize)]
struct Coloured {
    scheme: String,
    #[serde(flatten)]
    shown: ShownState,
    until: Option<Instant>,
}

/// Runs the command.
pub(super) fn run(options: &List, out: &mut dyn Write) -> Result<Exit, Failure> {
    let language = options.opening.which.language.get();
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let schemes = options.schemes.of(&listing);
    let people = opened.with(|_, grounds| {
        let coloured = |person: &Person| {
            let status = |scheme: &String| Coloured::of(&listing.status(person, scheme, grounds), language);
            Shown { person: person.clone(), colours: schemes.iter().map(status).collect() }
        };
        Ok(listing.people.iter().map(coloured).collect())
    })?;
    let certificates = listing.certificates.iter().map(|kept| kept.summary()).collect();
    let Listing { persons, expected, removed, unreadable, .. } = listing;
    let at = opened.grounds.time.resolve().0.at;
    let snapshot = opened.grounds.published.snapshot.id().to_owned();
    let content = Content { at, snapshot, people, certificates, persons, expected, removed, unreadable };
    if options.opening.which.json {
        json(&content, out)?;
    } else {
        content.show(language, out)?;
    }
    Ok(Exit::Done)
}

impl Coloured {
    fn of(status: &Status, language: Language) -> Self {
        Self { scheme: status.id.clone(), shown: ShownState::of(&status.state, language), until: status.until }
    }

    fn show(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "  ")?;
        colours::show_state(&self.shown, language, out)?;
        let until = self.until.map(|until| format!(", {} {until}", words(language).until)).unwrap_or_default();
        writeln!(out, " {FAINT}{}{until}{FAINT:#}", harmless(&self.scheme))
    }
}

impl Content {
    fn show(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(language);
        let is_empty = self.people.is_empty() && self.expected.is_empty() && self.certificates.is_empty();
        if is_empty {
            writeln!(out, "{}", labels.empty)?;
        }
        self.people.iter().try_for_each(|shown| self.show_person(shown, language, out))?;
        let is_somebodys = |id: RecordId| self.people.iter().any(|shown| shown.person.has(id));
        let nobodys: Vec<_> = self.certificates.iter().filter(|kept| !is_somebodys(kept.id)).collect();
        if !nobodys.is_empty() {
            writeln!(out, "{BOLD}{}{BOLD:#}", labels.unreadable_holder)?;
        }
        nobodys.into_iter().try_for_each(|kept| show_certificate(kept, language, out))?;
        self.show_expected(language, out)?;
        self.show_removed(language, out)?;
        self.unreadable.iter().try_for_each(|id| writeln!(out, "  {}  {}", short(*id), labels.damaged))
    }

    fn show_person(&self, shown: &Shown, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let person = &shown.person;
        heading(Some(&person.holder), language, out)?;
        shown.colours.iter().try_for_each(|coloured| coloured.show(language, out))?;
        for member in &person.members {
            if let Some(kept) = self.certificates.iter().find(|kept| kept.id == member.id) {
                show_certificate(kept, language, out)?;
            }
            if let Some(kept) = self.persons.iter().find(|kept| kept.id == member.id) {
                show_entered(kept, language, out)?;
            }
            if let Some(because) = member.because {
                writeln!(out, "            {FAINT}{}{FAINT:#}", spoken::joined(because.joined, language))?;
            }
        }
        person.perhaps.iter().try_for_each(|perhaps| self.show_perhaps(perhaps, language, out))
    }

    fn show_perhaps(&self, perhaps: &Perhaps, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let other = usize::try_from(perhaps.person).ok().and_then(|place| self.people.get(place));
        let Some(other) = other else { return Ok(()) };
        let (labels, pair) = (labels(language), format!("{} {}", short(perhaps.own), short(perhaps.other)));
        let because = texts::comparison(perhaps.comparison, language);
        writeln!(out, "  ? {} {}: {because}", labels.perhaps, harmless(&other.person.holder.name))?;
        writeln!(out, "    {FAINT}{} semafor wallet merge {pair} | split {pair}{FAINT:#}", labels.settle)
    }

    fn show_expected(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(language);
        if !self.expected.is_empty() {
            writeln!(out, "{BOLD}{}{BOLD:#}", labels.expected)?;
        }
        for AwaitedCertificate { id, expectation, arrived } in &self.expected {
            let (what, since) = (harmless(&expectation.what), expectation.since);
            writeln!(out, "  {}  {what}, {} {since}", short(*id), labels.since)?;
            match arrived {
                Some(arrived) => writeln!(out, "            {} {}", labels.has_come, short(*arrived))?,
                None => writeln!(out, "            {}", spoken::awaiting(expectation.awaiting, language))?,
            }
            if let (Some(ask), None) = (&expectation.ask, arrived) {
                writeln!(out, "            {} {}", labels.ask, harmless(ask))?;
            }
        }
        Ok(())
    }

    fn show_removed(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let labels = labels(language);
        if !self.removed.is_empty() {
            writeln!(out, "{BOLD}{}{BOLD:#}", labels.removed)?;
        }
        for Removed { id, what, kind, gone_at, .. } in &self.removed {
            let kind = kind.map(|kind| format!(", {}", words::kind(kind, language))).unwrap_or_default();
            writeln!(out, "  {}  {}{kind}; {} {gone_at}", short(*id), harmless(what), labels.until)?;
        }
        Ok(())
    }
}

fn show_entered(kept: &KeptPerson, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let labels = labels(language);
    let what = if kept.holder.document.is_some() { words(language).identity_only } else { labels.entered_by_hand };
    writeln!(out, "  {}  {}: {what}", short(kept.id), labels.identity_only)
}

fn show_certificate(shown: &Summary, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let labels = labels(language);
    let kind = shown.kind.map_or("", |kind| words::kind(kind, language));
    let state = if shown.verified { labels.verified } else { labels.not_verified };
    let expires = shown.expires_at.map(|end| format!(", {} {end}", labels.signed_until)).unwrap_or_default();
    writeln!(out, "  {}  {kind}: {state}{expires}", short(shown.id))?;
    shown.reasons.iter().try_for_each(|code| show_reason(*code, language, out))?;
    match shown.superseded_by {
        Some(other) => writeln!(out, "            {} {}", labels.counts_instead, short(other)),
        None => Ok(()),
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
