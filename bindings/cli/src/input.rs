//! Texts, pictures and key files from where the command line points.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use semafor_core::bundle::Published;
use semafor_core::scheme::Schemes;
use semafor_core::trust::Domain;
use semafor_core::trust::import::{self, Import, KeyFile, ListKind};
use semafor_core::verifier::{PolicyFile, Snapshot};

use crate::args::{Proof, Trust};
use crate::exit::Failure;
use crate::machine;
use crate::still::{self, Looking};

/// The text that an argument names: itself when it starts with `HC1:`, standard input for `-`, else a file. Line ends
/// behind it are dropped, spaces never. Bytes that are no UTF-8 are kept as replacement characters: such a text is no
/// certificate, and that is an answer.
pub(crate) fn text(argument: &OsStr) -> Result<String, Failure> {
    match itself(argument) {
        Some(text) => Ok(text),
        None => Ok(text_in(&bytes(argument)?)),
    }
}

/// The same, where a picture or a PDF may stand too: it gives the texts of the codes on it, one or more.
pub(crate) fn texts_of(argument: &OsStr, looking: &Looking<'_>) -> Result<Vec<String>, Failure> {
    if let Some(text) = itself(argument) {
        return Ok(vec![text]);
    }
    let bytes = bytes(argument)?;
    if still::is_still(&bytes) { still::texts(bytes, Path::new(argument), looking) } else { Ok(vec![text_in(&bytes)]) }
}

/// The same, where a file may hold many texts, one a line, and pages that could not be looked at are named.
pub(crate) fn all_texts_of(argument: &OsStr, looking: &Looking<'_>) -> Result<Vec<String>, Failure> {
    if let Some(text) = itself(argument) {
        return Ok(vec![text]);
    }
    let bytes = bytes(argument)?;
    if still::is_still(&bytes) {
        let path = Path::new(argument);
        let look = still::look(bytes, path, looking)?;
        if !look.codes.is_empty() {
            look.lost.iter().for_each(|lost| machine::complain(&format!("semafor: {}: {lost}", path.display())));
        }
        return look.into_texts(path, looking);
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.split('\n').map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// The texts of several arguments. Standard input can be read only once.
pub(crate) fn texts(arguments: &[OsString], looking: &Looking<'_>) -> Result<Vec<String>, Failure> {
    if arguments.iter().filter(|argument| *argument == "-").count() > 1 {
        return Err(Failure::Usage("standard input (-) can be named only once".to_owned()));
    }
    let texts = arguments.iter().map(|argument| texts_of(argument, looking)).collect::<Result<Vec<_>, _>>()?;
    Ok(texts.concat())
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(argument: &OsStr) -> Result<Vec<u8>, Failure> {
    if argument == "-" { limited(io::stdin().lock(), Path::new("-")) } else { file(Path::new(argument)) }
}

/// The keys of a file, and where it lies.
pub(crate) struct KeySource {
    pub(crate) path: PathBuf,
    pub(crate) import: Import,
}

/// Reads key files: `FILE`, or `dcc=FILE` and `icvp=FILE` to say what its keys are for. A list key must have signed every
/// German list; every pin must be the digest of one of the files.
pub(crate) fn key_files(arguments: &[OsString], proof: &Proof) -> Result<Vec<KeySource>, Failure> {
    let list_key = proof.list_key.as_deref().map(file).transpose()?;
    let pins = proof.pin.iter().map(|pin| read_pin(pin)).collect::<Result<Vec<_>, _>>()?;
    let (mut read, mut digests) = (Vec::new(), Vec::new());
    for argument in arguments {
        let (domain, path) = domain_and_path(argument);
        let bytes = file(path)?;
        let digest = import::fingerprint(&bytes);
        let list_key = list_key.clone().filter(|_| import::recognise(&bytes) == Some(ListKind::German));
        let pin = pins.contains(&digest).then(|| digest.to_vec());
        let import = KeyFile { bytes, domain, list_key, pin }.import();
        let import = import.map_err(|because| Failure::KeyFile { path: path.to_owned(), because })?;
        read.push(KeySource { path: path.to_owned(), import });
        digests.push(digest);
    }
    if list_key.is_some() && !read.iter().any(|source| source.import.kind == ListKind::German) {
        return Err(Failure::Usage("--list-key is for German key lists, and none is among the key files".to_owned()));
    }
    match pins.iter().find(|pin| !digests.contains(pin)) {
        Some(pin) => Err(Failure::Pin { pin: hex(pin), found: digests.iter().map(hex).collect::<Vec<_>>().join(", ") }),
        None => Ok(read),
    }
}

/// The snapshot and the schemes that files and folders make.
pub(crate) fn grounds(trust: &Trust, rules: &[PathBuf]) -> Result<Published, Failure> {
    let keys = snapshot(key_files(&trust.files, &trust.proof)?);
    let files = policy_files(rules)?;
    if files.is_empty() {
        // Rules count only where they are asked for; what colours mean is known without.
        return Ok(Published { schemes: semafor_built_in::schemes(), ..Published::new(keys, Schemes::default()) });
    }
    let snapshot = keys.with_policy(&files).map_err(Failure::Policy)?;
    Ok(Published::new(snapshot, Schemes::of_files(&files)))
}

/// The snapshot that key files make. Without any, every key is unknown.
pub(crate) fn snapshot(files: Vec<KeySource>) -> Snapshot {
    Snapshot::from_imports(files.into_iter().map(|file| file.import).collect())
}

/// The snapshot with the rules and value sets in these files and folders, where there are any.
pub(crate) fn with_rules(snapshot: Snapshot, paths: &[PathBuf]) -> Result<Snapshot, Failure> {
    if paths.is_empty() {
        return Ok(snapshot);
    }
    snapshot.with_policy(&policy_files(paths)?).map_err(Failure::Policy)
}

fn policy_files(paths: &[PathBuf]) -> Result<Vec<PolicyFile>, Failure> {
    let mut files = Vec::new();
    paths.iter().try_for_each(|path| json_files(path, &mut files))?;
    let files = files.into_iter().map(|path| Ok(PolicyFile { bytes: file(&path)?, name: path.display().to_string() }));
    files.collect()
}

/// A file itself, or every JSON file of a folder, in order of name; tests stand beside rules and are none.
fn json_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries =
        std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for entry in entries {
        let is_json = entry.extension().is_some_and(|extension| extension == "json");
        let is_tests = entry.file_name().is_some_and(|name| name == "tests");
        if (entry.is_dir() && !is_tests) || (entry.is_file() && is_json) {
            json_files(&entry, files)?;
        }
    }
    Ok(())
}

/// Inputs of more bytes are refused: the longest key list has 4 MB, the largest pictures of phones 40.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of a file.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let no_input = |because| Failure::NoInput { path: path.to_owned(), because };
    limited(File::open(path).map_err(no_input)?, path).map_err(|failure| match failure {
        Failure::InputOutput(because) if because.kind() == io::ErrorKind::IsADirectory => no_input(because),
        other => other,
    })
}

/// Part of an input would be something else than the whole, so that one that is too long gives nothing.
fn limited(input: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= MOST_BYTES);
    is_whole.then_some(bytes).ok_or_else(|| Failure::TooLong { path: path.to_owned(), most: MOST_BYTES })
}

fn itself(argument: &OsStr) -> Option<String> {
    argument.to_str().filter(|text| text.starts_with("HC1:")).map(|text| without_line_end(text).to_owned())
}

fn text_in(bytes: &[u8]) -> String {
    without_line_end(&String::from_utf8_lossy(bytes)).to_owned()
}

fn without_line_end(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

fn domain_and_path(argument: &OsStr) -> (Option<Domain>, &Path) {
    match argument.to_str().and_then(|argument| argument.split_once('=')) {
        Some(("dcc", path)) => (Some(Domain::EuDcc), Path::new(path)),
        Some(("icvp", path)) => (Some(Domain::WhoIcvp), Path::new(path)),
        _ => (None, Path::new(argument)),
    }
}

/// A SHA-256 in hex.
pub(crate) fn read_pin(text: &str) -> Result<[u8; 32], Failure> {
    let wrong = || Failure::Usage(format!("--pin {text}: 64 hexadecimal digits are needed"));
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut pin = [0; 32];
    for (index, byte) in pin.iter_mut().enumerate() {
        let at = index.saturating_mul(2);
        let digits = text.get(at..at.saturating_add(2)).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(pin)
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
