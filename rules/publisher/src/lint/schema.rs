//! The envelope of a rule (protocols.md §3.3), and that the folders it lies in agree with it.

use std::path::Path;

use semafor_core::instant::DateTime;
use semafor_core::rulebook::{Rule, RuleError, Version};
use serde_json::Value as Json;

use crate::finding::Findings;
use crate::policy::{Entry, member};

pub(super) fn check(rule: &Entry, out: &mut Findings) {
    members(rule, out);
    identifier(rule, out);
    versions(rule, out);
    dates(rule, out);
    region(rule, out);
    lists(rule, out);
    folders(rule, out);
}

/// Members that every rule has, and how those that are texts look.
const MEMBERS: [&str; 13] = [
    "Identifier",
    "Type",
    "Country",
    "Version",
    "SchemaVersion",
    "Engine",
    "EngineVersion",
    "CertificateType",
    "Description",
    "ValidFrom",
    "ValidTo",
    "AffectedFields",
    "Logic",
];
const TYPES: [&str; 2] = ["Acceptance", "Invalidation"];
const CERTIFICATE_TYPES: [&str; 5] = ["General", "Test", "Vaccination", "Recovery", "ICVP"];

fn members(rule: &Entry, out: &mut Findings) {
    for name in MEMBERS {
        match rule.json.get(name) {
            None => out.push(rule.finding("", format!("{name} is missing"))),
            Some(Json::Array(_)) if matches!(name, "Description" | "AffectedFields") => {}
            Some(Json::Object(_)) if name == "Logic" => {}
            Some(Json::String(_)) if !matches!(name, "Description" | "AffectedFields" | "Logic") => {}
            Some(_) => {
                let wanted = match name {
                    "Description" | "AffectedFields" => "a list",
                    "Logic" => "an operation, such as {\"and\": [ … ]}",
                    _ => "a text",
                };
                out.push(rule.finding(&format!("/{name}"), format!("is not {wanted}")));
            }
        }
    }
    // Services that hand rules out in one list put each one's hash beside it.
    let in_list = !rule.pointer.is_empty();
    let is_known = |name: &str| MEMBERS.contains(&name) || name == "Region" || (name == "hash" && in_list);
    for name in rule.json.as_object().into_iter().flat_map(|members| members.keys()) {
        if !is_known(name) {
            out.push(rule.finding(&member("", name), "is no member of a rule"));
        }
    }
    one_of(rule, "Type", &TYPES, out);
    one_of(rule, "CertificateType", &CERTIFICATE_TYPES, out);
    one_of(rule, "Engine", &["CERTLOGIC"], out);
}

fn one_of(rule: &Entry, name: &str, values: &[&str], out: &mut Findings) {
    if let Some(found) = rule.text(name).filter(|found| !values.contains(found)) {
        out.push(rule.finding(&format!("/{name}"), format!("is \"{found}\"; known are {}", values.join(", "))));
    }
}

/// `VR-CZ-0001`: the type, the country, four digits.
fn identifier(rule: &Entry, out: &mut Findings) {
    let country = rule.text("Country");
    if let Some(country) = country.filter(|country| !is_country(country)) {
        out.push(rule.finding("/Country", format!("is \"{country}\"; two capital letters are wanted")));
    }
    let certificate_type = rule.text("CertificateType").unwrap_or_default();
    if country == Some("XW") && certificate_type != "ICVP" {
        out.push(rule.finding("/Country", "is XW, anywhere, which is for rules on ICVP certificates only"));
    }
    let Some(identifier) = rule.text("Identifier") else { return };
    let parts: Vec<&str> = identifier.split('-').collect();
    let (prefix, of_country) = match parts.as_slice() {
        [prefix, of_country, number] if is_number(number) && is_country(of_country) => (*prefix, *of_country),
        _ => {
            let message = format!("is \"{identifier}\"; wanted is GR, VR, TR, RR or IR, a country and four digits");
            out.push(rule.finding("/Identifier", format!("{message}: VR-CZ-0001")));
            return;
        }
    };
    if let Some(country) = country.filter(|country| *country != of_country) {
        out.push(rule.finding("/Identifier", format!("names {of_country}, but Country is {country}")));
    }
    let wanted = match (rule.text("Type"), certificate_type) {
        (Some("Invalidation"), _) => "IR",
        (_, "Vaccination" | "ICVP") => "VR",
        (_, "Test") => "TR",
        (_, "Recovery") => "RR",
        (_, "General") => "GR",
        _ => return,
    };
    if prefix != wanted {
        let because = if wanted == "IR" { "Invalidation" } else { certificate_type };
        out.push(rule.finding("/Identifier", format!("begins with {prefix}, but rules on {because} with {wanted}")));
    }
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_number(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn versions(rule: &Entry, out: &mut Findings) {
    for name in ["Version", "SchemaVersion", "EngineVersion"] {
        let Some(text) = rule.text(name) else { continue };
        let plain = Version::parse(text).map(|Version(major, minor, patch)| format!("{major}.{minor}.{patch}"));
        if plain.as_deref() != Some(text) {
            let message = format!("is \"{text}\"; three numbers with points are wanted: 1.0.0");
            out.push(rule.finding(&format!("/{name}"), message));
        }
    }
    let logic = Rule::read(&rule.json).map(|rule| rule.logic);
    if let Ok(Err(RuleError::Engine { version, supported, .. })) = logic
        && Version::parse(&version).is_some()
        && rule.text("Engine") == Some("CERTLOGIC")
    {
        let message = format!("is {version}; up to {supported} is understood, so the rule would always be open");
        out.push(rule.finding("/EngineVersion", message));
    }
}

fn dates(rule: &Entry, out: &mut Findings) {
    let mut read = |name: &str| {
        let text = rule.text(name)?;
        let date = DateTime::parse(text).map(|date| date.instant);
        if date.is_err() {
            let message = format!("is \"{text}\"; a date-time with its zone is wanted: 2026-01-01T00:00:00Z");
            out.push(rule.finding(&format!("/{name}"), message));
        }
        date.ok()
    };
    if let (Some(from), Some(to)) = (read("ValidFrom"), read("ValidTo"))
        && from >= to
    {
        out.push(rule.finding("/ValidTo", format!("is {to}, which is not after ValidFrom, {from}")));
    }
}

/// At most five capital letters and digits.
fn region(rule: &Entry, out: &mut Findings) {
    let Some(region) = rule.json.get("Region") else { return };
    let fits =
        |text: &str| text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !region.as_str().is_some_and(fits) {
        out.push(rule.finding("/Region", "is not up to five capital letters and digits"));
    }
}

fn lists(rule: &Entry, out: &mut Findings) {
    let items = |name: &str| rule.json.get(name).and_then(Json::as_array).into_iter().flatten().enumerate();
    for (index, field) in items("AffectedFields") {
        if !field.is_string() {
            out.push(rule.finding(&format!("/AffectedFields/{index}"), "is not a text"));
        }
    }
    for (index, entry) in items("Description") {
        let place = format!("/Description/{index}");
        let has = |name: &str| entry.get(name).is_some_and(Json::is_string);
        if !has("lang") || !has("desc") {
            out.push(rule.finding(&place, "is not {\"lang\": …, \"desc\": …}"));
        }
        for name in entry.as_object().into_iter().flat_map(|members| members.keys()) {
            if name != "lang" && name != "desc" {
                out.push(rule.finding(&member(&place, name), "is no member of a description"));
            }
        }
    }
}

/// `CC/ID/rule.json`
fn folders(rule: &Entry, out: &mut Findings) {
    if !rule.path.ends_with("rule.json") {
        return;
    }
    let folders = rule.path.ancestors().skip(1).take(2).filter_map(Path::file_name).filter_map(|name| name.to_str());
    for (folder, name) in folders.zip(["Identifier", "Country"]) {
        if let Some(own) = rule.text(name).filter(|own| *own != folder) {
            out.push(rule.finding(&format!("/{name}"), format!("is {own}, but lies in the folder {folder}")));
        }
    }
}
