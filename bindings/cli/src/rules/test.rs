//! `semafor rules test`: what fails, with every comparison that was made.

use std::io::{self, Write};

use semafor_core::rulebook::ShownComparison;
use semafor_core::verdict::harmless;
use semafor_publisher::policy::Policy;
use semafor_publisher::trial::{self, Failure as FailedTest};

use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine::Progress;
use crate::paint::{BOLD, FAINT};

pub(super) fn run(options: &args::rules::Test, out: &mut dyn Write) -> Result<Exit, Failure> {
    let policy = Policy::read(&options.path)?;
    let mut progress = Progress::start();
    let trial = trial::run(&policy, &mut |done, total| progress.show(done, total));
    if options.json {
        json(&trial, out)?;
    } else {
        trial.failures.iter().try_for_each(|failure| show(failure, out))?;
        writeln!(out, "{} passed, {} failed", trial.passed, trial.failed)?;
    }
    Ok(if trial.failed == 0 { Exit::Done } else { Exit::Faulty })
}

fn show(failure: &FailedTest, out: &mut dyn Write) -> io::Result<()> {
    let FailedTest { path, name, expected, got, comparisons } = failure;
    let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
    writeln!(out, "{BOLD}{}{BOLD:#}{}", harmless(path), harmless(&name))?;
    writeln!(out, "  expected {}, got {}", harmless(expected), harmless(got))?;
    comparisons.iter().try_for_each(|made| show_comparison(made, out))
}

/// Both sides, what came of it, and the fields that fed it.
pub(super) fn show_comparison(made: &ShownComparison, out: &mut dyn Write) -> io::Result<()> {
    let (left, operator, right) = (&made.left, &made.operator, &made.right);
    let holds = if made.holds { "holds     " } else { "holds not " };
    let fields = if made.fields.is_empty() { String::new() } else { format!("  [{}]", made.fields.join(", ")) };
    let sides = harmless(&format!("{left} {operator} {right}"));
    writeln!(out, "  {holds} {sides}{FAINT}{}{FAINT:#}", harmless(&fields))
}
