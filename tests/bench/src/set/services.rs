//! What the EU's services send for the same content, computed from their shapes (protocols.md §2.1, §2.2): bodies only,
//! JSON without a space, so rather less than in life.

use std::error::Error;

use serde_json::{Value as Json, json};

use crate::production::Production;

/// Bodies and requests of one sync.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Bytes of bodies.
    pub bytes: f64,
    /// Requests.
    pub requests: usize,
}

/// What a client of the services fetches.
pub struct Services {
    /// Everything, the first time.
    pub first: Cost,
    /// The lists alone, to see that nothing has changed: none of them has a tag to ask with.
    pub nothing: Cost,
    /// One rule of Czechia besides.
    pub rule: Cost,
    /// One key besides.
    pub key: Cost,
}

impl Services {
    /// The costs of this content.
    pub fn of(production: &Production) -> Result<Self, Box<dyn Error>> {
        let rules = production.all_rules()?;
        let sets = production.value_sets()?;
        let sets = sets.as_array().ok_or("value sets are no array")?;
        let keys = raw_keys(&production.key_list)?;
        let lists = [rule_list(&rules), set_list(sets), status_list(keys.len())].map(|list| list.to_string().len());
        // The lists, and the call for certificates that says there is no other.
        let nothing = Cost { bytes: float(lists.iter().sum())?, requests: 4 };
        let (rule_bytes, set_bytes) = (sizes(&rules), sizes(sets));
        let key_bytes: usize = keys.iter().map(String::len).sum();
        let czech = rules.iter().find(|rule| rule.get("Country").and_then(Json::as_str) == Some("CZ"));
        let and = |bytes: usize, requests: usize| -> Result<Cost, Box<dyn Error>> {
            let requests = nothing.requests.saturating_add(requests);
            Ok(Cost { bytes: nothing.bytes + float(bytes)?, requests })
        };
        let all = rules.len().saturating_add(sets.len()).saturating_add(keys.len());
        Ok(Self {
            first: and(rule_bytes.saturating_add(set_bytes).saturating_add(key_bytes), all)?,
            rule: and(czech.ok_or("no Czech rule")?.to_string().len(), 1)?,
            key: and(key_bytes.checked_div(keys.len()).ok_or("no keys")?, 1)?,
            nothing,
        })
    }
}

/// `/rules`
fn rule_list(rules: &[Json]) -> Json {
    let item = |rule: &Json| {
        let member = |name: &str| rule.get(name).cloned().unwrap_or_default();
        json!({
            "identifier": member("Identifier"), "version": member("Version"), "country": member("Country"), "hash": HASH,
        })
    };
    rules.iter().map(item).collect()
}

/// `/valuesets`
fn set_list(sets: &[Json]) -> Json {
    sets.iter().map(|set| json!({ "id": set.get("valueSetId").cloned().unwrap_or_default(), "hash": HASH })).collect()
}

/// `/signercertificateStatus`: the key ids, Base64 of 8 bytes each.
fn status_list(keys: usize) -> Json {
    std::iter::repeat_n(Json::from("AAAAAAAAAAA="), keys).collect()
}

/// `/signercertificateUpdate` answers with one of these a call.
fn raw_keys(list: &[u8]) -> Result<Vec<String>, Box<dyn Error>> {
    let text = std::str::from_utf8(list)?;
    let (_signature, json) = text.split_once('\n').ok_or("a list without a signature line")?;
    let list: Json = serde_json::from_str(json)?;
    let certificates = list.get("certificates").and_then(Json::as_array).ok_or("a list without certificates")?;
    let raw = |certificate: &Json| certificate.get("rawData").and_then(Json::as_str).map(str::to_owned);
    certificates.iter().map(raw).collect::<Option<_>>().ok_or_else(|| "a certificate without its bytes".into())
}

fn sizes(items: &[Json]) -> usize {
    items.iter().map(|item| item.to_string().len()).sum()
}

fn float(bytes: usize) -> Result<f64, Box<dyn Error>> {
    Ok(f64::from(u32::try_from(bytes)?))
}

/// As long as a SHA-256 in hex.
const HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";
