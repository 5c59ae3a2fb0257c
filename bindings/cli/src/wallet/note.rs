//! What is entered by hand: persons, expected certificates, who belongs together; and what is removed or comes back.

use std::io::Write;

use semafor_core::store::RecordId;
use semafor_core::wallet::{Expectation, HolderNote};
use serde::Serialize;

use super::{Opened, find, ids, short};
use crate::args::wallet::{ExpectedAdd, ExpectedNext, OfOne, Pair, PersonAdd, Undo};
use crate::exit::{Exit, Failure};
use crate::inspect::json;

/// What was done to what.
#[derive(Serialize)]
struct Done {
    done: &'static str,
    id: RecordId,
}

/// `semafor wallet person add`
pub(super) fn add_person(options: &PersonAdd, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::or_new(&options.opening)?;
    let person = HolderNote { name: options.name.clone(), born: options.born, document: None };
    let id = opened.with(|wallet, grounds| wallet.add_person(&person, grounds.at()))?;
    tell("added", id, options.opening.which.json, out)
}

/// `semafor wallet remove`
pub(super) fn remove(options: &OfOne, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let id = find(&options.id, ids(&listing).chain(listing.unreadable.iter().copied()), &opened.folder)?;
    opened.with(|wallet, grounds| wallet.remove(id, grounds.at()))?;
    tell("removed", id, options.opening.which.json, out)
}

/// `semafor wallet undo`
pub(super) fn undo(options: &Undo, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let id = match &options.id {
        Some(beginning) => {
            let removed = opened.list()?.removed;
            Some(find(beginning, removed.iter().map(|removed| removed.id), &opened.folder)?)
        }
        None => None,
    };
    let id = opened.with(|wallet, grounds| wallet.undo(id, grounds.at()))?;
    tell("restored", id, options.opening.which.json, out)
}

/// `semafor wallet expected add`
pub(super) fn expect(options: &ExpectedAdd, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::or_new(&options.opening)?;
    let holder = options.name.clone().zip(options.born).map(|(name, born)| HolderNote { name, born, document: None });
    let id = opened.with(|wallet, grounds| {
        let expectation = Expectation {
            what: options.what.clone(),
            since: options.since.unwrap_or_else(|| grounds.at()),
            awaiting: options.awaiting.into(),
            ask: options.ask.clone(),
            kind: options.kind.map(Into::into),
            holder,
        };
        wallet.expect(&expectation, grounds.at())
    })?;
    tell("added", id, options.opening.which.json, out)
}

/// `semafor wallet expected next`
pub(super) fn expect_next(options: &ExpectedNext, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let id = find(&options.id, listing.expected.iter().map(|expected| expected.id), &opened.folder)?;
    opened.with(|wallet, grounds| wallet.expect_next(id, options.awaiting.into(), grounds.at()))?;
    tell("changed", id, options.opening.which.json, out)
}

/// `semafor wallet merge` and `split`
pub(super) fn decide(options: &Pair, is_one_person: bool, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut opened = Opened::existing(&options.opening)?;
    let listing = opened.list()?;
    let held = || {
        let certificates = listing.certificates.iter().map(|kept| kept.id);
        certificates.chain(listing.persons.iter().map(|person| person.id))
    };
    let (id, other) = (find(&options.one, held(), &opened.folder)?, find(&options.other, held(), &opened.folder)?);
    opened.with(|wallet, grounds| wallet.decide_about(id, other, is_one_person, grounds))?;
    tell(if is_one_person { "merged" } else { "split" }, id, options.opening.which.json, out)
}

fn tell(done: &'static str, id: RecordId, as_json: bool, out: &mut dyn Write) -> Result<Exit, Failure> {
    if as_json {
        json(&Done { done, id }, out)?;
    } else {
        writeln!(out, "{}  {done}", short(id))?;
    }
    Ok(Exit::Done)
}
