//! What goes into a set, what it changes, and how it is taken back.

use std::fs;

use semafor_core::bundle::{BlobHash, BlobRef, BuiltIn, BuiltInError, ContentError, Contents, Kind};
use semafor_core::verdict::Verdict;
use semafor_publisher::policy::Policy;
use semafor_publisher::publish::build::{BuildError, build, revert};
use semafor_publisher::publish::built_in;
use semafor_publisher::publish::folder;
use semafor_publisher::publish::material::{Material, MaterialError};
use semafor_publisher::publish::prune::prune;
use semafor_publisher::publish::put::PutError;
use semafor_publisher::publish::verdicts;

use crate::publisher::{Publisher, REPOSITORY, at, changed_rule, example, partition, temporary, with_rules};

#[test]
fn the_same_material_makes_the_same_bytes() {
    let drafts = ["same-1", "same-2"].map(|name| {
        let publisher = Publisher::new(name);
        publisher.build(&example(), 0);
        let blobs = folder::names(&publisher.folder.draft().join("blobs")).unwrap();
        (folder::read_present(&publisher.folder.draft_set(), 65_536).unwrap(), blobs)
    });
    let [one, other] = drafts;
    assert_eq!(one, other);
}

#[test]
fn what_changes_is_said_by_name() {
    let publisher = Publisher::new("diff");
    publisher.publish(&example(), 0);
    assert!(publisher.build(&example(), 10).diff.is_empty());

    let mut material = with_rules(&changed_rule("diff-rule"));
    material.add_partition("eu-dcc/CZ".to_owned(), partition(&[1; 8], &[vec![1; 16]]));
    let built = publisher.build(&material, 10);
    let changes = |kind: &str| built.diff.kinds.get(kind).cloned().unwrap_or_default();
    let rules = changes("rules");
    assert_eq!((rules.added.len(), rules.removed.len(), rules.total), (0, 2, 1));
    assert_eq!(rules.changed, ["CZ VR-CZ-9001 2026-01-01T00:00:00Z (1.0.0 → 1.1.0)"]);
    assert_eq!(changes("keys").removed.len(), 1);
    assert_eq!(changes("revocation").added, ["eu-dcc/CZ (33 bytes)"]);
    let partition = built.contents.entries().find(|(kind, _)| **kind == Kind::Revocation);
    assert_eq!(partition.map(|(_, entry)| entry.key.as_str()), Some("eu-dcc/CZ"));
    assert_eq!(built.countries(), ["CZ"]);
}

#[test]
fn certificates_that_are_judged_otherwise_are_named() {
    let publisher = Publisher::new("verdicts");
    publisher.publish(&example(), 0);
    // Without keys, nothing is known.
    let built = publisher.build(&with_rules(&changed_rule("verdicts-rule")), 10);
    let blobs = |blob: &BlobRef| publisher.folder.blob(blob).unwrap();
    let time = semafor_core::instant::Instant::parse("2026-06-01").unwrap();
    let published = built.published.as_ref().unwrap().contents.set().clone();
    let before = Contents::unnamed(published, &blobs, time).unwrap().snapshot(time, &blobs).unwrap();
    let set = built.contents.set().clone();
    let after = Contents::unnamed(set, &blobs, time).unwrap().snapshot(time, &blobs).unwrap();
    let certificate = fs::read_to_string(format!("{REPOSITORY}/docs/example/certificate.txt")).unwrap();
    let texts = [("certificate.txt".to_owned(), certificate.trim_end().to_owned())];
    let changed = verdicts::changed(&texts, &built.countries(), (&before, &after), time);
    let found: Vec<_> = changed
        .iter()
        .map(|changed| {
            (changed.country.as_deref(), changed.before.verdict, changed.after.verdict, changed.after.reason)
        })
        .collect();
    let unknown = |country| (country, Verdict::Accepted, Verdict::Undecided, Some("no-keys"));
    assert_eq!(found, [unknown(None), unknown(Some("CZ"))]);
    assert!(verdicts::changed(&texts, &built.countries(), (&before, &before), time).is_empty());
}

#[test]
fn an_earlier_content_comes_back_under_a_higher_version() {
    let publisher = Publisher::new("revert");
    publisher.publish(&example(), 0);
    publisher.publish(&with_rules(&changed_rule("revert-rule")), 10);
    let built = revert(&publisher.folder, &publisher.config, 1, at(20)).unwrap();
    assert_eq!((built.version, built.diff.kinds.len()), (3, 2));
    publisher.sign("set");
    assert_eq!(publisher.put("timestamp", 20).unwrap().set, 3);
    let walk = publisher.phone(30).unwrap();
    assert_eq!(walk.contents.set().signed_at, at(20));
    assert!(publisher.build(&example(), 40).diff.is_empty());
    let error = revert(&publisher.folder, &publisher.config, 7, at(20)).unwrap_err();
    assert!(matches!(&error, BuildError::NotKept { version: 7, kept } if kept == "1, 2, 3"), "{error}");
}

#[test]
fn what_counts_later_is_fetched_ahead() {
    let publisher = Publisher::new("schedule");
    publisher.publish(&example(), 0);
    let changed = with_rules(&changed_rule("schedule-rule"));
    let built = build(&publisher.folder, &publisher.config, &changed, Some(at(1_000)), at(10)).unwrap();
    assert_eq!(built.contents.next_change(at(10)), Some(at(1_000)));
    let added = built.diff.kinds["rules"].added.join(" ");
    assert!(added.contains("1.1.0") && added.contains(&format!("from {}", at(1_000))), "{added}");
    publisher.sign("set");
    publisher.put("timestamp", 10).unwrap();
    let walk = publisher.phone(10).unwrap();
    let blobs = |blob: &BlobRef| publisher.folder.blob(blob).unwrap();
    // The keys are not in the new material, and go on all the same.
    let found = |seconds| {
        let snapshot = walk.contents.snapshot(at(seconds), &blobs).unwrap();
        (snapshot.rulebook().len(), snapshot.keys().len())
    };
    assert_eq!((found(999), found(1_000)), ((3, 1), (1, 1)));
    // Built anew when it has begun, nothing is another: it is no longer scheduled.
    let built = build(&publisher.folder, &publisher.config, &changed, Some(at(3_000)), at(2_000)).unwrap();
    assert_eq!(built.contents.next_change(at(2_000)), None);
}

#[test]
fn a_draft_of_yesterday_is_not_published_over_today() {
    let publisher = Publisher::new("outdated");
    publisher.build(&example(), 0);
    publisher.sign("set");
    let draft = folder::read_present(&publisher.folder.draft_set(), 65_536).unwrap();
    publisher.put("timestamp", 0).unwrap();
    folder::write(&publisher.folder.draft_set(), &draft).unwrap();
    let error = publisher.put("timestamp", 10).unwrap_err();
    assert!(matches!(error, PutError::Outdated { draft: 1, published: 1 }), "{error}");
}

#[test]
fn what_only_old_sets_name_can_be_removed() {
    let publisher = Publisher::new("prune");
    publisher.publish(&example(), 0);
    publisher.publish(&with_rules(&changed_rule("prune-rule")), 10);
    let removed = prune(&publisher.folder, 2).unwrap();
    assert_eq!((removed.blobs, removed.sets), (0, 0));
    let removed = prune(&publisher.folder, 1).unwrap();
    // The set, its two indexes, the keys and the rules.
    assert_eq!((removed.blobs, removed.sets), (5, 1));
    publisher.phone(20).unwrap();
    assert!(revert(&publisher.folder, &publisher.config, 1, at(20)).is_err());
}

#[test]
fn a_release_carries_a_set_that_names_nobody_who_could_sign() {
    let publisher = Publisher::new("built-in");
    let file = built_in::write(&example(), &publisher.config, at(0)).unwrap();
    assert_eq!(file, built_in::write(&example(), &publisher.config, at(0)).unwrap());
    let built = BuiltIn::read(&file).unwrap();
    let snapshot = built.published().unwrap().snapshot;
    assert_eq!((built.contents().set().version, snapshot.keys().len(), snapshot.rulebook().len()), (0, 1, 3));
    assert_eq!(snapshot.origin().map(|origin| origin.signed_at), Some(at(0)));
    for length in 0..file.len() {
        assert!(BuiltIn::read(&file[..length]).is_err(), "{length}");
    }
    assert!(matches!(BuiltIn::read(b"\x80"), Err(BuiltInError::Structure)));
}

#[test]
fn two_contents_of_one_name_are_refused() {
    let folder = temporary("twice");
    for (name, codes) in [("one.json", r#"{"a": ["x"]}"#), ("other.json", r#"{"a": ["y"]}"#)] {
        folder::write(&folder.join(name), codes.as_bytes()).unwrap();
    }
    let error = Material::default().add_policy(&Policy::read_any(&folder).unwrap()).unwrap_err();
    assert!(matches!(&error, MaterialError::Twice { name, .. } if name == "a"), "{error}");
}

#[test]
fn a_draft_that_is_not_whole_is_not_published() {
    let publisher = Publisher::new("not-whole");
    let mut material = example();
    let partition = partition(&[1; 8], &[vec![9; 16]]);
    let list = partition.blobs[0].clone();
    material.add_partition("eu-dcc/CZ".to_owned(), partition);
    publisher.build(&material, 0);
    publisher.sign("set");
    let list = publisher.folder.draft().join(folder::blob_name(&BlobHash::of(&list)));
    folder::remove(&list).unwrap();
    let error = publisher.put("timestamp", 0).unwrap_err();
    assert!(matches!(&error, PutError::Content(ContentError::Missing { kind, .. }) if kind == "revocation"), "{error}");
    assert!(!publisher.folder.public().exists());
}
