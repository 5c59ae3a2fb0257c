//! Revocation lists of others, all the way: a distribution service, an import, a set, a device that refuses what is in them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what a test needs must be there"
)]

use std::path::{Path, PathBuf};

use backend::{Backend, Chunk, Content, Partition, RevocationList, Slice};
use base64ct::{Base64, Encoding};
use ciborium::Value;
use e2e::author::{at, keys, private, root_path};
use e2e::device::Device;
use p256::ecdsa::SigningKey;
use semafor_core::bundle::{BlobHash, Environment, Role, Seal};
use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::verifier::{Policy, TimeContext, check};
use semafor_publisher::authority::{Authority, Terms};
use semafor_publisher::draft::{Certified, Draft, Holder};
use semafor_publisher::import::{Bounds, Import, Place, Source};
use semafor_publisher::publish::build::build;
use semafor_publisher::publish::config::Config;
use semafor_publisher::publish::folder::{self, Folder};
use semafor_publisher::publish::material::Material;
use semafor_publisher::publish::put::put;
use semafor_publisher::publish::secret::RoleSecret;
use semafor_publisher::publish::{roots, signing, slices};

const NOON: &str = "2026-06-01T12:00:00Z";

fn authority(seed: u8) -> Authority {
    let (not_before, not_after) = (at("2025-01-01"), at("2028-01-01"));
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before, not_after };
    Authority::from_key(SigningKey::from_slice(&[seed; 32]).unwrap(), &terms).unwrap()
}

/// A certificate whose identifier is exactly this.
fn certificate(authority: &Authority, identifier: &str) -> String {
    let draft = Draft {
        holder: Holder::invented(),
        country: "CZ".to_owned(),
        issued_at: at("2026-01-01"),
        expires_at: at("2027-01-01"),
        identifier: "PLACE".to_owned(),
        certified: Certified::NegativeTest { sampled_at: "2026-05-31T18:00:00Z".to_owned() },
    };
    authority.sign_claims(&renamed(draft.claims(), identifier))
}

fn renamed(value: Value, identifier: &str) -> Value {
    match value {
        Value::Text(text) if text == "URN:UVCI:01:PLACE" => identifier.into(),
        Value::Array(values) => values.into_iter().map(|value| renamed(value, identifier)).collect::<Vec<_>>().into(),
        Value::Map(map) => Value::Map(map.into_iter().map(|(key, value)| (key, renamed(value, identifier))).collect()),
        other => other,
    }
}

/// A list of the service with one slice for the hashes that begin with each of these digits.
fn list(authority: &Authority, mode: &str, digits: &[&str], (kind, slice): (&str, &[u8])) -> RevocationList {
    let chunk = |digit: &&str| Chunk {
        id: (*digit).to_owned(),
        slices: vec![Slice {
            expires: "2027-01-01T00:00:00+00:00".to_owned(),
            kind: kind.to_owned(),
            bytes: slice.to_vec(),
        }],
    };
    RevocationList {
        kid: authority.key_id().to_string(),
        mode: mode.to_owned(),
        hash_types: vec!["UCI".to_owned()],
        expires: "2027-01-01T00:00:00+00:00".to_owned(),
        partitions: vec![Partition { id: None, chunks: digits.iter().map(chunk).collect() }],
    }
}

/// The slice with the hashes of `TEST-0` to `TEST-4`, as the EU's own program wrote it.
fn public_slice() -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata/revocation/slices.json");
    let Ok(Some(bytes)) = folder::read(&path, 1_048_576) else {
        println!("skipped: {} is not here", path.display());
        return None;
    };
    let cases: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let case = cases.as_array().unwrap().iter().find(|case| {
        case["members"].as_array().unwrap().len() == 5 && case["members"][0] == "e3c58f71d2c44bfc80849629c30ab22e"
    });
    Some(Base64::decode_vec(case.unwrap()["slice"].as_str().unwrap()).unwrap())
}

/// A list with the first eight bytes of these identifiers' hashes (protocols.md §2.3.3).
fn prefix_list(identifiers: &[&str]) -> Vec<u8> {
    let prefix = |identifier: &&str| BlobHash::of(identifier.as_bytes()).0[..8].to_vec();
    let mut prefixes: Vec<_> = identifiers.iter().map(prefix).collect();
    prefixes.sort();
    let count = u32::try_from(prefixes.len()).unwrap();
    let header = [&1_u16.to_be_bytes()[..], &1e-12_f32.to_be_bytes(), &count.to_be_bytes(), &[8]].concat();
    [header, prefixes.concat()].concat()
}

/// The first digit of an identifier's hash.
fn digit(identifier: &str) -> String {
    BlobHash::of(identifier.as_bytes()).to_string().chars().take(1).collect()
}

/// Everything below `content`, published with the keys of these authorities.
fn publish(folder: &Path, content: &Path, authorities: &[&Authority]) -> PathBuf {
    let publisher = Folder::new(folder);
    let template = Config::template(&Environment::new("test").unwrap());
    folder::write(&publisher.config_path(), template.as_bytes()).unwrap();
    let config = publisher.config().unwrap();
    let root = roots::first(&config, at("2026-01-01"), [keys(1, &[1]), keys(1, &[10]), keys(1, &[20])]).unwrap();
    assert_eq!(root.keys(Role::Set).keys().len(), 1);
    folder::write(&publisher.draft_root(), &Seal::unsigned(root.to_payload()).to_bytes()).unwrap();
    let secret = |name| RoleSecret::from_key(private(name)).unwrap();
    signing::sign(&publisher, &secret(1)).unwrap();
    let mut material = Material::default();
    for authority in authorities {
        material.add_keys(import(authority.dsc(), &ImportOptions::default()).unwrap());
    }
    slices::add(&mut material, content).unwrap();
    let built = build(&publisher, &config, &material, None, at(NOON)).unwrap();
    assert_eq!((built.lists.added, built.lists.total), (7, 7));
    signing::sign(&publisher, &secret(10)).unwrap();
    put(&publisher, &config, &[secret(20)], at(NOON)).unwrap();
    publisher.public()
}

#[test]
fn a_device_refuses_what_an_imported_slice_has_and_does_not_know_what_was_not_fetched() {
    let Some(slice) = public_slice() else { return };
    let folder = std::env::temp_dir().join(format!("semafor-e2e-{}-lists", std::process::id()));
    let _absent = std::fs::remove_dir_all(&folder);
    let [revoking, unfetched, silent, by_prefix] = [31, 32, 33, 34].map(authority);
    let lists = vec![
        list(&revoking, "POINT", &["e", "9", "b", "c", "8"], ("BLOOMFILTER", &slice)),
        list(&unfetched, "SPIRAL", &["e"], ("BLOOMFILTER", &slice)),
        list(&by_prefix, "POINT", &[&digit("TEST-0")], ("VARHASHLIST", &prefix_list(&["TEST-0"]))),
    ];
    let service = Backend::start(Content { revocation: Some(lists), ..Content::default() }).unwrap();
    let content = folder.join("content");
    let (from, bounds) = (Place::parse(&service.url()).unwrap(), Bounds::default());
    let eu = Import { source: Source::EuRevocation, from, into: &content, name: "eu", at: at(NOON), bounds };
    eu.run(&mut |_, _| {}).unwrap();

    let public = publish(&folder.join("publisher"), &content, &[&revoking, &unfetched, &silent, &by_prefix]);
    let root = folder::read_present(&public.join(root_path(1)), 65_536).unwrap();
    let server = Backend::start(Content { directory: Some(public), ..Content::default() }).unwrap();
    let device = Device::new(&folder.join("phone"), &root, at(NOON));
    device.sync(&server.url()).unwrap();

    let snapshot = device.snapshot().unwrap();
    for (authority, identifier, expected) in [
        (&revoking, "TEST-0", Some("revoked")),
        (&revoking, "TEST-4", Some("revoked")),
        (&revoking, "TEST-6", None),
        (&revoking, "ANOTHER", None),
        (&unfetched, "TEST-0", Some("revocation-unknown")),
        (&silent, "TEST-0", None),
        (&by_prefix, "TEST-0", Some("revoked")),
        (&by_prefix, "TEST-4", None),
    ] {
        let text = certificate(authority, identifier);
        let report = check(&[&text], &Policy::technical(), &TimeContext::device(at(NOON)), &snapshot);
        let found = report.reasons.first().map(|reason| reason.cause.code().code());
        assert_eq!(found, expected, "{identifier} {report:#?}");
    }
    let _left = std::fs::remove_dir_all(&folder);
}
