//! A day at a destination: from the first second it is that date somewhere in the country to the last.

use serde::Serialize;

use crate::instant::{CalendarDate, Instant};

/// The seconds of a date in a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Its first second.
    pub from: Instant,
    /// Its last.
    pub until: Instant,
}

impl Day {
    /// The whole of `date` in the country of this two-letter code, summer and winter time alike. Of a country that is not
    /// known here, everything that is this date anywhere on Earth.
    #[must_use]
    pub fn of(date: CalendarDate, country: &str) -> Self {
        let (earliest, latest) = offsets(country);
        let start = |minutes: i64| date.start_utc().plus_seconds(minutes.saturating_mul(-60));
        Self { from: start(latest), until: start(earliest).plus_seconds(86_399) }
    }
}

/// The least and the most that a country's clocks are ahead of UTC in a year, in minutes.
fn offsets(country: &str) -> (i64, i64) {
    match country.to_ascii_uppercase().as_str() {
        "IS" => (0, 0),
        "GB" | "IE" => (0, 60),
        // With the Azores and Madeira.
        "PT" => (-60, 60),
        // With the Canary Islands.
        "ES" => (0, 120),
        "AD" | "AL" | "AT" | "BA" | "BE" | "CH" | "CZ" | "DE" | "DK" | "HR" | "HU" | "IT" | "LI" | "LU" | "MC"
        | "ME" | "MK" | "MT" | "NL" | "NO" | "PL" | "RS" | "SE" | "SI" | "SK" | "SM" | "VA" => (60, 120),
        "BG" | "CY" | "EE" | "FI" | "GR" | "LT" | "LV" | "MD" | "RO" | "UA" => (120, 180),
        "TR" => (180, 180),
        "KH" | "LA" | "TH" | "VN" => (420, 420),
        "HK" | "MY" | "PH" | "SG" | "TW" | "CN" => (480, 480),
        "JP" | "KR" => (540, 540),
        _ => (-720, 840),
    }
}
