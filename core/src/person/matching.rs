//! How two lists of words go together: which word of the one is which of the other.

use std::ops::Range;

use super::spelling;
use super::words::Word;

/// How two lists of words go together, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Each word of the one is one of the other.
    Equal,
    /// So it is, but one has more words, or has words cut short.
    Fewer,
    /// So it is, without the marks of Vietnamese.
    Marks,
    /// All that they share are first letters.
    Initials,
    /// One word differs in one letter.
    Near,
    /// They share words, and each has one that the other has not.
    Overlap,
    /// They share nothing.
    Apart,
}

/// What came of matching two lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) kind: Kind,
    /// How many words they share, not counting those of which there is but a first letter.
    pub(super) shared: usize,
    /// Whether the last word of a list is none of the other's.
    pub(super) last_left: bool,
    /// Whether they share a word of each field that a list has.
    pub(super) all_fields: bool,
}

impl Relation {
    /// That of nothing with anything.
    pub(super) const NONE: Self = Self { kind: Kind::Apart, shared: 0, last_left: true, all_fields: false };
}

/// A list of words, and whether its end may have been cut off.
#[derive(Clone, Debug)]
pub(super) struct List<'n> {
    pub(super) words: Vec<&'n Word>,
    /// How many of them, from the first on, stand in a field of their own before that of the others.
    pub(super) first_field: usize,
    pub(super) cut: bool,
}

impl List<'_> {
    fn is_one_field(&self) -> bool {
        self.first_field == 0 || self.first_field == self.words.len()
    }

    /// The same list, whose end may be cut off only where `possible`.
    pub(super) fn cut_only_if(&self, possible: bool) -> Self {
        Self { cut: self.cut && possible, ..self.clone() }
    }
}

/// A word cut off is recognised by this many letters; by fewer only beside others that are whole.
const TELLING_LETTERS: usize = 4;

/// Words joined into one, at most: `de la Fontaine`, `Delafontaine`.
const JOINED: usize = 3;

/// Matches two lists, neither of them empty. With `marks`, words are one only with the same marks.
pub(super) fn relate(one: &List<'_>, other: &List<'_>, marks: bool) -> Relation {
    let merge = |list: &List<'_>, others: &List<'_>| items(list, if marks { &[] } else { &others.words });
    let (ours, theirs) = (merge(one, other), merge(other, one));
    let equal = |a: &Item, b: &Item| if marks { a.marked == b.marked } else { spelling::alike(&a.letters, &b.letters) };
    let mut pairs = Pairs::of(&ours, &theirs, equal);
    let whole = pairs.shared();
    let in_one_field = one.is_one_field() && other.is_one_field() && !marks;
    if whole < ours.len().max(theirs.len()) && in_one_field && spelling::alike_joined(&joined(&ours), &joined(&theirs))
    {
        let shared = ours.len().min(theirs.len());
        return Relation { kind: Kind::Equal, shared, last_left: false, all_fields: true };
    }
    let (faint, faintly): (Vec<_>, Vec<_>) =
        pairs.add_beginnings(&ours, &theirs, [one.cut, other.cut]).into_iter().unzip();
    let (left, right) = pairs.left();
    let shared = pairs.shared().saturating_sub(faint.len());
    let kind = match (left.as_slice(), right.as_slice()) {
        ([], []) if pairs.shared() == whole => Kind::Equal,
        ([], _) | (_, []) if shared > 0 => Kind::Fewer,
        ([], _) | (_, []) => Kind::Initials,
        ([a], [b]) if is_near(ours.get(*a), theirs.get(*b)) => Kind::Near,
        _ if pairs.shared() > 0 => Kind::Overlap,
        _ => Kind::Apart,
    };
    let last_left =
        |items: &[Item], left: &[usize]| left.last().is_some_and(|last| last.saturating_add(1) == items.len());
    Relation {
        kind,
        shared,
        last_left: last_left(&ours, &left) || last_left(&theirs, &right),
        all_fields: shares_all_fields(one, &ours, &[left, faint].concat())
            && shares_all_fields(other, &theirs, &[right, faintly].concat()),
    }
}

/// Whether not all words of a field are among the items that are not shared.
fn shares_all_fields(list: &List<'_>, items: &[Item], unshared: &[usize]) -> bool {
    let is_left =
        |word: usize| unshared.iter().filter_map(|item| items.get(*item)).any(|item| item.words.contains(&word));
    let fields = [0..list.first_field, list.first_field..list.words.len()];
    fields.into_iter().all(|mut field| field.is_empty() || !field.all(is_left))
}

fn is_near(one: Option<&Item>, other: Option<&Item>) -> bool {
    one.zip(other).is_some_and(|(one, other)| spelling::near(&one.letters, &other.letters))
}

/// A word, or several that the other list writes as one.
struct Item {
    letters: Vec<char>,
    marked: String,
    words: Range<usize>,
}

impl Item {
    fn of(words: &[&Word], first: usize) -> Self {
        Self {
            letters: words.iter().flat_map(|word| word.letters.iter().copied()).collect(),
            marked: words.iter().map(|word| word.marked.as_str()).collect(),
            words: first..first.saturating_add(words.len()),
        }
    }
}

/// The words as items; a run of words of one field that is one word of `others` is one item.
fn items(list: &List<'_>, others: &[&Word]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut first = 0;
    while let Some(rest) = list.words.get(first..).filter(|rest| !rest.is_empty()) {
        let crosses = |run: &Item| run.words.contains(&list.first_field) && run.words.start < list.first_field;
        let runs = (2..=JOINED).rev().filter_map(|length| rest.get(..length)).map(|run| Item::of(run, first));
        let is_one_word = |run: &Item| others.iter().any(|other| spelling::alike_joined(&run.letters, &other.letters));
        let joined = runs.filter(|run| !crosses(run)).find(is_one_word);
        let item = joined.unwrap_or_else(|| Item::of(rest.get(..1).unwrap_or_default(), first));
        first = item.words.end;
        items.push(item);
    }
    items
}

fn joined(items: &[Item]) -> Vec<char> {
    items.iter().flat_map(|item| item.letters.iter().copied()).collect()
}

/// Which item of the one list is which of the other: as many pairs as there can be.
struct Pairs {
    /// For each of the other's, which of ours.
    theirs: Vec<Option<usize>>,
    ours: usize,
}

impl Pairs {
    /// By augmenting paths: what is alike to two is given to one of them so that the other finds another.
    fn of(ours: &[Item], theirs: &[Item], equal: impl Fn(&Item, &Item) -> bool) -> Self {
        let alike: Vec<Vec<usize>> = ours
            .iter()
            .map(|one| {
                theirs.iter().enumerate().filter(|(_, other)| equal(one, other)).map(|(index, _)| index).collect()
            })
            .collect();
        let mut pairs = Self { theirs: vec![None; theirs.len()], ours: ours.len() };
        for one in 0..ours.len() {
            pairs.place(one, &alike, &mut vec![false; theirs.len()]);
        }
        pairs
    }

    fn place(&mut self, one: usize, alike: &[Vec<usize>], tried: &mut [bool]) -> bool {
        for other in alike.get(one).into_iter().flatten().copied() {
            let Some(tried_here) = tried.get_mut(other).filter(|tried| !**tried) else { continue };
            *tried_here = true;
            let holder = self.theirs.get(other).copied().flatten();
            if holder.is_none_or(|holder| self.place(holder, alike, tried)) {
                self.pair(one, other);
                return true;
            }
        }
        false
    }

    /// Pairs what is left by first letters, and by ends cut off; which of these pairs tell nothing by themselves.
    fn add_beginnings(&mut self, ours: &[Item], theirs: &[Item], cut: [bool; 2]) -> Vec<(usize, usize)> {
        let mut faint = Vec::new();
        let is_start = |item: &Item, index: usize, count: usize, cut: bool| {
            item.letters.len() == 1 || (cut && index.saturating_add(1) == count)
        };
        for one in self.left().0 {
            for other in self.left().1 {
                let (Some(a), Some(b)) = (ours.get(one), theirs.get(other)) else { continue };
                let [our_cut, their_cut] = cut;
                let ours_begins = is_start(a, one, ours.len(), our_cut) && spelling::begins(&a.letters, &b.letters);
                let theirs_begins =
                    is_start(b, other, theirs.len(), their_cut) && spelling::begins(&b.letters, &a.letters);
                if ours_begins || theirs_begins {
                    self.pair(one, other);
                    if a.letters.len().min(b.letters.len()) < TELLING_LETTERS {
                        faint.push((one, other));
                    }
                    break;
                }
            }
        }
        faint
    }

    fn pair(&mut self, one: usize, other: usize) {
        if let Some(place) = self.theirs.get_mut(other) {
            *place = Some(one);
        }
    }

    fn shared(&self) -> usize {
        self.theirs.iter().flatten().count()
    }

    /// What of each list has no counterpart.
    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let ours = (0..self.ours).filter(|one| !self.theirs.contains(&Some(*one))).collect();
        let theirs = self.theirs.iter().enumerate().filter(|(_, one)| one.is_none()).map(|(index, _)| index).collect();
        (ours, theirs)
    }
}
