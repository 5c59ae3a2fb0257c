//! `semafor replay`: recorded decisions made again, and compared byte for byte.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use semafor_core::verifier::{Decision, Replay};
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::input;
use crate::inspect::json;

/// Runs the command: the line of each record that did not come out the same, and how many did. Ends with 1 when one did
/// not.
pub(crate) fn run(options: &args::Replayed, out: &mut dyn Write) -> Result<Exit, Failure> {
    let snapshot = input::snapshot(input::key_files(&options.trust.files, &options.trust.proof)?);
    let snapshot = input::with_rules(snapshot, &options.rules)?;
    let records = input::text(options.records.as_os_str())?;
    let (mut equal, mut others) = (0_usize, Vec::new());
    for (line, record) in (1..).zip(records.lines().filter(|record| !record.is_empty())) {
        let because = match Decision::replay(record, &snapshot) {
            Ok(Replay::Equal) => {
                equal = equal.saturating_add(1);
                continue;
            }
            Ok(Replay::Differs { .. }) => "the decision is another one now".to_owned(),
            Ok(Replay::OtherSnapshot { recorded, present }) => {
                format!("made by snapshot {recorded}, these files are {present}")
            }
            Err(error) => error.to_string(),
        };
        others.push(Other { line, because });
    }
    let exit = if others.is_empty() { Exit::Done } else { Exit::Faulty };
    if options.json {
        json(&Document { equal, others }, out)?;
    } else {
        show(equal, &others, out)?;
    }
    Ok(exit)
}

#[derive(Serialize)]
struct Document {
    equal: usize,
    others: Vec<Other>,
}

/// A record that did not come out the same.
#[derive(Serialize)]
struct Other {
    line: usize,
    because: String,
}

fn show(equal: usize, others: &[Other], out: &mut dyn Write) -> io::Result<()> {
    for Other { line, because } in others {
        writeln!(out, "record {line}: {because}")?;
    }
    writeln!(out, "{equal} equal, {} not", others.len())
}

/// Appends a decision to a file of records, which it makes where there is none.
pub(crate) fn record(decision: &Decision, path: &Path) -> Result<(), Failure> {
    let line = decision.to_json().map_err(io::Error::other)?;
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{line}\n").as_bytes())?;
    Ok(())
}
