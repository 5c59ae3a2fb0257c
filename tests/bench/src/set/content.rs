//! What an institute would publish: the keys, rules and value sets of production, and a revocation list for each key.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use e2e::author::{Author, at, blob_path};
use semafor_core::bundle::{BlobHash, BlobRef, Entry, Index, KeyRecords, Kind, KindIndex, PartitionRecord};
use semafor_core::cose::KeyId;
use semafor_core::revocation::{Chunk, EliasFano, Form, HashType, PrefixBits, Probability};
use semafor_core::trust::import::{ImportOptions, import};
use semafor_core::trust::{Domain, TrustedKey};
use semafor_core::verifier::FreshnessLimits;
use semafor_publisher::publish::packed::rules_of;
use semafor_publisher::revocation::{Update, encode, update};
use serde_json::Value as Json;

use crate::material::{DAY, instant};
use crate::production::{CLOCK, Production};
use crate::revocation::hash;

/// The institute, with what goes into its next set.
pub struct Institute {
    /// Who signs.
    pub author: Author,
    keys: BTreeMap<String, Vec<TrustedKey>>,
    rules: BTreeMap<String, Vec<Json>>,
    value_sets: Vec<Json>,
    lists: BTreeMap<String, List>,
}

/// The revocation list of a key.
struct List {
    key_id: KeyId,
    blobs: Vec<Vec<u8>>,
}

/// What colours mean in Vietnam, and the value set that says which products need one dose.
const SCHEME: &str = include_str!("../../../../rules/policy/schemes/VN/scheme.json");
const SINGLE_DOSE: &str = include_str!("../../../../rules/policy/valuesets/single-dose-vaccines.json");

impl Institute {
    /// An institute whose root is in the folder, and that has published nothing yet.
    pub fn found(folder: &Path, production: &Production) -> Result<Self, Box<dyn Error>> {
        let mut author = Author::begin(folder);
        (author.root.signed_at, author.root.expires_at) = (at("2022-01-01"), at("2024-01-01"));
        author.put_root();
        let options = ImportOptions { list_key: Some(&production.list_key), ..ImportOptions::default() };
        let mut keys: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for key in import(&production.key_list, &options)?.keys {
            keys.entry(entry_key(&key)).or_default().push(key);
        }
        let mut rules: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for rule in production.all_rules()? {
            let country = rule.get("Country").and_then(Json::as_str).ok_or("a rule of no country")?.to_owned();
            rules.entry(country).or_default().push(rule);
        }
        rules
            .values_mut()
            .for_each(|rules| rules.sort_by(|one, other| text(one, "Identifier").cmp(text(other, "Identifier"))));
        let mut value_sets: Vec<Json> = serde_json::from_slice(&production.value_sets)?;
        value_sets.push(serde_json::from_str(SINGLE_DOSE)?);
        Ok(Self { author, keys, rules, value_sets, lists: BTreeMap::new() })
    }

    /// A list for each key id, [`HASHES`] hashes in all of them.
    pub fn add_lists(&mut self) -> Result<(), Box<dyn Error>> {
        let ids: Vec<KeyId> = self.keys.values().flatten().map(|key| key.key_id.clone()).collect();
        for (number, key_id) in (0_u64..).zip(&ids) {
            let hashes = (number..HASHES).step_by(ids.len()).map(hash);
            let blobs = vec![encode(hashes, PrefixBits::USUAL)?];
            self.lists.insert(key_id.to_string(), List { key_id: key_id.clone(), blobs });
        }
        Ok(())
    }

    /// The next set.
    pub fn publish(&mut self) -> Result<(), Box<dyn Error>> {
        let keys = self.keys.iter().map(|(key, keys)| self.entry(key, &KeyRecords(keys.clone()).to_bytes()));
        let mut kinds = self.index(&Kind::Keys, keys.collect())?;
        let rules = self.rules.iter().flat_map(|(country, rules)| {
            let texts: Vec<_> = rules.iter().map(|rule| (text(rule, "Identifier"), rule.to_string())).collect();
            rules_of(country, &texts.iter().map(|(identifier, json)| (*identifier, json.as_str())).collect::<Vec<_>>())
        });
        let rules = rules.map(|(key, content)| self.entry(&key, &content));
        kinds.extend(self.index(&Kind::Rules, rules.collect())?);
        let sets = self.value_sets.iter().map(|set| self.json(text(set, "valueSetId"), set));
        kinds.extend(self.index(&Kind::ValueSets, sets.collect())?);
        let scheme: Json = serde_json::from_str(SCHEME)?;
        kinds.extend(self.index(&Kind::Schemes, vec![self.json("VN", &scheme)])?);
        if !self.lists.is_empty() {
            let lists = self.lists.iter().map(|(key, list)| self.list(key, list)).collect::<Result<_, _>>()?;
            kinds.extend(self.index(&Kind::Revocation, lists)?);
        }
        self.author.set.kinds = kinds;
        self.author.publish_set(instant(CLOCK));
        Ok(())
    }

    /// The same set, signed anew.
    pub fn stamp(&mut self) {
        self.author.stamp(instant(CLOCK));
    }

    /// One rule counts from another day on, under another version.
    pub fn change_rule(&mut self, country: &str) -> Result<(), Box<dyn Error>> {
        let rule = self.rules.get_mut(country).and_then(|rules| rules.first_mut()).ok_or("no such country")?;
        for (member, value) in [("Version", "9.0.1"), ("ValidFrom", "2022-12-24T00:00:00Z")] {
            *rule.get_mut(member).ok_or("a rule without it")? = value.into();
        }
        Ok(())
    }

    /// The key of one more document signer.
    pub fn add_key(&mut self, dsc: &[u8]) -> Result<(), Box<dyn Error>> {
        let key = TrustedKey::from_dsc(dsc, Domain::EuDcc)?;
        self.keys.entry(entry_key(&key)).or_default().push(key);
        Ok(())
    }

    /// A thousand more hashes in the last list.
    pub fn revoke(&mut self) -> Result<(), Box<dyn Error>> {
        let mut lists = self.lists.last_entry().ok_or("no list")?;
        let blobs = &mut lists.get_mut().blobs;
        let base = EliasFano::parse(Arc::from(blobs.first().ok_or("a list without a base")?.as_slice()))?;
        match update(&base, &[], (HASHES..HASHES.saturating_add(1_000)).map(hash), &[])? {
            Update::Addition(addition) => blobs.push(addition),
            Update::Compacted(base) => *blobs = vec![base],
            Update::Unchanged => return Err("nothing was revoked".into()),
        }
        Ok(())
    }

    fn json(&self, key: &str, content: &Json) -> Entry {
        self.entry(key, content.to_string().as_bytes())
    }

    fn entry(&self, key: &str, content: &[u8]) -> Entry {
        Entry { key: key.to_owned(), effective_from: None, blobs: vec![self.author.put_blob(content)], about: None }
    }

    /// Lists are compact already and go out as they are.
    fn list(&self, key: &str, list: &List) -> Result<Entry, Box<dyn Error>> {
        let put = |bytes: &Vec<u8>| {
            let blob = BlobRef { hash: BlobHash::of(bytes), size: bytes.len(), inflated: None };
            self.author.put(&blob_path(&blob), bytes);
            blob
        };
        let sets = list.blobs.iter().map(|bytes| EliasFano::parse(Arc::from(bytes.as_slice())));
        let worst = sets.collect::<Result<Vec<_>, _>>()?.iter().map(EliasFano::false_hit).max();
        let about = PartitionRecord {
            key_id: list.key_id.clone(),
            hash_types: vec![HashType::CountryCodeUci],
            chunk: Chunk::ALL,
            expires_at: None,
            form: Form::EliasFano,
            false_hit: worst.or(Probability::new(0.0)).ok_or("zero is a probability")?,
        };
        let blobs = list.blobs.iter().map(put).collect();
        Ok(Entry { key: key.to_owned(), effective_from: None, blobs, about: Some(about.to_bytes()) })
    }

    /// One index, or where that would be long, one for each of [`PARTS`] parts.
    fn index(&self, kind: &Kind, entries: Vec<Entry>) -> Result<Vec<KindIndex>, Box<dyn Error>> {
        let mut parts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let is_long = entries.len() > WHOLE_INDEX;
        for entry in entries {
            let [first, ..] = BlobHash::of(entry.key.as_bytes()).0;
            let part = if is_long { format!("{:02x}", first % PARTS) } else { String::new() };
            parts.entry(part).or_default().push(entry);
        }
        let freshness = FreshnessLimits::new(2 * DAY, 7 * DAY, 30 * DAY).ok_or("limits out of order")?;
        let index = |(part, entries)| {
            let blob = self.author.put_blob(&Index { entries }.to_bytes());
            KindIndex { kind: kind.clone(), part, critical: true, blob, freshness }
        };
        Ok(parts.into_iter().map(index).collect())
    }
}

fn entry_key(key: &TrustedKey) -> String {
    format!("eu-dcc/{}", key.country.as_deref().unwrap_or("-"))
}

fn text<'a>(json: &'a Json, member: &str) -> &'a str {
    json.get(member).and_then(Json::as_str).unwrap_or_default()
}

const HASHES: u64 = 100_000;

/// As the publisher divides: an index with more entries has parts of about 128.
const WHOLE_INDEX: usize = 256;
const PARTS: u8 = 8;
