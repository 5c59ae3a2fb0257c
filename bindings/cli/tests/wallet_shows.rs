//! Certificates of a wallet drawn to files by the program, and read back from them by the same program.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod desk;
mod program;

use std::fs;
use std::path::Path;

use serde_json::Value;

use desk::Desk;
use program::{ROOT, semafor};

const AT: &str = "2026-06-01T12:00:00Z";
/// What the example's holder is called and has: nothing of it may stand in a message.
const PRIVATE: [&str; 5] = ["Jana", "Nováková", "NOVAKOVA", "URN:UVCI", "HC1:"];

/// A wallet with one certificate.
struct Home {
    desk: Desk,
    id: String,
}

impl Home {
    fn new(name: &str, certificate: &str) -> Self {
        let mut home = Self { desk: Desk::new("wallet-shows", name), id: String::new() };
        let (status, added, complaint) = home.told(&["add", certificate, "--json"]);
        assert_eq!(status, Some(0), "{complaint}");
        let added: Value = serde_json::from_str(&added).unwrap();
        home.id = added.pointer("/0/added/0/id").unwrap().as_str().unwrap().to_owned();
        home
    }

    fn file(&self, name: &str) -> String {
        self.desk.file(name)
    }

    /// Status, standard output and standard error of a command of the wallet.
    fn told(&self, command: &[&str]) -> (Option<i32>, String, String) {
        let basis = ["--trust", "docs/example/dsc.der", "--at", AT, "--rules", "rules/policy"];
        self.desk.told("data", "passphrase", command, &basis)
    }

    /// What `show` says of the certificate.
    fn shown(&self, options: &[&str]) -> String {
        let (status, shown, complaint) = self.told(&[&["show", &self.id], options].concat());
        assert_eq!((status, complaint.as_str()), (Some(0), ""), "{options:?}");
        shown
    }
}

/// The texts of the codes in a file.
fn scanned(file: &str) -> Vec<String> {
    let output = semafor(&["scan", "--json", "--time-limit", "60000", file], b"");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut texts = Vec::new();
    collect(&found, &mut texts);
    texts.dedup();
    texts
}

fn collect(found: &Value, texts: &mut Vec<String>) {
    match found {
        Value::String(text) if text.starts_with("HC1:") => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap().trim_end().to_owned()
}

#[test]
fn pictures_and_pages_of_every_language_are_read_back() {
    let certificate = "docs/example/certificate.txt";
    let home = Home::new("read-back", certificate);
    for language in ["cs", "en", "vi"] {
        for scheme in [&[][..], &["--scheme", "CZ"], &["--scheme", "VN"], &["--scheme", "VN", "--scheme", "CZ"]] {
            let name = format!("{language}{}", scheme.len());
            let [png, pdf, svg] = ["png", "pdf", "svg"].map(|kind| home.file(&format!("{name}.{kind}")));
            let files = ["--png", &png, "--pdf", &pdf, "--svg", &svg, "--lang", language, "--force"];
            let shown = home.shown(&[&files, scheme].concat());
            for file in [&png, &pdf, &svg] {
                assert!(shown.contains(file.as_str()), "{shown}");
            }
            for file in [&png, &pdf] {
                assert_eq!(scanned(file), [example(certificate)], "{file}");
            }
            let drawn = fs::read_to_string(&svg).unwrap();
            assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"), "{name}");
        }
    }
}

#[test]
fn the_frame_is_the_persons_colour_and_the_unknown_has_none() {
    let grounds = [("black", "#000000"), ("yellow", "#ffd400"), ("green", "#22b35e"), ("red", "#9e1b22")];
    let mut framed = 0;
    for certificate in ["certificate.txt", "test.txt", "booster.txt", "stranger.txt"] {
        let home = Home::new(&format!("frame-{certificate}"), &format!("docs/example/{certificate}"));
        for scheme in ["VN", "VN-KH", "CZ", "XX"] {
            let svg = home.file(&format!("{scheme}.svg"));
            let (_, shown, complaint) = home.told(&["show", &home.id, "--scheme", scheme, "--svg", &svg, "--json"]);
            assert_eq!(complaint, "", "{certificate} {scheme}");
            let shown: Value = serde_json::from_str(&shown).unwrap();
            assert_eq!(shown["colours"][0]["scheme"], scheme);
            assert_eq!(shown["written"][0], svg.as_str());
            let colour = shown["colours"][0]["colour"].as_str();
            let drawn = fs::read_to_string(&svg).unwrap();
            match colour.and_then(|colour| grounds.iter().find(|(name, _)| *name == colour)) {
                Some((_, ground)) => {
                    let word = shown["colours"][0]["word"].as_str().unwrap().to_uppercase();
                    assert!(drawn.contains("<text ") && drawn.contains(&format!("fill=\"{ground}\"")), "{drawn}");
                    assert!(drawn.contains(&word), "{word}");
                    framed += 1;
                }
                None => assert!(!drawn.contains("<text "), "{certificate} {scheme} {colour:?}"),
            }
        }
        let (_, said, _) = home.told(&["show", &home.id, "--scheme", "XX", "--lang", "en"]);
        assert!(said.contains("the code stands without a coloured frame"), "{said}");
    }
    assert!(framed >= 4, "{framed} have a colour");
}

#[test]
fn codes_are_drawn_in_the_terminal_on_request_only() {
    let home = Home::new("terminal", "docs/example/certificate.txt");
    assert!(!home.shown(&[]).contains('▀'));
    let drawn = home.shown(&["--qr"]);
    assert_eq!(drawn.lines().filter(|line| line.contains('▀')).count(), 43, "85 modules, two a line");
    assert_eq!(home.told(&["show", &home.id, "--qr", "--json"]).0, Some(64));
}

#[test]
fn a_file_that_exists_is_replaced_by_force_only() {
    let home = Home::new("exists", "docs/example/certificate.txt");
    let [svg, png, pdf] = ["svg", "png", "pdf"].map(|kind| home.file(&format!("code.{kind}")));
    fs::write(&png, "a letter").unwrap();
    let files = ["--svg", &svg, "--png", &png, "--pdf", &pdf];
    let (status, shown, complaint) = home.told(&[&["show", &home.id], &files[..]].concat());
    assert_eq!((status, shown.as_str()), (Some(74), ""));
    assert!(complaint.contains("it exists already; --force replaces it"), "{complaint}");
    assert_eq!(fs::read_to_string(&png).unwrap(), "a letter");
    assert!(!Path::new(&svg).exists() && !Path::new(&pdf).exists(), "nothing is written beside it");
    home.shown(&[&files[..], &["--force"]].concat());
    assert_eq!(scanned(&png), [example("docs/example/certificate.txt")]);
    let names: Vec<_> = fs::read_dir(&home.desk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_str().unwrap().ends_with(".tmp")), "{names:?}");
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new("mode", "docs/example/certificate.txt");
    let [svg, png, pdf] = ["svg", "png", "pdf"].map(|kind| home.file(&format!("code.{kind}")));
    // One that everybody could read is not written into.
    fs::write(&svg, "a letter").unwrap();
    home.shown(&["--svg", &svg, "--png", &png, "--pdf", &pdf, "--force"]);
    for file in [&svg, &png, &pdf] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    // Nor is what a link points to.
    let letter = home.file("letter");
    fs::write(&letter, "a letter").unwrap();
    let link = home.file("link.svg");
    std::os::unix::fs::symlink(&letter, &link).unwrap();
    assert_eq!(home.told(&["show", &home.id, "--svg", &link]).0, Some(74));
    home.shown(&["--svg", &link, "--force"]);
    assert_eq!(fs::read_to_string(&letter).unwrap(), "a letter");
}

#[test]
fn errors_hold_nothing_of_the_certificate() {
    let home = Home::new("errors", "docs/example/certificate.txt");
    let (nowhere, folder) = (home.file("missing/code.svg"), home.file("."));
    let exists = home.file("passphrase");
    for (status, options) in [
        (74, vec!["--svg", &nowhere]),
        (74, vec!["--pdf", &folder]),
        (74, vec!["--png", &exists]),
        (64, vec!["--qr", "--json"]),
        (64, vec!["--svg"]),
    ] {
        let (found, shown, complaint) = home.told(&[&["show", home.id.as_str()], options.as_slice()].concat());
        assert_eq!((found, shown.as_str()), (Some(status), ""), "{options:?}");
        for private in PRIVATE {
            assert!(!complaint.contains(private), "{options:?}: {complaint}");
        }
    }
    assert_eq!(fs::read_to_string(&exists).unwrap(), "correct horse battery staple\n");
    assert_eq!(home.told(&["show", "ffffffffffff", "--qr"]).0, Some(66));
}
