//! The time a case is to be judged at, in any of the forms that test data writes it.

use semafor_core::instant::{CalendarDate, DateTime, Instant};
use serde_json::Value;

/// Reads a time: RFC 3339 with any fraction, any offset or none (then UTC), a space for `T`, a zone's name behind it, a
/// bare date, or seconds or milliseconds since 1970.
pub(crate) fn read(value: &Value) -> Option<Instant> {
    match value {
        Value::Number(number) => unix(number.as_f64()?),
        Value::String(text) => read_text(text.trim()),
        _ => None,
    }
}

fn read_text(text: &str) -> Option<Instant> {
    if let Ok(number) = text.parse::<f64>().or_else(|_| text.replace(',', ".").parse()) {
        return unix(number);
    }
    let text = text.split_once('[').map_or(text, |(time, _zone_name)| time);
    let text = ["UTC", "GMT"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text).trim();
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.trim_start();
    let clock: String = rest.chars().filter(|letter| !letter.is_whitespace()).collect();
    let clock = clock.strip_prefix(['T', 't']).unwrap_or(&clock);
    if clock.is_empty() {
        return CalendarDate::parse(date).ok().map(CalendarDate::start_utc);
    }
    DateTime::parse(&format!("{date}T{}", clock.replace(',', "."))).ok().map(|read| read.instant)
}

/// Seconds up to the year 5138, beyond that milliseconds.
fn unix(number: f64) -> Option<Instant> {
    const LAST_SECOND: f64 = 1e11;
    if !number.is_finite() {
        return None;
    }
    let seconds = if number.abs() < LAST_SECOND { number } else { number / 1000.0 };
    #[expect(clippy::as_conversions, reason = "the cast saturates, and the calendar's range is checked next")]
    Instant::from_unix(seconds.trunc() as i64)
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn reads_every_form() {
        for form in [
            json!("2021-05-03T18:00:00Z"),
            json!("2021-05-03T18:00:00"),
            json!("2021-05-03T18:00:00.123456789Z"),
            json!("2021-05-03T20:00:00+02:00"),
            json!("2021-05-03T20:00:00.9999+0200"),
            json!("2021-05-03T20:00:00 +02"),
            json!("2021-05-03 18:00"),
            json!("2021-05-03T18:00:00Z[UTC]"),
            json!("2021-05-03 18:00:00 UTC"),
            json!(1_620_064_800),
            json!(1_620_064_800_000_i64),
            json!("1620064800"),
        ] {
            assert_eq!(read(&form).map(|at| at.to_string()).as_deref(), Some("2021-05-03T18:00:00Z"), "{form}");
        }
        assert_eq!(read(&json!("2021-05-03")).unwrap().to_string(), "2021-05-03T00:00:00Z");
    }

    #[test]
    fn odd_values_are_no_time() {
        for odd in [json!(null), json!(""), json!("soon"), json!("2021-13-40T00:00:00Z"), json!([1]), json!("NaN")] {
            assert_eq!(read(&odd), None, "{odd}");
        }
    }
}
