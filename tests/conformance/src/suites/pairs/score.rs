//! How many pairs were called right, by class, and the bounds.

use std::collections::BTreeMap;
use std::fmt;

use crate::outcome::Checks;

/// Of all pairs called the same, at least so many in a thousand are.
const PRECISION: usize = 990;

/// Of all pairs that are the same, at least so many in a thousand are called so.
const RECALL: usize = 970;

/// Pairs of one class, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Score {
    found: usize,
    missed: usize,
    invented: usize,
    left: usize,
}

/// The pairs of all classes.
#[derive(Debug, Default)]
pub(super) struct Scores {
    all: Score,
    classes: BTreeMap<String, Score>,
}

impl Scores {
    /// Counts a pair that is `same` or not, and was `found` to be or not.
    pub(super) fn count(&mut self, class: &str, same: bool, found: bool) {
        self.all.count(same, found);
        self.classes.entry(class.to_owned()).or_default().count(same, found);
    }

    /// Notes precision and recall, in all and by class, and checks them against the bounds.
    pub(super) fn settle(&self, checks: &mut Checks) {
        let all = self.all;
        if all == Score::default() {
            return;
        }
        for (class, score) in &self.classes {
            checks.note(format!("{class}: {score}"));
        }
        checks.note(format!("all: {all}"));
        let (precision, recall) = (all.precision(), all.recall());
        for (name, ratio, least) in [("precision", precision, PRECISION), ("recall", recall, RECALL)] {
            let reason = format!("{ratio}; at least {}.{} % is wanted", least / 10, least % 10);
            checks.compare("all pairs", name, true, ratio.reaches(least), reason);
        }
    }
}

impl Score {
    fn count(&mut self, same: bool, found: bool) {
        let number = match (same, found) {
            (true, true) => &mut self.found,
            (true, false) => &mut self.missed,
            (false, true) => &mut self.invented,
            (false, false) => &mut self.left,
        };
        *number = number.saturating_add(1);
    }

    fn precision(self) -> Ratio {
        Ratio { part: self.found, of: self.found.saturating_add(self.invented) }
    }

    fn recall(self) -> Ratio {
        Ratio { part: self.found, of: self.found.saturating_add(self.missed) }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let same = self.found.saturating_add(self.missed);
        let pairs = same.saturating_add(self.invented).saturating_add(self.left);
        write!(out, "{pairs} pairs, {same} the same; precision {}, recall {}", self.precision(), self.recall())
    }
}

#[derive(Clone, Copy)]
struct Ratio {
    part: usize,
    of: usize,
}

impl Ratio {
    /// Of nothing, everything is right.
    fn reaches(self, thousandths: usize) -> bool {
        self.part.saturating_mul(1_000) >= self.of.saturating_mul(thousandths)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part.saturating_mul(1_000).checked_div(self.of) {
            Some(thousandths) => write!(out, "{}.{} % ({}/{})", thousandths / 10, thousandths % 10, self.part, self.of),
            None => write!(out, "- (none)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scores;
    use crate::ledger::Ledger;
    use crate::outcome::Checks;

    /// Passed and failed, with so many pairs found, missed, invented and left.
    fn settled(counts: [usize; 4]) -> (usize, usize, String) {
        let mut scores = Scores::default();
        for ((same, found), count) in
            [(true, true), (true, false), (false, true), (false, false)].into_iter().zip(counts)
        {
            (0..count).for_each(|_| scores.count("c", same, found));
        }
        let mut checks = Checks::default();
        scores.settle(&mut checks);
        let outcome = checks.settle("pairs", std::path::Path::new("/"), &Ledger::default());
        let mut out = Vec::new();
        outcome.write(&mut out).unwrap();
        (outcome.passed(), outcome.failures().len(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn both_bounds_hold_or_fail() {
        for (counts, expected) in [
            ([97, 3, 0, 50], (2, 0)),
            ([96, 4, 0, 50], (1, 1)),
            ([99, 0, 1, 0], (2, 0)),
            ([98, 0, 1, 0], (1, 1)),
            ([0, 0, 0, 5], (2, 0)),
            ([0, 5, 5, 0], (0, 2)),
        ] {
            let (passed, failed, text) = settled(counts);
            assert_eq!((passed, failed), expected, "{text}");
        }
        let (_, _, text) = settled([96, 4, 1, 50]);
        assert!(
            text.contains("note: all: 151 pairs, 100 the same; precision 98.9 % (96/97), recall 96.0 % (96/100)"),
            "{text}"
        );
    }
}
