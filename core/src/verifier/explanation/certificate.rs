//! One text of a check in words: what it says, who vouches for it, and what each rule says of it.

use serde::Serialize;

use super::{ExplainedWarning, translated, warnings};
use crate::certificate::{Certificate, CertificateKind, Claims};
use crate::envelope::TextKind;
use crate::instant::PartialDate;
use crate::rulebook::{Outcome, RuleOutcome, ShownComparison};
use crate::verdict::{Examined, Language, Signatory, harmless};
use crate::verifier::{Field, fields};

/// One text of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedCertificate {
    /// What kind of text it is.
    pub text: TextKind,
    /// What it says, where it can be read as a certificate.
    pub content: Option<ExplainedContent>,
    /// The key that vouches for it, if one does; it may still have expired.
    pub signed_by: Option<Signatory>,
    /// What each rule that applies says of it; empty when no rules were asked for.
    pub rules: Vec<ExplainedRule>,
    /// The deviations that were tolerated in it.
    pub warnings: Vec<ExplainedWarning>,
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedContent {
    /// Whether a key vouches for it. Otherwise anybody may have made it.
    pub verified: bool,
    /// Its type.
    pub kind: CertificateKind,
    /// The holder's name as printed.
    pub name: String,
    /// The holder's date of birth; may be partial.
    pub birth_date: PartialDate,
    /// Issuer and times.
    pub claims: Claims,
    /// Every field of the payload under the specification's names.
    pub fields: Vec<Field>,
}

/// What a rule says of a certificate, and how it came to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedRule {
    /// `VR-CZ-0001`
    pub identifier: String,
    /// `1.0.0`
    pub version: String,
    /// What came of it.
    pub outcome: ExplainedOutcome,
    /// What it demands, where it says so.
    pub text: Option<String>,
    /// The data access paths that were read.
    pub fields: Vec<String>,
    /// What was compared.
    pub comparisons: Vec<ShownComparison>,
    /// Whether an app that clamps days to the end of a month would have come to another outcome.
    pub clamping_differs: bool,
}

/// What comes of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ExplainedOutcome {
    /// Fulfilled.
    Passed,
    /// Not fulfilled.
    Failed,
    /// It cannot be evaluated here.
    Open {
        /// Why, in English, for experts.
        because: String,
    },
}

impl ExplainedCertificate {
    pub(super) fn of(examined: &Examined, language: Language) -> Self {
        let verified = examined.content.verified().is_some();
        Self {
            text: examined.text,
            content: examined.content.look().map(|certificate| ExplainedContent::of(certificate, verified)),
            signed_by: examined.signed_by.clone().map(harmless_signatory),
            rules: examined.rules.iter().map(|outcome| ExplainedRule::of(outcome, language)).collect(),
            warnings: warnings(&examined.warnings, language),
        }
    }
}

impl ExplainedContent {
    fn of(certificate: &Certificate, verified: bool) -> Self {
        let issuer = certificate.claims.issuer.as_deref().map(harmless);
        Self {
            verified,
            kind: certificate.kind(),
            name: harmless(&certificate.holder_name()),
            birth_date: certificate.birth_date(),
            claims: Claims { issuer, ..certificate.claims },
            fields: fields(certificate).into_iter().map(Field::harmless).collect(),
        }
    }
}

impl ExplainedRule {
    fn of(outcome: &RuleOutcome, language: Language) -> Self {
        let rule = &outcome.rule;
        Self {
            identifier: harmless(&rule.identifier),
            version: rule.version.to_string(),
            outcome: match outcome.outcome {
                Outcome::Passed => ExplainedOutcome::Passed,
                Outcome::Failed => ExplainedOutcome::Failed,
                Outcome::Open(cause) => ExplainedOutcome::Open { because: harmless(&rule.open_because(cause)) },
            },
            text: translated(&rule.descriptions, language),
            fields: outcome.fields().map(harmless).collect(),
            comparisons: outcome.comparisons().map(harmless_comparison).collect(),
            clamping_differs: outcome.clamping_differs,
        }
    }
}

/// Its sides may be values of the certificate.
fn harmless_comparison(compared: ShownComparison) -> ShownComparison {
    ShownComparison {
        left: harmless(&compared.left),
        right: harmless(&compared.right),
        fields: compared.fields.iter().map(|path| harmless(path)).collect(),
        ..compared
    }
}

fn harmless_signatory(signatory: Signatory) -> Signatory {
    Signatory { country: signatory.country.as_deref().map(harmless), ..signatory }
}
