//! What a document holds, told by its members.

use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::finding::MOST;
use crate::logic::{MOST_PARTS, is_too_large};

/// What an entry of a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Rule,
    /// With `valueSetId` and `valueSetValues`, or the list of codes of one name.
    ValueSet,
    Mode,
    StaffText,
    Scheme,
}

/// A document in parts, each with its JSON pointer.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) entries: Vec<(Kind, String, Json)>,
    /// What should be something and is not.
    pub(crate) rejected: Vec<(String, String)>,
    /// What belongs to nothing here.
    pub(crate) ignored: Vec<(String, String)>,
}

/// The parts of a document. A rule is expected in `rule.json`, a scheme in `scheme.json`, and something of a policy
/// directly in the folders that are named for it.
pub(crate) fn parts(path: &Path, json: Json) -> Parts {
    let mut parts = Parts::default();
    match json {
        Json::Array(items) if !path.ends_with("rule.json") && !path.ends_with("scheme.json") => {
            for (index, item) in items.into_iter().enumerate() {
                parts.add(path, format!("/{index}"), item);
            }
        }
        whole => parts.add(path, String::new(), whole),
    }
    parts
}

impl Parts {
    fn add(&mut self, path: &Path, pointer: String, json: Json) {
        for name in ["Logic", "tiers"] {
            if json.get(name).is_some_and(is_too_large) {
                let message = format!("has more than {MOST_PARTS} parts: no rule needs as many");
                self.rejected.push((super::member(&pointer, name), message));
                return;
            }
        }
        if let Some(kind) = kind(path, &json) {
            self.entries.push((kind, pointer, json));
            return;
        }
        match json {
            // Lists of codes by the value set's name.
            Json::Object(lists) if !lists.is_empty() && lists.values().all(Json::is_array) => {
                for (name, codes) in lists {
                    let place = super::member(&pointer, &name);
                    let set = Map::from_iter([("valueSetId".to_owned(), name.into()), ("codes".to_owned(), codes)]);
                    self.entries.push((Kind::ValueSet, place, set.into()));
                }
            }
            _ => self.leave_out(path, pointer),
        }
    }

    fn leave_out(&mut self, path: &Path, pointer: String) {
        let (left_out, message) = match expected(path) {
            Some(expected) => (&mut self.rejected, format!("is no {expected}")),
            None => (&mut self.ignored, "neither rule, value set, mode, staff text nor scheme; not checked".to_owned()),
        };
        if left_out.len() < MOST {
            left_out.push((pointer, message));
        }
    }
}

fn kind(path: &Path, json: &Json) -> Option<Kind> {
    let has = |member| json.get(member).is_some();
    match json {
        Json::Object(_) if path.ends_with("scheme.json") || (has("scheme") && has("tiers")) => Some(Kind::Scheme),
        Json::Object(_) if path.ends_with("rule.json") || has("Logic") || has("Identifier") => Some(Kind::Rule),
        Json::Object(_) if has("valueSetId") || has("valueSetValues") => Some(Kind::ValueSet),
        Json::Object(_) if has("mode") && (has("combinations") || has("title")) => Some(Kind::Mode),
        Json::Object(_) if has("rule") && has("staff") => Some(Kind::StaffText),
        _ => None,
    }
}

fn expected(path: &Path) -> Option<&'static str> {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
    match folder.to_str().unwrap_or_default() {
        _ if path.ends_with("rule.json") => Some("rule"),
        _ if path.ends_with("scheme.json") => Some("scheme"),
        "valuesets" => Some("value set: valueSetId, valueSetDate and valueSetValues are expected"),
        "modes" => Some("mode: mode, title, description and combinations are expected"),
        "texts" => Some("staff text: rule and staff are expected"),
        _ => None,
    }
}
