//! Public test data, imported from files and through the backend: counts in, counts out.

use std::fs;
use std::path::{Path, PathBuf};

use backend::{Backend, Content, Dsc, RuleItem, ValueSetItem, sha256};
use base64ct::{Base64, Encoding};
use semafor_core::instant::Instant;
use semafor_core::trust::import::{Authenticity, ImportError as ListError, ImportOptions, import as core_import};
use semafor_publisher::import::{Bounds, Import, ImportError, Imported, Place, Source, StagingError, Thing};
use serde_json::Value;

use crate::revocation::list;
use crate::{content, counts, files, import, import_from, json, read};

/// Where the data lies, if it does.
fn public(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn from(source: Source, path: &Path, into: &Path) -> Result<Vec<Imported>, ImportError> {
    import_from(source, path.to_str().unwrap(), into, Bounds::default())
}

#[test]
fn the_german_lists_come_whole_with_their_signature() {
    for (name, keys) in [("production", 829), ("acceptance", 610)] {
        let Some(path) = public(&format!("trust/dsc-list-{name}.json")) else { return };
        let key = read(path.with_extension("pem"));
        let into = content(&format!("german-{name}"));
        let imported = from(Source::GermanKeys { key: Some(key.clone()) }, &path, &into).unwrap();
        assert_eq!(imported[0].provenance.counts, counts(keys, keys, 0), "{name}");
        let kept = read(into.join("keys/test/dsc-list.json"));
        assert_eq!(kept, read(&path));
        let options =
            ImportOptions { list_key: Some(&read(into.join("keys/test/list-key"))), ..ImportOptions::default() };
        let again = core_import(&kept, &options).unwrap();
        assert_eq!((again.keys.len(), again.authenticity), (keys, Authenticity::SignatureVerified));
        // Through a server, and with another list's key.
        let directory = path.parent().map(Path::to_owned);
        let backend = Backend::start(Content { directory, ..Content::default() }).unwrap();
        let address = format!("{}/dsc-list-{name}.json", backend.url());
        let imported = import_from(Source::GermanKeys { key: None }, &address, &into, Bounds::default()).unwrap();
        assert_eq!(imported[0].provenance.counts, counts(keys, keys, 0));
        assert!(imported[0].provenance.not_checked[0].contains("taken unsigned"));
        let other = if name == "production" { "acceptance" } else { "production" };
        let other = read(path.with_file_name(format!("dsc-list-{other}.pem")));
        let error = from(Source::GermanKeys { key: Some(other) }, &path, &into).unwrap_err();
        assert!(matches!(error, ImportError::KeyList { because: ListError::ListSignature, .. }), "{error:?}");
    }
}

#[test]
fn the_who_list_comes_whole_and_pinned() {
    let Some(path) = public("who/trustlist-did.json") else { return };
    let pin = semafor_core::trust::import::fingerprint(&read(&path));
    let into = content("who");
    let imported = from(Source::WhoKeys { pin }, &path, &into).unwrap();
    let record = &imported[0].provenance;
    assert_eq!(record.counts, counts(501, 501, 0));
    let flagged = |flag: &str| {
        let has_flag = |thing: &&Thing| thing.flags.iter().any(|one| one.starts_with(flag));
        record.things.iter().filter(has_flag).count()
    };
    assert_eq!(flagged("not-a-document-signer"), 63);
    let document = json(&path);
    let ids = document["verificationMethod"].as_array().unwrap().iter().map(|method| method["id"].as_str().unwrap());
    let tests = ids.filter(|id| id.contains(":XXH:")).count();
    assert_eq!((flagged("test-only"), tests > 0), (tests, true));
    assert!(record.not_checked[0].starts_with("proof: not verified"));
    let error = from(Source::WhoKeys { pin: [0; 32] }, &path, &into).unwrap_err();
    assert!(matches!(error, ImportError::KeyList { because: ListError::Pin { .. }, .. }), "{error:?}");
    assert_eq!(read(into.join("keys/test/did.json")), read(&path));
}

#[test]
fn the_german_keys_come_through_a_verifier_service_too() {
    let Some(path) = public("trust/dsc-list-production.json") else { return };
    let text = String::from_utf8(read(&path)).unwrap();
    let list: Value = serde_json::from_str(text.split_once('\n').unwrap().1).unwrap();
    let der = |entry: &Value| Base64::decode_vec(entry["rawData"].as_str().unwrap()).unwrap();
    let dscs = list["certificates"].as_array().unwrap().iter().map(|entry| Dsc::new(&der(entry))).collect();
    let backend = Backend::start(Content { dscs, ..Content::default() }).unwrap();
    let into = content("eu-keys-german");
    let imported = import(Source::EuKeys, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(829, 829, 0));
}

#[test]
fn all_production_rules_and_value_sets_come_from_files() {
    let (Some(rules), Some(sets)) = (public("production-rules"), public("valuesets/eu-value-sets.json")) else {
        return;
    };
    let (into, folder) = (content("files"), content("files-from"));
    // Two of the files have IR-DE-0001 1.0.3, valid from different days.
    let error = from(Source::Files, &rules, &into).unwrap_err();
    assert!(matches!(&error, ImportError::Twice { id, .. } if id == "IR-DE-0001 1.0.3"), "{error:?}");
    fs::create_dir_all(folder.join("more")).unwrap();
    for (from, to) in [
        ("eu-rules.json", "eu-rules.json"),
        ("eu-booster-rules.json", "more/booster.json"),
        ("eu-booster-rules.json", "more/again.json"),
        ("LICENSE", "LICENSE"),
    ] {
        fs::copy(rules.join(from), folder.join(to)).unwrap();
    }
    let imported = from(Source::Files, &folder, &into).unwrap();
    // The licence is no JSON file, and two rules are there twice.
    assert_eq!(imported[0].provenance.counts, counts(271 + 2 + 2 + 1, 271 + 2, 3));
    assert_eq!(files(&into.join("rules/test")).len(), 273 + 1);
    for (name, count) in [("eu-rules", 271), ("domestic-rules", 15), ("eu-booster-rules", 2)] {
        let path = rules.join(name).with_extension("json");
        let imported = from(Source::Files, &path, &content("files-single")).unwrap();
        assert_eq!(imported[0].provenance.counts, counts(count, count, 0), "{name}");
        // Each file's bytes stand in the array.
        let whole = String::from_utf8(read(&path)).unwrap();
        let one = &imported[0].provenance.things[0].file;
        assert!(whole.contains(std::str::from_utf8(&read(imported[0].directory.join(one))).unwrap()));
    }
    let imported = from(Source::Files, &sets, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(9, 9, 0));
    assert!(into.join("valuesets/test/country-2-codes.json").is_file() && into.join("rules/test").is_dir());
}

#[test]
fn all_production_rules_come_through_a_service_too() {
    let (Some(rules), Some(sets)) = (public("production-rules"), public("valuesets/eu-value-sets.json")) else {
        return;
    };
    let items = |path: PathBuf| json(path).as_array().unwrap().clone();
    let text = |item: &Value, member: &str| item[member].as_str().unwrap().to_owned();
    let rule = |item: Value| RuleItem {
        country: text(&item, "Country"),
        identifier: text(&item, "Identifier"),
        version: text(&item, "Version"),
        body: item.to_string().into_bytes(),
    };
    let set = |item: Value| ValueSetItem { id: text(&item, "valueSetId"), body: item.to_string().into_bytes() };
    let served = Content {
        rules: items(rules.join("eu-rules.json")).into_iter().map(rule).collect(),
        value_sets: items(sets).into_iter().map(set).collect(),
        ..Content::default()
    };
    let backend = Backend::start(served).unwrap();
    let into = content("eu-rules-production");
    let imported = import(Source::EuRules { key: None }, &backend, &into).unwrap();
    let all: Vec<_> = imported.iter().map(|part| part.provenance.counts).collect();
    assert_eq!(all, [counts(271, 271, 0), counts(9, 9, 0)]);
}

#[test]
fn all_slices_come_as_they_are() {
    let Some(path) = public("revocation/slices.json") else { return };
    let cases = json(&path);
    let bytes = |case: &Value| Base64::decode_vec(case["slice"].as_str().unwrap()).unwrap();
    let slices: Vec<_> = cases.as_array().unwrap().iter().map(bytes).collect();
    let slices: Vec<_> = slices.iter().map(Vec::as_slice).collect();
    let revocation = Some(vec![list("AQIDBAUGBwg=", "POINT", None, &slices)]);
    let backend = Backend::start(Content { revocation, ..Content::default() }).unwrap();
    let into = content("slices");
    let imported = import(Source::EuRevocation, &backend, &into).unwrap();
    assert_eq!(imported[0].provenance.counts, counts(6, 6, 0));
    for slice in slices {
        assert_eq!(read(into.join("revocation/test/slices").join(sha256(slice))), slice);
    }
}

#[test]
fn saved_answers_are_as_good_as_a_service() {
    let saved = content("saved-answers");
    let backend = Backend::start(crate::rules::service(None)).unwrap();
    let served = crate::rules::service(None);
    // Saved under the paths that were asked for.
    let save = |path: &str, body: &[u8]| {
        let file = saved.join(format!("{path}.body"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, body).unwrap();
    };
    let listed = |rule: &RuleItem| serde_json::json!({ "identifier": rule.identifier, "version": rule.version, "country": rule.country, "hash": sha256(&rule.body) });
    save("rules", served.rules.iter().map(listed).collect::<Value>().to_string().as_bytes());
    let sets = served.value_sets.iter().map(|set| serde_json::json!({ "id": set.id, "hash": sha256(&set.body) }));
    save("valuesets", sets.collect::<Value>().to_string().as_bytes());
    served.rules.iter().for_each(|rule| save(&format!("rules/{}/{}", rule.country, sha256(&rule.body)), &rule.body));
    served.value_sets.iter().for_each(|set| save(&format!("valuesets/{}", sha256(&set.body)), &set.body));
    let (here, there) = (content("saved-here"), content("saved-there"));
    from(Source::EuRules { key: None }, &saved, &here).unwrap();
    import(Source::EuRules { key: None }, &backend, &there).unwrap();
    assert_eq!(files(&here), files(&there));
    fs::remove_file(saved.join(format!("valuesets/{}.body", sha256(&served.value_sets[0].body)))).unwrap();
    assert!(from(Source::EuRules { key: None }, &saved, &here).is_err());
}

#[test]
fn saved_certificates_follow_their_tokens() {
    let saved = content("saved-keys");
    let update = saved.join("signercertificateUpdate");
    fs::create_dir_all(&update).unwrap();
    let dscs = [crate::dsc(1), crate::dsc(2)];
    let status: Vec<_> = dscs.iter().map(|der| backend::key_id(der)).collect();
    fs::write(saved.join("signercertificateStatus.body"), serde_json::json!(status).to_string()).unwrap();
    for (der, name, token) in [(&dscs[0], "", "17"), (&dscs[1], "/17", "23")] {
        let file = |ending: &str| saved.join(format!("signercertificateUpdate{name}.{ending}"));
        fs::write(file("body"), Base64::encode_string(der)).unwrap();
        fs::write(file("headers"), format!("HTTP/1.1 200\r\nX-RESUME-TOKEN: {token}\r\n\r\n")).unwrap();
    }
    let into = content("saved-keys-imported");
    assert_eq!(from(Source::EuKeys, &saved, &into).unwrap()[0].provenance.counts, counts(2, 2, 0));
    fs::remove_file(update.join("17.body")).unwrap();
    assert!(matches!(from(Source::EuKeys, &saved, &into), Err(ImportError::Missing { of: 2, .. })));
}

#[test]
fn files_that_hold_something_else_are_errors_and_names_are_checked() {
    let folder = content("odd-files");
    fs::create_dir_all(&folder).unwrap();
    let into = content("odd-files-imported");
    for (text, says) in [
        (r#"[{"Identifier":"VR-CZ-0001","Version":"1.0.0"},{"x":1}]"#, "item 1 is neither a rule nor a value set"),
        (r#"{"Identifier":"../../VR","Version":"1.0.0"}"#, "is no name"),
        (
            r#"[{"Identifier":"VR-CZ-0001","Version":"1.0.0"},{"Identifier":"vr-cz-0001","Version":"1.0.0"}]"#,
            "is there twice",
        ),
        ("[", "EOF while parsing"),
        ("[]", "holds no rules or value sets"),
    ] {
        fs::write(folder.join("a.json"), text).unwrap();
        let error = from(Source::Files, &folder, &into).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    for name in ["", ".x", "a/b", "..", "a b"] {
        let from = Place::parse(folder.to_str().unwrap()).unwrap();
        let (at, bounds) = (Instant::MIN, Bounds::default());
        let import = Import { source: Source::Files, from, into: &into, name, at, bounds };
        let error = import.run(&mut |_, _| {}).unwrap_err();
        assert!(matches!(error, ImportError::Staging(StagingError::Name { .. })), "{name:?}: {error:?}");
    }
}

#[test]
fn what_a_crash_left_behind_is_mended() {
    let (folder, into) = (content("crash-files"), content("crash"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.json"), r#"{"Identifier":"VR-CZ-0001","Version":"1.0.0"}"#).unwrap();
    from(Source::Files, &folder, &into).unwrap();
    // Between the two renames, with half of a newer import beside.
    fs::rename(into.join("rules/test"), into.join("rules/.test.before")).unwrap();
    fs::create_dir_all(into.join("rules/.test.importing")).unwrap();
    fs::write(into.join("rules/.test.importing/half"), "").unwrap();
    fs::write(folder.join("a.json"), r#"{"Identifier":"VR-CZ-0002","Version":"1.0.0"}"#).unwrap();
    from(Source::Files, &folder, &into).unwrap();
    assert_eq!(files(&into.join("rules")), ["/test/VR-CZ-0002-1.0.0.json", "/test/provenance.json"]);
}

#[test]
fn one_import_at_a_time() {
    let into = content("one-at-a-time");
    let backend = Backend::start(crate::rules::service(None)).unwrap();
    let run = || import(Source::EuRules { key: None }, &backend, &into);
    run().unwrap();
    let lock = fs::File::open(into.join(".importing")).unwrap();
    lock.lock().unwrap();
    assert!(matches!(run(), Err(ImportError::Staging(StagingError::Busy { .. }))));
    drop(lock);
    run().unwrap();
}
