//! The harness itself, on directories made for the purpose: odd files, planted failures, surprise successes.

#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

mod dgc;
mod made;
mod qa;
mod seen;

use conformance::Suite;
use made::Dir;

const NOT_PREFIXED: &str = r#"{"PREFIX": "HC2:X", "EXPECTEDRESULTS": {"EXPECTEDUNPREFIX": false}}"#;
const PLANTED: &str = r#"{"PREFIX": "HC2:X", "EXPECTEDRESULTS": {"EXPECTEDUNPREFIX": true}}"#;

#[test]
fn passes_and_fails_at_any_depth() {
    let dir = Dir::with("depth", &[("a/b/c/good.json", NOT_PREFIXED), ("a/planted.json", PLANTED), ("a/note.md", "-")]);
    let (outcome, report) = dir.run(Suite::DgcTestdata, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (1, 1));
    assert!(
        report.contains("FAILED a/planted.json unprefix: expected true, got false\n       no HC1: prefix"),
        "{report}"
    );
    assert!(report.ends_with("\n1 passed, 1 failed\n"), "{report}");
}

#[test]
fn listed_exceptions_count_only_while_they_fail() {
    let entry = |id: &str, expected: &str, got: &str| {
        format!(
            r#"{{"dgc-testdata": [{{"id": "{id}", "check": "unprefix", "expected": "{expected}", "got": "{got}",
            "reason": "wrong"}}]}}"#
        )
    };
    let dir = Dir::with("listed", &[("planted.json", PLANTED)]);
    let (outcome, _) = dir.run(Suite::DgcTestdata, &entry("planted.json", "true", "false"));
    assert_eq!((outcome.passed(), outcome.excepted(), outcome.failures().len()), (0, 1, 0));
    let dir = Dir::with("surprise", &[("good.json", NOT_PREFIXED)]);
    let (outcome, report) = dir.run(Suite::DgcTestdata, &entry("good.json", "false", "true"));
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 1));
    assert!(report.contains("listed exception passes now"), "{report}");
    let (outcome, _) = dir.run(Suite::DgcTestdata, &entry("elsewhere.json", "false", "true"));
    assert_eq!((outcome.passed(), outcome.failures().len()), (1, 0));
}

#[test]
fn odd_files_are_survived_and_named() {
    let files = [
        ("broken.json", "{"),
        ("empty.json", ""),
        ("array.json", "[1, null]"),
        ("no-case.json", r#"{"JSON": 1}"#),
        ("no-text.json", r#"{"EXPECTEDRESULTS": {"EXPECTEDVERIFY": true}}"#),
        ("odd-text.json", r#"{"PREFIX": 7, "TESTCTX": [], "EXPECTEDRESULTS": {"EXPECTEDVERIFY": true}}"#),
        (
            "odd-expectation.json",
            r#"{"PREFIX": "X", "EXPECTEDRESULTS": {"EXPECTEDDECODE": 3, "EXPECTEDUNKNOWN": true}}"#,
        ),
        (
            "odd-context.json",
            r#"{"PREFIX": "HC1:", "COSE": "zz", "BASE45": 1, "JSON": [], "TESTCTX": {"CERTIFICATE": "?", "SCHEMA": 1,
            "VALIDATIONCLOCK": "soon"}, "EXPECTEDRESULTS": {"EXPECTEDVERIFY": false, "EXPECTEDKEYUSAGE": "FALSE",
            "EXPECTEDEXPIRATIONCHECK": true, "EXPECTEDSCHEMAVALIDATION": true, "EXPECTEDVALIDJSON": true,
            "EXPECTEDRESULTS": {"EXPECTEDCOMPRESSION": false}}}"#,
        ),
        ("\u{feff}bom.json", "\u{feff}{\"PREFIX\": \"X\", \"EXPECTEDRESULTS\": {\"EXPECTEDUNPREFIX\": false}}"),
    ];
    let (outcome, report) = Dir::with("odd", &files).run(Suite::DgcTestdata, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (4, 2), "{report}");
    assert!(report.contains("FAILED broken.json readable"), "{report}");
    assert!(report.contains("no text (PREFIX): no-text.json, odd-text.json"), "{report}");
}

#[test]
fn nothing_to_check_is_a_failure() {
    for suite in Suite::ALL {
        let dir = Dir::with(&format!("nothing-{}", suite.name()), &[("x.md", "")]);
        let (outcome, report) = dir.run(suite, "{}");
        assert_eq!((outcome.passed(), outcome.failures().len()), (0, 1), "{report}");
        let absent = dir.part("absent");
        assert_eq!(absent.run(suite, "{}").0.failures().len(), 1);
    }
}

#[test]
fn other_suites_survive_odd_files() {
    let files = [("a.json", "{"), ("b.json", r#"{"certificates": 3}"#), ("c.json", "\n{\"certificates\": [{}]}")];
    let (outcome, report) = Dir::with("trust", &files).run(Suite::Trust, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 1), "{report}");
    let files = [("a.json", r#"{"verificationMethod": [{"keyusage": 1}, null]}"#), ("b.txt", "HC1:6BF"), ("c.txt", "")];
    let (outcome, report) = Dir::with("who", &files).run(Suite::Who, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (3, 2), "{report}");
    let files = [("a.json", r#"[{"barcodeData": "HC1:", "expUCI": "00"}, {"barcodeData": 1}, 7]"#), ("b.json", "null")];
    let (outcome, report) = Dir::with("revocation", &files).run(Suite::Revocation, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 1), "{report}");
    let files = [(
        "a.jsonl",
        "{\n\n{\"a\": {}, \"b\": {}, \"same\": 1}\n{\"a\": {\"dob\": \"soon\"}, \"b\": {}, \"same\": false}\n",
    )];
    let (outcome, report) = Dir::with("pairs", &files).run(Suite::Pairs, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (2, 2), "{report}");
    assert!(report.contains("FAILED a.jsonl:3 readable"), "{report}");
    let files = [("qa-text/a.txt", "HC1:"), ("qa-text/sub/b.txt", "\u{0}"), ("trust/x.json", "{"), ("who/y.json", "")];
    let dir = Dir::with("qa", &files);
    let (outcome, report) = dir.part("qa-text").run(Suite::QaText, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (0, 3), "{report}");
    assert!(report.contains("no key lists beside DIR"), "{report}");
}
