//! What is wrong with a policy: where, and in words.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong, or worth a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file, as it can be opened from where the tool was started.
    pub path: String,
    /// The place in it as a JSON pointer (RFC 6901); empty for the file as a whole.
    pub pointer: String,
    /// What is wrong, in one line.
    pub message: String,
    /// Worth knowing, but nothing that fails.
    pub is_note: bool,
}

impl Finding {
    /// Something wrong.
    pub fn new(path: impl Into<String>, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), pointer: pointer.into(), message: message.into(), is_note: false }
    }

    /// Something worth knowing.
    pub fn note(path: impl Into<String>, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { is_note: true, ..Self::new(path, pointer, message) }
    }
}

impl fmt::Display for Finding {
    /// `FILE#/pointer: message`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note = if self.is_note { "note: " } else { "" };
        let mark = if self.pointer.is_empty() { "" } else { "#" };
        write!(out, "{note}{}{mark}{}: {}", self.path, self.pointer, self.message)
    }
}

/// Findings about one thing, at most [`MOST`]: a file with a million faults is told of the first ones.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<Finding>,
    more: usize,
}

/// The most findings about one thing.
pub(crate) const MOST: usize = 100;

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.found.len() < MOST {
            self.found.push(finding);
        } else if !finding.is_note {
            self.more = self.more.saturating_add(1);
        }
    }

    /// All of them, and a last one that counts those left out.
    pub(crate) fn into_vec(mut self) -> Vec<Finding> {
        if let (Some(last), true) = (self.found.last(), self.more > 0) {
            self.found.push(Finding::new(last.path.clone(), "", format!("and {} more findings", self.more)));
        }
        self.found
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}
