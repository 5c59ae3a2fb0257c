//! What is to come: `semafor wallet check` for a day and a place, `semafor wallet notices` for everything that changes.

use std::io::{self, Write};

use semafor_core::verdict::{Language, harmless};
use semafor_core::wallet::{Day, Journey, Notice, TravelAnswer, TravelReport, TravelVerdict, words as spoken};
use serde::Serialize;

use super::list::{heading, show_reason};
use super::words::{verdict, words as labels};
use super::{Opened, short};
use crate::args::wallet::{Check, Notices};
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::paint::BOLD;

/// `semafor wallet check`
pub(super) fn check(options: &Check, out: &mut dyn Write) -> Result<Exit, Failure> {
    let day = Day::of(options.on, &options.country);
    let mut opened = Opened::at(&options.opening, Some(day.from))?;
    if day.until < opened.grounds.time.resolve().0.at {
        return Err(Failure::Usage(format!("{} is over in {}", options.on, options.country)));
    }
    let listing = opened.list()?;
    let journey = Journey { country: options.country.clone(), region: options.region.clone(), on: options.on };
    let report = opened.with(|_, grounds| Ok(listing.travel(&journey, grounds)))?;
    if options.opening.which.json {
        json(&report, out)?;
    } else {
        show(&report, options.opening.which.language.get(), out)?;
    }
    let has = |verdict| report.persons.iter().any(|person| person.verdict == verdict);
    Ok(match report.persons.iter().all(|person| person.verdict == TravelVerdict::Accepted) {
        true if !report.persons.is_empty() => Exit::Done,
        _ if has(TravelVerdict::Refused) => Exit::Refused,
        _ => Exit::Undecided,
    })
}

/// A notice with its sentence.
#[derive(Serialize)]
struct Said {
    #[serde(flatten)]
    notice: Notice,
    text: String,
}

/// `semafor wallet notices`
pub(super) fn notices(options: &Notices, out: &mut dyn Write) -> Result<Exit, Failure> {
    let language = options.opening.which.language.get();
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let (country, schemes) = (options.country.as_deref(), options.schemes.of(&listing));
    let notices: Vec<Said> = opened.with(|_, grounds| {
        let said = |notice: Notice| Said { text: notice.text(grounds.schemes, language), notice };
        Ok(listing.notices(country, &schemes, grounds).into_iter().map(said).collect())
    })?;
    if options.opening.which.json {
        json(&notices, out)?;
    } else if notices.is_empty() {
        writeln!(out, "{}", labels(language).no_change)?;
    } else {
        notices.iter().try_for_each(|said| show_notice(said, out))?;
    }
    Ok(Exit::Done)
}

fn show(report: &TravelReport, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let (labels, Journey { country, region, on }) = (labels(language), &report.journey);
    let region = region.as_deref().map(|region| format!("-{}", harmless(region))).unwrap_or_default();
    let (from, until) = (report.day.from, report.day.until);
    writeln!(out, "{BOLD}{country}{region}, {on}{BOLD:#}: {} {from} {} {until}", labels.from, labels.to)?;
    match report.rules.as_of {
        Some(as_of) if report.rules.is_beyond => writeln!(out, "  {} {as_of}; {}", labels.as_of, labels.beyond)?,
        Some(as_of) => writeln!(out, "  {} {as_of}", labels.as_of)?,
        None => writeln!(out, "  {}", labels.age_unknown)?,
    }
    for person in &report.persons {
        heading(Some(&person.holder), language, out)?;
        writeln!(out, "  {}", spoken::travel(person.verdict, language))?;
        let own = person.certificates.iter().filter_map(|id| report.certificates.iter().find(|a| a.id == *id));
        own.into_iter().try_for_each(|answer| show_answer(answer, language, out))?;
    }
    Ok(())
}

fn show_answer(answer: &TravelAnswer, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let until = answer.valid_until.map(|until| format!(", {} {until}", crate::words::words(language).until));
    let until = until.unwrap_or_default();
    writeln!(out, "  {}  {}{until}", short(answer.id), spoken::travel(answer.verdict, language))?;
    if answer.verdict == TravelVerdict::PartOfDay {
        for stretch in &answer.stretches {
            let verdict = verdict(stretch.verdict, language);
            writeln!(out, "            {} {}: {verdict}", labels(language).from, stretch.from)?;
        }
    }
    let mut codes: Vec<_> = answer.reasons.iter().map(|reason| reason.cause.code()).collect();
    codes.dedup();
    codes.into_iter().try_for_each(|code| show_reason(code, language, out))
}

fn show_notice(said: &Said, out: &mut dyn Write) -> io::Result<()> {
    let name = said.notice.holder.as_ref().map(|holder| harmless(&holder.name)).unwrap_or_default();
    let which = said.notice.certificate.map(|id| format!("{}  ", short(id))).unwrap_or_default();
    writeln!(out, "{}  {which}{name}: {}", said.notice.at, harmless(&said.text))
}
