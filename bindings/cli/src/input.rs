//! Texts and key files from where the command line points.

use std::fs::File;
use std::io::{self, Read};

use semafor_core::trust::Domain;
use semafor_core::trust::import::{Import, KeyFile, ListKind};
use semafor_core::verifier::Snapshot;

use crate::exit::Failure;

/// The text that an argument names: itself when it starts with `HC1:`, standard input for `-`, else a file. Line ends
/// behind it are dropped, spaces never. Bytes that are no UTF-8 are kept as replacement characters: such a text is no
/// certificate, and that is an answer.
pub(crate) fn text(argument: &str) -> Result<String, Failure> {
    if argument.starts_with("HC1:") {
        return Ok(without_line_end(argument).to_owned());
    }
    let bytes = if argument == "-" { limited(io::stdin().lock())? } else { file(argument)? };
    Ok(without_line_end(&String::from_utf8_lossy(&bytes)).to_owned())
}

/// The keys of a file, and where it lies.
pub(crate) struct KeySource {
    pub(crate) path: String,
    pub(crate) import: Import,
}

/// Reads key files: `FILE`, or `dcc=FILE` and `icvp=FILE` to say what its keys are for. Every pin must fit one file.
pub(crate) fn key_files(files: &[String], list_key: Option<&str>, pins: &[String]) -> Result<Vec<KeySource>, Failure> {
    let list_key = list_key.map(file).transpose()?;
    let mut pins = pins.iter().map(|pin| read_pin(pin)).collect::<Result<Vec<_>, _>>()?;
    let mut read = Vec::new();
    for argument in files {
        let (domain, path) = domain_and_path(argument);
        let bytes = file(path)?;
        let pin = take_pin(&mut pins, &bytes);
        let import = KeyFile { list_key: list_key.clone().filter(|_| is_signed(&bytes)), bytes, domain, pin }.import();
        let import = import.map_err(|because| Failure::KeyFile { path: path.to_owned(), because })?;
        read.push(KeySource { path: path.to_owned(), import });
    }
    if list_key.is_some() && !read.iter().any(|file| file.import.kind == ListKind::German) {
        return Err(Failure::Usage("--list-key is for German key lists, and none is among the key files".to_owned()));
    }
    match pins.first() {
        Some(pin) => Err(Failure::Usage(format!("--pin {} fits none of the key files", hex(pin)))),
        None => Ok(read),
    }
}

/// The snapshot that key files make. Without any, every key is unknown.
pub(crate) fn snapshot(files: Vec<KeySource>) -> Snapshot {
    Snapshot::from_imports(files.into_iter().map(|file| file.import).collect())
}

/// More than this is read from no input: the longest key list has 4 MB.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

fn file(path: &str) -> Result<Vec<u8>, Failure> {
    let no_input = |because| Failure::NoInput { path: path.to_owned(), because };
    limited(File::open(path).map_err(no_input)?).map_err(|failure| match failure {
        Failure::InputOutput(because) if because.kind() == io::ErrorKind::IsADirectory => no_input(because),
        other => other,
    })
}

fn limited(input: impl Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn without_line_end(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

fn domain_and_path(argument: &str) -> (Option<Domain>, &str) {
    match argument.split_once('=') {
        Some(("dcc", path)) => (Some(Domain::EuDcc), path),
        Some(("icvp", path)) => (Some(Domain::WhoIcvp), path),
        _ => (None, argument),
    }
}

fn read_pin(text: &str) -> Result<[u8; 32], Failure> {
    let wrong = || Failure::Usage(format!("--pin {text}: 64 hexadecimal digits are needed"));
    let mut pin = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong());
    }
    for (index, byte) in pin.iter_mut().enumerate() {
        let at = index.saturating_mul(2);
        let digits = text.get(at..at.saturating_add(2)).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(pin)
}

/// Only a German list carries a signature; it begins with the base64 of one.
fn is_signed(bytes: &[u8]) -> bool {
    !matches!(bytes.first(), Some(b'-' | b'{' | 0x30))
}

/// The pin that fits these bytes, taken out of those still waiting for their file.
fn take_pin(pins: &mut Vec<[u8; 32]>, bytes: &[u8]) -> Option<Vec<u8>> {
    let digest = semafor_core::trust::import::fingerprint(bytes);
    let index = pins.iter().position(|pin| *pin == digest)?;
    Some(pins.swap_remove(index).to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
