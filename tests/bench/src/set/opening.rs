//! From the file of a device to its first verdict, and what the parts of that take.

use std::error::Error;
use std::path::Path;

use semafor_core::bundle::{BlobRef, Contents, KeyRecords, Kind, PartitionRecord};
use semafor_core::revocation::{Blob, EliasFano, Revocations};
use semafor_core::rulebook::Rulebook;
use semafor_core::store::{Access, SnapshotStore};
use semafor_core::sync;
use semafor_core::trust::TrustList;
use semafor_core::verdict::Verdict;
use semafor_core::verifier::{Policy, TimeContext, check};
use semafor_core::wallet::{DEFAULT_SCHEME, Grounds, Wallet};
use serde_json::Value as Json;

use crate::built;
use crate::case::CZECH_VACCINATION;
use crate::material::{authority, instant};
use crate::measure::{Contender, Rounds};
use crate::production::{CLOCK, draft, vaccination};
use crate::row::{Bound, Row, duration};
use crate::wallet::{Unwrapped, forget};

/// Rows about the file of a device that has synced everything.
pub fn rows(file: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let text = authority(0, CLOCK)?.issue(&draft(1, vaccination(2, 2, "2022-09-15")));
    let parts = Parts::read(file)?;
    first_verdict(file, &text)?;
    let folder = built::folder()?.join("cold-start");
    family(file, &folder)?;
    cold_start(file, &folder, &text)?;
    let contenders = vec![
        Contender::new(|_| first_verdict(file, &text).is_ok()),
        Contender::new(|_| SnapshotStore::open(file, Access::Read).and_then(|store| store.note("due-at")).is_ok()),
        Contender::new(|_| kept(file).is_ok()),
        Contender::new(|_| every_blob(file).is_ok()),
        Contender::new(|_| parts.blobs.iter().all(|(blob, bytes)| blob.check(bytes).is_ok())),
        Contender::new(|_| parts.keys().is_ok()),
        Contender::new(|_| parts.rules().is_ok()),
        Contender::new(|_| parts.lists().is_ok()),
        Contender::new(|_| cold_start(file, &folder, &text).is_ok()),
    ];
    let rounds = Rounds::run(ROUNDS, contenders);
    let row = |name: &str, contender, bound| Row {
        name: name.to_owned(),
        value: duration(rounds.seconds(contender)),
        reference: None,
        ratio: None,
        bound,
    };
    let whole = Bound::Seconds(rounds.seconds(0), MOST_SECONDS);
    let mut first = row("the file → the first verdict", 0, Some(whole));
    first.reference =
        Some(format!("{} keys, {} hashes in {} lists", parts.key_count, parts.hash_count, parts.list_count));
    let cold = Bound::Seconds(rounds.seconds(8), MOST_SECONDS);
    let mut cold = row("set and wallet → the first colour and the first verdict", 8, Some(cold));
    cold.reference = Some(format!("{CERTIFICATES} certificates"));
    Ok(vec![
        first,
        cold,
        row("of that, opening the file", 1, None),
        row("of that, with signatures and indexes", 2, None),
        row("beside it: reading every blob", 3, None),
        row("of that, SHA-256 of every blob", 4, None),
        row("of that, keys: inflate, read", 5, None),
        row("of that, rules and value sets: inflate, JSON, compile", 6, None),
        row("of that, lists: read, make tables", 7, None),
    ])
}

/// The whole of it.
fn first_verdict(file: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let (store, contents) = kept(file)?;
    let snapshot = sync::snapshot(&store, &contents, instant(CLOCK))?;
    let policy = Policy::entry(Some("CZ".to_owned()));
    let report = check(&[text], &policy, &TimeContext::device(instant(CLOCK)), &snapshot);
    if report.verdict != Verdict::Accepted {
        return Err(format!("{:?}: {:?}", report.verdict, report.reasons).into());
    }
    let rules = report.certificates.first().map(|certificate| certificate.rules.len());
    rules.filter(|rules| *rules == CZECH_VACCINATION).ok_or("not all rules were asked")?;
    Ok(())
}

/// An app that is started: set, wallet, the colour of its owner, and a verdict. The wallet's key is unwrapped already.
fn cold_start(file: &Path, folder: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let (store, contents) = kept(file)?;
    let published = sync::published(&store, &contents, instant(CLOCK))?;
    let time = TimeContext::device(instant(CLOCK));
    let grounds = Grounds::of(&published, time);
    let listing = Wallet::open(folder, &Unwrapped)?.list(&grounds)?;
    let owner = listing.people.first().ok_or("nobody is in the wallet")?;
    if listing.status(owner, DEFAULT_SCHEME, &grounds).state.colour().is_none() {
        return Err("the owner has no colour".into());
    }
    let report = check(&[text], &Policy::entry(Some("CZ".to_owned())), &time, &published.snapshot);
    if report.verdict == Verdict::Accepted { Ok(()) } else { Err(format!("{:?}", report.verdict).into()) }
}

/// The wallet of a family.
fn family(file: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    forget(folder)?;
    let (store, contents) = kept(file)?;
    let published = sync::published(&store, &contents, instant(CLOCK))?;
    let authority = authority(0, CLOCK)?;
    let certificate = |number| authority.issue(&draft(number, vaccination(2, 2, "2022-09-15")));
    let texts: Vec<_> = (0..CERTIFICATES).map(certificate).collect();
    let grounds = Grounds::of(&published, TimeContext::device(instant(CLOCK)));
    Wallet::create(folder, &Unwrapped)?.add(&texts, &grounds)?;
    Ok(())
}

fn kept(file: &Path) -> Result<(SnapshotStore, Contents), Box<dyn Error>> {
    let store = SnapshotStore::open(file, Access::Read)?;
    store.anchor()?.ok_or("no root")?;
    let contents = store.contents()?.ok_or("nothing was synced")?;
    Ok((store, contents))
}

fn every_blob(file: &Path) -> Result<usize, Box<dyn Error>> {
    let (store, contents) = kept(file)?;
    let bytes = contents.named().map(|blob| store.blob(&blob.hash).map(|bytes| bytes.map_or(0, |bytes| bytes.len())));
    Ok(bytes.sum::<Result<usize, _>>()?)
}

/// What the file holds, apart.
struct Parts {
    /// As they were transferred.
    blobs: Vec<(BlobRef, Vec<u8>)>,
    keys: Vec<(BlobRef, Vec<u8>)>,
    policy: Vec<(BlobRef, Vec<u8>)>,
    lists: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
    key_count: usize,
    list_count: usize,
    hash_count: usize,
}

impl Parts {
    fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        let (store, contents) = kept(file)?;
        let (blobs, keys, policy, lists) = Default::default();
        let mut parts = Self { blobs, keys, policy, lists, key_count: 0, list_count: 0, hash_count: 0 };
        for (kind, entry) in contents.entries() {
            let mut held = Vec::new();
            for blob in &entry.blobs {
                held.extend(store.blob(&blob.hash)?.map(|bytes| (*blob, bytes)));
            }
            parts.blobs.extend(held.iter().cloned());
            match kind {
                Kind::Keys => parts.keys.extend(held),
                Kind::Revocation => {
                    let bytes = held.into_iter().map(|(_, bytes)| bytes).collect();
                    parts.lists.push((entry.about.clone().unwrap_or_default(), bytes));
                }
                _ => parts.policy.extend(held),
            }
        }
        parts.key_count = parts.keys()?.len();
        parts.list_count = parts.lists.iter().filter(|(_, blobs)| !blobs.is_empty()).count();
        for bytes in parts.lists.iter().flat_map(|(_, blobs)| blobs) {
            parts.hash_count = parts.hash_count.saturating_add(EliasFano::parse(bytes.as_slice().into())?.len());
        }
        Ok(parts)
    }

    fn keys(&self) -> Result<TrustList, Box<dyn Error>> {
        let mut list = TrustList::new();
        for (blob, bytes) in &self.keys {
            KeyRecords::parse(&blob.unpack(bytes.clone())?)?.0.into_iter().for_each(|key| list.add(key));
        }
        Ok(list)
    }

    fn rules(&self) -> Result<Rulebook, Box<dyn Error>> {
        let json = |(blob, bytes): &(BlobRef, Vec<u8>)| -> Result<Json, Box<dyn Error>> {
            Ok(serde_json::from_slice(&blob.unpack(bytes.clone())?)?)
        };
        let documents = self.policy.iter().map(json).collect::<Result<Vec<_>, _>>()?;
        Ok(Rulebook::read(&documents).map_err(|(_, error)| error)?)
    }

    fn lists(&self) -> Result<Revocations, Box<dyn Error>> {
        let list = |(about, blobs): &(Vec<u8>, Vec<Vec<u8>>)| -> Result<_, Box<dyn Error>> {
            let blobs = blobs.iter().map(|bytes| Blob::Loaded(bytes.as_slice().into())).collect();
            Ok(PartitionRecord::parse(about)?.with_blobs(blobs))
        };
        Ok(Revocations::of(self.lists.iter().map(list).collect::<Result<Vec<_>, _>>()?))
    }
}

const ROUNDS: usize = 31;

/// Of a family.
const CERTIFICATES: u32 = 20;

/// Whoever opens the app waits for this.
const MOST_SECONDS: f64 = 0.05;
