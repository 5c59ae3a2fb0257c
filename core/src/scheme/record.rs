//! The merged record of a person for one disease, in scalars: all that the conditions of a scheme can read.

use serde::Serialize;

use crate::certlogic::{Datum, Name};
use crate::instant::{CalendarDate, Instant};

/// What the certificates that count say together of one disease. Dates of several certificates are merged; a dose that
/// is certified twice counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// How many doses: the highest number of a dose, or the doses themselves where they are more.
    pub doses: u64,
    /// The day of the earliest dose that is certified; the first dose was then at the latest.
    pub first_dose_on: Option<CalendarDate>,
    /// The day of the latest dose.
    pub last_dose_on: Option<CalendarDate>,
    /// The day on which the course was complete first, at the latest.
    pub completed_on: Option<CalendarDate>,
    /// How it became complete.
    pub complete_by: Option<CompleteBy>,
    /// The day of the latest booster: a dose beyond its series (2/1, 3/2), or the third or a later one (3/3).
    pub booster_on: Option<CalendarDate>,
    /// The day of the first positive test of the latest recovery (`fr`).
    pub recovered_from: Option<CalendarDate>,
    /// When the sample of the latest negative nucleic acid test was taken.
    pub pcr_negative_at: Option<Instant>,
    /// When the sample of the latest negative antigen test was taken.
    pub antigen_negative_at: Option<Instant>,
    /// The latest day on which the person can have been born.
    pub born_latest: Option<CalendarDate>,
}

/// How a course became complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum CompleteBy {
    /// By a product of which one dose is enough.
    SingleDose,
    /// By the last dose of a series.
    Series,
    /// By one dose after a recovery.
    RecoveryPlusOne,
}

impl CompleteBy {
    /// Its name, as conditions read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleDose => "single-dose",
            Self::Series => "series",
            Self::RecoveryPlusOne => "recovery-plus-one",
        }
    }
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum RecordField {
    /// [`Record::doses`]
    Doses,
    /// [`Record::first_dose_on`]
    FirstDoseOn,
    /// [`Record::last_dose_on`]
    LastDoseOn,
    /// [`Record::completed_on`]
    CompletedOn,
    /// [`Record::complete_by`]
    CompleteBy,
    /// [`Record::booster_on`]
    BoosterOn,
    /// [`Record::recovered_from`]
    RecoveredFrom,
    /// [`Record::pcr_negative_at`]
    PcrNegativeAt,
    /// [`Record::antigen_negative_at`]
    AntigenNegativeAt,
    /// [`Record::born_latest`]
    BornLatest,
}

impl RecordField {
    /// All fields.
    pub const ALL: [Self; 10] = [
        Self::Doses,
        Self::FirstDoseOn,
        Self::LastDoseOn,
        Self::CompletedOn,
        Self::CompleteBy,
        Self::BoosterOn,
        Self::RecoveredFrom,
        Self::PcrNegativeAt,
        Self::AntigenNegativeAt,
        Self::BornLatest,
    ];

    /// Its name: conditions read `payload.` and this.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Doses => "doses",
            Self::FirstDoseOn => "firstDoseOn",
            Self::LastDoseOn => "lastDoseOn",
            Self::CompletedOn => "completedOn",
            Self::CompleteBy => "completeBy",
            Self::BoosterOn => "boosterOn",
            Self::RecoveredFrom => "recoveredFrom",
            Self::PcrNegativeAt => "pcrNegativeAt",
            Self::AntigenNegativeAt => "antigenNegativeAt",
            Self::BornLatest => "bornLatest",
        }
    }

    /// The field of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

impl Record {
    /// A field as a text, where there is one. Every record has a number of doses.
    #[must_use]
    pub fn text(&self, field: RecordField) -> Option<String> {
        let day = |day: Option<CalendarDate>| day.map(|day| day.to_string());
        let time = |at: Option<Instant>| at.map(|at| at.to_string());
        match field {
            RecordField::Doses => Some(self.doses.to_string()),
            RecordField::FirstDoseOn => day(self.first_dose_on),
            RecordField::LastDoseOn => day(self.last_dose_on),
            RecordField::CompletedOn => day(self.completed_on),
            RecordField::CompleteBy => self.complete_by.map(|by| by.name().to_owned()),
            RecordField::BoosterOn => day(self.booster_on),
            RecordField::RecoveredFrom => day(self.recovered_from),
            RecordField::PcrNegativeAt => time(self.pcr_negative_at),
            RecordField::AntigenNegativeAt => time(self.antigen_negative_at),
            RecordField::BornLatest => day(self.born_latest),
        }
    }

    /// The record as conditions see it; a field that is absent is not in it.
    pub(super) fn datum(&self) -> Datum {
        let value = |field: RecordField| {
            let text = self.text(field)?;
            let value = match field {
                RecordField::Doses => Datum::Int(i64::try_from(self.doses).unwrap_or(i64::MAX)),
                _ => Datum::from(text.as_str()),
            };
            Some((Name::from(field.name()), value))
        };
        Datum::Object(RecordField::ALL.into_iter().filter_map(value).collect())
    }
}
