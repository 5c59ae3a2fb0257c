//! A process that is killed: this program again, of which only the test `victim` runs.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "SEMAFOR_TEST_VICTIM";

/// Starts it in a folder; with the lines that it writes.
pub(crate) fn start(folder: &Path) -> (Child, impl Iterator<Item = String>) {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    (victim, lines)
}

/// Kills it, if it still lives.
pub(crate) fn kill(victim: &mut Child) {
    victim.kill().unwrap();
    victim.wait().unwrap();
}

/// In the victim: its folder. Nothing where somebody runs the test by hand.
#[expect(clippy::disallowed_methods, reason = "the process that dies is told its folder so")]
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var(FOLDER).ok().map(PathBuf::from)
}
