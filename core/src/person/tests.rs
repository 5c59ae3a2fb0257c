//! Pairs of every kind with their reasons; what holds of all pairs and of all groups.

mod grouping;

use proptest::prelude::*;

use super::{Comparison, DifferentBecause, Identity, PerhapsBecause, SameBecause, compare};
use crate::certificate::PersonName;
use crate::instant::PartialDate;

/// `family|given|transliterated family|transliterated given`, behind which fields may be left out, and a date of birth.
fn identity(names: &str, birth: &str) -> Identity {
    let mut fields = names.split('|').map(|field| Some(field.to_owned()).filter(|field| !field.is_empty()));
    let mut next = || fields.next().flatten();
    let name = PersonName { family: next(), given: next(), family_standard: next(), given_standard: next() };
    Identity::new(&name, PartialDate::parse(birth).unwrap())
}

/// What comes of comparing two names with one birth date.
fn named(one: &str, other: &str) -> Comparison {
    let of = |names: &str| identity(names, "1970-01-31");
    compare(&of(one), &of(other))
}

const DAY: &str = "1964-08-12";

#[test]
fn names_that_agree_and_why() {
    use SameBecause as Because;
    for (one, other, because) in [
        ("Novák|Jan", "NOVÁK|Ing. JAN", Because::NamesEqual),
        ("Nova\u{301}k|Jan", "Novák|Jan", Because::NamesEqual),
        ("Novák|Jan|NOVAK|JAN", "Novák|Jan", Because::NamesEqual),
        ("Trần|Thị Hoà", "Trần|Thị Hòa", Because::NamesEqual),
        ("Đặng|Thị Ánh", "Ðặng|Thị Ánh", Because::NamesTransliterated),
        ("O'Connor|Sinéad", "O’Connor|Sinéad", Because::NamesEqual),
        ("Müller|Jürgen", "||MUELLER|JUERGEN", Because::NamesTransliterated),
        ("||MUELLER|JUERGEN", "||MULLER|JURGEN", Because::NamesTransliterated),
        ("||MUXXLLER|JUERGEN", "Müller|Jürgen", Because::NamesTransliterated),
        ("Groß|Åse", "||GROSS|AASE", Because::NamesTransliterated),
        ("Đặng|Thị Ánh", "DANG|THI ANH", Because::NamesTransliterated),
        ("Щербакова|Юлия", "Shcherbakova|Yuliya", Because::NamesTransliterated),
        ("Щербакова|Юлия", "||SHCHERBAKOVA|IULIIA", Because::NamesTransliterated),
        ("Ђорђевић|Љубица", "Djordjevic|Ljubica", Because::NamesTransliterated),
        ("Χατζηδάκης|Γεώργιος", "Hatzidakis|Georgios", Because::NamesTransliterated),
        ("Müller-Schmidt|Anna-Maria", "||MUELLER<SCHMIDT|ANNAMARIA", Because::NamesTransliterated),
        ("Novák|Jan", "Jan|Novák", Because::NamesReordered),
        ("Nguyễn|Bảo Duy", "Duy Nguyễn Bảo", Because::NamesReordered),
        ("Berg|Willem van der", "van der Berg|Willem", Because::NamesReordered),
        ("Smith|John William", "Smith|John", Because::NamesShortened),
        ("Smith|John W.", "Smith|John William", Because::NamesShortened),
        ("García López|Luis", "García|Luis Miguel", Because::NamesShortened),
        ("Jan Petr Novák", "Novák|Jan", Because::NamesShortened),
        ("||WOLFESCHLEGELSTEINHAUSENBERGERD|EVA", "||WOLFESCHLEGELSTEINHAUSENBERGERDORFF|EVA", Because::NamesShortened),
        ("Suharyanto", "|Suharyanto", Because::NamesReordered),
        ("王|伟", "王|伟|WANG|WEI", Because::NamesEqual),
        ("Ing", "Ing", Because::NamesEqual),
    ] {
        assert_eq!(named(one, other), Comparison::Same(because), "{one} {other}");
        assert_eq!(named(other, one), Comparison::Same(because), "{other} {one}");
    }
}

#[test]
fn names_that_leave_a_doubt_and_which() {
    use PerhapsBecause as Because;
    for (one, other, because) in [
        ("Nguyễn|Thị Hòa|NGUYEN|THI<HOA", "Nguyễn|Thị Hoa|NGUYEN|THI<HOA", Because::MarksDiffer),
        ("Novák|Katerina", "Novák|Katarina", Because::SpellingDiffers),
        ("||NOVAK|MICHAL", "||NOVAK|MICHAEL", Because::SpellingDiffers),
        ("Nováková|Eva|NOVAKOVA|EVA", "Nováková|Eva|NOVA|EVA", Because::SpellingDiffers),
        ("Johnson|M.", "Johnson|Mary", Because::InitialsOnly),
        ("Nováková|Eva", "Nováková", Because::NamePartMissing),
        ("Nguyễn|Thị Mai Anh", "Nguyễn|Thị Mai", Because::NamePartMissing),
        ("Nováková|Eva", "", Because::NameUnknown),
        ("", "", Because::NameUnknown),
        ("-|<", "-|<", Because::NameUnknown),
        ("王|伟", "Wang|Wei", Because::ScriptsDiffer),
        ("Bach|Johann Sebastian", "Bach|Johann Christian", Because::NamesOverlap),
        ("Müller-Schmidt|Anna", "Müller-Weber|Anna", Because::NamesOverlap),
        ("Svobodová|Lenka", "Dvořáková|Lenka", Because::FamilyNamesDiffer),
    ] {
        assert_eq!(named(one, other), Comparison::Perhaps(because), "{one} {other}");
        assert_eq!(named(other, one), Comparison::Perhaps(because), "{other} {one}");
    }
}

#[test]
fn names_of_different_persons() {
    use DifferentBecause as Because;
    for (one, other, because) in [
        ("Veselý|Jakub", "Veselý|Jan", Because::GivenNames),
        ("Novák|Jan", "Nováková|Jana", Because::Names),
        ("Lê|Thị Hạnh", "Phạm|Văn Khánh", Because::Names),
        ("Suharyanto", "Sukarno", Because::Names),
        ("||VAN<DER<BERG<HENDRIKSEN|MART", "||VAN<DER<BERG<HENDRIKSEN|JAN", Because::GivenNames),
        (
            "van der Berg Hendriksen|Martin|VAN<DER<BERG<HENDRIKSEN|MARTIN",
            "van der Berg Hendriksen|Martina|VAN<DER<BERG<HENDRIKSEN|MARTINA",
            Because::GivenNames,
        ),
        ("||LE|HANH", "||LE|KHANH", Because::GivenNames),
        ("||NOVAK|MART", "||NOVAK|MARTIN", Because::GivenNames),
        ("Müller|Jürgen", "||MUELLER|JOERG", Because::GivenNames),
    ] {
        assert_eq!(named(one, other), Comparison::Different(because), "{one} {other}");
        assert_eq!(named(other, one), Comparison::Different(because), "{other} {one}");
    }
}

#[test]
fn dates_decide_before_names() {
    use Comparison::{Different, Perhaps, Same};
    let differ = Different(DifferentBecause::BirthDates);
    for (one, other, comparison) in [
        (DAY, DAY, Same(SameBecause::NamesEqual)),
        (DAY, "1964-08", Same(SameBecause::BirthDateAgrees)),
        ("1964", "1964", Same(SameBecause::BirthDateAgrees)),
        (DAY, "", Perhaps(PerhapsBecause::BirthDateUnknown)),
        ("", "", Perhaps(PerhapsBecause::BirthDateUnknown)),
        (DAY, "1964-12-08", Perhaps(PerhapsBecause::DayAndMonthSwapped)),
        (DAY, "1964-08-13", differ),
        (DAY, "1965", differ),
        ("1964-07", "1964-08", differ),
    ] {
        let compared = compare(&identity("Novák|Jan", one), &identity("Novák|Jan", other));
        assert_eq!(compared, comparison, "{one} {other}");
    }
    for (dates, comparison) in [
        ((DAY, "1964"), Perhaps(PerhapsBecause::BirthDatePartial)),
        ((DAY, ""), Perhaps(PerhapsBecause::BirthDateUnknown)),
        ((DAY, "1964-12-08"), differ),
    ] {
        let compared = compare(&identity("Novák|Jan Karel", dates.0), &identity("Novák|Jan", dates.1));
        assert_eq!(compared, comparison, "{dates:?}");
    }
    let twins = compare(&identity("Veselý|Jakub", ""), &identity("Veselý|Jan", ""));
    assert_eq!(twins, Different(DifferentBecause::GivenNames));
}

#[test]
fn titles_go_and_names_that_look_like_titles_stay() {
    for (titled, plain) in [
        ("Novotný, Ph.D.|doc. MUDr. Pavel, CSc.", "Novotný|Pavel"),
        ("Schmidt|Prof. Dr. rer. nat. Hans", "Schmidt|Hans"),
        ("Maier|Dipl.-Ing.Franz", "Maier|Franz"),
        ("||DR<SCHMIDT|HANS", "||SCHMIDT|HANS"),
        ("Brown III|William Jr.", "Brown|William"),
        ("Novotný|Josef ml.", "Novotný|Josef"),
        ("Wagner|Karl Ph. D.", "Wagner|Karl"),
        ("Wagner|Bc. et Ing. arch. Karl", "Wagner|Karl"),
    ] {
        assert_eq!(named(titled, plain), Comparison::Same(SameBecause::NamesEqual), "{titled}");
    }
    for (one, other) in [("Ing|Li", "Wang|Li"), ("Mag|Eva", "Huber|Eva"), ("St. John|Ada", "John|Eva")] {
        assert!(!matches!(named(one, other), Comparison::Same(_)), "{one}");
    }
}

#[test]
fn codes_are_stable_and_of_their_own() {
    let mut codes: Vec<_> = Comparison::all().into_iter().map(Comparison::code).collect();
    assert!(codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    let written = serde_json::to_string(&Comparison::Same(SameBecause::NamesEqual)).unwrap();
    assert_eq!(written, r#"{"persons":"same","because":"names-equal"}"#);
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

/// Names that have something to do with each other.
pub(super) fn a_name() -> impl Strategy<Value = String> {
    const WORDS: [&str; 24] = [
        "Novák",
        "Jan",
        "JAN",
        "Petr",
        "J.",
        "Müller",
        "MUELLER",
        "MULLER",
        "Muller-Schmidt",
        "Schmidt",
        "Nguyễn",
        "NGUYEN",
        "Hòa",
        "Hoà",
        "HOA",
        "Hoa",
        "Юлия",
        "IULIIA",
        "Yuliya",
        "Ing.",
        "van der",
        "de",
        "王",
        "Annamaria",
    ];
    let part =
        || proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 0..4).prop_map(|words| words.join(" "));
    let chosen = (part(), part(), part(), part()).prop_map(|(a, b, c, d)| format!("{a}|{b}|{c}|{d}"));
    prop_oneof![4 => chosen, 1 => "[^\0]{0,12}\\|[^\0]{0,12}"]
}

pub(super) fn a_birth() -> impl Strategy<Value = String> {
    let births = ["", "1964", "1964-08", "1964-08-12", "1964-12-08", "1964-09-01"];
    proptest::sample::select(births.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn comparing_is_symmetric(one in a_name(), other in a_name(), birth in a_birth(), born in a_birth()) {
        let (one, other) = (identity(&one, &birth), identity(&other, &born));
        prop_assert_eq!(compare(&one, &other), compare(&other, &one));
    }

    #[test]
    fn everybody_is_himself(name in a_name(), birth in a_birth()) {
        let own = identity(&name, &birth);
        let compared = compare(&own, &own);
        let known = own.has_name() && own.birth_date() != PartialDate::Unknown;
        prop_assert_eq!(matches!(compared, Comparison::Same(_)), known, "{:?}", compared);
    }
}
