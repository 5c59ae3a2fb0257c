//! What is to come: `semafor wallet check` for a day and a place, `semafor wallet notices` for everything that changes.

use std::io::{self, Write};

use semafor_core::verdict::{Language, harmless};
use semafor_core::wallet::{Day, Journey, Notice, NoticeKind, TravelAnswer, TravelReport, TravelVerdict};

use super::list::{heading, show_reason};
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

/// `semafor wallet notices`
pub(super) fn notices(options: &Notices, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let country = options.country.as_deref();
    let notices = opened.with(|_, grounds| Ok(listing.notices(country, &[], grounds)))?;
    if options.opening.which.json {
        json(&notices, out)?;
    } else {
        notices.iter().try_for_each(|notice| show_notice(notice, out))?;
    }
    Ok(Exit::Done)
}

fn show(report: &TravelReport, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let Journey { country, region, on } = &report.journey;
    let region = region.as_deref().map(|region| format!("-{}", harmless(region))).unwrap_or_default();
    writeln!(out, "{BOLD}{}{region}, {on}{BOLD:#}: from {} to {}", country, report.day.from, report.day.until)?;
    match (report.rules.as_of, report.rules.relied_until, report.rules.is_beyond) {
        (Some(as_of), _, true) => {
            writeln!(
                out,
                "  by the rules as of {as_of}; the day is too far away to rely on them: ask again before it"
            )?;
        }
        (Some(as_of), _, false) => writeln!(out, "  by the rules as of {as_of}")?,
        (None, _, _) => {
            writeln!(out, "  by rules of unknown age: they may have changed, or may change before the day")?
        }
    }
    for person in &report.persons {
        heading(Some(&person.holder), language, out)?;
        writeln!(out, "  {}", words(person.verdict))?;
        let own = person.certificates.iter().filter_map(|id| report.certificates.iter().find(|a| a.id == *id));
        own.into_iter().try_for_each(|answer| show_answer(answer, language, out))?;
    }
    Ok(())
}

fn show_answer(answer: &TravelAnswer, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let until = answer.valid_until.map(|until| format!(", until {until}")).unwrap_or_default();
    writeln!(out, "  {}  {}{until}", short(answer.id), words(answer.verdict))?;
    if answer.verdict == TravelVerdict::PartOfDay {
        for stretch in &answer.stretches {
            writeln!(out, "            from {}: {:?}", stretch.from, stretch.verdict)?;
        }
    }
    let mut codes: Vec<_> = answer.reasons.iter().map(|reason| reason.cause.code()).collect();
    codes.dedup();
    codes.into_iter().try_for_each(|code| show_reason(code, language, out))
}

fn words(verdict: TravelVerdict) -> &'static str {
    match verdict {
        TravelVerdict::Accepted => "accepted all day",
        TravelVerdict::PartOfDay => "accepted for a part of the day",
        TravelVerdict::Undecided => "it cannot be known",
        TravelVerdict::Refused => "refused",
    }
}

fn show_notice(notice: &Notice, out: &mut dyn Write) -> io::Result<()> {
    let name = notice.holder.as_ref().map(|holder| harmless(&holder.name)).unwrap_or_default();
    let what = match &notice.kind {
        NoticeKind::Revoked => "was withdrawn by its issuer".to_owned(),
        NoticeKind::TechnicalExpiry => {
            "its signature ends: have it issued again. What it certifies stays true".to_owned()
        }
        NoticeKind::RuleExpiry { country, rules } => {
            format!("the rules of {country} no longer accept it ({})", rules.join(", "))
        }
        NoticeKind::ColourChange { .. } => String::new(),
        NoticeKind::BoosterDue { country } => format!("another dose is due by then, by the rules of {country}"),
    };
    writeln!(out, "{}  {}  {name}: {what}", notice.at, notice.certificate.map(short).unwrap_or_default())
}
