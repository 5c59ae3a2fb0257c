//! Pictures and PDFs: scanned, inspected, verified, counted by the bench.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "sizes of a test's own small drawings")]

mod program;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use image::GrayImage;
use serde_json::{Value, json};

use program::{ROOT, semafor};

const LOCKED: &str = "core/tests/vectors/locked.pdf";

/// Status, standard output and standard error.
fn told(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = semafor(arguments, b"");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn lines(arguments: &[&str]) -> Vec<Value> {
    told(arguments).1.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn example(name: &str) -> String {
    fs::File::open(format!("{ROOT}/docs/example/{name}.txt"))
        .and_then(std::io::read_to_string)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// A folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Codes one below the other on white paper, four pixels a module.
fn drawn(texts: &[&str]) -> GrayImage {
    let codes: Vec<_> = texts.iter().map(|text| QRBuilder::new(*text).ecl(ECL::M).build().unwrap()).collect();
    let width = codes.iter().map(|code| code.size + 8).max().unwrap_or(20);
    let mut rows = Vec::new();
    for code in &codes {
        for y in 0..code.size + 8 {
            let module = |x: usize| {
                let (row, column) = (y.checked_sub(4)?, x.checked_sub(4)?);
                (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
            };
            rows.push((0..width).map(|x| module(x) == Some(true)).collect::<Vec<_>>());
        }
    }
    rows.resize(rows.len().max(20), vec![false; width]);
    let (width, height) = ((width * 4).try_into().unwrap(), (rows.len() * 4).try_into().unwrap());
    GrayImage::from_fn(width, height, |x, y| {
        let is_dark = rows[usize::try_from(y).unwrap() / 4][usize::try_from(x).unwrap() / 4];
        image::Luma([if is_dark { 25 } else { 235 }])
    })
}

fn picture(folder: &Path, name: &str, texts: &[&str]) -> String {
    let path = folder.join(name);
    drawn(texts).save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A PDF with one code a page, each an image.
fn pdf(folder: &Path, name: &str, texts: &[&str]) -> String {
    let kids: String = (0..texts.len()).map(|index| format!("{} 0 R ", 3 + 3 * index)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]>>", texts.len()).into_bytes(),
    ];
    let stream = |entries: String, data: &[u8]| {
        [format!("<<{entries}/Length {}>>stream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
    };
    for text in texts {
        let code = drawn(&[text]);
        let (number, (width, height)) = (objects.len() + 1, code.dimensions());
        let resources = format!("/Resources<</XObject<</Code {} 0 R>>>>", number + 2);
        objects.push(format!("<</Type/Page/Parent 2 0 R{resources}/Contents {} 0 R>>", number + 1).into_bytes());
        objects.push(stream(String::new(), b"q 250 0 0 250 100 400 cm /Code Do Q"));
        let size = format!("/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8");
        objects.push(stream(format!("/Type/XObject/Subtype/Image{size}"), code.as_raw()));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend([format!("{} 0 obj\n", index + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.len() + 1, file.len());
    file.extend([table, trailer].concat().bytes());
    let path = folder.join(name);
    fs::write(&path, file).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_code_is_read_from_every_kind_of_file() {
    let folder = folder("kinds");
    let text = example("certificate");
    for name in ["code.png", "code.jpg", "code.webp", "code.pgm"] {
        let file = picture(&folder, name, &[&text]);
        let (status, shown, complaint) = told(&["scan", &file]);
        assert_eq!((status, complaint.as_str()), (Some(0), ""), "{name}");
        assert!(shown.starts_with(&file) && shown.contains(&format!("\n  {text}\n    QR")), "{shown}");
        let line = &lines(&["scan", &file, "--json"])[0];
        let bytes: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((&line["file"], &line["hint"], &line["codes"][1]), (&json!(file), &Value::Null, &Value::Null));
        let code = &line["codes"][0];
        assert_eq!((&code["text"], &code["bytes"], &code["symbology"]), (&json!(text), &json!(bytes), &json!("qr")));
        assert_eq!(code["corners"].as_array().unwrap().len(), 4);
    }
    // Built for debugging, our own decoder may use up the usual time before anything else is asked.
    let aztec = &lines(&["scan", "core/tests/vectors/aztec.png", "--json", "--time-limit", "20000"])[0];
    assert_eq!((&aztec["codes"][0]["text"], &aztec["codes"][0]["symbology"]), (&json!(text), &json!("aztec")));
}

#[test]
fn a_certificate_goes_before_other_codes_unless_all_are_asked_for() {
    let folder = folder("all");
    let (link, text) = ("https://example.org/menu", example("certificate"));
    let file = picture(&folder, "two.png", &[link, &text]);
    let paged = pdf(&folder, "two.pdf", &[link, &text]);
    let texts = |arguments: &[&str]| {
        let codes = lines(arguments)[0]["codes"].clone();
        let text = |code: &Value| (code["text"].as_str().unwrap().to_owned(), code["page"].as_u64());
        codes.as_array().unwrap().iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&["scan", "--json", &file]), [(text.clone(), None)]);
    assert_eq!(texts(&["scan", "--json", "--all", &file]), [(link.to_owned(), None), (text.clone(), None)]);
    assert_eq!(texts(&["scan", "--json", &paged]), [(text.clone(), Some(2))]);
    assert_eq!(texts(&["scan", "--json", "--all", &paged]), [(link.to_owned(), Some(1)), (text, Some(2))]);
    assert!(told(&["scan", &paged]).1.contains("page 2, QR"));
}

#[test]
fn without_a_code_the_hint_is_said_in_every_language() {
    let blank = picture(&folder("blank"), "blank.png", &[]);
    let line = &lines(&["scan", &blank, "--json"])[0];
    assert_eq!((&line["codes"], &line["hint"]), (&json!([]), &json!("no-code")));
    for (language, words) in
        [("cs", "nepřečetl se žádný kód: "), ("en", "no code could be read: "), ("vi", "không đọc được mã nào: ")]
    {
        let (status, shown, complaint) = told(&["scan", &blank, "--lang", language]);
        assert_eq!((status, complaint.as_str()), (Some(2), ""));
        assert!(shown.contains(words), "{shown}");
        for command in [&["inspect"][..], &["verify", "--technical"]] {
            let (status, shown, complaint) = told(&[command, &[&blank, "--lang", language]].concat());
            assert_eq!((status, shown.as_str()), (Some(65), ""));
            assert!(complaint.contains(words) && complaint.contains("blank.png"), "{complaint}");
        }
    }
}

#[test]
fn inspect_and_verify_take_pictures_where_they_take_texts() {
    let folder = folder("verify");
    let (certificate, test) = (example("certificate"), example("test"));
    let one = picture(&folder, "one.png", &[&certificate]);
    let both = pdf(&folder, "both.pdf", &[&certificate, &test]);
    let by_keys = ["--technical", "--trust", "docs/example/dsc.der", "--at", "2026-06-01", "--json"];
    for (files, texts) in [
        (vec![one.as_str()], vec!["docs/example/certificate.txt"]),
        (vec![&both], vec!["docs/example/certificate.txt", "docs/example/test.txt"]),
        (vec![&one, "docs/example/test.txt"], vec!["docs/example/certificate.txt", "docs/example/test.txt"]),
        (vec![LOCKED, "--password", "semafor"], vec!["docs/example/certificate.txt"]),
    ] {
        let verified = |files: &[&str]| told(&[&["verify"], files, by_keys.as_slice()].concat());
        assert_eq!(verified(&files), verified(&texts), "{files:?}");
        assert_eq!(verified(&files).0, Some(0), "{files:?}");
    }
    let inspected = |file: &str| told(&["inspect", file]);
    assert_eq!(inspected(&one), inspected("docs/example/certificate.txt"));
    assert_eq!(inspected(&both).1, inspected("docs/example/certificate.txt").1 + &inspected("docs/example/test.txt").1);
    let mut written = Vec::new();
    fs::File::open(one).unwrap().read_to_end(&mut written).unwrap();
    let piped = semafor(&["verify", "-", "--technical", "--trust", "docs/example/dsc.der"], &written);
    assert!(String::from_utf8(piped.stdout).unwrap().contains("Jana"));
}

#[test]
fn a_locked_pdf_wants_its_password() {
    for (arguments, words) in [
        (vec!["scan", LOCKED], "the PDF wants a password: give --password"),
        (vec!["scan", LOCKED, "--password", "guess"], "the password does not open the PDF"),
        (vec!["inspect", LOCKED], "the PDF wants a password: give --password"),
        (vec!["inspect", LOCKED, "--lang", "cs"], "PDF chce heslo: zadejte --password"),
        (vec!["verify", LOCKED, "--lang", "vi", "--password", "x"], "mật khẩu không mở được PDF"),
    ] {
        let (status, shown, complaint) = told(&arguments);
        assert_eq!((status, shown.as_str()), (Some(65), ""), "{arguments:?}");
        assert!(complaint.contains(words), "{complaint}");
    }
    assert_eq!(told(&["scan", LOCKED, "--password", "semafor"]).0, Some(0));
}

#[test]
fn the_password_is_asked_for_on_a_terminal_and_not_shown() {
    let typed = |line: &str| {
        let command = format!("{} scan {LOCKED}; echo status $?; stty -a", env!("CARGO_BIN_EXE_semafor"));
        let child = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(ROOT)
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            println!("skipped: script(1) of util-linux is not here");
            return None;
        };
        let mut keyboard = child.stdin.take().unwrap();
        // What is typed before the question is dropped.
        std::thread::sleep(std::time::Duration::from_secs(2));
        keyboard.write_all(line.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Some(String::from_utf8(output.stdout).unwrap())
    };
    for (line, expected, status) in
        [("semafor\r", "HC1:", 0), ("wrong one\r", "does not open", 65), ("broken off\u{3}", "interrupted", 130)]
    {
        let Some(screen) = typed(line) else { return };
        assert!(screen.contains("password: ") && screen.contains(expected), "{screen}");
        assert!(screen.contains(&format!("status {status}\r\n")) && screen.contains(" echo "), "{screen}");
        assert!(!screen.contains(line.trim_end_matches(['\r', '\u{3}'])) || status == 0, "{screen}");
    }
}

#[test]
fn a_file_that_fails_keeps_no_other_from_being_read() {
    let folder = folder("fails");
    let good = picture(&folder, "good.png", &["HC1:GOOD"]);
    let bad = folder.join("bad.png");
    fs::write(&bad, b"\x89PNG\r\n\x1a\nnonsense").unwrap();
    let bad = bad.to_str().unwrap();
    for (files, expected) in [
        (vec![good.as_str(), bad], 65),
        (vec![bad, &good], 65),
        (vec!["absent.png", &good, bad], 66),
        (vec!["docs/example/certificate.txt", &good], 65),
    ] {
        let (status, shown, complaint) = told(&[&["scan"], files.as_slice()].concat());
        assert_eq!(status, Some(expected), "{files:?}");
        assert!(shown.contains("HC1:GOOD"), "{shown}");
        assert_eq!(complaint.lines().count(), files.len() - 1, "{complaint}");
    }
    for arguments in [
        &["scan"][..],
        &["scan", "--time-limit", "0", "x.png"],
        &["scan", "--mode", "camera", "x.png"],
        &["scan", "--bench", ".", "x.png"],
        &["scan", "-", "-"],
    ] {
        assert_eq!(told(arguments).0, Some(64), "{arguments:?}");
    }
}

#[test]
fn what_a_stranger_drew_cannot_steer_the_terminal() {
    let file = picture(&folder("steer"), "steer.png", &["HC1:\u{1b}[2J\u{202e}X"]);
    let shown = told(&["scan", &file]).1;
    assert!(shown.contains("HC1:") && !shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
}

/// A folder with frames of three sets, as it lies after a move.
fn frames() -> PathBuf {
    let folder = folder("bench");
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut manifest = String::new();
    for (set, index, drawn_text, expected) in [
        ("syn-plain", 0, vec!["HC1:ONE"], Some("HC1:ONE")),
        ("syn-plain", 1, vec!["HC1:TWO"], Some("HC1:OTHER")),
        ("syn-plain", 2, vec![], Some("HC1:NONE")),
        ("syn-blank", 0, vec![], None),
        ("syn-blank", 1, vec!["HC1:SOME"], None),
    ] {
        let short = set.trim_start_matches("syn-");
        fs::create_dir_all(folder.join(short)).unwrap();
        picture(&folder.join(short), &format!("{index:03}.pgm"), &drawn_text);
        let row = json!({
            "id": format!("{set}/{index:03}"),
            "set": set,
            "pgm": format!("/gone/{short}/{index:03}.pgm"),
            "w": 1, "h": 1,
            "kind": if expected.is_some() { "exact" } else { "negative" },
            "expected": expected.iter().map(|text| hex(text)).collect::<Vec<_>>(),
        });
        manifest += &format!("{row}\n");
    }
    fs::write(folder.join("manifest.jsonl"), manifest).unwrap();
    folder
}

#[test]
fn the_bench_counts_by_set() {
    let folder = frames();
    let folder = folder.to_str().unwrap();
    let counted = |arguments: &[&str]| {
        let counts = |line: &Value| {
            let number = |name: &str| line[name].as_u64().unwrap();
            assert!(line["median_ms"].is_number() && line["p95_ms"].is_number(), "{line}");
            (line["set"].as_str().unwrap().to_owned(), number("frames"), number("read"), number("wrong"))
        };
        lines(&[&["scan", "--bench", folder, "--json"], arguments].concat()).iter().map(counts).collect::<Vec<_>>()
    };
    let expected = [("syn-plain", 3, 1, 1), ("syn-blank", 2, 0, 1), ("total", 5, 1, 2)];
    assert_eq!(counted(&[]), expected.map(|(set, frames, read, wrong)| (set.to_owned(), frames, read, wrong)));
    assert_eq!(counted(&["--mode", "camera"]).len(), 3);
    let (status, table, _) = told(&["scan", "--bench", folder]);
    assert_eq!((status, table.lines().count()), (Some(0), 4));
}

#[test]
fn a_bench_without_frames_says_so() {
    let folder = folder("no-bench");
    let path = folder.to_str().unwrap();
    assert_eq!(told(&["scan", "--bench", path]).0, Some(66));
    for (manifest, words) in [("", "lists no frame"), ("{}\n", "line 1"), ("\n{\"set\":1}", "line 2")] {
        fs::write(folder.join("manifest.jsonl"), manifest).unwrap();
        let (status, _, complaint) = told(&["scan", "--bench", path]);
        assert!(status == Some(65) && complaint.contains(words), "{complaint}");
    }
    fs::write(folder.join("manifest.jsonl"), r#"{"set":"a","pgm":"/gone/x.pgm","kind":"exact","expected":[]}"#)
        .unwrap();
    assert_eq!(told(&["scan", "--bench", path]).0, Some(66));
}
