//! A directory of rules, value sets, modes, staff texts and colour schemes, read with their places. Whatever lies in it,
//! reading ends: what is no policy becomes a finding.
//!
//! Every `rule.json` below the directory is a rule, every `scheme.json` a scheme, with its tests in `tests/*.json` beside
//! it. Every other JSON file outside `tests` is known by what it holds. A single file may hold one of these or an array of
//! them.

mod contents;
mod document;

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::finding::Finding;

pub(crate) use contents::Kind;
pub(crate) use document::{Document, member, read};
pub use document::{FILE_BYTES, VALUES};

/// What a directory or a file holds.
#[derive(Debug)]
pub struct Policy {
    pub(crate) root: PathBuf,
    pub(crate) entries: Vec<Entry>,
    /// Files of which nothing could be read.
    pub(crate) rejected: Vec<Finding>,
    /// Files that are none of a policy's.
    pub(crate) ignored: Vec<Finding>,
}

/// One rule, value set, mode, text or scheme.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
    /// Its place in the file; empty when it has the file to itself.
    pub(crate) pointer: String,
    pub(crate) json: Json,
    /// What is odd about how it is written.
    pub(crate) faults: Vec<Finding>,
    /// The tests of a rule or a scheme.
    pub(crate) tests: Vec<PathBuf>,
}

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// No such file or directory.
    #[error("{}: {because}", path.display())]
    Missing {
        /// Where.
        path: PathBuf,
        /// In the system's words.
        because: io::Error,
    },
    /// It is there and cannot be read.
    #[error("{}: {because}", path.display())]
    Unreadable {
        /// Where.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// No rule and no scheme in it.
    #[error("{}: holds no rule; a rule is a rule.json with an Identifier and its Logic", path.display())]
    NoRules {
        /// Where.
        path: PathBuf,
    },
}

impl Policy {
    /// Reads a directory, or a single file, that holds rules or schemes.
    ///
    /// # Errors
    /// [`PolicyError`] when it does not exist, cannot be listed, or holds no rule at all. Files in it that are no JSON
    /// are findings, not errors.
    pub fn read(root: &Path) -> Result<Self, PolicyError> {
        let policy = Self::read_any(root)?;
        let has_any = |kind| policy.of(kind).next().is_some();
        if has_any(Kind::Rule) || has_any(Kind::Scheme) || policy.unread_rules().next().is_some() {
            Ok(policy)
        } else {
            Err(PolicyError::NoRules { path: root.to_owned() })
        }
    }

    /// The same, of what may hold value sets alone.
    ///
    /// # Errors
    /// [`PolicyError`] when it does not exist or cannot be listed.
    pub fn read_any(root: &Path) -> Result<Self, PolicyError> {
        let metadata = std::fs::metadata(root).map_err(|because| refused(root, because))?;
        let mut policy = Self { root: root.to_owned(), entries: Vec::new(), rejected: Vec::new(), ignored: Vec::new() };
        let mut values = VALUES;
        let files = if metadata.is_dir() { json_files(root)? } else { vec![root.to_owned()] };
        files.iter().for_each(|file| policy.read_file(file, &mut values));
        Ok(policy)
    }

    /// Files and parts of files of which nothing could be read.
    #[must_use]
    pub fn rejected(&self) -> &[Finding] {
        &self.rejected
    }

    /// Files that should be rules and are not readable as such.
    pub(crate) fn unread_rules(&self) -> impl Iterator<Item = &Finding> {
        self.rejected.iter().filter(|finding| {
            let path = Path::new(&finding.path);
            is_tested(path) || path == self.root
        })
    }

    /// The entries of one kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    fn read_file(&mut self, path: &Path, values: &mut usize) {
        match read(path, values) {
            Ok(document) => self.add(path, document),
            Err(because) => self.rejected.push(Finding::new(shown(path), "", because)),
        }
    }

    /// Each thing of a document is an entry of its own, with the faults of its part.
    fn add(&mut self, path: &Path, Document { json, mut faults }: Document) {
        let parts = contents::parts(path, json);
        for (pointer, message) in parts.rejected {
            self.rejected.push(Finding::new(shown(path), pointer, message));
        }
        for (pointer, message) in parts.ignored {
            self.ignored.push(Finding::note(shown(path), pointer, message));
        }
        let tests = if is_tested(path) { tests_beside(path) } else { Vec::new() };
        for (kind, pointer, json) in parts.entries {
            let own = faults.extract_if(.., |fault| fault.is_within(&pointer));
            let faults = own.map(|fault| Finding::new(shown(path), fault.pointer, fault.message)).collect();
            self.entries.push(Entry { kind, path: path.to_owned(), pointer, json, faults, tests: tests.clone() });
        }
        let of_the_whole = faults.into_iter().map(|fault| Finding::new(shown(path), fault.pointer, fault.message));
        self.rejected.extend(of_the_whole);
    }
}

impl Entry {
    /// A member that is a text.
    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.json.get(member).and_then(Json::as_str)
    }

    /// Something wrong at a place within it.
    pub(crate) fn finding(&self, place: &str, message: impl Into<String>) -> Finding {
        Finding::new(shown(&self.path), format!("{}{place}", self.pointer), message)
    }

    /// Something worth knowing at a place within it.
    pub(crate) fn note(&self, place: &str, message: impl Into<String>) -> Finding {
        Finding { is_note: true, ..self.finding(place, message) }
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> String {
        let mark = if self.pointer.is_empty() { "" } else { "#" };
        format!("{}{mark}{}", shown(&self.path), self.pointer)
    }
}

/// A path in a finding.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Every JSON file below `root` but those in folders named `tests`, in order of path. Hidden folders and links to folders
/// are passed over, so that no circle of links is walked.
fn json_files(root: &Path) -> Result<Vec<PathBuf>, PolicyError> {
    let (mut folders, mut files) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|because| refused(&folder, because))? {
            let entry = entry.map_err(|because| refused(&folder, because))?;
            let (name, path) = (entry.file_name(), entry.path());
            let is_hidden = name.to_string_lossy().starts_with('.');
            let is_folder = entry.file_type().is_ok_and(|file_type| file_type.is_dir());
            if is_folder && !is_hidden && name != "tests" {
                folders.push(path);
            } else if !is_folder && is_json_file(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether what is in such a file has its tests beside it.
fn is_tested(path: &Path) -> bool {
    path.ends_with("rule.json") || path.ends_with("scheme.json")
}

fn tests_beside(rule: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(rule.with_file_name("tests")).into_iter().flatten().flatten();
    let mut tests: Vec<_> = entries.map(|entry| entry.path()).filter(|path| is_json_file(path)).collect();
    tests.sort();
    tests
}

/// A file by its name and by what it is: a pipe would never end.
fn is_json_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json") && path.is_file()
}

fn refused(path: &Path, because: io::Error) -> PolicyError {
    let path = path.to_owned();
    match because.kind() {
        io::ErrorKind::NotFound => PolicyError::Missing { path, because },
        _ => PolicyError::Unreadable { path, because: because.to_string() },
    }
}
