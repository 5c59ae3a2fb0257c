//! `semafor publish import`: the real program against files and the reference backend.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use backend::{Backend, Content, FOR_EVER, Fault, RuleItem, ValueSetItem};
use program::semafor;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn import(arguments: &[&str], into: &Path) -> (Option<i32>, String, String) {
    let mut all = vec!["publish", "import"];
    all.extend(arguments);
    all.extend(["--into", into.to_str().unwrap()]);
    let output = semafor(&all, b"");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn service() -> Backend {
    let rule = RuleItem {
        country: "CZ".to_owned(),
        identifier: "VR-CZ-0001".to_owned(),
        version: "1.0.0".to_owned(),
        body: br#"{"Identifier":"VR-CZ-0001","Version":"1.0.0","Country":"CZ"}"#.to_vec(),
    };
    let set = ValueSetItem { id: "a-set".to_owned(), body: br#"{"valueSetId":"a-set"}"#.to_vec() };
    Backend::start(Content { rules: vec![rule], value_sets: vec![set], ..Content::default() }).unwrap()
}

#[test]
fn rules_come_from_a_service_and_are_counted() {
    let (into, backend) = (folder("rules"), service());
    let (status, out, error) = import(&["eu-rules", &backend.url()], &into);
    assert_eq!((status, error.as_str()), (Some(0), ""));
    assert!(out.contains("rules/eu-rules: 1 in, 1 out, 0 left out\n"), "{out}");
    assert!(out.contains("valuesets/eu-rules: 1 in, 1 out, 0 left out\n"), "{out}");
    assert!(out.contains("  not checked: X-SIGNATURE: no key was given\n"), "{out}");
    let (status, out, _) = import(&["eu-rules", &backend.url(), "--name", "eu", "--json"], &into);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &document["imported"][1]["kind"]), (Some(0), &"valuesets".into()));
    assert_eq!(document["imported"][0]["counts"], serde_json::json!({ "in": 1, "out": 1, "left_out": 0 }));
    assert!(into.join("rules/eu/VR-CZ-0001-1.0.0.json").is_file());
}

#[test]
fn every_end_has_its_status_and_its_sentence() {
    let (into, backend) = (folder("ends"), service());
    let url = backend.url();
    let zeros = "0".repeat(64);
    for (arguments, expected, says) in [
        (vec!["german-keys", "README.md"], 64, "need --key FILE"),
        (vec!["who-keys", "README.md"], 64, "need --pin SHA256"),
        (vec!["who-keys", "README.md", "--pin", "12"], 64, "64 hexadecimal digits"),
        (vec!["eu-keys", &url, "--key", "README.md"], 64, "--key is for"),
        (vec!["files", "README.md", "--unsigned"], 64, "--unsigned is for"),
        (vec!["files", "README.md", "--pin", &zeros], 64, "--pin is for"),
        (vec!["files", "README.md", "--name", "a/b"], 64, "is no name for an import"),
        (vec!["eu-rules", "http://example.org"], 64, "https is needed"),
        (vec!["german-keys", "README.md", "--unsigned"], 65, "not a key file"),
        (vec!["who-keys", "README.md", "--pin", &zeros], 65, "pinned is 0000"),
        (vec!["eu-rules", &url, "--key", "README.md"], 65, "no P-256 public key"),
        (vec!["files", "README.md"], 65, "README.md: "),
        (vec!["eu-keys", &url], 65, "/signercertificateStatus: not there"),
        (vec!["files", "nowhere"], 66, "nowhere: "),
    ] {
        let (status, out, error) = import(&arguments, &into);
        assert_eq!((status, out.as_str()), (Some(expected), ""), "{arguments:?}: {error}");
        assert!(error.contains(says) && error.starts_with("semafor: "), "{arguments:?}: {error}");
    }
    for (fault, expected, says) in [
        (Fault::Body(b"{}".to_vec()), 65, "its SHA-256 is 44136fa3"),
        (Fault::Cut { after: 10 }, 69, "broke off after 10 bytes"),
        (Fault::Status(500), 69, "status 500"),
    ] {
        backend.mend();
        backend.fail("/rules/CZ/*", FOR_EVER, fault);
        let (status, _, error) = import(&["eu-rules", &url], &into);
        assert_eq!(status, Some(expected), "{error}");
        assert!(error.starts_with("semafor: nothing was imported: ") && error.contains(says), "{error}");
    }
    assert!(!into.join("rules/eu-rules").exists());
}
