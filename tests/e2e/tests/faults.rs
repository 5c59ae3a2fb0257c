//! Networks and servers as they are: nothing that breaks off, comes late, lies about its length or ends in the middle
//! costs the device what it had, and what has come is not fetched again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test needs must be there")]

mod world;

use std::time::Duration;

use backend::Fault;
use e2e::author::{Author, at, rule};
use e2e::device::Witness;
use semafor_core::bundle::{Entry, Index};
use semafor_core::rulebook::Rulebook;
use semafor_core::sync::{Progress, SyncError};
use semafor_core::trust::TrustList;
use semafor_core::verifier::{Freshness, Origin, Snapshot};
use world::World;

/// A second set with a rule for each of these, and one large blob of noise that nothing can deflate.
fn publish_large(author: &mut Author, noise: usize) {
    let mut state = 1_u64;
    let bytes: String = (0..noise)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(u8::try_from(state >> 58).unwrap_or_default().saturating_add(b' '))
        })
        .map(|drawn| if matches!(drawn, '"' | '\\') { 'x' } else { drawn })
        .collect();
    let mut entries: Vec<Entry> =
        ["CZ", "DE", "AT"].iter().map(|country| author.entry(country, &rule(country, "second"))).collect();
    entries.push(author.entry("SK", &rule("SK", &bytes)));
    author.publish_index(at("2026-02-02"), &Index { entries });
}

#[test]
fn nothing_new_costs_no_body() {
    let world = World::synced("nothing");
    world.backend.forget_counts();
    let synced = world.device.sync(&world.url()).unwrap();
    assert!(!synced.is_changed);
    assert_eq!(world.backend.total().bytes, 0);
    assert_eq!(synced.bytes, 0);
}

/// The connection is cut at every byte of every file of a sync, one after another; at last the set is there, and no byte
/// of content came twice.
#[test]
fn cut_at_every_byte() {
    let mut world = World::synced("cut");
    world.author.publish(at("2026-02-02"), &["CZ", "DE"], "second");
    for after in 0..400 {
        world.backend.mend();
        world.backend.fail("*", backend::FOR_EVER, Fault::Cut { after });
        if world.device.sync(&world.url()).is_ok() {
            break;
        }
        assert!(matches!(world.device.set_version(), 1 | 2));
    }
    world.backend.mend();
    world.device.sync(&world.url()).unwrap();
    assert_eq!(world.device.set_version(), 2);
}

#[test]
fn a_broken_download_goes_on_where_it_stopped() {
    let mut world = World::synced("resume");
    publish_large(&mut world.author, 3_000_000);
    let size = world.author.file(&e2e::author::blob_path(&large(&world.author))).len();
    world.backend.forget_counts();
    for _ in 0..3 {
        world.backend.mend();
        world.backend.fail(
            &format!("/{}", e2e::author::blob_path(&large(&world.author))),
            1,
            Fault::Cut { after: 600_000 },
        );
        assert!(matches!(world.device.sync(&world.url()), Err(SyncError::BrokenOff { .. })));
        assert_eq!(world.device.set_version(), 1);
    }
    world.backend.mend();
    world.device.sync(&world.url()).unwrap();
    assert_eq!(world.device.set_version(), 2);
    let sent = world.backend.count(&format!("/{}", e2e::author::blob_path(&large(&world.author)))).bytes;
    assert!(sent < size + 10_000, "{sent} bytes were sent of a file of {size}");
}

fn large(author: &Author) -> semafor_core::bundle::BlobRef {
    let bytes = author.file(&e2e::author::blob_path(&author.set.kinds[0].blob));
    let index = Index::parse(&author.set.kinds[0].blob.unpack(bytes).unwrap()).unwrap();
    index.entries[3].blobs[0]
}

#[test]
fn bad_answers() {
    let other = World::begun("bad-other");
    let faults = [
        ("wrong length", Fault::Length(9)),
        ("redirect", Fault::Redirect("http://127.0.0.1:1/".to_owned())),
        ("redirect to itself", Fault::Redirect("/timestamp.cbor".to_owned())),
        ("gzip bomb", Fault::GzipBomb { bytes: 100_000_000 }),
        ("500", Fault::Status(500)),
        ("404", Fault::Status(404)),
        ("empty", Fault::Body(Vec::new())),
        ("HTML", Fault::Body(b"<html>log in to the hotel's network</html>".to_vec())),
        ("another set's", Fault::From(other.author.folder.join("blobs"))),
        ("endless", Fault::Endless),
    ];
    for (name, fault) in faults {
        for path in ["/timestamp.cbor", "/blobs/*"] {
            let mut world = World::synced("bad");
            world.author.publish(at("2026-02-02"), &["CZ"], "second");
            world.backend.fail(path, backend::FOR_EVER, fault.clone());
            let error = world.device.sync(&world.url()).expect_err(name);
            assert_eq!(world.device.set_version(), 1, "{name} for {path}: {error}");
            world.backend.mend();
            world.device.sync(&world.url()).unwrap();
            assert_eq!(world.device.set_version(), 2, "{name} for {path}");
        }
    }
}

#[test]
fn a_busy_server_is_left_alone_as_long_as_it_says() {
    let world = World::synced("busy");
    for (status, asked, least, most) in [(429, 7_200, 7_200, 7_200), (503, 900_000, 86_400, 86_400), (503, 1, 1, 1_000)]
    {
        world.backend.mend();
        world.backend.fail("*", backend::FOR_EVER, Fault::Busy { status, retry_after: asked });
        let error = world.device.sync(&world.url()).unwrap_err();
        assert!(matches!(error, SyncError::Status { .. }), "{error:?}");
        let seconds = world.device.seconds_until_due();
        assert!((least..=most).contains(&seconds), "{status}, {asked} s: {seconds} s");
    }
}

#[test]
fn patience_grows_and_success_ends_it() {
    let world = World::synced("patience");
    assert!((16_200..=27_000).contains(&world.device.seconds_until_due()));
    world.backend.fail("*", 3, Fault::Status(500));
    for most in [75, 150, 300] {
        world.device.sync(&world.url()).unwrap_err();
        assert!((most * 6 / 10..=most).contains(&world.device.seconds_until_due()));
    }
    world.device.sync(&world.url()).unwrap();
    assert!(world.device.seconds_until_due() >= 16_200);
}

#[test]
fn slow_and_late_answers_are_waited_for() {
    let mut world = World::synced("slow");
    world.author.publish(at("2026-02-02"), &["CZ"], "second");
    world.backend.fail("/timestamp.cbor", 1, Fault::Delay(Duration::from_millis(300)));
    world.backend.fail("/blobs/*", 1, Fault::Slow { bytes_per_second: 500 });
    world.device.sync(&world.url()).unwrap();
    assert_eq!(world.device.set_version(), 2);
}

/// Cancelled before every request of a sync in turn: nothing is lost, and nothing that came is fetched again.
#[test]
fn cancelled_at_every_request() {
    let mut world = World::synced("cancel");
    world.author.publish(at("2026-02-02"), &["CZ", "DE", "AT"], "second");
    world.backend.forget_counts();
    let mut cancelled = 0;
    loop {
        let witness = Witness::default();
        *witness.requests_left.lock().unwrap() = Some(cancelled);
        match world.device.sync_watched(&world.url(), &witness) {
            Ok(_) => break,
            Err(SyncError::Cancelled) => assert_eq!(world.device.set_version(), 1),
            Err(other) => panic!("{other}"),
        }
        cancelled += 1;
        assert!(cancelled < 20);
    }
    assert_eq!(world.device.set_version(), 2);
    let twice =
        world.backend.counts().into_iter().find(|(path, count)| path.starts_with("/blobs") && count.requests > 1);
    assert_eq!(twice, None);
}

#[test]
fn progress_says_how_much_before_it_comes() {
    let mut world = World::synced("progress");
    publish_large(&mut world.author, 2_500_000);
    let witness = Witness::default();
    world.device.sync_watched(&world.url(), &witness).unwrap();
    let seen = witness.seen.into_inner().unwrap();
    let announced = seen.iter().find_map(|progress| match progress {
        Progress::Announced { files, bytes } => Some((*files, *bytes)),
        _ => None,
    });
    let (files, bytes) = announced.unwrap();
    let fetched: Vec<_> = seen
        .iter()
        .filter_map(|progress| match progress {
            Progress::Fetched { bytes } => Some(*bytes),
            _ => None,
        })
        .collect();
    assert_eq!((files, fetched.last()), (4, Some(&bytes)));
    assert!(fetched.is_sorted() && fetched.len() >= 5, "{fetched:?}");
    assert_eq!(seen.first(), Some(&Progress::Asking));
    assert_eq!(seen.last(), Some(&Progress::Checking));
}

/// Somebody has changed the file on the disk, in every way that SQLite does not see: the next sync mends it.
#[test]
fn what_was_changed_on_the_disk_is_fetched_again() {
    for (name, sql) in [
        ("a blob is gone", "DELETE FROM blob WHERE rowid = (SELECT max(rowid) FROM blob)"),
        ("all blobs are gone", "DELETE FROM blob"),
        ("a blob is another", "UPDATE blob SET bytes = zeroblob(length(bytes))"),
        ("the timestamp is another", "UPDATE role SET bytes = zeroblob(9) WHERE name = 'timestamp'"),
        ("the set is another", "UPDATE role SET bytes = zeroblob(9) WHERE name = 'set'"),
        ("the set is gone", "DELETE FROM role WHERE name = 'set'"),
    ] {
        let world = World::synced("changed");
        rusqlite::Connection::open(world.folder.join("phone/snapshot.db")).unwrap().execute_batch(sql).unwrap();
        world.device.sync(&world.url()).expect(name);
        assert_eq!(world.device.set_version(), 1, "{name}");
    }
}

/// A release can carry a newer set than a device has fetched; what is signed later is used.
#[test]
fn of_what_is_built_in_and_what_was_synced_the_newer_is_used() {
    let world = World::synced("built-in");
    let release = |day: &str| {
        let freshness = Freshness { keys: None, rules: None, revocation: None, schemes: None };
        let origin = Origin { signed_at: at(day), freshness };
        Snapshot::published("release".to_owned(), TrustList::new(), Rulebook::empty(), None, origin)
    };
    for (day, is_used) in [("2026-01-31", false), ("2026-02-01", false), ("2026-02-02", true)] {
        assert_eq!(world.device.live(release(day)).snapshot().id() == "release", is_used, "{day}");
    }
    let without_age = Snapshot::from_keys(TrustList::new(), true);
    assert_eq!(world.device.live(without_age).snapshot().id(), world.device.snapshot().unwrap().id());
}
