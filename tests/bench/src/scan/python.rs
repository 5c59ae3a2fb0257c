//! Readers that are reached through Python, each in a process of its own that `peers.py` is.

use std::error::Error;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value as Json;

use super::frames::unhex;
use super::peers::{Picture, Reading};

/// A reader at the other end of a pipe. It ends with the pipe.
pub struct Process {
    _child: Child,
    question: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// The Python that `SEMAFOR_PYTHON` names, else the one of the path.
pub fn interpreter() -> OsString {
    std::env::var_os("SEMAFOR_PYTHON").unwrap_or_else(|| "python3".into())
}

/// Starts a reader. An error says why it cannot be asked here.
pub fn start(name: &str) -> Result<Process, Box<dyn Error>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scan/peers.py");
    let mut command = Command::new(interpreter());
    command.arg(script).arg(name).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("python3: {error}"))?;
    let question = child.stdin.take().ok_or("no standard input")?;
    let answer = BufReader::new(child.stdout.take().ok_or("no standard output")?);
    let mut process = Process { _child: child, question, answer };
    let first = process.line()?;
    match first.get("ready").and_then(Json::as_str) {
        Some(_) => Ok(process),
        None => Err(first.get("absent").and_then(Json::as_str).unwrap_or("it did not start").to_owned().into()),
    }
}

impl Process {
    /// Sends a picture and waits for what it holds.
    pub fn read(&mut self, picture: &Picture) -> Result<Reading, Box<dyn Error>> {
        writeln!(self.question, "{} {}", picture.width, picture.height)?;
        self.question.write_all(&picture.pixels)?;
        self.question.flush()?;
        let answer = self.line()?;
        let contents = answer.get("contents").and_then(Json::as_array).ok_or("an answer without contents")?;
        let contents = contents.iter().filter_map(Json::as_str).map(unhex).collect::<Result<_, _>>()?;
        Ok((contents, answer.get("seconds").and_then(Json::as_f64).ok_or("an answer without seconds")?))
    }

    fn line(&mut self) -> Result<Json, Box<dyn Error>> {
        let mut line = String::new();
        self.answer.read_line(&mut line)?;
        Ok(serde_json::from_str(&line).map_err(|_| "its process ended")?)
    }
}
