//! The wallet through the program: real files, a real passphrase, and what goes wrong with either.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod desk;
mod program;

use std::fs;

use serde_json::Value;

use desk::Desk;

const AT: &str = "2026-06-01T12:00:00Z";
const LOCKED: &str = "core/tests/vectors/locked.pdf";

/// A folder for one wallet, and its passphrase.
struct Home(Desk);

impl Home {
    fn new(name: &str) -> Self {
        Self(Desk::new("wallet", name))
    }

    fn file(&self, name: &str) -> String {
        self.0.file(name)
    }

    /// Status, standard output and standard error of a command of the wallet.
    fn told(&self, command: &[&str]) -> (Option<i32>, String, String) {
        self.told_with("passphrase", command)
    }

    fn told_with(&self, passphrase: &str, command: &[&str]) -> (Option<i32>, String, String) {
        let judged = !command.first().is_some_and(|name| ["recovery", "recover", "salvage"].contains(name));
        let basis: &[&str] = if judged { &["--trust", "docs/example/dsc.der", "--at", AT] } else { &[] };
        self.0.told("data", passphrase, command, basis)
    }

    /// The answer of a command that ends well.
    fn json(&self, command: &[&str]) -> Value {
        let (status, shown, complaint) = self.told(&[command, &["--json"]].concat());
        assert_eq!(status, Some(0), "{command:?}: {complaint}");
        serde_json::from_str(&shown).unwrap()
    }

    fn list(&self) -> Value {
        self.json(&["list"])
    }
}

fn id(value: &Value) -> String {
    value.as_str().unwrap().chars().take(8).collect()
}

#[test]
fn a_certificate_is_added_listed_removed_and_had_back() {
    let home = Home::new("whole");
    let added = home.json(&["add", "docs/example/certificate.txt", "docs/example/test.txt"]);
    assert_eq!(added[0]["added"][0]["outcome"], "new");
    assert_eq!(added[1]["added"][0]["verified"], true);
    let first = id(&added[0]["added"][0]["id"]);
    let (status, shown, complaint) = home.told(&["list"]);
    assert_eq!((status, complaint.as_str()), (Some(0), ""));
    assert!(shown.contains("Jana Nováková") && shown.contains(&first), "{shown}");
    let again = home.json(&["add", "docs/example/certificate.txt"]);
    assert_eq!(again[0]["added"][0]["outcome"], "duplicate");
    assert_eq!(home.told(&["show", &first]).0, Some(0));
    assert_eq!(home.json(&["show", &first])["inspection"]["kind"], "vaccination");
    assert_eq!(home.json(&["remove", &first])["done"], "removed");
    let listed = home.list();
    assert_eq!(listed["certificates"].as_array().unwrap().len(), 1);
    assert_eq!(id(&listed["removed"][0]["id"]), first);
    assert_eq!(home.told(&["remove", &first]).0, Some(66));
    assert_eq!(home.json(&["undo"])["done"], "restored");
    assert_eq!(home.list()["certificates"].as_array().unwrap().len(), 2);
    assert_eq!(home.told(&["undo"]).0, Some(66));
}

#[test]
fn what_cannot_be_verified_is_kept_and_what_is_none_is_not() {
    let home = Home::new("unverified");
    let letter = home.file("letter.txt");
    fs::write(&letter, "https://example.org\n").unwrap();
    let stranger = home.json(&["add", "docs/example/stranger.txt"]);
    assert_eq!(stranger[0]["added"][0]["verified"], false);
    let (status, shown, _) = home.told(&["add", &letter]);
    assert_eq!(status, Some(2), "{shown}");
    assert!(shown.contains("it is no certificate"), "{shown}");
    let (status, _, complaint) = home.told(&["add", "missing.pdf", "docs/example/test.txt"]);
    assert_eq!(status, Some(66), "{complaint}");
    let personal = home.json(&["add", "docs/example/personal-code.txt"]);
    assert_eq!(personal[0]["added"][0]["outcome"], "person");
    let (_, shown, _) = home.told(&["list", "--lang", "en"]);
    assert!(shown.contains("not verified") && shown.contains("[key-unknown]"), "{shown}");
    assert!(shown.contains("NGUYEN VAN A") && shown.contains("verified by nobody"), "{shown}");
    assert_eq!(home.list()["certificates"].as_array().unwrap().len(), 2, "a source that fails stops no other");
}

#[test]
fn a_locked_pdf_wants_its_password() {
    let home = Home::new("locked");
    fs::write(home.file("sms"), "semafor\n").unwrap();
    fs::write(home.file("guess"), "guess\n").unwrap();
    let (status, _, complaint) = home.told(&["add", LOCKED]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains("the PDF wants a password: give --password-file"), "{complaint}");
    let (status, _, complaint) = home.told(&["add", LOCKED, "--password-file", &home.file("guess")]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains("the password does not open the PDF"), "{complaint}");
    let added = home.json(&["add", LOCKED, "--password-file", &home.file("sms")]);
    assert_eq!(added[0]["added"][0]["verified"], true);
}

#[test]
fn wrong_lost_and_damaged_are_told_apart_and_nothing_is_deleted() {
    let home = Home::new("wrong");
    assert_eq!(home.told(&["list"]).0, Some(66), "there is no wallet yet");
    home.json(&["add", "docs/example/certificate.txt"]);
    fs::write(home.file("other"), "another passphrase\n").unwrap();
    let (status, _, complaint) = home.told_with("other", &["list"]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains("the passphrase does not open it"), "{complaint}");
    fs::rename(home.file("data/wallet.key"), home.file("key")).unwrap();
    let (status, _, complaint) = home.told(&["add", "docs/example/test.txt"]);
    assert_eq!(status, Some(65));
    assert!(complaint.contains("there is no key file"), "{complaint}");
    fs::write(home.file("data/wallet.key"), "a letter").unwrap();
    let (status, _, complaint) = home.told(&["list"]);
    assert_eq!((status, complaint.contains("the key file is damaged")), (Some(65), true), "{complaint}");
    fs::rename(home.file("key"), home.file("data/wallet.key")).unwrap();
    let whole = fs::metadata(home.file("data/wallet.db")).unwrap().len();
    let file = fs::OpenOptions::new().write(true).open(home.file("data/wallet.db")).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, &[0xa5; 100], 0).unwrap();
    let (status, _, complaint) = home.told(&["list"]);
    assert_eq!(status, Some(65), "{complaint}");
    let salvaged = home.json(&["salvage"]);
    assert_eq!(salvaged["salvaged"]["certificates"], 1);
    assert_eq!(fs::metadata(salvaged["aside"].as_str().unwrap()).unwrap().len(), whole);
    assert_eq!(home.list()["certificates"].as_array().unwrap().len(), 1);
}

#[test]
fn a_forgotten_passphrase_is_replaced_by_the_recovery_phrase() {
    let home = Home::new("recovery");
    home.json(&["add", "docs/example/certificate.txt"]);
    let phrase = home.json(&["recovery"])["recovery"].as_str().unwrap().to_owned();
    fs::write(home.file("phrase"), phrase).unwrap();
    fs::write(home.file("new"), "quite another passphrase\n").unwrap();
    let (status, _, complaint) = home.told_with("new", &["recover", "--phrase-file", &home.file("phrase")]);
    assert_eq!(status, Some(0), "{complaint}");
    assert_eq!(home.told(&["list"]).0, Some(65), "the old passphrase opens nothing any more");
    assert_eq!(home.told_with("new", &["list"]).0, Some(0));
}

#[test]
fn persons_expectations_and_decisions_are_entered() {
    let home = Home::new("notes");
    let person = id(&home.json(&["person", "add", "--name", "An Nováková", "--born", "2015"])["id"]);
    let expected = id(&home.json(&[
        "expected",
        "add",
        "--what",
        "second dose",
        "--awaiting",
        "data",
        "--ask",
        "the hospital",
        "--kind",
        "vaccination",
        "--since",
        "2025-01-01",
    ])["id"]);
    home.json(&["expected", "next", &expected, "--awaiting", "signature"]);
    let (_, shown, _) = home.told(&["list"]);
    assert!(shown.contains("validated, and not signed yet") && shown.contains("ask: the hospital"), "{shown}");
    let added = home.json(&["add", "docs/example/certificate.txt"]);
    let certificate = id(&added[0]["added"][0]["id"]);
    assert_eq!(id(&added[0]["added"][0]["fulfils"][0]), expected);
    assert_eq!(home.json(&["merge", &certificate, &person])["done"], "merged");
    assert_eq!(home.json(&["split", &person, &certificate])["done"], "split");
    assert_eq!(home.told(&["merge", &person, &person]).0, Some(64));
    assert_eq!(home.told(&["person", "add", "--name", " ", "--born", "2015"]).0, Some(64));
    assert_eq!(home.told(&["person", "add", "--name", "An", "--born", "soon"]).0, Some(64));
}

#[test]
fn what_is_to_come_is_told() {
    let home = Home::new("outlook");
    home.json(&["add", "docs/example/certificate.txt"]);
    let rules = ["--rules", "docs/example/rules"];
    let (status, shown, complaint) =
        home.told(&[&["check", "--country", "CZ", "--on", "2026-06-10"][..], &rules].concat());
    assert!(matches!(status, Some(0..=2)) && complaint.is_empty(), "{status:?} {complaint}");
    assert!(shown.contains("CZ") && shown.contains("rules of unknown age"), "{shown}");
    let notices = home.json(&["notices"]);
    assert!(notices.as_array().unwrap().iter().all(|notice| notice["notice"] == "technical-expiry"), "{notices}");
    assert!(!notices.as_array().unwrap().is_empty());
}
