//! Points in time, calendar dates and partial dates, and the arithmetic of rules: the only module that names the
//! calendar library.
//!
//! Nothing here reads a clock. An [`Instant`] is a whole number of seconds since 1970-01-01T00:00:00Z.

mod moment;

use std::fmt;

use jiff::{SignedDuration, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use moment::{Crossing, Moment, Moved, Unit};

/// A point in time: seconds since 1970-01-01T00:00:00Z, between the years 1 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant: 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800);
    /// The latest instant: 9999-12-31T23:59:59Z, which many write for "never".
    pub const MAX: Self = Self(253_402_300_799);

    /// The instant `seconds` after 1970-01-01T00:00:00Z, or `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&seconds).then_some(Self(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn as_unix(self) -> i64 {
        self.0
    }

    /// The instant `seconds` later (earlier when negative), held within [`Instant::MIN`] and [`Instant::MAX`].
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// The next 00:00 UTC behind this instant, if the calendar has one.
    #[must_use]
    pub fn next_midnight(self) -> Option<Self> {
        Self::from_unix(self.0.div_euclid(DAY).checked_add(1)?.checked_mul(DAY)?)
    }

    /// The day in UTC, if the calendar has it.
    #[must_use]
    pub fn date_utc(self) -> Option<CalendarDate> {
        // Hours are added to a date, not seconds to a civil time: that the library may answer with a panic, whose message
        // brings the printing of all its errors and of floats, 45 kB.
        let hours = self.0.div_euclid(DAY).checked_mul(24)?;
        EPOCH.checked_add(SignedDuration::from_hours(hours)).ok().map(CalendarDate)
    }

    /// Reads an RFC 3339 date-time, or a bare date as 00:00 UTC of that day.
    ///
    /// # Errors
    /// [`DateError`] when the text is neither, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        if let Ok(date) = CalendarDate::parse(text) {
            return Ok(date.start_utc());
        }
        let strict = DateTime::parse(text)?;
        if strict.zone == Zone::Missing || strict.loose { Err(DateError::Form) } else { Ok(strict.instant) }
    }
}

// Lifting is total: a failing one would be an exception out of a scan. What lies outside is held at the bound.
#[cfg(feature = "uniffi")]
uniffi::custom_type!(Instant, i64, {
    lower: |instant| instant.as_unix(),
    try_lift: |seconds| Ok(Instant(seconds.clamp(Instant::MIN.0, Instant::MAX.0))),
});

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(CalendarDate(date)) = self.date_utc() else { return write!(out, "{}s", self.0) };
        let seconds = self.0.rem_euclid(DAY);
        let year = date.year().unsigned_abs();
        let ([y1, y2], [y3, y4]) = (digits_of(year.div_euclid(100)), digits_of(year.rem_euclid(100)));
        let [[m1, m2], [d1, d2]] = [date.month(), date.day()].map(|number| digits_of(number.unsigned_abs().into()));
        let clock = [seconds.div_euclid(3_600), seconds.div_euclid(60).rem_euclid(60), seconds.rem_euclid(60)];
        let [[h1, h2], [n1, n2], [s1, s2]] = clock.map(|number| digits_of(u16::try_from(number).unwrap_or_default()));
        let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'];
        out.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Two decimal digits. Reports are full of times, and the machinery of formatting is ten times as slow.
fn digits_of(number: u16) -> [u8; 2] {
    let digit = |number: u16| u8::try_from(number.rem_euclid(10)).unwrap_or_default().saturating_add(b'0');
    [digit(number.div_euclid(10)), digit(number)]
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate(civil::Date);

impl CalendarDate {
    /// Reads exactly `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`DateError`] for any other form or a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match PartialDate::parse(text)? {
            PartialDate::Day(date) => Ok(date),
            _ => Err(DateError::Form),
        }
    }

    /// The day's first instant in UTC.
    #[must_use]
    pub fn start_utc(self) -> Instant {
        Instant(seconds_since_1970(self.0.to_datetime(civil::Time::midnight())))
    }
}

impl fmt::Display for CalendarDate {
    /// By hand: the library's own printer weighs as much as its arithmetic.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl Serialize for CalendarDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A birth date as certificates carry it: whole, without the day, without the month, or not at all
/// (EU DCC schema 1.1.0 and 1.3.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// The empty text: nothing is known.
    Unknown,
    /// `1964`
    Year(i16),
    /// `1964-08`
    Month(i16, i8),
    /// `1964-08-12`
    Day(CalendarDate),
}

impl PartialDate {
    /// Reads the empty text, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and nothing else.
    ///
    /// # Errors
    /// [`DateError`] for any other form or a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        if text.is_empty() {
            return Ok(Self::Unknown);
        }
        if parts.next().is_some() || year.len() != 4 {
            return Err(DateError::Form);
        }
        let year: i16 = digits(year)?;
        if year == 0 {
            return Err(DateError::NoSuchDay);
        }
        let Some(month) = month else { return Ok(Self::Year(year)) };
        let month = two_digits(month)?;
        if !(1..=12).contains(&month) {
            return Err(DateError::NoSuchDay);
        }
        let Some(day) = day else { return Ok(Self::Month(year, month)) };
        let date = civil::Date::new(year, month, two_digits(day)?).map_err(|_| DateError::NoSuchDay)?;
        Ok(Self::Day(CalendarDate(date)))
    }

    /// Whether two dates cannot be the same day, given what is known of each.
    #[must_use]
    pub fn excludes(self, other: Self) -> bool {
        let ((year, month, day), (other_year, other_month, other_day)) = (self.parts(), other.parts());
        differ(year, other_year) || differ(month, other_month) || differ(day, other_day)
    }

    /// Whether two whole dates differ, and are equal once day and month of one change places.
    #[must_use]
    pub fn is_with_day_and_month_swapped(self, other: Self) -> bool {
        let (Self::Day(one), Self::Day(other)) = (self, other) else { return false };
        one != other && (one.0.year(), one.0.month(), one.0.day()) == (other.0.year(), other.0.day(), other.0.month())
    }

    /// The latest day that it may mean, if anything is known.
    #[must_use]
    pub fn latest(self) -> Option<CalendarDate> {
        let date = match self {
            Self::Unknown => return None,
            Self::Year(year) => civil::Date::new(year, 12, 31).ok()?,
            Self::Month(year, month) => civil::Date::new(year, month, 1).ok()?.last_of_month(),
            Self::Day(CalendarDate(date)) => date,
        };
        Some(CalendarDate(date))
    }

    /// The year, if it is known.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        self.parts().0
    }

    fn parts(self) -> (Option<i16>, Option<i8>, Option<i8>) {
        match self {
            Self::Unknown => (None, None, None),
            Self::Year(year) => (Some(year), None, None),
            Self::Month(year, month) => (Some(year), Some(month), None),
            Self::Day(CalendarDate(date)) => (Some(date.year()), Some(date.month()), Some(date.day())),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Year(year) => write!(out, "{year:04}"),
            Self::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            Self::Day(date) => date.fmt(out),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A date and time read leniently, with what was unusual about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The instant; a missing zone is read as UTC.
    pub instant: Instant,
    /// Whether the text named its zone.
    pub zone: Zone,
    /// Whether the form departs from RFC 3339 otherwise (space for `T`, seconds missing, short offset).
    pub loose: bool,
}

/// Whether a date-time named its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `Z` or an offset.
    Given,
    /// Nothing: UTC is assumed.
    Missing,
}

impl DateTime {
    /// Reads `YYYY-MM-DD`, `T` or a space, `hh:mm[:ss[.fraction]]`, a space or none, and `Z`, `±h`, `±hh`, `±hmm`, `±hhmm`, `±h:mm`,
    /// `±hh:mm` or nothing (forms met in real certificates, protocols.md §1.6). A fraction is dropped.
    ///
    /// # Errors
    /// [`DateError`] for any other form, a day, hour, minute or offset that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (date, rest) = text.split_at_checked(10).ok_or(DateError::Form)?;
        let PartialDate::Day(CalendarDate(date)) = PartialDate::parse(date)? else { return Err(DateError::Form) };
        let spaced = rest.starts_with(' ');
        let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(DateError::Form)?;
        let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at_checked(zone_at).ok_or(DateError::Form)?;
        let spaced = spaced || clock.ends_with(' ');
        let (clock, short_clock) = read_clock(clock.strip_suffix(' ').unwrap_or(clock))?;
        let (offset, given, short_zone) = read_offset(zone)?;
        let local = seconds_since_1970(date.to_datetime(clock));
        let instant = Instant::from_unix(local.saturating_sub(offset)).ok_or(DateError::NoSuchDay)?;
        Ok(Self { instant, zone: given, loose: spaced || short_clock || short_zone })
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(PartialDate, String, {
    lower: |date| date.to_string(),
    try_lift: |text| Ok(PartialDate::parse(&text)?),
});

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has none of the accepted forms.
    #[error("not a date of the form YYYY-MM-DD or an RFC 3339 time")]
    Form,
    /// The form is right; the calendar or the clock has no such value.
    #[error("no such day or time")]
    NoSuchDay,
}

fn read_clock(text: &str) -> Result<(civil::Time, bool), DateError> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    if fraction.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(DateError::Form);
    }
    let mut parts = whole.split(':');
    let hour = two_digits(parts.next().unwrap_or_default())?;
    let minute = two_digits(parts.next().ok_or(DateError::Form)?)?;
    let second = parts.next().map(two_digits).transpose()?;
    if parts.next().is_some() {
        return Err(DateError::Form);
    }
    // A leap second is written 60; the calendar library has none, and no certificate depends on one.
    let whole = if second == Some(60) { 59 } else { second.unwrap_or(0) };
    let time = civil::Time::new(hour, minute, whole, 0).map_err(|_| DateError::NoSuchDay)?;
    Ok((time, second.is_none()))
}

/// Seconds east of UTC, whether the text named them, and whether it did so in a short form.
fn read_offset(text: &str) -> Result<(i64, Zone, bool), DateError> {
    if text.is_empty() {
        return Ok((0, Zone::Missing, false));
    }
    if text.eq_ignore_ascii_case("z") {
        return Ok((0, Zone::Given, false));
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let body = text.strip_prefix(['+', '-']).ok_or(DateError::Form)?;
    let (hours, minutes) = match (body.split_once(':'), body.len()) {
        (Some((hours, minutes)), _) if minutes.len() == 2 => (hours, minutes),
        (Some(_), _) => return Err(DateError::Form),
        (None, 1 | 2) => (body, "0"),
        (None, length) => length.checked_sub(2).and_then(|cut| body.split_at_checked(cut)).ok_or(DateError::Form)?,
    };
    let loose = !(hours.len() == 2 && body.len() == 5);
    let (hours, minutes): (i64, i64) = (digits(hours)?, digits(minutes)?);
    if hours > 23 || minutes > 59 {
        return Err(DateError::NoSuchDay);
    }
    Ok((hours.saturating_mul(60).saturating_add(minutes).saturating_mul(60).saturating_mul(sign), Zone::Given, loose))
}

/// Seconds of a day.
const DAY: i64 = 86_400;
const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

fn seconds_since_1970(civil: civil::DateTime) -> i64 {
    civil.duration_since(EPOCH.to_datetime(civil::Time::midnight())).as_secs()
}

fn two_digits(text: &str) -> Result<i8, DateError> {
    if text.len() == 2 { digits(text) } else { Err(DateError::Form) }
}

fn digits<T: std::str::FromStr>(text: &str) -> Result<T, DateError> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().map_err(|_| DateError::Form) } else { Err(DateError::Form) }
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

#[cfg(test)]
mod tests;
