//! What a passphrase withstands between a screen and a keyboard.

use std::collections::HashSet;

use super::super::proquint::{CONSONANTS, VOWELS};
use super::*;

#[test]
fn every_value_has_its_word_in_every_place() {
    let mut seen = HashSet::new();
    for place in 0..6 {
        for number in 0..8_192 {
            let word = word(number, place);
            assert_eq!((word.len(), value(&word)), (5, Some(number)), "{word}");
            seen.insert(word);
        }
    }
    assert_eq!(seen.len(), 6 * 8_192, "no word stands in two places");
}

#[test]
fn the_chance_is_all_in_the_words() {
    let first = Passphrase::of_entropy(&[0; 10]);
    assert_eq!(first.as_str(), "babad babaf babag babah babaj babak");
    let last = Passphrase::of_entropy(&[0xff; 10]);
    assert_ne!(first, last);
    for bit in 0..80 {
        let mut entropy = [0; 10];
        entropy[bit / 8] |= 0x80 >> (bit % 8);
        assert_eq!(Passphrase::of_entropy(&entropy) != first, bit < 78, "bit {bit}");
    }
}

#[test]
fn typing_is_taken_leniently() {
    let passphrase = Passphrase::of_entropy(b"0123456789");
    let text = passphrase.as_str();
    let accented = text.replacen('a', "á", 1).replacen('o', "ợ", 1).replacen('d', "Đ", 1);
    let decomposed = text.replace('a', "a\u{301}").replace('u', "u\u{31b}");
    let typed = [
        text.to_owned(),
        text.to_uppercase(),
        format!("  {}\n", text.replace(' ', "  ")),
        text.replace(' ', "-"),
        text.replace(' ', ", "),
        text.replace(' ', "\n"),
        text.replace('k', "c").replace('v', "w").replace('i', "y"),
        accented,
        decomposed,
    ];
    for typed in typed {
        assert_eq!(Passphrase::parse(&typed).as_ref(), Ok(&passphrase), "{typed}");
    }
}

#[test]
fn what_is_wrong_is_named_and_not_repeated() {
    let text = Passphrase::of_entropy(b"0123456789").as_str().to_owned();
    let words: Vec<&str> = text.split(' ').collect();
    assert_eq!(Passphrase::parse(""), Err(PassphraseError::Words { found: 0 }));
    assert_eq!(Passphrase::parse(&words[..5].join(" ")), Err(PassphraseError::Words { found: 5 }));
    assert_eq!(Passphrase::parse(&text.replace(' ', "")), Err(PassphraseError::Words { found: 1 }));
    assert_eq!(Passphrase::parse(&format!("{text} bab")), Err(PassphraseError::Words { found: 7 }));
    for (place, wrong) in [(0, "bab"), (1, "babababa"), (2, "zzzzz"), (3, "ба́ба"), (4, "b1bab"), (5, "bébab")] {
        let mut typed = words.clone();
        typed[place] = wrong;
        let error = Passphrase::parse(&typed.join(" ")).unwrap_err();
        assert_eq!(error, PassphraseError::Word { word: place + 1 });
        assert!(!error.to_string().contains(wrong));
    }
    assert_eq!(format!("{:?}", Passphrase::of_entropy(&[0; 10])), "Passphrase(…)");
}

/// All wrong letters in all places of a thousand words: vowels are always noticed, consonants in 14 of 15 cases.
#[test]
fn typing_errors_are_noticed_by_the_word() {
    let (mut consonants, mut missed) = (0, 0);
    for number in (0..8_192).step_by(8) {
        let right = word(number, 2);
        for place in 0..5 {
            let alphabet: &[u8] = if place % 2 == 1 { VOWELS } else { CONSONANTS };
            for letter in alphabet.iter().filter(|letter| **letter != right.as_bytes()[place]) {
                let mut wrong = right.clone().into_bytes();
                wrong[place] = *letter;
                let wrong = String::from_utf8(wrong).unwrap();
                let noticed = word(value(&wrong).unwrap(), 2) != wrong;
                assert!(noticed || place % 2 == 0, "{right} as {wrong}");
                consonants += usize::from(place % 2 == 0);
                missed += usize::from(!noticed);
            }
        }
    }
    assert_eq!(missed * 15, consonants);
}

#[test]
fn letters_that_sound_alike_are_never_taken_for_each_other() {
    for (one, other) in
        [(b'b', b'p'), (b'd', b't'), (b'g', b'k'), (b'f', b'v'), (b's', b'z'), (b'm', b'n'), (b'l', b'r')]
    {
        for place in [0, 2, 4] {
            for number in 0..8_192 {
                let right = word(number, 0);
                if right.as_bytes()[place] == one {
                    let mut wrong = right.clone().into_bytes();
                    wrong[place] = other;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_ne!(word(value(&wrong).unwrap(), 0), wrong, "{right} as {wrong}");
                }
            }
        }
    }
}

#[test]
fn words_that_changed_places_are_noticed() {
    let text = Passphrase::of_entropy(b"abcdefghij").as_str().to_owned();
    for (one, other) in (0..6).flat_map(|one| (0..one).map(move |other| (one, other))) {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.swap(one, other);
        assert_eq!(Passphrase::parse(&words.join(" ")), Err(PassphraseError::Word { word: other + 1 }));
    }
}
