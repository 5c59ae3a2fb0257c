//! Revocation slices of a distribution service.

use backend::{Backend, Chunk, Content, FOR_EVER, Fault, Partition, RevocationList, Slice, archive, sha256};
use semafor_publisher::import::{ImportError, OriginError, Source};

use crate::{content, counts, files, import, json, read};

/// Its base64 begins with a slash and has another one.
const KID: &str = "/3//AAECAwQ=";

pub(crate) fn list(kid: &str, mode: &str, partition: Option<&str>, slices: &[&[u8]]) -> RevocationList {
    let slice = |(minute, bytes): (usize, &&[u8])| Slice {
        expires: format!("2027-01-01T00:{minute:02}:00+00:00"),
        kind: "BLOOMFILTER".to_owned(),
        bytes: bytes.to_vec(),
    };
    let chunk = Chunk { id: "a".to_owned(), slices: slices.iter().enumerate().map(slice).collect() };
    RevocationList {
        kid: kid.to_owned(),
        mode: mode.to_owned(),
        hash_types: vec!["SIGNATURE".to_owned(), "UCI".to_owned()],
        expires: "2027-01-01T00:00:00+00:00".to_owned(),
        partitions: vec![Partition { id: partition.map(str::to_owned), chunks: vec![chunk] }],
    }
}

fn service(lists: Vec<RevocationList>) -> Backend {
    Backend::start(Content { revocation: Some(lists), ..Content::default() }).unwrap()
}

#[test]
fn slices_come_byte_for_byte_and_lists_that_cannot_be_fetched_are_kept_as_such() {
    let into = content("revocation");
    let backend = service(vec![
        list(KID, "POINT", None, &[b"one", b"two"]),
        list("AQIDBAUGBwg=", "VECTOR", Some("7"), &[b"two"]),
        list("CQIDBAUGBwg=", "COORDINATE", Some("0f"), &[b"three"]),
        list("UNKNOWN_KID", "POINT", None, &[b"four"]),
        list("CgIDBAUGBwg=", "SPIRAL", None, &[b"five"]),
        RevocationList { partitions: Vec::new(), ..list("CwIDBAUGBwg=", "POINT", None, &[]) },
        RevocationList { hash_types: vec!["NAME".to_owned()], ..list("DAIDBAUGBwg=", "POINT", None, &[]) },
    ]);
    let imported = import(Source::EuRevocation, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(8, 4, 4));
    let index = json(into.join("revocation/test/index.json"));
    let kids = |what: &str| -> Vec<String> {
        index[what].as_array().unwrap().iter().map(|list| list["kid"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kids("lists"), [KID, "AQIDBAUGBwg=", "CQIDBAUGBwg="]);
    assert_eq!(kids("unfetched"), ["UNKNOWN_KID", "CgIDBAUGBwg=", "CwIDBAUGBwg=", "DAIDBAUGBwg="]);
    let slice = &index["lists"][0]["slices"][1];
    assert_eq!(
        *slice,
        serde_json::json!({
            "partition": "null", "chunk": "a", "expires": "2027-01-01T00:01:00Z", "type": "BLOOMFILTER", "version": "1.0",
            "hash": sha256(b"two"), "file": format!("slices/{}", sha256(b"two")),
        })
    );
    assert_eq!(read(into.join("revocation/test").join(slice["file"].as_str().unwrap())), b"two");
    // The same bytes lie there once.
    assert_eq!(files(&into.join("revocation/test/slices")).len(), 3);
}

#[test]
fn no_lists_at_all_are_a_state_of_its_own() {
    let into = content("revocation-none");
    let imported = import(Source::EuRevocation, &service(Vec::new()), &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(0, 0, 0));
    assert_eq!(json(into.join("revocation/test/index.json")), serde_json::json!({ "lists": [], "unfetched": [] }));
}

#[test]
fn a_service_that_changes_is_read_again() {
    let into = content("revocation-changes");
    let backend = service(vec![list(KID, "POINT", None, &[b"one", b"two"])]);
    backend.fail("/lists/*", 2, Fault::Status(412));
    assert_eq!(import(Source::EuRevocation, &backend, &into).unwrap()[0].provenance.counts, counts(2, 2, 0));
    assert_eq!(backend.count("/lists").requests, 3);
    backend.fail("/lists/*/slices", FOR_EVER, Fault::Status(412));
    let error = import(Source::EuRevocation, &backend, &into).unwrap_err();
    assert!(matches!(error, ImportError::Changing { times: 3, .. }), "{error:?}");
    assert_eq!(files(&into.join("revocation/test/slices")).len(), 2);
}

#[test]
fn what_is_missing_foreign_or_damaged_is_an_error() {
    let into = content("revocation-faults");
    let backend = service(vec![list(KID, "POINT", None, &[b"one", b"two"])]);
    let whole = archive(KID, "null", "a", &[b"one", b"two"]);
    type Expected = fn(&ImportError) -> bool;
    let slices = "/lists/*/slices";
    let cases: Vec<(&str, &str, Fault, Expected)> = vec![
        (
            "a slice missing",
            slices,
            Fault::Body(archive(KID, "null", "a", &[b"one"])),
            |error| matches!(error, ImportError::Missing { missing, of: 2, .. } if *missing == [sha256(b"two")]),
        ),
        ("a slice twice", slices, Fault::Body(archive(KID, "null", "a", &[b"one", b"one"])), |error| {
            matches!(error, ImportError::Twice { .. })
        }),
        ("another chunk's", slices, Fault::Body(archive(KID, "null", "b", &[b"one", b"two"])), |error| {
            matches!(error, ImportError::Mismatch { what: "the chunk of a slice", .. })
        }),
        ("another key's", slices, Fault::Body(archive("AQIDBAUGBwg=", "null", "a", &[b"one", b"two"])), |error| {
            matches!(error, ImportError::Mismatch { what: "the key id of a slice", .. })
        }),
        (
            "an archive cut on its way to the server",
            slices,
            Fault::Body(whole[..whole.len() - 4].to_vec()),
            |error| matches!(error, ImportError::Malformed { because, .. } if because.contains("damaged or cut")),
        ),
        ("an archive cut", slices, Fault::Cut { after: 40 }, |error| {
            matches!(error, ImportError::Origin(OriginError::Broken { after: 40, .. }))
        }),
        ("a list whose partitions are gone", "/lists/*", Fault::Status(404), |error| {
            matches!(error, ImportError::Origin(OriginError::NotFound { .. }))
        }),
        ("no ETag", "/lists", Fault::Header { name: "etag", value: String::new() }, |error| {
            matches!(error, ImportError::Origin(OriginError::Header { name: "ETag", .. }))
        }),
        ("304 for ever", "/lists", Fault::NotModified, |error| {
            matches!(error, ImportError::Origin(OriginError::Status { status: 304, .. }))
        }),
    ];
    for (name, path, fault, expected) in cases {
        backend.mend();
        backend.fail(path, FOR_EVER, fault);
        let error = import(Source::EuRevocation, &backend, &into).unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
        assert_eq!(files(&into), ["/.importing"], "{name}");
    }
    backend.mend();
    backend.fail(slices, FOR_EVER, Fault::Body(archive(KID, "null", "a", &[b"one", b"two", b"three"])));
    let imported = import(Source::EuRevocation, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(3, 2, 1));
    assert_eq!(imported[0].provenance.left_out[0].because, "a slice that its partition does not name");
}

#[test]
fn a_slice_with_other_bytes_than_its_name_says_is_an_error() {
    // Not with the backend's own archives, which name slices truly.
    let into = content("revocation-hash");
    let backend = service(vec![list(KID, "POINT", None, &[b"one"])]);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_path(format!("AA/null/a/{}", sha256(b"one"))).unwrap();
    header.as_ustar_mut().unwrap().name[..3].copy_from_slice(b"/3/");
    let name = format!("{KID}/null/a/{}", sha256(b"one"));
    header.as_ustar_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(3);
    header.set_cksum();
    tar.append(&header, b"ONE".as_slice()).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, &tar.into_inner().unwrap()).unwrap();
    backend.fail("/lists/*/slices", FOR_EVER, Fault::Body(gzip.finish().unwrap()));
    let error = import(Source::EuRevocation, &backend, &into).unwrap_err();
    assert!(matches!(error, ImportError::Hash { .. }), "{error:?}");
}
