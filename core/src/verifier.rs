//! [`Snapshot`] and the pipeline: `check(texts, policy, time, snapshot) -> Report`, on one screen.
//!
//! A scan is never an exception: `check` always returns a report. It does no I/O, reads no clock and takes no lock.

mod combination;
mod decision;
mod evidence;
mod examine;
mod explanation;
mod hearing;
mod inspect;
mod persons;
mod policy;
mod reliance;
mod rules;
mod snapshot;

use crate::instant::Instant;
use crate::limits;
use crate::trust::{TrustList, TrustedKey};
use crate::verdict::{Report, Scope, TimeUsed, Verdict};
use crate::warning::{Warning, WarningCode};
use examine::Examination;
use hearing::Hearing;
use rules::Rules;

pub use crate::verdict::{Asked, Freshness, FreshnessLimits, Origin, Tier, TimeContext};
pub use decision::{Decision, RecordError, Replay};
pub use evidence::Evidence;
pub use explanation::{
    CitedRule, ExplainedCertificate, ExplainedContent, ExplainedMode, ExplainedOutcome, ExplainedQuestion,
    ExplainedReason, ExplainedRule, ExplainedWarning, Explanation,
};
pub use inspect::{Field, Inspection, Layer, Problem, fields, inspect};
pub use policy::Policy;
pub use reliance::Reliance;
pub use snapshot::{PartsError, PolicyError, PolicyFault, PolicyFile, Snapshot};

/// Judges one to four texts of one person. Costs one signature verification a text; never blocks.
#[must_use]
pub fn check<T: AsRef<str>>(texts: &[T], policy: &Policy, time: &TimeContext, snapshot: &Snapshot) -> Report {
    let (used, clock) = time.resolve();
    judge(texts, policy, (used, clock), Reliance::of(snapshot, policy.asked.scope()), snapshot)
}

/// Judges as [`check`] will at `at`, by what is known now: data counts with the age that it has now, then and at every time
/// after. Nothing that is published in between can be known; a time that is past is now.
#[must_use]
pub fn foresee<T: AsRef<str>>(
    texts: &[T],
    policy: &Policy,
    time: &TimeContext,
    at: Instant,
    snapshot: &Snapshot,
) -> Report {
    let (now, clock) = time.resolve();
    let reliance = Reliance::of(snapshot, policy.asked.scope()).as_of(now.at);
    let then = TimeUsed { at: at.max(now.at), ..now };
    judge(texts, policy, (then, clock), reliance, snapshot)
}

fn judge<T: AsRef<str>>(
    texts: &[T],
    policy: &Policy,
    (used, clock): (TimeUsed, Option<WarningCode>),
    reliance: Reliance,
    snapshot: &Snapshot,
) -> Report {
    let counted = texts.get(..texts.len().min(limits::TEXTS_PER_CHECK)).unwrap_or_default();
    let nothing = TrustList::new();
    let keys = if reliance.has_keys(used.at) { snapshot.keys() } else { &nothing };
    let examine = |text: &T| Examination::of(text.as_ref(), policy, keys, snapshot);
    let examinations = counted.iter().map(examine).collect();
    judge_examined(examinations, texts.len(), policy, (used, clock), reliance, snapshot)
}

/// Judges `shown` texts, of which those that are looked at were examined.
fn judge_examined(
    mut examinations: Vec<Examination<&TrustedKey>>,
    shown: usize,
    policy: &Policy,
    (used, clock): (TimeUsed, Option<WarningCode>),
    reliance: Reliance,
    snapshot: &Snapshot,
) -> Report {
    let subjects: Vec<_> = examinations.iter_mut().map(Examination::take_subject).collect();
    let rules = Rules::of(&policy.asked, &subjects, snapshot.rulebook());
    let tier = reliance.tier(used.at);
    let hearing = Hearing::of(shown, &policy.asked, &examinations, rules.as_ref(), reliance);

    let (state, outcomes) = rules.as_ref().map(|rules| rules.begin(used.at)).unzip();
    let reasons = hearing.reasons(used.at, state.as_ref());
    let verdict = hearing.verdict(&reasons);
    let change = hearing.next_change(verdict, used.at, state);

    let mut outcomes = outcomes.unwrap_or_default().into_iter();
    let examined =
        |examination: Examination<&TrustedKey>| examination.into_examined(used.at, outcomes.next().unwrap_or_default());
    let no_rules = (policy.asked.scope() == Scope::Technical).then_some(WarningCode::NoRulesApplied);
    let uncertain = change.uncertain.then_some(WarningCode::ChangeUncertain);
    let ageing = (tier == Some(Tier::Ageing)).then_some(WarningCode::DataAgeing);
    let warnings = no_rules.into_iter().chain(uncertain).chain(ageing).chain(clock).chain(snapshot.warnings());
    Report {
        verdict,
        scope: policy.asked.scope(),
        asked: policy.asked.clone(),
        mode: rules.as_ref().and_then(|rules| rules.mode).map(|mode| mode.texts.clone()),
        reasons,
        warnings: warnings.map(Warning::from).collect(),
        snapshot: snapshot.used(reliance.seen_at(used.at), tier),
        time: used,
        valid_until: change.at.filter(|_| verdict == Verdict::Accepted).map(|change| change.plus_seconds(-1)),
        next_change: change.at,
        certificates: examinations.into_iter().map(examined).collect(),
    }
}
