//! `semafor rules test`: what fails, with every comparison that was made.

use std::io::{self, Write};

use semafor_core::verdict::harmless;
use semafor_publisher::policy::Policy;
use semafor_publisher::trial::{self, Failure as FailedTest};

use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine::Progress;
use crate::paint::BOLD;
use crate::verify::show_comparison;

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
