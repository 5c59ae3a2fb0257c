//! `semafor wallet status`: the colour of each person, why, until when, and what comes next.

use std::io::Write;

use semafor_core::scheme::ExplainedStatus;
use semafor_core::store::RecordId;
use semafor_core::wallet::Holder;
use serde::Serialize;

use super::list::heading;
use super::words::words as labels;
use super::{Opened, find, ids, short};
use crate::args::wallet::Status as Options;
use crate::colours;
use crate::exit::{Exit, Failure};
use crate::inspect::json;

/// The colours of one person.
#[derive(Serialize)]
struct OfPerson {
    /// Any of what belongs to the person: the first.
    id: Option<RecordId>,
    holder: Holder,
    /// The certificates that were looked at: `left_out` counts in them.
    certificates: Vec<RecordId>,
    statuses: Vec<ExplainedStatus>,
}

/// Runs the command.
pub(super) fn run(options: &Options, out: &mut dyn Write) -> Result<Exit, Failure> {
    let language = options.opening.which.language.get();
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let schemes = options.schemes.of(&listing);
    let wanted = options.person.as_deref().map(|id| find(id, ids(&listing), &opened.folder)).transpose()?;
    let people: Vec<OfPerson> = opened.with(|_, grounds| {
        let people = listing.people.iter().filter(|person| wanted.is_none_or(|id| person.has(id)));
        let of = |person| {
            let status = |id: &String| ExplainedStatus::of(&listing.status(person, id, grounds), language);
            OfPerson {
                id: person.members.first().map(|member| member.id),
                holder: person.holder.clone(),
                certificates: listing.current_of(person).map(|kept| kept.id).collect(),
                statuses: schemes.iter().map(status).collect(),
            }
        };
        Ok(people.map(of).collect())
    })?;
    let is_coloured = |status: &ExplainedStatus| status.shown.colour.is_some();
    let all_coloured = people.iter().flat_map(|person| &person.statuses).all(is_coloured) && !people.is_empty();
    if options.opening.which.json {
        json(&people, out)?;
    } else {
        if people.is_empty() {
            writeln!(out, "{}", labels(language).nobody)?;
        }
        for person in &people {
            heading(Some(&person.holder), language, out)?;
            let name = |place: u32| usize::try_from(place).ok().and_then(|place| person.certificates.get(place));
            let name = |place: u32| name(place).map(|id| short(*id));
            person.statuses.iter().try_for_each(|status| colours::show_holder(status, name, language, out))?;
        }
    }
    Ok(if all_coloured { Exit::Done } else { Exit::Undecided })
}
