//! What a scheme says of a person at one time, how it came to that, until when it holds and what comes next.

use std::sync::Arc;

use super::facts::Facts;
use super::{Colour, Record, Scheme, Schemes, Tier, Unreadable};
use crate::certlogic::{Data, Datum, Expression, Trace};
use crate::instant::Instant;
use crate::limits;
use crate::rulebook::{OpenCause, Outcome, ShownComparison, outcome};
use crate::trust::TestKeys;
use crate::verdict::Cause;
use crate::verifier::{Evidence, Reliance, Snapshot};

/// The status of a person by one scheme: everything, for the holder. Holds medical data: never for the door.
#[derive(Clone, Debug)]
pub struct Status {
    /// The id that was asked for.
    pub id: String,
    /// The scheme of this id, if there is one that can be used.
    pub scheme: Option<Arc<Scheme>>,
    /// The time asked about.
    pub at: Instant,
    /// Names the keys and the data that were used.
    pub snapshot_id: String,
    /// What it comes to.
    pub state: State,
    /// What the certificates that count say together.
    pub record: Record,
    /// What came of each condition that was asked, in order; the last of them gave the colour, or none did.
    pub tiers: Vec<TierOutcome>,
    /// The last second of this state; none means that it never ends by itself. Where `is_uncertain`, it may end earlier.
    pub until: Option<Instant>,
    /// The state behind it, and its first second: one second behind `until`.
    pub next: Option<Next>,
    /// Whether the state may change at other times as well.
    pub is_uncertain: bool,
    /// The certificates that do not count at this time.
    pub left_out: Vec<LeftOut>,
}

/// What a scheme comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A colour.
    Coloured(Tier),
    /// There is no scheme of this id here: nobody has said what colours mean.
    NoScheme,
    /// There is one, and it is not in force.
    NotInForce,
    /// It cannot be known, and never counts as any colour.
    Undecided(Vec<Doubt>),
}

/// Why there is no colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Data that cannot be relied upon, codes of several persons, too many codes.
    Cause(Cause),
    /// The scheme cannot be used by this program.
    Unreadable(Unreadable),
    /// A condition yields neither true nor false; tiers are counted from 0.
    Open {
        /// Which tier.
        tier: usize,
        /// Why.
        because: OpenCause,
    },
    /// A value set that the scheme names is not there.
    ValueSet {
        /// Its id.
        id: String,
    },
    /// More certificates than are merged.
    TooMany {
        /// How many there are.
        found: usize,
        /// The bound.
        most: usize,
    },
}

/// The state behind the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its first second.
    pub at: Instant,
    /// The state.
    pub state: State,
    /// Whether a booster by then would keep the present colour.
    pub is_averted_by_booster: bool,
}

/// A certificate that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place among those given, from 0.
    pub certificate: usize,
    /// What speaks against it.
    pub because: Vec<Cause>,
}

/// What came of one condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierOutcome {
    /// The colour that it would give.
    pub colour: Colour,
    /// What came of it.
    pub outcome: Outcome,
    /// What was compared.
    pub comparisons: Vec<ShownComparison>,
    /// The paths that were read.
    pub paths: Vec<String>,
}

impl State {
    /// The colour, if it is one.
    #[must_use]
    pub fn colour(&self) -> Option<Colour> {
        match self {
            Self::Coloured(tier) => Some(tier.colour),
            Self::NoScheme | Self::NotInForce | Self::Undecided(_) => None,
        }
    }

    /// Whether it says the same as another one, be it for another reason.
    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.colour() == other.colour()
    }
}

impl Status {
    /// The status of the person who holds `evidence`, by the scheme of this id. The caller says that it is one person.
    /// Always answers; does no I/O and verifies no signature.
    #[must_use]
    pub fn of(id: &str, schemes: &Schemes, evidence: &[&Evidence], snapshot: &Snapshot, at: Instant) -> Self {
        Self::with_doubt(id, schemes, evidence, snapshot, at, None)
    }

    /// The status by the codes that somebody shows: one to four, of one person. Costs one signature verification a code.
    #[must_use]
    pub fn of_codes<T: AsRef<str>>(
        id: &str,
        schemes: &Schemes,
        texts: &[T],
        test_keys: TestKeys,
        snapshot: &Snapshot,
        at: Instant,
    ) -> Self {
        let (found, most) = (texts.len(), limits::TEXTS_PER_CHECK);
        let looked_at = texts.iter().take(most);
        let evidence: Vec<_> = looked_at.map(|text| Evidence::of(text.as_ref(), test_keys, snapshot)).collect();
        let doubt = match found {
            0 => Some(Cause::NoCode),
            _ if found > most => Some(Cause::TooManyCodes { found, most }),
            _ => Evidence::compare(&evidence),
        };
        let evidence: Vec<_> = evidence.iter().collect();
        Self::with_doubt(id, schemes, &evidence, snapshot, at, doubt.map(Doubt::Cause))
    }

    /// With a doubt that no time takes away.
    fn with_doubt(
        id: &str,
        schemes: &Schemes,
        evidence: &[&Evidence],
        snapshot: &Snapshot,
        at: Instant,
        doubt: Option<Doubt>,
    ) -> Self {
        let left_out = |(certificate, evidence): (usize, &&Evidence)| {
            let because = evidence.against(at);
            (!because.is_empty()).then_some(LeftOut { certificate, because })
        };
        let nothing = Self {
            id: id.to_owned(),
            scheme: None,
            at,
            snapshot_id: snapshot.id().to_owned(),
            state: State::NoScheme,
            record: Record::default(),
            tiers: Vec::new(),
            until: None,
            next: None,
            is_uncertain: false,
            left_out: evidence.iter().enumerate().filter_map(left_out).collect(),
        };
        let scheme = match schemes.get(id) {
            None => return nothing,
            Some(Err(because)) => {
                let state = State::Undecided(vec![Doubt::Unreadable(because.clone())]);
                return Self { state, ..nothing };
            }
            Some(Ok(scheme)) => scheme,
        };
        let question = Question::of(scheme, evidence, snapshot, doubt);
        let stand = question.stand(at);
        let change = question.next_change(&stand, at);
        Self {
            scheme: Some(scheme.clone()),
            until: change.next.as_ref().map(|next| next.at.plus_seconds(-1)),
            next: change.next,
            is_uncertain: change.is_uncertain,
            state: stand.state,
            record: stand.record,
            tiers: stand.tiers,
            ..nothing
        }
    }
}

/// All that does not depend on the time.
struct Question<'a> {
    scheme: &'a Scheme,
    facts: Facts<'a>,
    value_sets: &'a Datum,
    reliance: Reliance,
    doubts: Vec<Doubt>,
    /// Seconds at which something may change, whatever the conditions read.
    fixed: Vec<Instant>,
}

/// How things stand at one time.
struct Stand {
    state: State,
    record: Record,
    tiers: Vec<TierOutcome>,
    /// The first second at which a condition may come out otherwise.
    next: Option<Instant>,
    is_uncertain: bool,
    steps: usize,
}

#[derive(Default)]
struct Change {
    next: Option<Next>,
    is_uncertain: bool,
}

impl<'a> Question<'a> {
    fn of(scheme: &'a Scheme, evidence: &'a [&'a Evidence], snapshot: &'a Snapshot, doubt: Option<Doubt>) -> Self {
        let nothing = const { &Datum::Null };
        let set = |id: &str| snapshot.rulebook().value_set(id);
        let named = [Some(scheme.single_dose.as_str()), scheme.products.as_deref()];
        let missing = named.into_iter().flatten().filter(|id| set(id).is_none());
        let missing = missing.map(|id| Doubt::ValueSet { id: id.to_owned() });
        let no_keys = (snapshot.keys().is_empty() && !evidence.is_empty()).then_some(Doubt::Cause(Cause::NoKeys));
        let (found, most) = (evidence.len(), limits::PERSON_CERTIFICATES);
        let too_many = (found > most).then_some(Doubt::TooMany { found, most });
        let single_dose = set(&scheme.single_dose).unwrap_or(nothing);
        let facts = Facts::of(evidence, scheme, single_dose, scheme.products.as_deref().and_then(set));
        let reliance = Reliance::for_colours(snapshot);
        let fixed = facts.first_seconds().into_iter().chain(reliance.first_seconds()).chain(scheme.first_seconds());
        Self {
            scheme,
            fixed: fixed.collect(),
            facts,
            value_sets: snapshot.rulebook().value_sets(),
            reliance,
            doubts: doubt.into_iter().chain(no_keys).chain(too_many).chain(missing).collect(),
        }
    }

    fn stand(&self, at: Instant) -> Stand {
        self.stand_by(self.facts.record(at), at)
    }

    /// How things would stand by a record.
    fn stand_by(&self, record: Record, at: Instant) -> Stand {
        let empty =
            |state| Stand { state, record: record.clone(), tiers: vec![], next: None, is_uncertain: false, steps: 1 };
        let unreliable = self.reliance.against(at).into_iter().map(Doubt::Cause);
        let doubts: Vec<_> = self.doubts.iter().cloned().chain(unreliable).collect();
        if !doubts.is_empty() {
            return empty(State::Undecided(doubts));
        }
        if !self.scheme.in_force(at) {
            return empty(State::NotInForce);
        }
        self.ask_tiers(at, empty(State::Coloured(self.scheme.default.clone())))
    }

    /// Asks one tier after the other. What was not asked cannot change the colour as long as those asked do not.
    fn ask_tiers(&self, at: Instant, mut stand: Stand) -> Stand {
        let (payload, clock) = (stand.record.datum(), Datum::Text(at.into()));
        for (place, (tier, condition)) in self.scheme.tiers.iter().enumerate() {
            let external = const { &Datum::Null };
            let data = Data::Rule { payload: &payload, external, clock: &clock, value_sets: self.value_sets };
            let (value, trace) = condition.evaluate(data);
            let outcome = outcome(value);
            stand.next = stand.next.into_iter().chain(trace.next_boundary(at)).min();
            stand.is_uncertain |= trace.is_unforeseeable();
            stand.steps = stand.steps.saturating_add(trace.steps());
            stand.tiers.push(TierOutcome::of(tier.colour, outcome, condition, &trace));
            match outcome {
                Outcome::Failed => {}
                Outcome::Passed => {
                    stand.state = State::Coloured(tier.clone());
                    return stand;
                }
                Outcome::Open(because) => {
                    stand.state = State::Undecided(vec![Doubt::Open { tier: place, because }]);
                    return stand;
                }
            }
        }
        stand
    }

    /// The first second of another state: only a second at which a certificate, a key, the scheme or the reliability of
    /// the data begins or ends, or at which a comparison with the clock comes out otherwise, can be one. They are looked
    /// at one after another, since what was not compared yet names its seconds when it is.
    fn next_change(&self, now: &Stand, at: Instant) -> Change {
        let (mut at, mut steps, mut is_uncertain, mut of_tiers) = (at, 0_usize, now.is_uncertain, now.next);
        for _ in 0..limits::BOUNDARIES {
            let fixed = self.fixed.iter().filter(|second| **second > at).min().copied();
            let Some(second) = fixed.into_iter().chain(of_tiers).min() else {
                return Change { next: None, is_uncertain };
            };
            let stand = self.stand(second);
            if !stand.state.is_like(&now.state) {
                let is_averted_by_booster = self.is_averted_by_booster(now, &stand, second);
                return Change {
                    next: Some(Next { at: second, state: stand.state, is_averted_by_booster }),
                    is_uncertain,
                };
            }
            steps = steps.saturating_add(stand.steps);
            is_uncertain |= stand.is_uncertain;
            (at, of_tiers) = (second, stand.next);
            if steps > limits::CHANGE_STEPS {
                break;
            }
        }
        let next = Next { at, state: now.state.clone(), is_averted_by_booster: false };
        Change { next: Some(next), is_uncertain: true }
    }

    /// Whether who is to lose a colour at this second would keep it with a booster of that day. What ends because
    /// certificates no longer count is averted by none.
    fn is_averted_by_booster(&self, now: &Stand, then: &Stand, second: Instant) -> bool {
        if now.state.colour().is_none() || then.record.completed_on.is_none() {
            return false;
        }
        let boosted = Record { booster_on: second.date_utc(), ..then.record.clone() };
        self.stand_by(boosted, second).state.is_like(&now.state)
    }
}

impl TierOutcome {
    fn of(colour: Colour, outcome: Outcome, condition: &Expression, trace: &Trace) -> Self {
        let shown = |comparison| ShownComparison::of(&comparison, condition);
        let paths = trace.read_paths(condition).map(str::to_owned);
        Self { colour, outcome, comparisons: trace.comparisons().map(shown).collect(), paths: paths.collect() }
    }
}
