//! What is published: a key, one rule and its texts, one colour scheme and its value set, in two generations.

use std::path::Path;

use e2e::author::{Author, TIMESTAMP, at, rules};
use semafor_core::bundle::{Entry, Index, Kind, KindIndex};
use semafor_core::bundle::{KeyRecords, Set};
use semafor_core::instant::Instant;
use semafor_core::trust::import::KeyFile;
use serde_json::{Value as Json, json};

use super::{EXAMPLES, Files, collected, read};

/// The folder of a server that has published both generations. Only `timestamp.cbor` tells them apart: it lies in `first`
/// and in `second`.
pub(crate) fn files(folder: &Path) -> Files {
    let mut author = Author::begin(folder);
    // Vaccinated at most 270 days ago.
    publish(&mut author, at("2026-06-01"), &[(270, None)]);
    let first = author.file(TIMESTAMP);
    // At most 180, and from 8 June 365.
    publish(&mut author, at("2026-06-04"), &[(180, None), (365, Some(at("2026-06-08")))]);
    let mut files = collected(folder);
    let second = files.remove(TIMESTAMP).unwrap();
    files.insert(format!("first/{TIMESTAMP}"), first);
    files.insert(format!("second/{TIMESTAMP}"), second);
    files
}

fn publish(author: &mut Author, now: Instant, days: &[(u32, Option<Instant>)]) {
    let rule = |(days, effective_from): &(u32, _)| Entry {
        effective_from: *effective_from,
        ..author.entry("CZ", &vaccinated_within(*days))
    };
    let entries = days.iter().map(rule).collect();
    let kinds = vec![
        kind(author, Kind::Keys, vec![key(author)]),
        kind(author, Kind::Rules, entries),
        kind(
            author,
            Kind::ValueSets,
            vec![author.entry(SINGLE_DOSE, &policy(&format!("valuesets/{SINGLE_DOSE}.json")))],
        ),
        kind(author, Kind::Texts, vec![author.entry("CZ", &staff_text())]),
        kind(author, Kind::Schemes, vec![author.entry("VN", &policy("schemes/VN/scheme.json"))]),
    ];
    author.set = Set { kinds, ..author.set.clone() };
    author.publish_set(now);
}

fn kind(author: &Author, kind: Kind, entries: Vec<Entry>) -> KindIndex {
    KindIndex { kind, ..rules(author.put_blob(&Index { entries }.to_bytes())) }
}

/// The key of the examples.
fn key(author: &Author) -> Entry {
    let bytes = read(&Path::new(EXAMPLES).join("dsc.der"));
    let keys = KeyFile { bytes, domain: None, list_key: None, pin: None }.import().unwrap().keys;
    let blob = author.put_blob(&KeyRecords(keys).to_bytes());
    Entry { key: "eu-dcc/CZ".to_owned(), effective_from: None, blobs: vec![blob], about: None }
}

/// A file of the policy that is carried in every app.
fn policy(name: &str) -> Json {
    serde_json::from_slice(&read(&Path::new(POLICY).join(name))).unwrap()
}

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/policy");
const SINGLE_DOSE: &str = "single-dose-vaccines";

fn vaccinated_within(days: u32) -> Json {
    let today = json!({ "plusTime": [{ "var": "external.validationClock" }, 0, "day"] });
    let last = json!({ "plusTime": [{ "var": "payload.v.0.dt" }, days, "day"] });
    json!({
        "Identifier": "VR-CZ-7001", "Type": "Acceptance", "Country": "CZ", "Version": "1.0.0",
        "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": "Vaccination",
        "Description": [{ "lang": "en", "desc": format!("The last dose was at most {days} days ago.") }],
        "ValidFrom": "2026-01-01T00:00:00Z", "ValidTo": "2030-12-31T23:59:59Z",
        "AffectedFields": ["v.0", "v.0.dt"], "Logic": { "not-after": [today, last] }
    })
}

fn staff_text() -> Json {
    json!({ "rule": "VR-CZ-7001", "staff": {
        "cs": "Doložená skutečnost už je příliš stará.",
        "en": "What the certificate confirms is too long ago.",
        "vi": "Nội dung được xác nhận đã quá lâu."
    }})
}
