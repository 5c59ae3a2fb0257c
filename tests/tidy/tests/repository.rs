//! This repository keeps every rule of `tidy`.

use std::fs;
use std::path::Path;

use tidy::finding::{Finding, listed};
use tidy::tree::Tree;
use tidy::{documentation, layers, links, mint, names, profile, size, wording};

/// What a rule finds against this repository, as text; a tree that cannot be read is a finding too.
fn against(rule: fn(&Tree) -> Vec<Finding>) -> String {
    match Tree::of_this_repository() {
        Ok(tree) if tree.files.is_empty() => "the repository seems to be empty".to_owned(),
        Ok(tree) => listed(rule(&tree)),
        Err(err) => format!("the repository cannot be read: {err}"),
    }
}

/// Shows the findings as lines, not as one escaped string.
macro_rules! assert_clean {
    ($rule:expr) => {
        let found = against($rule);
        assert!(found.is_empty(), "\n\n{found}");
    };
}

#[test]
fn modules_name_only_those_above_them() {
    assert_clean!(layers::check);
}

#[test]
fn files_and_functions_are_short() {
    assert_clean!(size::check);
}

#[test]
fn files_and_public_items_are_documented() {
    assert_clean!(documentation::check);
}

#[test]
fn verified_is_minted_in_one_place() {
    assert_clean!(mint::check);
}

#[test]
fn benches_build_the_shipped_profile() {
    assert_clean!(|tree| profile::check(tree).unwrap_or_else(|| {
        println!("skipped: there is no {} yet", profile::BENCH);
        Vec::new()
    }));
}

#[test]
fn names_say_something() {
    assert_clean!(names::check);
}

#[test]
fn links_lead_somewhere() {
    assert_clean!(links::check);
}

#[test]
fn files_name_no_machine_and_leave_nothing_for_later() {
    assert_clean!(wording::check);
}

#[test]
fn a_folder_is_read_as_its_ignore_files_say() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tidy-tree");
    let files: [(&str, &[u8]); 6] = [
        (".gitignore", b"target/\n/generated.rs\n"),
        (".ci/run", b"#!/bin/bash\n"),
        (".git/config", b"left out"),
        ("a/target/b.rs", b"left out"),
        ("generated.rs", b"left out"),
        ("picture.png", &[0xff, 0xfe]),
    ];
    for (path, content) in files {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), content).unwrap();
    }
    let tree = Tree::read(&root).unwrap();
    let paths: Vec<_> = tree.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, [".ci/run", ".gitignore", "picture.png"]);
    assert_eq!((tree.text(".ci/run"), tree.text("picture.png")), (Some("#!/bin/bash\n"), None));
    assert!(tree.contains("picture.png") && tree.contains(".ci") && !tree.contains(".c"));
}
