//! All versions of one rule, and which of them counts.

use std::sync::Arc;

use super::Rule;
use crate::certificate::CertificateKind;
use crate::instant::Instant;

/// The versions of one identifier of one country.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The highest version first; of two that are equal, the one that was read first.
    versions: Vec<Arc<Rule>>,
}

impl Line {
    pub(super) fn of(rule: Arc<Rule>) -> Self {
        Self { versions: vec![rule] }
    }

    /// Whether it holds a rule of the same version for the same certificates at the same time that says something else.
    pub(super) fn contradicts(&self, rule: &Rule) -> bool {
        let same = |other: &Arc<Rule>| {
            let when = other.valid_from <= rule.valid_to && rule.valid_from <= other.valid_to;
            when && (other.version, &other.subject, &other.region) == (rule.version, &rule.subject, &rule.region)
        };
        self.versions.iter().any(|other| same(other) && other.logic != rule.logic)
    }

    pub(super) fn add(&mut self, rule: Arc<Rule>) {
        let at = self.versions.partition_point(|other| other.version >= rule.version);
        self.versions.insert(at, rule);
    }

    /// The highest version among those in force at `at` that concern such a certificate there (protocols.md §3.6).
    pub(super) fn in_force(&self, kind: CertificateKind, region: &str, at: Instant) -> Option<&Arc<Rule>> {
        self.concerned(kind, region).find(|rule| rule.valid_from <= at && at <= rule.valid_to)
    }

    /// Whether there is a version, at any time, that concerns such a certificate there.
    pub(super) fn concerns(&self, kind: CertificateKind, region: &str) -> bool {
        self.concerned(kind, region).next().is_some()
    }

    /// The first second behind `after` at which a version comes into force or goes out of it.
    pub(super) fn next_edge(&self, kind: CertificateKind, region: &str, after: Instant) -> Option<Instant> {
        let edges = self.concerned(kind, region).flat_map(|rule| [rule.valid_from, rule.valid_to.plus_seconds(1)]);
        edges.filter(|edge| *edge > after).min()
    }

    fn concerned<'a, 'r>(
        &'a self,
        kind: CertificateKind,
        region: &'r str,
    ) -> impl Iterator<Item = &'a Arc<Rule>> + use<'a, 'r> {
        self.versions
            .iter()
            .filter(move |rule| rule.concerns(kind) && (rule.knows_no_region() || rule.region == region))
    }
}
