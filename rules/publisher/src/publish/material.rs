//! What goes into a set, before it is packed: keys, rules, value sets, modes, texts, colour schemes, revocation lists.

use std::collections::{BTreeMap, BTreeSet};

use semafor_core::bundle::KeyRecords;
use semafor_core::limits;
use semafor_core::rulebook::{Rule, RuleError};
use semafor_core::scheme::{Scheme, SchemeError};
use semafor_core::trust::import::Import;
use semafor_core::trust::{Role, TrustedKey};
use serde_json::{Map, Value as Json};

use crate::policy::{Kind, Policy};

/// What goes into a set. All of it is in order, so that the same material always makes the same bytes.
#[derive(Debug, Default)]
pub struct Material {
    /// By the entry that holds them, then by the fingerprint of the certificate.
    pub(super) keys: BTreeMap<String, BTreeMap<[u8; 32], TrustedKey>>,
    /// By country; identifier, version, and the rule as compact JSON.
    pub(super) rules: BTreeMap<String, BTreeSet<(String, String, String)>>,
    pub(super) value_sets: BTreeMap<String, Part>,
    pub(super) modes: BTreeMap<String, Part>,
    pub(super) texts: BTreeMap<String, Part>,
    pub(super) schemes: BTreeMap<String, Part>,
    pub(super) revocation: BTreeMap<String, Partition>,
    /// Whether there are revocation lists, be it none: then what is in none is not revoked.
    pub(super) has_lists: bool,
    /// How many of what were left out, by the reason.
    pub left_out: BTreeMap<String, usize>,
}

/// Something of which there is one with its name.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) json: String,
    place: String,
}

/// A revocation list, which is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// What the index says about it (CBOR).
    pub about: Option<Vec<u8>>,
    /// The list, and what was added to it.
    pub blobs: Vec<Vec<u8>>,
}

/// Why something cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum MaterialError {
    /// A rule cannot be read.
    #[error("{place}: {because}")]
    Rule {
        /// Where it stands.
        place: String,
        /// What is wrong.
        because: RuleError,
    },
    /// Two different things of one name.
    #[error("{name} is in {one} and, not the same, in {other}")]
    Twice {
        /// The name.
        name: String,
        /// Where one stands.
        one: String,
        /// Where the other stands.
        other: String,
    },
    /// A file that is no policy file.
    #[error("{0}")]
    Rejected(String),
    /// A scheme that phones would not read.
    #[error("{place}: {because}")]
    Scheme {
        /// Where it stands.
        place: String,
        /// What is wrong.
        because: Box<SchemeError>,
    },
}

impl Material {
    /// Takes in the keys of a list: those of document signers. What else is in it is counted.
    pub fn add_keys(&mut self, import: Import) {
        for key in import.keys {
            let entry = KeyRecords::entry_key(&key);
            match &key.role {
                Role::Other(role) => self.leave_out(format!("keys of the role {role}")),
                Role::DocumentSigner if entry.len() > limits::ENTRY_KEY_BYTES => {
                    self.leave_out("keys of a domain whose name is too long".to_owned());
                }
                Role::DocumentSigner => {
                    self.keys.entry(entry).or_default().entry(key.fingerprint).or_insert(key);
                }
            }
        }
        for entry in import.left_out {
            self.leave_out(format!("entries of key lists: {}", entry.because));
        }
    }

    /// Takes in what a policy holds. Every rule and scheme has to be one that phones read.
    ///
    /// # Errors
    /// [`MaterialError`].
    pub fn add_policy(&mut self, policy: &Policy) -> Result<(), MaterialError> {
        if let Some(finding) = policy.rejected().first() {
            return Err(MaterialError::Rejected(finding.to_string()));
        }
        for rule in policy.of(Kind::Rule) {
            let fault = |because| MaterialError::Rule { place: rule.place(), because };
            let read = Rule::read(&rule.json).map_err(fault)?;
            let text = |member| rule.text(member).unwrap_or_default().to_owned();
            let rules = self.rules.entry(read.country).or_default();
            rules.insert((text("Identifier"), text("Version"), rule.json.to_string()));
        }
        for (kind, parts, name) in [
            (Kind::ValueSet, &mut self.value_sets, "valueSetId"),
            (Kind::Mode, &mut self.modes, "mode"),
            (Kind::StaffText, &mut self.texts, "rule"),
        ] {
            policy.of(kind).try_for_each(|entry| {
                let json = if kind == Kind::ValueSet { value_set(&entry.json) } else { entry.json.to_string() };
                add(parts, entry.text(name).unwrap_or_default(), json, entry.place())
            })?;
        }
        for entry in policy.of(Kind::Scheme) {
            let fault = |because| MaterialError::Scheme { place: entry.place(), because: Box::new(because) };
            let scheme = Scheme::read(&entry.json).map_err(fault)?;
            add(&mut self.schemes, &scheme.id, entry.json.to_string(), entry.place())?;
        }
        Ok(())
    }

    /// Takes in a revocation list, as it is.
    pub fn add_partition(&mut self, key: String, partition: Partition) {
        self.declare_lists();
        self.revocation.insert(key, partition);
    }

    /// Says that all lists there are have been or will be taken in: a key without one has revoked nothing.
    pub fn declare_lists(&mut self) {
        self.has_lists = true;
    }

    /// The country whose rule has this identifier: texts are published beside it.
    pub(super) fn country_of(&self, rule: &str) -> &str {
        let has = |rules: &BTreeSet<(String, String, String)>| rules.iter().any(|(identifier, ..)| identifier == rule);
        self.rules.iter().find(|(_, rules)| has(rules)).map_or("-", |(country, _)| country)
    }

    pub(super) fn leave_out(&mut self, what: String) {
        let count = self.left_out.entry(what).or_default();
        *count = count.saturating_add(1);
    }
}

fn add(parts: &mut BTreeMap<String, Part>, name: &str, json: String, place: String) -> Result<(), MaterialError> {
    match parts.get(name) {
        Some(part) if part.json != json => {
            Err(MaterialError::Twice { name: name.to_owned(), one: part.place.clone(), other: place })
        }
        Some(_) => Ok(()),
        None => {
            parts.insert(name.to_owned(), Part { json, place });
            Ok(())
        }
    }
}

/// A value set in the form it came in: of a list of codes by name, the list alone was kept.
fn value_set(json: &Json) -> String {
    match (json.get("valueSetId").and_then(Json::as_str), json.get("codes")) {
        (Some(id), Some(codes)) if json.get("valueSetValues").is_none() => {
            Json::Object(Map::from_iter([(id.to_owned(), codes.clone())])).to_string()
        }
        _ => json.to_string(),
    }
}
