//! Date-times of the rule language: the grammar of its `plusTime`, and its calendar arithmetic, which overflows as
//! JavaScript's `setUTC…` does (protocols.md §3.1): 2020-02-29 plus a year is 2021-03-01.

use jiff::civil;

use super::{CalendarDate, DateTime, Instant, PartialDate};

/// A point in time in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Where a moment came to when something was added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The moment.
    pub to: Moment,
    /// Whether its day ran over the end of a month that has fewer days.
    pub runs_over: bool,
}

/// At what a comparison with the clock may come out otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// When the clock reaches the other side.
    Reached,
    /// When it has passed it.
    Passed,
    /// At both: equality comes and goes.
    Either,
}

/// A unit of `plusTime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Twelve months.
    Year,
    /// A calendar month.
    Month,
    /// 24 hours.
    Day,
    /// 3,600 seconds.
    Hour,
}

impl Unit {
    /// The unit by its name in the language.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "year" => Some(Self::Year),
            "month" => Some(Self::Month),
            "day" => Some(Self::Day),
            "hour" => Some(Self::Hour),
            _ => None,
        }
    }
}

impl Moment {
    /// The beginning of a second.
    #[must_use]
    pub fn of_instant(at: Instant) -> Self {
        Self(at.as_unix().saturating_mul(1_000))
    }

    /// Whether it lies a century or less from an end of the calendar, or beyond.
    #[must_use]
    pub fn is_far_off(self) -> bool {
        let (first, last) = (Self::of_instant(Instant::MIN).0, Self::of_instant(Instant::MAX).0);
        let century = DAY.saturating_mul(36_525);
        !(first.saturating_add(century)..=last.saturating_sub(century)).contains(&self.0)
    }

    /// So many milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads `YYYY`, `YYYY-MM` (both as their last day), `YYYY-MM-DD`, or a date-time with seconds; a fraction is cut to
    /// milliseconds, a missing zone is UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() <= 10 {
            return Self::last_day(text);
        }
        let (clock, tail) = (text.get(10..19)?, text.get(19..)?);
        let has_seconds = clock.starts_with('T') && clock.get(3..4) == Some(":") && clock.get(6..7) == Some(":");
        // Certificates are read more leniently than the language does it.
        if !has_seconds || clock.ends_with("60") || !is_zone(tail) {
            return None;
        }
        let seconds = DateTime::parse(text).ok()?.instant.as_unix();
        let fraction = tail.strip_prefix('.').map_or(0, millis);
        seconds.checked_mul(1_000)?.checked_add(fraction).map(Self)
    }

    /// The last day that a date of birth may mean, at 00:00 UTC (`dccDateOfBirth`).
    #[must_use]
    pub fn last_day(text: &str) -> Option<Self> {
        let CalendarDate(date) = PartialDate::parse(text).ok()?.latest()?;
        Some(Self::of(date, 0))
    }

    /// This moment `amount` units later; earlier when negative. `None` beyond the calendar.
    #[must_use]
    pub fn plus(self, amount: i64, unit: Unit) -> Option<Moved> {
        match unit {
            Unit::Hour => self.plus_millis(amount.checked_mul(HOUR)?),
            Unit::Day => self.plus_millis(amount.checked_mul(DAY)?),
            Unit::Month => self.plus_months(amount),
            Unit::Year => self.plus_months(amount.checked_mul(12)?),
        }
    }

    fn plus_millis(self, millis: i64) -> Option<Moved> {
        Some(Moved { to: Self(self.0.checked_add(millis)?), runs_over: false })
    }

    /// The first second behind `after` at which `clock` plus `amount` units may come to stand otherwise to this moment:
    /// reach it, or pass it.
    #[must_use]
    pub fn next_crossing(self, amount: i64, unit: Unit, crossing: Crossing, after: Instant) -> Option<Instant> {
        match unit {
            Unit::Hour | Unit::Day => {
                let place = self.plus(amount.checked_neg()?, unit)?.to;
                let [reached, passed] = place.seconds_around();
                let seconds = match crossing {
                    Crossing::Reached => [reached.or(passed), None],
                    Crossing::Passed => [None, passed],
                    Crossing::Either => [reached, passed],
                };
                seconds.into_iter().flatten().find(|second| *second > after)
            }
            Unit::Month | Unit::Year => {
                let months = if unit == Unit::Year { amount.saturating_mul(12) } else { amount };
                let places = self.month_crossings(months).into_iter();
                places.flat_map(Self::seconds_around).flatten().filter(|second| *second > after).min()
            }
        }
    }

    /// The second that is this moment, if one is, and the first second behind it.
    fn seconds_around(self) -> [Option<Instant>; 2] {
        let whole = self.0.div_euclid(1_000);
        let exact = self.0.rem_euclid(1_000) == 0;
        let next = whole.checked_add(1).and_then(Instant::from_unix);
        [exact.then(|| Instant::from_unix(whole)).flatten(), next]
    }

    /// The places at which `clock` plus so many months may come to stand otherwise to this moment. Months run over their
    /// ends, so that a day can be reached from two months, and the first of a month falls behind the day before: all those
    /// places are named.
    fn month_crossings(self, months: i64) -> Vec<Self> {
        let Some((date, time_of_day)) = self.split() else { return Vec::new() };
        let mut places = Vec::new();
        for earlier in [-1, 0, 1, 2] {
            let back = months.saturating_neg().saturating_sub(earlier);
            let month = Self::of(date.first_of_month(), 0).plus_months(back).and_then(|moved| moved.to.split());
            let Some((month, _)) = month else { continue };
            places.push(Self::of(month, 0));
            let days = (1..=month.days_in_month()).filter_map(|day| month.with().day(day).build().ok());
            let moved = |day: civil::Date| Self::of(day, time_of_day).plus_months(months);
            let reach = |day: &civil::Date| moved(*day).is_some_and(|moved| moved.to == self);
            places.extend(days.filter(reach).map(|day| Self::of(day, time_of_day)));
        }
        places
    }

    /// Months are added to the month, and a day that the new month lacks runs over into the next.
    fn plus_months(self, months: i64) -> Option<Moved> {
        let (date, time_of_day) = self.split()?;
        let month = i64::from(date.year()).checked_mul(12)?.checked_add(i64::from(date.month()))?.checked_sub(1)?;
        let month = month.checked_add(months)?;
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        let of_year = i8::try_from(month.rem_euclid(12).checked_add(1)?).ok()?;
        let first = civil::Date::new(year, of_year, 1).ok()?;
        let days = i64::from(date.day()).checked_sub(1)?;
        let runs_over = date.day() > 28 && date.day() > first.days_in_month();
        Some(Moved { runs_over, ..Self::of(first, time_of_day).plus_millis(days.checked_mul(DAY)?)? })
    }

    /// This moment `amount` months later; a day that the new month lacks becomes its last one, as in java.time.
    #[must_use]
    pub fn plus_clamping(self, amount: i64) -> Option<Self> {
        let (date, time_of_day) = self.split()?;
        let first = Self::of(date.first_of_month(), 0).plus_months(amount)?.to.split()?.0;
        let day = date.day().min(first.days_in_month());
        Some(Self::of(first.with().day(day).build().ok()?, time_of_day))
    }

    /// The UTC day and the milliseconds since its beginning.
    fn split(self) -> Option<(civil::Date, i64)> {
        let days = jiff::SignedDuration::from_hours(self.0.div_euclid(DAY).checked_mul(24)?);
        let date = EPOCH.checked_add(days).ok()?;
        Some((date, self.0.rem_euclid(DAY)))
    }

    fn of(date: civil::Date, time_of_day: i64) -> Self {
        let seconds = date.duration_since(EPOCH).as_secs();
        Self(seconds.saturating_mul(1_000).saturating_add(time_of_day))
    }
}

/// A fraction or none, and `Z`, `±h`, `±hh`, `±hmm`, `±hhmm`, `±h:mm`, `±hh:mm` or nothing.
fn is_zone(tail: &str) -> bool {
    let after_fraction =
        tail.strip_prefix('.').map_or(tail, |tail| tail.trim_start_matches(|c: char| c.is_ascii_digit()));
    let Some(offset) = after_fraction.strip_prefix(['+', '-']) else { return matches!(after_fraction, "" | "Z") };
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, ""));
    match (offset.contains(':'), hours.len(), minutes.len()) {
        (true, 1 | 2, 2) | (false, 1..=4, 0) => offset.bytes().all(|byte| byte == b':' || byte.is_ascii_digit()),
        _ => false,
    }
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 86_400_000;
const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

/// The first three digits of a fraction, as milliseconds.
fn millis(fraction: &str) -> i64 {
    let digits: String = fraction.chars().take_while(char::is_ascii_digit).chain("000".chars()).take(3).collect();
    digits.parse().unwrap_or(0)
}
