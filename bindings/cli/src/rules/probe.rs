//! `semafor rules try`: rules on a certificate, comparison by comparison. The signature is not verified.

use std::io::{self, Write};

use semafor_core::verdict::{Verdict, harmless};
use semafor_publisher::probe::{self, Outcome, Probe, Question, Read};
use serde::Serialize;

use super::{read_value_sets, read_whole};
use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::paint::{BOLD, FAINT, verdict_sign, verdict_style};
use crate::verify::show_comparison;
use crate::{input, machine};

/// Runs the command. The worst outcome of all rules is how it ends.
pub(super) fn run(options: &args::rules::Try, out: &mut dyn Write) -> Result<Exit, Failure> {
    let rules = read_whole(&options.path)?;
    let value_sets = options.rules.as_deref().map(read_value_sets).transpose()?;
    let read = match Read::of(&input::text(&options.text)?) {
        Ok(read) => read,
        Err(error) => {
            let problem = error.to_string();
            if options.json {
                json(&NotRead { problem }, out)?
            } else {
                writeln!(out, "no certificate: {problem}")?
            }
            return Ok(Exit::Undecided);
        }
    };
    let question = Question { country: options.country.as_deref(), at: options.at.unwrap_or_else(machine::now) };
    let rules = probe::probe(&rules, value_sets.as_ref(), &read, &question);
    let exit = exit(&rules);
    if options.json {
        json(&Document { signature_verified: false, at: question.at.to_string(), rules }, out)?;
    } else {
        writeln!(out, "{FAINT}as of {}; the signature was not verified{FAINT:#}", question.at)?;
        rules.iter().try_for_each(|rule| show(rule, out))?;
    }
    Ok(exit)
}

#[derive(Serialize)]
struct NotRead {
    problem: String,
}

#[derive(Serialize)]
struct Document {
    signature_verified: bool,
    at: String,
    rules: Vec<Probe>,
}

/// A failed rule outweighs an open one, as in a check.
fn exit(rules: &[Probe]) -> Exit {
    let any = |wanted: fn(&Outcome) -> bool| rules.iter().any(|rule| wanted(&rule.outcome));
    if any(|outcome| *outcome == Outcome::Failed) {
        Exit::Refused
    } else if any(|outcome| *outcome != Outcome::Passed) {
        Exit::Undecided
    } else {
        Exit::Done
    }
}

fn show(rule: &Probe, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{} {}{BOLD:#}", harmless(&rule.identifier), harmless(&rule.version))?;
    for reason in &rule.not_asked {
        writeln!(out, "  {FAINT}a check would not ask this rule: {}{FAINT:#}", harmless(reason))?;
    }
    rule.comparisons.iter().try_for_each(|made| show_comparison(made, out))?;
    let (verdict, word, because) = match &rule.outcome {
        Outcome::Passed => (Verdict::Accepted, "PASSED", ""),
        Outcome::Failed => (Verdict::Refused, "FAILED", ""),
        Outcome::Open { because } => (Verdict::Undecided, "OPEN", because.as_str()),
    };
    let (sign, style) = (verdict_sign(verdict), verdict_style(verdict));
    let because = if because.is_empty() { String::new() } else { format!(": {}", harmless(because)) };
    let next = rule.next_change.map(|at| format!("; another outcome from {at}")).unwrap_or_default();
    writeln!(out, "  {style}{sign} {word}{style:#}{because}{next}")
}
