//! Whatever is done to a published file, a phone notices.

use std::fs;
use std::path::{Path, PathBuf};

use semafor_publisher::publish::folder;

use crate::publisher::{Publisher, changed_rule, example, with_rules};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in folder::names(folder).unwrap() {
        let path = folder.join(name);
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn a_changed_cut_longer_or_missing_file_is_found() {
    let publisher = Publisher::new("tampering");
    publisher.publish(&example(), 0);
    publisher.phone(10).unwrap();
    let files = files(&publisher.folder.public());
    // Root, timestamp, set, two indexes, keys, rules.
    assert_eq!(files.len(), 7, "{files:?}");
    for file in files {
        let bytes = folder::read_present(&file, 1_000_000).unwrap();
        let middle = bytes.len() / 2;
        let mut changed = bytes.clone();
        changed[middle] ^= 1;
        let longer = [&bytes[..], b"x"].concat();
        for (how, tampered) in [("changed", &changed[..]), ("cut", &bytes[..middle]), ("longer", &longer)] {
            fs::write(&file, tampered).unwrap();
            let error = publisher.phone(10).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(!error.is_empty(), "{how}: {}", file.display());
        }
        fs::remove_file(&file).unwrap();
        assert!(publisher.phone(10).is_err(), "missing: {}", file.display());
        fs::write(&file, &bytes).unwrap();
    }
    publisher.phone(10).unwrap();
}

#[test]
fn an_old_set_under_a_new_timestamp_is_found() {
    let publisher = Publisher::new("mixed");
    publisher.publish(&example(), 0);
    let old = fs::copy(publisher.folder.public().join("timestamp.cbor"), publisher.folder.path().join("old"));
    old.unwrap();
    publisher.publish(&with_rules(&changed_rule("mixed-rule")), 10);
    let phone = publisher.phone(20).unwrap();
    fs::copy(publisher.folder.path().join("old"), publisher.folder.public().join("timestamp.cbor")).unwrap();
    // A phone that was never here cannot know; the one that saw the new one does.
    publisher.phone(20).unwrap();
    let bytes = folder::read_present(&publisher.folder.public().join("timestamp.cbor"), 16_384).unwrap();
    let refused = phone.anchor.timestamp(&bytes, Some(phone.contents.timestamp()), crate::publisher::at(20));
    assert!(refused.unwrap_err().to_string().contains("was seen already"));
}
