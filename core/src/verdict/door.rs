//! What staff at a door get: a name to hold against an identity document, the verdict, and why, without medical data.

use serde::Serialize;

use super::texts::{self, Language};
use super::{Cause, ReasonCode, Report, Scope, Tier, Verdict};
use crate::instant::{Instant, PartialDate};
use crate::warning::WarningCode;

/// The door's report. It has no field that could carry a product, dose, test or disease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DoorReport {
    /// The answer.
    pub verdict: Verdict,
    /// What was asked for; a technical check applied no rules.
    pub scope: Scope,
    /// The id of the mode asked for, where there is such a mode: ids of modes name nothing medical.
    pub mode: Option<String>,
    /// The holder's name, only when a key vouches for it.
    pub name: Option<String>,
    /// The holder's date of birth, only when a key vouches for it; may be partial.
    pub birth_date: Option<PartialDate>,
    /// Why it is not accepted, the most telling first.
    pub reasons: Vec<DoorReason>,
    /// The keys and rules used.
    pub snapshot_id: String,
    /// Seconds since those were signed; absent when unknown.
    pub data_age_seconds: Option<i64>,
    /// How far they can be relied upon; absent when they have no limits.
    pub data_tier: Option<Tier>,
    /// The time used.
    pub checked_at: Instant,
    /// Whether the device's clock was found behind and not used.
    pub clock_behind: bool,
    /// The first second of another verdict, if this one ends and it is known when.
    pub next_change: Option<Instant>,
}

/// One reason, in words fit for the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DoorReason {
    /// The stable code.
    pub code: ReasonCode,
    /// What it means, in the asked language.
    pub text: String,
    /// What staff can do.
    pub advice: String,
}

impl DoorReason {
    /// A cause in words: the text of a rule's author for staff, where there is one in a language; it can name nothing
    /// medical.
    #[must_use]
    pub fn of(cause: &Cause, language: Language) -> Self {
        let of_rule = match cause {
            Cause::RuleFailed { rule } | Cause::Invalidated { rule } => rule.staff.get(language.code()),
            _ => None,
        };
        let reason = Self::of_code(cause.code(), language);
        let text = of_rule.map(|text| harmless(text.as_str()));
        Self { text: text.unwrap_or(reason.text), ..reason }
    }

    /// A code in words.
    #[must_use]
    pub fn of_code(code: ReasonCode, language: Language) -> Self {
        let texts::Text { meaning, advice } = texts::reason(code, language);
        Self { code, text: meaning.to_owned(), advice: advice.to_owned() }
    }
}

impl DoorReport {
    /// The part of a report that staff may see. Each code is named once.
    #[must_use]
    pub fn of(report: &Report, language: Language) -> Self {
        let holder = report.certificates.iter().find_map(|examined| examined.content.verified());
        let warns = |code| report.warnings.iter().any(|warning| warning.code == code);
        let mut reasons: Vec<DoorReason> = Vec::new();
        for reason in report.reasons.iter().map(|reason| DoorReason::of(&reason.cause, language)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        Self {
            verdict: report.verdict,
            scope: report.scope,
            mode: report.asked.mode().filter(|_| report.mode.is_some()).map(str::to_owned),
            name: holder.map(|certificate| harmless(&certificate.holder_name())),
            birth_date: holder.map(|certificate| certificate.birth_date()),
            reasons,
            snapshot_id: report.snapshot.id.clone(),
            data_age_seconds: report.snapshot.age_seconds,
            data_tier: report.snapshot.tier,
            checked_at: report.time.at,
            clock_behind: warns(WarningCode::ClockBehind),
            next_change: report.next_change.filter(|_| !warns(WarningCode::ChangeUncertain)),
        }
    }
}

/// A text that a stranger wrote, without what could steer a screen: control characters and marks that reorder what is
/// shown become U+FFFD. Joiners, which some scripts need, stay.
#[must_use]
pub fn harmless(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|letter| if steers(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}
