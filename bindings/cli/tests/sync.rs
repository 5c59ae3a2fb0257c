//! `semafor sync` and `status`, and `verify` and `door` by what was synced: the real program against a real server.

#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod institute;
mod program;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use backend::{Backend, Content, FOR_EVER, Fault};
use institute::Institute;
use program::{ROOT, semafor};
use serde_json::Value as Json;

const EXAMPLE: &str = "docs/example/certificate.txt";
const QUESTION: [&str; 2] = ["--country", "CZ"];

/// An institute that has published, its server, and a device with nothing.
struct World {
    institute: Institute,
    backend: Backend,
}

impl World {
    fn new(name: &str) -> Self {
        let institute = Institute::found(&institute::temporary(name));
        institute.publish("docs/example/rules");
        let backend = Backend::start(serving(&institute)).unwrap();
        Self { institute, backend }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_semafor"));
        command.current_dir(ROOT).env("LC_ALL", "C").stdin(Stdio::null()).env("XDG_DATA_HOME", self.institute.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// The device's folder where none is named.
    fn data(&self) -> String {
        self.institute.path().join("semafor").to_str().unwrap().to_owned()
    }

    fn root(&self) -> String {
        self.institute.root().to_str().unwrap().to_owned()
    }

    fn first_sync(&self) -> Output {
        self.run(&["sync", "--from", &self.backend.url(), "--root", &self.root()])
    }

    fn synced(name: &str) -> Self {
        let world = Self::new(name);
        ends(&world.first_sync(), 0, "New set 1");
        world
    }

    fn verify(&self) -> Output {
        let certificate = self.certificate();
        self.run(&[&["verify", &certificate], &QUESTION[..]].concat())
    }

    fn certificate(&self) -> String {
        self.institute.certificate().to_str().unwrap().to_owned()
    }

    /// What was synced before still accepts.
    fn old_set_answers(&self) {
        let output = self.verify();
        ends(&output, 0, "✔ ACCEPTED");
        ends(&output, 0, "judging by the set synced to");
    }
}

fn serving(institute: &Institute) -> Content {
    Content { directory: Some(institute.public()), ..Content::default() }
}

fn ends(output: &Output, status: i32, words: &str) {
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(output.status.code() == Some(status) && said.contains(words), "{:?}\n{said}", output.status);
}

#[test]
fn a_set_is_synced_and_asked() {
    let world = World::new("asked");
    ends(&world.verify(), 2, "[no-keys]");
    ends(&world.run(&["status"]), 2, "none yet");
    ends(&world.first_sync(), 0, "New set 1");
    ends(&world.run(&["sync"]), 0, "Nothing new: set 1");
    ends(&world.run(&["status"]), 0, "1 keys, 3 rules");
    world.old_set_answers();
    let data = world.data();
    let named = world.run(&[&["verify", &world.certificate(), "--data", &data], &QUESTION[..]].concat());
    ends(&named, 0, "✔ ACCEPTED");
    assert!(named.stderr.is_empty(), "{}", String::from_utf8_lossy(&named.stderr));
    let mut door = world.command();
    door.args(["door", "--data", &data]).args(QUESTION);
    let door = door.stdin(fs::File::open(world.institute.certificate()).unwrap()).output().unwrap();
    ends(&door, 0, "✔ ACCEPTED");
    world.institute.publish("rules/policy");
    ends(&world.run(&["sync"]), 0, "New set 2");
}

#[test]
fn an_open_door_takes_what_is_synced_meanwhile() {
    let world = World::new("door");
    let mut door = world.command();
    door.args(["door", "--json"]).args(QUESTION).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut door = door.spawn().unwrap();
    let (mut stdin, mut stdout) = (door.stdin.take().unwrap(), BufReader::new(door.stdout.take().unwrap()));
    let text = [institute::bytes(&world.institute.certificate()), b"\n".to_vec()].concat();
    let mut verdict = || {
        stdin.write_all(&text).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        serde_json::from_str::<Json>(&line).unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict(), "undecided");
    ends(&world.first_sync(), 0, "New set 1");
    let accepted = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        verdict() == "accepted"
    });
    assert!(accepted);
    drop(stdin);
    assert_eq!(door.wait().unwrap().code(), Some(0));
}

#[test]
fn documents_keep_their_shape() {
    let world = World::synced("shapes");
    let members = |output: &Output| -> Vec<String> {
        serde_json::from_slice::<Json>(&output.stdout).unwrap().as_object().unwrap().keys().cloned().collect()
    };
    let sync = world.run(&["sync", "--json"]);
    let mut found = members(&sync);
    found.sort();
    assert_eq!(found, ["bytes", "is_changed", "requests", "set_version", "signed_at"]);
    let status = world.run(&["status", "--json"]);
    let mut found = members(&status);
    found.sort();
    assert_eq!(found, ["data", "from", "next_sync", "root", "set", "time"]);
    let status: Json = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!((&status["set"]["version"], &status["root"]["environment"]), (&1.into(), &"test".into()));
    assert_eq!(status["set"]["freshness"][0]["tier"], "fresh");
}

#[test]
fn what_is_missing_is_said() {
    let world = World::new("missing");
    ends(&semafor(&["status"], b""), 2, "none yet");
    ends(&world.run(&["sync"]), 64, "--from URL");
    ends(&world.run(&["sync", "--from", &world.backend.url()]), 64, "--root FILE");
    ends(&world.run(&["sync", "--from", "x", "--root", "nowhere"]), 66, "nowhere");
    ends(&world.run(&["sync", "--from", "x", "--root", EXAMPLE]), 65, "certificate.txt");
    ends(&world.run(&["verify", EXAMPLE, "--data", "/nowhere/at/all"]), 65, "nothing was synced");
}

#[test]
fn what_goes_wrong_leaves_the_old_set_in_use() {
    let world = World::synced("wrong");
    let other = Institute::found(&institute::temporary("wrong-other"));
    other.publish("rules/policy");
    ends(&world.run(&["sync", "--root", other.root().to_str().unwrap()]), 65, "not the root");
    world.backend.replace(serving(&other));
    ends(&world.run(&["sync"]), 65, "nothing was taken");
    world.old_set_answers();
    world.backend.replace(serving(&world.institute));
    world.backend.fail("/timestamp.cbor", 1, Fault::Status(503));
    ends(&world.run(&["sync"]), 69, "503");
    let gone = world.run(&["sync", "--from", "http://127.0.0.1:9"]);
    ends(&gone, 69, "no connection");
    world.old_set_answers();
}

#[test]
fn a_damaged_file_is_put_aside() {
    let world = World::synced("damaged");
    let file = Path::new(&world.data()).join("snapshot.db");
    fs::write(&file, "this is no database, and long enough to be looked at as if it were one".repeat(20)).unwrap();
    ends(&world.verify(), 65, "snapshot.db");
    ends(&world.first_sync(), 0, "was put aside as");
    world.old_set_answers();
    let names = fs::read_dir(world.data()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().any(|name| name.to_string_lossy().contains("damaged-")));
}

#[test]
fn files_of_other_programs_versions() {
    let world = World::synced("versions");
    let file = Path::new(&world.data()).join("snapshot.db");
    let whole = institute::bytes(&file);
    // The schema's version: 4 bytes from byte 60 of an SQLite file on.
    let mut newer = whole.clone();
    newer[63] = 99;
    fs::write(&file, newer).unwrap();
    ends(&world.run(&["sync"]), 65, "it is of version 99, this program knows");
    ends(&world.run(&["status"]), 65, "it is of version 99");
    fs::write(&file, whole).unwrap();
    world.old_set_answers();
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_slow_sync_which_then_goes_on() {
    let world = World::new("interrupted");
    world.backend.fail("/blobs/*", FOR_EVER, Fault::Delay(Duration::from_millis(400)));
    let mut sync = world.command();
    sync.args(["sync", "--from", &world.backend.url(), "--root", &world.root()]);
    let child = sync.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let began = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        world.backend.counts().keys().filter(|path| path.starts_with("/blobs/")).count() > 1
    });
    assert!(began);
    let interrupt = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(interrupt.success());
    ends(&child.wait_with_output().unwrap(), 130, "");
    let before = world.backend.counts();
    world.backend.mend();
    ends(&world.run(&["sync"]), 0, "New set 1");
    let after = world.backend.counts();
    let again = after.iter().filter(|(path, count)| path.starts_with("/blobs/") && count.requests > 1).count();
    // The one under way, at most, is asked for twice.
    assert!(again <= 1 && after.len() > before.len(), "{before:?} {after:?}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_set_in_use() {
    let world = World::synced("full");
    world.institute.publish("rules/policy");
    let program = env!("CARGO_BIN_EXE_semafor");
    // In blocks of 512 bytes: the file may not grow.
    let blocks = fs::metadata(Path::new(&world.data()).join("snapshot.db")).unwrap().len() / 512;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} sync");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env("LC_ALL", "C").env("XDG_DATA_HOME", world.institute.path());
    let output = shell.output().unwrap();
    ends(&output, 74, "nothing was taken");
    world.old_set_answers();
    ends(&world.run(&["sync"]), 0, "New set 2");
}
