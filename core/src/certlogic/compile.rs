//! JSON → tree. Operators, the number of their operands and their literals are settled here, so that evaluation meets
//! only well-formed expressions.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::trace::Operator;
use super::{ClockUse, CompileError, Datum, Expression, Path};
use crate::instant::Unit;
use crate::limits;

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Literal(Datum),
    List(Vec<Self>),
    /// An index into the expression's paths.
    Var(usize),
    If(Box<[Self; 3]>),
    And(Vec<Self>),
    Not(Box<Self>),
    Equal(usize, Box<[Self; 2]>),
    /// Whole numbers or date-times, two or three in a row.
    InARow(usize, Operator, Vec<Self>),
    In(usize, Box<[Self; 2]>),
    Plus(Box<[Self; 2]>),
    PlusTime(Box<PlusTime>),
    Reduce(Box<[Self; 3]>),
    ExtractFromUvci(Box<Self>, i64),
    DccDateOfBirth(Box<Self>),
}

/// A date-time moved by an amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlusTime {
    pub(super) from: Expr,
    pub(super) amount: i64,
    pub(super) unit: Unit,
    /// Whether it is the validation clock that is moved.
    pub(super) is_clock: bool,
}

/// What is wrong with an expression: the part of it, and why, in the words of the language's own validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The part.
    pub expression: Json,
    /// Why it is no CertLogic.
    pub message: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

/// Everything that is wrong with an expression, each part with its reason.
#[must_use]
pub fn validate(json: &Json) -> Vec<Issue> {
    match Compiler::run(json) {
        Err(TooDeep) => vec![issue(json, format!("nested more than {} deep", limits::RULE_DEPTH))],
        Ok((_, issues)) => issues,
    }
}

pub(super) fn compile(json: &Json) -> Result<Expression, CompileError> {
    let (expression, issues) =
        Compiler::run(json).map_err(|TooDeep| CompileError::TooDeep { most: limits::RULE_DEPTH })?;
    match issues.into_iter().next() {
        Some(issue) => Err(CompileError::Language(issue)),
        None => Ok(expression),
    }
}

struct TooDeep;

/// Goes on after an issue, so that a rule's author sees all of them at once; the tree of a faulty part is `null`.
#[derive(Default)]
struct Compiler {
    paths: Vec<Path>,
    /// Where each path stands among them.
    known: BTreeMap<String, usize>,
    issues: Vec<Issue>,
    sites: usize,
    clock: ClockUse,
}

impl Compiler {
    fn run(json: &Json) -> Result<(Expression, Vec<Issue>), TooDeep> {
        let mut compiler = Self::default();
        let root = compiler.expression(json, limits::RULE_DEPTH)?;
        let Self { paths, issues, sites, clock, .. } = compiler;
        let looks_around = paths.iter().any(|path| {
            let path = path.as_str();
            let around = path.starts_with("external") || path.is_empty();
            around && path != CLOCK && !path.starts_with("external.valueSets.")
        });
        Ok((Expression { root, paths, sites, clock, looks_around }, issues))
    }

    fn expression(&mut self, json: &Json, deeper: usize) -> Result<Expr, TooDeep> {
        let deeper = deeper.checked_sub(1).ok_or(TooDeep)?;
        match json {
            Json::Bool(_) | Json::String(_) => Ok(Expr::Literal(json.into())),
            Json::Number(number) if number.is_i64() || number.as_f64().is_some_and(|float| float.fract() == 0.0) => {
                Ok(Expr::Literal(json.into()))
            }
            Json::Number(number) => Ok(self.fault(json, format!("{number} is a non-integer number"))),
            Json::Array(items) => self.all(items, deeper).map(list),
            Json::Null => Ok(self.fault(json, "invalid CertLogic expression".to_owned())),
            Json::Object(operation) => match operation.iter().next() {
                Some((operator, operands)) if operation.len() == 1 => self.operation(json, operator, operands, deeper),
                _ => {
                    let keys = operation.len();
                    Ok(self.fault(json, format!("expression object must have exactly one key, but it has {keys}")))
                }
            },
        }
    }

    fn operation(&mut self, json: &Json, operator: &str, operands: &Json, deeper: usize) -> Result<Expr, TooDeep> {
        if operator == "var" {
            // Under `plusTime` it is a date-time; everywhere else a text.
            if operands == CLOCK || operands == "external" || operands == "" {
                self.clock = ClockUse::AsText;
            }
            return Ok(self.var(json, operands));
        }
        let Json::Array(operands) = operands else {
            return Ok(self.fault(json, "operation not of the form { \"<operator>\": [ <values...> ] }".to_owned()));
        };
        match operator {
            "plusTime" => self.plus_time(json, operands, deeper),
            "extractFromUVCI" => self.extract_from_uvci(json, operands, deeper),
            _ => {
                let Some((least, most)) = arity(operator) else {
                    return Ok(self.fault(json, format!("unrecognised operator: \"{operator}\"")));
                };
                let found = operands.len();
                if found < least || found > most {
                    return Ok(self.fault(json, format!("\"{operator}\" has {found} operands, {least} to {most} fit")));
                }
                let site = self.sites;
                let pairs = if compares(operator) { found.saturating_sub(1) } else { 0 };
                self.sites = self.sites.saturating_add(pairs);
                let operands = self.all(operands, deeper)?;
                Ok(build(operator, site, operands).unwrap_or_default())
            }
        }
    }

    fn all(&mut self, items: &[Json], deeper: usize) -> Result<Vec<Expr>, TooDeep> {
        items.iter().map(|item| self.expression(item, deeper)).collect()
    }

    fn var(&mut self, json: &Json, path: &Json) -> Expr {
        let Json::String(text) = path else {
            return self.fault(json, "not of the form { \"var\": \"<path>\" }".to_owned());
        };
        if text.len() > limits::RULE_PATH_BYTES {
            return self.fault(json, format!("data access path is longer than {} bytes", limits::RULE_PATH_BYTES));
        }
        if let Some(index) = self.known.get(text) {
            return Expr::Var(*index);
        }
        let Some(path) = Path::parse(text) else {
            return self.fault(json, format!("data access path doesn't have a valid format: {text}"));
        };
        let index = self.paths.len();
        self.known.insert(text.clone(), index);
        self.paths.push(path);
        Expr::Var(index)
    }

    fn plus_time(&mut self, json: &Json, operands: &[Json], deeper: usize) -> Result<Expr, TooDeep> {
        let [from, amount, unit] = operands else {
            return Ok(self.fault(json, "\"plusTime\" takes a date, an amount and a unit".to_owned()));
        };
        let (Some(amount), Some(unit)) = (whole(amount), unit.as_str().and_then(Unit::parse)) else {
            let message = "\"plusTime\" takes a whole number and year, month, day or hour".to_owned();
            return Ok(self.fault(json, message));
        };
        let operation = from.as_object().filter(|operation| operation.len() == 1);
        let clock = operation.and_then(|operation| operation.get("var")).filter(|path| *path == CLOCK && deeper > 0);
        // Moving it is no use of the clock as a text.
        let (from, is_clock) = match clock {
            Some(path) => (self.var(from, path), true),
            None => (self.expression(from, deeper)?, false),
        };
        Ok(Expr::PlusTime(Box::new(PlusTime { from, amount, unit, is_clock })))
    }

    fn extract_from_uvci(&mut self, json: &Json, operands: &[Json], deeper: usize) -> Result<Expr, TooDeep> {
        match operands {
            [from, index] if whole(index).is_some() => {
                let index = whole(index).unwrap_or_default();
                self.expression(from, deeper).map(|from| Expr::ExtractFromUvci(Box::new(from), index))
            }
            _ => Ok(self.fault(json, "\"extractFromUVCI\" takes an identifier and a whole number".to_owned())),
        }
    }

    fn fault(&mut self, json: &Json, message: String) -> Expr {
        self.issues.push(issue(json, message));
        Expr::default()
    }
}

impl Default for Expr {
    fn default() -> Self {
        Self::Literal(Datum::Null)
    }
}

/// A list of literals is a literal.
fn list(items: Vec<Expr>) -> Expr {
    let literals = items.iter().map(|item| if let Expr::Literal(datum) = item { Some(datum.clone()) } else { None });
    match literals.collect::<Option<Vec<_>>>() {
        Some(literals) => Expr::Literal(Datum::Array(literals)),
        None => Expr::List(items),
    }
}

fn issue(json: &Json, message: String) -> Issue {
    Issue { expression: json.clone(), message }
}

fn whole(json: &Json) -> Option<i64> {
    match Datum::from(json) {
        Datum::Int(number) if json.is_number() => Some(number),
        _ => None,
    }
}

/// The least and the most operands.
fn arity(operator: &str) -> Option<(usize, usize)> {
    match operator {
        "if" | "reduce" => Some((3, 3)),
        "and" => Some((2, usize::MAX)),
        "===" | "in" | "+" => Some((2, 2)),
        ">" | "<" | ">=" | "<=" | "after" | "before" | "not-after" | "not-before" => Some((2, 3)),
        "!" | "dccDateOfBirth" => Some((1, 1)),
        _ => None,
    }
}

/// The path of the validation clock.
const CLOCK: &str = "external.validationClock";

/// Whether an operator is a comparison, which has a site.
fn compares(operator: &str) -> bool {
    matches!(operator, "===" | "in") || Operator::in_a_row(operator).is_some()
}

fn build(operator: &str, site: usize, operands: Vec<Expr>) -> Option<Expr> {
    match operator {
        "if" => boxed(operands).map(Expr::If),
        "and" => Some(Expr::And(operands)),
        "!" => operands.into_iter().next().map(|operand| Expr::Not(Box::new(operand))),
        "===" => boxed(operands).map(|sides| Expr::Equal(site, sides)),
        "in" => boxed(operands).map(|sides| Expr::In(site, sides)),
        "+" => boxed(operands).map(Expr::Plus),
        "reduce" => boxed(operands).map(Expr::Reduce),
        "dccDateOfBirth" => operands.into_iter().next().map(|operand| Expr::DccDateOfBirth(Box::new(operand))),
        _ => Operator::in_a_row(operator).map(|relation| Expr::InARow(site, relation, operands)),
    }
}

fn boxed<const N: usize>(operands: Vec<Expr>) -> Option<Box<[Expr; N]>> {
    <[Expr; N]>::try_from(operands).ok().map(Box::new)
}
