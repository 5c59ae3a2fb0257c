//! The real program with a clock beside it: it is killed when it takes too long, and its memory is watched.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// No command may take longer, in a program that is not optimised, on a machine that does something else.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of memory that no command may need. The largest picture takes most of it; a passphrase 64 MiB.
const MOST_MEMORY: u64 = 600_000_000;

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) shown: String,
    pub(crate) complaint: String,
}

/// A wallet with one certificate in a folder, and the files it is shown.
pub(crate) struct Home {
    path: PathBuf,
    before: Value,
}

impl Home {
    /// A new one with the certificate of the documentation in it.
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-files").join(name);
        let _old = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("passphrase"), "correct horse battery staple\n").unwrap();
        let mut home = Self { path, before: Value::Null };
        let certificate = Path::new(ROOT).join("docs/example/certificate.txt");
        assert_eq!(home.add(&[certificate]).status, Some(0));
        home.before = home.list();
        home
    }

    /// A file of this name and content.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.place(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Where a file of this name would be.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Adds these sources.
    pub(crate) fn add(&self, sources: &[PathBuf]) -> Ended {
        let sources: Vec<_> = sources.iter().map(|source| source.to_str().unwrap()).collect();
        self.run(&[&["add", "--json"], sources.as_slice()].concat())
    }

    /// Fails where the wallet does not list what it had in the beginning.
    pub(crate) fn is_as_it_was(&self) {
        assert_eq!(self.list(), self.before);
    }

    fn list(&self) -> Value {
        let ended = self.run(&["list", "--json"]);
        assert_eq!(ended.status, Some(0), "{}", ended.complaint);
        serde_json::from_str(&ended.shown).unwrap()
    }

    /// Runs a command of the wallet and watches it.
    #[expect(clippy::disallowed_methods, reason = "a test that waits looks at the clock")]
    pub(crate) fn run(&self, command: &[&str]) -> Ended {
        let (shown, complaint) = (self.place("stdout"), self.place("stderr"));
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_semafor"))
            .arg("wallet")
            .args(command)
            .args(["--trust", "docs/example/dsc.der", "--at", "2026-06-01T12:00:00Z"])
            .args(["--data".as_ref(), self.place("data").as_os_str()])
            .args(["--passphrase-file".as_ref(), self.place("passphrase").as_os_str()])
            .current_dir(ROOT)
            .env("LC_ALL", "C")
            .env("XDG_DATA_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/nothing-synced"))
            .stdin(Stdio::null())
            .stdout(File::create(&shown).unwrap())
            .stderr(File::create(&complaint).unwrap())
            .spawn()
            .unwrap();
        let mut memory = 0;
        let status = loop {
            memory = peak(child.id()).unwrap_or(memory).max(memory);
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > PATIENCE {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("{command:?} took more than {PATIENCE:?}");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let text = |path| fs::read_to_string(path).unwrap();
        let ended = Ended { status: status.code(), shown: text(shown), complaint: text(complaint) };
        let told = ended.complaint.chars().take(300).collect::<String>();
        assert!(memory <= MOST_MEMORY, "{command:?} took {memory} bytes: {told}");
        assert!(status.code().is_some_and(|code| code != 101), "{command:?} ended by {status}: {told}");
        ended
    }
}

/// The most memory that a process has had so far, in bytes, where the system tells.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1_024)
}
