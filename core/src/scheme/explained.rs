//! A status in words, for the holder.

use serde::Serialize;

use super::{Colour, LeftOut, RecordField, ShownState, State, Status, TierOutcome, door, shown, words};
use crate::instant::Instant;
use crate::rulebook::{Outcome, ShownComparison};
use crate::verdict::{DoorReason, Language};

/// The holder's view of a status: the colour, what it follows from, until when it holds, and what comes next. Medical
/// data: never for the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedStatus {
    /// The id of the scheme.
    pub scheme: String,
    /// Its name.
    pub title: Option<String>,
    /// What it comes to.
    #[serde(flatten)]
    pub shown: ShownState,
    /// What it means.
    pub explanation: Option<String>,
    /// The IANA name of the zone in which times are shown.
    pub zone: Option<String>,
    /// The last second of it; absent when it never ends by itself.
    pub until: Option<Instant>,
    /// What comes next.
    pub next: Option<NextStatus>,
    /// Whether it may change earlier.
    pub is_uncertain: bool,
    /// What the conditions read of the certificates.
    pub facts: Vec<ExplainedFact>,
    /// The conditions that were asked, in order; where one is fulfilled it gave the colour, else none did.
    pub tiers: Vec<ExplainedTier>,
    /// Why there is no colour.
    pub reasons: Vec<DoorReason>,
    /// The certificates that do not count.
    pub left_out: Vec<ExplainedLeftOut>,
    /// The keys and the data used.
    pub snapshot_id: String,
    /// The time asked about.
    pub at: Instant,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NextStatus {
    /// Its first second.
    pub at: Instant,
    /// What it comes to then.
    #[serde(flatten)]
    pub shown: ShownState,
    /// Whether a booster by then would keep the present colour.
    pub is_averted_by_booster: bool,
}

/// One thing that the certificates say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedFact {
    /// Which.
    pub field: RecordField,
    /// Its name.
    pub label: String,
    /// What they say: a number, a day, a time in UTC; absent where they say nothing of it.
    pub value: Option<String>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedTier {
    /// The colour that it would give.
    pub colour: Colour,
    /// Whether it is fulfilled; absent where that cannot be said.
    pub is_fulfilled: Option<bool>,
    /// What was compared.
    pub comparisons: Vec<ShownComparison>,
}

/// A certificate that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ExplainedLeftOut {
    /// Its place among those given, from 0.
    pub certificate: u32,
    /// Why.
    pub reasons: Vec<DoorReason>,
}

impl ExplainedStatus {
    /// A status in the language asked for.
    #[must_use]
    pub fn of(status: &Status, language: Language) -> Self {
        let tier = if let State::Coloured(tier) = &status.state { Some(tier) } else { None };
        let scheme = status.scheme.as_deref();
        Self {
            scheme: status.id.clone(),
            title: scheme.and_then(|scheme| shown::text(&scheme.title, language)),
            shown: ShownState::of(&status.state, language),
            explanation: tier.and_then(|tier| tier.explanation.get(language.code())).cloned(),
            zone: scheme.map(|scheme| scheme.zone.clone()),
            until: status.until,
            next: status.next.as_ref().map(|next| {
                let shown = ShownState::of(&next.state, language);
                NextStatus { at: next.at, shown, is_averted_by_booster: next.is_averted_by_booster }
            }),
            is_uncertain: status.is_uncertain,
            facts: facts(status, language),
            tiers: tiers(status),
            reasons: door::of_state(&status.state, language).collect(),
            left_out: left_out(status, language),
            snapshot_id: status.snapshot_id.clone(),
            at: status.at,
        }
    }
}

/// The fields of the record that some condition read, in the order of the record.
fn facts(status: &Status, language: Language) -> Vec<ExplainedFact> {
    let read = |field: &RecordField| {
        let path = format!("payload.{}", field.name());
        status.tiers.iter().any(|tier| tier.paths.contains(&path))
    };
    let fact = |field: RecordField| {
        let by = status.record.complete_by.filter(|_| field == RecordField::CompleteBy);
        let value = by.map(|by| words::complete_by(by, language).to_owned());
        let value = value.or_else(|| status.record.text(field));
        ExplainedFact { field, label: words::field(field, language).to_owned(), value }
    };
    RecordField::ALL.into_iter().filter(read).map(fact).collect()
}

fn tiers(status: &Status) -> Vec<ExplainedTier> {
    let tier = |tier: &TierOutcome| ExplainedTier {
        colour: tier.colour,
        is_fulfilled: match tier.outcome {
            Outcome::Passed => Some(true),
            Outcome::Failed => Some(false),
            Outcome::Open(_) => None,
        },
        comparisons: tier.comparisons.clone(),
    };
    status.tiers.iter().map(tier).collect()
}

fn left_out(status: &Status, language: Language) -> Vec<ExplainedLeftOut> {
    let explained = |left_out: &LeftOut| ExplainedLeftOut {
        certificate: u32::try_from(left_out.certificate).unwrap_or(u32::MAX),
        reasons: left_out.because.iter().map(|cause| DoorReason::of(cause, language)).collect(),
    };
    status.left_out.iter().map(explained).collect()
}
