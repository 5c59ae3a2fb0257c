//! Every bound that is about speed, as one row: `cargo run --release -- NAME…`; all of them without a name.
//!
//! Exit status: 0 when every bound holds, 1 when one is short, 64 for an unknown name, 74 when nothing can be measured.

mod built;
mod case;
mod certlogic_js;
mod door;
mod hostile;
mod material;
mod measure;
mod production;
mod revocation;
mod row;
mod rules;
mod scan;
mod set;
mod set_kill;
mod technical;
mod verdict;
mod verification;
mod wallet;
mod wallet_kill;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use row::Row;

/// A named set of rows.
type Suite = (&'static str, fn() -> Result<Vec<Row>, Box<dyn Error>>);

const SUITES: [Suite; 11] = [
    ("technical", technical::rows),
    ("verdict", verdict::rows),
    ("rules", rules::rows),
    ("door", door::rows),
    ("revocation", revocation::rows),
    ("scan", scan::rows),
    ("sequences", scan::sequence_rows),
    ("set", set::rows),
    ("set-kill", set_kill::rows),
    ("wallet", wallet::rows),
    ("wallet-kill", wallet_kill::rows),
];

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if let [word, file, url] = names.as_slice()
        && word == set_kill::CHILD
    {
        return ended(set_kill::sync_once(Path::new(file), url).map(|()| 0));
    }
    if let [word, folder] = names.as_slice()
        && word == wallet_kill::CHILD
    {
        return ended(wallet_kill::change_for_ever(Path::new(folder)).map(|()| 0));
    }
    let unknown = names.iter().find(|name| !SUITES.iter().any(|(known, _)| known == name));
    if let Some(unknown) = unknown {
        let known: Vec<_> = SUITES.iter().map(|(name, _)| *name).collect();
        let message = format!("no bench is called {unknown}; there are: {}", known.join(", "));
        return say(&mut std::io::stderr(), &message).map_or(ExitCode::from(INPUT_OUTPUT), |()| ExitCode::from(USAGE));
    }
    let chosen = SUITES.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|asked| asked == name));
    ended(run(chosen))
}

/// The exit status of what came to so many short rows, or to nothing.
fn ended(outcome: Result<usize, Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing better can be done when even this cannot be said.
            let _unsaid = say(&mut std::io::stderr(), &error.to_string());
            ExitCode::from(INPUT_OUTPUT)
        }
    }
}

/// Prints the rows of each suite and counts those that are short.
fn run(suites: impl Iterator<Item = &'static Suite>) -> Result<usize, Box<dyn Error>> {
    let mut out = std::io::stdout();
    let mut short = 0_usize;
    say(&mut out, Row::heading().trim_end())?;
    for (_, rows) in suites {
        for row in rows()? {
            short = short.saturating_add(usize::from(row.is_short()));
            say(&mut out, &row.to_string())?;
        }
    }
    Ok(short)
}

fn say(out: &mut impl Write, line: &str) -> std::io::Result<()> {
    writeln!(out, "{line}")
}

const USAGE: u8 = 64;
const INPUT_OUTPUT: u8 = 74;
