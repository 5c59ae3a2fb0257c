//! The EU business-rule service: `/rules`, `/rules/{CC}/{hash}`, `/valuesets`, `/valuesets/{hash}` (protocols.md §2.1).
//!
//! Every hash that is listed must come, and every item must be what the list says it is. What the service signs has
//! neither a date nor a number, so a signature does not say that a list is the newest.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::names::{is_country, is_file_name, is_sha256, sha256};
use super::origin::{Answer, Origin, Request};
use super::provenance::{Part, Thing};
use super::signature::{ServiceKey, X_SIGNATURE};
use super::staging::Kind;
use super::{ImportError, StagingError};

/// Bytes of a list. All countries' rules in force made 50 KB of it.
const LIST_BYTES: usize = 4_194_304;

/// Bytes of a rule. The longest in force has 30 KB.
const RULE_BYTES: usize = 1_048_576;

/// Bytes of a value set. The longest, of tests' makers, has 60 KB.
const VALUE_SET_BYTES: usize = 8_388_608;

#[derive(Deserialize)]
struct ListedRule {
    identifier: String,
    version: String,
    country: String,
    hash: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RuleNames {
    identifier: String,
    version: String,
    country: String,
}

#[derive(Deserialize)]
struct ListedValueSet {
    id: String,
    hash: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValueSetName {
    value_set_id: String,
}

/// Reads rules and value sets.
pub(super) fn read(
    origin: &Origin<'_>,
    key: Option<&ServiceKey>,
    new: &dyn Fn(Kind) -> Result<Part, StagingError>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Part>, ImportError> {
    let service = Service { origin, key };
    let (rules, rules_at) = service.list::<ListedRule>("/rules", "rules")?;
    let (sets, sets_at) = service.list::<ListedValueSet>("/valuesets", "value sets")?;
    let total = rules.len().saturating_add(sets.len());
    let mut done = 0_usize;
    let mut step = || {
        done = done.saturating_add(1);
        progress(done, total);
    };
    let mut part = service.begin(new(Kind::Rules)?);
    part.receive(rules.len());
    let mut ids = HashSet::new();
    for listed in &rules {
        service.rule(listed, &rules_at, &mut ids, &mut part)?;
        step();
    }
    let mut set_part = service.begin(new(Kind::ValueSets)?);
    set_part.receive(sets.len());
    let mut ids = HashSet::new();
    for listed in &sets {
        service.value_set(listed, &sets_at, &mut ids, &mut set_part)?;
        step();
    }
    Ok(vec![part, set_part])
}

struct Service<'a> {
    origin: &'a Origin<'a>,
    key: Option<&'a ServiceKey>,
}

impl Service<'_> {
    fn begin(&self, mut part: Part) -> Part {
        part.checked("SHA-256 of every item against the list; the item's own name against the list's");
        match self.key {
            Some(key) => part.checked(format!("X-SIGNATURE of the lists, under the key {}", key.fingerprint)),
            None => part.not_checked("X-SIGNATURE: no key was given"),
        }
        part
    }

    fn list<T: DeserializeOwned>(&self, path: &str, what: &'static str) -> Result<(Vec<T>, String), ImportError> {
        let answer = self.origin.ask(&Request::get(path, LIST_BYTES))?;
        if let Some(key) = self.key {
            key.check(&answer)?;
        }
        let list: Vec<T> = json(&answer)?;
        if list.is_empty() {
            return Err(ImportError::Nothing { at: answer.at, what });
        }
        Ok((list, answer.at))
    }

    fn rule(
        &self,
        listed: &ListedRule,
        at: &str,
        ids: &mut HashSet<String>,
        part: &mut Part,
    ) -> Result<(), ImportError> {
        let file = format!("{}-{}.json", listed.identifier, listed.version);
        if !is_file_name(&file) || !is_country(&listed.country) {
            let because = format!("{} {} of {:?} is no rule's name", listed.identifier, listed.version, listed.country);
            return Err(ImportError::Malformed { at: at.to_owned(), because });
        }
        let id = format!("{} {}", listed.identifier, listed.version);
        let path = format!("/rules/{}/{}", listed.country, listed.hash);
        let answer = self.item(&path, &listed.hash, &id, at, RULE_BYTES)?;
        let names: RuleNames = json(&answer)?;
        for (what, listed, found) in [
            ("Identifier", &listed.identifier, &names.identifier),
            ("Version", &listed.version, &names.version),
            ("Country", &listed.country, &names.country),
        ] {
            same(&answer.at, what, listed, found)?;
        }
        keep(part, ids, at, &answer, Thing { id, file, sha256: listed.hash.clone(), flags: Vec::new() })
    }

    fn value_set(
        &self,
        listed: &ListedValueSet,
        at: &str,
        ids: &mut HashSet<String>,
        part: &mut Part,
    ) -> Result<(), ImportError> {
        let file = format!("{}.json", listed.id);
        if !is_file_name(&file) {
            let because = format!("{:?} is no value set's name", listed.id);
            return Err(ImportError::Malformed { at: at.to_owned(), because });
        }
        let path = format!("/valuesets/{}", listed.hash);
        let answer = self.item(&path, &listed.hash, &listed.id, at, VALUE_SET_BYTES)?;
        let name: ValueSetName = json(&answer)?;
        same(&answer.at, "valueSetId", &listed.id, &name.value_set_id)?;
        let thing = Thing { id: listed.id.clone(), file, sha256: listed.hash.clone(), flags: Vec::new() };
        keep(part, ids, at, &answer, thing)
    }

    /// A listed item. Its hash stands in a signed list; where it has a signature of its own, that must hold too.
    fn item(&self, path: &str, hash: &str, id: &str, list: &str, most: usize) -> Result<Answer, ImportError> {
        if !is_sha256(hash) {
            let because = format!("{id}: {hash:?} is no SHA-256");
            return Err(ImportError::Malformed { at: list.to_owned(), because });
        }
        let answer = self.origin.ask(&Request::get(path, most))?;
        let found = sha256(&answer.body);
        if found != hash {
            return Err(ImportError::Hash { at: answer.at, listed: hash.to_owned(), found });
        }
        if let Some(key) = self.key.filter(|_| answer.header(X_SIGNATURE).is_some()) {
            key.check(&answer)?;
        }
        Ok(answer)
    }
}

fn keep(
    part: &mut Part,
    ids: &mut HashSet<String>,
    at: &str,
    answer: &Answer,
    thing: Thing,
) -> Result<(), ImportError> {
    if !ids.insert(thing.file.to_ascii_lowercase()) {
        return Err(ImportError::Twice { at: at.to_owned(), id: thing.id });
    }
    part.write(&thing.file, &answer.body, Some(&answer.at))?;
    part.keep(thing);
    Ok(())
}

fn same(at: &str, what: &'static str, listed: &str, found: &str) -> Result<(), ImportError> {
    if listed == found {
        return Ok(());
    }
    Err(ImportError::Mismatch { at: at.to_owned(), what, listed: listed.to_owned(), found: found.to_owned() })
}

/// The JSON of an answer that has come whole.
pub(super) fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, ImportError> {
    let malformed = |because: String| ImportError::Malformed { at: answer.at.clone(), because };
    if answer.status != super::origin::Status::Here {
        return Err(malformed(format!("{:?} instead of an answer", answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| malformed(error.to_string()))
}
