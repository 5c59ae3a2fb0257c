//! Material → blobs and indexes (FORMAT.md §6–8). What changes little costs little: a blob holds one country's rules or
//! keys, and an index with many entries is split, so that a change touches one part of it.

use std::collections::BTreeMap;

use semafor_core::bundle::{BlobHash, BlobRef, Entry, Index, KeyRecords, Kind, KindIndex, pack};
use semafor_core::limits;

use super::config::Config;
use super::material::{Material, Part, Partition};
use super::schedule::Schedule;

/// Blobs, and the rows of a set that lead to them.
#[derive(Debug, Default)]
pub struct Packed {
    /// One row for each index.
    pub kinds: Vec<KindIndex>,
    /// The indexes' blobs and those that they name, by hash.
    pub blobs: BTreeMap<BlobHash, Vec<u8>>,
}

/// Why material makes no set.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A blob is larger than phones read.
    #[error("{kind} {key}: {bytes} bytes, phones read {most}")]
    TooLarge {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// A name is longer than phones read.
    #[error("{kind} {key}: a name of 1 to {most} bytes is wanted")]
    Name {
        /// Its kind.
        kind: String,
        /// The name.
        key: String,
        /// The bound.
        most: usize,
    },
    /// A kind of which the configuration does not say how long it can be relied upon.
    #[error("{kind}: the configuration has no freshness for it")]
    NoFreshness {
        /// The kind.
        kind: String,
    },
}

/// How long things can be relied upon, and when they begin to count.
type Context<'a> = (&'a Config, Option<&'a Schedule>);

/// The most entries of an index in one piece.
const WHOLE_INDEX: usize = 256;
/// About how many entries a part of a larger index has. A smaller part costs less when one entry changes, but every part
/// has a row in the set, which is fetched with every change of anything.
const PART_OF_INDEX: usize = 128;
/// Deflated bytes that the rules of a country may have in one blob. With index, set and timestamp a changed rule stays
/// well below 8 KiB.
const RULES_BLOB: usize = 4_096;
/// Deflated bytes from which a rule has a blob of its own. The largest in force in 2022 had 5,000.
const RULE_ALONE: usize = 2_048;
/// The most parts: the set has room for twice as many.
const PARTS: usize = 128;

impl Packed {
    /// Packs everything; with a schedule, what is new begins to count later, and the blobs that go on until then are not
    /// among those packed.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn of(material: &Material, config: &Config, schedule: Option<&Schedule>) -> Result<Self, PackError> {
        let mut packed = Self::default();
        let context = (config, schedule);
        let keys = material.keys.iter().map(|(key, keys)| {
            let records = KeyRecords(keys.values().cloned().collect()).to_bytes();
            (key.clone(), records)
        });
        let rules = material.rules.iter().flat_map(|(country, rules)| {
            let rules = rules.iter().map(|(identifier, _, json)| (identifier.as_str(), json.as_str()));
            rules_of(country, &rules.collect::<Vec<_>>())
        });
        packed.add(context, &Kind::Keys, keys.collect())?;
        packed.add(context, &Kind::Rules, rules.collect())?;
        packed.add(context, &Kind::ValueSets, one_by_one(&material.value_sets))?;
        packed.add(context, &Kind::Modes, together(&material.modes, |_| "modes"))?;
        packed.add(context, &Kind::Texts, together(&material.texts, |rule| material.country_of(rule)))?;
        packed.add(context, &Kind::Schemes, one_by_one(&material.schemes))?;
        if material.has_lists {
            packed.add_revocation(context, &material.revocation)?;
        }
        Ok(packed)
    }

    fn add(&mut self, context: Context<'_>, kind: &Kind, contents: Vec<(String, Vec<u8>)>) -> Result<(), PackError> {
        let mut entries = Vec::new();
        for (key, content) in contents {
            fits(kind, &key, content.len(), limits::BLOB_INFLATED_BYTES)?;
            let (blob, bytes) = pack(&content);
            self.blobs.insert(blob.hash, bytes);
            entries.push(Entry { key, effective_from: None, blobs: vec![blob], about: None });
        }
        self.add_index(context, kind, entries)
    }

    /// Lists are compact already: they go out as they are.
    fn add_revocation(&mut self, context: Context<'_>, lists: &BTreeMap<String, Partition>) -> Result<(), PackError> {
        let kind = Kind::Revocation;
        let mut entries = Vec::new();
        for (key, Partition { about, blobs }) in lists {
            let mut named = Vec::new();
            for bytes in blobs {
                fits(&kind, key, bytes.len(), limits::BLOB_BYTES)?;
                let blob = BlobRef { hash: BlobHash::of(bytes), size: bytes.len(), inflated: None };
                self.blobs.insert(blob.hash, bytes.clone());
                named.push(blob);
            }
            entries.push(Entry { key: key.clone(), effective_from: None, blobs: named, about: about.clone() });
        }
        self.add_index(context, &kind, entries)
    }

    fn add_index(
        &mut self,
        (config, schedule): Context<'_>,
        kind: &Kind,
        entries: Vec<Entry>,
    ) -> Result<(), PackError> {
        let no_freshness = || PackError::NoFreshness { kind: kind.name().to_owned() };
        let entries = match schedule {
            Some(schedule) => schedule.apply(kind, entries),
            None => entries,
        };
        let mut parts = split(entries);
        if *kind == Kind::Revocation && parts.is_empty() {
            // Without an index phones would know of no certificate whether it is revoked.
            parts.insert(String::new(), Vec::new());
        }
        for (part, entries) in parts {
            let (blob, bytes) = pack(&Index { entries }.to_bytes());
            self.blobs.insert(blob.hash, bytes);
            let (kind, critical) = (kind.clone(), is_critical(kind));
            let freshness = config.freshness(&kind).ok_or_else(no_freshness)?;
            self.kinds.push(KindIndex { kind, part, critical, blob, freshness });
        }
        Ok(())
    }
}

/// Whoever does not know one of these would judge wrongly; texts and colours decide nothing.
fn is_critical(kind: &Kind) -> bool {
    !matches!(kind, Kind::Texts | Kind::Schemes)
}

/// The parts of an index, each with its name. In which part an entry is depends on its key alone, as long as the number of
/// entries does not double.
fn split(entries: Vec<Entry>) -> BTreeMap<String, Vec<Entry>> {
    let mut parts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let count = if entries.len() <= WHOLE_INDEX {
        1
    } else {
        entries.len().div_ceil(PART_OF_INDEX).next_power_of_two().min(PARTS)
    };
    for entry in entries {
        let part = if count == 1 { String::new() } else { format!("{:02x}", place(&entry.key, count)) };
        parts.entry(part).or_default().push(entry);
    }
    parts
}

/// The rules of one country, all versions of one together: in one blob where that is small. Else a rule with much text has
/// a blob of its own, and the others are in several, so that a rule that changes costs no more than its blob. In which one
/// it is depends on its identifier alone, as long as all of them together do not double. `rules` are pairs of identifier and
/// JSON, in order of identifiers; given back are the keys of entries and what is packed under them.
#[must_use]
pub fn rules_of(country: &str, rules: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let deflated = |rules: &[(&str, &str)]| pack(&array(rules.iter().map(|(_, json)| *json))).1.len();
    if deflated(rules) <= RULES_BLOB {
        return vec![(country.to_owned(), array(rules.iter().map(|(_, json)| *json)))];
    }
    let (large, small): (Vec<_>, Vec<_>) =
        rules.chunk_by(|(one, _), (other, _)| one == other).partition(|versions| deflated(versions) > RULE_ALONE);
    let count = deflated(&small.concat()).div_ceil(RULES_BLOB).next_power_of_two().min(PARTS);
    let mut parts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (identifier, json) in large.concat() {
        parts.entry(identifier.to_owned()).or_default().push(json);
    }
    for (identifier, json) in small.concat() {
        parts.entry(format!("{:02x}", place(identifier, count))).or_default().push(json);
    }
    parts.into_iter().map(|(part, rules)| (format!("{country}/{part}"), array(rules.into_iter()))).collect()
}

/// One of so many places, by a name alone.
fn place(name: &str, count: usize) -> usize {
    let [first, second, ..] = BlobHash::of(name.as_bytes()).0;
    usize::from(u16::from_be_bytes([first, second])).checked_rem(count).unwrap_or(0)
}

fn fits(kind: &Kind, key: &str, bytes: usize, most: usize) -> Result<(), PackError> {
    let (kind, key) = (kind.name().to_owned(), key.to_owned());
    if !(1..=limits::ENTRY_KEY_BYTES).contains(&key.len()) {
        return Err(PackError::Name { kind, key, most: limits::ENTRY_KEY_BYTES });
    }
    if bytes > most { Err(PackError::TooLarge { kind, key, bytes, most }) } else { Ok(()) }
}

fn one_by_one(parts: &BTreeMap<String, Part>) -> Vec<(String, Vec<u8>)> {
    parts.iter().map(|(id, part)| (id.clone(), part.json.clone().into_bytes())).collect()
}

/// Parts in arrays, by the key under which each is published.
fn together<'a>(parts: &'a BTreeMap<String, Part>, key: impl Fn(&'a str) -> &'a str) -> Vec<(String, Vec<u8>)> {
    let mut arrays: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, part) in parts {
        arrays.entry(key(id)).or_default().push(&part.json);
    }
    arrays.into_iter().map(|(key, parts)| (key.to_owned(), array(parts.into_iter()))).collect()
}

fn array<'a>(items: impl Iterator<Item = &'a str>) -> Vec<u8> {
    format!("[{}]", items.collect::<Vec<_>>().join(",")).into_bytes()
}
