//! The EU revocation distribution service: `/lists`, partitions, and chunks as archives of slices (protocols.md §2.3).
//!
//! All of it belongs to one state of the service, named by the ETag of `/lists`; where that changes on the way (412),
//! the import begins again. Slices are kept byte for byte, `index.json` says where each belongs. A list that cannot be
//! fetched is kept as such, so that it is never taken for no list.

use std::collections::{BTreeMap, BTreeSet};

use semafor_core::instant::Instant;

use super::archive::{self, ARCHIVE_BYTES, Entry};
use super::eu_rules::json;
use super::names::sha256;
use super::origin::{Answer, Origin, Request, Status};
use super::provenance::{Part, Thing};
use super::revocation_index::{Index, List, ListedList, ListedPartition, Mode, Slice};
use super::{ImportError, OriginError, StagingError};

/// How often an import begins again.
const ROUNDS: usize = 3;

/// Bytes of `/lists`: 200 for each key.
const LISTS_BYTES: usize = 8_388_608;

/// Bytes of a list's partitions: up to 256, with up to 16 chunks of some slices each.
const PARTITIONS_BYTES: usize = 33_554_432;

/// Partitions of a list: two nibbles.
const PARTITIONS: usize = 256;

/// Slices of one import. One costs at least a few hundred bytes, and all of Europe had fewer hashes than that.
const SLICES: usize = 1_000_000;

/// Reads all lists.
pub(super) fn read(
    origin: &Origin<'_>,
    new: impl Fn() -> Result<Part, StagingError>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Part, ImportError> {
    for _ in 0..ROUNDS {
        // The part of a round that failed is dropped, and its files with it, before the next begins.
        match Round::begin(origin, new()?)?.finish(progress) {
            Ok(part) => return Ok(part),
            Err(Stop::Changed) => {}
            Err(Stop::Failed(error)) => return Err(error),
        }
    }
    Err(ImportError::Changing { at: origin.name(), times: ROUNDS })
}

/// One reading of the service, in one state.
struct Round<'a> {
    origin: &'a Origin<'a>,
    part: Part,
    etag: String,
    lists: Vec<ListedList>,
    at: String,
    index: Index,
}

enum Stop {
    /// The service has another state now.
    Changed,
    Failed(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

impl<'a> Round<'a> {
    fn begin(origin: &'a Origin<'a>, part: Part) -> Result<Self, ImportError> {
        let answer = origin.ask(&Request::get("/lists", LISTS_BYTES))?;
        let etag = answer.header("etag").map(str::to_owned);
        let etag = match (etag, origin.path()) {
            (Some(etag), _) => etag,
            // Saved answers do not change.
            (None, Some(_)) => String::new(),
            (None, None) => {
                return Err(OriginError::Header { at: answer.at, name: "ETag", value: String::new() }.into());
            }
        };
        let lists = json(&answer)?;
        Ok(Self { origin, part, etag, lists, at: answer.at, index: Index::default() })
    }

    fn finish(mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<Part, Stop> {
        let lists = std::mem::take(&mut self.lists);
        let mut kids = BTreeSet::new();
        for (done, list) in lists.iter().enumerate() {
            progress(done, lists.len());
            if !kids.insert(&list.kid) {
                return Err(ImportError::Twice { at: self.at, id: list.kid.clone() }.into());
            }
            self.list(list)?;
        }
        progress(lists.len(), lists.len());
        self.part.checked("every listed slice is here; SHA-256 of each; all of one state of the service");
        self.part.not_checked("authenticity: the service signs nothing, only its TLS certificate stands behind it");
        let text = serde_json::to_string_pretty(&self.index);
        let text = text.map_err(|error| malformed("index.json", error.to_string()))?;
        self.part.write("index.json", format!("{text}\n").as_bytes(), None)?;
        Ok(self.part)
    }

    fn list(&mut self, list: &ListedList) -> Result<(), Stop> {
        let expires = Instant::parse(&list.expires);
        let expires = expires.map_err(|error| malformed(&self.at, format!("{:?}: {error}", list.expires)))?;
        let readable = match list.readable() {
            Ok(readable) => readable,
            Err(because) => {
                self.unfetched(list, because);
                return Ok(());
            }
        };
        let path = format!("/lists/{}/partitions", readable.in_path);
        let answer = self.ask(&path, PARTITIONS_BYTES)?;
        let partitions: Vec<ListedPartition> = json(&answer)?;
        if partitions.is_empty() {
            self.unfetched(list, "the service names no partition of it".to_owned());
            return Ok(());
        }
        let chunks = chunks(list, readable.mode, &partitions, &answer.at)?;
        for (address, wanted) in &chunks {
            self.chunk(list, &path, address, wanted)?;
        }
        self.index.lists.push(List {
            kid: list.kid.clone(),
            mode: readable.mode,
            hash_types: list.hash_types.clone(),
            expires,
            last_updated: list.last_updated.clone(),
            slices: chunks.into_values().flatten().collect(),
        });
        Ok(())
    }

    fn unfetched(&mut self, list: &ListedList, because: String) {
        self.part.receive(1);
        self.part.leave_out(format!("list {}", list.kid), because.clone());
        self.index.unfetched.push(list.unfetched(because));
    }

    /// Fetches the slices of one chunk.
    fn chunk(&mut self, list: &ListedList, path: &str, address: &Address, wanted: &[Slice]) -> Result<(), Stop> {
        let (partition, chunk) = address;
        let answer = self.ask(&format!("{path}/{partition}/chunks/{chunk}/slices"), ARCHIVE_BYTES)?;
        let mut expected: BTreeSet<_> = wanted.iter().map(|slice| slice.hash.as_str()).collect();
        let of = expected.len();
        let damaged = |error: archive::ArchiveError| malformed(&answer.at, error.to_string());
        archive::slices(&answer.body, damaged, |entry| {
            is_of(&entry, list, address, &answer.at)?;
            let known = wanted.iter().any(|slice| slice.hash == entry.hash);
            match (expected.remove(entry.hash.as_str()), known) {
                (true, _) => self.slice(&entry, &answer.at),
                (false, true) => Err(ImportError::Twice { at: answer.at.clone(), id: entry.hash }),
                (false, false) => {
                    self.part.receive(1);
                    self.part
                        .leave_out(id(&list.kid, address, &entry.hash), "a slice that its partition does not name");
                    Ok(())
                }
            }
        })?;
        if !expected.is_empty() {
            let missing = expected.into_iter().map(str::to_owned).collect();
            return Err(ImportError::Missing { at: answer.at, what: "slices", missing, of }.into());
        }
        self.part.receive(wanted.len());
        for slice in wanted {
            let id = id(&list.kid, address, &slice.hash);
            self.part.keep(Thing { id, file: slice.file.clone(), sha256: slice.hash.clone(), flags: Vec::new() });
        }
        match self.index.slices().saturating_add(wanted.len()) > SLICES {
            true => Err(ImportError::TooMany { at: answer.at, what: "slices", most: SLICES }.into()),
            false => Ok(()),
        }
    }

    /// Keeps one slice, byte for byte. The same bytes may serve several chunks.
    fn slice(&mut self, entry: &Entry, at: &str) -> Result<(), ImportError> {
        let found = sha256(&entry.bytes);
        if found != entry.hash {
            return Err(ImportError::Hash { at: at.to_owned(), listed: entry.hash.clone(), found });
        }
        let file = Slice::file_of(&entry.hash);
        if self.part.has(&file) { Ok(()) } else { self.part.write(&file, &entry.bytes, Some(at)) }
    }

    /// Asks for something that belongs to this state.
    fn ask(&self, path: &str, most: usize) -> Result<Answer, Stop> {
        let headers = [("if-match", self.etag.as_str())];
        let request = Request { path, saved_as: None, headers: &headers, most };
        let answer = self.origin.ask(&request).map_err(ImportError::from)?;
        if answer.status == Status::Changed { Err(Stop::Changed) } else { Ok(answer) }
    }
}

/// Partition and chunk.
type Address = (String, String);

/// The slices that a list consists of, by where they are.
fn chunks(
    list: &ListedList,
    mode: Mode,
    partitions: &[ListedPartition],
    at: &str,
) -> Result<BTreeMap<Address, Vec<Slice>>, ImportError> {
    if partitions.len() > PARTITIONS {
        return Err(ImportError::TooMany { at: at.to_owned(), what: "partitions", most: PARTITIONS });
    }
    let mut chunks = BTreeMap::<Address, Vec<Slice>>::new();
    let mut ids = BTreeSet::new();
    for partition in partitions {
        if !ids.insert(partition.id()) {
            return Err(ImportError::Twice { at: at.to_owned(), id: format!("partition {}", partition.id()) });
        }
        for slice in partition.slices(list, mode).map_err(|because| malformed(at, because))? {
            chunks.entry((slice.partition.clone(), slice.chunk.clone())).or_default().push(slice);
        }
    }
    match chunks.values().any(|slices| slices.len() > archive::ENTRIES) {
        true => Err(ImportError::TooMany { at: at.to_owned(), what: "slices in a chunk", most: archive::ENTRIES }),
        false => Ok(chunks),
    }
}

/// An entry's name must say the place that was asked for. Whoever packs archives may drop a slash at the beginning.
fn is_of(entry: &Entry, list: &ListedList, (partition, chunk): &Address, at: &str) -> Result<(), ImportError> {
    let bare = |kid: &str| kid.trim_start_matches('/').to_owned();
    for (what, listed, found) in [
        ("the key id of a slice", bare(&list.kid), bare(&entry.kid)),
        ("the partition of a slice", partition.clone(), entry.partition.clone()),
        ("the chunk of a slice", chunk.clone(), entry.chunk.clone()),
    ] {
        if listed != found {
            return Err(ImportError::Mismatch { at: at.to_owned(), what, listed, found });
        }
    }
    Ok(())
}

fn id(kid: &str, (partition, chunk): &Address, hash: &str) -> String {
    format!("{kid} {partition} {chunk} {hash}")
}

fn malformed(at: &str, because: String) -> ImportError {
    ImportError::Malformed { at: at.to_owned(), because }
}
