//! `qa-text`: where its keys come from, and what is left of it without any.

use base64ct::{Base64, Encoding};
use conformance::Suite;
use semafor_core::trust::{Domain, TrustedKey};

use crate::made::{Dir, P256, dsc, text};

#[test]
fn without_keys_one_failure_says_so() {
    let text = text(&[("v", 1)], &[0]);
    let files = [("qa-text/a.txt", text.as_str()), ("qa-text/b.txt", &text), ("qa-text/c.txt", "HC1:6BF")];
    let dir = Dir::with("no-keys", &files);
    let (outcome, report) = dir.part("qa-text").run(Suite::QaText, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (2, 2), "{report}");
    assert!(
        report.contains("FAILED . keys: expected at least one, got none\n       no key lists beside DIR"),
        "{report}"
    );
    assert!(report.contains("FAILED c.txt decode"), "{report}");
    let nowhere = [dir.path().join("nowhere")];
    let (outcome, report) = dir.part("qa-text").run_with(Suite::QaText, &nowhere, "{}");
    assert_eq!((outcome.passed(), outcome.failures().len()), (2, 2), "{report}");
    assert!(report.contains("nowhere: not used as a key list"), "{report}");
}

#[test]
fn keys_are_taken_from_where_they_are_named() {
    let key = dsc(P256, &[]);
    let key_id = TrustedKey::from_dsc(&key, Domain::EuDcc).unwrap().key_id;
    let pem =
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", wrap(&Base64::encode_string(&key)));
    let text = text(&[("v", 1)], key_id.as_bytes());
    let files =
        [("texts/a.txt", text.as_str()), ("keys/of/dsc.pem", &pem), ("keys/list.json", "{"), ("keys/list.pem", "-")];
    let dir = Dir::with("named-keys", &files);
    for keys in ["keys", "keys/of", "keys/of/dsc.pem"] {
        let (outcome, report) = dir.part("texts").run_with(Suite::QaText, &[dir.path().join(keys)], "{}");
        assert!(report.contains("1 keys in use"), "{report}");
        assert!(!report.contains("list.pem"), "{report}");
        assert!(report.contains("FAILED a.txt signature: expected holds, got fails"), "{report}");
        assert_eq!((outcome.passed(), outcome.failures().len()), (1, 2), "{report}");
    }
}

/// Lines of 64 letters.
fn wrap(base64: &str) -> String {
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join("\n")
}
