//! One text as evidence about a person: verified once, and asked at any time whether it counts.

use std::fmt;

use super::examine::Examination;
use super::{Policy, Snapshot, persons};
use crate::certificate::Certificate;
use crate::instant::Instant;
use crate::trust::TestKeys;
use crate::verdict::{Asked, Cause, Content};

/// A text with all that is known about it. Costs one signature verification to make, none to ask.
pub struct Evidence<'a>(Examination<'a>);

impl<'a> Evidence<'a> {
    /// Looks at a text with the keys and revocations of `snapshot`.
    #[must_use]
    pub fn of(text: &str, test_keys: TestKeys, snapshot: &'a Snapshot) -> Self {
        let policy = Policy { asked: Asked::Technical, test_keys };
        Self(Examination::of(text, &policy, snapshot.keys(), snapshot))
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
        persons::compare(evidence.iter().map(|evidence| &evidence.0))
    }
}

impl fmt::Debug for Evidence<'_> {
    /// Nothing personal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Evidence").field("kind", &self.certificate().map(Certificate::kind)).finish_non_exhaustive()
    }
}
