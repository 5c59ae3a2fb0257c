//! The rule language CertLogic, specification 1.3.3 (protocols.md §3): compiled once, evaluated within a budget, every
//! comparison recorded.
//!
//! Where implementations differ the specification wins: calendar overflow as in JavaScript, instants compared as
//! instants, 64-bit integers with checked sums, structural equality. What the specification leaves undefined (a day that
//! does not exist) is an error. An error makes a rule open, never true.

mod compile;
mod datum;
mod evaluate;
mod trace;

use serde_json::Value as Json;

pub use compile::{Issue, validate};
pub use datum::{Data, Dated, Datum};
pub use evaluate::EvaluationError;
pub use trace::{Comparison, Operand, Trace};

use compile::Expr;

/// A compiled expression. Evaluating it interprets no JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    root: Expr,
    paths: Vec<Path>,
}

/// A data access path, split into its fragments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    text: String,
    fragments: Vec<String>,
}

impl Path {
    /// The path as the rule writes it (`payload.v.0.dt`).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
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
        evaluate::evaluate(self, data)
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
