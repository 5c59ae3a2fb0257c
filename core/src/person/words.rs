//! A name's text → its words, in capitals, in one Unicode form, without titles.

use unicode_normalization::char::decompose_canonical;

use super::{letters, titles};
use crate::limits;

/// One word of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    /// Capitals; a mark stays on its letter only where it changes how the letter is written in A to Z.
    pub(super) letters: Vec<char>,
    /// Capitals with all marks, those of tone at the end: Vietnamese writes `òa` and `oà` for one syllable.
    pub(super) marked: String,
    /// Whether a letter has marks as only Vietnamese has.
    pub(super) vietnamese: bool,
}

/// The words of one name field. Beyond [`limits::NAME_CHARS`] and [`limits::NAME_WORDS`] nothing is read.
pub(super) fn read(text: &str) -> Vec<Word> {
    let end = text.char_indices().nth(limits::NAME_CHARS).map_or(text.len(), |(end, _)| end);
    let text = text.get(..end).unwrap_or_default();
    let chunks: Vec<_> = text.split(is_separator).filter(|chunk| !chunk.is_empty()).collect();
    let named = words(titles::without(&chunks));
    // What would be a title beside a name is a name where there is no other.
    if named.is_empty() { words(chunks.iter().flat_map(|chunk| chunk.split('.'))) } else { named }
}

fn words<'t>(pieces: impl IntoIterator<Item = &'t str>) -> Vec<Word> {
    let words = pieces.into_iter().map(word).filter(|word| !word.letters.is_empty());
    words.take(limits::NAME_WORDS).collect()
}

/// Capitals of a text without anything that is no letter, to look it up in a list.
pub(super) fn capitals(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_uppercase).collect()
}

/// Full stops are none: they stand inside abbreviations, which are recognised as wholes.
fn is_separator(letter: char) -> bool {
    !(letter.is_alphanumeric() || letter == '.' || is_mark(letter) || joins(letter))
}

/// What is left out of names without a gap: apostrophes of all kinds, the Catalan dot, and what cannot be seen.
fn joins(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | '·' | '\u{ad}' | '\u{2b9}'..='\u{2bd}' | '\u{200b}'..='\u{200f}' | '\u{2018}' | '\u{2019}'
            | '\u{201b}' | '\u{2032}' | '\u{2060}' | '\u{ff07}' | '\u{feff}'
    )
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn word(chunk: &str) -> Word {
    let mut made = Making::default();
    for letter in chunk.chars().filter(|letter| *letter != '.' && !joins(*letter)) {
        if is_mark(letter) {
            made.mark(letter);
        } else {
            for capital in letter.to_uppercase() {
                decompose_canonical(capital, |part| if is_mark(part) { made.mark(part) } else { made.base(part) });
            }
        }
    }
    made.finish()
}

/// A word as it grows, letter by letter, mark by mark.
#[derive(Default)]
struct Making {
    word: Word,
    tones: Vec<char>,
    /// Marks on the letter made last: of tone, and others.
    on_last: (usize, usize),
}

impl Making {
    fn base(&mut self, base: char) {
        self.on_last = (0, 0);
        // The Icelandic letter is often typed for the Vietnamese one, which looks the same.
        self.word.marked.push(if matches!(base, 'Ð' | 'Ɖ') { 'Đ' } else { base });
        match base {
            'ẞ' => self.word.letters.extend(['S', 'S']),
            _ => self.word.letters.push(base),
        }
    }

    fn mark(&mut self, mark: char) {
        let Some(last) = self.word.letters.last_mut() else { return };
        let vowel = matches!(*last, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
        *last = letters::marked(*last, mark);
        let (tones, others) = &mut self.on_last;
        if matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}') {
            *tones = tones.saturating_add(1);
            self.tones.push(mark);
        } else {
            *others = others.saturating_add(1);
            self.word.marked.push(mark);
        }
        let only_there = matches!(mark, '\u{309}' | '\u{31b}' | '\u{323}') || (*tones > 0 && *others > 0);
        self.word.vietnamese |= vowel && only_there;
    }

    fn finish(mut self) -> Word {
        self.tones.sort_unstable();
        self.word.marked.extend(self.tones);
        self.word
    }
}
