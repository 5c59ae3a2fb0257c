//! A reason in words: its code, what to do, the rule behind it, and what was compared.

use serde::Serialize;

use super::translated;
use crate::rulebook::AppliedRule;
use crate::verdict::{Cause, Language, Reason, ReasonCode, harmless, texts};
use crate::verifier::Field;
use crate::verifier::inspect::flat;

/// One reason against acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedReason {
    /// The stable code.
    pub code: ReasonCode,
    /// Which of the texts, from 0; absent when it concerns the whole check.
    pub certificate: Option<u32>,
    /// What it means.
    pub text: String,
    /// What can be done.
    pub advice: String,
    /// The rule behind it, where one is; what it compared stands with the certificate.
    pub rule: Option<CitedRule>,
    /// Both sides of what was compared, by name, for experts.
    pub details: Vec<Field>,
}

/// A rule that speaks against a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CitedRule {
    /// `VR-CZ-0001`
    pub identifier: String,
    /// `1.0.0`
    pub version: String,
    /// What it demands, where it says so.
    pub text: Option<String>,
}

impl ExplainedReason {
    pub(super) fn of(reason: &Reason, language: Language) -> Self {
        let code = reason.cause.code();
        let texts::Text { meaning, advice } = texts::reason(code, language);
        Self {
            code,
            certificate: reason.certificate.map(|index| u32::try_from(index).unwrap_or(u32::MAX)),
            text: meaning.to_owned(),
            advice: advice.to_owned(),
            rule: rule(&reason.cause).map(|rule| CitedRule::of(rule, language)),
            details: details(&reason.cause),
        }
    }
}

impl CitedRule {
    fn of(rule: &AppliedRule, language: Language) -> Self {
        Self {
            identifier: harmless(&rule.identifier),
            version: rule.version.to_string(),
            text: translated(&rule.descriptions, language),
        }
    }
}

fn rule(cause: &Cause) -> Option<&AppliedRule> {
    match cause {
        Cause::RuleFailed { rule } | Cause::Invalidated { rule } | Cause::RuleOpen { rule, .. } => Some(rule),
        _ => None,
    }
}

/// The cause as it serialises, without what has a field of its own.
fn details(cause: &Cause) -> Vec<Field> {
    let mut details = flat(cause);
    details.retain(|field| !matches!(field.name.as_str(), "code" | "rule" | "version"));
    details.into_iter().map(Field::harmless).collect()
}
