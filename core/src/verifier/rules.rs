//! The rules part of a check: what the rulebook says of each certificate at a time, as reasons.

use super::examine::Examination;
use super::{Asked, Policy};
use crate::instant::Instant;
use crate::rulebook::{Destination, Judgement, Outcome, RuleOutcome, Rulebook, Subject};
use crate::verdict::{Cause, Reason};

/// The question to the rulebook: nothing, where no rules were asked for.
pub(super) struct Rules<'a> {
    rulebook: &'a Rulebook,
    destination: Option<Destination<'a>>,
    /// One a text; nobody has to judge what nobody vouches for.
    subjects: Vec<Option<Subject>>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(policy: &'a Policy, examinations: &[Examination<'_>], rulebook: &'a Rulebook) -> Self {
        let Asked::Entry { country: Some(country), region, .. } = &policy.asked else {
            return Self { rulebook, destination: None, subjects: Vec::new() };
        };
        let destination = Some(Destination { country, region: region.as_deref() });
        Self { rulebook, destination, subjects: examinations.iter().map(Examination::subject).collect() }
    }

    /// What the rules say at `at`, one judgement a text.
    pub(super) fn judge(&self, at: Instant) -> Vec<Judgement> {
        let Some(destination) = self.destination else { return Vec::new() };
        let judge = |subject: &Option<Subject>| match subject {
            Some(subject) => self.rulebook.judge(subject, destination, at),
            // Its own reasons say enough.
            None => Judgement { has_rules: true, ..Judgement::default() },
        };
        self.subjects.iter().map(judge).collect()
    }
}

/// What the rules say against acceptance.
pub(super) fn reasons(judged: &[Judgement]) -> impl Iterator<Item = Reason> {
    judged.iter().enumerate().flat_map(|(index, judgement)| {
        let none = (!judgement.has_rules).then_some(Cause::NoRules);
        let causes = judgement.outcomes.iter().filter_map(cause).chain(none);
        causes.map(move |cause| Reason { certificate: Some(index), cause })
    })
}

fn cause(rule: &RuleOutcome) -> Option<Cause> {
    let (identifier, version) = (rule.identifier.clone(), rule.version.clone());
    match &rule.outcome {
        Outcome::Passed => None,
        Outcome::Failed => Some(Cause::RuleFailed { rule: identifier, version }),
        Outcome::Open { because } => Some(Cause::RuleOpen { rule: identifier, version, detail: because.clone() }),
    }
}
