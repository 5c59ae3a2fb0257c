//! Which of the certificates shown are enough in a mode, and what is lacking where none are.

use crate::certificate::Certificate;
use crate::rulebook::{Mode, Outcome, Slot};
use crate::verdict::{Cause, Reason, Verdict};

/// One certificate that was shown.
pub(super) struct Shown<'a> {
    /// Its place among the texts.
    pub(super) index: usize,
    pub(super) certificate: &'a Certificate,
    /// What speaks against it.
    pub(super) against: Vec<Cause>,
    /// Whether it fits a slot, counted through all combinations; nothing where its type is another.
    pub(super) fits: &'a dyn Fn(usize) -> Option<Outcome>,
}

/// What speaks against the best choice of certificates: the first that is complete and has nothing against it, else the
/// one that lacks the fewest. None is chosen twice, and certificates that are not chosen decide nothing. `all_known` says
/// whether every text shown is a certificate that somebody vouches for: what is unknown might be the one that is lacking.
pub(super) fn reasons(mode: &Mode, shown: &[Shown<'_>], all_known: bool) -> Vec<Reason> {
    let mut first_slot = 0;
    let mut best: Option<Choice> = None;
    for combination in &mode.combinations {
        let mut search = Search { mode, combination, first_slot, shown, best: None };
        search.fill(0, &mut Vec::new());
        if let Some(found) = search.best {
            keep_better(&mut best, found);
        }
        first_slot = first_slot.saturating_add(combination.len());
    }
    let mode_id = || mode.id.as_str().to_owned();
    match best.map(|best| best.reasons) {
        Some(reasons) if all_known => reasons,
        Some(mut reasons) => {
            reasons.retain(|reason| !matches!(reason.cause, Cause::MoreNeeded { .. }));
            reasons
        }
        None if all_known && !shown.is_empty() => vec![of_whole(Cause::NothingCounts { mode: mode_id() })],
        None => Vec::new(),
    }
}

/// One way to fill a combination.
struct Choice {
    reasons: Vec<Reason>,
    missing: usize,
}

impl Choice {
    /// The lesser, the better: an acceptance, then fewer missing certificates, then the milder verdict.
    fn rank(&self) -> (bool, usize, bool, usize) {
        let refused = Verdict::of(&self.reasons, true) == Verdict::Refused;
        (!self.reasons.is_empty(), self.missing, refused, self.reasons.len())
    }
}

/// The ways to fill one combination.
struct Search<'a> {
    mode: &'a Mode,
    combination: &'a [Slot],
    first_slot: usize,
    shown: &'a [Shown<'a>],
    best: Option<Choice>,
}

impl Search<'_> {
    /// Tries every certificate in every slot from `slot` on; one that none is left for stays empty. At most four of each.
    fn fill(&mut self, slot: usize, chosen: &mut Vec<Option<usize>>) {
        if slot == self.combination.len() {
            if chosen.iter().any(Option::is_some) {
                let missing = chosen.iter().filter(|place| place.is_none()).count();
                let choice = Choice { reasons: self.lacking(chosen), missing };
                keep_better(&mut self.best, choice);
            }
            return;
        }
        let fits = |place: &usize| self.fit(*place, slot).is_some_and(|outcome| outcome != Outcome::Failed);
        let free = (0..self.shown.len()).filter(|place| self.is_free(*place, chosen)).filter(fits);
        let mut ways: Vec<_> = free.map(Some).collect();
        if ways.is_empty() {
            ways.push(None);
        }
        for way in ways {
            chosen.push(way);
            self.fill(slot.saturating_add(1), chosen);
            chosen.pop();
        }
    }

    /// One certificate shown twice, or printed anew, is one.
    fn is_free(&self, place: usize, chosen: &[Option<usize>]) -> bool {
        let certificate = |place: usize| self.shown.get(place).map(|shown| shown.certificate);
        let same = |other: usize| match (certificate(place), certificate(other)) {
            (Some(one), Some(other)) => one.certifies_the_same(other),
            _ => false,
        };
        !chosen.iter().flatten().any(|other| *other == place || same(*other))
    }

    fn fit(&self, place: usize, slot: usize) -> Option<Outcome> {
        let shown = self.shown.get(place)?;
        (shown.fits)(self.first_slot.saturating_add(slot))
    }

    fn lacking(&self, chosen: &[Option<usize>]) -> Vec<Reason> {
        let mode = || self.mode.id.as_str().to_owned();
        let mut reasons = Vec::new();
        for (slot, place) in chosen.iter().enumerate() {
            let Some(shown) = place.and_then(|place| self.shown.get(place)) else { continue };
            let of_this = |cause| Reason { certificate: Some(shown.index), cause };
            reasons.extend(shown.against.iter().cloned().map(of_this));
            if let Some(Outcome::Open(cause)) = place.and_then(|place| self.fit(place, slot)) {
                reasons.push(of_this(Cause::ModeOpen { mode: mode(), detail: cause.to_string() }));
            }
        }
        if chosen.contains(&None) {
            reasons.push(of_whole(Cause::MoreNeeded { mode: mode() }));
        }
        reasons
    }
}

fn of_whole(cause: Cause) -> Reason {
    Reason { certificate: None, cause }
}

/// Of two that are equal the first counts.
fn keep_better(best: &mut Option<Choice>, choice: Choice) {
    if best.as_ref().is_none_or(|best| choice.rank() < best.rank()) {
        *best = Some(choice);
    }
}
