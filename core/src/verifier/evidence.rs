//! One text as evidence about a person: verified once, and asked at any time whether it counts.

use std::fmt;

use super::examine::Examination;
use super::{Policy, Reliance, Snapshot, TimeContext, judge_examined, persons};
use crate::certificate::Certificate;
use crate::instant::Instant;
use crate::trust::{TestKeys, TrustedKey};
use crate::verdict::{Cause, Content, Report, Scope};

/// A text with all that is known about it. Costs one signature verification to make, none to ask; it stays true for as long
/// as the snapshot does.
pub struct Evidence(Examination<TrustedKey>);

impl Evidence {
    /// Looks at a text with the keys and revocations of `snapshot`.
    #[must_use]
    pub fn of(text: &str, test_keys: TestKeys, snapshot: &Snapshot) -> Self {
        Self(Examination::of(text, &technical(test_keys), snapshot.keys(), snapshot).into_owned())
    }

    /// What [`super::check`] would report of this text by itself, without rules; nothing where the keys are so old that
    /// they vouch for nothing. `snapshot` and `test_keys` are those that it was made with.
    #[must_use]
    pub fn report(&self, test_keys: TestKeys, time: &TimeContext, snapshot: &Snapshot) -> Option<Report> {
        let (policy, (used, clock)) = (technical(test_keys), time.resolve());
        let reliance = Reliance::of(snapshot, Scope::Technical);
        let judged = || judge_examined(vec![self.0.lent()], 1, &policy, (used, clock), reliance, snapshot);
        reliance.has_keys(used.at).then(judged)
    }

    /// What it says, and whether anybody vouches for it.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.0.content
    }

    /// The certificate, if somebody vouches for it; it may have expired, or be revoked.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.0.content.verified()
    }

    /// What speaks against it at `at`: nothing where it counts.
    #[must_use]
    pub fn against(&self, at: Instant) -> Vec<Cause> {
        self.0.causes.iter().cloned().chain(self.0.causes_at(at)).collect()
    }

    /// Whether it counts at `at`.
    #[must_use]
    pub fn counts(&self, at: Instant) -> bool {
        self.certificate().is_some() && self.0.causes.is_empty() && self.0.causes_at(at).is_empty()
    }

    /// The first seconds at which the answer may differ from the second before.
    #[must_use]
    pub fn first_seconds(&self) -> Vec<Instant> {
        self.0.first_seconds()
    }

    /// The strongest doubt whether these belong to one person, if there is one.
    #[must_use]
    pub fn compare(evidence: &[Self]) -> Option<Cause> {
        persons::compare(evidence.iter().map(Self::content))
    }
}

impl fmt::Debug for Evidence {
    /// Nothing personal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Evidence").field("kind", &self.certificate().map(Certificate::kind)).finish_non_exhaustive()
    }
}

fn technical(test_keys: TestKeys) -> Policy {
    Policy { test_keys, ..Policy::technical() }
}
