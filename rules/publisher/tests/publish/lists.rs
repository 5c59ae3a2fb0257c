//! Revocation lists of one's own: what is added, taken out and kept from good certificates.

use std::fs;
use std::path::Path;

use semafor_core::bundle::{BlobRef, Entry, Kind, Lookup};
use semafor_core::cose::{KeyId, Signed};
use semafor_core::envelope;
use semafor_core::key::Algorithm;
use semafor_core::revocation::{HashType, PrefixBits, RevocationHash, RevocationHashes};
use semafor_publisher::publish::build::Built;
use semafor_publisher::publish::known_good::KnownGood;
use semafor_publisher::publish::list_changes::{Hashes, ListChanges};
use semafor_publisher::publish::material::Material;
use semafor_publisher::publish::own_lists::{self, OwnListError};
use semafor_publisher::publish::revoked::Revoked;
use semafor_publisher::publish::{put, slices};
use sha2::{Digest, Sha256};

use crate::publisher::{Publisher, REPOSITORY, example, temporary};

const KEY: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

fn hash(number: usize) -> RevocationHash {
    let digest = Sha256::digest(format!("revoked {number}"));
    RevocationHash(digest.first_chunk().copied().unwrap())
}

fn revoked(key: &[u8], hashes: impl IntoIterator<Item = RevocationHash>) -> Revoked {
    let mut revoked = Revoked::default();
    hashes.into_iter().for_each(|hash| revoked.add(KeyId::new(key).unwrap(), HashType::Uci, hash));
    revoked
}

fn with(publisher: &Publisher, revoked: &Revoked, good: &KnownGood) -> Result<Material, OwnListError> {
    let mut material = example();
    let published = put::published(&publisher.folder).unwrap();
    let blobs = |blob: &BlobRef| publisher.folder.blob(blob).unwrap();
    let blobs: &Lookup<'_> = &blobs;
    let published = published.as_ref().map(|walk| (&walk.contents, blobs));
    own_lists::add(&mut material, revoked, published, PrefixBits::USUAL, good).map(|()| material)
}

/// Builds and publishes; what changed, and the blobs of the first partition.
fn publish(publisher: &Publisher, revoked: &Revoked, seconds: i64) -> (ListChanges, Vec<BlobRef>) {
    let material = with(publisher, revoked, &KnownGood::default()).unwrap();
    let built: Built = publisher.build(&material, seconds);
    publisher.sign("set");
    publisher.put("timestamp", seconds).unwrap();
    let blobs = partitions(&built).first().map(|entry| entry.blobs.clone()).unwrap_or_default();
    (built.lists, blobs)
}

fn partitions(built: &Built) -> Vec<Entry> {
    let entries = built.contents.entries().filter(|(kind, _)| **kind == Kind::Revocation);
    entries.map(|(_, entry)| entry.clone()).collect()
}

#[test]
fn what_is_new_is_added_and_what_is_taken_out_makes_a_new_base() {
    let publisher = Publisher::new("lists");
    let of = |lists: &ListChanges| lists.keys.values().next().cloned().unwrap_or_default();
    let (lists, first) = publish(&publisher, &revoked(&KEY, (0..10_000).map(hash)), 0);
    assert_eq!(of(&lists), Hashes { added: 10_000, removed: 0, total: 10_000 });
    assert_eq!((lists.added, lists.total, lists.blobs, first.len()), (1, 1, 1, 1));

    let (lists, second) = publish(&publisher, &revoked(&KEY, (0..11_000).map(hash)), 10);
    assert_eq!(of(&lists), Hashes { added: 1_000, removed: 0, total: 11_000 });
    assert_eq!((second.len(), second[0]), (2, first[0]), "the base stays");
    assert_eq!((lists.changed, lists.blobs, lists.bytes), (1, 1, second[1].size));
    println!("10,000 hashes: {} bytes; 1,000 more: {} bytes", first[0].size, second[1].size);
    assert!(second[1].size < 8_192);

    let (lists, third) = publish(&publisher, &revoked(&KEY, (0..11_000).map(hash)), 20);
    assert!(lists.is_empty() && third == second, "{lists:?}");

    let (lists, compacted) = publish(&publisher, &revoked(&KEY, (0..12_000).map(hash)), 30);
    assert_eq!((of(&lists).added, compacted.len()), (1_000, 1), "more than an eighth");

    let (lists, shorter) = publish(&publisher, &revoked(&KEY, (1..12_000).map(hash)), 40);
    assert_eq!(of(&lists), Hashes { added: 0, removed: 1, total: 11_999 });
    assert_eq!((lists.changed, shorter.len()), (1, 1));
    assert_ne!(shorter, compacted);

    let (lists, none) = publish(&publisher, &Revoked::default(), 50);
    assert_eq!((of(&lists).removed, lists.removed, lists.total, none.len()), (11_999, 1, 0, 0));
    let kinds: Vec<_> = publisher.phone(60).unwrap().kinds().cloned().collect();
    assert!(kinds.contains(&Kind::Revocation), "an empty list is a list: {kinds:?}");
}

#[test]
fn a_good_certificate_is_kept_out_or_named() {
    let publisher = Publisher::new("lists-good");
    let text = fs::read_to_string(Path::new(REPOSITORY).join("docs/example/certificate.txt")).unwrap();
    let text = text.trim_end();
    let signed = Signed::parse(&envelope::decode(text).unwrap(), &mut Vec::new()).unwrap();
    let certificate = semafor_core::certificate::Certificate::parse(signed.payload(), &mut Vec::new()).unwrap();
    let hash = RevocationHashes::of(&certificate, signed.signature(), Algorithm::Es256).uci.unwrap();
    let mut good = KnownGood::default();
    good.add("jana.txt", text);
    let key = signed.key_id.unwrap();

    let error = with(&publisher, &revoked(key.as_bytes(), [hash]), &good).unwrap_err().to_string();
    assert!(error.contains("jana.txt is known to be good"), "{error}");
    with(&publisher, &revoked(&KEY, [hash]), &good).unwrap();

    // Alike in the first 64 bits: 72 are kept.
    let mut near = hash;
    near.0[8] ^= 0x80;
    let built = publisher.build(&with(&publisher, &revoked(key.as_bytes(), [near]), &good).unwrap(), 0);
    let bytes = publisher.folder.blob(&partitions(&built)[0].blobs[0]).unwrap().unwrap();
    assert_eq!(bytes[5], 72);
}

#[test]
fn a_slice_that_cannot_be_read_is_an_error_with_its_file() {
    let content = temporary("lists-damaged");
    let import = content.join("revocation/eu");
    let damaged = b"no slice".as_slice();
    let hash: String = Sha256::digest(damaged).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::create_dir_all(import.join("slices")).unwrap();
    fs::write(import.join("slices").join(&hash), damaged).unwrap();
    let index = |partition: &str, hash: &str| {
        serde_json::json!({ "unfetched": [], "lists": [{
            "kid": "AQIDBAUGBwg=", "mode": "POINT", "hash_types": ["UCI"], "slices": [{
                "partition": partition, "chunk": "a", "expires": "2027-01-01T00:00:00Z", "type": "BLOOMFILTER",
                "version": "1.0", "hash": hash, "file": format!("slices/{hash}") }] }] })
    };
    for (partition, name, words) in [
        ("null", hash.as_str(), "a Bloom slice begins with 20"),
        ("7", hash.as_str(), "no place in mode \"POINT\""),
        ("null", "00", "slices/00"),
    ] {
        fs::write(import.join("index.json"), index(partition, name).to_string()).unwrap();
        let error = slices::add(&mut Material::default(), &content).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("revocation/eu"), "{error}");
    }
}
