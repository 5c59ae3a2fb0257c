//! What is wrong with a policy, one file for each concern. Nothing is evaluated but the rules' own tests.

mod boundaries;
mod codes;
mod languages;
mod logic;
mod modes;
mod schema;
mod schemes;
mod sites;
mod staff;
mod value_sets;
mod versions;

use std::collections::{HashMap, HashSet};

use semafor_core::certlogic::Datum;
use serde::Serialize;

use crate::finding::{Finding, Findings};
use crate::policy::{Entry, Kind, Policy};
use crate::trial;

/// What was looked at, and what was found.
#[derive(Debug, Serialize)]
pub struct Lint {
    /// How many rules, modes, texts, value sets and schemes have nothing wrong with them.
    pub passed: usize,
    /// How many have, or cannot be read.
    pub failed: usize,
    /// What is wrong, and what is worth a note, in the order of the files.
    pub findings: Vec<Finding>,
}

/// What the concerns know of the policy as a whole.
struct Context<'p> {
    policy: &'p Policy,
    /// Codes by the value set's name.
    codes: HashMap<&'p str, HashSet<&'p str>>,
    /// The value sets as rules see them.
    value_sets: Datum,
    /// The identifiers of all rules.
    rules: HashSet<&'p str>,
    /// The identifiers of the rules that have a staff text.
    texts: HashSet<&'p str>,
    /// Whether anything at all has a staff text.
    has_texts: bool,
}

/// Looks at everything. `progress` is told of each entry that is done, and how many there are.
pub fn lint(policy: &Policy, progress: &mut dyn FnMut(usize, usize)) -> Lint {
    let context = Context::of(policy);
    let mut lint = Lint { passed: 0, failed: policy.rejected.len(), findings: Vec::new() };
    lint.findings.extend(policy.rejected.iter().chain(&policy.ignored).cloned());
    let mut of_versions = versions::check(policy);
    for (index, entry) in policy.entries.iter().enumerate() {
        let mut findings = Findings::default();
        findings.extend(entry.faults.iter().cloned());
        findings.extend(of_versions.remove(&index).into_iter().flatten());
        check(entry, &context, &mut findings);
        lint.add(findings.into_vec());
        progress(index.saturating_add(1), policy.entries.len());
    }
    lint.findings.extend(notes(&context));
    lint
}

fn check(entry: &Entry, context: &Context<'_>, out: &mut Findings) {
    match entry.kind {
        Kind::Rule => {
            schema::check(entry, out);
            logic::check(entry, out);
            languages::check_rule(entry, out);
            codes::check(entry, context, out);
            staff::check_presence(entry, context, out);
            boundaries::check(entry, context, out);
        }
        Kind::ValueSet => value_sets::check(entry, out),
        Kind::Mode => modes::check(entry, out),
        Kind::StaffText => staff::check(entry, context, out),
        Kind::Scheme => schemes::check(entry, context, out),
    }
}

/// What is said once about the policy as a whole.
fn notes(context: &Context<'_>) -> Vec<Finding> {
    let note = |message: &str| Finding::note(context.policy.root.display().to_string(), "", message);
    let names_codes = || context.policy.of(Kind::Rule).any(codes::names_any);
    let codes = (context.codes.is_empty() && names_codes())
        .then(|| note("no value sets here: the codes that rules name were not checked"));
    let texts = (!context.has_texts).then(|| note("no staff texts here (texts/ID.json): none were checked"));
    codes.into_iter().chain(texts).collect()
}

impl<'p> Context<'p> {
    fn of(policy: &'p Policy) -> Self {
        let mut codes: HashMap<&str, HashSet<&str>> = HashMap::new();
        for entry in policy.of(Kind::ValueSet) {
            let Some(id) = entry.text("valueSetId") else { continue };
            codes.entry(id).or_default().extend(trial::codes(entry));
        }
        Self {
            policy,
            codes,
            value_sets: trial::value_sets(policy),
            rules: policy.of(Kind::Rule).filter_map(|rule| rule.text("Identifier")).collect(),
            texts: policy.of(Kind::StaffText).filter_map(|text| text.text("rule")).collect(),
            has_texts: policy.of(Kind::StaffText).next().is_some(),
        }
    }
}

impl Lint {
    fn add(&mut self, findings: Vec<Finding>) {
        let count = if findings.iter().all(|finding| finding.is_note) { &mut self.passed } else { &mut self.failed };
        *count = count.saturating_add(1);
        self.findings.extend(findings);
    }
}
