//! One certificate under the rules of a destination: each rule's outcome at a time, and how outcomes change as time goes on.

use std::cell::OnceCell;
use std::sync::Arc;

use super::line::Line;
use super::outcome::{AppliedRule, OpenCause, Outcome, RuleOutcome};
use super::rule::EVERYWHERE;
use super::{Destination, Rule, RuleType, Rulebook, Subject};
use crate::certificate::CertificateKind;
use crate::certlogic::{Calendar, ClockUse, Data, Datum, EvaluationError, Expression, Trace};
use crate::instant::Instant;
use crate::limits;

/// A certificate and the rules that may apply to it at some time: the destination's acceptance rules, and the issuing
/// country's invalidation rules.
#[derive(Debug)]
pub struct Case<'a> {
    subject: &'a Subject,
    place: Destination<'a>,
    /// Made for the first rule that looks there.
    external: OnceCell<Datum>,
    region: String,
    value_sets: &'a Datum,
    /// Invalidation rules behind the others.
    lines: Vec<&'a Line>,
}

/// What the rules say of a certificate, as it stands at one time after another.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    standings: Vec<Standing<'a>>,
}

/// One rule as it stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    line: &'a Line,
    /// The version in force with its outcome, if one is.
    current: Option<(&'a Arc<Rule>, Outcome)>,
    /// The first second at which that may change.
    next: Option<Instant>,
    /// Whether it may change at other times as well, since the rule reads the clock as a text.
    unforeseeable: bool,
}

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Its outcome.
    pub outcome: Outcome,
    /// The first second at which that may change.
    pub next: Option<Instant>,
    /// Whether it may change at other times as well.
    pub unforeseeable: bool,
    /// The steps that it cost.
    pub steps: usize,
}

impl Fit {
    /// Nothing is asked beside the certificate's type.
    pub const UNCONDITIONAL: Self = Self { outcome: Outcome::Passed, next: None, unforeseeable: false, steps: 0 };
}

impl Rulebook {
    /// The rules that may apply to `subject` at `place` at some time.
    #[must_use]
    pub fn case<'a>(&'a self, subject: &'a Subject, place: Destination<'a>) -> Case<'a> {
        let region = place.region.unwrap_or_default().trim().to_ascii_uppercase();
        let invalidation = self.lines(RuleType::Invalidation, &subject.issuing_country);
        let invalidation = invalidation.filter(|line| line.concerns(subject.kind, &region));
        let lines = self.acceptance(subject.kind, place.country, &region).chain(invalidation).collect();
        Case { subject, place, external: OnceCell::new(), region, value_sets: &self.value_sets, lines }
    }

    /// The acceptance rules of a country, and for WHO certificates those that hold everywhere.
    pub(super) fn acceptance<'a, 'r>(
        &'a self,
        kind: CertificateKind,
        country: &str,
        region: &'r str,
    ) -> impl Iterator<Item = &'a Line> + use<'a, 'r> {
        let everywhere = kind == CertificateKind::Icvp && !country.eq_ignore_ascii_case(EVERYWHERE);
        let everywhere = everywhere.then(|| self.lines(RuleType::Acceptance, EVERYWHERE)).into_iter().flatten();
        let lines = self.lines(RuleType::Acceptance, country).chain(everywhere);
        lines.filter(move |line| line.concerns(kind, region))
    }
}

impl<'a> Case<'a> {
    /// What the rules say at `at`, and the outcomes that show how they came to it.
    #[must_use]
    pub fn judge(&self, at: Instant) -> (Judgement<'a>, Vec<RuleOutcome>) {
        let clock = clock(at);
        let mut outcomes = Vec::with_capacity(self.lines.len());
        let mut standings = Vec::with_capacity(self.lines.len());
        let mut steps: usize = 0;
        for line in &self.lines {
            let affordable = steps <= limits::CERTIFICATE_STEPS;
            let mut trace = Trace::default();
            let standing = self.stand(line, at, &clock, affordable, &mut trace);
            steps = steps.saturating_add(trace.steps());
            if let Some((rule, outcome)) = standing.current {
                let clamping_differs = self.clamping_differs(rule, outcome, &trace, &clock);
                outcomes.push(RuleOutcome { rule: AppliedRule(Arc::clone(rule)), outcome, trace, clamping_differs });
            }
            standings.push(standing);
        }
        (Judgement { standings }, outcomes)
    }

    /// Brings a judgement forward to `at`; only what may have changed is evaluated.
    /// Gives the steps that it cost.
    pub fn advance(&self, judgement: &mut Judgement<'a>, at: Instant) -> usize {
        let due = |standing: &&mut Standing<'a>| standing.next.is_some_and(|next| next <= at);
        let mut due = judgement.standings.iter_mut().filter(due).peekable();
        if due.peek().is_none() {
            return 0;
        }
        let (clock, mut steps) = (clock(at), 0_usize);
        // Nobody will look at it: one is enough for all.
        let mut trace = Trace::default();
        for standing in due {
            *standing = self.stand(standing.line, at, &clock, true, &mut trace);
            steps = steps.saturating_add(if standing.current.is_some() { trace.steps() } else { 1 });
        }
        steps
    }

    /// The certificate's type.
    #[must_use]
    pub fn kind(&self) -> CertificateKind {
        self.subject.kind
    }

    /// Whether a condition holds for the certificate at `at`.
    #[must_use]
    pub fn fit(&self, condition: &Expression, at: Instant) -> Fit {
        let clock = clock(at);
        let (value, trace) = condition.evaluate(self.data(condition, &clock));
        let unforeseeable = trace.is_unforeseeable() || condition.clock_use() == ClockUse::AsText;
        Fit { outcome: outcome(value), next: trace.next_boundary(at), unforeseeable, steps: trace.steps() }
    }

    fn stand(&self, line: &'a Line, at: Instant, clock: &Datum, affordable: bool, trace: &mut Trace) -> Standing<'a> {
        let edge = line.next_edge(self.subject.kind, &self.region, at);
        let Some(rule) = line.in_force(self.subject.kind, &self.region, at) else {
            return Standing { line, current: None, next: edge, unforeseeable: false };
        };
        let outcome = if affordable { self.evaluate(rule, clock, trace) } else { TOO_MUCH };
        let next = edge.into_iter().chain(trace.next_boundary(at)).min();
        let as_text = rule.logic.as_ref().is_ok_and(|logic| logic.clock_use() == ClockUse::AsText);
        let unforeseeable = as_text || trace.is_unforeseeable() || !affordable;
        Standing { line, current: Some((rule, outcome)), next, unforeseeable }
    }

    fn evaluate(&self, rule: &Rule, clock: &Datum, trace: &mut Trace) -> Outcome {
        match &rule.logic {
            Ok(logic) if fits(rule, self.subject) => {
                outcome(logic.evaluate_into(trace, Calendar::Specification, self.data(logic, clock)))
            }
            unfit => {
                *trace = Trace::default();
                Outcome::Open(if unfit.is_ok() { OpenCause::PayloadVersion } else { OpenCause::Logic })
            }
        }
    }

    /// Whether an app that clamps days to the end of a month comes to another outcome than this one.
    fn clamping_differs(&self, rule: &Rule, by_specification: Outcome, trace: &Trace, clock: &Datum) -> bool {
        let logic = rule.logic.as_ref().ok().filter(|_| trace.has_overflow());
        logic.is_some_and(|logic| {
            let (clamped, _) = logic.evaluate_by(Calendar::Clamping, self.data(logic, clock));
            outcome(clamped) != by_specification
        })
    }

    fn data<'d>(&'d self, logic: &Expression, clock: &'d Datum) -> Data<'d> {
        let external = if logic.looks_around() {
            self.external.get_or_init(|| self.subject.external(self.place))
        } else {
            const { &Datum::Null }
        };
        Data::Rule { payload: &self.subject.payload, external, clock, value_sets: self.value_sets }
    }
}

impl Judgement<'_> {
    /// Whether at least one acceptance rule is in force.
    #[must_use]
    pub fn has_rules(&self) -> bool {
        self.current().any(|(rule, _)| rule.rule_type == RuleType::Acceptance)
    }

    /// The rules in force with their outcomes, in the rulebook's order, invalidation rules behind the others.
    pub fn current(&self) -> impl Iterator<Item = (&Arc<Rule>, Outcome)> {
        self.standings.iter().filter_map(|standing| standing.current)
    }

    /// The first second at which an outcome may change.
    #[must_use]
    pub fn next_boundary(&self) -> Option<Instant> {
        self.standings.iter().filter_map(|standing| standing.next).min()
    }

    /// The second until which a rule that fails now surely goes on to fail: the latest of them all. Nothing where none fails.
    #[must_use]
    pub fn failing_until(&self) -> Option<Instant> {
        let failing = self.standings.iter().filter(|standing| matches!(standing.current, Some((_, Outcome::Failed))));
        failing.map(|standing| standing.next.unwrap_or(Instant::MAX)).max()
    }

    /// Whether outcomes may change at other times too.
    #[must_use]
    pub fn is_unforeseeable(&self) -> bool {
        self.standings.iter().any(|standing| standing.unforeseeable)
    }
}

/// Too many rules before this one cost too much.
const TOO_MUCH: Outcome =
    Outcome::Open(OpenCause::Evaluation(EvaluationError::Budget { most: limits::CERTIFICATE_STEPS }));

fn clock(at: Instant) -> Datum {
    Datum::Text(at.into())
}

/// The same major version, and a payload no older than the rule (protocols.md §3.5).
fn fits(rule: &Rule, subject: &Subject) -> bool {
    match subject.version {
        Some(version) => version.0 == rule.schema_version.0 && version >= rule.schema_version,
        None => subject.kind == CertificateKind::Icvp,
    }
}

/// What a value comes to: only `true` and `false` are outcomes.
pub(crate) fn outcome(value: Result<Datum, EvaluationError>) -> Outcome {
    match value {
        Ok(Datum::Bool(true)) => Outcome::Passed,
        Ok(Datum::Bool(false)) => Outcome::Failed,
        Ok(_) => Outcome::Open(OpenCause::NotBoolean),
        Err(error) => Outcome::Open(OpenCause::Evaluation(error)),
    }
}
