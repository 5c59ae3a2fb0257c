//! What a new set changes: what comes, what goes, what is another.

use std::collections::BTreeMap;

use serde::Serialize;

use super::items::Items;

/// What changes, by kind; kinds in which nothing does are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diff {
    /// By the kind's name.
    pub kinds: BTreeMap<String, Changes>,
}

/// What changes in one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// What was not there before.
    pub added: Vec<String>,
    /// What is no longer there.
    pub removed: Vec<String>,
    /// What is there in another form.
    pub changed: Vec<String>,
    /// How many there are now.
    pub total: usize,
}

impl Diff {
    /// From `old` to `new`.
    #[must_use]
    pub fn between(old: &Items, new: &Items) -> Self {
        let mut kinds: BTreeMap<String, Changes> = BTreeMap::new();
        for ((kind, name), item) in new {
            let changes = kinds.entry(kind.clone()).or_default();
            changes.total = changes.total.saturating_add(1);
            match old.get(&(kind.clone(), name.clone())) {
                None => changes.added.push(line(name, &item.shown)),
                Some(before) if before.digest != item.digest && before.shown == item.shown => {
                    changes.changed.push(line(name, &item.shown));
                }
                Some(before) if before.digest != item.digest => {
                    changes.changed.push(line(name, &format!("{} → {}", before.shown, item.shown)));
                }
                Some(_) => {}
            }
        }
        for ((kind, name), item) in old.iter().filter(|(place, _)| !new.contains_key(*place)) {
            kinds.entry(kind.clone()).or_default().removed.push(line(name, &item.shown));
        }
        kinds.retain(|_, changes| !changes.is_empty());
        Self { kinds }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn line(name: &str, shown: &str) -> String {
    if shown.is_empty() { name.to_owned() } else { format!("{name} ({shown})") }
}
