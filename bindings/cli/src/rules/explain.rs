//! `semafor rules explain`: rules as indented sentences.

use std::io::{self, Write};

use semafor_core::verdict::harmless;
use semafor_publisher::sentence::{self, Explanation};
use serde::Serialize;

use super::read_whole;
use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::{json, line};
use crate::paint::BOLD;

pub(super) fn run(options: &args::rules::Explain, out: &mut dyn Write) -> Result<Exit, Failure> {
    let rules = sentence::explain(&read_whole(&options.path)?, options.language.get());
    if options.json {
        json(&Document { rules }, out)?;
        return Ok(Exit::Done);
    }
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        show(rule, out)?;
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Document {
    rules: Vec<Explanation>,
}

fn show(rule: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{} {}{BOLD:#}", harmless(&rule.identifier), harmless(&rule.version))?;
    if !rule.description.is_empty() {
        writeln!(out, "  {}", harmless(&rule.description))?;
    }
    rule.facts.iter().try_for_each(|(label, value)| line(label, value, out))?;
    for line in &rule.lines {
        let indent = "  ".repeat(line.depth.saturating_add(1));
        writeln!(out, "{indent}{}", harmless(&line.text))?;
    }
    Ok(())
}
