//! What follows from the age of the data (design §3): ageing warns, stale decides nothing, dead counts as absent.

use super::snapshot::Snapshot;
use crate::instant::Instant;
use crate::limits;
use crate::verdict::{Age, Cause, FreshnessLimits, Origin, Reason, ReasonCode, Scope, Tier, Verdict};

/// The limits of all data that decides a check.
#[derive(Clone, Copy, Debug)]
pub struct Reliance {
    signed_at: Instant,
    keys: Option<FreshnessLimits>,
    rules: Option<FreshnessLimits>,
    revocation: Option<FreshnessLimits>,
    /// The time whose age counts at all times.
    as_of: Option<Instant>,
}

impl Reliance {
    /// The limits that count for a question of this scope. Data of unknown age has none.
    pub(super) fn of(snapshot: &Snapshot, scope: Scope) -> Self {
        let Some(Origin { signed_at, freshness }) = snapshot.origin().copied() else {
            return Self { signed_at: Instant::MIN, keys: None, rules: None, revocation: None, as_of: None };
        };
        let rules = freshness.rules.filter(|_| scope == Scope::Rules);
        let revocation = freshness.revocation.filter(|_| snapshot.revocations().is_some());
        Self { signed_at, keys: freshness.keys, rules, revocation, as_of: None }
    }

    /// The same, by the age that the data has at `now`, whatever time is asked about.
    pub(super) fn as_of(self, now: Instant) -> Self {
        Self { as_of: Some(now), ..self }
    }

    /// The time whose age counts when `at` is asked about.
    pub(super) fn seen_at(&self, at: Instant) -> Instant {
        self.as_of.unwrap_or(at)
    }

    /// The limits that count for a colour: those of keys, schemes and revocations.
    #[must_use]
    pub fn for_colours(snapshot: &Snapshot) -> Self {
        let rules = snapshot.origin().and_then(|origin| origin.freshness.schemes);
        Self { rules, ..Self::of(snapshot, Scope::Technical) }
    }

    /// What speaks against relying on the data at `at`.
    #[must_use]
    pub fn against(&self, at: Instant) -> Vec<Cause> {
        let mut reasons = Vec::new();
        self.judge(at, &mut reasons);
        reasons.into_iter().map(|reason| reason.cause).collect()
    }

    /// How far the data can be relied upon, by the least of it.
    #[must_use]
    pub fn tier(&self, at: Instant) -> Option<Tier> {
        self.limits().map(|limits| limits.tier(self.signed_at, self.seen_at(at))).max()
    }

    /// Whether the keys count at all.
    pub(super) fn has_keys(&self, at: Instant) -> bool {
        self.keys.is_none_or(|limits| limits.tier(self.signed_at, self.seen_at(at)) < Tier::Dead)
    }

    /// The first seconds at which data changes its tier.
    pub fn first_seconds(&self) -> impl Iterator<Item = Instant> {
        let believable = limits::CLOCK_SKEW_SECONDS.saturating_neg();
        let seconds = move |limits: FreshnessLimits| [believable, limits.ageing(), limits.stale(), limits.dead()];
        let ageing = self.limits().filter(|_| self.as_of.is_none());
        ageing.flat_map(seconds).map(|seconds| self.signed_at.plus_seconds(seconds))
    }

    /// Adds what speaks against relying on the data at `at`, and takes away what was said by data that cannot be relied
    /// upon: stale rules neither refuse nor accept, dead data says nothing at all.
    pub(super) fn judge(&self, at: Instant, reasons: &mut Vec<Reason>) {
        let has_keys = self.has_keys(at);
        let at = self.seen_at(at);
        let tier =
            |limits: Option<FreshnessLimits>| limits.map_or(Tier::Fresh, |limits| limits.tier(self.signed_at, at));
        let mut against = Vec::new();
        if !has_keys {
            reasons.retain(|reason| reason.cause.code().verdict() != Verdict::Refused && reason.cause != Cause::NoKeys);
            against.push(Cause::NoKeys);
        }
        if tier(self.rules) >= Tier::Stale {
            reasons.retain(|reason| !is_of_rules(reason.cause.code()));
        }
        if tier(self.rules) == Tier::Dead {
            against.push(Cause::NoRules);
        }
        if tier(self.revocation) == Tier::Dead {
            reasons.retain(|reason| !is_of_revocation(reason.cause.code()));
        }
        let stale = |limits: Option<FreshnessLimits>| {
            let limits = limits.filter(|limits| limits.tier(self.signed_at, at) >= Tier::Stale)?;
            let age_seconds = at.as_unix().saturating_sub(self.signed_at.as_unix());
            Some(Age { age_seconds, limit_seconds: limits.stale() })
        };
        against.extend(stale(self.keys).map(Cause::KeysStale));
        against.extend(stale(self.rules).map(Cause::RulesStale));
        against.extend(stale(self.revocation).map(Cause::RevocationStale));
        reasons.extend(against.into_iter().map(|cause| Reason { certificate: None, cause }));
    }

    fn limits(&self) -> impl Iterator<Item = FreshnessLimits> {
        self.keys.into_iter().chain(self.rules).chain(self.revocation)
    }
}

fn is_of_rules(code: ReasonCode) -> bool {
    use ReasonCode::{Invalidated, ModeOpen, MoreNeeded, NoRules, NothingCounts, RuleFailed, RuleOpen};
    matches!(code, RuleFailed | RuleOpen | Invalidated | NoRules | NothingCounts | MoreNeeded | ModeOpen)
}

fn is_of_revocation(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::Revoked | ReasonCode::LikelyRevoked | ReasonCode::RevocationUnknown)
}
