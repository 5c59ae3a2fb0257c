//! What staff read when a rule fails: in all three languages, for a rule that exists, and without medical words.

use std::path::Path;

use semafor_core::rulebook::StaffText;

use crate::finding::Findings;
use crate::lint::{Context, languages};
use crate::policy::{Entry, member};

pub(super) fn check(text: &Entry, context: &Context<'_>, out: &mut Findings) {
    for name in text.json.as_object().into_iter().flat_map(|members| members.keys()) {
        if name != "rule" && name != "staff" {
            out.push(text.finding(&member("", name), "is no member of a staff text"));
        }
    }
    match text.text("rule") {
        None => out.push(text.finding("/rule", "is not a text")),
        Some(rule) => {
            if !context.rules.contains(rule) {
                out.push(text.finding("/rule", format!("is {rule}, and there is no such rule here")));
            }
            let stem = text.path.file_stem().map(Path::new).unwrap_or(Path::new(""));
            if text.pointer.is_empty() && stem != Path::new(rule) {
                out.push(text.finding("/rule", format!("is {rule}, but the file is called {}.json", stem.display())));
            }
        }
    }
    for (place, words) in languages::check_all(text, "staff", out) {
        if let Err(medical) = StaffText::parse(words.to_owned()) {
            out.push(text.finding(&place, medical.to_string()));
        }
    }
}

/// Every rule has a text, where there are texts at all.
pub(super) fn check_presence(rule: &Entry, context: &Context<'_>, out: &mut Findings) {
    if let Some(identifier) = rule.text("Identifier")
        && context.has_texts
        && !context.texts.contains(identifier)
    {
        out.push(rule.finding("/Identifier", format!("has no staff text: texts/{identifier}.json is missing")));
    }
}
