//! `rules/format-vectors/vectors.json`: a small published set with its keys, byte by byte, for whoever writes a second
//! reader of rules/FORMAT.md. Made from the code; it changes only with the format.

use std::fs;
use std::path::Path;

use semafor_core::bundle::{Anchor, Role, Seal, Timestamp};
use semafor_publisher::publish::folder;
use semafor_publisher::publish::roots::{self, Change};
use semafor_publisher::publish::signing;
use serde_json::{Map, Value, json};

use crate::publisher::{Publisher, REPOSITORY, at, example, secret, signing_key};

const KEYS: [&str; 6] = ["root-1", "root-2", "root-3", "set", "timestamp", "timestamp-2"];

#[test]
fn the_vectors_are_what_the_code_makes() {
    let path = Path::new(REPOSITORY).join("rules/format-vectors/vectors.json");
    let vectors = format!("{:#}\n", vectors());
    if path.exists() && fs::read_to_string(&path).unwrap() == vectors {
        return;
    }
    folder::write(&path, vectors.as_bytes()).unwrap();
    panic!("rules/format-vectors/vectors.json was rewritten: look at the difference, then run again");
}

/// Root 1, a set, then root 2 with another timestamp key, and a timestamp by it.
fn vectors() -> Value {
    let publisher = Publisher::new("vectors");
    publisher.publish(&example(), 60);
    let root_1 = signing::published_root(&publisher.folder).unwrap().unwrap();
    let change = Change {
        role: Role::Timestamp,
        add: vec![secret("timestamp-2").public().clone()],
        remove: vec![secret("timestamp").public().id().clone()],
        threshold: None,
    };
    let root_2 = roots::next(&root_1, &publisher.config, at(120), &[change]).unwrap();
    folder::write(&publisher.folder.draft_root(), &Seal::unsigned(root_2.to_payload()).to_bytes()).unwrap();
    publisher.sign("root-1");
    publisher.sign("root-2");
    publisher.put("timestamp-2", 180).unwrap();
    let walk = publisher.phone(200).unwrap();
    let snapshot = walk.contents.snapshot(at(200), &|blob| publisher.folder.blob(blob).unwrap()).unwrap();
    json!({
        "about": "A published set in the format of rules/FORMAT.md. The private keys are SHA-256 of `semafor test key NAME`: \
                  everybody knows them, and nothing may ever trust them. Files and payloads are in hex.",
        "environment": root_1.environment.as_str(),
        "at": at(200),
        "keys": keys(),
        "files": files(&publisher),
        "set": walk.contents.set().version,
        "snapshot": snapshot.id(),
        "refused": refused(&walk.anchor, walk.contents.timestamp()),
    })
}

fn keys() -> Value {
    let key = |name: &str| {
        let public = secret(name).public().clone();
        let private = hex(&signing_key(name).to_bytes());
        let id = hex(public.id().as_bytes());
        (name.to_owned(), json!({"private": private, "point": hex(public.point()), "id": id}))
    };
    Value::Object(KEYS.into_iter().map(key).collect())
}

fn files(publisher: &Publisher) -> Value {
    let public = publisher.folder.public();
    let mut files = Map::new();
    for folder in ["", "roots", "blobs"] {
        for name in folder::names(&public.join(folder)).unwrap() {
            let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if !public.join(&name).is_dir() {
                let bytes = folder::read_present(&public.join(&name), 1_000_000).unwrap();
                files.insert(name, hex(&bytes).into());
            }
        }
    }
    files.into()
}

/// Timestamps that a client which has taken the files refuses, with the reason in this program's words.
fn refused(anchor: &Anchor, seen: &Timestamp) -> Value {
    let environment = &anchor.root().environment;
    let context = environment.context(Role::Timestamp);
    let next = Timestamp { version: seen.version.saturating_add(1), signed_at: at(190), ..seen.clone() };
    let sealed =
        |timestamp: &Timestamp, key: &str, context: &str| secret(key).sign(timestamp.to_payload(), context).to_bytes();
    let changed = |change: fn(&mut Timestamp)| {
        let mut timestamp = next.clone();
        change(&mut timestamp);
        sealed(&timestamp, "timestamp-2", &context)
    };
    let cases = [
        ("signed by the key that was replaced", sealed(&next, "timestamp", &context)),
        ("signed for another role", sealed(&next, "timestamp-2", &environment.context(Role::Set))),
        ("signed for another environment", sealed(&next, "timestamp-2", "semafor/production/timestamp/1")),
        ("not signed", Seal::unsigned(next.to_payload()).to_bytes()),
        ("an older version", changed(|timestamp| timestamp.version = 1)),
        ("an older set", changed(|timestamp| timestamp.set_version = 0)),
        ("two contents of one version", changed(|timestamp| timestamp.version = 2)),
        ("signed before what was seen", changed(|timestamp| timestamp.signed_at = at(100))),
        ("expired", changed(|timestamp| timestamp.expires_at = at(195))),
        ("from beyond the root's end", changed(|timestamp| timestamp.signed_at = at(900 * 86_400))),
    ];
    assert!(anchor.timestamp(&sealed(&next, "timestamp-2", &context), Some(seen), at(200)).is_ok());
    let case = |(case, file): (&str, Vec<u8>)| {
        let because = anchor.timestamp(&file, Some(seen), at(200)).unwrap_err();
        json!({"timestamp": hex(&file), "case": case, "because": because.to_string()})
    };
    cases.map(case).to_vec().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
