//! Colour schemes: those of the policy are found good and pass their tests, and what is wrong with one is found.

use crate::folder::Folder;
use semafor_publisher::lint::lint;
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::material::{Material, MaterialError};
use semafor_publisher::trial;
use serde_json::{Value, json};

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy");
const SCHEME: &str = "schemes/XA/scheme.json";

fn texts(text: &str) -> Value {
    json!({"cs": format!("{text} cs"), "vi": format!("{text} vi"), "en": format!("{text} en")})
}

/// A policy with a scheme whose tests try everything.
fn good(name: &str) -> Folder {
    let folder = Folder::good(name);
    let tier = |colour: &str, shape: &str| json!({"colour": colour, "shape": shape, "word": texts(colour), "explanation": texts("what it means")});
    let mut green = tier("green", "circle");
    let when = json!({"if": [
        {"var": "payload.completedOn"},
        {"not-before": [
            {"plusTime": [{"var": "external.validationClock"}, 0, "day"]},
            {"plusTime": [{"var": "payload.completedOn"}, 14, "day"]}
        ]},
        false
    ]});
    green.as_object_mut().unwrap().insert("when".to_owned(), when);
    let scheme = json!({
        "scheme": "XA", "country": "XA", "zone": "Europe/Prague", "disease": "840539006",
        "singleDose": "vaccines-covid-19-names", "title": texts("A country"), "tiers": [green],
        "default": tier("black", "square"),
    });
    folder.write(SCHEME, &scheme);
    for (name, clock, expected) in
        [("last-second", "2022-01-14T23:59:59Z", "black"), ("first-second", "2022-01-15T00:00:00Z", "green")]
    {
        let record = json!({"doses": 2, "completedOn": "2022-01-01"});
        let test =
            json!({"name": name, "payload": record, "external": {"validationClock": clock}, "expected": expected});
        folder.write(&format!("schemes/XA/tests/{name}.json"), &test);
    }
    folder
}

fn found(folder: &Folder) -> Vec<String> {
    let lint = lint(&Policy::read(folder.path()).unwrap(), &mut |_, _| {});
    let root = format!("{}/", folder.path().display());
    lint.findings.iter().map(|finding| finding.to_string().replace(&root, "")).collect()
}

#[test]
fn the_schemes_of_the_policy_are_good_and_pass_their_tests() {
    let policy = Policy::read(POLICY.as_ref()).unwrap();
    let lint = lint(&policy, &mut |_, _| {});
    let of_schemes: Vec<_> = lint.findings.iter().filter(|finding| finding.path.contains("/schemes/")).collect();
    assert!(of_schemes.is_empty(), "{of_schemes:#?}");
    let trial = trial::run(&policy, &mut |_, _| {});
    assert!(trial.failures.is_empty() && trial.passed > 200, "{:#?}", trial.failures);
}

#[test]
fn what_is_wrong_with_a_scheme_is_found() {
    let folder = good("scheme-good");
    assert_eq!(found(&folder), Vec::<String>::new());
    assert_eq!(trial::run(&Policy::read(folder.path()).unwrap(), &mut |_, _| {}).failed, 0);
    type Change = fn(&mut Value);
    let table: &[(&str, Change, &str, &str)] = &[
        ("id", |json| json["scheme"] = json!("XB"), "#/scheme", "its folder is called XA"),
        ("member", |json| json["collour"] = json!(1), "#/collour", "no member"),
        ("alike", |json| json["default"]["shape"] = json!("circle"), "#/default/shape", "another tier"),
        ("staff", |json| json["default"]["word"] = texts("no vaccine"), "#/default/word", "vaccine"),
        ("language", |json| json["title"] = json!({"cs": "a", "vi": "b"}), "#/title/en", "expected"),
        ("line", |json| json["default"]["explanation"]["en"] = json!("a\nb"), "#/default/explanation/en", "line end"),
        ("set", |json| json["singleDose"] = json!("no-such-set"), "#/singleDose", "there is no value set"),
        (
            "path",
            |json| json["tiers"][0]["when"] = json!({">": [{"var": "payload.dose"}, 1]}),
            "#/tiers/0/when",
            "reads payload.dose",
        ),
        ("logic", |json| json["tiers"][0]["when"] = json!({"or": [true]}), "#/tiers/0/when", "no CertLogic"),
        (
            "truth",
            |json| json["tiers"][0]["when"] = json!({"var": "payload.completedOn"}),
            "#/tiers/0/when",
            "yields a field",
        ),
        (
            "untried",
            |json| json["tiers"][0]["when"] = json!({">": [{"var": "payload.doses"}, 1]}),
            "#/tiers/0/when",
            "no test in which this is false",
        ),
    ];
    for (name, change, place, words) in table {
        let folder = good(&format!("scheme-{name}"));
        folder.change(SCHEME, change);
        let found = found(&folder);
        let fits = |line: &&String| line.starts_with(&format!("{SCHEME}{place}")) && line.contains(words);
        assert!(found.iter().filter(fits).count() >= 1, "{name}: {found:#?}");
    }
}

#[test]
fn a_limit_without_a_test_beside_it_and_a_colour_that_no_test_expects_are_found() {
    let folder = good("scheme-limits");
    folder.remove("schemes/XA/tests/first-second.json");
    let all = found(&folder).join("\n");
    assert!(all.contains("no test in which this is true") && all.contains("no test expects green"), "{all}");
    folder.remove("schemes/XA/tests");
    assert!(found(&folder).join("\n").contains("has no tests"));
}

#[test]
fn a_test_that_fails_says_both_sides() {
    let folder = good("scheme-fails");
    folder.change("schemes/XA/tests/last-second.json", |test| test["expected"] = json!("green"));
    let trial = trial::run(&Policy::read(folder.path()).unwrap(), &mut |_, _| {});
    let failure = &trial.failures[0];
    assert_eq!((trial.failed, failure.expected.as_str(), failure.got.as_str()), (1, "green", "black"));
    assert_eq!(failure.comparisons.len(), 1);
}

#[test]
fn a_scheme_that_phones_would_not_read_is_not_published() {
    let folder = good("scheme-refused");
    let add = |folder: &Folder| Material::default().add_policy(&Policy::read(folder.path()).unwrap());
    assert!(add(&folder).is_ok());
    folder.change(SCHEME, |json| json["default"]["colour"] = json!("green"));
    assert!(matches!(add(&folder), Err(MaterialError::Scheme { .. })));
}
