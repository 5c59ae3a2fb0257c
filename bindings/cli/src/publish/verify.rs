//! `semafor publish verify`: what a phone would find.

use std::collections::BTreeMap;
use std::io::{self, Write};

use semafor_core::instant::Instant;
use semafor_core::limits;
use semafor_publisher::publish::folder;
use semafor_publisher::publish::walk::{self, Amount, Clock, WalkError};
use serde::Serialize;

use crate::args::publish::Verify;
use crate::exit::{Exit, Failure};
use crate::inspect::json;

use super::remote::Remote;

#[derive(Serialize)]
struct Document {
    at: Instant,
    environment: String,
    root: Signed,
    timestamp: Signed,
    set: Signed,
    kinds: BTreeMap<String, Amount>,
    snapshot: String,
    keys: usize,
    rules: usize,
    next_change: Option<Instant>,
}

#[derive(Serialize)]
struct Signed {
    version: u64,
    signed_at: Instant,
    expires_at: Instant,
}

pub(super) fn verify(options: &Verify, out: &mut dyn Write) -> Result<Exit, Failure> {
    let root = options.root.as_deref().map(|path| folder::read_present(path, limits::ROOT_BYTES)).transpose()?;
    if let Some(remote) = options.folder.to_str().and_then(Remote::at) {
        let remote = remote?;
        let found = found(&|name, most| remote.get(name, most), root.as_deref(), options.at.get());
        // A server that fails has published nothing to be refused.
        return remote.failure().map_or_else(|| answer(found, options.json, out), Err);
    }
    let public = super::public(&options.folder);
    if !public.is_dir() {
        return Err(Failure::NoInput { path: public, because: io::ErrorKind::NotFound.into() });
    }
    answer(found(&walk::files(&public), root.as_deref(), options.at.get()), options.json, out)
}

fn answer(found: Result<Document, WalkError>, as_json: bool, out: &mut dyn Write) -> Result<Exit, Failure> {
    match found {
        Ok(document) if as_json => json(&document, out).map_err(Failure::from).map(|()| Exit::Done),
        Ok(document) => document.show(out).map_err(Failure::from).map(|()| Exit::Done),
        Err(refusal) if as_json => {
            json(&BTreeMap::from([("refused", refusal.to_string())]), out)?;
            Ok(Exit::Refused)
        }
        Err(refusal) => {
            writeln!(out, "refused: {refusal}")?;
            Ok(Exit::Refused)
        }
    }
}

fn found(source: &walk::Source<'_>, root: Option<&[u8]>, at: Instant) -> Result<Document, WalkError> {
    let walked = walk::walk(source, root, Clock::At(at))?;
    let kinds = walked.check_blobs(source)?;
    let snapshot = walked.snapshot(source, at)?;
    let next_change = walked.contents.next_change(at);
    if let Some(next) = next_change {
        walked.snapshot(source, next)?;
    }
    let (root, timestamp, set) = (walked.root(), walked.contents.timestamp(), walked.contents.set());
    Ok(Document {
        at,
        environment: root.environment.to_string(),
        root: Signed { version: root.version, signed_at: root.signed_at, expires_at: root.expires_at },
        timestamp: Signed {
            version: timestamp.version,
            signed_at: timestamp.signed_at,
            expires_at: timestamp.expires_at,
        },
        set: Signed { version: set.version, signed_at: set.signed_at, expires_at: set.expires_at },
        kinds,
        snapshot: snapshot.id().to_owned(),
        keys: snapshot.keys().len(),
        rules: snapshot.rulebook().len(),
        next_change,
    })
}

impl Document {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "environment {}", self.environment)?;
        for (role, signed) in [("root", &self.root), ("timestamp", &self.timestamp), ("set", &self.set)] {
            let Signed { version, signed_at, expires_at } = signed;
            writeln!(out, "{role} {version}, {signed_at} to {expires_at}")?;
        }
        for (kind, Amount { entries, bytes }) in &self.kinds {
            writeln!(out, "  {kind:<10} {entries} entries, {bytes} bytes")?;
        }
        writeln!(out, "snapshot {}: {} keys, {} rules", self.snapshot, self.keys, self.rules)?;
        if let Some(next) = self.next_change {
            writeln!(out, "another one from {next}")?;
        }
        writeln!(out, "a phone takes it")
    }
}
