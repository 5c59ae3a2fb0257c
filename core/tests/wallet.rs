//! A family's wallet in real files: adding, what replaces what, undo, what was expected, travel, notices.

#![cfg(feature = "store")]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod family;

use std::fs;

use semafor_core::certificate::CertificateKind;
use semafor_core::envelope::TextKind;
use semafor_core::instant::{CalendarDate, PartialDate};
use semafor_core::store::{KeyFileError, RecordId, StoreError};
use semafor_core::verdict::{Freshness, FreshnessLimits, Origin, ReasonCode, Verdict};
use semafor_core::verifier::{PolicyFile, Snapshot};
use semafor_core::wallet::{
    Added, Awaiting, Day, Decision, Expectation, HolderNote, Journey, NotKept, NoticeKind, Presence, TravelVerdict,
    Wallet, WalletError, presence, salvage,
};
use semafor_publisher::draft::{Certified, Draft, Holder};

use family::{Folder, NOON, Open, at, authority, grounds, snapshot, vaccination};

fn new_wallet(folder: &Folder) -> Wallet {
    Wallet::create(folder.path(), &Open).unwrap()
}

fn id(added: &Added) -> RecordId {
    let kept = match added {
        Added::New { id, .. } | Added::Duplicate { id, .. } | Added::Restored { id } | Added::Person { id } => {
            Some(*id)
        }
        Added::NotKept { .. } => None,
    };
    kept.unwrap()
}

#[test]
fn what_is_added_is_there_after_opening_anew() {
    let folder = Folder::new("add");
    let authority = authority(1);
    let known = snapshot(&[&authority]);
    let grounds = grounds(&known, NOON);
    let texts = [authority.issue(&vaccination(1)), authority.issue(&vaccination(2))];
    let added = new_wallet(&folder).add(&texts, &grounds).unwrap();
    assert!(
        added.iter().all(|added| matches!(added, Added::New { verified: true, reasons, .. } if reasons.is_empty()))
    );
    let listing = Wallet::open(folder.path(), &Open).unwrap().list(&grounds).unwrap();
    let kept: Vec<_> = listing.certificates.iter().map(|kept| kept.text.to_string()).collect();
    assert_eq!(kept, texts);
    let summary = listing.certificates[0].summary();
    assert_eq!((summary.kind, summary.verdict), (Some(CertificateKind::Vaccination), Verdict::Accepted));
    assert_eq!(summary.added_at, at(NOON));
    assert_eq!(summary.holder.unwrap().name, "Jana Nováková");
}

#[test]
fn duplicates_are_recognised() {
    let folder = Folder::new("duplicate");
    let (known, unknown) = (authority(1), authority(2));
    let keys = snapshot(&[&known]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let text = known.issue(&vaccination(1));
    let first = id(&wallet.add(&[&text], &grounds).unwrap()[0]);
    let again = wallet.add(&[&text], &grounds).unwrap();
    assert_eq!(again, [Added::Duplicate { id: first, other_signature: false }]);
    // The same claims, signed by somebody whom nobody knows: nothing changes.
    let forged = unknown.issue(&vaccination(1));
    let other = wallet.add(&[&forged], &grounds).unwrap();
    assert_eq!(other, [Added::Duplicate { id: first, other_signature: true }]);
    assert_eq!(*wallet.list(&grounds).unwrap().certificates[0].text, text);
    // The other way round: what is verified takes the place of what is not.
    let second = id(&wallet.add(&[unknown.issue(&vaccination(2))], &grounds).unwrap()[0]);
    let true_one = known.issue(&vaccination(2));
    let outcome = wallet.add(&[&true_one], &grounds).unwrap();
    assert_eq!(outcome, [Added::Duplicate { id: second, other_signature: true }]);
    let listing = wallet.list(&grounds).unwrap();
    assert_eq!(*listing.certificates[1].text, true_one);
    assert!(listing.certificates[1].verified().is_some());
}

#[test]
fn of_two_signatures_that_nobody_knows_both_are_kept() {
    let folder = Folder::new("both");
    let (one, other) = (authority(1), authority(2));
    let none = snapshot(&[]);
    let mut wallet = new_wallet(&folder);
    let texts = [one.issue(&vaccination(1)), other.issue(&vaccination(1))];
    let added = wallet.add(&texts, &grounds(&none, NOON)).unwrap();
    let unverified = |added: &Added| matches!(added, Added::New { verified: false, reasons, .. } if *reasons == [ReasonCode::NoKeys]);
    assert!(added.iter().all(unverified), "{added:?}");
    // When the keys have come, the true one counts.
    let keys = snapshot(&[&other]);
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    let current: Vec<_> = listing.certificates.iter().filter(|kept| kept.is_current()).map(|kept| kept.id).collect();
    assert_eq!(current, [id(&added[1])]);
}

#[test]
fn a_corrected_certificate_replaces_its_predecessor() {
    let folder = Folder::new("corrected");
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let wrong = Draft { holder: Holder { given: "Jan".to_owned(), ..Holder::invented() }, ..vaccination(1) };
    let first = id(&wallet.add(&[authority.issue(&wrong)], &grounds).unwrap()[0]);
    // Issued later for the same identifier, which has small letters now.
    let right = Draft { issued_at: at("2026-02-01"), identifier: "cz:1".to_owned(), ..vaccination(1) };
    let text = authority.issue(&right);
    let added = wallet.add(&[&text], &grounds).unwrap();
    let Added::New { id: second, supersedes, superseded_by: None, .. } = &added[0] else { panic!("{added:?}") };
    assert_eq!(*supersedes, [first]);
    let listing = wallet.list(&grounds).unwrap();
    assert_eq!(listing.certificates[0].superseded_by, Some(*second));
    let keys_of_both: Vec<_> = listing.certificates.iter().map(|kept| kept.decision_key()).collect();
    assert_eq!(keys_of_both[0], keys_of_both[1], "decisions outlive a correction");
    // An older print that comes later changes nothing.
    let older = Draft { issued_at: at("2025-12-15"), ..wrong };
    let added = wallet.add(&[authority.issue(&older)], &grounds).unwrap();
    assert!(
        matches!(&added[0], Added::New { supersedes, superseded_by, .. } if supersedes.is_empty() && superseded_by == &Some(*second)),
        "{added:?}"
    );
    // When the newest is removed, the one before counts again.
    wallet.remove(*second, at(NOON)).unwrap();
    assert!(wallet.list(&grounds).unwrap().certificates[0].is_current());
}

#[test]
fn a_forged_correction_replaces_nothing() {
    let folder = Folder::new("forged");
    let (known, forger) = (authority(1), authority(2));
    let keys = snapshot(&[&known]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let first = id(&wallet.add(&[known.issue(&vaccination(1))], &grounds).unwrap()[0]);
    let forged = Draft { issued_at: at("2026-05-01"), ..vaccination(1) };
    let added = wallet.add(&[forger.issue(&forged)], &grounds).unwrap();
    assert!(
        matches!(&added[0], Added::New { verified: false, superseded_by, .. } if superseded_by == &Some(first)),
        "{added:?}"
    );
}

#[test]
fn what_is_no_certificate_is_named() {
    let folder = Folder::new("other");
    let keys = snapshot(&[]);
    let mut wallet = new_wallet(&folder);
    let texts = ["https://example.org", "HC1:%%%", "HC2:ABC", "079****|NGUYEN THI LAN|1985-03-02|0|x|y"];
    let added = wallet.add(&texts, &grounds(&keys, NOON)).unwrap();
    let not_kept = |added: &Added| match added {
        Added::NotKept { because: NotKept::NotACertificate { kind } } => format!("{kind:?}"),
        Added::NotKept { because: NotKept::Malformed { stage, .. } } => format!("{stage:?}"),
        other => format!("{other:?}"),
    };
    let expected = [TextKind::Link, TextKind::LaterHealthCertificate].map(|kind| format!("{kind:?}"));
    assert_eq!(not_kept(&added[0]), expected[0]);
    assert_eq!(not_kept(&added[1]), "Envelope");
    assert_eq!(not_kept(&added[2]), expected[1]);
    let listing = wallet.list(&grounds(&keys, NOON)).unwrap();
    assert!(listing.certificates.is_empty());
    let Added::Person { id } = &added[3] else { panic!("{:?}", added[3]) };
    let person = &listing.persons[0];
    assert_eq!((person.id, &*person.holder.name), (*id, "NGUYEN THI LAN"));
    assert!(person.holder.document.is_some(), "shown as identity only");
    let many = vec!["x"; 1_001];
    let refused = wallet.add(&many, &grounds(&keys, NOON)).unwrap_err();
    assert!(matches!(refused, WalletError::TooManyTexts { found: 1_001, most: 1_000 }), "{refused:?}");
}

#[test]
fn undo_takes_the_last_removal_back() {
    let folder = Folder::new("undo");
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let texts = [authority.issue(&vaccination(1)), authority.issue(&vaccination(2))];
    let ids: Vec<_> = wallet.add(&texts, &grounds).unwrap().iter().map(id).collect();
    wallet.remove(ids[0], at("2026-06-01T13:00:00Z")).unwrap();
    wallet.remove(ids[1], at("2026-06-02T13:00:00Z")).unwrap();
    let listing = wallet.list(&grounds).unwrap();
    assert!(listing.certificates.is_empty());
    assert_eq!(listing.removed.iter().map(|removed| removed.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    assert_eq!(listing.removed[0].gone_at, at("2026-07-02T13:00:00Z"));
    assert_eq!(wallet.undo(None, at("2026-06-03")).unwrap(), ids[1]);
    // Adding what was removed brings it back too.
    assert_eq!(wallet.add(&texts[..1], &grounds).unwrap(), [Added::Restored { id: ids[0] }]);
    assert!(matches!(wallet.undo(None, at("2026-06-04")), Err(WalletError::NothingToUndo)));
    wallet.remove(ids[0], at("2026-06-05")).unwrap();
    assert!(matches!(wallet.undo(Some(ids[1]), at("2026-06-06")), Err(WalletError::NothingToUndo)));
    assert!(matches!(wallet.undo(None, at("2026-07-06")), Err(WalletError::NothingToUndo)), "thirty days are over");
    assert!(matches!(wallet.remove(ids[0], at("2026-07-06")), Err(WalletError::NoSuch)));
}

#[test]
fn what_was_expected_arrives() {
    let folder = Folder::new("expected");
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let holder =
        HolderNote { name: "NOVÁKOVÁ Jana".to_owned(), born: PartialDate::parse("1964-08").unwrap(), document: None };
    let expectation = Expectation {
        what: "second dose, Bulovka".to_owned(),
        since: at("2025-12-24"),
        awaiting: Awaiting::Data,
        ask: Some("vaccination centre".to_owned()),
        kind: Some(CertificateKind::Vaccination),
        holder: Some(holder),
    };
    let expected = wallet.expect(&expectation, at(NOON)).unwrap();
    wallet.expect_next(expected, Awaiting::Signature, at(NOON)).unwrap();
    let waiting = wallet.list(&grounds).unwrap().expected;
    assert_eq!((waiting[0].arrived, waiting[0].expectation.awaiting), (None, Awaiting::Signature));
    // One that was issued before, and one of somebody else, are not it.
    let older = Draft { issued_at: at("2025-12-01"), ..vaccination(1) };
    let eva = Holder { given: "Eva".to_owned(), given_standard: "EVA".to_owned(), ..Holder::invented() };
    let other = Draft { holder: eva, ..vaccination(3) };
    wallet.add(&[authority.issue(&older), authority.issue(&other)], &grounds).unwrap();
    assert_eq!(wallet.list(&grounds).unwrap().expected[0].arrived, None);
    let added = wallet.add(&[authority.issue(&vaccination(2))], &grounds).unwrap();
    let Added::New { id, fulfils, .. } = &added[0] else { panic!("{added:?}") };
    assert_eq!(*fulfils, [expected]);
    assert_eq!(wallet.list(&grounds).unwrap().expected[0].arrived, Some(*id));
    let empty = Expectation { what: " ".to_owned(), ..expectation };
    assert!(matches!(wallet.expect(&empty, at(NOON)), Err(WalletError::Note(_))));
}

#[test]
fn persons_and_decisions_are_remembered() {
    let folder = Folder::new("persons");
    let keys = snapshot(&[]);
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let person = HolderNote { name: " An ".to_owned(), born: PartialDate::parse("2015").unwrap(), document: None };
    let first = wallet.add_person(&person, at(NOON)).unwrap();
    assert_eq!(wallet.add_person(&person, at(NOON)).unwrap(), first, "the same name and date are the same person");
    let decision = Decision { one: [1; 32], other: [2; 32], is_one_person: true };
    wallet.decide(&decision, at(NOON)).unwrap();
    let other_way = Decision { one: [2; 32], other: [1; 32], is_one_person: false };
    wallet.decide(&other_way, at(NOON)).unwrap();
    let listing = Wallet::open(folder.path(), &Open).unwrap().list(&grounds).unwrap();
    assert_eq!(listing.persons[0].holder.name, "An");
    assert_eq!(listing.decisions, [other_way], "the last word on a pair counts");
    let alone = Decision { one: [1; 32], other: [1; 32], is_one_person: true };
    assert!(matches!(wallet.decide(&alone, at(NOON)), Err(WalletError::One)));
}

#[test]
fn what_is_lost_is_said_and_never_made_anew() {
    let folder = Folder::new("lost");
    assert_eq!(presence(folder.path()), Presence::Absent);
    assert!(matches!(Wallet::open(folder.path(), &Open), Err(WalletError::Absent)));
    drop(new_wallet(&folder));
    assert!(matches!(Wallet::create(folder.path(), &Open), Err(WalletError::Occupied)));
    let (wallet, key) = (folder.path().join("wallet.db"), folder.path().join("wallet.key"));
    let aside = folder.path().join("aside");
    fs::rename(&key, &aside).unwrap();
    assert_eq!(presence(folder.path()), Presence::KeyLost);
    for outcome in [Wallet::open(folder.path(), &Open), Wallet::create(folder.path(), &Open)] {
        assert!(matches!(outcome, Err(WalletError::Key(KeyFileError::Missing))));
    }
    fs::rename(&aside, &key).unwrap();
    fs::rename(&wallet, &aside).unwrap();
    for outcome in [Wallet::open(folder.path(), &Open), Wallet::create(folder.path(), &Open)] {
        assert!(matches!(outcome, Err(WalletError::Store(StoreError::Missing))));
    }
    assert!(!wallet.exists());
    fs::rename(&aside, &wallet).unwrap();
    Wallet::open(folder.path(), &Open).unwrap();
}

#[test]
fn a_damaged_wallet_is_salvaged_and_kept() {
    let folder = Folder::new("salvage");
    let authority = authority(1);
    let keys = snapshot(&[&authority]);
    let grounds = grounds(&keys, NOON);
    let texts: Vec<_> = (1..=40).map(|dose| authority.issue(&vaccination(dose))).collect();
    new_wallet(&folder).add(&texts, &grounds).unwrap();
    let path = folder.path().join("wallet.db");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut fs::File::open(&path).unwrap(), &mut bytes).unwrap();
    let length = bytes.len();
    bytes[16_384..16_500].fill(0xa5);
    bytes[length - 20_000..length - 19_000].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    let (salvaged, aside) = salvage(folder.path(), &Open, "damaged").unwrap().unwrap();
    assert!((36..=40).contains(&salvaged.certificates), "{salvaged:?}");
    assert_eq!(fs::metadata(aside).unwrap().len(), u64::try_from(length).unwrap());
    let mut wallet = Wallet::open(folder.path(), &Open).unwrap();
    assert_eq!(wallet.list(&grounds).unwrap().certificates.len(), salvaged.certificates);
    // What was salvaged is found as a duplicate, what was lost is new.
    let again = wallet.add(&texts, &grounds).unwrap();
    let known = again.iter().filter(|added| matches!(added, Added::Duplicate { .. })).count();
    assert_eq!(known, salvaged.certificates);
}

/// Two days of acceptance from the issue on, and one rule of another kind.
fn rules() -> Vec<PolicyFile> {
    let rule = |id: &str, kind: &str, logic: &str| {
        format!(
            r#"{{"Identifier":"{id}","Type":"Acceptance","Country":"CZ","Version":"1.0.0","SchemaVersion":"1.3.0",
            "Engine":"CERTLOGIC","EngineVersion":"0.7.5","CertificateType":"{kind}",
            "Description":[{{"lang":"en","desc":"a rule"}}],"ValidFrom":"2025-01-01T00:00:00Z",
            "ValidTo":"2030-01-01T00:00:00Z","AffectedFields":[],"Logic":{logic}}}"#
        )
    };
    let young = r#"{"before":[{"plusTime":[{"var":"external.validationClock"},0,"day"]},
        {"plusTime":[{"var":"payload.v.0.dt"},270,"day"]}]}"#;
    let fresh = r#"{"before":[{"plusTime":[{"var":"external.validationClock"},0,"hour"]},
        {"plusTime":[{"var":"payload.t.0.sc"},72,"hour"]}]}"#;
    let file = |name: &str, text: String| PolicyFile { name: name.to_owned(), bytes: text.into_bytes() };
    vec![file("v", rule("VR-CZ-0001", "Vaccination", young)), file("t", rule("TR-CZ-0001", "Test", fresh))]
}

fn ruled(snapshot: Snapshot) -> Snapshot {
    snapshot.with_policy(&rules()).unwrap()
}

fn journey(on: &str) -> Journey {
    Journey { country: "CZ".to_owned(), region: None, on: CalendarDate::parse(on).unwrap() }
}

#[test]
fn a_journey_names_the_best_first() {
    let folder = Folder::new("travel");
    let authority = authority(1);
    let keys = ruled(snapshot(&[&authority]));
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let test = Draft {
        identifier: "CZ:T".to_owned(),
        certified: Certified::NegativeTest { sampled_at: "2026-06-01T10:00:00Z".to_owned() },
        ..vaccination(1)
    };
    let texts = [authority.issue(&test), authority.issue(&vaccination(2))];
    let ids: Vec<_> = wallet.add(&texts, &grounds).unwrap().iter().map(id).collect();
    let listing = wallet.list(&grounds).unwrap();
    let answers = |on: &str| -> Vec<_> {
        let report = listing.travel(&journey(on), &grounds);
        report.certificates.iter().map(|answer| (answer.id, answer.verdict)).collect()
    };
    use TravelVerdict::{Accepted, PartOfDay, Refused};
    assert_eq!(answers("2026-06-03"), [(ids[1], Accepted), (ids[0], Accepted)], "what holds longer comes first");
    assert_eq!(answers("2026-06-04"), [(ids[1], Accepted), (ids[0], PartOfDay)]);
    assert_eq!(answers("2026-06-05"), [(ids[1], Accepted), (ids[0], Refused)]);
    assert_eq!(answers("2026-10-01").iter().map(|answer| answer.1).collect::<Vec<_>>(), [Refused, Refused]);
    let report = listing.travel(&journey("2026-06-04"), &grounds);
    assert_eq!(report.persons.len(), 1);
    assert_eq!((report.persons[0].verdict, &report.persons[0].certificates), (Accepted, &vec![ids[1], ids[0]]));
    let part = &report.certificates[1];
    assert_eq!(part.stretches.len(), 2);
    assert_eq!(part.stretches[1].from, at("2026-06-04T10:00:00Z"));
    assert!(report.rules.is_beyond && report.rules.as_of.is_none(), "rules from files have no age");
}

/// The same keys and rules as a set that was signed as current then: fresh for a day, reliable for a week.
fn published(snapshot: &Snapshot, signed_at: &str) -> Snapshot {
    let limits = FreshnessLimits::new(86_400, 604_800, 2_592_000);
    let freshness = Freshness { keys: limits, rules: limits, revocation: None, schemes: None };
    let origin = Origin { signed_at: at(signed_at), freshness };
    Snapshot::published("set".to_owned(), snapshot.keys().clone(), snapshot.rulebook().clone(), None, origin)
}

#[test]
fn a_day_to_come_is_judged_by_the_data_of_today() {
    let folder = Folder::new("known");
    let authority = authority(1);
    let plain = ruled(snapshot(&[&authority]));
    let mut wallet = new_wallet(&folder);
    wallet.add(&[authority.issue(&vaccination(2))], &grounds(&plain, NOON)).unwrap();
    let mut answer = |signed_at: &str, on: &str| {
        let set = published(&plain, signed_at);
        let grounds = grounds(&set, NOON);
        let report = wallet.list(&grounds).unwrap().travel(&journey(on), &grounds);
        (report.certificates[0].verdict, report.rules.is_beyond)
    };
    assert_eq!(answer("2026-06-01", "2026-06-03"), (TravelVerdict::Accepted, false));
    // Nobody has to sync on the day to know today what would hold, but is told that it may change.
    assert_eq!(answer("2026-06-01", "2026-06-10"), (TravelVerdict::Accepted, true));
    assert_eq!(answer("2026-05-20", "2026-06-03"), (TravelVerdict::Undecided, true), "stale today decides nothing");
}

#[test]
fn a_day_is_the_destinations() {
    let day = |country: &str| Day::of(CalendarDate::parse("2026-06-04").unwrap(), country);
    assert_eq!((day("CZ").from, day("CZ").until), (at("2026-06-03T22:00:00Z"), at("2026-06-04T22:59:59Z")));
    assert_eq!((day("vn").from, day("vn").until), (at("2026-06-03T17:00:00Z"), at("2026-06-04T16:59:59Z")));
    assert_eq!((day("XX").from, day("XX").until), (at("2026-06-03T10:00:00Z"), at("2026-06-05T11:59:59Z")));
}

#[test]
fn three_kinds_of_end_are_never_one() {
    let folder = Folder::new("notices");
    let authority = authority(1);
    let keys = ruled(snapshot(&[&authority]));
    let grounds = grounds(&keys, NOON);
    let mut wallet = new_wallet(&folder);
    let short = Draft { expires_at: at("2026-07-01"), identifier: "CZ:S".to_owned(), ..vaccination(1) };
    let texts = [authority.issue(&vaccination(2)), authority.issue(&short)];
    let ids: Vec<_> = wallet.add(&texts, &grounds).unwrap().iter().map(id).collect();
    let listing = wallet.list(&grounds).unwrap();
    let shown = |country: Option<&str>| -> Vec<_> {
        let notices = listing.notices(country, &[], &grounds);
        notices.into_iter().map(|notice| (notice.at, notice.certificate, notice.kind)).collect()
    };
    let (country, rules) = ("CZ".to_owned(), vec!["VR-CZ-0001".to_owned()]);
    let over = at("2026-08-28");
    let expected = [
        (at("2026-07-01T00:00:01Z"), Some(ids[1]), NoticeKind::TechnicalExpiry),
        (over, Some(ids[0]), NoticeKind::RuleExpiry { country: country.clone(), rules }),
        (over, Some(ids[0]), NoticeKind::BoosterDue { country }),
        (at("2027-01-01T00:00:01Z"), Some(ids[0]), NoticeKind::TechnicalExpiry),
    ];
    assert_eq!(shown(Some("CZ")), expected);
    let signatures: Vec<_> = shown(None).into_iter().map(|(_, _, kind)| kind).collect();
    assert_eq!(signatures, [NoticeKind::TechnicalExpiry, NoticeKind::TechnicalExpiry]);
}
