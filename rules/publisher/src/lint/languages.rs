//! Texts in all three languages, and letters that every screen shows alike.

use semafor_core::verdict::Language;
use serde_json::Value as Json;

use crate::finding::Findings;
use crate::policy::{Entry, member};

/// The least length of a description (protocols.md §3.3).
const LEAST: usize = 20;

/// A rule's description: each language once, and long enough to say something.
pub(super) fn check_rule(rule: &Entry, out: &mut Findings) {
    let Some(entries) = rule.json.get("Description").and_then(Json::as_array) else { return };
    let texts =
        || entries.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.get("lang")?.as_str()?, entry)));
    for language in Language::ALL {
        let count = texts().filter(|(_, code, _)| *code == language.code()).count();
        match count {
            0 => out.push(rule.finding("/Description", format!("lacks the language {}", language.code()))),
            1 => {}
            _ => out.push(rule.finding("/Description", format!("has the language {} {count} times", language.code()))),
        }
    }
    for (index, entry) in entries.iter().enumerate() {
        let Some(text) = entry.get("desc").and_then(Json::as_str) else { continue };
        let place = format!("/Description/{index}/desc");
        let length = text.trim().chars().count();
        if length < LEAST {
            out.push(rule.finding(&place, format!("has {length} letters; at least {LEAST} are wanted")));
        }
        check_text(rule, &place, text, out);
    }
}

/// `{"cs": …, "vi": …, "en": …}`, all three and nothing else. Gives the texts with their places.
pub(super) fn check_all<'e>(entry: &'e Entry, name: &str, out: &mut Findings) -> Vec<(String, &'e str)> {
    let place = format!("/{name}");
    let Some(texts) = entry.json.get(name).and_then(Json::as_object) else {
        out.push(entry.finding("", format!("{name} is missing, or not {{\"cs\": …, \"vi\": …, \"en\": …}}")));
        return Vec::new();
    };
    for language in Language::ALL {
        if !texts.contains_key(language.code()) {
            out.push(entry.finding(&place, format!("lacks the language {}", language.code())));
        }
    }
    let mut found = Vec::new();
    for (code, text) in texts {
        let place = member(&place, code);
        if !Language::ALL.iter().any(|language| language.code() == code) {
            out.push(entry.finding(&place, "is none of the languages cs, vi and en"));
        }
        match text.as_str().filter(|text| !text.trim().is_empty()) {
            Some(text) => {
                check_text(entry, &place, text, out);
                found.push((place, text));
            }
            None => out.push(entry.finding(&place, "is no text")),
        }
    }
    found
}

/// Letters that steer the display are found where files are read; here it is what a line of text may hold.
pub(super) fn check_text(entry: &Entry, place: &str, text: &str, out: &mut Findings) {
    if text.contains(['\n', '\r', '\t']) {
        out.push(entry.finding(place, "holds a line end or a tab: texts are one line"));
    }
    if text.chars().any(|letter| matches!(letter, '\u{300}'..='\u{36f}')) {
        out.push(entry.finding(place, "holds letters with loose accents: save it in composed form (NFC)"));
    }
}
