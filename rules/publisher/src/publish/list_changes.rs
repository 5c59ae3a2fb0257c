//! What a new set changes in revocation lists: how many hashes come and go, key by key, and what that costs a phone.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use semafor_core::bundle::{ContentError, Contents, Entry, Kind, Lookup, PartitionRecord};
use semafor_core::revocation::{EliasFano, Form};
use serde::Serialize;

/// What changes in the revocation lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListChanges {
    /// Hashes of lists of our own, by the key's id in base64; keys of which none changes are left out. Filters and lists of
    /// others do not say which hashes are in them.
    pub keys: BTreeMap<String, Hashes>,
    /// Partitions that were not there before.
    pub added: usize,
    /// Partitions that are no longer there.
    pub removed: usize,
    /// Partitions that have other files or say something else of themselves.
    pub changed: usize,
    /// How many partitions there are now.
    pub total: usize,
    /// Files that a phone which keeps all lists fetches anew.
    pub blobs: usize,
    /// Bytes of these.
    pub bytes: usize,
}

/// How the hashes of one key change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hashes {
    /// Revoked from now on.
    pub added: usize,
    /// No longer revoked.
    pub removed: usize,
    /// Revoked now.
    pub total: usize,
}

/// A set and its blobs.
pub(super) type Side<'a> = (&'a Contents, &'a Lookup<'a>);

impl ListChanges {
    /// From what is published to the draft. Of entries that count one after the other, the last is looked at.
    pub(super) fn between(old: Option<Side<'_>>, new: Side<'_>) -> Result<Self, ContentError> {
        let (before, after) = (old.map(|(contents, _)| last(contents)).unwrap_or_default(), last(new.0));
        let other = |key: &str, entry: &Entry| {
            before.get(key).is_some_and(|old| old.blobs != entry.blobs || old.about != entry.about)
        };
        let mut changes = Self {
            added: after.keys().filter(|key| !before.contains_key(*key)).count(),
            removed: before.keys().filter(|key| !after.contains_key(*key)).count(),
            changed: after.iter().filter(|(key, entry)| other(key, entry)).count(),
            total: after.len(),
            ..Self::default()
        };
        let known: HashSet<_> = before.values().flat_map(|entry| &entry.blobs).collect();
        let blobs: HashSet<_> = after.values().flat_map(|entry| &entry.blobs).collect();
        for blob in blobs.difference(&known) {
            changes.blobs = changes.blobs.saturating_add(1);
            changes.bytes = changes.bytes.saturating_add(blob.size);
        }
        for key in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let (old_entry, new_entry) = (before.get(key), after.get(key));
            if old_entry.map(|entry| &entry.blobs) != new_entry.map(|entry| &entry.blobs) {
                let old = old_entry.zip(old).map(|(entry, (_, blobs))| ours(entry, blobs)).transpose()?.flatten();
                let new = new_entry.map(|entry| ours(entry, new.1)).transpose()?.flatten();
                changes.count(old, new);
            }
        }
        Ok(changes)
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added == 0 && self.removed == 0 && self.changed == 0
    }

    fn count(&mut self, old: Option<Own>, new: Option<Own>) {
        let Some(key) = new.as_ref().or(old.as_ref()).map(|list| list.key.clone()) else { return };
        // Lists that keep fewer bits than others are compared by what they keep.
        let bits = [&old, &new].into_iter().flatten().map(|list| list.bits).min().unwrap_or_default();
        let [old, new] = [old, new].map(|list| list.map(|list| list.cut(bits)).unwrap_or_default());
        let hashes = self.keys.entry(key).or_default();
        hashes.added = hashes.added.saturating_add(new.difference(&old).count());
        hashes.removed = hashes.removed.saturating_add(old.difference(&new).count());
        hashes.total = hashes.total.saturating_add(new.len());
    }
}

/// A partition of our own form.
struct Own {
    key: String,
    bits: u8,
    values: Vec<u128>,
}

impl Own {
    fn cut(self, bits: u8) -> BTreeSet<u128> {
        let dropped = u32::from(self.bits.saturating_sub(bits));
        self.values.into_iter().map(|value| value.unbounded_shr(dropped)).collect()
    }
}

/// The entry of each key that counts last.
fn last(contents: &Contents) -> BTreeMap<&str, &Entry> {
    let mut entries: BTreeMap<&str, &Entry> = BTreeMap::new();
    for (_, entry) in contents.entries().filter(|(kind, _)| **kind == Kind::Revocation) {
        let is_later = entries.get(entry.key.as_str()).is_none_or(|old| old.effective_from < entry.effective_from);
        if is_later {
            entries.insert(&entry.key, entry);
        }
    }
    entries
}

/// The values of a partition of our own form; nothing of another.
fn ours(entry: &Entry, blobs: &Lookup<'_>) -> Result<Option<Own>, ContentError> {
    let Ok(record) = PartitionRecord::parse(entry.about.as_deref().unwrap_or_default()) else { return Ok(None) };
    if record.form != Form::EliasFano {
        return Ok(None);
    }
    let mut own = Own { key: record.key_id.to_string(), bits: 128, values: Vec::new() };
    let mut sets = Vec::new();
    for blob in &entry.blobs {
        let (kind, key) = (Kind::Revocation.name().to_owned(), entry.key.clone());
        let bytes = blobs(blob).ok_or(ContentError::Missing { kind, key: key.clone(), hash: blob.hash })?;
        let set = EliasFano::parse(bytes.into()).map_err(|_| ContentError::Disorder { key })?;
        own.bits = own.bits.min(set.bits().get());
        sets.push(set);
    }
    for set in &sets {
        let dropped = u32::from(set.bits().get().saturating_sub(own.bits));
        own.values.extend(set.values().map(|value| value.unbounded_shr(dropped)));
    }
    Ok(Some(own))
}
