//! What one rule says of a certificate, and how it came to that.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Rule;
use crate::certlogic::{Comparison, EvaluationError, Expression, Trace};

/// A rule that was applied. It is shown as its identifier and version.
#[derive(Clone)]
pub struct AppliedRule(pub(super) Arc<Rule>);

impl AppliedRule {
    /// Why it is open, in English, for experts.
    #[must_use]
    pub fn open_because(&self, cause: OpenCause) -> String {
        match (cause, &self.0.logic) {
            (OpenCause::Logic, Err(error)) => error.to_string(),
            (cause, _) => cause.to_string(),
        }
    }
}

impl From<Arc<Rule>> for AppliedRule {
    fn from(rule: Arc<Rule>) -> Self {
        Self(rule)
    }
}

impl Deref for AppliedRule {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.0
    }
}

impl fmt::Debug for AppliedRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.identifier, self.version)
    }
}

impl PartialEq for AppliedRule {
    fn eq(&self, other: &Self) -> bool {
        (&self.identifier, self.version) == (&other.identifier, other.version)
    }
}

impl Eq for AppliedRule {}

impl Serialize for AppliedRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("AppliedRule", 2)?;
        out.serialize_field("rule", &self.identifier)?;
        out.serialize_field("version", &self.version)?;
        out.end()
    }
}

/// What one rule says of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: AppliedRule,
    /// What came of it.
    pub outcome: Outcome,
    /// What was read and compared.
    pub trace: Trace,
    /// Whether an app that clamps days to the end of a month would have come to another outcome (protocols.md §3.2).
    pub clamping_differs: bool,
}

impl RuleOutcome {
    /// What was compared, for the eye.
    pub fn comparisons(&self) -> impl Iterator<Item = ShownComparison> {
        let logic = self.rule.0.logic.as_ref().ok();
        let shown = move |comparison| logic.map(|logic| ShownComparison::of(&comparison, logic));
        self.trace.comparisons().filter_map(shown)
    }

    /// The data access paths that were read.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.rule.0.logic.as_ref().ok().into_iter().flat_map(|logic| self.trace.read_paths(logic))
    }

    /// Why it is open, in English, for experts; nothing where it is not.
    #[must_use]
    pub fn open_because(&self) -> Option<String> {
        let Outcome::Open(cause) = self.outcome else { return None };
        Some(self.rule.open_because(cause))
    }
}

impl Serialize for RuleOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("RuleOutcome", 8)?;
        out.serialize_field("identifier", &self.rule.identifier)?;
        out.serialize_field("version", &self.rule.version)?;
        out.serialize_field("outcome", self.outcome.name())?;
        out.serialize_field("because", &self.open_because())?;
        out.serialize_field("clamping_differs", &self.clamping_differs)?;
        out.serialize_field("descriptions", &self.rule.descriptions)?;
        out.serialize_field("fields", &self.fields().collect::<Vec<_>>())?;
        out.serialize_field("comparisons", &self.comparisons().collect::<Vec<_>>())?;
        out.end()
    }
}

/// What comes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fulfilled.
    Passed,
    /// Not fulfilled.
    Failed,
    /// It cannot be evaluated here.
    Open(OpenCause),
}

impl Outcome {
    /// `passed`, `failed`, `open`
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Open(_) => "open",
        }
    }
}

/// Why a rule is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenCause {
    /// It is written for another engine, or its logic is none; the rule itself says which.
    Logic,
    /// It is written for another version of the payload.
    PayloadVersion,
    /// It yields neither true nor false.
    NotBoolean,
    /// Its evaluation ended early.
    Evaluation(EvaluationError),
}

impl fmt::Display for OpenCause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Logic => out.write_str("written for another engine, or no logic"),
            Self::PayloadVersion => out.write_str("written for another payload version"),
            Self::NotBoolean => out.write_str("neither true nor false"),
            Self::Evaluation(error) => error.fmt(out),
        }
    }
}

/// A comparison for the eye.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ShownComparison {
    /// Its left side.
    pub left: String,
    /// The operator as the rule writes it.
    pub operator: String,
    /// Its right side.
    pub right: String,
    /// What came of it.
    pub holds: bool,
    /// The data access paths that fed it.
    pub fields: Vec<String>,
}

impl ShownComparison {
    /// A comparison made by `logic`.
    #[must_use]
    pub fn of(comparison: &Comparison, logic: &Expression) -> Self {
        Self {
            left: comparison.left.to_string(),
            operator: comparison.operator.as_str().to_owned(),
            right: comparison.right.to_string(),
            holds: comparison.holds,
            fields: comparison.fields(logic).map(str::to_owned).collect(),
        }
    }
}
