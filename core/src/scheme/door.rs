//! What staff at a door get of a status: colour, word, shape, until when. No record, and nothing that a holder wrote.

use serde::Serialize;

use super::{Doubt, ShownState, State, Status, shown};
use crate::instant::Instant;
use crate::verdict::{DoorReason, Language, ReasonCode};

/// The door's view of a status. It has no field that could carry a product, dose, test or disease, and no way back to the
/// [`Status`] that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DoorStatus {
    /// The id of the scheme that was asked for: every screen says which.
    pub scheme: String,
    /// Its name, in the asked language.
    pub title: Option<String>,
    /// What it comes to.
    #[serde(flatten)]
    pub shown: ShownState,
    /// The last second of it; absent when it never ends by itself, or when it is not known when.
    pub until: Option<Instant>,
    /// The IANA name of the zone in which times are shown.
    pub zone: Option<String>,
    /// How many of the codes shown do not count.
    pub not_counted: u32,
    /// Why there is no colour, or why codes do not count.
    pub reasons: Vec<DoorReason>,
    /// The keys and the data used.
    pub snapshot_id: String,
    /// The time used.
    pub checked_at: Instant,
}

impl DoorStatus {
    /// The part of a status that staff may see.
    #[must_use]
    pub fn of(status: &Status, language: Language) -> Self {
        let scheme = status.scheme.as_deref();
        Self {
            scheme: status.id.clone(),
            title: scheme.and_then(|scheme| shown::text(&scheme.title, language)),
            shown: ShownState::of(&status.state, language),
            until: status.until.filter(|_| !status.is_uncertain),
            zone: scheme.map(|scheme| scheme.zone.clone()),
            not_counted: u32::try_from(status.left_out.len()).unwrap_or(u32::MAX),
            reasons: reasons(status, language),
            snapshot_id: status.snapshot_id.clone(),
            checked_at: status.at,
        }
    }
}

/// Why there is no colour, then why codes do not count; each once.
fn reasons(status: &Status, language: Language) -> Vec<DoorReason> {
    let left_out = status.left_out.iter().flat_map(|left_out| &left_out.because);
    let mut reasons: Vec<DoorReason> = Vec::new();
    for reason in of_state(&status.state, language).chain(left_out.map(|cause| DoorReason::of(cause, language))) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// Why there is no colour.
pub(super) fn of_state(state: &State, language: Language) -> impl Iterator<Item = DoorReason> {
    let doubts = if let State::Undecided(doubts) = state { doubts.as_slice() } else { &[] };
    doubts.iter().map(move |doubt| match doubt {
        Doubt::Cause(cause) => DoorReason::of(cause, language),
        // Whatever is wrong with a scheme, staff can do nothing but what they do about rules that cannot be evaluated.
        Doubt::Unreadable(_) | Doubt::Open { .. } | Doubt::ValueSet { .. } | Doubt::TooMany { .. } => {
            DoorReason::of_code(ReasonCode::RuleOpen, language)
        }
    })
}
