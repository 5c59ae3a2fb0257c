//! Whose verdict a new set changes, among certificates that the publisher keeps for this.

use semafor_core::instant::Instant;
use semafor_core::verdict::{Report, Verdict};
use semafor_core::verifier::{Policy, Snapshot, TimeContext, check};
use serde::Serialize;

/// A certificate that is judged otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedVerdict {
    /// The certificate's file.
    pub certificate: String,
    /// The country asked about; none for the technical check.
    pub country: Option<String>,
    /// The verdict by what is published.
    pub before: Judged,
    /// The verdict by the draft.
    pub after: Judged,
}

/// A verdict and its headline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// The code of its first reason, if there is one.
    pub reason: Option<&'static str>,
}

/// Asks both snapshots about every certificate: technically, and for every country.
#[must_use]
pub fn changed(
    certificates: &[(String, String)],
    countries: &[String],
    (before, after): (&Snapshot, &Snapshot),
    at: Instant,
) -> Vec<ChangedVerdict> {
    let countries = || std::iter::once(None).chain(countries.iter().cloned().map(Some));
    let time = TimeContext::device(at);
    let mut changed = Vec::new();
    for (name, text) in certificates {
        for country in countries() {
            let policy = match &country {
                None => Policy::technical(),
                Some(_) => Policy::entry(country.clone()),
            };
            let [before, after] = [before, after].map(|snapshot| Judged::of(&check(&[text], &policy, &time, snapshot)));
            if before.verdict != after.verdict {
                changed.push(ChangedVerdict { certificate: name.clone(), country, before, after });
            }
        }
    }
    changed
}

impl Judged {
    fn of(report: &Report) -> Self {
        Self { verdict: report.verdict, reason: report.reasons.first().map(|reason| reason.cause.code().code()) }
    }
}
