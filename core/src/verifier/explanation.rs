//! [`Explanation`]: all that a report says, in words of one language, for holders and rule authors.
//!
//! It is made of a [`Report`] alone. A `DoorReport` holds none of it and has no way back to the report it came from.

mod certificate;
mod reason;

use serde::Serialize;

use crate::instant::Instant;
use crate::rulebook::Translations;
use crate::verdict::{Asked, Language, Report, Scope, SnapshotUsed, TimeUsed, Verdict, harmless, texts};
use crate::warning::{Warning, WarningCode};

pub use certificate::{ExplainedCertificate, ExplainedContent, ExplainedOutcome, ExplainedRule};
pub use reason::{CitedRule, ExplainedReason};

/// Everything about one check, explained. Holds medical data: never for the door.
///
/// What strangers wrote is [`harmless`]; where a text is missing in the language asked for, the English one stands.
///
/// ```compile_fail,E0308
/// use semafor_core::verdict::{DoorReport, Language};
/// use semafor_core::verifier::Explanation;
///
/// fn at_the_door(report: &DoorReport) -> Explanation {
///     Explanation::of(report, Language::En)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Explanation {
    /// The answer.
    pub verdict: Verdict,
    /// What was asked for; a technical check applied no rules.
    pub scope: Scope,
    /// The question in full.
    pub question: ExplainedQuestion,
    /// All reasons against acceptance, the most telling first.
    pub reasons: Vec<ExplainedReason>,
    /// The texts shown, in their order.
    pub certificates: Vec<ExplainedCertificate>,
    /// What limits the whole check.
    pub warnings: Vec<ExplainedWarning>,
    /// The keys and rules used.
    pub snapshot: SnapshotUsed,
    /// The time used.
    pub time: TimeUsed,
    /// The last second of an acceptance that ends.
    pub valid_until: Option<Instant>,
    /// The first second of another verdict, if this one ends.
    pub next_change: Option<Instant>,
}

/// What was asked; nothing of it in a technical check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedQuestion {
    /// The country asked about.
    pub country: Option<String>,
    /// The region of it.
    pub region: Option<String>,
    /// The mode.
    pub mode: Option<ExplainedMode>,
}

/// The mode asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedMode {
    /// The id asked for.
    pub id: String,
    /// Its name; nothing where there is no such mode.
    pub title: Option<String>,
    /// Which certificates and combinations are enough in it.
    pub description: Option<String>,
}

/// A tolerated deviation, or something that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedWarning {
    /// The stable code.
    pub code: WarningCode,
    /// Where in the payload, or in which rule; absent where the code says it all.
    pub path: Option<String>,
    /// What it means.
    pub text: String,
    /// What can be done.
    pub advice: String,
}

impl Explanation {
    /// Says what the report says in this language.
    #[must_use]
    pub fn of(report: &Report, language: Language) -> Self {
        let reason = |reason| ExplainedReason::of(reason, language);
        let certificate = |examined| ExplainedCertificate::of(examined, language);
        Self {
            verdict: report.verdict,
            scope: report.scope,
            question: ExplainedQuestion::of(report, language),
            reasons: report.reasons.iter().map(reason).collect(),
            certificates: report.certificates.iter().map(certificate).collect(),
            warnings: warnings(&report.warnings, language),
            snapshot: report.snapshot.clone(),
            time: report.time,
            valid_until: report.valid_until,
            next_change: report.next_change,
        }
    }
}

impl ExplainedQuestion {
    fn of(report: &Report, language: Language) -> Self {
        let Asked::Entry { country, region, mode } = &report.asked else {
            return Self { country: None, region: None, mode: None };
        };
        let texts = report.mode.as_ref();
        let explained = |id: &String| ExplainedMode {
            id: harmless(id),
            title: texts.and_then(|texts| translated(&texts.title, language)),
            description: texts.and_then(|texts| translated(&texts.description, language)),
        };
        let shown = |text: &Option<String>| text.as_deref().map(harmless);
        Self { country: shown(country), region: shown(region), mode: mode.as_ref().map(explained) }
    }
}

fn warnings(warnings: &[Warning], language: Language) -> Vec<ExplainedWarning> {
    let explained = |Warning { code, path }: &Warning| {
        let texts::Text { meaning, advice } = texts::warning(*code, language);
        let path = path.as_deref().map(harmless);
        ExplainedWarning { code: *code, path, text: meaning.to_owned(), advice: advice.to_owned() }
    };
    warnings.iter().map(explained).collect()
}

fn translated(texts: &Translations, language: Language) -> Option<String> {
    texts.get(language.code()).map(|text| harmless(text))
}
