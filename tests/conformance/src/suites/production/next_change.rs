//! Whole checks by the rules of each country: a report's `next_change` against checks at the times before it, and its
//! `valid_until` beside it. From one change to the next, over two years from the time of issue.

use std::collections::BTreeSet;
use std::path::Path;

use semafor_core::instant::Instant;
use semafor_core::rulebook::Rulebook;
use semafor_core::trust::import::fingerprint;
use semafor_core::verdict::{Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check as judge};
use semafor_core::warning::WarningCode;
use serde_json::Value;

use super::seeded::Seeded;
use super::{Extent, Specimen, parallel};
use crate::outcome::Checks;
use crate::suites::qa;

const TWO_YEARS: i64 = 2 * 365 * 86_400;
/// A day and an hour, so that every hour of the day is met.
const STEP: i64 = 25 * 3_600;
/// Of a sample: times between two changes, and one in so many certificates for each country.
const SAMPLE: usize = 3;
const ONE_IN: i64 = 4;

pub(super) fn check(documents: &[Value], texts: &Path, specimens: &[Specimen], extent: Extent, checks: &mut Checks) {
    let Ok(rulebook) = Rulebook::read(documents) else { return };
    let country = |document: &Value| document.get("Country").and_then(Value::as_str).map(str::to_owned);
    let countries: BTreeSet<_> = documents.iter().filter_map(country).collect();
    let keys = qa::keys_beside(texts, checks);
    let snapshot = Snapshot::from_keys(keys, true).with_rules(rulebook, &fingerprint(b"the rules of this directory"));
    let tried: Vec<_> =
        countries.iter().flat_map(|country| (0..).zip(specimens).map(move |it| (country, it))).collect();
    let tried = parallel::each(&tried, |index, (country, (number, specimen))| {
        let mut seeded = Seeded::of([index, *number]);
        if extent == Extent::Sample && seeded.below(ONE_IN) != 0 {
            return None;
        }
        let check = |at| {
            let policy = Policy::entry(Some((*country).clone()));
            judge(&[&specimen.text], &policy, &TimeContext::device(at), &snapshot)
        };
        Some((country.as_str(), *number, follow(specimen.issued_at, extent, &mut seeded, &check)))
    });
    let (mut changes, mut checked) = (0_usize, 0_usize);
    for (country, number, followed) in tried.into_iter().flatten() {
        changes = changes.saturating_add(followed.changes);
        checked = checked.saturating_add(followed.checks);
        let differs = followed.differs.unwrap_or_else(|| "equal".to_owned());
        let id = format!("certificate {number} in {country}");
        checks.compare(&id, "next change", "equal", differs, "a verdict before the next change, or at it");
    }
    checks.note(format!("next change: {changes} changes of verdicts, {checked} checks anew"));
}

/// What was found on the way from change to change.
#[derive(Default)]
struct Followed {
    changes: usize,
    checks: usize,
    differs: Option<String>,
}

fn follow(start: Instant, extent: Extent, seeded: &mut Seeded, check: &dyn Fn(Instant) -> Report) -> Followed {
    let end = start.plus_seconds(TWO_YEARS);
    let (mut followed, mut at) = (Followed::default(), start);
    loop {
        let report = check(at);
        let until = report.next_change.unwrap_or(end).min(end);
        let last = until.plus_seconds(-1);
        let expected = report.next_change.filter(|_| report.verdict == Verdict::Accepted);
        if report.valid_until != expected.map(|change| change.plus_seconds(-1)) {
            followed.differs = Some(format!("at {at} valid until {:?}", report.valid_until.map(|it| it.to_string())));
        }
        let between = between(at, last, extent, seeded);
        followed.checks = followed.checks.saturating_add(between.len());
        let other = between.iter().find(|at| check(**at).verdict != report.verdict);
        if let Some(other) = other {
            followed.differs = Some(format!("another verdict at {other}, before {until}"));
        }
        if until >= end || followed.differs.is_some() {
            return followed;
        }
        let uncertain = report.warnings.iter().any(|warning| warning.code == WarningCode::ChangeUncertain);
        if !uncertain && check(until).verdict == report.verdict {
            followed.differs = Some(format!("the same verdict at {until}"));
        }
        followed.changes = followed.changes.saturating_add(1);
        at = until;
    }
}

/// Times behind `at` up to `last`, with both.
fn between(at: Instant, last: Instant, extent: Extent, seeded: &mut Seeded) -> Vec<Instant> {
    let length = last.as_unix().saturating_sub(at.as_unix());
    let inner: Vec<_> = match extent {
        Extent::Full => (1..=length.div_euclid(STEP)).map(|step| at.plus_seconds(step.saturating_mul(STEP))).collect(),
        Extent::Sample => (0..SAMPLE).map(|_| at.plus_seconds(seeded.below(length.max(1)))).collect(),
    };
    inner.into_iter().chain([last]).filter(|time| *time >= at).collect()
}
