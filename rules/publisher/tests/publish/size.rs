//! What a change costs phones, with everything published that there was in 2022.

use std::path::{Path, PathBuf};

use semafor_core::trust::import::{ImportOptions, import};
use semafor_publisher::publish::folder;
use semafor_publisher::publish::material::Material;
use serde_json::Value;

use crate::publisher::{Publisher, REPOSITORY, partition, temporary, with_rules};

const BODIES: usize = 8_192;

fn testdata() -> Option<PathBuf> {
    let path = Path::new(REPOSITORY).join("../shared/testdata");
    path.is_dir().then_some(path)
}

/// All keys, all value sets, 829 revocation lists, and the rules in this folder.
fn everything(testdata: &Path, rules: &Path) -> Material {
    let mut material = with_rules(rules);
    let list = folder::read_present(&testdata.join("trust/dsc-list-production.json"), 33_554_432).unwrap();
    material.add_keys(import(&list, &ImportOptions::default()).unwrap());
    material.add_policy(&semafor_publisher::policy::Policy::read_any(&testdata.join("valuesets")).unwrap()).unwrap();
    for number in 0..829_u32 {
        let key = [number.to_be_bytes(); 2].concat();
        material.add_partition(format!("own/{number:08x}"), partition(&key, &[number.to_be_bytes().repeat(4)]));
    }
    material
}

/// The three countries with the most text in their rules.
fn largest(files: &[(&str, Value)]) -> Vec<String> {
    let mut sizes = std::collections::BTreeMap::<_, usize>::new();
    for rule in files.iter().flat_map(|(_, rules)| rules.as_array().unwrap()) {
        let country = rule.get("Country").and_then(Value::as_str).unwrap();
        let size = sizes.entry(country.to_owned()).or_default();
        *size = size.saturating_add(rule.to_string().len());
    }
    let mut countries: Vec<_> = sizes.into_iter().map(|(country, size)| (size, country)).collect();
    countries.sort();
    countries.into_iter().rev().take(3).map(|(_, country)| country).collect()
}

#[test]
fn one_changed_rule_costs_a_phone_few_bytes() {
    let Some(testdata) = testdata() else {
        println!("skipped: the public test data is not here");
        return;
    };
    let folder = temporary("size-rules");
    let mut files = Vec::new();
    for name in ["eu-rules.json", "eu-booster-rules.json", "domestic-rules.json"] {
        let rules = folder::read_present(&testdata.join("production-rules").join(name), 33_554_432).unwrap();
        folder::write(&folder.join(name), &rules).unwrap();
        files.push((name, serde_json::from_slice::<Value>(&rules).unwrap()));
    }
    let publisher = Publisher::new("size");
    publisher.publish(&everything(&testdata, &folder), 0);

    let mut most = (0, String::new());
    for country in largest(&files) {
        // Of each of the files that has rules of this country, the first one.
        for (name, rules) in &files {
            let mut changed = rules.clone();
            let of_country = |rule: &&mut Value| rule["Country"] == country.as_str();
            let Some(rule) = changed.as_array_mut().unwrap().iter_mut().find(of_country) else { continue };
            rule["Description"][0]["desc"] = "Changed in one word.".into();
            folder::write(&folder.join(name), changed.to_string().as_bytes()).unwrap();
            let built = publisher.build(&everything(&testdata, &folder), 10);
            folder::write(&folder.join(name), rules.to_string().as_bytes()).unwrap();
            assert_eq!(built.diff.kinds["rules"].changed.len(), 1, "{country}");
            most = most.max((built.fetched_bytes, country.clone()));
        }
    }
    let timestamp = folder::read_present(&publisher.folder.public().join("timestamp.cbor"), 16_384).unwrap().len();
    let walk = publisher.phone(10).unwrap();
    let (set, indexes) = (walk.set_file.len(), walk.contents.set().kinds.len());
    let (bytes, country) = most;
    let all = bytes + timestamp;
    println!("one rule of {country}: {all} bytes (timestamp {timestamp}, set {set} with {indexes} indexes)");
    assert!(all <= BODIES, "{all} bytes");
    assert!(timestamp <= 1_024, "{timestamp} bytes when nothing has changed");
}
