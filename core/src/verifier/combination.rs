//! Which of the certificates shown are enough in a mode, and what is lacking where none are.

use crate::rulebook::{Mode, Outcome, Slot};
use crate::verdict::{Cause, Reason, Verdict};

/// One certificate that was shown.
pub(super) struct Shown<'a> {
    /// Its place among the texts.
    pub(super) index: usize,
    /// What speaks against it.
    pub(super) against: Vec<Cause>,
    /// Whether it fits a slot, counted through all combinations; nothing where its type is another.
    pub(super) fits: &'a dyn Fn(usize) -> Option<Outcome>,
}

/// What speaks against the best choice of certificates: none is chosen twice, a failing one only where nothing better
/// fills its slot. Certificates that are not chosen decide nothing. `all_known` says whether every text shown is a
/// certificate that somebody vouches for: what is unknown might be the one that is lacking.
pub(super) fn reasons(mode: &Mode, shown: &[Shown<'_>], all_known: bool) -> Vec<Reason> {
    let mut first_slot = 0;
    let mut best: Option<Vec<Reason>> = None;
    for combination in &mode.combinations {
        let mut search = Search { mode, combination, first_slot, shown, best: None };
        search.fill(0, &mut Vec::new());
        if let Some(found) = search.best {
            keep_better(&mut best, found);
        }
        first_slot = first_slot.saturating_add(combination.len());
    }
    let mode_id = || mode.id.as_str().to_owned();
    match best {
        Some(reasons) if all_known => reasons,
        Some(reasons) => {
            reasons.into_iter().filter(|reason| !matches!(reason.cause, Cause::MoreNeeded { .. })).collect()
        }
        None if all_known && !shown.is_empty() => vec![of_whole(Cause::NothingCounts { mode: mode_id() })],
        None => Vec::new(),
    }
}

/// The ways to fill one combination.
struct Search<'a> {
    mode: &'a Mode,
    combination: &'a [Slot],
    first_slot: usize,
    shown: &'a [Shown<'a>],
    best: Option<Vec<Reason>>,
}

impl Search<'_> {
    /// Tries every certificate in every slot from `slot` on, and leaving it empty. At most four of each.
    fn fill(&mut self, slot: usize, chosen: &mut Vec<Option<usize>>) {
        if slot == self.combination.len() {
            if chosen.iter().any(Option::is_some) {
                let reasons = self.lacking(chosen);
                keep_better(&mut self.best, reasons);
            }
            return;
        }
        for place in 0..self.shown.len() {
            let taken = chosen.contains(&Some(place));
            let fits = self.fit(place, slot).is_some_and(|outcome| outcome != Outcome::Failed);
            if !taken && fits {
                chosen.push(Some(place));
                self.fill(slot.saturating_add(1), chosen);
                chosen.pop();
            }
        }
        chosen.push(None);
        self.fill(slot.saturating_add(1), chosen);
        chosen.pop();
    }

    fn fit(&self, place: usize, slot: usize) -> Option<Outcome> {
        let shown = self.shown.get(place)?;
        (shown.fits)(self.first_slot.saturating_add(slot))
    }

    fn lacking(&self, chosen: &[Option<usize>]) -> Vec<Reason> {
        let mode = || self.mode.id.as_str().to_owned();
        let mut reasons = Vec::new();
        for (slot, place) in chosen.iter().enumerate() {
            let Some(shown) = place.and_then(|place| self.shown.get(place)) else {
                if !reasons.contains(&of_whole(Cause::MoreNeeded { mode: mode() })) {
                    reasons.push(of_whole(Cause::MoreNeeded { mode: mode() }));
                }
                continue;
            };
            let of_this = |cause| Reason { certificate: Some(shown.index), cause };
            reasons.extend(shown.against.iter().cloned().map(of_this));
            if let Some(Outcome::Open(cause)) = place.and_then(|place| self.fit(place, slot)) {
                reasons.push(of_this(Cause::ModeOpen { mode: mode(), detail: cause.to_string() }));
            }
        }
        reasons
    }
}

fn of_whole(cause: Cause) -> Reason {
    Reason { certificate: None, cause }
}

/// Of two choices the one with the better verdict counts, then the one with fewer reasons, then the first.
fn keep_better(best: &mut Option<Vec<Reason>>, reasons: Vec<Reason>) {
    let rank = |reasons: &[Reason]| {
        let verdict = match Verdict::of(reasons, true) {
            Verdict::Accepted => 0,
            Verdict::Undecided => 1,
            Verdict::Refused => 2,
        };
        (verdict, reasons.len())
    };
    if best.as_ref().is_none_or(|best| rank(&reasons) < rank(best)) {
        *best = Some(reasons);
    }
}
