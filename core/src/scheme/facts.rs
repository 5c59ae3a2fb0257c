//! What a person's certificates say of one disease, each with the time from which it counts, and the record that they make
//! at one time.

use super::course::{Course, Dose};
use super::{Record, Scheme};
use crate::certificate::{Certificate, Dcc, Entry, Payload, Recovery, Test, Vaccination};
use crate::certlogic::Datum;
use crate::instant::{CalendarDate, Instant, PartialDate};
use crate::limits;
use crate::verifier::Evidence;

/// What there is of one person. It says what certificates say, counting or not; [`Facts::record`] asks what counts.
pub(super) struct Facts<'a> {
    evidence: &'a [&'a Evidence],
    events: Vec<Event<'a>>,
}

struct Event<'a> {
    /// The place of the certificate.
    place: usize,
    birth: PartialDate,
    /// Nothing where the certificate is of another disease.
    what: Option<What<'a>>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Dose(Dose<'a>),
    Recovery(CalendarDate),
    Pcr(Instant),
    Antigen(Instant),
}

/// LOINC codes of the two kinds of test, and SNOMED's of "not detected" (value sets of the EU, protocols.md §1.5).
const NAAT: &str = "LP6464-4";
const ANTIGEN: &str = "LP217198-3";
const NOT_DETECTED: &str = "260415000";

impl<'a> Facts<'a> {
    /// `single_dose` and `products` are the value sets that the scheme names.
    pub(super) fn of(
        evidence: &'a [&'a Evidence],
        scheme: &Scheme,
        single_dose: &Datum,
        products: Option<&Datum>,
    ) -> Self {
        let evidence = evidence.get(..evidence.len().min(limits::PERSON_CERTIFICATES)).unwrap_or_default();
        let certified: Vec<_> = evidence.iter().map(|evidence| evidence.certificate()).collect();
        let event = |place: usize| {
            let certificate = (*certified.get(place)?)?;
            let same_as = certified.iter().position(|other| other.is_some_and(|other| same(other, certificate)));
            let of_dcc = |dcc: &'a Dcc| match &dcc.entry {
                Entry::Vaccination(dose) => dose_of(dose, certificate, single_dose, products),
                Entry::Test(test) => test_of(test),
                Entry::Recovery(recovery) => recovery.first_positive.map(What::Recovery),
            };
            let what = match &certificate.payload {
                Payload::Dcc(dcc) if disease(dcc) == Some(&scheme.disease) => of_dcc(dcc),
                Payload::Dcc(_) | Payload::Icvp(_) => None,
            };
            let what = match what {
                Some(What::Dose(dose)) => Some(What::Dose(Dose { same_as: same_as.unwrap_or(place), ..dose })),
                other => other,
            };
            Some(Event { place, birth: certificate.birth_date(), what })
        };
        Self { evidence, events: (0..evidence.len()).filter_map(event).collect() }
    }

    /// The record at `at`: of certificates that count then, what had happened by then.
    pub(super) fn record(&self, at: Instant) -> Record {
        let counts = |event: &&Event<'a>| self.evidence.get(event.place).is_some_and(|evidence| evidence.counts(at));
        let counting: Vec<_> = self.events.iter().filter(counts).collect();
        let births = counting.iter().filter_map(|event| event.birth.latest());
        let happened = || counting.iter().filter_map(|event| event.what).filter(|what| what.first_second() <= at);
        let recoveries = || happened().filter_map(What::recovery);
        let course = Course::of(happened().filter_map(What::dose).collect(), recoveries().min());
        Record {
            doses: course.doses,
            first_dose_on: course.first,
            last_dose_on: course.last,
            completed_on: course.completed.map(|(on, _)| on),
            complete_by: course.completed.map(|(_, by)| by),
            booster_on: course.booster,
            recovered_from: recoveries().max(),
            pcr_negative_at: happened().filter_map(What::pcr).max(),
            antigen_negative_at: happened().filter_map(What::antigen).max(),
            born_latest: births.min(),
        }
    }

    /// The first seconds at which the record may be another one.
    pub(super) fn first_seconds(&self) -> Vec<Instant> {
        let of_evidence = self.evidence.iter().flat_map(|evidence| evidence.first_seconds());
        of_evidence.chain(self.events.iter().filter_map(|event| event.what).map(What::first_second)).collect()
    }
}

impl<'a> What<'a> {
    /// When it had happened: a day begins at 00:00 UTC.
    fn first_second(self) -> Instant {
        match self {
            Self::Dose(dose) => dose.date.start_utc(),
            Self::Recovery(from) => from.start_utc(),
            Self::Pcr(at) | Self::Antigen(at) => at,
        }
    }

    fn dose(self) -> Option<Dose<'a>> {
        if let Self::Dose(dose) = self { Some(dose) } else { None }
    }

    fn recovery(self) -> Option<CalendarDate> {
        if let Self::Recovery(from) = self { Some(from) } else { None }
    }

    fn pcr(self) -> Option<Instant> {
        if let Self::Pcr(at) = self { Some(at) } else { None }
    }

    fn antigen(self) -> Option<Instant> {
        if let Self::Antigen(at) = self { Some(at) } else { None }
    }
}

fn same(one: &Certificate, other: &Certificate) -> bool {
    std::ptr::eq(one, other) || one.certifies_the_same(other)
}

fn disease(dcc: &Dcc) -> Option<&String> {
    match &dcc.entry {
        Entry::Vaccination(Vaccination { disease, .. })
        | Entry::Test(Test { disease, .. })
        | Entry::Recovery(Recovery { disease, .. }) => disease.as_ref(),
    }
}

/// What is not stated is not fulfilled: a vaccination without a day or a number is no dose.
fn dose_of<'a>(
    dose: &'a Vaccination,
    certificate: &Certificate,
    single_dose: &Datum,
    products: Option<&Datum>,
) -> Option<What<'a>> {
    let product = dose.product.as_deref();
    let counts = products.is_none_or(|products| product.is_some_and(|product| has(products, product)));
    let positive =
        |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0);
    Some(What::Dose(Dose {
        same_as: 0,
        number: positive(dose.dose)?,
        series: positive(dose.doses),
        product,
        is_single: product.is_some_and(|product| has(single_dose, product)),
        date: dose.date?,
        issued_at: certificate.claims.issued_at,
    }))
    .filter(|_| counts)
}

fn test_of<'a>(test: &Test) -> Option<What<'a>> {
    let sampled_at = test.sampled_at.filter(|_| test.result.as_deref() == Some(NOT_DETECTED))?;
    match test.test_type.as_deref() {
        Some(NAAT) => Some(What::Pcr(sampled_at)),
        Some(ANTIGEN) => Some(What::Antigen(sampled_at)),
        _ => None,
    }
}

fn has(set: &Datum, code: &str) -> bool {
    matches!(set, Datum::Array(codes) if codes.contains(&code.into()))
}
