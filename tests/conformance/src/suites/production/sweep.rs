//! Each rule on each certificate, from one boundary to the next over two years, against its outcome evaluated anew: at each
//! boundary, a second before and a second behind it, and at the hours in between.
//!
//! The rule is put in force within those years, a month after their beginning and until a month before their end, and made
//! one of acceptance if it decides something else: its own dates leave most of its boundaries in the past.

use semafor_core::instant::Instant;
use semafor_core::rulebook::{Case, Destination, Judgement, Rule, RuleSubject, Rulebook};
use serde_json::Value;

use super::seeded::Seeded;
use super::{Extent, Specimen, parallel};
use crate::outcome::Checks;

const HOURS: i64 = 2 * 365 * 24;
const HOUR: i64 = 3_600;
const MONTH: i64 = 30 * 24 * HOUR;
/// Hours of a sample for each rule on each certificate.
const SAMPLE: usize = 64;

pub(super) fn check(
    rules: &[(String, Value)],
    value_sets: &[Value],
    specimens: &[Specimen],
    extent: Extent,
    checks: &mut Checks,
) {
    let Some(start) = specimens.iter().map(|specimen| specimen.issued_at).min() else { return };
    let swept = parallel::each(rules, |index, (_, json)| {
        let document = in_force(json, start);
        let rule = Rule::read(&document).ok()?;
        let documents: Vec<_> = [document].into_iter().chain(value_sets.iter().cloned()).collect();
        let book = Rulebook::read(&documents).ok()?;
        Some(sweep(&Swept { index, rule, book, start, extent }, specimens))
    });
    let mut sum = Tally::default();
    for ((id, _), tally) in rules.iter().zip(swept) {
        let Some(tally) = tally else { continue };
        let differs = tally.differs.as_deref().unwrap_or("equal");
        checks.compare(id, "boundaries", "equal", differs, "an outcome between two boundaries, or at one");
        sum.add(&tally);
    }
    let Tally { pairs, changes, evaluations, .. } = sum;
    checks
        .note(format!("boundaries: {pairs} rules on certificates, {changes} changes, {evaluations} evaluations anew"));
}

/// The rule with dates within the sweep.
fn in_force(json: &Value, start: Instant) -> Value {
    let mut document = json.clone();
    if let Some(members) = document.as_object_mut() {
        let until = start.plus_seconds(HOURS.saturating_mul(HOUR).saturating_sub(MONTH));
        members.insert("ValidFrom".to_owned(), start.plus_seconds(MONTH).to_string().into());
        members.insert("ValidTo".to_owned(), until.to_string().into());
        if members.get("Type").and_then(Value::as_str) != Some("Invalidation") {
            members.insert("Type".to_owned(), "Acceptance".into());
        }
    }
    document
}

/// A rule that is swept.
struct Swept {
    index: usize,
    rule: Rule,
    book: Rulebook,
    start: Instant,
    extent: Extent,
}

/// What was done, and the first thing that is not as it should be.
#[derive(Default)]
struct Tally {
    pairs: usize,
    changes: usize,
    evaluations: usize,
    differs: Option<String>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.pairs = self.pairs.saturating_add(other.pairs);
        self.changes = self.changes.saturating_add(other.changes);
        self.evaluations = self.evaluations.saturating_add(other.evaluations);
    }
}

fn sweep(swept: &Swept, specimens: &[Specimen]) -> Tally {
    let mut tally = Tally::default();
    let place = Destination { country: &swept.rule.country, region: Some(&swept.rule.region) };
    for (number, specimen) in specimens.iter().enumerate() {
        let case = swept.book.case(&specimen.subject, place);
        let concerned = match swept.rule.subject {
            RuleSubject::General => true,
            RuleSubject::Kind(kind) => kind == case.kind(),
        };
        if !concerned {
            continue;
        }
        tally.pairs = tally.pairs.saturating_add(1);
        let walked = walk(&case, swept.start);
        let changes = walked.windows(2).filter(|pair| matches!(pair, [(_, one), (_, other)] if one != other));
        tally.changes = tally.changes.saturating_add(changes.count());
        let mut at_once = times(swept, number, &walked);
        let differs = at_once.find(|at| {
            tally.evaluations = tally.evaluations.saturating_add(1);
            outcome_in(&walked, *at) != Some(outcome(&case.judge(*at).0))
        });
        if let Some(at) = differs {
            tally.differs.get_or_insert_with(|| format!("certificate {number} differs at {at}"));
        }
    }
    tally
}

type Walked = Vec<(Instant, Option<&'static str>)>;

/// The outcomes from boundary to boundary, each with its first second.
fn walk(case: &Case<'_>, start: Instant) -> Walked {
    let end = start.plus_seconds(HOURS.saturating_mul(HOUR));
    let (mut judgement, _) = case.judge(start);
    let mut walked = vec![(start, outcome(&judgement))];
    while let Some(next) = judgement.next_boundary().filter(|next| *next < end) {
        case.advance(&mut judgement, next);
        walked.push((next, outcome(&judgement)));
    }
    walked
}

/// Around each boundary, and hours: all of them, or a few.
fn times<'a>(swept: &Swept, number: usize, walked: &'a Walked) -> Box<dyn Iterator<Item = Instant> + 'a> {
    let start = swept.start;
    let around = walked.iter().flat_map(|(from, _)| [-1, 0, 1].map(|second| from.plus_seconds(second)));
    let hour = move |hour: i64| start.plus_seconds(hour.saturating_mul(HOUR));
    let hours: Box<dyn Iterator<Item = Instant>> = match swept.extent {
        Extent::Full => Box::new((0..HOURS).map(hour)),
        Extent::Sample => {
            let mut seeded = Seeded::of([swept.index, number]);
            Box::new((0..SAMPLE).map(move |_| hour(seeded.below(HOURS))))
        }
    };
    Box::new(around.filter(move |at| *at >= start).chain(hours))
}

fn outcome_in(walked: &Walked, at: Instant) -> Option<Option<&'static str>> {
    let behind = walked.partition_point(|(from, _)| *from <= at);
    walked.get(behind.checked_sub(1)?).map(|(_, outcome)| *outcome)
}

/// What the one rule says, if it applies. Why it is open is no part of it.
fn outcome(judgement: &Judgement<'_>) -> Option<&'static str> {
    judgement.current().next().map(|(_, outcome)| outcome.name())
}
