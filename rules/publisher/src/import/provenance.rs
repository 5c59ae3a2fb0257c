//! `provenance.json`: where everything in an imported directory comes from, what was checked, and what was left out.

use semafor_core::instant::Instant;
use serde::Serialize;

use super::names::sha256;
use super::origin::Place;
use super::staging::{Staged, StagingError};
use super::{ImportError, Imported};

/// The record of one imported directory.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    /// The source's kind, as on the command line.
    pub source: &'static str,
    /// Address or path.
    pub from: String,
    /// When it was imported.
    pub at: Instant,
    /// What was verified, and with what.
    pub checked: Vec<String>,
    /// What was not verified though one might think so.
    pub not_checked: Vec<String>,
    /// How many came in, are kept, were left out.
    pub counts: Counts,
    /// The files beside this one.
    pub files: Vec<FileRecord>,
    /// Every imported thing.
    pub things: Vec<Thing>,
    /// Everything that was left out.
    pub left_out: Vec<LeftOut>,
}

/// Counts of things. `received` is always `kept` and `left_out` together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Came in.
    #[serde(rename = "in")]
    pub received: usize,
    /// Are kept.
    #[serde(rename = "out")]
    pub kept: usize,
    /// Were left out.
    pub left_out: usize,
}

/// A file of the directory.
#[derive(Clone, Debug, Serialize)]
pub struct FileRecord {
    /// Its name.
    pub file: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Its size.
    pub bytes: usize,
    /// Address or path it came from; absent for what the import made itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A key, a rule, a value set, a slice.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Thing {
    /// Key id; identifier and version; value set id; key id, partition, chunk and hash.
    pub id: String,
    /// The file it is in.
    pub file: String,
    /// SHA-256 of its bytes in hex; of a key, of its certificate's DER.
    pub sha256: String,
    /// What is to be known before it is used, such as `test-only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// Something that came and is not used.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// What.
    pub id: String,
    /// Why.
    pub because: String,
}

/// A directory and its record while they are made. [`Part::seal`] refuses a record that does not add up.
pub(super) struct Part {
    staged: Staged,
    provenance: Provenance,
    received: usize,
    bytes: usize,
}

/// Bytes of one directory. All of Europe's revocation lists had a tenth of it.
const MOST_BYTES: usize = 4_294_967_295;

/// A part that is whole and only has to be put in its place.
pub(super) struct Sealed {
    staged: Staged,
    provenance: Provenance,
}

impl Part {
    pub(super) fn new(staged: Staged, source: &'static str, from: &Place, at: Instant) -> Self {
        let provenance = Provenance {
            source,
            from: from.to_string(),
            at,
            checked: Vec::new(),
            not_checked: Vec::new(),
            counts: Counts { received: 0, kept: 0, left_out: 0 },
            files: Vec::new(),
            things: Vec::new(),
            left_out: Vec::new(),
        };
        Self { staged, provenance, received: 0, bytes: 0 }
    }

    /// So many things came in: counted where they arrive, held against the record in the end.
    pub(super) fn receive(&mut self, count: usize) {
        self.received = self.received.saturating_add(count);
    }

    /// Says what was verified.
    pub(super) fn checked(&mut self, what: impl Into<String>) {
        self.provenance.checked.push(what.into());
    }

    /// Says what was not.
    pub(super) fn not_checked(&mut self, what: impl Into<String>) {
        self.provenance.not_checked.push(what.into());
    }

    /// Writes a file.
    pub(super) fn write(&mut self, file: &str, bytes: &[u8], from: Option<&str>) -> Result<(), ImportError> {
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > MOST_BYTES {
            return Err(ImportError::TooMany { at: self.provenance.from.clone(), what: "bytes", most: MOST_BYTES });
        }
        self.staged.write(file, bytes)?;
        let record = FileRecord {
            file: file.to_owned(),
            sha256: sha256(bytes),
            bytes: bytes.len(),
            from: from.map(str::to_owned),
        };
        self.provenance.files.push(record);
        Ok(())
    }

    /// Whether a file of this name was written already.
    pub(super) fn has(&self, file: &str) -> bool {
        self.staged.has(file)
    }

    /// A thing is kept.
    pub(super) fn keep(&mut self, thing: Thing) {
        self.provenance.things.push(thing);
    }

    /// A thing is left out.
    pub(super) fn leave_out(&mut self, id: impl Into<String>, because: impl Into<String>) {
        self.provenance.left_out.push(LeftOut { id: id.into(), because: because.into() });
    }

    /// Adds up, and writes the record.
    pub(super) fn seal(mut self) -> Result<Sealed, ImportError> {
        let (kept, left_out) = (self.provenance.things.len(), self.provenance.left_out.len());
        if self.received != kept.saturating_add(left_out) {
            return Err(ImportError::Count { received: self.received, kept, left_out });
        }
        self.provenance.counts = Counts { received: self.received, kept, left_out };
        let mut text = serde_json::to_vec_pretty(&self.provenance)
            .map_err(|error| ImportError::Malformed { at: "provenance.json".to_owned(), because: error.to_string() })?;
        text.push(b'\n');
        self.staged.write("provenance.json", &text)?;
        Ok(Sealed { staged: self.staged, provenance: self.provenance })
    }
}

/// Puts all parts in their places, or none.
pub(super) fn put_in_place(parts: Vec<Sealed>) -> Result<Vec<Imported>, StagingError> {
    for (index, part) in parts.iter().enumerate() {
        if let Err(error) = part.staged.put_in_place() {
            parts.iter().take(index).for_each(|part| part.staged.take_back());
            return Err(error);
        }
    }
    let imported = |part: Sealed| {
        part.staged.settle();
        Imported { directory: part.staged.target.clone(), kind: part.staged.kind, provenance: part.provenance }
    };
    Ok(parts.into_iter().map(imported).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::import::staging::{Content, Kind};

    fn part(content: &Content<'_>, kind: Kind, mark: &str) -> Part {
        let mut part = Part::new(content.stage(kind).unwrap(), "files", &Place::parse("here").unwrap(), Instant::MIN);
        part.write("mark", mark.as_bytes(), None).unwrap();
        part
    }

    #[test]
    fn all_parts_get_their_places_or_none() {
        let root = std::env::temp_dir().join(format!("semafor-import-{}", std::process::id()));
        let content = Content::open(&root, "x").unwrap();
        let sealed = |mark| [Kind::Rules, Kind::ValueSets].map(|kind| part(&content, kind, mark).seal().unwrap());
        put_in_place(sealed("old").into()).unwrap();
        let newer = sealed("new");
        fs::remove_dir_all(root.join("valuesets/.x.importing")).unwrap();
        assert!(matches!(put_in_place(newer.into()), Err(StagingError::Failed { .. })));
        let marks = ["rules", "valuesets"].map(|kind| fs::read_to_string(root.join(kind).join("x/mark")).unwrap());
        assert_eq!(marks, ["old", "old"]);
        put_in_place(sealed("new").into()).unwrap();
        let marks = ["rules", "valuesets"].map(|kind| fs::read_to_string(root.join(kind).join("x/mark")).unwrap());
        assert_eq!(marks, ["new", "new"]);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_record_that_does_not_add_up_is_never_written() {
        let root = std::env::temp_dir().join(format!("semafor-count-{}", std::process::id()));
        let content = Content::open(&root, "x").unwrap();
        let mut part = part(&content, Kind::Keys, "x");
        part.receive(2);
        part.keep(Thing::default());
        assert!(matches!(part.seal().err(), Some(ImportError::Count { received: 2, kept: 1, left_out: 0 })));
        assert!(!root.join("keys/.x.importing").exists());
        fs::remove_dir_all(&root).unwrap();
    }
}
