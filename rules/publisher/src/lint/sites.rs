//! The places in a rule's logic where something is compared, and what came of each on the data of a test. A comparison
//! of three is two places: the first with the second, and the second with the third.

use semafor_core::certlogic::{Comparison, Data, Datum, EvaluationError, Expression, Operand};
use serde_json::Value as Json;

use crate::logic::{Part, is_chronology, is_comparison, reads_clock};

/// One place.
#[derive(Debug)]
pub(super) struct Site<'a> {
    /// The comparison as a JSON pointer.
    pub(super) pointer: String,
    pub(super) operator: &'a str,
    pub(super) left: &'a Json,
    pub(super) right: &'a Json,
    /// Whether its outcome changes as time goes on: one side is made from the time of the check.
    pub(super) moves: bool,
}

/// What came of a place once it was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) site: usize,
    pub(super) holds: bool,
    /// Whether the two dates are at most a second apart.
    pub(super) is_close: bool,
}

/// A logic with its places.
#[derive(Debug)]
pub(super) struct Sites<'a> {
    /// In order of appearance, as the core counts them.
    pub(super) sites: Vec<Site<'a>>,
    logic: Expression,
}

impl<'a> Sites<'a> {
    /// The places of a logic. `None` when it is no CertLogic.
    pub(super) fn of(logic: &'a Json, pointer: &str) -> Option<Self> {
        let mut sites = Vec::new();
        let compiled = Expression::compile(logic).ok()?;
        collect(logic, pointer, &mut sites);
        (sites.len() == compiled.sites()).then_some(Self { sites, logic: compiled })
    }

    /// What came of the places that an evaluation reaches; of none where it takes too many steps.
    pub(super) fn reached(&self, data: Data<'_>) -> Vec<Seen> {
        self.asked(data).1
    }

    /// The same, and whether the logic is true.
    pub(super) fn asked(&self, data: Data<'_>) -> (bool, Vec<Seen>) {
        match self.logic.evaluate(data) {
            (Err(EvaluationError::Budget { .. }), _) => (false, Vec::new()),
            (value, trace) => {
                let holds = matches!(value, Ok(Datum::Bool(true)));
                (holds, trace.comparisons().map(|made| Seen::of(&made)).collect())
            }
        }
    }
}

impl Seen {
    fn of(made: &Comparison) -> Self {
        let is_close = match (&made.left, &made.right) {
            (Operand::Moment(left), Operand::Moment(right)) => {
                left.at.as_millis().abs_diff(right.at.as_millis()) <= 1_000
            }
            _ => false,
        };
        Self { site: made.site, holds: made.holds, is_close }
    }
}

/// A comparison stands before those inside of its operands.
fn collect<'a>(json: &'a Json, pointer: &str, sites: &mut Vec<Site<'a>>) {
    match Part::of(json) {
        Part::Operation(operator, operands) => {
            let place = format!("{pointer}/{operator}");
            if is_comparison(operator) {
                for (left, right) in operands.iter().zip(operands.iter().skip(1)) {
                    let moves = is_chronology(operator) && reads_clock(left) != reads_clock(right);
                    sites.push(Site { pointer: place.clone(), operator, left, right, moves });
                }
            }
            collect_all(operands, &place, sites);
        }
        Part::List(items) => collect_all(items, pointer, sites),
        Part::Literal | Part::Var(_) | Part::Unknown => {}
    }
}

fn collect_all<'a>(items: &'a [Json], place: &str, sites: &mut Vec<Site<'a>>) {
    for (index, item) in items.iter().enumerate() {
        collect(item, &format!("{place}/{index}"), sites);
    }
}
