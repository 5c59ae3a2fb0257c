//! Slices in a tar.gz, as the EU distribution service sends them (protocols.md §2.3).
//!
//! An entry's name is `kid/partition/chunk/hash`, where the key id is standard base64 and may hold a slash, so names are
//! split from the right. The blocks that end an archive are missing; the end of a whole gzip stream ends it too, while a
//! gzip stream that breaks off is an error.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use tar::Archive;

/// Entries of one archive. A chunk has a slice for each minute in which batches of it expire.
pub(super) const ENTRIES: usize = 4_096;

/// Bytes of one slice. A Bloom filter at p = 1e-12 for the 6,250 hashes of a full chunk has 45 KB, for the 100,000 of a
/// whole list 720 KB.
pub(super) const SLICE_BYTES: usize = 8_388_608;

/// Bytes of one archive, unpacked.
const UNPACKED_BYTES: u64 = 134_217_728;

/// Bytes of an archive as it is sent.
pub(super) const ARCHIVE_BYTES: usize = 67_108_864;

/// A slice in an archive.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) kid: String,
    pub(super) partition: String,
    pub(super) chunk: String,
    /// As its name says; nothing has been verified yet.
    pub(super) hash: String,
    pub(super) bytes: Vec<u8>,
}

/// Hands over every slice, one in memory at a time.
pub(super) fn slices<E>(
    bytes: &[u8],
    damaged: impl Fn(ArchiveError) -> E,
    mut take: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    let mut unpacked = GzDecoder::new(bytes).take(UNPACKED_BYTES);
    let mut archive = Archive::new(&mut unpacked);
    let entries = archive.entries().map_err(|error| damaged(error.into()))?;
    for (count, entry) in entries.enumerate() {
        if count >= ENTRIES {
            return Err(damaged(ArchiveError::TooMany));
        }
        match entry.map_err(ArchiveError::from).and_then(read) {
            Ok(Some(entry)) => take(entry)?,
            Ok(None) => {}
            Err(error) => return Err(damaged(error)),
        }
    }
    // The checksum stands behind the last byte: what lies between is read too, so that a cut is noticed.
    io::copy(&mut unpacked, &mut io::sink()).map_err(|error| damaged(error.into()))?;
    if unpacked.limit() == 0 { Err(damaged(ArchiveError::TooLarge)) } else { Ok(()) }
}

/// An entry that is a slice; folders are none.
fn read(mut entry: tar::Entry<'_, impl Read>) -> Result<Option<Entry>, ArchiveError> {
    let kind = entry.header().entry_type();
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    if kind.is_dir() {
        return Ok(None);
    }
    if !kind.is_file() {
        return Err(ArchiveError::NoSlice { name });
    }
    let mut slice = named(&name)?;
    let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
    if size > SLICE_BYTES {
        return Err(ArchiveError::TooLarge);
    }
    entry.read_to_end(&mut slice.bytes)?;
    if slice.bytes.len() == size { Ok(Some(slice)) } else { Err(ArchiveError::Cut { name }) }
}

fn named(name: &str) -> Result<Entry, ArchiveError> {
    let no_slice = || ArchiveError::NoSlice { name: name.to_owned() };
    let mut parts = name.trim_start_matches("./").rsplitn(4, '/');
    let mut next = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned).ok_or_else(no_slice);
    let (hash, chunk, partition, kid) = (next()?, next()?, next()?, next()?);
    Ok(Entry { kid, partition, chunk, hash, bytes: Vec::new() })
}

/// Why an archive cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    #[error("the archive is damaged or cut: {0}")]
    Damaged(#[from] io::Error),
    #[error("the archive is cut in {name:?}")]
    Cut { name: String },
    #[error("the archive has an entry {name:?}, which is no slice")]
    NoSlice { name: String },
    #[error("the archive has more than {ENTRIES} entries")]
    TooMany,
    #[error("the archive or a slice in it is larger than the bounds of {UNPACKED_BYTES} and {SLICE_BYTES} bytes")]
    TooLarge,
}

#[cfg(test)]
mod tests;
