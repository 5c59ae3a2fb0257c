//! One row for each bound: name, value, reference, ratio, bound, and whether it holds.

use std::fmt;

/// One line of the answer.
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The measured value, with its unit.
    pub value: String,
    /// What it is compared with, if anything.
    pub reference: Option<String>,
    /// Value divided by reference; of [`Bound::TimesAsFast`] the other way round.
    pub ratio: Option<f64>,
    /// What must hold; a row without one informs.
    pub bound: Option<Bound>,
}

impl Row {
    /// How often something was so; it informs.
    pub fn count(name: &str, value: usize, reference: Option<String>) -> Self {
        Self { name: name.to_owned(), value: value.to_string(), reference, ratio: None, bound: None }
    }
}

/// What a row must fulfil.
#[derive(Clone, Copy)]
pub enum Bound {
    /// The ratio is at most this.
    Ratio(f64),
    /// The ratio is below this.
    RatioBelow(f64),
    /// The ratio is at least this.
    RatioAtLeast(f64),
    /// The reference takes at least this many times as long.
    TimesAsFast(f64),
    /// The value in seconds is at most the second number; the first is the value.
    Seconds(f64, f64),
    /// The same in bytes.
    Bytes(f64, f64),
    /// The first number is at most the second.
    Count(usize, usize),
}

impl Row {
    /// Something that cannot be measured here. It fails nothing, but is shown.
    pub fn not_measured(name: &str, because: &str) -> Self {
        let because = format!("not measured: {because}");
        Self { name: name.to_owned(), value: "-".to_owned(), reference: Some(because), ratio: None, bound: None }
    }

    /// Whether the row has a bound and misses it. A number that is not one misses every bound.
    pub fn is_short(&self) -> bool {
        let holds = match self.bound {
            None => true,
            Some(Bound::Ratio(most)) => self.ratio.is_some_and(|ratio| ratio <= most),
            Some(Bound::RatioBelow(limit)) => self.ratio.is_some_and(|ratio| ratio < limit),
            Some(Bound::RatioAtLeast(least) | Bound::TimesAsFast(least)) => {
                self.ratio.is_some_and(|ratio| ratio >= least)
            }
            Some(Bound::Seconds(value, most) | Bound::Bytes(value, most)) => value <= most,
            Some(Bound::Count(value, most)) => value <= most,
        };
        !holds
    }

    /// The names of the columns, aligned as the rows are.
    pub fn heading() -> String {
        line("name", "value", "reference", "ratio", "bound", "")
    }
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio = self.ratio.map(|ratio| format!("{ratio:.3}")).unwrap_or_default();
        let bound = match self.bound {
            None => String::new(),
            Some(Bound::Ratio(most)) => format!("≤ {most}"),
            Some(Bound::RatioBelow(limit)) => format!("< {limit}"),
            Some(Bound::RatioAtLeast(least)) => format!("≥ {least}"),
            Some(Bound::TimesAsFast(least)) => format!("≥ {least} ×"),
            Some(Bound::Seconds(_, most)) => format!("≤ {}", duration(most)),
            Some(Bound::Bytes(_, most)) => format!("≤ {}", bytes(most)),
            Some(Bound::Count(_, most)) => format!("≤ {most}"),
        };
        let verdict = match (self.bound, self.is_short()) {
            (None, _) => "",
            (Some(_), true) => "short",
            (Some(_), false) => "holds",
        };
        let reference = self.reference.as_deref().unwrap_or_default();
        out.write_str(line(&self.name, &self.value, reference, &ratio, &bound, verdict).trim_end())
    }
}

/// Seconds in the unit that reads best.
pub fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-3 => format!("{:.2} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

/// Bytes in the unit that reads best.
pub fn bytes(bytes: f64) -> String {
    match bytes {
        _ if bytes < 1_024.0 => format!("{bytes:.0} B"),
        _ if bytes < 1_048_576.0 => format!("{:.2} KiB", bytes / 1_024.0),
        _ => format!("{:.2} MiB", bytes / 1_048_576.0),
    }
}

fn line(name: &str, value: &str, reference: &str, ratio: &str, bound: &str, verdict: &str) -> String {
    format!("{name:<52} {value:>10}  {reference:<44} {ratio:>7}  {bound:<10} {verdict}")
}
