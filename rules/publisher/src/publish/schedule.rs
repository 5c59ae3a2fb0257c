//! What begins to count later: phones fetch it ahead, and until then the published entry of the same key goes on.

use std::collections::BTreeMap;

use semafor_core::bundle::{Contents, Entry, Kind};
use semafor_core::instant::Instant;

/// When what is new begins to count, and what counts until then.
#[derive(Debug)]
pub struct Schedule {
    from: Instant,
    published: BTreeMap<(String, String), Entry>,
}

impl Schedule {
    /// Everything that differs from what counts of `published` at `at` begins to count at `from`.
    #[must_use]
    pub fn new(published: &Contents, at: Instant, from: Instant) -> Self {
        let mut entries: BTreeMap<(String, String), Entry> = BTreeMap::new();
        let begun = |entry: &Entry| entry.effective_from.is_none_or(|from| from <= at);
        for (kind, entry) in published.entries().filter(|(_, entry)| begun(entry)) {
            let place = (kind.name().to_owned(), entry.key.clone());
            let is_later = entries.get(&place).is_none_or(|other| other.effective_from < entry.effective_from);
            if is_later {
                entries.insert(place, entry.clone());
            }
        }
        Self { from, published: entries }
    }

    /// When it begins.
    #[must_use]
    pub fn from(&self) -> Instant {
        self.from
    }

    /// The entries of a kind, with those that go on until the new ones begin. What is no longer there goes on: it ends
    /// with the first set that is built for at once.
    pub(super) fn apply(&self, kind: &Kind, new: Vec<Entry>) -> Vec<Entry> {
        let of_kind = self.published.iter().filter(|((own, _), _)| own == kind.name());
        let mut old: BTreeMap<_, _> = of_kind.map(|((_, key), entry)| (key.as_str(), entry)).collect();
        let mut entries = Vec::new();
        for entry in new {
            let before = old.remove(entry.key.as_str()).map(|before| Entry { effective_from: None, ..before.clone() });
            let is_same =
                before.as_ref().is_some_and(|before| before.blobs == entry.blobs && before.about == entry.about);
            entries.extend(before);
            if !is_same {
                entries.push(Entry { effective_from: Some(self.from), ..entry });
            }
        }
        entries.extend(old.into_values().map(|before| Entry { effective_from: None, ..before.clone() }));
        entries.sort_by(|one, other| (&one.key, one.effective_from).cmp(&(&other.key, other.effective_from)));
        entries
    }
}
