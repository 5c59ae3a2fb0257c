//! The rule language CertLogic, specification 1.3.3 (protocols.md §3): compiled once, evaluated within a budget, every
//! comparison recorded.
//!
//! Where implementations differ the specification wins: calendar overflow as in JavaScript, instants compared as
//! instants, 64-bit integers with checked sums, structural equality. What the specification leaves undefined (a day that
//! does not exist) is an error. An error makes a rule open, never true.

mod compile;
mod datum;
mod evaluate;
mod made;
mod name;
mod path;
mod text;
mod trace;
mod value;

use serde_json::Value as Json;

pub use compile::{Issue, validate};
pub use datum::{Dated, Datum};
pub use evaluate::{Calendar, EvaluationError};
pub use name::Name;
pub use path::{Data, Path};
pub use text::Text;
pub use trace::{Comparison, Operand, Trace};

use compile::Expr;

/// A compiled expression. Evaluating it interprets no JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    root: Expr,
    paths: Vec<Path>,
    /// How many comparisons it names.
    sites: usize,
    clock: ClockUse,
    looks_around: bool,
}

/// How an expression uses the validation clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockUse {
    /// Not at all, or as a date-time: when a comparison with it may come out otherwise is known.
    #[default]
    AsDateTime,
    /// As a text as well: when its value may change is not known.
    AsText,
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// [`CompileError`]: the first thing that is no CertLogic, or nesting beyond the bound.
    pub fn compile(json: &Json) -> Result<Self, CompileError> {
        compile::compile(json)
    }

    /// Evaluates the expression on `data`, in at most [`crate::limits::RULE_STEPS`] steps. What was compared on the way
    /// is in the trace, whatever the outcome.
    pub fn evaluate(&self, data: Data<'_>) -> (Result<Datum, EvaluationError>, Trace) {
        self.evaluate_by(Calendar::Specification, data)
    }

    /// As [`Expression::evaluate`], with the calendar of another implementation.
    pub fn evaluate_by(&self, calendar: Calendar, data: Data<'_>) -> (Result<Datum, EvaluationError>, Trace) {
        let mut trace = Trace::default();
        let value = self.evaluate_into(&mut trace, calendar, data);
        (value, trace)
    }

    /// As [`Expression::evaluate_by`], with a trace to be used again: what was in it goes, the room for it stays.
    pub(crate) fn evaluate_into(
        &self,
        trace: &mut Trace,
        calendar: Calendar,
        data: Data<'_>,
    ) -> Result<Datum, EvaluationError> {
        evaluate::evaluate(self, data, calendar, trace)
    }

    /// How many comparisons it names; each has its place from 0 on, in order of appearance. One of three operands is two.
    #[must_use]
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// Whether it reads anything under `external` but the validation clock and value sets.
    #[must_use]
    pub fn looks_around(&self) -> bool {
        self.looks_around
    }

    /// How it uses the validation clock.
    #[must_use]
    pub fn clock_use(&self) -> ClockUse {
        self.clock
    }

    /// The data access paths it names, each once, in order of appearance.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }
}

/// Why an expression is not CertLogic, or not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// Not of the language.
    #[error("{0}")]
    Language(Issue),
    /// Nested deeper than the bound.
    #[error("nested more than {most} deep")]
    TooDeep {
        /// The bound.
        most: usize,
    },
}

#[cfg(test)]
mod tests;
