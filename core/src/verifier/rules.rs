//! The rules part of a check: what rules, and the conditions of a mode, say of each certificate as time goes on.

use std::sync::Arc;

use crate::instant::Instant;
use crate::rulebook::{
    AppliedRule, Case, Destination, Fit, Judgement, Mode, Outcome, Rule, RuleOutcome, RuleType, Rulebook, Slot, Subject,
};
use crate::verdict::{Asked, Cause};

/// The question to the rulebook, where one was asked.
pub(super) struct Rules<'a> {
    pub(super) mode: Option<&'a Mode>,
    /// One a text; nobody has to judge what nobody vouches for.
    cases: Vec<Option<Case<'a>>>,
}

/// How things stand at one time.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// One a text, in the order of the cases.
    judgements: Vec<Option<Judgement<'a>>>,
    /// Of each text, whether it fits each slot of the mode, counted through all combinations; nothing where its type is
    /// another.
    fits: Vec<Vec<Option<Fit>>>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(asked: &'a Asked, subjects: &'a [Option<Subject>], rulebook: &'a Rulebook) -> Option<Self> {
        let Asked::Entry { country: Some(country), region, mode } = asked else { return None };
        let mode = mode.as_deref().and_then(|id| rulebook.mode(id));
        let place = match mode.and_then(|mode| mode.rules_of.as_deref()) {
            Some(country) => Destination { country, region: None },
            None => Destination { country, region: region.as_deref() },
        };
        let case = |subject: &'a Option<Subject>| subject.as_ref().map(|subject| rulebook.case(subject, place));
        Some(Self { mode, cases: subjects.iter().map(case).collect() })
    }

    /// How things stand at `at`, and of each text how each rule came to its outcome.
    pub(super) fn begin(&self, at: Instant) -> (State<'a>, Vec<Vec<RuleOutcome>>) {
        let judged = self.cases.iter().map(|case| case.as_ref().map(|case| case.judge(at)));
        let (mut judgements, mut outcomes) = (Vec::new(), Vec::new());
        for judged in judged {
            let (judgement, shown) = judged.unzip();
            judgements.push(judgement);
            outcomes.push(shown.unwrap_or_default());
        }
        let fits = self.cases.iter().map(|case| self.fits(case.as_ref(), at)).collect();
        (State { judgements, fits }, outcomes)
    }

    /// Brings the state forward to `at`. Gives the steps that it cost.
    pub(super) fn advance(&self, state: &mut State<'a>, at: Instant) -> usize {
        let mut steps: usize = 0;
        for (case, judgement) in self.cases.iter().zip(&mut state.judgements) {
            if let (Some(case), Some(judgement)) = (case, judgement) {
                steps = steps.saturating_add(case.advance(judgement, at));
            }
        }
        for (case, fits) in self.cases.iter().zip(&mut state.fits) {
            for (fit, slot) in fits.iter_mut().zip(self.slots()) {
                let due = fit.as_ref().and_then(|fit| fit.next).is_some_and(|next| next <= at);
                if let (true, Some(case), Some(condition)) = (due, case, &slot.condition) {
                    let now = case.fit(condition, at);
                    steps = steps.saturating_add(now.steps);
                    *fit = Some(now);
                }
            }
        }
        steps
    }

    fn fits(&self, case: Option<&Case<'a>>, at: Instant) -> Vec<Option<Fit>> {
        let fit = |slot: &Slot| {
            let case = case.filter(|case| case.kind() == slot.kind)?;
            Some(slot.condition.as_ref().map_or(Fit::UNCONDITIONAL, |condition| case.fit(condition, at)))
        };
        self.slots().map(fit).collect()
    }

    /// The slots of the mode, counted through all combinations.
    fn slots(&self) -> impl Iterator<Item = &'a Slot> + use<'a> {
        self.mode.into_iter().flat_map(|mode| mode.combinations.iter().flatten())
    }
}

impl State<'_> {
    /// What the rules say against a text.
    pub(super) fn against(&self, index: usize) -> impl Iterator<Item = Cause> {
        let judgement = self.judgements.get(index).and_then(Option::as_ref);
        let none = judgement.is_some_and(|judgement| !judgement.has_rules()).then_some(Cause::NoRules);
        let current = judgement.into_iter().flat_map(Judgement::current);
        none.into_iter().chain(current.filter_map(|(rule, outcome)| cause(rule, outcome)))
    }

    /// Whether a text fits a slot, counted through all combinations.
    pub(super) fn fit(&self, index: usize, slot: usize) -> Option<Outcome> {
        self.fits.get(index)?.get(slot)?.map(|fit| fit.outcome)
    }

    /// The first second at which something may stand otherwise.
    pub(super) fn next_boundary(&self) -> Option<Instant> {
        let rules = self.judgements.iter().flatten().filter_map(Judgement::next_boundary);
        let fits = self.fits.iter().flatten().flatten().filter_map(|fit| fit.next);
        rules.chain(fits).min()
    }

    /// The second until which a rule that fails now surely goes on to fail.
    pub(super) fn failing_until(&self) -> Option<Instant> {
        self.judgements.iter().flatten().filter_map(Judgement::failing_until).max()
    }

    /// Whether things may change at other times as well.
    pub(super) fn is_unforeseeable(&self) -> bool {
        let rules = self.judgements.iter().flatten().any(Judgement::is_unforeseeable);
        rules || self.fits.iter().flatten().flatten().any(|fit| fit.unforeseeable)
    }
}

fn cause(rule: &Arc<Rule>, outcome: Outcome) -> Option<Cause> {
    let applied = || AppliedRule::from(Arc::clone(rule));
    match (outcome, rule.rule_type) {
        (Outcome::Passed, _) => None,
        (Outcome::Failed, RuleType::Invalidation) => Some(Cause::Invalidated { rule: applied() }),
        (Outcome::Failed, _) => Some(Cause::RuleFailed { rule: applied() }),
        (Outcome::Open(cause), _) => Some(Cause::RuleOpen { detail: applied().open_because(cause), rule: applied() }),
    }
}
