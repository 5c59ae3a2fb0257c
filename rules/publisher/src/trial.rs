//! Runs the tests that stand beside rules and colour schemes: a rule's logic alone, on the data of each test (protocols.md
//! §3.7), or a scheme's conditions on a person's record. Whether either is in force at the test's time plays no part.

use std::path::Path;

use semafor_core::certlogic::{Data, Datum, Expression};
use semafor_core::rulebook::ShownComparison;
use semafor_core::scheme::Scheme;
use serde::Serialize;
use serde_json::Value as Json;

use crate::finding::Finding;
use crate::policy::{self, Entry, Kind, Policy};
use crate::shown;

/// What came of all tests.
#[derive(Debug, Serialize)]
pub struct Trial {
    /// How many came out as expected.
    pub passed: usize,
    /// How many did not, or could not be run.
    pub failed: usize,
    /// Those that failed.
    pub failures: Vec<Failure>,
}

/// A test that failed.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The test's file.
    pub path: String,
    /// What the test says it is about.
    pub name: String,
    /// What it expects.
    pub expected: String,
    /// What came of it.
    pub got: String,
    /// The comparisons made on the way.
    pub comparisons: Vec<ShownComparison>,
}

/// A test as its file says it.
#[derive(Debug)]
pub(crate) struct Test {
    name: String,
    data: Datum,
    has_value_sets: bool,
    expected: Option<Json>,
}

/// Runs all tests of a policy. `progress` is told of each rule or scheme that is done, and how many there are.
pub fn run(policy: &Policy, progress: &mut dyn FnMut(usize, usize)) -> Trial {
    let mut trial = Trial { passed: 0, failed: 0, failures: Vec::new() };
    policy.unread_rules().for_each(|finding| trial.fail(Failure::of(&finding.path, finding.message.clone())));
    let value_sets = value_sets(policy);
    let tested: Vec<_> = policy.of(Kind::Rule).chain(policy.of(Kind::Scheme)).collect();
    for (index, entry) in tested.iter().enumerate() {
        match entry.kind {
            Kind::Scheme => run_scheme(entry, &value_sets, &mut trial),
            _ => run_rule(entry, &value_sets, &mut trial),
        }
        progress(index.saturating_add(1), tested.len());
    }
    trial
}

fn run_rule(rule: &Entry, value_sets: &Datum, trial: &mut Trial) {
    let logic = Expression::compile(rule.json.get("Logic").unwrap_or(&Json::Null));
    for path in &rule.tests {
        let outcome = match &logic {
            Ok(logic) => run_test(path, logic, value_sets),
            Err(error) => Err(Failure::of(&policy::shown(path), format!("the rule's Logic is no CertLogic: {error}"))),
        };
        match outcome {
            Ok(()) => trial.passed = trial.passed.saturating_add(1),
            Err(failure) => trial.fail(failure),
        }
    }
}

fn run_scheme(entry: &Entry, value_sets: &Datum, trial: &mut Trial) {
    let scheme = Scheme::read(&entry.json);
    for path in &entry.tests {
        let outcome = match &scheme {
            Ok(scheme) => run_person(path, scheme, value_sets),
            Err(error) => Err(Failure::of(&policy::shown(path), format!("what it tests is no scheme: {error}"))),
        };
        match outcome {
            Ok(()) => trial.passed = trial.passed.saturating_add(1),
            Err(failure) => trial.fail(failure),
        }
    }
}

/// A test of a scheme: a person's record, the clock, and the colour.
fn run_person(path: &Path, scheme: &Scheme, value_sets: &Datum) -> Result<(), Failure> {
    let file = policy::shown(path);
    let (test, _) = Test::read(path).map_err(|because| Failure::of(&file, because))?;
    let (mut got, mut comparisons) = (scheme.default.colour.name().to_owned(), Vec::new());
    for (tier, condition) in &scheme.tiers {
        let (value, trace) = condition.evaluate(test.data(value_sets));
        comparisons.extend(trace.comparisons().map(|made| shown::comparison(&made, condition)));
        match value {
            Ok(Datum::Bool(false)) => continue,
            Ok(Datum::Bool(true)) => got = tier.colour.name().to_owned(),
            Ok(value) => got = format!("no colour: {} for {}", shown::datum(&value), tier.colour),
            Err(error) => got = format!("no colour: {error} for {}", tier.colour),
        }
        break;
    }
    let expected = test.expected_text();
    if expected == Some(&got) {
        return Ok(());
    }
    let expected = expected.unwrap_or("a colour: the test says no \"expected\"").to_owned();
    Err(Failure { path: file, name: test.name, expected, got, comparisons })
}

fn run_test(path: &Path, logic: &Expression, value_sets: &Datum) -> Result<(), Failure> {
    let file = policy::shown(path);
    let (test, _) = Test::read(path).map_err(|because| Failure::of(&file, because))?;
    let (value, trace) = logic.evaluate(test.data(value_sets));
    let expected = test.expected.as_ref();
    if value.is_ok() && value.as_ref().ok() == expected.map(Datum::from).as_ref() {
        return Ok(());
    }
    Err(Failure {
        path: file,
        name: test.name,
        expected: expected.map_or_else(|| "nothing: the test says no \"expected\"".to_owned(), shown::json),
        got: value.map_or_else(|error| format!("no value: {error}"), |value| shown::datum(&value)),
        comparisons: trace.comparisons().map(|made| shown::comparison(&made, logic)).collect(),
    })
}

impl Trial {
    fn fail(&mut self, failure: Failure) {
        self.failed = self.failed.saturating_add(1);
        self.failures.push(failure);
    }
}

impl Failure {
    fn of(path: &str, got: String) -> Self {
        let (name, expected) = (String::new(), "a test that can be run".to_owned());
        Self { path: path.to_owned(), name, expected, got, comparisons: Vec::new() }
    }
}

impl Test {
    /// Reads a test, and what is odd about how it is written.
    pub(crate) fn read(path: &Path) -> Result<(Self, Vec<Finding>), String> {
        let document = policy::read(path, &mut policy::VALUES.clone())?;
        let file = policy::shown(path);
        let faults = document.faults.into_iter().map(|fault| Finding::new(&file, fault.pointer, fault.message));
        let json = document.json;
        if json.get("payload").and_then(Json::as_object).is_none() {
            return Err("is no test: payload, external and expected are wanted".to_owned());
        }
        let part = |name: &'static str| (name.into(), json.get(name).map(Datum::from).unwrap_or_default());
        let test = Self {
            name: json.get("name").and_then(Json::as_str).unwrap_or_default().to_owned(),
            data: Datum::Object(["payload", "external"].map(part).into()),
            has_value_sets: json.pointer("/external/valueSets").is_some(),
            expected: json.get("expected").cloned(),
        };
        Ok((test, faults.collect()))
    }

    /// What the logic is evaluated on. The policy's value sets are put in where the test has none of its own.
    pub(crate) fn data<'a>(&'a self, value_sets: &'a Datum) -> Data<'a> {
        match (self.has_value_sets, self.data.get("payload"), self.data.get("external")) {
            (false, Some(payload), Some(external)) => {
                let clock = external.get("validationClock").unwrap_or(const { &Datum::Null });
                Data::Rule { payload, external, clock, value_sets }
            }
            _ => Data::Whole(&self.data),
        }
    }

    /// What it expects, where that is a text.
    pub(crate) fn expected_text(&self) -> Option<&str> {
        self.expected.as_ref().and_then(Json::as_str)
    }

    /// Whether it says what to expect.
    pub(crate) fn expects(&self) -> bool {
        self.expected.is_some()
    }
}

/// The value sets of a policy as rules see them: lists of codes by name.
pub(crate) fn value_sets(policy: &Policy) -> Datum {
    let list = |entry: &Entry| {
        let codes = codes(entry).map(Datum::from).collect();
        Some((entry.text("valueSetId")?.into(), Datum::Array(codes)))
    };
    Datum::Object(policy.of(Kind::ValueSet).filter_map(list).collect())
}

/// The codes of a value set, in either of its forms.
pub(crate) fn codes(entry: &Entry) -> impl Iterator<Item = &str> {
    let listed = entry.json.get("codes").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
    let keys = entry.json.get("valueSetValues").and_then(Json::as_object);
    listed.chain(keys.into_iter().flat_map(|codes| codes.keys().map(String::as_str)))
}
