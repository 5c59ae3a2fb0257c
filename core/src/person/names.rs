//! How the names of two identities go together, whatever field each word stands in.

use super::comparison::{DifferentBecause, PerhapsBecause, SameBecause};
use super::matching::{self, Kind, List, Relation};
use super::spelling;
use super::words::{self, Word};
use crate::certificate::PersonName;
use crate::limits;

/// The names of a person, word by word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    family: Part,
    given: Part,
}

/// A family name or given name, as written and as transliterated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    written: Vec<Word>,
    standard: Vec<Word>,
    written_cut: bool,
    standard_cut: bool,
}

/// What comes of comparing names alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// They agree.
    Agree(SameBecause),
    /// It takes a person to tell.
    Unclear(PerhapsBecause),
    /// They do not agree.
    Differ(DifferentBecause),
}

/// Family names that half of Vietnam has and few others. After them the last word is the name by which people differ.
const VIETNAMESE_FAMILIES: [&str; 16] = [
    "BUI", "DANG", "DINH", "DOAN", "DUONG", "HOANG", "HUYNH", "LUONG", "NGO", "NGUYEN", "PHAM", "PHAN", "PHUNG",
    "TRAN", "TRINH", "TRUONG",
];

/// What stands before the last name of most Vietnamese women.
const VIETNAMESE_MIDDLE: &str = "THI";

impl Name {
    pub(super) fn of(name: &PersonName) -> Self {
        let length = |text: &Option<String>| text.as_deref().map_or(0, |text| text.chars().count());
        let both = length(&name.family_standard).saturating_add(length(&name.given_standard)).saturating_add(2);
        let part = |written: &Option<String>, standard: &Option<String>| Part {
            written: words::read(written.as_deref().unwrap_or_default()),
            standard: words::read(standard.as_deref().unwrap_or_default()),
            written_cut: length(written) >= limits::FIELD_CHARS,
            standard_cut: both >= limits::TRAVEL_DOCUMENT_NAME_CHARS,
        };
        Self { family: part(&name.family, &name.family_standard), given: part(&name.given, &name.given_standard) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.family.is_empty() && self.given.is_empty()
    }

    /// Whether marks are on it as a Vietnamese writes them, so that a letter without one is meant to have none.
    fn is_marked(&self) -> bool {
        let parts = [&self.family, &self.given];
        let written = parts.iter().all(|part| !part.written.is_empty() || part.standard.is_empty());
        written && parts.iter().any(|part| part.written.iter().any(|word| word.vietnamese))
    }

    fn is_vietnamese(&self) -> bool {
        let parts = [&self.family.written, &self.family.standard, &self.given.written, &self.given.standard];
        let is = |word: &Word, name: &str| name.chars().eq(word.letters.iter().copied());
        let is_family = |word: &Word| VIETNAMESE_FAMILIES.iter().any(|family| is(word, family));
        let shows = |word: &Word| word.vietnamese || is(word, VIETNAMESE_MIDDLE);
        parts.iter().any(|words| words.iter().any(shows) || words.first().is_some_and(is_family))
    }

    /// Both parts as one list of words, family name first.
    fn whole(&self) -> Views<'_> {
        let (family, given) = (self.family.views(), self.given.views());
        Views {
            written: join(family.either(Form::Written), given.either(Form::Written)),
            standard: join(family.either(Form::Standard), given.either(Form::Standard)),
        }
    }
}

fn join<'n>(family: &List<'n>, given: &List<'n>) -> List<'n> {
    List {
        words: family.words.iter().chain(&given.words).copied().collect(),
        first_field: family.words.len(),
        cut: if given.words.is_empty() { family.cut } else { given.cut },
    }
}

impl Part {
    fn is_empty(&self) -> bool {
        self.written.is_empty() && self.standard.is_empty()
    }

    fn views(&self) -> Views<'_> {
        Views {
            written: List { words: self.written.iter().collect(), first_field: 0, cut: self.written_cut },
            standard: List { words: self.standard.iter().collect(), first_field: 0, cut: self.standard_cut },
        }
    }

    fn is_as_written(&self, other: &Self) -> bool {
        match (self.written.as_slice(), other.written.as_slice()) {
            ([], []) => self.standard == other.standard,
            (one, other) => one == other,
        }
    }

    fn is_readable(&self) -> bool {
        let readable =
            |words: &[Word]| !words.is_empty() && words.iter().all(|word| spelling::is_readable(&word.letters));
        self.is_empty() || readable(&self.written) || readable(&self.standard)
    }
}

/// The two forms of one thing, either of which may be empty.
struct Views<'n> {
    written: List<'n>,
    standard: List<'n>,
}

enum Form {
    Written,
    Standard,
}

impl<'n> Views<'n> {
    /// The form asked for, or the other one where it is missing.
    fn either(&self, form: Form) -> &List<'n> {
        match form {
            Form::Written if !self.written.words.is_empty() => &self.written,
            Form::Standard if self.standard.words.is_empty() => &self.written,
            Form::Written | Form::Standard => &self.standard,
        }
    }
}

/// How two parts go together.
#[derive(Clone, Copy)]
enum Side {
    /// Neither name has it.
    Neither,
    /// One has it, the other has not.
    OneOnly,
    Both(Relation),
}

/// How the names of two identities go together.
pub(super) fn compare(one: &Name, other: &Name) -> Names {
    if one.is_empty() || other.is_empty() {
        return Names::Unclear(PerhapsBecause::NameUnknown);
    }
    if one == other {
        return Names::Agree(SameBecause::NamesEqual);
    }
    let marks = one.is_marked() && other.is_marked();
    let side = |a: &Part, b: &Part| side(&a.views(), &b.views(), marks);
    let straight = [side(&one.family, &other.family), side(&one.given, &other.given)];
    match fit(&straight) {
        Fit::Equal if one.family.is_as_written(&other.family) && one.given.is_as_written(&other.given) => {
            return Names::Agree(SameBecause::NamesEqual);
        }
        Fit::Equal => return Names::Agree(SameBecause::NamesTransliterated),
        Fit::Fewer | Fit::Not => {}
    }
    let swapped = [side(&one.family, &other.given), side(&one.given, &other.family)];
    let whole = relate(&one.whole(), &other.whole(), marks);
    if matches!(fit(&swapped), Fit::Equal) || whole.kind == Kind::Equal {
        return Names::Agree(SameBecause::NamesReordered);
    }
    let fewer = whole.kind == Kind::Fewer && whole.shared >= 2 && whole.all_fields;
    if fewer || [straight, swapped].iter().any(|sides| matches!(fit(sides), Fit::Fewer)) {
        return if whole.last_left && (one.is_vietnamese() || other.is_vietnamese()) {
            Names::Unclear(PerhapsBecause::NamePartMissing)
        } else {
            Names::Agree(SameBecause::NamesShortened)
        };
    }
    disagreement(one, other, &straight, &whole)
}

/// Whether two names agree part by part.
enum Fit {
    Equal,
    Fewer,
    Not,
}

fn fit(sides: &[Side; 2]) -> Fit {
    let kind = |side: &Side| match side {
        Side::Both(relation) => Some(relation.kind),
        Side::Neither | Side::OneOnly => None,
    };
    match sides {
        [Side::Neither, side] | [side, Side::Neither] => match side {
            Side::Both(Relation { kind: Kind::Equal, .. }) => Fit::Equal,
            Side::Both(Relation { kind: Kind::Fewer, shared, .. }) if *shared >= 2 => Fit::Fewer,
            _ => Fit::Not,
        },
        [first, second] => match (kind(first), kind(second)) {
            (Some(Kind::Equal), Some(Kind::Equal)) => Fit::Equal,
            (Some(Kind::Equal | Kind::Fewer), Some(Kind::Equal | Kind::Fewer)) => Fit::Fewer,
            _ => Fit::Not,
        },
    }
}

/// Why names that do not agree do not.
fn disagreement(one: &Name, other: &Name, sides: &[Side; 2], whole: &Relation) -> Names {
    let [family, given] = sides.map(|side| match side {
        Side::Both(relation) => Some(relation.kind),
        Side::Neither | Side::OneOnly => None,
    });
    let worst = match (family, given, sides) {
        (Some(family), Some(given), _) => family.max(given),
        (Some(only), None, [_, Side::Neither]) | (None, Some(only), [Side::Neither, _]) => only,
        _ => whole.kind,
    };
    let agree = |kind: Option<Kind>| kind.is_some_and(|kind| kind <= Kind::Fewer);
    let unclear = match worst {
        Kind::Equal | Kind::Fewer => Some(PerhapsBecause::NamePartMissing),
        Kind::Marks => Some(PerhapsBecause::MarksDiffer),
        Kind::Initials => Some(PerhapsBecause::InitialsOnly),
        Kind::Near => Some(PerhapsBecause::SpellingDiffers),
        Kind::Overlap => Some(PerhapsBecause::NamesOverlap),
        Kind::Apart if agree(given) => Some(PerhapsBecause::FamilyNamesDiffer),
        Kind::Apart => None,
    };
    let readable = |name: &Name| name.family.is_readable() && name.given.is_readable();
    match unclear {
        Some(because) => Names::Unclear(because),
        None if readable(one) != readable(other) => Names::Unclear(PerhapsBecause::ScriptsDiffer),
        None if agree(family) => Names::Differ(DifferentBecause::GivenNames),
        None => Names::Differ(DifferentBecause::Names),
    }
}

fn side(one: &Views<'_>, other: &Views<'_>, marks: bool) -> Side {
    let empty = |views: &Views<'_>| views.written.words.is_empty() && views.standard.words.is_empty();
    match (empty(one), empty(other)) {
        (true, true) => Side::Neither,
        (false, false) => Side::Both(relate(one, other, marks)),
        _ => Side::OneOnly,
    }
}

/// The best that the forms of two names, neither of them empty, say of each other.
fn relate(one: &Views<'_>, other: &Views<'_>, marks: bool) -> Relation {
    let between = |a: &List<'_>, b: &List<'_>| {
        (!a.words.is_empty() && !b.words.is_empty()).then(|| matching::relate(a, b, false))
    };
    let written = between(&one.written, &other.written);
    if let (true, Some(unmarked)) = (marks, written) {
        let marked = matching::relate(&one.written, &other.written, true);
        let only_marks = marked.kind > Kind::Fewer && unmarked.kind <= Kind::Fewer;
        return if only_marks { Relation { kind: Kind::Marks, ..unmarked } } else { marked };
    }
    // An end cut off tells little, and nothing where the names are there as they are written.
    let [our_standard, their_standard] = [one, other].map(|views| views.standard.cut_only_if(written.is_none()));
    let standard = between(&our_standard, &their_standard);
    let bad = |relation: Option<Relation>| relation.is_some_and(|relation| relation.kind > Kind::Fewer);
    // Transliterations that differ say nothing against names that are written alike, unless one is none of its own name.
    let strange = |views: &Views<'_>| {
        let latin = |word: &&Word| word.letters.iter().all(|letter| *letter < '\u{250}');
        views.written.words.iter().all(latin) && bad(between(&views.written, &views.standard))
    };
    if let Some(written) = written.filter(|written| written.kind <= Kind::Fewer)
        && bad(standard)
        && (strange(one) || strange(other))
    {
        return Relation { kind: Kind::Near, ..written };
    }
    let across = [between(&one.written, &their_standard), between(&our_standard, &other.written)];
    let all = [written, standard].into_iter().chain(across).flatten();
    all.min_by_key(|relation| relation.kind).unwrap_or(Relation::NONE)
}
