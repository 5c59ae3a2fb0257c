//! Everything that speaks against a set of texts, at one time after another, and when that changes the verdict.

use super::combination::{self, Shown};
use super::examine::Examination;
use super::persons;
use super::reliance::Reliance;
use super::rules::{Rules, State};
use crate::instant::Instant;
use crate::limits;
use crate::rulebook::Mode;
use crate::trust::TrustedKey;
use crate::verdict::{Asked, Cause, Reason, Verdict};

/// The texts of one check with all that is known about them.
pub(super) struct Hearing<'a> {
    examinations: &'a [Examination<&'a TrustedKey>],
    rules: Option<&'a Rules<'a>>,
    /// What speaks against the whole check at any time.
    timeless: Vec<Reason>,
    reliance: Reliance,
}

/// The first second of another verdict, and whether that is certain.
#[derive(Clone, Copy, Default)]
pub(super) struct Change {
    pub(super) at: Option<Instant>,
    pub(super) uncertain: bool,
}

impl<'a> Hearing<'a> {
    /// `shown` says how many texts were given, `examinations` are those that are looked at.
    pub(super) fn of(
        shown: usize,
        asked: &Asked,
        examinations: &'a [Examination<&'a TrustedKey>],
        rules: Option<&'a Rules<'a>>,
        reliance: Reliance,
    ) -> Self {
        let codes = match shown {
            0 => Some(Cause::NoCode),
            found if found > limits::TEXTS_PER_CHECK => {
                Some(Cause::TooManyCodes { found, most: limits::TEXTS_PER_CHECK })
            }
            _ => None,
        };
        let question = match (asked, rules) {
            (Asked::Entry { country: None, .. }, _) => Some(Cause::NoCountry),
            (Asked::Entry { mode: Some(mode), .. }, Some(Rules { mode: None, .. })) => {
                Some(Cause::ModeUnknown { mode: mode.clone() })
            }
            (Asked::Technical | Asked::Entry { .. }, _) => None,
        };
        let causes = codes
            .into_iter()
            .chain(question)
            .chain(persons::compare(examinations.iter().map(|examination| &examination.content)));
        let timeless = causes.map(|cause| Reason { certificate: None, cause }).collect();
        Self { examinations, rules, timeless, reliance }
    }

    /// All reasons against acceptance at `at`, the most telling first.
    pub(super) fn reasons(&self, at: Instant, state: Option<&State<'_>>) -> Vec<Reason> {
        let mut reasons = self.timeless.clone();
        match (self.rules.and_then(|rules| rules.mode), state) {
            (Some(mode), Some(state)) => self.by_combination(mode, at, state, &mut reasons),
            _ => {
                for index in 0..self.examinations.len() {
                    let causes = self.against(index, at, state);
                    reasons.extend(causes.map(|cause| Reason { certificate: Some(index), cause }));
                }
            }
        }
        self.reliance.judge(at, &mut reasons);
        reasons.sort_by_key(|reason| (reason.cause.code(), reason.certificate));
        reasons
    }

    /// The verdict that these reasons give.
    pub(super) fn verdict(&self, reasons: &[Reason]) -> Verdict {
        let vouched_for = |examination: &Examination<&TrustedKey>| examination.content.verified().is_some();
        Verdict::of(reasons, self.examinations.iter().all(vouched_for))
    }

    /// The first second of another verdict than the one at `at`: only a boundary of a certificate, a key, a rule or a
    /// condition can be one. They are looked at one after another, since what was not compared yet names its boundaries when
    /// it is; at each only what may have changed is evaluated.
    pub(super) fn next_change(&self, verdict: Verdict, at: Instant, mut state: Option<State<'a>>) -> Change {
        let mut fixed: Vec<_> = self.examinations.iter().flat_map(Examination::first_seconds).collect();
        fixed.extend(self.reliance.first_seconds());
        fixed.retain(|second| *second > at);
        let (mut at, mut steps, mut uncertain) = (at, 0_usize, false);
        for _ in 0..limits::BOUNDARIES {
            let of_rules = state.as_ref().and_then(State::next_boundary);
            let of_dates = fixed.iter().filter(|second| **second > at).min().copied();
            uncertain |= state.as_ref().is_some_and(State::is_unforeseeable);
            let Some(next) = of_dates.into_iter().chain(of_rules).min() else { return Change { at: None, uncertain } };
            // Without a mode one failing rule refuses, so that nothing changes while it fails.
            let refused_until = state.as_ref().filter(|_| !self.has_mode()).and_then(State::failing_until);
            let relied_until = self.reliance.first_seconds().filter(|second| *second > at).min();
            at = refused_until.map_or(next, |until| until.max(next)).min(relied_until.unwrap_or(Instant::MAX));
            if let (Some(rules), Some(state)) = (self.rules, &mut state) {
                steps = steps.saturating_add(rules.advance(state, at));
            }
            if self.verdict(&self.reasons(at, state.as_ref())) != verdict {
                return Change { at: Some(at), uncertain };
            }
            if steps > limits::CHANGE_STEPS {
                break;
            }
        }
        Change { at: Some(at), uncertain: true }
    }

    fn has_mode(&self) -> bool {
        self.rules.is_some_and(|rules| rules.mode.is_some())
    }

    fn against<'s>(
        &'s self,
        index: usize,
        at: Instant,
        state: Option<&'s State<'_>>,
    ) -> impl Iterator<Item = Cause> + use<'s, 'a> {
        let own = self.examinations.get(index).into_iter();
        let own = own.flat_map(move |examination| examination.causes.iter().cloned().chain(examination.causes_at(at)));
        own.chain(state.into_iter().flat_map(move |state| state.against(index)))
    }

    /// In a mode, what nobody vouches for counts against the whole; of the others those that are chosen count.
    fn by_combination(&self, mode: &Mode, at: Instant, state: &State<'_>, reasons: &mut Vec<Reason>) {
        let certificate = |index: usize| self.examinations.get(index).and_then(|shown| shown.content.verified());
        let all = 0..self.examinations.len();
        let (known, unknown): (Vec<_>, Vec<_>) = all.partition(|index| certificate(*index).is_some());
        for index in &unknown {
            let causes = self.against(*index, at, Some(state));
            reasons.extend(causes.map(|cause| Reason { certificate: Some(*index), cause }));
        }
        let fits: Vec<_> = known.iter().map(|index| move |slot| state.fit(*index, slot)).collect();
        let shown = known.iter().zip(&fits).filter_map(|(index, fits)| {
            let against = self.against(*index, at, Some(state)).collect();
            Some(Shown { index: *index, certificate: certificate(*index)?, against, fits })
        });
        reasons.extend(combination::reasons(mode, &shown.collect::<Vec<_>>(), unknown.is_empty()));
    }
}
