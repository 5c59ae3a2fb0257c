//! [`Snapshot`] and the pipeline: `check(texts, policy, time, snapshot) -> Report`, on one screen.
//!
//! A scan is never an exception: `check` always returns a report. It does no I/O, reads no clock and takes no lock.

mod examine;
mod inspect;
mod persons;
mod rules;
mod time;

use crate::instant::Instant;
use crate::limits;
use crate::rulebook::{Judgement, Rulebook};
use crate::trust::import::{Import, ImportError, KeyFile};
use crate::trust::{TestKeys, TrustList};
use crate::verdict::{Cause, Reason, Report, Scope, SnapshotUsed, Verdict};
use crate::warning::{Warning, WarningCode};
use examine::Examination;
use rules::Rules;

pub use inspect::{Field, Inspection, Layer, Problem, fields, inspect};
pub use time::TimeContext;

/// The keys, rules and value sets (later: revocations) of one moment. Immutable: a check keeps the one it began with.
#[derive(Clone, Debug)]
pub struct Snapshot {
    id: String,
    keys: TrustList,
    keys_authentic: bool,
    rulebook: Rulebook,
}

impl Snapshot {
    /// A snapshot of keys alone, as they were read from files: no rules, no revocation lists, no age.
    ///
    /// `keys_authentic` says whether a signature or a pin stands behind every list.
    #[must_use]
    pub fn from_keys(keys: TrustList, keys_authentic: bool) -> Self {
        Self { id: keys.digest(), keys, keys_authentic, rulebook: Rulebook::empty() }
    }

    /// A snapshot of the keys in these files.
    ///
    /// # Errors
    /// [`ImportError`] of the first file that cannot be used.
    pub fn from_key_files(files: &[KeyFile]) -> Result<Self, ImportError> {
        let imports = files.iter().map(KeyFile::import).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::from_imports(imports))
    }

    /// A snapshot of the keys that were read already.
    #[must_use]
    pub fn from_imports(imports: Vec<Import>) -> Self {
        let authentic = imports.iter().all(Import::is_authentic);
        let mut keys = TrustList::new();
        imports.into_iter().flat_map(|import| import.keys).for_each(|key| keys.add(key));
        Self::from_keys(keys, authentic)
    }

    /// The same keys with the rules and value sets of `rulebook`; `digest` names its content (SHA-256 of the files).
    #[must_use]
    pub fn with_rules(mut self, rulebook: Rulebook, digest: &[u8; 32]) -> Self {
        let tail: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.id = format!("{}-{tail}", self.id);
        self.rulebook = rulebook;
        self
    }

    /// Names the content: the same id, the same answers.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> &TrustList {
        &self.keys
    }

    fn warnings(&self) -> impl Iterator<Item = WarningCode> {
        let unsigned = (!self.keys_authentic && !self.keys.is_empty()).then_some(WarningCode::KeysUnsigned);
        unsigned.into_iter().chain([WarningCode::NoRevocationList, WarningCode::AgeUnknown])
    }
}

/// What is asked of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Policy {
    /// The question.
    pub asked: Asked,
    /// Whether keys of test participants count.
    pub test_keys: TestKeys,
}

/// The question of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Asked {
    /// Signature, dates, key usage, and nothing else.
    Technical,
    /// Whether the rules of a country let the holder in.
    Entry {
        /// Two letters; without a country the answer is undecided.
        country: Option<String>,
        /// A region of it with rules of its own.
        region: Option<String>,
        /// The id of the mode that says which certificates and combinations count; without one, each certificate shown must
        /// fulfil the rules.
        mode: Option<String>,
    },
}

impl Policy {
    /// Signature, dates, key usage, and nothing else.
    #[must_use]
    pub fn technical() -> Self {
        Self { asked: Asked::Technical, test_keys: TestKeys::Distrusted }
    }

    /// The rules of `country`.
    #[must_use]
    pub fn entry(country: Option<String>) -> Self {
        Self { asked: Asked::Entry { country, region: None, mode: None }, test_keys: TestKeys::Distrusted }
    }

    fn scope(&self) -> Scope {
        match self.asked {
            Asked::Technical => Scope::Technical,
            Asked::Entry { .. } => Scope::Rules,
        }
    }
}

/// Judges one to four texts of one person. Costs one signature verification a text; never blocks.
#[must_use]
pub fn check<T: AsRef<str>>(texts: &[T], policy: &Policy, time: &TimeContext, snapshot: &Snapshot) -> Report {
    let (used, clock) = time.resolve();
    let counted = texts.get(..texts.len().min(limits::TEXTS_PER_CHECK)).unwrap_or_default();
    let examinations: Vec<_> =
        counted.iter().map(|text| Examination::of(text.as_ref(), policy.test_keys, &snapshot.keys)).collect();
    let rules = Rules::of(policy, &examinations, &snapshot.rulebook);
    let timeless = timeless_reasons(texts.len(), policy, &examinations);
    let reasons_at = |at, judged: &[Judgement]| {
        let timely = timely_reasons(&examinations, at).chain(rules::reasons(judged));
        ranked(timeless.iter().cloned().chain(timely).collect())
    };
    let all_vouched_for = examinations.iter().all(|examination| examination.content.verified().is_some());
    let judged = rules.judge(used.at);
    let reasons = reasons_at(used.at, &judged);
    let verdict = Verdict::of(&reasons, all_vouched_for);
    let next_change = next_change(&examinations, &rules, (used.at, &judged), |at, judged| {
        Verdict::of(&reasons_at(at, judged), all_vouched_for) != verdict
    });
    let no_rules = (policy.scope() == Scope::Technical).then_some(WarningCode::NoRulesApplied);
    let mut outcomes = judged.into_iter().map(|judgement| judgement.outcomes);
    let certificates = examinations
        .into_iter()
        .map(|examination| examination.into_examined(used.at, outcomes.next().unwrap_or_default()));
    Report {
        verdict,
        scope: policy.scope(),
        reasons,
        certificates: certificates.collect(),
        warnings: no_rules.into_iter().chain(clock).chain(snapshot.warnings()).map(Warning::from).collect(),
        snapshot: SnapshotUsed { id: snapshot.id.clone(), signed_at: None, age_seconds: None },
        time: used,
        next_change,
    }
}

fn timeless_reasons(shown: usize, policy: &Policy, examinations: &[Examination<'_>]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut whole = |cause| reasons.push(Reason { certificate: None, cause });
    match shown {
        0 => whole(Cause::NoCode),
        found if found > limits::TEXTS_PER_CHECK => {
            whole(Cause::TooManyCodes { found, most: limits::TEXTS_PER_CHECK });
        }
        _ => {}
    }
    match &policy.asked {
        Asked::Entry { country: None, .. } => whole(Cause::NoCountry),
        Asked::Technical | Asked::Entry { .. } => {}
    }
    persons::compare(examinations).into_iter().for_each(whole);
    for (index, examination) in examinations.iter().enumerate() {
        let of_this = |cause: &Cause| Reason { certificate: Some(index), cause: cause.clone() };
        reasons.extend(examination.causes.iter().map(of_this));
    }
    reasons
}

fn timely_reasons<'a>(examinations: &'a [Examination<'_>], at: Instant) -> impl Iterator<Item = Reason> + 'a {
    examinations.iter().enumerate().flat_map(move |(index, examination)| {
        examination.causes_at(at).into_iter().map(move |cause| Reason { certificate: Some(index), cause })
    })
}

fn ranked(mut reasons: Vec<Reason>) -> Vec<Reason> {
    reasons.sort_by_key(|reason| (reason.cause.code(), reason.certificate));
    reasons
}

/// The first second of another verdict: only a boundary of a certificate, a key or a rule can be one. A branch of a rule
/// that was not taken names its boundaries when it is, so they are looked at one after another.
fn next_change(
    examinations: &[Examination<'_>],
    rules: &Rules<'_>,
    now: (Instant, &[Judgement]),
    changes: impl Fn(Instant, &[Judgement]) -> bool,
) -> Option<Instant> {
    let fixed: Vec<_> = examinations.iter().flat_map(Examination::first_seconds).collect();
    let next = |after: Instant, judged: &[Judgement]| {
        let of_rules = judged.iter().flat_map(|judgement| &judgement.boundaries);
        fixed.iter().chain(of_rules).filter(|boundary| **boundary > after).min().copied()
    };
    let (at, judged) = now;
    let mut boundary = next(at, judged);
    for _ in 0..limits::BOUNDARIES {
        let at = boundary?;
        let judged = rules.judge(at);
        if changes(at, &judged) {
            return Some(at);
        }
        boundary = next(at, &judged);
    }
    None
}
