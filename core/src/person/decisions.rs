//! What a user decided about pairs of certificates: one person after all, or not the same person.

use std::collections::BTreeSet;

/// What names a certificate, or a person without one, whenever it is imported again. What it is made of is the
/// caller's business.
pub type Key = [u8; 32];

/// A user's decisions. They are about pairs, are never passed on to further ones, and outlive what they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    merged: BTreeSet<(Key, Key)>,
    split: BTreeSet<(Key, Key)>,
}

impl Decisions {
    /// Decides that two are one person's, whatever was decided before.
    pub fn merge(&mut self, one: Key, other: Key) {
        if let Some(pair) = pair(one, other) {
            self.split.remove(&pair);
            self.merged.insert(pair);
        }
    }

    /// Decides that two are not one person's, whatever was decided before.
    pub fn split(&mut self, one: Key, other: Key) {
        if let Some(pair) = pair(one, other) {
            self.merged.remove(&pair);
            self.split.insert(pair);
        }
    }

    /// Takes back what was decided about two.
    pub fn forget(&mut self, one: Key, other: Key) {
        if let Some(pair) = pair(one, other) {
            self.merged.remove(&pair);
            self.split.remove(&pair);
        }
    }

    /// The pairs that are one person's, each with the smaller key first.
    pub fn merged(&self) -> impl Iterator<Item = &(Key, Key)> {
        self.merged.iter()
    }

    /// The pairs that are not one person's, each with the smaller key first.
    pub fn divided(&self) -> impl Iterator<Item = &(Key, Key)> {
        self.split.iter()
    }

    /// Whether two were decided not to be one person's.
    #[must_use]
    pub fn is_split(&self, one: &Key, other: &Key) -> bool {
        pair(*one, *other).is_some_and(|pair| self.split.contains(&pair))
    }

    /// Whether two were decided to be one person's.
    #[must_use]
    pub fn is_merged(&self, one: &Key, other: &Key) -> bool {
        pair(*one, *other).is_some_and(|pair| self.merged.contains(&pair))
    }
}

/// The smaller key first; nothing of one key twice.
fn pair(one: Key, other: Key) -> Option<(Key, Key)> {
    (one != other).then(|| (one.min(other), one.max(other)))
}
