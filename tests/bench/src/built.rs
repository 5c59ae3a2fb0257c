//! Where built things lie, and the command as it ships.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// The folder above the one with this program: `target`, or what stands for it.
pub fn folder() -> Result<PathBuf, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    Ok(program.ancestors().nth(2).ok_or("the program lies nowhere")?.to_owned())
}

/// The command `semafor`: the program that the environment variable `SEMAFOR` names, or else built now, as it ships.
pub fn semafor() -> Result<PathBuf, Box<dyn Error>> {
    if let Some(command) = std::env::var_os("SEMAFOR") {
        return Ok(PathBuf::from(command));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--package", "semafor", "--message-format", "json-render-diagnostics"]);
    let built = cargo.current_dir(root).stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    if !built.status.success() {
        return Err(format!("cargo ended with {}", built.status).into());
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let program = |line: &str| {
        let message: Json = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    };
    messages.lines().filter_map(program).next_back().ok_or_else(|| "cargo built no command".into())
}

/// Builds another program of this package as this one was built, runs it, and reads its answer of one line.
pub fn run(program: &str) -> Result<Json, Box<dyn Error>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--release", "--quiet", "--bin", program]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let done = cargo.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err(format!("{program} ended with {}", done.status).into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}
