//! Versions of one rule: at any time the highest one in force counts (protocols.md §3.6), so two that are equal must not
//! overlap, and one that is always outranked is never reached. Gaps are fine.

use std::collections::{BTreeMap, HashMap};

use semafor_core::instant::Instant;
use semafor_core::rulebook::{Rule, Version};

use crate::finding::Finding;
use crate::policy::{Entry, Kind, Policy};

/// What is wrong with the versions, by the entry's index in the policy.
pub(super) fn check(policy: &Policy) -> HashMap<usize, Vec<Finding>> {
    let mut found = HashMap::new();
    for mut versions in by_rule(policy).into_values() {
        versions.sort_by_key(|span| (std::cmp::Reverse(span.version), span.from));
        check_one(&versions, &mut found);
    }
    found
}

/// A version with the seconds in which it is in force.
struct Span<'p> {
    entry: &'p Entry,
    index: usize,
    version: Version,
    from: Instant,
    to: Instant,
}

/// The versions of each rule. Only what would be chosen between is compared: the same rule of the same region.
fn by_rule(policy: &Policy) -> HashMap<(String, String), Vec<Span<'_>>> {
    let mut rules: HashMap<_, Vec<_>> = HashMap::new();
    for (index, entry) in policy.entries.iter().enumerate().filter(|(_, entry)| entry.kind == Kind::Rule) {
        let Ok(rule) = Rule::read(&entry.json) else { continue };
        let span = Span { entry, index, version: rule.version, from: rule.valid_from, to: rule.valid_to };
        rules.entry((rule.identifier, rule.region)).or_default().push(span);
    }
    rules
}

/// `versions` come from the highest down, equal ones in the order in which they come into force.
fn check_one(versions: &[Span<'_>], found: &mut HashMap<usize, Vec<Finding>>) {
    let mut outranked = Seconds::default();
    for same in versions.chunk_by(|one, other| one.version == other.version) {
        let mut longest: Option<&Span<'_>> = None;
        for span in same {
            let Version(major, minor, patch) = span.version;
            let mut report = |place: &str, message: String| {
                found.entry(span.index).or_default().push(span.entry.finding(place, message));
            };
            if let Some(other) = longest.filter(|other| span.from <= other.to) {
                let until = other.to.min(span.to);
                let message = format!(
                    "is {major}.{minor}.{patch}, as in {}, and both are in force from {} to {until}",
                    other.entry.place(),
                    span.from
                );
                report("/Version", message);
            }
            if outranked.cover(span.from, span.to) {
                let message = format!(
                    "is {major}.{minor}.{patch}, which is never reached: higher versions are in force all the time \
                     from {} to {}",
                    span.from, span.to
                );
                report("/Version", message);
            }
            if longest.is_none_or(|other| other.to < span.to) {
                longest = Some(span);
            }
        }
        same.iter().for_each(|span| outranked.add(span.from, span.to));
    }
}

/// A set of seconds as stretches that neither touch nor overlap.
#[derive(Default)]
struct Seconds(BTreeMap<Instant, Instant>);

impl Seconds {
    fn cover(&self, from: Instant, to: Instant) -> bool {
        from <= to && self.0.range(..=from).next_back().is_some_and(|(_, end)| to <= *end)
    }

    fn add(&mut self, mut from: Instant, mut to: Instant) {
        if from > to {
            return;
        }
        while let Some((start, end)) =
            self.0.range(..=to.plus_seconds(1)).next_back().map(|(start, end)| (*start, *end))
        {
            if end.plus_seconds(1) < from {
                break;
            }
            self.0.remove(&start);
            (from, to) = (from.min(start), to.max(end));
        }
        self.0.insert(from, to);
    }
}
