//! `semafor rules`: how each command ends, and its last line. The real program on real folders.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const RULES: &str = "docs/example/rules";
const RULE: &str = "docs/example/rules/CZ/VR-CZ-9002/rule.json";
const CERTIFICATE: &str = "docs/example/certificate.txt";

fn rules(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_semafor"));
    command.arg("rules").args(arguments).current_dir(ROOT).env("LC_ALL", "C").output().unwrap()
}

fn last_line(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().lines().last().unwrap_or_default().to_owned()
}

/// A copy of the example with one file written anew.
fn example_with(name: &str, file: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rules").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy(&Path::new(ROOT).join(RULES), &folder);
    fs::write(folder.join(file), text).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn every_command_ends_with_its_status_and_its_count() {
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rules-empty");
    fs::create_dir_all(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    for (arguments, status, last) in [
        (vec!["lint", RULES], 0, "3 passed, 0 failed"),
        (vec!["lint", RULE], 0, "1 passed, 0 failed"),
        (vec!["lint", "README.md"], 1, "0 passed, 1 failed"),
        (vec!["lint", "nowhere"], 66, ""),
        (vec!["lint", empty], 65, ""),
        (vec!["test", RULES], 0, "8 passed, 0 failed"),
        (vec!["test", "nowhere"], 66, ""),
        (vec!["test", empty], 65, ""),
        (
            vec!["explain", RULE],
            0,
            "  14 days after the date of the vaccination (payload.v.0.dt) is not after the time of the check, and the time of the check is not after 270 days after the date of the vaccination (payload.v.0.dt)",
        ),
        (
            vec!["explain", RULES, "--lang", "cs"],
            0,
            "  datum očkování (payload.v.0.dt) plus 14 dní není později než čas kontroly, a zároveň čas kontroly není později než datum očkování (payload.v.0.dt) plus 270 dní",
        ),
        (vec!["explain", "README.md"], 65, ""),
        (
            vec!["try", RULE, CERTIFICATE, "--at", "2026-06-01"],
            0,
            "  ✔ PASSED; another outcome from 2026-08-28T00:00:01Z",
        ),
        (vec!["try", RULE, CERTIFICATE, "--at", "2026-12-01"], 1, "  ✘ FAILED"),
        (vec!["try", RULE, "docs/example/test.txt", "--at", "2026-06-01"], 2, "  ? OPEN: \"plusTime\" takes a text"),
        (vec!["try", RULE, "HC1:NONSENSE"], 2, "no certificate: envelope: not base45"),
        (vec!["try", RULE, "nowhere"], 66, ""),
        (vec!["try", RULE, CERTIFICATE, "--rules", "nowhere"], 66, ""),
        (vec!["lint"], 64, ""),
        (vec![], 64, ""),
    ] {
        let output = rules(&arguments);
        assert_eq!((output.status.code(), last_line(&output).as_str()), (Some(status), last), "{arguments:?}");
    }
}

#[test]
fn what_is_wrong_is_shown_with_file_and_place() {
    let test = "CZ/VR-CZ-9001/tests/complete.json";
    let text =
        r#"{"name": "two\u001b[2J of two", "payload": {"v": [{"dn": 2, "sd": 3}]}, "external": {}, "expected": true}"#;
    let folder = example_with("failing", test, text);
    let folder = folder.to_str().unwrap();
    let output = rules(&["test", folder]);
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((output.status.code(), last_line(&output).as_str()), (Some(1), "7 passed, 1 failed"));
    assert!(shown.contains(test) && shown.contains("expected true, got false"), "{shown}");
    assert!(shown.contains("holds not  2 >= 3  [payload.v.0.dn, payload.v.0.sd]"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    let output = rules(&["lint", folder]);
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((output.status.code(), last_line(&output).as_str()), (Some(1), "2 passed, 1 failed"));
    assert!(shown.contains(&format!("{test}#/name: holds U+001B")), "{shown}");
}

#[test]
fn json_is_one_document() {
    for arguments in [
        vec!["lint", RULES],
        vec!["test", RULES],
        vec!["explain", RULES],
        vec!["try", RULES, CERTIFICATE],
        vec!["try", RULE, "HC1:NONSENSE"],
    ] {
        let arguments: Vec<_> = arguments.into_iter().chain(["--json"]).collect();
        let document: serde_json::Value = serde_json::from_slice(&rules(&arguments).stdout).unwrap();
        assert!(document.is_object(), "{arguments:?}");
    }
}
