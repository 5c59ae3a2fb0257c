//! `semafor rules`: the tools of those who write rules. What they do is the publisher's; here it is printed.

mod explain;
mod lint;
mod probe;
mod test;

use std::io::Write;
use std::path::Path;

use semafor_core::verdict::harmless;
use semafor_publisher::policy::{Policy, PolicyError};

use crate::args::rules::{Command, Rules};
use crate::exit::{Exit, Failure};

/// Runs one of the commands.
pub(crate) fn run(options: &Rules, out: &mut dyn Write) -> Result<Exit, Failure> {
    match &options.command {
        Command::Lint(options) => lint::run(options, out),
        Command::Test(options) => test::run(options, out),
        Command::Explain(options) => explain::run(options, out),
        Command::Try(options) => probe::run(options, out),
    }
}

impl From<PolicyError> for Failure {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Missing { path, because } => Self::NoInput { path, because },
            PolicyError::Unreadable { path, because } => Self::RuleFile { path, because },
            PolicyError::NoRules { path } => {
                let because = "holds no rule: a rule.json with an Identifier and its Logic is wanted".to_owned();
                Self::RuleFile { path, because }
            }
        }
    }
}

/// The rules to explain or to try; what cannot be read ends the command.
fn read_whole(path: &Path) -> Result<Policy, Failure> {
    whole(Policy::read(path)?)
}

/// The value sets that rules name.
fn read_value_sets(path: &Path) -> Result<Policy, Failure> {
    whole(Policy::read_any(path)?)
}

fn whole(policy: Policy) -> Result<Policy, Failure> {
    match policy.rejected().first() {
        Some(finding) => {
            let place = if finding.pointer.is_empty() { String::new() } else { format!("{}: ", finding.pointer) };
            Err(Failure::RuleFile {
                path: finding.path.clone().into(),
                because: harmless(&format!("{place}{}", finding.message)),
            })
        }
        None => Ok(policy),
    }
}
