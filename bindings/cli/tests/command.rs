//! How the command ends, and what it takes as a text: the real program, run.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod program;

use std::process::{Command, Stdio};

use semafor_core::instant::Instant;
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};

use program::{ROOT, semafor};

const AT: &str = "2026-06-01T12:00:00Z";

fn status(arguments: &[&str]) -> Option<i32> {
    semafor(arguments, b"").status.code()
}

fn example(name: &str) -> String {
    std::fs::File::open(format!("{ROOT}/docs/example/{name}"))
        .and_then(std::io::read_to_string)
        .unwrap()
        .trim_end()
        .to_owned()
}

fn verify<'a>(text: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let arguments = ["verify", text, "--technical", "--trust", "docs/example/dsc.der", "--at", AT];
    arguments.into_iter().chain(more.iter().copied()).collect()
}

/// Two doses, by a scheme.
fn coloured<'a>(scheme: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let texts = ["verify", "docs/example/certificate.txt"];
    let grounds = ["--trust", "docs/example/dsc.der", "--rules", "rules/policy", "--at", AT, "--scheme", scheme];
    texts.into_iter().chain(grounds).chain(more.iter().copied()).collect()
}

#[test]
fn every_ending_has_its_status() {
    let far_key = "icvp=docs/example/icvp-dsc.der";
    for (arguments, expected) in [
        (verify("docs/example/certificate.txt", &[]), 0),
        (verify("docs/example/certificate.txt", &["docs/example/test.txt"]), 0),
        (vec!["verify", "docs/example/yellow-fever.txt", "--technical", "--trust", far_key, "--at", AT], 0),
        (verify("docs/example/expired.txt", &[]), 1),
        (verify("docs/example/altered.txt", &[]), 1),
        (
            vec![
                "verify",
                "docs/example/yellow-fever.txt",
                "--technical",
                "--trust",
                "docs/example/icvp-dsc.der",
                "--at",
                AT,
            ],
            1,
        ),
        (verify("docs/example/stranger.txt", &[]), 2),
        (verify("docs/example/personal-code.txt", &[]), 2),
        (vec!["verify", "docs/example/certificate.txt", "--trust", "docs/example/dsc.der", "--at", AT], 2),
        (vec!["verify", "docs/example/certificate.txt", "--technical", "--at", AT], 2),
        (verify("HC1:nonsense", &[]), 2),
        (coloured("CZ", &[]), 0),
        (coloured("XX", &[]), 2),
        (coloured("CZ", &["docs/example/other-person.txt"]), 1),
        (coloured("CZ", &["docs/example/stranger.txt"]), 2),
        (vec!["inspect", "docs/example/certificate.txt"], 0),
        (vec!["inspect", "HC1:nonsense"], 2),
        (vec!["inspect", "docs/example/personal-code.txt"], 2),
        (vec!["explain"], 0),
        (vec!["explain", "key-unknown"], 0),
        (vec!["keys", "docs/example/dsc.der"], 0),
        (vec!["--help"], 0),
        (vec!["verify", "--help"], 0),
        (vec!["--version"], 0),
    ] {
        assert_eq!(status(&arguments), Some(expected), "{arguments:?}");
    }
}

#[test]
fn failures_have_statuses_of_their_own() {
    let pin = "00".repeat(32);
    for (arguments, expected) in [
        (vec![], 64),
        (vec!["verify"], 64),
        (vec!["verify", "a", "b", "c", "d", "e"], 64),
        (vec!["verify", "HC1:x", "--at", "yesterday"], 64),
        (vec!["verify", "HC1:x", "--lang", "de"], 64),
        (vec!["explain", "no-such-code"], 64),
        (vec!["nonsense"], 64),
        (vec!["keys", "docs/example/dsc.der", "--pin", "xyz"], 64),
        (vec!["keys", "docs/example/dsc.der", "--pin", &pin], 65),
        (vec!["keys", "docs/example/dsc.der", "--list-key", "docs/example/dsc.der"], 64),
        (verify("-", &["-"]), 64),
        (vec!["demo", "--at", "1970-06-01"], 64),
        (verify("HC1:x", &["--trust", "README.md"]), 65),
        (vec!["keys", "docs/example/certificate.txt"], 65),
        (vec!["inspect", "docs/example/absent.txt"], 66),
        (vec!["inspect", "docs/example"], 66),
        (verify("HC1:x", &["--trust", "docs/example/absent.der"]), 66),
    ] {
        let output = semafor(&arguments, b"");
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_text_comes_as_itself_from_a_file_or_from_standard_input() {
    let text = example("certificate.txt");
    for line_end in ["", "\n", "\r\n", "\n\r\n"] {
        let input = format!("{text}{line_end}");
        assert_eq!(semafor(&verify("-", &[]), input.as_bytes()).status.code(), Some(0), "{line_end:?}");
        assert_eq!(semafor(&verify(&input, &[]), b"").status.code(), Some(0), "{line_end:?}");
    }
    for changed in [format!("{text} "), format!(" {text}"), format!("{text}\n ")] {
        assert_eq!(semafor(&verify("-", &[]), changed.as_bytes()).status.code(), Some(2));
    }
    let not_utf_8 = semafor(&verify("-", &[]), b"HC1:\xff\xfe");
    assert_eq!(not_utf_8.status.code(), Some(2));
}

#[test]
fn ten_megabytes_of_anything_are_an_answer() {
    for input in [vec![b'A'; 10_000_000], [b"HC1:".as_slice(), &vec![b'7'; 10_000_000]].concat()] {
        assert_eq!(semafor(&verify("-", &[]), &input).status.code(), Some(2));
    }
}

#[test]
fn colours_are_for_terminals() {
    let output = semafor(&verify("docs/example/certificate.txt", &[]), b"");
    assert!(!output.stdout.contains(&0x1b));
}

#[test]
fn whoever_stops_reading_changes_nothing_about_the_status() {
    for (name, expected) in [("certificate", 0), ("altered", 1), ("stranger", 2)] {
        let text = format!("docs/example/{name}.txt");
        let mut child = Command::new(env!("CARGO_BIN_EXE_semafor"))
            .args(verify(&text, &["--explain"]))
            .current_dir(ROOT)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(expected), "{name}");
    }
}

#[test]
fn what_a_stranger_wrote_cannot_steer_the_terminal() {
    let personal = "079200012345|NGUYEN \u{1b}[31m\u{202e}VAN|1990-01-31|0|Q";
    let certificate = stranger("VAN\u{1b}[2J\u{202e}");
    for (arguments, input) in [
        (vec!["inspect", "-"], personal),
        (vec!["inspect", "-"], certificate.as_str()),
        (verify("-", &[]), &certificate),
        (verify("-", &["--explain"]), &certificate),
    ] {
        let shown = String::from_utf8(semafor(&arguments, input.as_bytes()).stdout).unwrap();
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{arguments:?}: {shown}");
    }
}

/// A certificate under a key nobody knows, for somebody of this family name.
fn stranger(family: &str) -> String {
    let at = |text| Instant::parse(text).unwrap();
    let terms =
        Terms { country: "XX".to_owned(), usages: vec![], not_before: at("2025-01-01"), not_after: at("2028-01-01") };
    let holder = Holder {
        family: family.to_owned(),
        given: "A".to_owned(),
        family_standard: "VAN".to_owned(),
        given_standard: "A".to_owned(),
        birth_date: "1990-01-31".to_owned(),
    };
    let draft = Draft {
        holder,
        country: "XX".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: "XX:1".to_owned(),
        certified: Certified::NegativeTest { sampled_at: "2026-01-01T00:00:00Z".to_owned() },
    };
    Authority::make(&terms).unwrap().issue(&draft)
}

#[test]
fn a_list_key_cannot_be_dodged_by_leaving_the_signature_out() {
    let folder = std::env::temp_dir().join(format!("semafor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let vectors = include_str!("../../../core/tests/vectors/keys.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let list = vectors["list"].as_str().unwrap();
    let key = write("key.pem", vectors["list_key"].as_str().unwrap());
    let signed = write("signed.json", list);
    let unsigned = write("unsigned.json", list.split_once('\n').unwrap().1);
    for (files, expected) in
        [(vec![&signed], 0), (vec![&unsigned], 65), (vec![&signed, &unsigned], 65), (vec![&unsigned, &signed], 65)]
    {
        let files: Vec<_> = files.into_iter().map(String::as_str).collect();
        assert_eq!(status(&[&["keys", "--list-key", &key], files.as_slice()].concat()), Some(expected), "{files:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn paths_need_not_be_unicode() {
    use std::os::unix::ffi::OsStrExt;
    let path = std::env::temp_dir().join(std::ffi::OsStr::from_bytes(b"semafor-\xff.txt"));
    std::fs::write(&path, example("certificate.txt")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_semafor")).arg("inspect").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn the_demonstration_shows_every_verdict_within_its_time() {
    let output = semafor(&["demo", "--json"], b"");
    assert_eq!(output.status.code(), Some(0));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts: Vec<_> = document["acts"].as_array().unwrap().iter().map(|act| act["verdict"].clone()).collect();
    let technical = ["accepted", "accepted", "accepted", "accepted", "refused", "refused", "undecided"];
    let by_rules = ["refused", "accepted", "refused", "accepted", "accepted", "refused", "accepted"];
    assert_eq!(verdicts, [technical, by_rules].concat());
    let syncs = document["published"]["syncs"].as_array().unwrap();
    let verdicts: Vec<_> = syncs.iter().map(|sync| sync["staff"]["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["refused", "accepted", "accepted"]);
    let bytes: Vec<_> = syncs.iter().map(|sync| sync["synced"]["bytes"].as_u64().unwrap()).collect();
    assert!(bytes[0] > 4 * bytes[1] && (1..=8_192).contains(&bytes[1]) && bytes[2] == 0, "{bytes:?}");
    let colours: Vec<_> = document["family"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["statuses"][0]["colour"].as_str().unwrap())
        .collect();
    assert_eq!(colours, ["green", "yellow", "black"]);
    let by_cz = &document["family"]["members"][0]["statuses"][1];
    assert_eq!((&by_cz["colour"], &by_cz["next"]["is_averted_by_booster"]), (&"green".into(), &true.into()));
    let drawn = semafor(&["demo"], b"");
    assert!(String::from_utf8(drawn.stdout).unwrap().contains('▀'));
}

#[test]
fn json_documents_keep_their_shape() {
    for (name, arguments) in [
        ("verify", verify("docs/example/expired.txt", &["--json"])),
        ("verify-explain", verify("docs/example/expired.txt", &["--json", "--explain"])),
        ("verify-accepted", verify("docs/example/certificate.txt", &["--json", "--lang", "vi"])),
        ("verify-icvp", verify("docs/example/yellow-fever.txt", &["--json", "--explain"])),
        ("inspect", vec!["inspect", "docs/example/test.txt", "--json"]),
        ("inspect-icvp", vec!["inspect", "docs/example/yellow-fever.txt", "--json"]),
        ("inspect-broken", vec!["inspect", "HC1:nonsense", "--json"]),
        ("inspect-personal-code", vec!["inspect", "docs/example/personal-code.txt", "--json"]),
        ("explain", vec!["explain", "key-too-weak", "--json"]),
        ("keys", vec!["keys", "docs/example/dsc.der", "--json", "--at", AT]),
    ] {
        let output = semafor(&arguments, b"");
        insta::assert_snapshot!(name, String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn colours_look_the_same() {
    for (name, arguments) in [
        ("verify-scheme", coloured("CZ", &["--json"])),
        ("verify-scheme-explain", coloured("CZ", &["--explain", "--lang", "cs"])),
        ("verify-scheme-vn", coloured("VN", &["--lang", "vi"])),
        ("verify-scheme-none", coloured("SK", &[])),
        ("verify-scheme-persons", coloured("VN", &["docs/example/other-person.txt", "--json"])),
    ] {
        let output = semafor(&arguments, b"");
        insta::assert_snapshot!(name, String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn recorded_decisions_are_made_again() {
    let records = std::env::temp_dir().join(format!("semafor-records-{}.jsonl", std::process::id()));
    let path = records.to_str().unwrap();
    let keys = ["--trust", "docs/example/dsc.der", "--rules", "rules/policy"];
    for mode in ["entry", "2G+"] {
        let question = ["--country", "CZ", "--mode", mode, "--at", AT, "--record", path];
        semafor(&[&["verify", "docs/example/certificate.txt"][..], &keys, &question].concat(), b"");
    }
    let replay = |more: &[&str]| {
        let output = semafor(&[&["replay", path][..], more].concat(), b"");
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(replay(&keys), (Some(0), "2 equal, 0 not\n".to_owned()));
    let (status, told) = replay(&["--trust", "docs/example/dsc.der"]);
    assert!(status == Some(1) && told.ends_with("0 equal, 2 not\n") && told.contains("made by snapshot"), "{told}");
    std::fs::remove_file(records).unwrap();
}
