//! The rule language as its authors run it: their package, installed by npm into the folder of what is built, timed by
//! a script of ours in a process of its own.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::built;

/// The package and its version, as `package.json` pins them.
pub const NAME: &str = "certlogic-js 1.2.2";

/// What the script said.
pub struct Answer {
    /// The version of node.
    pub node: String,
    /// What came of each case: `true`, `false`, `other` or `error`.
    pub answers: Vec<String>,
    /// Seconds of one evaluation, of each case that was timed alone.
    pub alone: Vec<f64>,
    /// Seconds of one evaluation where all cases are evaluated in turn.
    pub in_turn: f64,
}

/// Installs the package. An error says why nothing can be measured here.
pub fn install() -> Result<PathBuf, Box<dyn Error>> {
    let folder = built::folder()?.join("certlogic-js");
    std::fs::create_dir_all(&folder)?;
    for name in FILES {
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("certlogic-js").join(name), folder.join(name))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]).current_dir(&folder);
    let done = npm.stdin(Stdio::null()).output().map_err(|error| format!("npm: {error}"))?;
    if !done.status.success() {
        let complaint = String::from_utf8_lossy(&done.stderr);
        let first = complaint.lines().next().unwrap_or_default();
        return Err(format!("npm cannot install {NAME}: {first}").into());
    }
    Command::new("node").arg("--version").output().map_err(|error| format!("node: {error}"))?;
    Ok(folder)
}

/// Runs the script that stands in `folder` on one document; see its head for both forms.
pub fn run(folder: &Path, question: &Json) -> Result<Answer, Box<dyn Error>> {
    let mut node = Command::new("node");
    node.arg("measure.js").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn()?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    stdin.write_all(question.to_string().as_bytes())?;
    drop(stdin);
    let done = child.wait_with_output()?;
    if !done.status.success() {
        return Err(format!("measure.js ended with {}", done.status).into());
    }
    read(&serde_json::from_slice(&done.stdout)?).ok_or_else(|| "measure.js said something else".into())
}

fn read(answer: &Json) -> Option<Answer> {
    let list = |name| answer.get(name).and_then(Json::as_array);
    Some(Answer {
        node: answer.get("node")?.as_str()?.to_owned(),
        answers: list("answers")?.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        alone: list("alone")?.iter().map(Json::as_f64).collect::<Option<_>>()?,
        in_turn: answer.get("inTurn")?.as_f64()?,
    })
}

const FILES: [&str; 3] = ["package.json", "package-lock.json", "measure.js"];
