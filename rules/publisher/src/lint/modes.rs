//! Modes: which combinations of certificates count, with title and description in all three languages.

use semafor_core::certlogic;
use serde_json::Value as Json;

use crate::finding::Findings;
use crate::lint::languages;
use crate::policy::{Entry, member};
use crate::shown;

const MEMBERS: [&str; 5] = ["mode", "title", "description", "rulesOf", "combinations"];
const CERTIFICATE_TYPES: [&str; 4] = ["Vaccination", "Test", "Recovery", "ICVP"];

/// The most certificates of one presentation, and so of a combination.
const MOST_SLOTS: usize = semafor_core::limits::TEXTS_PER_CHECK;

pub(super) fn check(mode: &Entry, out: &mut Findings) {
    for name in mode.json.as_object().into_iter().flat_map(|members| members.keys()) {
        if !MEMBERS.contains(&name.as_str()) {
            out.push(mode.finding(&member("", name), "is no member of a mode"));
        }
    }
    match mode.text("mode").filter(|id| !id.trim().is_empty()) {
        None => out.push(mode.finding("/mode", "is not a text")),
        Some(id) => {
            let stem = mode.path.file_stem().and_then(|stem| stem.to_str()).filter(|_| mode.pointer.is_empty());
            if let Some(stem) = stem.filter(|stem| !stem.eq_ignore_ascii_case(id)) {
                out.push(mode.finding("/mode", format!("is {id}, but the file is called {stem}.json")));
            }
        }
    }
    languages::check_all(mode, "title", out);
    languages::check_all(mode, "description", out);
    let of = mode.json.get("rulesOf");
    if of.is_some_and(|of| !of.as_str().is_some_and(|of| of.len() == 2 && of.bytes().all(|b| b.is_ascii_uppercase()))) {
        out.push(mode.finding("/rulesOf", "is not two capital letters"));
    }
    match mode.json.get("combinations").and_then(Json::as_array).filter(|combinations| !combinations.is_empty()) {
        None => out.push(mode.finding("/combinations", "is missing or empty: nobody could be let in")),
        Some(combinations) => combinations.iter().enumerate().for_each(|(index, combination)| {
            check_combination(mode, combination, &format!("/combinations/{index}"), out)
        }),
    }
}

fn check_combination(mode: &Entry, combination: &Json, place: &str, out: &mut Findings) {
    let slots = combination.as_array().map(Vec::as_slice).unwrap_or_default();
    if slots.is_empty() || slots.len() > MOST_SLOTS {
        out.push(mode.finding(place, format!("is not a list of 1 to {MOST_SLOTS} slots")));
    }
    for (index, slot) in slots.iter().enumerate() {
        check_slot(mode, slot, &format!("{place}/{index}"), out);
    }
}

fn check_slot(mode: &Entry, slot: &Json, place: &str, out: &mut Findings) {
    let kind = slot.get("certificateType").and_then(Json::as_str);
    if !kind.is_some_and(|kind| CERTIFICATE_TYPES.contains(&kind)) {
        let known = CERTIFICATE_TYPES.join(", ");
        out.push(mode.finding(&format!("{place}/certificateType"), format!("is none of {known}")));
    }
    for name in slot.as_object().into_iter().flat_map(|members| members.keys()) {
        if name != "certificateType" && name != "condition" {
            out.push(mode.finding(&member(place, name), "is no member of a slot"));
        }
    }
    for issue in slot.get("condition").map(certlogic::validate).unwrap_or_default() {
        let part = shown::json(&issue.expression);
        let message = format!("no CertLogic: {}: {part}", issue.message);
        out.push(mode.finding(&format!("{place}/condition"), message));
    }
}
