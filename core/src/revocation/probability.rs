//! How likely it is that a hit is none.

use std::cmp::Ordering;
use std::fmt;

use serde::Serialize;

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Probability(f64);

impl Probability {
    /// Certainty that there is no error.
    pub const ZERO: Self = Self(0.0);
    /// The most likely error with which a hit still refuses, where a policy names none.
    pub const DEFAULT_LIMIT: Self = Self(1e-9);

    /// This number, when it is a probability.
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        (0.0..=1.0).contains(&number).then_some(Self(number))
    }

    /// `entries` chances in 2^`bits`, at most 1.
    #[must_use]
    pub fn in_two_to_the(entries: u32, bits: u32) -> Self {
        let size = f64::from(bits).exp2();
        Self((f64::from(entries) / size).min(1.0))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

// Never NaN, so that equality holds for every value with itself.
impl Eq for Probability {}

impl PartialEq for Probability {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Ord for Probability {
    fn cmp(&self, other: &Self) -> Ordering {
        // Minus zero is zero.
        (self.0 + 0.0).total_cmp(&(other.0 + 0.0))
    }
}

impl PartialOrd for Probability {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.1e}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Probability;

    #[test]
    fn only_numbers_from_0_to_1_are_probabilities() {
        for number in [f64::NAN, f64::INFINITY, -1e-9, 1.000_1, -f64::INFINITY] {
            assert_eq!(Probability::new(number), None, "{number}");
        }
        assert_eq!(Probability::new(-0.0), Some(Probability::ZERO));
        assert_eq!(Probability::new(1e-9), Some(Probability::DEFAULT_LIMIT));
    }

    #[test]
    fn entries_against_the_room_they_share() {
        assert_eq!(Probability::in_two_to_the(10_000_000, 64).to_string(), "5.4e-13");
        assert_eq!(Probability::in_two_to_the(u32::MAX, 8), Probability::new(1.0).unwrap());
        assert_eq!(Probability::in_two_to_the(0, 8), Probability::ZERO);
        assert!(Probability::in_two_to_the(1, 128) < Probability::in_two_to_the(1, 127));
    }
}
