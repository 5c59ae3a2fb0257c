//! Rules and value sets of a business-rule service.

use backend::{Backend, Content, FOR_EVER, Fault, RuleItem, ValueSetItem, sha256};
use p256::ecdsa::SigningKey;
use p256::pkcs8::EncodePublicKey;
use semafor_publisher::import::{ImportError, OriginError, ServiceKey, SignatureFault, Source};

use crate::{content, counts, files, import, json, read};

pub(crate) fn service(signing_key: Option<SigningKey>) -> Content {
    let rule = |country: &str, identifier: &str| {
        RuleItem {
        country: country.to_owned(),
        identifier: identifier.to_owned(),
        version: "1.0.0".to_owned(),
        // Bytes that nobody would write so: they must stay as they are.
        body: format!("{{ \"Identifier\":\"{identifier}\",\n\"Version\": \"1.0.0\", \"Country\":\"{country}\" , \"Logic\":{{\"if\":[true,true,1.50]}} }}\n").into_bytes(),
    }
    };
    let set = |id: &str| ValueSetItem {
        id: id.to_owned(),
        body: format!("{{\"valueSetId\":\"{id}\",\"valueSetDate\":\"2026-01-01\",\"valueSetValues\":{{}}}}")
            .into_bytes(),
    };
    Content {
        rules: vec![rule("CZ", "VR-CZ-0001"), rule("CZ", "GR-CZ-0001"), rule("DE", "VR-DE-0001")],
        value_sets: vec![set("vaccines-covid-19-names"), set("disease-agent-targeted")],
        signing_key,
        ..Content::default()
    }
}

pub(crate) fn signing_key(seed: u8) -> (SigningKey, ServiceKey) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let der = key.verifying_key().to_public_key_der().unwrap();
    (key, ServiceKey::read(der.as_bytes()).unwrap())
}

#[test]
fn every_rule_and_value_set_comes_as_its_bytes_are() {
    let into = content("rules");
    let (private, public) = signing_key(1);
    let served = service(Some(private));
    let backend = Backend::start(served.clone()).unwrap();
    let imported = import(Source::EuRules { key: Some(public) }, &backend, &into).unwrap();
    assert_eq!(
        imported.iter().map(|part| part.provenance.counts).collect::<Vec<_>>(),
        [counts(3, 3, 0), counts(2, 2, 0)]
    );
    assert_eq!(
        files(&into),
        [
            "/.importing",
            "/rules/test/GR-CZ-0001-1.0.0.json",
            "/rules/test/VR-CZ-0001-1.0.0.json",
            "/rules/test/VR-DE-0001-1.0.0.json",
            "/rules/test/provenance.json",
            "/valuesets/test/disease-agent-targeted.json",
            "/valuesets/test/provenance.json",
            "/valuesets/test/vaccines-covid-19-names.json",
        ]
    );
    assert_eq!(read(into.join("rules/test/VR-CZ-0001-1.0.0.json")), served.rules[0].body);
    let record = json(into.join("rules/test/provenance.json"));
    assert_eq!((&record["source"], &record["from"]), (&"eu-rules".into(), &format!("{}/", backend.url()).into()));
    assert_eq!(record["counts"], serde_json::json!({ "in": 3, "out": 3, "left_out": 0 }));
    assert_eq!(record["things"][0]["sha256"], sha256(&served.rules[1].body));
    assert_eq!(record["files"][0]["bytes"], served.rules[1].body.len());
    assert!(record["checked"][1].as_str().unwrap().starts_with("X-SIGNATURE of the lists, under the key "));
    assert_eq!(backend.total().requests, 7);
}

#[test]
fn a_fault_anywhere_leaves_the_old_import_as_it_was() {
    let into = content("rules-faults");
    let (private, public) = signing_key(1);
    let backend = Backend::start(service(Some(private))).unwrap();
    let source = || Source::EuRules { key: Some(public.clone()) };
    import(source(), &backend, &into).unwrap();
    let before = files(&into);
    let stamp = read(into.join("rules/test/provenance.json"));
    let hash = sha256(&service(None).rules[2].body);
    let rule = format!("/rules/DE/{hash}");
    let list = |hash: &str, version: &str| {
        format!(r#"[{{"identifier":"VR-DE-0001","version":"{version}","country":"DE","hash":"{hash}"}}]"#).into_bytes()
    };
    type Expected = fn(&ImportError) -> bool;
    let unsigned = || Source::EuRules { key: None };
    let cases: Vec<(&str, Source, &str, Fault, Expected)> = vec![
        ("missing item", source(), &rule, Fault::Status(404), |error| {
            matches!(error, ImportError::Origin(OriginError::NotFound { .. }))
        }),
        ("other bytes", source(), &rule, Fault::Body(b"{}".to_vec()), |error| {
            matches!(error, ImportError::Hash { .. })
        }),
        ("cut item", source(), &rule, Fault::Cut { after: 20 }, |error| {
            matches!(error, ImportError::Origin(OriginError::Broken { after: 20, .. }))
        }),
        ("cut value set list", source(), "/valuesets", Fault::Cut { after: 20 }, |error| {
            matches!(error, ImportError::Origin(OriginError::Broken { .. }))
        }),
        ("shorter than it is", source(), &rule, Fault::Length(30), |error| matches!(error, ImportError::Hash { .. })),
        ("longer than it is", source(), &rule, Fault::Length(1_000), |error| {
            matches!(error, ImportError::Origin(OriginError::Broken { .. }))
        }),
        ("an empty list", unsigned(), "/rules", Fault::Body(b"[]".to_vec()), |error| {
            matches!(error, ImportError::Nothing { what: "rules", .. })
        }),
        ("a list altered", source(), "/rules", Fault::Body(list(&hash, "1.0.0")), |error| {
            matches!(error, ImportError::Signature { because: SignatureFault::Wrong, .. })
        }),
        (
            "a list unsigned",
            source(),
            "/valuesets",
            Fault::Header { name: "x-signature", value: String::new() },
            |error| matches!(error, ImportError::Signature { because: SignatureFault::Missing, .. }),
        ),
        ("another version", unsigned(), "/rules", Fault::Body(list(&hash, "1.0.1")), |error| {
            matches!(error, ImportError::Mismatch { what: "Version", .. })
        }),
        ("no hash", unsigned(), "/rules", Fault::Body(list("../../x", "1.0.0")), |error| {
            matches!(error, ImportError::Malformed { .. })
        }),
        ("a path as a version", unsigned(), "/rules", Fault::Body(list(&hash, "../1")), |error| {
            matches!(error, ImportError::Malformed { .. })
        }),
        ("no JSON", unsigned(), "/rules", Fault::Body(b"<html>".to_vec()), |error| {
            matches!(error, ImportError::Malformed { .. })
        }),
    ];
    for (name, source, path, fault, expected) in cases {
        backend.mend();
        backend.fail(path, FOR_EVER, fault);
        let error = import(source, &backend, &into).unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
        assert_eq!(
            (files(&into), read(into.join("rules/test/provenance.json"))),
            (before.clone(), stamp.clone()),
            "{name}"
        );
    }
    backend.mend();
    let (_, other) = signing_key(2);
    let error = import(Source::EuRules { key: Some(other) }, &backend, &into).unwrap_err();
    assert!(matches!(error, ImportError::Signature { because: SignatureFault::Wrong, .. }), "{error:?}");
}

#[test]
fn a_rule_listed_twice_is_an_error_and_a_rule_withdrawn_is_gone() {
    let into = content("rules-twice");
    let mut served = service(None);
    let backend = Backend::start(served.clone()).unwrap();
    import(Source::EuRules { key: None }, &backend, &into).unwrap();
    served.rules.remove(0);
    backend.replace(served.clone());
    let imported = import(Source::EuRules { key: None }, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(2, 2, 0));
    assert!(!files(&into).contains(&"/rules/test/VR-CZ-0001-1.0.0.json".to_owned()));
    assert_eq!(imported[0].provenance.not_checked, ["X-SIGNATURE: no key was given"]);
    served.rules.push(served.rules[0].clone());
    backend.replace(served);
    let error = import(Source::EuRules { key: None }, &backend, &into).unwrap_err();
    assert!(matches!(&error, ImportError::Twice { id, .. } if id == "GR-CZ-0001 1.0.0"), "{error:?}");
}
