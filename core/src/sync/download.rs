//! Blobs: small ones several at once, large ones in parts, each part kept, so that a download goes on where it broke off.

use std::thread::{self, ScopedJoinHandle};

use super::{Answer, Progress, Run, SyncError, refused};
use crate::bundle::BlobRef;
use crate::limits;
use crate::ports::{ByteRange, Request, Transport, TransportError};

/// Bytes that are asked for at once: between two parts a download can be ended, and what has come is safe.
const PART: usize = 1_048_576;

/// Requests for small blobs that are under way at once, as many as browsers make of one server. Most blobs are smaller than
/// what a network carries while one answer is waited for.
const AT_ONCE: usize = 6;

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
        for some in blobs.chunks(AT_ONCE) {
            let held: usize = batch.iter().map(|(_, bytes)| bytes.len()).sum();
            if held > BATCH {
                self.run.store.put_blobs(&batch)?;
                batch.clear();
            }
            if let Err(error) = self.some(some, &mut batch) {
                self.run.store.put_blobs(&batch)?;
                return Err(error);
            }
        }
        self.run.store.put_blobs(&batch)?;
        Ok(batch)
    }

    /// Adds these to the batch. After a fault only those are added that were asked for already.
    fn some(&mut self, blobs: &[BlobRef], batch: &mut Vec<(BlobRef, Vec<u8>)>) -> Result<(), SyncError> {
        let mut fault = Ok(());
        for (blob, answer) in blobs.iter().zip(self.ask(blobs)?) {
            if fault.is_err() && answer.is_none() {
                continue;
            }
            match self.one(blob, answer) {
                Ok(bytes) => batch.push((*blob, bytes)),
                Err(error) => fault = fault.and(Err(error)),
            }
        }
        fault
    }

    /// The answers to requests for those of these that are small and not begun yet, asked for at once.
    fn ask(&mut self, blobs: &[BlobRef]) -> Result<Vec<Option<Answer>>, SyncError> {
        let mut requests = Vec::new();
        for blob in blobs {
            let is_simple = blob.size <= PART && self.run.store.partial(&blob.hash)?.is_empty();
            // Whoever has ended it is told so by the first that is not asked for.
            let asks = is_simple && self.run.may_ask().is_ok();
            let request =
                || Request { url: self.run.address(&path(blob)), etag: None, range: None, most_bytes: of(blob.size) };
            requests.push(asks.then(request));
        }
        Ok(get_all(self.run.transport, requests))
    }

    /// One blob, if it was asked for with the answer. What is left of an earlier attempt may be another file's: then once
    /// more from the beginning.
    fn one(&mut self, blob: &BlobRef, answer: Option<Answer>) -> Result<Vec<u8>, SyncError> {
        let kept = self.run.store.partial(&blob.hash)?;
        let resumed = !kept.is_empty();
        let fault = |because| SyncError::Blob { path: path(blob), because };
        let bytes = self.rest(blob, kept, answer)?;
        match blob.check(&bytes) {
            Ok(()) => Ok(bytes),
            Err(because) => {
                self.run.store.drop_partial(&blob.hash)?;
                if !resumed {
                    return Err(fault(because));
                }
                let bytes = self.rest(blob, Vec::new(), None)?;
                blob.check(&bytes).map_err(fault).map(|()| bytes)
            }
        }
    }

    /// Everything behind the bytes that are there.
    fn rest(&mut self, blob: &BlobRef, mut bytes: Vec<u8>, mut answer: Option<Answer>) -> Result<Vec<u8>, SyncError> {
        let before = self.done;
        while bytes.len() < blob.size {
            let (came, start) = self.part(blob, &mut bytes, answer.take())?;
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
    fn part(
        &mut self,
        blob: &BlobRef,
        bytes: &mut Vec<u8>,
        answer: Option<Answer>,
    ) -> Result<(Came, usize), SyncError> {
        let (path, from) = (path(blob), bytes.len());
        let left = blob.size.saturating_sub(from);
        let in_parts = from > 0 || blob.size > PART;
        let range = in_parts.then(|| ByteRange { from: of(from), bytes: of(left.min(PART)) });
        let most_bytes = of(blob.size);
        let answer = match answer {
            Some(answer) => self.run.answered(&path, most_bytes, answer)?,
            None => {
                let request = Request { url: self.run.address(&path), etag: None, range, most_bytes };
                self.run.request(&path, request)?
            }
        };
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

/// The answers to these, each in its place; all are under way at once.
fn get_all(transport: &dyn Transport, requests: Vec<Option<Request>>) -> Vec<Option<Answer>> {
    let broken = |detail: String| Err(TransportError::NoConnection { detail });
    thread::scope(|scope| {
        let ask = |request: Request| {
            thread::Builder::new()
                .spawn_scoped(scope, move || transport.get(request))
                .map_err(|error| error.to_string())
        };
        let asked: Vec<_> = requests.into_iter().map(|request| request.map(ask)).collect();
        let answer = |asked: Result<ScopedJoinHandle<'_, Answer>, String>| match asked {
            Ok(asked) => asked.join().unwrap_or_else(|_| broken("the transport broke down".to_owned())),
            Err(no_thread) => broken(no_thread),
        };
        asked.into_iter().map(|asked| asked.map(answer)).collect()
    })
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
