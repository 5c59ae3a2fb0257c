//! Colour schemes: what phones would refuse, texts, conditions, the value sets that are named, and untested limits.

use semafor_core::scheme::Scheme;
use semafor_core::verdict::Language;
use serde_json::Value as Json;

use super::{Context, boundaries, languages, logic};
use crate::finding::Findings;
use crate::policy::Entry;

pub(super) fn check(scheme: &Entry, context: &Context<'_>, out: &mut Findings) {
    let conditions = conditions(scheme);
    for (place, condition) in &conditions {
        logic::check_condition(scheme, condition, place, out);
    }
    texts(scheme, out);
    match Scheme::read(&scheme.json) {
        Ok(read) => {
            folder(scheme, &read, out);
            value_sets(scheme, &read, context, out);
            colours(scheme, &read, out);
            boundaries::check_scheme(scheme, &conditions, context, out);
        }
        // What is no CertLogic was said with its place already.
        Err(error) => out.push(scheme.finding(error.place(), error.to_string())),
    }
}

/// Every condition with its place.
fn conditions(scheme: &Entry) -> Vec<(String, &Json)> {
    let tiers = scheme.json.get("tiers").and_then(Json::as_array).into_iter().flatten().enumerate();
    tiers.filter_map(|(index, tier)| Some((format!("/tiers/{index}/when"), tier.get("when")?))).collect()
}

/// That each language is there, reading says.
fn texts(scheme: &Entry, out: &mut Findings) {
    let tiers = scheme.json.get("tiers").and_then(Json::as_array).map_or(0, Vec::len);
    let tiers = (0..tiers).map(|index| format!("/tiers/{index}")).chain(["/default".to_owned()]);
    let of_tiers = tiers.flat_map(|tier| [format!("{tier}/word"), format!("{tier}/explanation")]);
    for place in of_tiers.chain(["/title".to_owned()]) {
        for language in Language::ALL {
            let place = format!("{place}/{}", language.code());
            if let Some(text) = scheme.json.pointer(&place).and_then(Json::as_str) {
                languages::check_text(scheme, &place, text, out);
            }
        }
    }
}

fn folder(scheme: &Entry, read: &Scheme, out: &mut Findings) {
    let folder = scheme.path.parent().and_then(|folder| folder.file_name()?.to_str());
    if let Some(folder) = folder.filter(|folder| scheme.path.ends_with("scheme.json") && *folder != read.id) {
        out.push(scheme.finding("/scheme", format!("is {}, but its folder is called {folder}", read.id)));
    }
}

fn value_sets(scheme: &Entry, read: &Scheme, context: &Context<'_>, out: &mut Findings) {
    let named = [("/singleDose", Some(&read.single_dose)), ("/products", read.products.as_ref())];
    for (place, id) in named {
        if let Some(id) = id.filter(|id| !context.codes.contains_key(id.as_str())) {
            out.push(scheme.finding(place, format!("there is no value set {id} here: nobody would have a colour")));
        }
    }
}

/// Every colour is the answer of some test.
fn colours(scheme: &Entry, read: &Scheme, out: &mut Findings) {
    if scheme.tests.is_empty() {
        return;
    }
    let tests: Vec<_> = scheme.tests.iter().filter_map(|path| crate::trial::Test::read(path).ok()).collect();
    for tier in read.tiers.iter().map(|(tier, _)| tier).chain([&read.default]) {
        if !tests.iter().any(|(test, _)| test.expected_text() == Some(tier.colour.name())) {
            out.push(scheme.finding("", format!("no test expects {}", tier.colour)));
        }
    }
}
