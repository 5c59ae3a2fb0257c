//! Every code has a text in every language, and no text says what must not be said at a door.

use std::collections::{HashMap, HashSet};

use super::{Language, Text};
use crate::person::Comparison;
use crate::rulebook::StaffText;
use crate::verdict::{ReasonCode, Verdict};
use crate::warning::WarningCode;

/// What an undecided answer must not hint at, in either direction.
const JUDGING: [&str; 24] = [
    "forge",
    "fake",
    "altered",
    "suspicious",
    "refuse",
    "reject",
    "accept",
    "let in",
    "padělan",
    "padělán",
    "podvod",
    "podezřel",
    "pozměn",
    "odmít",
    "uznán",
    "uznává",
    "vpust",
    "nevpouš",
    "làm giả",
    "gian lận",
    "nghi ngờ",
    "từ chối",
    "chấp nhận",
    "cho vào",
];

/// Every text of a language with its code.
fn texts(language: Language) -> Vec<(&'static str, Text)> {
    let reasons = ReasonCode::ALL.iter().map(|code| (code.code(), super::reason(*code, language)));
    let warnings = WarningCode::ALL.iter().map(|code| (code.code(), super::warning(*code, language)));
    reasons.chain(warnings).collect()
}

/// Why persons are the same or not, with the code.
fn comparisons(language: Language) -> Vec<(&'static str, &'static str)> {
    let text = |comparison: Comparison| (comparison.code(), super::comparison(comparison, language));
    Comparison::all().into_iter().map(text).collect()
}

/// Every sentence of every language with its code.
fn sentences() -> Vec<(&'static str, Language, &'static str)> {
    let of = |language: Language| {
        let both = texts(language).into_iter().map(|(code, text)| (code, [text.meaning, text.advice]));
        let both = both.flat_map(|(code, sentences)| sentences.map(|sentence| (code, sentence)));
        both.chain(comparisons(language)).map(move |(code, sentence)| (code, language, sentence))
    };
    Language::ALL.into_iter().flat_map(of).collect()
}

#[test]
fn every_text_is_two_whole_sentences() {
    for (code, language, sentence) in sentences() {
        let at = format!("{code} {language:?}: {sentence:?}");
        let inner = sentence.strip_suffix('.').unwrap_or_else(|| panic!("no full stop: {at}"));
        assert!(inner.chars().next().is_some_and(char::is_uppercase), "no capital: {at}");
        assert!(!inner.contains(['.', '!', '?', '\n', '\t', '"']), "more than one plain sentence: {at}");
        assert!(inner == inner.trim() && !inner.contains("  "), "spaces: {at}");
        assert!(inner.contains(' ') && sentence.chars().count() <= 120, "length: {at}");
    }
}

#[test]
fn no_text_shouts_or_carries_numbers() {
    for (code, language, sentence) in sentences() {
        let mut words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
        let shouted = words.find(|word| word.chars().all(char::is_uppercase) && *word != "UTC");
        assert_eq!(shouted, None, "{code} {language:?}");
        assert!(!sentence.chars().any(char::is_numeric), "a number in {code} {language:?}: {sentence}");
    }
}

#[test]
fn no_text_names_a_product_dose_test_or_disease() {
    for (code, language, sentence) in sentences() {
        let named = StaffText::parse(sentence.to_owned()).err();
        assert_eq!(named, None, "{code} {language:?}: {sentence}");
    }
}

#[test]
fn undecided_is_neither_a_pass_nor_an_accusation() {
    for code in ReasonCode::ALL.iter().filter(|code| code.verdict() == Verdict::Undecided) {
        for language in Language::ALL {
            let Text { meaning, advice } = super::reason(*code, language);
            let folded = format!("{meaning} {advice}").to_lowercase();
            let judging: Vec<_> = JUDGING.into_iter().filter(|word| folded.contains(word)).collect();
            assert!(judging.is_empty(), "{} {language:?} says {judging:?}: {folded}", code.code());
        }
    }
}

#[test]
fn no_two_codes_of_a_language_mean_the_same() {
    for language in Language::ALL {
        let mut codes = HashMap::new();
        for (code, text) in texts(language) {
            let other = codes.insert(text.meaning.to_lowercase(), code);
            assert_eq!(other, None, "{code} {language:?}: {}", text.meaning);
            assert_ne!(text.meaning, text.advice, "{code} {language:?}");
        }
        assert_eq!(codes.len(), ReasonCode::ALL.len() + WarningCode::ALL.len());
    }
}

#[test]
fn comparisons_have_texts_of_their_own() {
    let [one, two, three] = Language::ALL.map(comparisons);
    for (((code, one), (_, two)), (_, three)) in one.iter().zip(&two).zip(&three) {
        assert!(one != two && two != three && one != three, "{code}");
    }
    for texts in [one, two, three] {
        let of =
            |which: fn(&(&'static str, &'static str)) -> &'static str| texts.iter().map(which).collect::<HashSet<_>>();
        assert_eq!((of(|text| text.0).len(), of(|text| text.1).len()), (texts.len(), texts.len()));
    }
}

#[test]
fn the_languages_differ_in_every_text() {
    let [one, two, three] = Language::ALL.map(texts);
    for (((code, one), (_, two)), (_, three)) in one.into_iter().zip(two).zip(three) {
        for (a, b) in [(one, two), (two, three), (one, three)] {
            assert_ne!(a.meaning, b.meaning, "{code}");
            assert_ne!(a.advice, b.advice, "{code}");
        }
    }
}

#[test]
fn each_language_is_written_in_its_own_letters() {
    for (code, language, sentence) in sentences() {
        let foreign = sentence.chars().filter(|c| !c.is_ascii()).find(|c| !letters(language).contains(*c));
        assert_eq!(foreign, None, "{code} {language:?}: {sentence}");
        let accents = sentence.chars().filter(|c| !c.is_ascii()).count();
        let wanted = usize::from(language != Language::En);
        assert!(accents >= wanted, "diacritics are missing in {code} {language:?}: {sentence}");
    }
}

/// The letters beyond ASCII of a language, each as one character: decomposed accents are foreign to all three.
fn letters(language: Language) -> String {
    let lower = match language {
        Language::Cs => "áčďéěíňóřšťúůýž",
        Language::En => "",
        Language::Vi => "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    };
    format!("{lower}{}", lower.to_uppercase())
}

#[test]
fn terms_are_the_same_throughout() {
    let other_terms = [
        (Language::Cs, ["osvědčen", "emitent", "vystavitel", "vypršel"].as_slice()),
        (Language::Vi, ["khoá", "chứng chỉ", "giấy chứng nhận", "tổ chức phát hành", "quá hạn"].as_slice()),
        (Language::En, ["certification", "authority key", "out of date", "licence"].as_slice()),
    ];
    for (language, terms) in other_terms {
        for (code, text) in texts(language) {
            let folded = format!("{} {}", text.meaning, text.advice).to_lowercase();
            let found: Vec<_> = terms.iter().filter(|term| folded.contains(**term)).collect();
            assert!(found.is_empty(), "{code} {language:?} says {found:?}: {folded}");
        }
    }
}
