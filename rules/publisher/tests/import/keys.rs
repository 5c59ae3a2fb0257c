//! Document signers of a verifier service.

use backend::{Backend, Content, Dsc, FOR_EVER, Fault, key_id};
use semafor_core::trust::import::{ImportOptions, ListKind, import as core_import};
use semafor_publisher::import::{ImportError, OriginError, Source};

use crate::{content, counts, dsc, files, import, read};

fn service(count: u8) -> Content {
    Content { dscs: (1..=count).map(|seed| Dsc::new(&dsc(seed))).collect(), ..Content::default() }
}

#[test]
fn every_key_in_force_comes_and_the_core_reads_the_file() {
    let into = content("keys");
    let mut served = service(5);
    // Withdrawn, but still handed out: the status list has the last word.
    served.dscs[1].in_force = false;
    let backend = Backend::start(served.clone()).unwrap();
    let imported = import(Source::EuKeys, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(5, 4, 1));
    assert_eq!(imported[0].provenance.left_out[0].id, key_id(&served.dscs[1].der));
    assert_eq!(imported[0].provenance.left_out[0].because, "withdrawn: the status list does not name it");
    assert_eq!(files(&into), ["/.importing", "/keys/test/keys.json", "/keys/test/provenance.json"]);
    let list = core_import(&read(into.join("keys/test/keys.json")), &ImportOptions::default()).unwrap();
    assert_eq!((list.kind, list.keys.len(), list.left_out.len()), (ListKind::EuService, 4, 0));
    // Five certificates, the end, and the status before and after.
    assert_eq!(backend.total().requests, 8);
}

#[test]
fn a_certificate_that_is_none_is_left_out_by_name() {
    let into = content("keys-unreadable");
    let mut served = service(2);
    served.dscs.push(Dsc::new(b"no certificate"));
    let backend = Backend::start(served).unwrap();
    let imported = import(Source::EuKeys, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(3, 2, 1));
    assert_eq!(imported[0].provenance.left_out[0].id, key_id(b"no certificate"));
}

#[test]
fn a_key_that_does_not_come_is_asked_for_once_more_and_then_an_error() {
    let into = content("keys-missing");
    let mut served = service(3);
    served.dscs[1].handed_out = false;
    let lost = key_id(&served.dscs[1].der);
    let backend = Backend::start(served).unwrap();
    let error = import(Source::EuKeys, &backend, &into).unwrap_err();
    assert!(matches!(&error, ImportError::Missing { missing, of: 3, .. } if *missing == [lost]), "{error:?}");
    assert_eq!(backend.count("/signercertificateUpdate").requests, 6);
    assert_eq!(files(&into), ["/.importing"]);
    // Lost the first time only: a service that ends early and then does not.
    backend.replace(service(3));
    backend.fail("/signercertificateUpdate", 1, Fault::Status(204));
    assert_eq!(import(Source::EuKeys, &backend, &into).unwrap()[0].provenance.counts, counts(3, 3, 0));
}

#[test]
fn loops_wrong_key_ids_and_cuts_are_errors() {
    let into = content("keys-faults");
    let backend = Backend::start(service(3)).unwrap();
    let other = key_id(&dsc(9));
    type Expected = fn(&ImportError) -> bool;
    let header = |name, value: &str| Fault::Header { name, value: value.to_owned() };
    let update = "/signercertificateUpdate";
    let cases: Vec<(&str, &str, Fault, Expected)> = vec![
        ("the same certificate for ever", update, header("x-resume-token", "0"), |error| {
            matches!(error, ImportError::Twice { .. })
        }),
        (
            "the same token for ever",
            update,
            header("x-resume-token", "1"),
            |error| matches!(error, ImportError::TokenLoop { token, .. } if token == "1"),
        ),
        ("no token", update, header("x-resume-token", ""), |error| {
            matches!(error, ImportError::Origin(OriginError::Header { name: "X-RESUME-TOKEN", .. }))
        }),
        ("another's key id", update, header("x-kid", &other), |error| matches!(error, ImportError::KeyId { .. })),
        ("no base64", update, Fault::Body(b"!".to_vec()), |error| matches!(error, ImportError::Malformed { .. })),
        ("cut", update, Fault::Cut { after: 100 }, |error| {
            matches!(error, ImportError::Origin(OriginError::Broken { after: 100, .. }))
        }),
        ("nothing in force", "/signercertificateStatus", Fault::Body(b"[]".to_vec()), |error| {
            matches!(error, ImportError::Nothing { .. })
        }),
        ("no key ids", "/signercertificateStatus", Fault::Body(b"[\"AA==\"]".to_vec()), |error| {
            matches!(error, ImportError::Malformed { .. })
        }),
    ];
    for (name, path, fault, expected) in cases {
        backend.mend();
        backend.fail(path, FOR_EVER, fault);
        let error = import(Source::EuKeys, &backend, &into).unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
        assert_eq!(files(&into), ["/.importing"], "{name}");
    }
    // A key id is not needed where it can be computed.
    backend.mend();
    backend.fail(update, FOR_EVER, header("x-kid", ""));
    assert_eq!(import(Source::EuKeys, &backend, &into).unwrap()[0].provenance.counts, counts(3, 3, 0));
}
