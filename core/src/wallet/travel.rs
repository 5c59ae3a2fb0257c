//! May these persons enter a country on a day to come? For each certificate and each person, the best first, and how far the
//! rules of that day are known.

use std::cmp::Reverse;

use serde::Serialize;

use super::Grounds;
use super::day::Day;
use super::listing::{Holder, KeptCertificate, Listing};
use super::people::Person;
use crate::instant::{CalendarDate, Instant};
use crate::limits;
use crate::order;
use crate::store::RecordId;
use crate::verdict::{Reason, Report, Verdict};

/// Where to, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Journey {
    /// Two letters.
    pub country: String,
    /// A region of it with rules of its own.
    pub region: Option<String>,
    /// The day there.
    pub on: CalendarDate,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TravelReport {
    /// The question.
    #[serde(flatten)]
    pub journey: Journey,
    /// What the day is there, in time.
    pub day: Day,
    /// How far the rules of that day are known.
    pub rules: KnownRules,
    /// The persons who have a certificate, in the order in which they stand in the wallet.
    pub persons: Vec<PersonAnswer>,
    /// All certificates that count, the best first.
    pub certificates: Vec<TravelAnswer>,
}

/// How far the rules of a day to come are known. Rules can change at any time, and what was not published yet nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct KnownRules {
    /// When they were last signed as current; nothing where their age is unknown.
    pub as_of: Option<Instant>,
    /// Until when they can be relied upon without another look.
    pub relied_until: Option<Instant>,
    /// Whether the day is later than that: the answer is what would hold if nothing changed.
    pub is_beyond: bool,
}

/// What one certificate is worth on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TravelAnswer {
    /// Which.
    pub id: RecordId,
    /// The answer.
    pub verdict: TravelVerdict,
    /// The day in pieces, where the answer changes within it.
    pub stretches: Vec<Stretch>,
    /// What speaks against it, at the first time of the day at which something does.
    pub reasons: Vec<Reason>,
    /// The last second of its acceptance, if that ends.
    pub valid_until: Option<Instant>,
}

/// What one person's best certificate is worth on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonAnswer {
    /// Whose.
    pub holder: Holder,
    /// The answer of the first of the certificates.
    pub verdict: TravelVerdict,
    /// The certificates, the best first.
    pub certificates: Vec<RecordId>,
}

/// A part of the day with one verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Its first second.
    pub from: Instant,
    /// The verdict.
    pub verdict: Verdict,
}

/// The answer for a whole day; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum TravelVerdict {
    /// Accepted all day.
    Accepted,
    /// Accepted at some times of the day.
    PartOfDay,
    /// It cannot be known.
    Undecided,
    /// Accepted at no time of the day, and surely not at some.
    Refused,
}

impl Listing {
    /// Judges every certificate that counts for a journey. `grounds` holds the rules as they will be in force then, as far
    /// as they are published: load the snapshot for that day.
    #[must_use]
    pub fn travel(&self, journey: &Journey, grounds: &Grounds<'_>) -> TravelReport {
        let day = Day::of(journey.on, &journey.country);
        let current = self.certificates.iter().filter(|kept| kept.is_current());
        let mut certificates: Vec<_> = current.map(|kept| TravelAnswer::of(kept, journey, day, grounds)).collect();
        order::by_key(&mut certificates, TravelAnswer::order);
        let persons = self.people.iter().filter_map(|person| PersonAnswer::of(person, &certificates)).collect();
        TravelReport { journey: journey.clone(), day, rules: KnownRules::of(grounds, day), persons, certificates }
    }
}

impl KnownRules {
    fn of(grounds: &Grounds<'_>, day: Day) -> Self {
        let origin = grounds.snapshot.origin();
        let relied_until = origin.and_then(|origin| {
            let limits = origin.freshness.rules?;
            Some(origin.signed_at.plus_seconds(limits.stale().saturating_sub(1)))
        });
        let is_beyond = relied_until.is_none_or(|until| day.until > until);
        Self { as_of: origin.map(|origin| origin.signed_at), relied_until, is_beyond }
    }
}

impl TravelAnswer {
    fn of(kept: &KeptCertificate, journey: &Journey, day: Day, grounds: &Grounds<'_>) -> Self {
        let Journey { country, region, .. } = journey;
        let reports = through(day, |at| grounds.foresee_entry(&kept.text, country, region.as_deref(), at));
        let verdict = TravelVerdict::of(&reports);
        let objection = reports.iter().find(|report| report.verdict != Verdict::Accepted);
        let stretch = |report: &Report| Stretch { from: report.time.at, verdict: report.verdict };
        Self {
            id: kept.id,
            verdict,
            stretches: reports.iter().map(stretch).collect(),
            reasons: objection.map(|report| report.reasons.clone()).unwrap_or_default(),
            valid_until: reports.last().and_then(|report| report.valid_until),
        }
    }

    /// The best first: the better answer, then the one that holds longer.
    fn order(&self) -> (TravelVerdict, Reverse<Instant>) {
        let ends = match self.verdict {
            TravelVerdict::Accepted => self.valid_until.unwrap_or(Instant::MAX),
            _ => Instant::MIN,
        };
        (self.verdict, Reverse(ends))
    }
}

impl TravelVerdict {
    fn of(reports: &[Report]) -> Self {
        let has = |verdict| reports.iter().any(|report| report.verdict == verdict);
        match (has(Verdict::Accepted), has(Verdict::Refused), has(Verdict::Undecided)) {
            (true, false, false) => Self::Accepted,
            (true, _, _) => Self::PartOfDay,
            (false, true, _) => Self::Refused,
            (false, false, _) => Self::Undecided,
        }
    }
}

/// The reports of a day: at its first second, and at each at which the verdict changes.
fn through(day: Day, at: impl Fn(Instant) -> Report) -> Vec<Report> {
    let mut reports = vec![at(day.from)];
    while let Some(next) = reports.last().and_then(|report| report.next_change) {
        if next > day.until || reports.len() >= limits::CHANGES_PER_DAY {
            break;
        }
        reports.push(at(next));
    }
    reports
}

impl PersonAnswer {
    /// A person's certificates in the order of `answers`; nothing where there is none.
    fn of(person: &Person, answers: &[TravelAnswer]) -> Option<Self> {
        let own: Vec<_> = answers.iter().filter(|answer| person.has(answer.id)).collect();
        let verdict = own.first()?.verdict;
        Some(Self {
            holder: person.holder.clone(),
            verdict,
            certificates: own.iter().map(|answer| answer.id).collect(),
        })
    }
}
