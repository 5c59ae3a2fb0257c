//! Dates as the specification of the rule language writes and adds them (protocols.md §3.1), counted by hand: no
//! calendar library, so that the one in use has somebody to disagree with.
#![expect(clippy::arithmetic_side_effects, reason = "years of four digits, counted in 128 bits")]

use semafor_core::certlogic::Calendar;

use super::naive::Fault;

/// The milliseconds of `YYYY`, `YYYY-MM` (their last day), `YYYY-MM-DD`, or such a day with a time.
pub(super) fn date_time(text: &str) -> Result<i64, Fault> {
    // No clock is that exact, and no date in use that long.
    if text.len() > 64 {
        return Err(Fault::Unspecified);
    }
    let Some((day, clock)) = text.split_once('T') else { return date(text) };
    let mut day = Reader(day);
    let start = day.date().filter(|_| day.0.is_empty() && text.get(10..11) == Some("T")).ok_or(Fault::Error)??;
    let mut clock = Reader(clock);
    let time = clock.time().ok_or(Fault::Error)?;
    let east = clock.zone().filter(|_| clock.0.is_empty()).ok_or(Fault::Error)?;
    in_range(start + time? - east?)
}

/// The milliseconds of `YYYY`, `YYYY-MM` (their last day) or `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<i64, Fault> {
    let mut reader = Reader(text);
    in_range(reader.date().filter(|_| reader.0.is_empty()).ok_or(Fault::Error)??)
}

/// Adds to the year, the month, the day or the hour. A day that is too large runs over, as in JavaScript; by the clamping
/// calendar what months lead to is the last of its month, years aside.
pub(super) fn plus(millis: i64, amount: i64, unit: &str, by: Calendar) -> Result<i64, Fault> {
    let (millis, amount) = (i128::from(millis), i128::from(amount));
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let time = millis.rem_euclid(DAY);
    let number = match unit {
        "hour" => return in_range(millis + amount * HOUR),
        "day" => return in_range(millis + amount * DAY),
        "year" => day_number(year + amount, month, day),
        _ => {
            let months = month - 1 + amount;
            let (year, month) = (year + months.div_euclid(12), months.rem_euclid(12) + 1);
            day_number(year, month, if by == Calendar::Clamping { day.min(month_length(year, month)) } else { day })
        }
    };
    in_range(number * DAY + time)
}

/// What is left to read. Nothing is read where the form is wrong; inside, what is no day or time at all.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn date(&mut self) -> Option<Result<i128, Fault>> {
        let year = self.digits(4)?;
        let month = if self.take("-") { Some(self.digits(2)?) } else { None };
        let day = if month.is_some() && self.take("-") { Some(self.digits(2)?) } else { None };
        // There was no year 0; JavaScript counts one.
        let counted = if year == 0 { Err(Fault::Unspecified) } else { Ok(()) };
        let month = month.unwrap_or(12);
        if !(1..=12).contains(&month) {
            return Some(Err(Fault::Error));
        }
        let last = month_length(year, month);
        let day = day.unwrap_or(last);
        let exists = if (1..=last).contains(&day) { Ok(()) } else { Err(Fault::Error) };
        Some(exists.and(counted).map(|()| day_number(year, month, day) * DAY))
    }

    fn time(&mut self) -> Option<Result<i128, Fault>> {
        let hour = self.digits(2)?;
        let minute = self.take(":").then(|| self.digits(2))??;
        let second = self.take(":").then(|| self.digits(2))??;
        let mut fraction = String::new();
        if self.take(".") {
            fraction.push(self.digit()?);
            fraction.extend(std::iter::from_fn(|| self.digit()));
        }
        fraction.push_str("000");
        let millis: i128 = fraction.get(..3)?.parse().ok()?;
        Some(match (hour, minute, second) {
            (24.., ..) | (_, 60.., _) | (_, _, 61..) => Err(Fault::Error),
            // A leap second.
            (_, _, 60) => Err(Fault::Unspecified),
            _ => Ok(((hour * 60 + minute) * 60 + second) * 1_000 + millis),
        })
    }

    /// Milliseconds east of UTC.
    fn zone(&mut self) -> Option<Result<i128, Fault>> {
        if self.0.is_empty() || self.take("Z") {
            return Some(Ok(0));
        }
        let sign = if self.take("+") { 1 } else { -i128::from(self.take("-").then_some(1_i8)?) };
        let (hours, minutes) = match (self.0.split_once(':'), self.0.len()) {
            (Some((hours, minutes)), 4 | 5) => (hours, minutes),
            (None, 1 | 2) => (self.0, "00"),
            (None, 3) => self.0.split_at_checked(1)?,
            (None, 4) => self.0.split_at_checked(2)?,
            _ => return None,
        };
        self.0 = "";
        let hours = Reader(hours).number().filter(|_| hours.len() <= 2)?;
        let minutes = Reader(minutes).number().filter(|_| minutes.len() == 2)?;
        Some(if hours > 23 || minutes > 59 { Err(Fault::Error) } else { Ok(sign * (hours * 60 + minutes) * 60_000) })
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn digit(&mut self) -> Option<char> {
        let digit = self.0.chars().next().filter(char::is_ascii_digit)?;
        self.0 = self.0.get(1..)?;
        Some(digit)
    }

    fn digits(&mut self, count: usize) -> Option<i128> {
        let digits: String = (0..count).map_while(|_| self.digit()).collect();
        if digits.len() == count { digits.parse().ok() } else { None }
    }

    /// All that is left, as a number.
    fn number(&mut self) -> Option<i128> {
        let count = self.0.len();
        self.digits(count)
    }
}

/// Days since 1970-01-01. The day may exceed its month.
fn day_number(year: i128, month: i128, day: i128) -> i128 {
    days_before_year(year) + (1..month).map(|earlier| month_length(year, earlier)).sum::<i128>() + day - 1
}

/// Year, month and day of a day's number.
fn civil(number: i128) -> (i128, i128, i128) {
    let mut year = 1970 + number.div_euclid(if number < 0 { 365 } else { 366 });
    while days_before_year(year + 1) <= number {
        year += 1;
    }
    let (mut month, mut left) = (1, number - days_before_year(year));
    while left >= month_length(year, month) {
        left -= month_length(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

fn days_before_year(year: i128) -> i128 {
    let whole = year - 1;
    let since_year_1 = 365 * whole + whole.div_euclid(4) - whole.div_euclid(100) + whole.div_euclid(400);
    since_year_1 - DAYS_FROM_YEAR_1_TO_1970
}

fn month_length(year: i128, month: i128) -> i128 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 => 28 + i128::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Beyond years of four digits nobody says what happens.
fn in_range(millis: i128) -> Result<i64, Fault> {
    let years = day_number(1, 1, 1) * DAY..day_number(10_000, 1, 1) * DAY;
    i64::try_from(millis).ok().filter(|_| years.contains(&millis)).ok_or(Fault::Unspecified)
}

const HOUR: i128 = 3_600_000;
const DAY: i128 = 24 * HOUR;
const DAYS_FROM_YEAR_1_TO_1970: i128 = 719_162;
