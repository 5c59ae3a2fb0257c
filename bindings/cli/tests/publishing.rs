//! `semafor publish`: the walk-through of rules/README.md line by line, and how each command ends. The real program on
//! real folders.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use program::{ROOT, semafor};

const AT: &str = "2026-06-01T12:00:00Z";

/// A folder that a test has to itself, empty.
fn temporary(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn the_walk_through_works_line_by_line() {
    let folder = temporary("walk-through");
    for name in ["rules", "docs"] {
        std::os::unix::fs::symlink(Path::new(ROOT).join(name).canonicalize().unwrap(), folder.join(name)).unwrap();
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let document = fs::read_to_string(Path::new(ROOT).join("rules/README.md")).unwrap();
    let document = document.replace(":8080", &format!(":{port}"));
    let blocks = document.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    let programs = Path::new(env!("CARGO_BIN_EXE_semafor")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let (mut running, mut lines) = (Vec::new(), 0);
    for line in blocks.flat_map(str::lines) {
        lines += 1;
        let mut command = Command::new("sh");
        command.current_dir(&folder).env("PATH", &path).env("LC_ALL", "C");
        if let Some(line) = line.strip_suffix(" &") {
            command.args(["-c", &format!("exec {line}")]).stdout(Stdio::null());
            running.push(Running(command.spawn().unwrap()));
            let listens = (0..100).any(|_| {
                std::thread::sleep(std::time::Duration::from_millis(50));
                TcpStream::connect(("127.0.0.1", port)).is_ok()
            });
            assert!(listens, "{line}");
        } else {
            let output = command.args(["-c", line]).output().unwrap();
            assert!(output.status.success(), "{line}\n{}", said(&output));
        }
    }
    assert!(lines > 20, "{lines}");
}

/// A publisher with root 1 and a first set, and the options that most commands take.
struct Publisher {
    base: PathBuf,
}

impl Publisher {
    fn new(name: &str) -> Self {
        let publisher = Self { base: temporary(name) };
        fs::write(publisher.base.join("pass"), "correct horse battery\n").unwrap();
        publisher.done(&["init", "p", "--environment", "test", "--root-keys", "roots", "--at", AT]);
        publisher
    }

    /// Runs a command there; the passphrase is given to those that take one.
    fn run(&self, arguments: &[&str]) -> Output {
        let keys = ["init", "key", "sign", "timestamp"].contains(arguments.first().unwrap());
        let given = keys && !arguments.contains(&"--passphrase-file");
        let passphrase: &[&str] = if given { &["--passphrase-file", "pass"] } else { &[] };
        let mut command = Command::new(env!("CARGO_BIN_EXE_semafor"));
        command.arg("publish").args(arguments).args(passphrase);
        command.current_dir(&self.base).env("LC_ALL", "C").stdin(Stdio::null()).output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}\n{}", said(&output));
        said(&output)
    }

    fn ends(&self, arguments: &[&str], status: i32, words: &str) {
        let output = self.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{said}");
        assert!(said.contains(words), "{arguments:?}\n{said}");
    }

    fn publish(&self) {
        let rules = format!("{ROOT}/docs/example/rules");
        let key = format!("{ROOT}/docs/example/dsc.der");
        self.done(&["sign", "p", "--key", "roots/root-1.pem"]);
        self.done(&["sign", "p", "--key", "roots/root-2.pem"]);
        self.done(&["build", "p", "--rules", &rules, "--keys", &key, "--at", AT]);
        self.done(&["sign", "p", "--key", "p/keys/set.pem"]);
        self.done(&["timestamp", "p", "--at", AT]);
    }
}

#[test]
fn passphrases_open_their_keys_alone() {
    let publisher = Publisher::new("passphrases");
    let write = |name: &str, text: &str| fs::write(publisher.base.join(name), text).unwrap();
    write("wrong", "correct horse bakery\n");
    write("short", "horse\n");
    write("plain.pem", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
    let sign = ["sign", "p", "--key", "roots/root-1.pem"];
    publisher.ends(&[&sign[..], &["--passphrase-file", "wrong"]].concat(), 65, "does not open this key");
    publisher.ends(&[&sign[..], &["--passphrase-file", "nowhere"]].concat(), 66, "nowhere");
    publisher.ends(&[&sign[..], &["--passphrase", "x"]].concat(), 64, "unexpected argument");
    publisher.ends(&["sign", "p", "--key", "plain.pem"], 65, "not encrypted");
    publisher.ends(&["sign", "p", "--key", "roots/root-1.pub"], 65, "no encrypted private key");
    publisher.ends(&["key", "k.pem", "--passphrase-file", "short"], 65, "a passphrase of 5 characters");
    publisher.ends(&["key", "roots/root-1.pem"], 65, "is there already");
    publisher.ends(&["init", "p", "--environment", "test", "--root-keys", "others"], 65, "is there already");
    let mut without = Command::new(env!("CARGO_BIN_EXE_semafor"));
    let output = without.arg("publish").args(sign).current_dir(&publisher.base).stdin(Stdio::null()).output().unwrap();
    assert_eq!((output.status.code(), said(&output).contains("no terminal")), (Some(64), true));
}

#[test]
fn keys_are_read_by_openssl_and_by_nobody_else() {
    let publisher = Publisher::new("openssl");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(publisher.base.join("p/keys/set.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    let openssl = |arguments: &[&str]| Command::new("openssl").args(arguments).current_dir(&publisher.base).output();
    let Ok(output) = openssl(&["pkey", "-in", "p/keys/set.pem", "-passin", "file:pass", "-pubout"]) else {
        println!("skipped: openssl is not here");
        return;
    };
    let public = fs::read_to_string(publisher.base.join("p/keys/set.pub")).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), public);
}

#[test]
fn every_step_wants_the_one_before() {
    let publisher = Publisher::new("steps");
    let rules = format!("{ROOT}/docs/example/rules");
    publisher.ends(&["timestamp", "p", "--at", AT], 65, "no root");
    publisher.ends(&["timestamp", "nowhere"], 66, "publisher.toml");
    publisher.ends(&["rotate", "p"], 65, "is there already");
    publisher.ends(&["sign", "p", "--key", "p/keys/set.pem"], 65, "signs nothing that waits");
    publisher.ends(&["verify", "p"], 1, "timestamp.cbor: is not there");
    publisher.ends(&["verify", "nowhere"], 66, "nowhere");
    publisher.ends(&["build", "p", "--policy", "nowhere"], 66, "nowhere");
    publisher.ends(&["sign", "p", "--key", "roots/root-1.pem"], 0, "root 1: 1 of 2 signatures, more must sign");
    publisher.ends(&["build", "p", "--rules", &rules, "--at", AT], 0, "rules: 3 added, 0 removed, 0 changed, 3 in all");
    publisher.ends(&["sign", "p", "--key", "roots/root-3.pem"], 0, "root 1: 2 of 2 signatures, complete");
    publisher.ends(&["timestamp", "p", "--at", AT], 65, "no set");
    publisher.ends(&["sign", "p", "--key", "p/keys/set.pem"], 0, "set 1: 1 of 1 signatures, complete");
    publisher.ends(&["timestamp", "p", "--at", AT], 0, "timestamp 1 until 2026-06-08T12:00:00Z: new set 1, root 1");
    publisher.ends(&["verify", "p", "--at", AT], 0, "a phone takes it");
    publisher.ends(&["verify", "p", "--at", "2026-06-09"], 1, "the timestamp expired at 2026-06-08T12:00:00Z");
    publisher.ends(&["verify", "p", "--at", AT, "--root", "p/publisher.toml"], 1, "the root given");
    publisher.ends(&["revert", "p", "4"], 65, "set 4 was not kept; these were: 1");
    publisher.ends(&["build", "p", "--rules", &rules, "--at", AT], 0, "nothing changes");
}

#[test]
fn rules_with_a_fault_are_not_built() {
    let publisher = Publisher::new("faults");
    let rule = publisher.base.join("policy/rules/CZ/VR-CZ-9001");
    let example = Path::new(ROOT).join("docs/example/rules/CZ/VR-CZ-9001");
    fs::create_dir_all(rule.join("tests")).unwrap();
    for name in ["rule.json", "tests/complete.json", "tests/incomplete.json"] {
        fs::copy(example.join(name), rule.join(name)).unwrap();
    }
    publisher.ends(&["build", "p", "--policy", "policy", "--at", AT], 0, "set 1 waits");
    let draft = publisher.base.join("p/draft/set.cbor");
    fs::remove_file(&draft).unwrap();
    let test = fs::read_to_string(rule.join("tests/complete.json")).unwrap();
    fs::write(rule.join("tests/complete.json"), test.replace("\"expected\": true", "\"expected\": false")).unwrap();
    publisher.ends(&["build", "p", "--policy", "policy", "--at", AT], 1, "expected false, got true");
    assert!(!draft.exists());
    fs::write(publisher.base.join("rule.json"), "{\"Identifier\": \"VR-CZ-1\"}").unwrap();
    publisher.ends(&["build", "p", "--rules", "rule.json", "--at", AT], 65, "rule.json");
}

#[test]
fn what_changes_is_one_json_document() {
    let publisher = Publisher::new("json");
    publisher.publish();
    let key = format!("{ROOT}/docs/example/dsc.der");
    let samples = format!("{ROOT}/docs/example");
    let rule = format!("{ROOT}/docs/example/rules/CZ/VR-CZ-9001");
    let built = publisher.run(&[
        "build",
        "p",
        "--rules",
        &rule,
        "--keys",
        &key,
        "--certificates",
        &samples,
        "--at",
        AT,
        "--json",
    ]);
    let document: serde_json::Value = serde_json::from_slice(&built.stdout).unwrap();
    assert_eq!(document["version"], 2);
    assert_eq!(document["changes"]["rules"]["removed"].as_array().map(Vec::len), Some(2));
    let changed = document["verdicts"].as_array().unwrap();
    let test = changed.iter().find(|changed| changed["certificate"] == "test.txt").unwrap();
    assert_eq!((&test["country"], &test["after"]["verdict"]), (&"CZ".into(), &"undecided".into()), "{document:#}");
    let verified = publisher.run(&["verify", "p", "--at", AT, "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!((&document["set"]["version"], &document["rules"]), (&1.into(), &3.into()));
    let blob = fs::read_dir(publisher.base.join("p/public/blobs")).unwrap().next().unwrap().unwrap().path();
    fs::write(blob, "tampered").unwrap();
    let refused = publisher.run(&["verify", "p", "--at", AT, "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert!(refused.status.code() == Some(1) && document["refused"].is_string(), "{document}");
}

#[test]
fn the_preview_says_where_it_listens() {
    let publisher = Publisher::new("preview");
    publisher.publish();
    let mut command = Command::new(env!("CARGO_BIN_EXE_semafor"));
    command.args(["publish", "serve", "p", "--listen", "127.0.0.1:0"]).current_dir(&publisher.base);
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /timestamp.cbor HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let mut timestamp = Vec::new();
    fs::File::open(publisher.base.join("p/public/timestamp.cbor")).unwrap().read_to_end(&mut timestamp).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n") && answer.ends_with(&timestamp));
    let url = format!("http://{address}/");
    publisher.ends(&["verify", &url, "--at", AT], 0, "a phone takes it");
    publisher.ends(&["verify", &url, "--at", "2026-06-09"], 1, "the timestamp expired");
    publisher.ends(&["verify", "http://127.0.0.1:1/", "--at", AT], 69, "timestamp.cbor: no connection");
    let taken = semafor(&["publish", "serve", publisher.base.to_str().unwrap(), "--listen", address], b"");
    assert_eq!(taken.status.code(), Some(74), "{}", said(&taken));
}

#[test]
fn what_is_revoked_is_counted() {
    let publisher = Publisher::new("revoked");
    publisher.publish();
    let (one, other) = (
        "AQIDBAUGBwg= uci 00112233445566778899aabbccddeeff",
        "0102030405060708 signature ff112233445566778899aabbccddeeff",
    );
    let write = |name: &str, text: &str| fs::write(publisher.base.join(name), text).unwrap();
    write("list", &format!("# withdrawn\n{one}\n"));
    write("list.json", &format!("[\"{other}\"]"));
    let build = ["build", "p", "--revoked", "list", "--at", AT];
    publisher.ends(&build, 0, "revoked under key AQIDBAUGBwg=: 1 added, 0 removed, 1 in all");
    let both = publisher.run(&[&build[..], &["--revoked", "list.json", "--json"]].concat());
    let document: serde_json::Value = serde_json::from_slice(&both.stdout).unwrap();
    let expected = serde_json::json!({
        "keys": { "AQIDBAUGBwg=": { "added": 2, "removed": 0, "total": 2 } },
        "added": 1, "removed": 0, "changed": 0, "total": 1, "blobs": 1, "bytes": document["lists"]["bytes"],
    });
    assert_eq!(document["lists"], expected);
    write("list", "AQIDBAUGBwg= uci 0011\n");
    publisher.ends(&build, 65, "list, line 1: the hash does not have 32 hex digits");
    publisher.ends(&["build", "p", "--revoked", "nowhere", "--at", AT], 66, "nowhere");
}

#[test]
fn what_was_imported_is_published() {
    let publisher = Publisher::new("content");
    let copy = |from: &str, to: &str| {
        let to = publisher.base.join("content").join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(Path::new(ROOT).join(from), to).unwrap();
    };
    copy("docs/example/dsc.der", "keys/example/dsc.der");
    copy("docs/example/rules/CZ/VR-CZ-9001/rule.json", "rules/example/VR-CZ-9001.json");
    copy("rules/policy/valuesets/disease-agent-targeted.json", "valuesets/example/disease-agent-targeted.json");
    for kind in ["keys", "rules", "valuesets"] {
        // Were it read as what lies beside it, it would be value sets or no key file.
        fs::write(publisher.base.join("content").join(kind).join("example/provenance.json"), "{\"a\": []}").unwrap();
    }
    let said = publisher.done(&["build", "p", "--content", "content", "--at", AT]);
    for expected in ["keys: 1 added", "rules: 1 added", "valuesets: 1 added"] {
        assert!(said.contains(expected), "{said}");
    }
    publisher.ends(&["build", "p", "--content", "content", "--built-in", "b.cbor"], 0, "1 keys, 1 rules");
}

#[cfg(unix)]
#[test]
fn a_passphrase_is_typed_twice_and_not_shown() {
    let folder = temporary("typed");
    for (again, expected, status) in
        [("correct horse battery\r", "key.pub", 0), ("correct house\r", "not the same", 64)]
    {
        let _ = fs::remove_file(folder.join("key.pem"));
        let _ = fs::remove_file(folder.join("key.pub"));
        let command = format!("{} publish key key.pem; echo status $?", env!("CARGO_BIN_EXE_semafor"));
        let child = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(&folder)
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            println!("skipped: script(1) of util-linux is not here");
            return;
        };
        let (mut keyboard, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut shown = Vec::new();
        for (question, line) in [("key.pem: ", "correct horse battery\r"), ("again: ", again)] {
            // What is typed before the question is dropped.
            while !shown.ends_with(question.as_bytes()) {
                let mut byte = [0];
                screen.read_exact(&mut byte).unwrap();
                shown.extend(byte);
            }
            keyboard.write_all(line.as_bytes()).unwrap();
        }
        screen.read_to_end(&mut shown).unwrap();
        child.wait().unwrap();
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains(expected) && shown.contains(&format!("status {status}")), "{shown}");
        assert!(!shown.contains("horse") && !shown.contains("house"), "{shown}");
    }
}
