//! A family's wallet by persons: who belongs together and why, what the user decided, their colours, what changes.

#![cfg(feature = "store")]
#![expect(clippy::unwrap_used, reason = "what a test needs must be there")]

mod family;

use semafor_core::instant::{CalendarDate, PartialDate};
use semafor_core::person::{Comparison, Joined, PerhapsBecause, SameBecause};
use semafor_core::scheme::{Colour, Schemes, StatusState};
use semafor_core::store::RecordId;
use semafor_core::verifier::{Snapshot, TimeContext};
use semafor_core::wallet::{
    Added, Decision, DecisionKey, Grounds, HolderNote, Journey, Listing, NoticeKind, Person, StateMark, Wallet,
};
use semafor_publisher::draft::{Certified, Draft, Holder};

use family::{Folder, NOON, Open, at, authority, snapshot, vaccination};

fn named(family: &str, given: &str, standard: (&str, &str), birth_date: &str, identifier: &str) -> Draft {
    let holder = Holder {
        family: family.to_owned(),
        given: given.to_owned(),
        family_standard: standard.0.to_owned(),
        given_standard: standard.1.to_owned(),
        birth_date: birth_date.to_owned(),
    };
    Draft { holder, identifier: format!("CZ:{identifier}"), ..vaccination(2) }
}

/// Ánh twice, once without her accents; her brother; somebody who may be her, with day and month of birth swapped.
fn household() -> Vec<Draft> {
    vec![
        named("Đặng", "Ánh", ("DANG", "ANH"), "1990-05-01", "A1"),
        named("Dang", "Anh", ("DANG", "ANH"), "1990-05-01", "A2"),
        named("Đặng", "Minh", ("DANG", "MINH"), "1988-02-03", "M1"),
        named("Đặng", "Ánh", ("DANG", "ANH"), "1990-01-05", "A3"),
    ]
}

fn note(name: &str, born: &str) -> HolderNote {
    HolderNote { name: name.to_owned(), born: PartialDate::parse(born).unwrap(), document: None }
}

fn id(added: &Added) -> RecordId {
    let kept = match added {
        Added::New { id, .. } | Added::Restored { id } | Added::Duplicate { id, .. } => Some(*id),
        Added::Person { .. } | Added::NotKept { .. } => None,
    };
    kept.unwrap()
}

fn key(listing: &Listing, id: RecordId) -> DecisionKey {
    let certificate = listing.certificates.iter().find(|kept| kept.id == id).map(|kept| kept.decision_key());
    certificate.or_else(|| listing.persons.iter().find(|kept| kept.id == id).map(|kept| kept.decision_key())).unwrap()
}

/// The members of each person.
fn members(people: &[Person]) -> Vec<Vec<RecordId>> {
    people.iter().map(|person| person.members.iter().map(|member| member.id).collect()).collect()
}

/// A wallet with what an authority has issued.
struct Home {
    folder: Folder,
    keys: Snapshot,
    wallet: Wallet,
    texts: Vec<String>,
    ids: Vec<RecordId>,
}

impl Home {
    fn of(name: &str, drafts: &[Draft]) -> Self {
        let (folder, authority) = (Folder::new(name), authority(1));
        let keys = snapshot(&[&authority]);
        let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
        let texts: Vec<_> = drafts.iter().map(|draft| authority.issue(draft)).collect();
        let ids = wallet.add(&texts, &family::grounds(&keys, NOON)).unwrap().iter().map(id).collect();
        Self { folder, keys, wallet, texts, ids }
    }
}

#[test]
fn certificates_of_one_person_stand_together_and_say_why() {
    let Home { mut wallet, keys, ids, folder: _folder, .. } = Home::of("people", &household());
    let grounds = family::grounds(&keys, NOON);
    let minh = wallet.add_person(&note("Minh Đặng", "1988-02-03"), at(NOON)).unwrap();
    let child = wallet.add_person(&note("Đặng Hoa", "2020-01-01"), at(NOON)).unwrap();
    let listing = wallet.list(&grounds).unwrap();
    let [anh, brother, perhaps_anh, hoa] = listing.people.as_slice() else { panic!("{:?}", listing.people) };
    assert_eq!(
        members(&listing.people),
        [vec![ids[0], ids[1]], vec![ids[2], minh], vec![ids[3]], vec![child]],
        "in the order in which the first of each was added"
    );
    let because = anh.members[0].because.unwrap();
    assert_eq!((because.joined, because.with), (Joined::Alike(SameBecause::NamesTransliterated), ids[1]));
    assert!(!brother.is_identity_only && hoa.is_identity_only);
    assert_eq!((hoa.holder.name.as_str(), hoa.members[0].because), ("Đặng Hoa", None));
    let suggested = anh.perhaps.first().unwrap();
    assert_eq!((suggested.person, suggested.other), (2, ids[3]));
    assert_eq!(suggested.comparison, Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped));
    assert_eq!(perhaps_anh.perhaps.first().unwrap().person, 0);
    assert_eq!(listing.person_of(ids[1]), Some(anh));
    let document = serde_json::to_value(anh).unwrap();
    assert_eq!(document["members"][0]["because"]["joined"], "names-equal-transliterated");
}

#[test]
fn what_the_user_decided_outlives_a_removal() {
    let Home { mut wallet, keys, texts, ids, folder: _folder } = Home::of("decided", &household());
    let grounds = family::grounds(&keys, NOON);
    let listing = wallet.list(&grounds).unwrap();
    let mut decide = |one: RecordId, other: RecordId, is_one_person| {
        let (one, other) = (key(&listing, one), key(&listing, other));
        wallet.decide(&Decision { one, other, is_one_person }, at(NOON)).unwrap();
    };
    decide(ids[0], ids[1], false);
    decide(ids[0], ids[3], true);
    let listing = wallet.list(&grounds).unwrap();
    assert_eq!(members(&listing.people), [vec![ids[0], ids[3]], vec![ids[1]], vec![ids[2]]]);
    let because = listing.people[0].members[0].because.unwrap();
    assert_eq!((because.joined, because.with), (Joined::Decided, ids[3]));
    assert_eq!(because.joined.code(), "decided");
    // Removed, forgotten, and imported again: another id, the same decisions.
    let later = at(NOON).plus_seconds(31 * 86_400);
    wallet.remove(ids[3], at(NOON)).unwrap();
    wallet.remove(ids[0], later).unwrap();
    let again = family::grounds(&keys, "2026-07-20");
    let back: Vec<_> = [&texts[3], &texts[0]].iter().map(|text| id(&wallet.add(&[text], &again).unwrap()[0])).collect();
    assert_ne!(back[0], ids[3], "the removed one was gone for good");
    let listing = wallet.list(&again).unwrap();
    assert!(members(&listing.people).iter().any(|people| people.len() == 2 && people.contains(&back[1])));
    assert_ne!(listing.person_of(back[1]), listing.person_of(ids[1]));
}

#[test]
fn an_edition_that_was_replaced_stays_with_its_person() {
    let misspelt = named("Novákvoá", "Jana", ("NOVAKVOA", "JANA"), "1964-08-12", "1");
    let corrected =
        Draft { issued_at: at("2026-02-01"), ..named("Nováková", "Jana", ("NOVAKOVA", "JANA"), "1964-08-12", "1") };
    let Home { mut wallet, keys, ids, folder: _folder, .. } = Home::of("editions", &[misspelt, corrected]);
    let grounds = family::grounds(&keys, NOON);
    let listing = wallet.list(&grounds).unwrap();
    assert_eq!(members(&listing.people), std::slice::from_ref(&ids));
    let person = &listing.people[0];
    assert_eq!(person.holder.name, "Jana Nováková");
    let current: Vec<_> = listing.current_of(person).map(|kept| kept.id).collect();
    assert_eq!(current, ids[1..]);
}

#[test]
fn an_identifier_given_twice_replaces_nobodys_certificate() {
    let born_wrong = named("Nováková", "Jana", ("NOVAKOVA", "JANA"), "1946-08-12", "1");
    let corrected = Draft { issued_at: at("2026-02-01"), ..vaccination(1) };
    let stranger = named("Dvořák", "Petr", ("DVORAK", "PETR"), "1964-08-12", "1");
    let Home { mut wallet, keys, ids, folder: _folder, .. } =
        Home::of("given-twice", &[born_wrong, stranger, corrected]);
    let grounds = family::grounds(&keys, NOON);
    let listing = wallet.list(&grounds).unwrap();
    let replaced: Vec<_> = listing.certificates.iter().map(|kept| kept.superseded_by).collect();
    assert_eq!(replaced, [Some(ids[2]), None, None], "a date of birth can be corrected, a whole name is somebody else");
    assert_eq!(members(&listing.people), [vec![ids[0], ids[2]], vec![ids[1]]]);
}

const COMIRNATY: &str = "EU/1/20/1528";

fn dose(number: i64, of: i64, date: &str, holder: &Holder) -> Draft {
    let certified =
        Certified::Vaccination { product: COMIRNATY.to_owned(), dose: number, doses: of, date: date.to_owned() };
    let identifier = format!("CZ:{date}{}", holder.given_standard);
    Draft { holder: holder.clone(), identifier, certified, ..vaccination(number) }
}

#[test]
fn colours_are_of_persons_and_say_what_comes_next() {
    let folder = Folder::new("colours");
    let authority = authority(1);
    let keys = snapshot(&[&authority]).with_policy(&semafor_built_in::files()).unwrap();
    let schemes = Schemes::of_files(&semafor_built_in::files());
    let grounds = Grounds { schemes: &schemes, ..Grounds::new(&keys, TimeContext::device(at(NOON))) };
    let mut wallet = Wallet::create(folder.path(), &Open).unwrap();
    let jana = Holder::invented();
    let petr = Holder { given: "Petr".to_owned(), given_standard: "PETR".to_owned(), ..Holder::invented() };
    // Her two doses are in two certificates, of which each alone says less.
    let texts = [
        authority.issue(&dose(1, 2, "2025-11-01", &jana)),
        authority.issue(&dose(1, 2, "2025-12-20", &petr)),
        authority.issue(&dose(2, 2, "2025-12-01", &jana)),
    ];
    wallet.add(&texts, &grounds).unwrap();
    wallet.add_person(&note("Anna Nováková", "2020-01-01"), at(NOON)).unwrap();
    let listing = wallet.list(&grounds).unwrap();
    let colour = |person: usize, scheme| listing.status(&listing.people[person], scheme, &grounds).state.colour();
    let national = [Some(Colour::Green), Some(Colour::Yellow), Some(Colour::Black)];
    assert_eq!([0, 1, 2].map(|person| colour(person, "VN")), national);
    assert_eq!(colour(0, "XX"), None, "no scheme is no colour");

    // The signatures end with the year: then nothing vouches for the doses.
    let end = at("2027-01-01").plus_seconds(1);
    let course = listing.statuses_to_come(&listing.people[0], "VN", &grounds);
    assert_eq!(course.len(), 2);
    assert_eq!((course[0].until, course[1].at), (Some(end.plus_seconds(-1)), end));
    assert_eq!(course[1].state.colour(), Some(Colour::Black));

    let notices = listing.notices(None, &["VN".to_owned()], &grounds);
    let colours: Vec<_> = notices
        .iter()
        .filter_map(|notice| match &notice.kind {
            NoticeKind::ColourChange { scheme, from, to } => {
                Some((notice.at, scheme.as_str(), from.colour, to.colour, notice.holder.clone().unwrap().name))
            }
            _ => None,
        })
        .collect();
    let black = Some(Colour::Black);
    assert_eq!(
        colours,
        [
            (end, "VN", Some(Colour::Yellow), black, "Petr Nováková".to_owned()),
            (end, "VN", Some(Colour::Green), black, "Jana Nováková".to_owned()),
        ]
    );
    assert!(notices.iter().all(|notice| notice.certificate.is_none() == notice.is_of_colour()));
    let mark = StateMark { state: StatusState::Coloured, colour: black };
    assert!(notices.iter().any(|notice| matches!(&notice.kind, NoticeKind::ColourChange { to, .. } if *to == mark)));
}

#[test]
fn a_journey_is_answered_by_person() {
    let Home { mut wallet, keys, ids, folder: _folder, .. } = Home::of("journey-people", &household());
    let grounds = family::grounds(&keys, NOON);
    let listing = wallet.list(&grounds).unwrap();
    let on = CalendarDate::parse("2026-07-01").unwrap();
    let report = listing.travel(&Journey { country: "CZ".to_owned(), region: None, on }, &grounds);
    let persons: Vec<_> = report.persons.iter().map(|person| person.certificates.clone()).collect();
    assert_eq!(persons, [vec![ids[0], ids[1]], vec![ids[2]], vec![ids[3]]], "who is written in two ways is one person");
}
