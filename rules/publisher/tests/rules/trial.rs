//! Tests that stand beside rules are run, and what fails says why.

use std::path::Path;

use semafor_publisher::policy::{Policy, PolicyError};
use semafor_publisher::trial::{self, Trial};
use serde_json::json;

use crate::folder::Folder;

const FIRST: &str = "rules/CZ/VR-CZ-0001/tests/first-second.json";

fn run(path: &Path) -> Trial {
    trial::run(&Policy::read(path).unwrap(), &mut |_, _| {})
}

#[test]
fn tests_pass_or_say_both_sides() {
    let folder = Folder::good("trial");
    let trial = run(folder.path());
    assert_eq!((trial.passed, trial.failed), (4, 0));
    folder.change(FIRST, |test| test["expected"] = false.into());
    let trial = run(folder.path());
    assert_eq!((trial.passed, trial.failed), (3, 1));
    let failure = trial.failures.first().unwrap();
    assert!(failure.path.ends_with(FIRST), "{failure:?}");
    assert_eq!((failure.expected.as_str(), failure.got.as_str()), ("false", "true"));
    let made = failure.comparisons.last().unwrap();
    assert_eq!((made.left.as_str(), made.operator.as_str(), made.holds), ("2026-01-15T00:00:00Z", "not-before", true));
}

#[test]
fn what_cannot_be_run_fails() {
    for (file, text, got) in [
        (FIRST, "{", "not readable as JSON"),
        (FIRST, "{}", "is no test"),
        (
            FIRST,
            r#"{"payload": {"v": [{"mp": "EU/1/20/1528"}]}, "external": {}, "expected": true}"#,
            "no value: \"plusTime\"",
        ),
        (FIRST, r#"{"payload": {}, "external": {}}"#, "true"),
        ("rules/CZ/VR-CZ-0001/rule.json", r#"{"Logic": {"or": []}}"#, "no CertLogic"),
        ("rules/CZ/VR-CZ-0001/rule.json", "{", "not readable as JSON"),
    ] {
        let folder = Folder::good("cannot");
        folder.write_text(file, text);
        let trial = run(folder.path());
        assert!(trial.failures.first().is_some_and(|failure| failure.got.contains(got)), "{got}: {:?}", trial.failures);
    }
}

#[test]
fn value_sets_of_the_policy_are_put_in_where_a_test_has_none() {
    let folder = Folder::good("put-in");
    folder.change("rules/CZ/VR-CZ-0001/rule.json", |rule| {
        rule["Logic"]["if"][1]["and"][0]["in"][1] = json!({"var": "external.valueSets.vaccines-covid-19-names"});
    });
    assert_eq!(run(folder.path()).failed, 0);
    folder.change(FIRST, |test| test["external"]["valueSets"] = json!({"vaccines-covid-19-names": []}));
    assert_eq!(run(folder.path()).failed, 1);
}

#[test]
fn a_folder_without_rules_says_so() {
    let folder = Folder::good("no-rules");
    folder.remove("rules");
    assert!(matches!(Policy::read(folder.path()), Err(PolicyError::NoRules { .. })));
    assert!(matches!(Policy::read(&folder.path().join("nowhere")), Err(PolicyError::Missing { .. })));
}

#[test]
fn the_public_rules_pass_their_tests() {
    let dir = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/testdata/business-rules"));
    if !dir.is_dir() {
        println!("skipped: the public test data is not here");
        return;
    }
    let trial = run(dir);
    assert_eq!((trial.passed, trial.failed), (597, 0), "{:?}", trial.failures);
}
