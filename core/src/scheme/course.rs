//! Doses → the course they make: which of them are one, what completes it, what is a booster (protocols.md §1.7).

use super::CompleteBy;
use crate::instant::{CalendarDate, Instant};
use crate::order;

/// A vaccination that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dose<'a> {
    /// Which certificates certify the same event as this one: the place of the first.
    pub(super) same_as: usize,
    /// `dn`, from 1.
    pub(super) number: u64,
    /// `sd`, where the certificate says it.
    pub(super) series: Option<u64>,
    pub(super) product: Option<&'a str>,
    /// Whether one dose of the product is a complete course.
    pub(super) is_single: bool,
    pub(super) date: CalendarDate,
    pub(super) issued_at: Option<Instant>,
}

/// What doses come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) doses: u64,
    pub(super) first: Option<CalendarDate>,
    pub(super) last: Option<CalendarDate>,
    pub(super) completed: Option<(CalendarDate, CompleteBy)>,
    pub(super) booster: Option<CalendarDate>,
}

impl Course {
    /// The course of a person whose first recovery began on `recovered`.
    pub(super) fn of(doses: Vec<Dose<'_>>, recovered: Option<CalendarDate>) -> Self {
        let doses = distinct(doses);
        let number = |(place, dose): (usize, &Dose<'_>)| dose.number.max(count(place.saturating_add(1)));
        let numbered = || doses.iter().enumerate().map(|each| (number(each), each.1));
        let by = |(number, dose): (u64, &Dose<'_>)| Some((dose.date, dose.completes(number, recovered)?));
        Self {
            doses: numbered().map(|(number, _)| number).max().unwrap_or_default(),
            first: doses.first().map(|dose| dose.date),
            last: doses.last().map(|dose| dose.date),
            completed: numbered().find_map(by),
            booster: doses.iter().rev().find(|dose| dose.is_booster()).map(|dose| dose.date),
        }
    }
}

impl Dose<'_> {
    /// How this dose completes a course in which it is the dose of this number. Other products before it count.
    fn completes(&self, number: u64, recovered: Option<CalendarDate>) -> Option<CompleteBy> {
        let after_recovery = recovered.is_some_and(|from| from < self.date);
        match self.series {
            _ if self.is_single => Some(CompleteBy::SingleDose),
            // One of one with a product that wants two is what is issued after a recovery.
            Some(1) if number == 1 => Some(CompleteBy::RecoveryPlusOne),
            Some(series) if number >= series => Some(CompleteBy::Series),
            _ => after_recovery.then_some(CompleteBy::RecoveryPlusOne),
        }
    }

    fn is_booster(&self) -> bool {
        self.series.is_some_and(|series| self.number > series || (self.number >= 3 && self.number == series))
    }

    /// Two certificates of one event, of one day, or of one number and product: of the last, one was corrected.
    fn is_same(&self, other: &Self) -> bool {
        let same_number = self.number == other.number && self.product.is_some() && self.product == other.product;
        self.same_as == other.same_as || self.date == other.date || same_number
    }
}

/// The doses without those that are certified twice, of which the certificate issued last counts; in order of day.
fn distinct(mut doses: Vec<Dose<'_>>) -> Vec<Dose<'_>> {
    order::by_key(&mut doses, |dose| std::cmp::Reverse((dose.issued_at, dose.number)));
    let mut kept: Vec<Dose<'_>> = Vec::new();
    for dose in doses {
        if !kept.iter().any(|other| other.is_same(&dose)) {
            kept.push(dose);
        }
    }
    order::by_key(&mut kept, |dose| (dose.date, dose.number));
    kept
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
