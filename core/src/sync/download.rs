//! Blobs, one after another: large ones in parts, each part kept, so that a download goes on where it broke off.

use super::{Progress, Run, SyncError, refused};
use crate::bundle::BlobRef;
use crate::limits;
use crate::ports::{ByteRange, Request};

/// Bytes that are asked for at once: between two parts a download can be ended, and what has come is safe.
const PART: usize = 1_048_576;

/// Bytes of small blobs that are written together: a transaction waits for the disk.
const BATCH: usize = 262_144;

pub(super) struct Download<'r, 'a> {
    run: &'r mut Run<'a>,
    /// Whether whoever looks on is told.
    announce: bool,
    done: u64,
}

impl<'r, 'a> Download<'r, 'a> {
    pub(super) fn of(run: &'r mut Run<'a>, announce: bool) -> Self {
        Self { run, announce, done: 0 }
    }

    /// Fetches, checks and keeps these. Gives back the last batch only: what was kept is in the store.
    pub(super) fn all(mut self, blobs: &[BlobRef]) -> Result<Vec<(BlobRef, Vec<u8>)>, SyncError> {
        let bytes = blobs.iter().map(|blob| of(blob.size)).fold(0, u64::saturating_add);
        let (files, most) = (blobs.len(), limits::SET_TOTAL_BYTES);
        if bytes > most || blobs.iter().any(|blob| blob.size > limits::BLOB_BYTES) {
            return Err(SyncError::TooMuch { files, bytes, most });
        }
        if self.announce && files > 0 {
            self.run.watch.progress(Progress::Announced { files: of(files), bytes });
        }
        let mut batch: Vec<(BlobRef, Vec<u8>)> = Vec::new();
        for blob in blobs {
            let fetched = self.one(blob);
            let held: usize = batch.iter().map(|(_, bytes)| bytes.len()).sum();
            if fetched.is_err() || held > BATCH {
                self.run.store.put_blobs(&batch)?;
                batch.clear();
            }
            batch.push((*blob, fetched?));
        }
        self.run.store.put_blobs(&batch)?;
        Ok(batch)
    }

    /// One blob. What is left of an earlier attempt may be another file's: then once more from the beginning.
    fn one(&mut self, blob: &BlobRef) -> Result<Vec<u8>, SyncError> {
        let kept = self.run.store.partial(&blob.hash)?;
        let resumed = !kept.is_empty();
        let fault = |because| SyncError::Blob { path: path(blob), because };
        let bytes = self.rest(blob, kept)?;
        match blob.check(&bytes) {
            Ok(()) => Ok(bytes),
            Err(because) => {
                self.run.store.drop_partial(&blob.hash)?;
                if !resumed {
                    return Err(fault(because));
                }
                let bytes = self.rest(blob, Vec::new())?;
                blob.check(&bytes).map_err(fault).map(|()| bytes)
            }
        }
    }

    /// Everything behind the bytes that are there.
    fn rest(&mut self, blob: &BlobRef, mut bytes: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        let before = self.done;
        while bytes.len() < blob.size {
            let (came, start) = self.part(blob, &mut bytes)?;
            let is_whole = came == Came::Whole || bytes.len() >= blob.size;
            if came == Came::Broken || !is_whole {
                self.keep(blob, start, &bytes)?;
            }
            self.done = before.saturating_add(of(bytes.len().min(blob.size)));
            if self.announce {
                self.run.watch.progress(Progress::Fetched { bytes: self.done });
            }
            match came {
                Came::Broken => return Err(SyncError::BrokenOff { path: path(blob), bytes: bytes.len() }),
                Came::Whole => break,
                Came::Part => {}
            }
        }
        Ok(bytes)
    }

    /// The next part of a blob, or all of it from a server that gives whole files only; with it the place of the first
    /// byte that is new.
    fn part(&mut self, blob: &BlobRef, bytes: &mut Vec<u8>) -> Result<(Came, usize), SyncError> {
        let (path, from) = (path(blob), bytes.len());
        let left = blob.size.saturating_sub(from);
        let in_parts = from > 0 || blob.size > PART;
        let range = in_parts.then(|| ByteRange { from: of(from), bytes: of(left.min(PART)) });
        let request = Request { url: self.run.address(&path), etag: None, range, most_bytes: of(blob.size) };
        let answer = self.run.request(&path, request)?;
        let (came, start) = match answer.status {
            206 if in_parts => {
                bytes.extend_from_slice(&answer.body);
                (if answer.body.is_empty() { Came::Broken } else { Came::Part }, from)
            }
            200 => {
                self.run.store.drop_partial(&blob.hash)?;
                *bytes = answer.body;
                (Came::Whole, 0)
            }
            status => return Err(refused(&path, status, answer.retry_after)),
        };
        Ok((if answer.complete { came } else { Came::Broken }, start))
    }

    fn keep(&mut self, blob: &BlobRef, start: usize, bytes: &[u8]) -> Result<(), SyncError> {
        match bytes.get(start..) {
            Some(part) if !part.is_empty() => Ok(self.run.store.put_partial(&blob.hash, start, part)?),
            _ => Ok(()),
        }
    }
}

/// What a request for a part came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    /// What was asked for.
    Part,
    /// The whole file, whatever was asked for.
    Whole,
    /// Less, or nothing.
    Broken,
}

fn path(blob: &BlobRef) -> String {
    format!("blobs/{}", blob.hash)
}

fn of(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
