//! `semafor wallet schemes`: which colours are shown side by side.

use std::io::Write;

use super::Opened;
use crate::args::leave::Schemes;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine;

/// Runs the command.
pub(super) fn run(options: &Schemes, out: &mut dyn Write) -> Result<Exit, Failure> {
    let chooses = options.default || !options.ids.is_empty();
    let mut opened = if chooses { Opened::or_new(&options.opening)? } else { Opened::existing(&options.opening)? };
    if chooses {
        let ids: Vec<_> = options.ids.iter().map(|id| id.to_string_lossy().into_owned()).collect();
        let published = opened.grounds.published.schemes.clone();
        for id in ids.iter().filter(|id| published.get(id).is_none()) {
            machine::complain(&format!("semafor: {id}: no scheme of this id is published"));
        }
        opened.with(|wallet, grounds| wallet.choose_schemes(&ids, grounds.at()))?;
    }
    let schemes = opened.list()?.schemes;
    if options.opening.which.json {
        json(&serde_json::json!({ "schemes": schemes }), out)?;
    } else {
        for scheme in schemes {
            writeln!(out, "{scheme}")?;
        }
    }
    Ok(Exit::Done)
}
