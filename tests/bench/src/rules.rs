//! One rule against certlogic-js on the same data: evaluated with its trace, which is what the other does, and judged,
//! with all that a report says of it and the data made ready first.

use std::error::Error;

use semafor_core::rulebook::Outcome;
use serde_json::{Value as Json, json};

use crate::case::{CZECH_VACCINATION, Case, cases, codes};
use crate::certlogic_js::{self, Answer};
use crate::material::round;
use crate::measure::{Contender, Rounds};
use crate::production::Production;
use crate::row::{Bound, Row, duration};

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let unmeasured = |because: &dyn ToString| vec![Row::not_measured("single rules", &because.to_string())];
    let production = match Production::read() {
        Ok(production) => production,
        Err(absent) => return Ok(unmeasured(&absent)),
    };
    let cases = cases(&production)?;
    let folder = match certlogic_js::install() {
        Ok(folder) => folder,
        Err(absent) => return Ok(unmeasured(&absent)),
    };
    let theirs = certlogic_js::run(&folder, &question(&cases, &codes(&production.value_sets()?)?))?;
    agree(&cases, &theirs.answers)?;
    let mut rows = alone(&cases, &theirs);
    rows.extend(in_turn(&cases, &theirs));
    Ok(rows)
}

/// The document that `measure.js` reads.
fn question(cases: &[Case], value_sets: &Json) -> Json {
    let cases: Vec<_> = cases.iter().map(|case| json!({ "logic": case.logic, "data": case.data })).collect();
    json!({ "cases": cases, "valueSets": value_sets, "alone": CZECH_VACCINATION, "rounds": ROUNDS })
}

/// Whoever says something else would win for nothing.
fn agree(cases: &[Case], answers: &[String]) -> Result<(), Box<dyn Error>> {
    if answers.len() != cases.len() {
        return Err(format!("{} answers to {} cases", answers.len(), cases.len()).into());
    }
    for (case, theirs) in cases.iter().zip(answers) {
        let (rule, ours) = (&case.identifier, case.answer());
        if ours != theirs {
            return Err(format!("{rule}: {ours}, but {theirs} by certlogic-js").into());
        }
        let as_judged = match case.outcome() {
            Some(Outcome::Passed) => "true",
            Some(Outcome::Failed) => "false",
            _ => ours,
        };
        if as_judged != ours {
            return Err(format!("{rule}: {ours}, but {as_judged} as judged").into());
        }
    }
    Ok(())
}

/// Each Czech rule by itself. The bound holds for the rule that gains least.
fn alone(cases: &[Case], theirs: &Answer) -> Vec<Row> {
    let cases = cases.get(..CZECH_VACCINATION).unwrap_or(cases);
    let evaluate = cases.iter().map(|case| Contender::new(|_| case.evaluate()));
    let judge = cases.iter().map(|case| Contender::new(|_| case.judge()));
    let rounds = Rounds::run(ROUNDS, evaluate.chain(judge).collect());
    let rows = |done: &str, first: usize, bound| {
        let one = |((case, theirs), contender): ((&Case, &f64), usize)| {
            let name = format!("{done}: {}, which", case.identifier);
            Gain { name, ours: rounds.seconds(contender), theirs: *theirs }
        };
        let mut gains: Vec<_> = cases.iter().zip(&theirs.alone).zip(first..).map(one).collect();
        gains.sort_by(|one, other| one.times().total_cmp(&other.times()));
        let least = gains.first().map(|gain| gain.row(" gains least of 30", &theirs.node, bound));
        let median = gains.get(gains.len() / 2).map(|gain| gain.row(" is the median", &theirs.node, None));
        least.into_iter().chain(median)
    };
    rows("evaluated", 0, bound()).chain(rows("judged", cases.len(), None)).collect()
}

/// All rules, one after another.
fn in_turn(cases: &[Case], theirs: &Answer) -> Vec<Row> {
    let judged: Vec<_> = cases.iter().filter(|case| case.judged).collect();
    let contenders = vec![
        Contender::new(|index| round(cases, index).map(Case::evaluate)),
        Contender::new(|index| round(&judged, index).map(|case| case.judge())),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let row = |done: &str, count: usize, contender, bound| {
        let name = format!("{done}: one of {count} rules in turn");
        Gain { name, ours: rounds.seconds(contender), theirs: theirs.in_turn }.row("", &theirs.node, bound)
    };
    vec![row("evaluated", cases.len(), 0, bound()), row("judged", judged.len(), 1, None)]
}

/// What one evaluation costs here and there.
struct Gain {
    name: String,
    ours: f64,
    theirs: f64,
}

impl Gain {
    fn times(&self) -> f64 {
        self.theirs / self.ours
    }

    fn row(&self, behind_name: &str, node: &str, bound: Option<Bound>) -> Row {
        Row {
            name: format!("{}{behind_name}", self.name),
            value: duration(self.ours),
            reference: Some(format!("{} {}, node {node}", duration(self.theirs), certlogic_js::NAME)),
            ratio: Some(self.times()),
            bound,
        }
    }
}

/// For evaluations: judging does more than it is compared with.
fn bound() -> Option<Bound> {
    Some(Bound::TimesAsFast(TIMES_AS_FAST))
}

const ROUNDS: usize = 101;

/// Design §5: so many times as long certlogic-js, warm, takes for a rule.
const TIMES_AS_FAST: f64 = 15.0;
