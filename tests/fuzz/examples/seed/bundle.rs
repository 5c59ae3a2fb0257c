//! One of each file of a published set, and some that are nearly one.

use std::error::Error;

use semafor_core::bundle::{
    BlobHash, BlobRef, Entry, Environment, Index, KeyRecords, Kind, KindIndex, PartitionRecord, RoleKey, RoleKeys,
    Root, Seal, Set, Timestamp, pack,
};
use semafor_core::cose::KeyId;
use semafor_core::instant::Instant;
use semafor_core::key::PublicKey;
use semafor_core::revocation::{Chunk, Form, HashType, Probability};
use semafor_core::trust::{Domain, Role, TrustedKey, Usage, Usages};
use semafor_core::verifier::FreshnessLimits;

/// The bytes of each, with the letter of what it is before them.
pub(crate) fn files() -> Result<Vec<(String, Vec<u8>)>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut add = |shape: u8, name: &str, bytes: Vec<u8>| {
        files.push((name.to_owned(), [vec![shape], bytes.clone()].concat()));
        // The same, signed as every role in turn.
        files.push((format!("{name}-signed"), [b"-".to_vec(), bytes].concat()));
    };
    let (root, set, timestamp) = (root()?, set()?, timestamp());
    add(b'r', "root", root.to_payload());
    add(b'r', "root-2", Root { version: 2, ..root.clone() }.to_payload());
    add(b'm', "set", set.to_payload());
    add(b't', "timestamp", timestamp.to_payload());
    add(b's', "seal", Seal::unsigned(root.to_payload()).to_bytes());
    add(b'i', "index", index()?.to_bytes());
    add(b'i', "index-empty", Index::default().to_bytes());
    add(b'k', "keys", keys()?.to_bytes());
    add(b'p', "partition", partition()?.to_bytes());
    add(b'b', "blob", vec![7; 900]);
    add(b'b', "blob-deflated", pack(&[7; 900]).1);
    Ok(files)
}

fn root() -> Result<Root, Box<dyn Error>> {
    let role = |byte: u8| {
        let mut point = [byte; 65];
        point[0] = 4;
        RoleKey::new(&point).ok_or("no point").and_then(|key| RoleKeys::new(1, vec![key]).map_err(|_| "no role"))
    };
    Ok(Root {
        environment: Environment::new("test").ok_or("no name")?,
        version: 1,
        signed_at: Instant::MIN,
        expires_at: Instant::MAX,
        root: role(1)?,
        set: role(2)?,
        timestamp: role(2)?,
    })
}

fn set() -> Result<Set, Box<dyn Error>> {
    let freshness = FreshnessLimits::new(1, 2, 3).ok_or("no limits")?;
    let kind = |kind: Kind, critical| KindIndex { kind, part: String::new(), critical, blob: blob(), freshness };
    let kinds =
        vec![kind(Kind::Keys, true), kind(Kind::Revocation, false), kind(Kind::Other("later".to_owned()), false)];
    Ok(Set { version: 1, signed_at: Instant::MIN, expires_at: Instant::MAX, kinds })
}

fn timestamp() -> Timestamp {
    let (signed_at, expires_at) = (Instant::MIN, Instant::MAX);
    Timestamp { version: 1, signed_at, expires_at, root_version: 1, set_version: 1, set: blob() }
}

fn index() -> Result<Index, Box<dyn Error>> {
    let entry = |key: &str, effective_from| {
        let about = Some(vec![1]);
        Entry { key: key.to_owned(), effective_from, blobs: vec![blob(), blob()], about }
    };
    let later = Instant::from_unix(1_700_000_000);
    Ok(Index { entries: vec![entry("CZ", None), entry("CZ", later), entry("DE", later)] })
}

fn keys() -> Result<KeyRecords, Box<dyn Error>> {
    let key = |byte: u8, key, usages| -> Result<TrustedKey, Box<dyn Error>> {
        Ok(TrustedKey {
            key_id: KeyId::new(&[byte; 8]).ok_or("no id")?,
            key,
            not_before: Instant::MIN,
            not_after: Instant::MAX,
            usages,
            domain: Domain::EuDcc,
            role: Role::DocumentSigner,
            country: Some("CZ".to_owned()),
            participant: None,
            test_only: false,
            fingerprint: [byte; 32],
        })
    };
    let point = PublicKey::P256(Box::new([4; 65]));
    let rsa = PublicKey::Rsa { modulus: vec![0x80; 256], exponent: vec![1, 0, 1] };
    Ok(KeyRecords(vec![key(1, Ok(point), Usages::Any)?, key(2, Ok(rsa), Usages::Only(vec![Usage::Test]))?]))
}

fn partition() -> Result<PartitionRecord, Box<dyn Error>> {
    Ok(PartitionRecord {
        key_id: KeyId::new(&[1; 8]).ok_or("no id")?,
        hash_types: vec![HashType::Uci, HashType::Signature],
        chunk: Chunk::parse("a7").ok_or("no chunk")?,
        expires_at: Instant::from_unix(1_700_000_000),
        form: Form::EliasFano,
        false_hit: Probability::new(0.5).ok_or("no probability")?,
    })
}

fn blob() -> BlobRef {
    BlobRef { hash: BlobHash([7; 32]), size: 900, inflated: Some(9_000) }
}
