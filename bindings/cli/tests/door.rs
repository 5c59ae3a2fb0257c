//! The desk: the real program with lines typed, piped, broken off and without end.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const TECHNICAL: [&str; 5] = ["--technical", "--trust", "docs/example/dsc.der", "--at", "2026-06-01T12:00:00Z"];
const PATIENCE: Duration = Duration::from_secs(30);

fn semafor(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_semafor"));
    command.args(arguments).current_dir(ROOT).env("LC_ALL", "C").env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn door(more: &[&str]) -> Command {
    semafor(&[&["door"], TECHNICAL.as_slice(), more].concat())
}

/// Runs a desk to the end of this input, which is written while its answers are read.
fn run(more: &[&str], input: &[u8]) -> Output {
    let mut child = door(more).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().unwrap()
    })
}

/// The answers to this input, which must all have come before the desk closed well and in silence.
fn answers(more: &[&str], input: &[u8]) -> Vec<Value> {
    let output = run(&[&["--json"], more].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stderr, b"");
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Number of the person, line, and the headline's code or `accepted`.
fn outlines(answers: &[Value]) -> Vec<(u64, u64, &str)> {
    answers.iter().map(|answer| outline(answer).unwrap()).collect()
}

fn outline(answer: &Value) -> Option<(u64, u64, &str)> {
    let code = answer.pointer("/reasons/0/code").or(answer.get("verdict"))?;
    Some((answer.get("person")?.as_u64()?, answer.get("line")?.as_u64()?, code.as_str()?))
}

fn example(name: &str) -> String {
    let file = File::open(format!("{ROOT}/docs/example/{name}.txt"));
    file.and_then(io::read_to_string).unwrap().trim_end().to_owned()
}

/// Texts, and the code of each.
fn various() -> [(String, &'static str); 6] {
    [
        (example("certificate"), "accepted"),
        (example("altered"), "signature-invalid"),
        ("nonsense".to_owned(), "not-a-certificate"),
        (example("test"), "accepted"),
        (example("stranger"), "key-unknown"),
        (example("expired"), "expired"),
    ]
}

#[test]
fn thousands_are_answered_in_their_order() {
    let various = various();
    // Not in turns of one length, so that no two turns of the queue hold the same.
    let queue: Vec<_> = (1..500).flat_map(|first| various.iter().cycle().skip(first).take(first.min(8))).collect();
    let input: String = queue.iter().map(|(text, _)| format!("{text}\n")).collect();
    let answers = answers(&[], input.as_bytes());
    let expected: Vec<_> = (1..).zip(&queue).map(|(number, (_, code))| (number, number, *code)).collect();
    assert_eq!(outlines(&answers), expected);
}

#[test]
fn an_answer_is_the_one_that_verify_gives() {
    for name in ["certificate", "altered", "test", "stranger", "expired", "personal-code", "yellow-fever"] {
        let mut answers = answers(&["--lang", "cs"], example(name).as_bytes());
        let answer = answers[0].as_object_mut().unwrap();
        assert_eq!((answer.remove("person"), answer.remove("line")), (Some(1.into()), Some(1.into())));
        let text = format!("docs/example/{name}.txt");
        let mut verify = semafor(&[&["verify", &text, "--json", "--lang", "cs"], TECHNICAL.as_slice()].concat());
        let verified: Value = serde_json::from_slice(&verify.output().unwrap().stdout).unwrap();
        assert_eq!(answer, verified.as_object().unwrap(), "{name}");
    }
}

#[test]
fn bad_lines_are_lines() {
    let good = example("certificate");
    for (line, code) in [
        (good.clone().into_bytes(), "accepted"),
        (format!("{good}\r").into_bytes(), "accepted"),
        (format!(" {good}").into_bytes(), "not-a-certificate"),
        (format!("{good} ").into_bytes(), "malformed"),
        (format!("{good}\0").into_bytes(), "malformed"),
        (b" ".to_vec(), "not-a-certificate"),
        (b"\0".to_vec(), "not-a-certificate"),
        (b"\xff\xfe\x80".to_vec(), "not-a-certificate"),
        (b"HC1:\xff\xfe".to_vec(), "malformed"),
        (vec![b'7'; 3_000_000], "not-a-certificate"),
        ([b"HC1:", vec![b'7'; 3_000_000].as_slice()].concat(), "malformed"),
        ("ý".repeat(4_297).into_bytes(), "not-a-certificate"),
    ] {
        let line = line.as_slice();
        let input = [b"\n\r\n", line, b"\n\n", line, b"\r\n", line].concat();
        let answers = answers(&[], &input);
        assert_eq!(outlines(&answers), [(1, 3, code), (2, 5, code), (3, 6, code)]);
    }
    assert_eq!(answers(&[], b""), Vec::<Value>::new());
    assert_eq!(answers(&[], b"\n\n\r\n"), Vec::<Value>::new());
}

#[test]
fn together_an_empty_line_ends_a_person() {
    let (good, test, stranger) = (example("certificate"), example("test"), example("stranger"));
    for (input, expected) in [
        (format!("{good}\n"), vec![(1, 1, "accepted")]),
        (good.clone(), vec![(1, 1, "accepted")]),
        (format!("{good}\n{test}\n\n{stranger}\n\n"), vec![(1, 1, "accepted"), (2, 4, "key-unknown")]),
        (format!("\n\n{good}\r\n\r\n\r\n\n{good}"), vec![(1, 3, "accepted"), (2, 7, "accepted")]),
        (format!("{good}\n{stranger}\n{test}\n"), vec![(1, 1, "key-unknown")]),
        (format!("{good}\n{test}\n{good}\n{test}\n"), vec![(1, 1, "accepted")]),
        (format!("{}\n{good}\n", format!("{good}\n").repeat(5)), vec![(1, 1, "too-many-codes"), (2, 7, "accepted")]),
        (format!("{}\n{good}\n", "x\n".repeat(9_000)), vec![(1, 1, "too-many-codes"), (2, 9_002, "accepted")]),
        ("\n\n\n".to_owned(), vec![]),
    ] {
        let answers = answers(&["--together"], input.as_bytes());
        assert_eq!(outlines(&answers), expected);
    }
}

/// A desk that stays open, with its answers as they come.
struct Open {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
}

impl Open {
    fn desk(more: &[&str]) -> Self {
        let mut child = door(more).spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (put, lines) = channel();
        thread::spawn(move || BufReader::new(stdout).lines().for_each(|line| put.send(line.unwrap()).unwrap()));
        Self { child, stdin, lines }
    }

    fn type_in(&mut self, text: &str) {
        self.stdin.write_all(text.as_bytes()).unwrap();
    }

    fn answer(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    fn close(mut self) -> Output {
        drop(self.stdin);
        let mut stderr = Vec::new();
        self.child.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
        Output { status: self.child.wait().unwrap(), stdout: Vec::new(), stderr }
    }
}

#[test]
fn a_line_is_answered_before_the_next_is_typed() {
    let good = example("certificate");
    let mut desk = Open::desk(&["--json"]);
    for _ in 0..20 {
        let (half, other_half) = good.split_at(100);
        desk.type_in(half);
        desk.type_in(&format!("{other_half}\n"));
        assert!(desk.answer().contains("accepted"));
    }
    // The half of a second line that is there already keeps nobody waiting.
    desk.type_in(&format!("{good}\nHC1:6B"));
    assert!(desk.answer().contains("\"person\":21"));
    assert_eq!(desk.close().status.code(), Some(0));

    let mut desk = Open::desk(&["--together"]);
    for number in 1..5 {
        desk.type_in(&format!("{good}\n{good}\n"));
        desk.type_in("\n");
        assert_eq!(desk.answer(), format!("── {number} ──"));
        assert_eq!(desk.answer(), "✔ ACCEPTED (technical check only, no rules applied)");
        while !desk.answer().is_empty() {}
    }
    assert_eq!(desk.close().status.code(), Some(0));
}

#[test]
fn without_a_given_time_the_clock_is_read_for_everybody() {
    let mut child = semafor(&["door", "--technical", "--json"]).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut checked_at = || {
        stdin.write_all(b"x\n").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()["checked_at"].as_str().unwrap().to_owned()
    };
    let first = checked_at();
    thread::sleep(Duration::from_millis(1_100));
    assert!(checked_at() > first);
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// The most memory that the process ever had, in KiB; Linux knows it.
fn most_memory(child: &Child) -> Option<u64> {
    let status = File::open(format!("/proc/{}/status", child.id())).and_then(io::read_to_string).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn neither_a_line_nor_an_input_without_end_takes_more_memory() {
    let mut desk = Open::desk(&["--json"]);
    desk.type_in("x\n");
    assert!(desk.answer().contains("not-a-certificate"));
    let Some(before) = most_memory(&desk.child) else {
        println!("skipped: this system does not say how much memory a process had");
        return;
    };
    let megabyte = "7".repeat(1_000_000);
    (0..100).for_each(|_| desk.type_in(&megabyte));
    desk.type_in("\n");
    assert!(desk.answer().contains("\"person\":2"));
    let after_line = most_memory(&desk.child).unwrap();
    assert!(after_line < before.saturating_add(2_000), "{before} KiB, then {after_line} KiB");

    let mut lines = |count: usize| {
        let thousand = "x\n".repeat(1_000);
        for _ in 0..count {
            desk.type_in(&thousand);
            (0..1_000).for_each(|_| drop(desk.answer()));
        }
        most_memory(&desk.child).unwrap()
    };
    let (few, many) = (lines(5), lines(50));
    assert!(many < few.saturating_add(2_000), "{few} KiB, then {many} KiB");
    assert_eq!(desk.close().status.code(), Some(0));
}

#[test]
fn whoever_stops_reading_closes_the_desk() {
    let good = example("certificate");
    let mut child = door(&["--json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    // The input stays open: nobody is left to answer to.
    stdin.write_all(format!("{good}\n").as_bytes()).unwrap();
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// How many answers can still be read, which must be whole and those of the first people.
fn whole_answers(stdout: ChildStdout) -> usize {
    let text = io::read_to_string(stdout).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{:?}", text.lines().last());
    let answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let numbers: Vec<_> = answers.iter().map(|answer| answer["person"].as_u64().unwrap()).collect();
    assert!((1..).zip(&numbers).all(|(expected, number)| expected == *number), "{numbers:?}");
    numbers.len()
}

#[test]
fn interrupted_the_desk_closes_between_two_answers() {
    let mut child = door(&["--json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdin.write_all(b"x\n").unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(io::read_to_string(stdout).unwrap().ends_with('\n'));
}

#[test]
fn interrupted_while_nobody_reads_it_leaves_whole_lines() {
    let mut child = door(&["--json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::spawn(move || while stdin.write_all(&b"x\n".repeat(1_000)).is_ok() {});
    // The pipe is full long before this, and the desk waits for its reader.
    thread::sleep(Duration::from_secs(2));
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(whole_answers(child.stdout.take().unwrap()) > 50);
}

#[test]
fn interrupted_under_load_it_leaves_whole_lines() {
    let mut child = door(&["--json"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    thread::spawn(move || while stdin.write_all(&b"x\n".repeat(1_000)).is_ok() {});
    let stdout = child.stdout.take().unwrap();
    let reading = thread::spawn(move || whole_answers(stdout));
    thread::sleep(Duration::from_millis(500));
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(reading.join().unwrap() > 0);
}

#[test]
fn failures_have_the_statuses_of_the_other_commands() {
    for (arguments, expected) in [
        (vec!["door", "--help"], 0),
        (vec!["door", "--technical"], 0),
        (vec!["door"], 0),
        (vec!["door", "HC1:x"], 64),
        (vec!["door", "--explain"], 64),
        (vec!["door", "--at", "yesterday"], 64),
        (vec!["door", "--technical", "--country", "CZ"], 64),
        (vec!["door", "--trust", "README.md"], 65),
        (vec!["door", "--trust", "docs/example/absent.der"], 66),
    ] {
        assert_eq!(
            semafor(&arguments).stdin(Stdio::null()).output().unwrap().status.code(),
            Some(expected),
            "{arguments:?}"
        );
    }
    let folder = File::open(ROOT).unwrap();
    assert_eq!(semafor(&["door"]).stdin(folder).output().unwrap().status.code(), Some(74));
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let codes = File::open(format!("{ROOT}/docs/example/certificate.txt")).unwrap();
        assert_eq!(semafor(&["door"]).stdin(codes).stdout(full).status().unwrap().code(), Some(74));
    }
}

#[test]
fn without_a_terminal_it_is_plain_text_and_says_nothing_beside() {
    let input = format!("{}\n{}\n", example("certificate"), example("expired"));
    let output = run(&[], input.as_bytes());
    assert_eq!(output.stderr, b"");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains('\u{1b}'));
    for expected in ["── 1 ──\n✔ ACCEPTED", "  Jana Nováková, born 1964-08-12\n", "\n\n── 2 ──\n✘ REFUSED", "[expired]"]
    {
        assert!(text.contains(expected), "{text}");
    }
}

/// Runs a desk on a terminal that script(1) makes; everything that appears on it.
fn on_a_terminal(input: &str) -> Option<String> {
    let command = format!("{} door {} --lang cs", env!("CARGO_BIN_EXE_semafor"), TECHNICAL.join(" "));
    let mut child = Command::new("script")
        .args(["-qec", &format!("stty cols 60; {command}"), "/dev/null"])
        .current_dir(ROOT)
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let mut stdout = BufReader::new(child.stdout.take()?);
    let mut shown = Vec::new();
    // What is typed before the desk is ready is shown by the terminal.
    while !shown.ends_with(b"Ctrl-D.\r\n") {
        if stdout.read_until(b'\n', &mut shown).ok()? == 0 {
            return None;
        }
    }
    stdin.write_all(input.as_bytes()).ok()?;
    drop(stdin);
    stdout.read_to_end(&mut shown).ok()?;
    assert_eq!(child.wait().ok()?.code(), Some(0));
    String::from_utf8(shown).ok()
}

#[test]
fn on_a_terminal_it_is_big_and_coloured_and_shows_nothing_typed() {
    let input = format!("{}\n{}\n", example("certificate"), example("altered"));
    let Some(shown) = on_a_terminal(&input) else {
        println!("skipped: script(1) of util-linux is not here");
        return;
    };
    assert!(!shown.contains("HC1:"), "{shown}");
    for expected in ["Konec: Ctrl-D.", "\u{1b}[30m\u{1b}[42m", "U Z N Á N O", "\u{1b}[97m\u{1b}[41m", "N E U Z N Á N O"]
    {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(shown.trim_end().ends_with("✔ UZNÁNO 1, ✘ NEUZNÁNO 1, ? NEROZHODNUTO 0"), "{shown}");
}
