//! `semafor rules lint`: a line for everything that is wrong.

use std::io::Write;

use semafor_core::verdict::harmless;
use semafor_publisher::lint;
use semafor_publisher::policy::Policy;

use crate::args;
use crate::exit::{Exit, Failure};
use crate::inspect::json;
use crate::machine::Progress;
use crate::paint::FAINT;

pub(super) fn run(options: &args::rules::Lint, out: &mut dyn Write) -> Result<Exit, Failure> {
    let policy = Policy::read(&options.path)?;
    let mut progress = Progress::start();
    let lint = lint::lint(&policy, &mut |done, total| progress.show(done, total));
    if options.json {
        json(&lint, out)?;
    } else {
        for finding in &lint.findings {
            let line = harmless(&finding.to_string());
            if finding.is_note { writeln!(out, "{FAINT}{line}{FAINT:#}")? } else { writeln!(out, "{line}")? }
        }
        writeln!(out, "{} passed, {} failed", lint.passed, lint.failed)?;
    }
    Ok(if lint.failed == 0 { Exit::Done } else { Exit::Faulty })
}
