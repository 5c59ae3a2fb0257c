//! Reed–Solomon codes over GF(256), with errors at unknown and erasures at known places (ISO/IEC 18004 §7.5.2, annex B).
//!
//! A word of n codewords is a polynomial, its first codeword the coefficient of x^(n-1). It is without error where it is
//! zero at α⁰, α¹, … for as many powers as it has parity codewords.

mod field;

use field::{LANES, Lanes, add_multiple, divide, multiply, multiply_lanes, power, raise_lanes};

/// The most parity codewords of a word.
const MOST_PARITY: usize = 30;

/// What a word is at α⁰, α¹, …: all zero where it has no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Syndromes {
    values: Lanes,
    parity: usize,
}

impl Syndromes {
    /// Of a word with so many parity codewords, at most 30.
    pub(super) fn of(word: &[u8], parity: usize) -> Self {
        let parity = parity.min(MOST_PARITY);
        let mut values = [0; LANES];
        for codeword in word {
            values = raise_lanes(values);
            values.iter_mut().for_each(|value| *value ^= codeword);
        }
        values.iter_mut().skip(parity).for_each(|value| *value = 0);
        Self { values, parity }
    }

    pub(super) fn show_no_error(&self) -> bool {
        self.values == [0; LANES]
    }

    fn first(&self) -> &[u8] {
        self.values.get(..self.parity).unwrap_or_default()
    }
}

/// What made a word right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// Codewords at unknown places that were wrong.
    pub(super) errors: usize,
    /// Codewords that are different now, erased ones included.
    pub(super) changed: usize,
}

/// Corrects a word of at most 255 codewords with these syndromes, the erased places of which (indices into it, each once)
/// may hold anything. `None` leaves it as it was: more than `most_errors` others are wrong, or more than parity can tell.
pub(super) fn correct(word: &mut [u8], syndromes: &Syndromes, erased: &[u8], most_errors: usize) -> Option<Correction> {
    let locator = Locator::find(word.len(), syndromes, erased, most_errors)?;
    let changes = locator.changes(locator.places(word.len())?, word.len(), syndromes)?;
    changes.change(word);
    if !Syndromes::of(word, syndromes.parity).show_no_error() {
        changes.change(word);
        return None;
    }
    let changed = changes.list().iter().filter(|(_, difference)| *difference != 0).count();
    Some(Correction { errors: locator.degree.saturating_sub(erased.len()), changed })
}

/// The polynomial that is zero at the inverse of every place, a place being α to the power it has in the word.
struct Locator {
    coefficients: Lanes,
    degree: usize,
}

impl Locator {
    /// Berlekamp's and Massey's search for the shortest locator that explains the syndromes and has the erased places.
    fn find(length: usize, syndromes: &Syndromes, erased: &[u8], most_errors: usize) -> Option<Self> {
        let spare = syndromes.parity.checked_sub(erased.len())?;
        let mut coefficients = Self::of_places(length, erased)?;
        let mut previous = coefficients;
        let mut degree = erased.len();
        // The syndromes so far, the last one first.
        let mut so_far = [0; LANES];
        for (step, syndrome) in syndromes.first().iter().enumerate() {
            shift_in(&mut so_far, *syndrome);
            if step < erased.len() {
                continue;
            }
            // What the locator does not foretell of this syndrome.
            let difference = sum(&multiply_lanes(&coefficients, &so_far));
            shift_in(&mut previous, 0);
            if difference == 0 {
                continue;
            }
            let before = coefficients;
            add_multiple(&mut coefficients, &previous, difference);
            let longer = step.saturating_add(erased.len()).saturating_add(1).saturating_sub(degree);
            if longer > degree {
                degree = longer;
                previous = [0; LANES];
                add_multiple(&mut previous, &before, divide(1, difference));
            }
        }
        let errors = degree.saturating_sub(erased.len());
        let last = coefficients.iter().rposition(|coefficient| *coefficient != 0);
        (errors <= most_errors && errors.saturating_mul(2) <= spare && last == Some(degree))
            .then_some(Self { coefficients, degree })
    }

    fn of_places(length: usize, erased: &[u8]) -> Option<Lanes> {
        let mut coefficients = [0; LANES];
        *coefficients.first_mut()? = 1;
        for index in erased {
            let exponent = length.checked_sub(1)?.checked_sub(usize::from(*index))?;
            let mut shifted = coefficients;
            shift_in(&mut shifted, 0);
            add_multiple(&mut coefficients, &shifted, power(exponent));
        }
        Some(coefficients)
    }

    /// Chien's search for the places. `None` where the locator has not as many inside the word as its degree.
    fn places(&self, length: usize) -> Option<Places> {
        // The terms of the locator at the inverse of the first codeword's place.
        let exponent = inverse_exponent(length.checked_sub(1)?);
        let mut terms = self.coefficients;
        for (index, term) in terms.iter_mut().enumerate() {
            *term = multiply(*term, power(exponent.saturating_mul(index)));
        }
        let mut places = Places::default();
        for (index, left) in (0..length).zip((1..=length).rev()) {
            if places.count.saturating_add(left) < self.degree {
                return None;
            }
            if sum(&terms) == 0 {
                let odd_terms = terms.iter().skip(1).step_by(2).fold(0, |sum, term| sum ^ term);
                places.push(u8::try_from(index).ok()?, odd_terms)?;
            }
            terms = raise_lanes(terms);
        }
        (places.count == self.degree).then_some(places)
    }

    /// Forney's formula for what to change at these places.
    fn changes(&self, mut places: Places, length: usize, syndromes: &Syndromes) -> Option<Places> {
        let evaluator = self.evaluator(syndromes.first());
        for (index, value) in places.list_mut() {
            let exponent = length.checked_sub(1)?.checked_sub(usize::from(*index))?;
            // Where the locator is zero, its odd terms are its derivative times the inverse of the place.
            *value = divide(value_at(&evaluator, inverse_exponent(exponent)), *value);
        }
        Some(places)
    }

    /// The product with the syndromes, as far as these reach.
    fn evaluator(&self, syndromes: &[u8]) -> Lanes {
        let mut product = [0; LANES];
        let mut shifted = self.coefficients;
        for syndrome in syndromes {
            add_multiple(&mut product, &shifted, *syndrome);
            shift_in(&mut shifted, 0);
        }
        product.iter_mut().skip(syndromes.len()).for_each(|coefficient| *coefficient = 0);
        product
    }
}

/// Codewords, by their index into the word, each with a value: first the locator's odd terms there, then what to change.
#[derive(Default)]
struct Places {
    list: [(u8, u8); MOST_PARITY],
    count: usize,
}

impl Places {
    fn push(&mut self, index: u8, value: u8) -> Option<()> {
        *self.list.get_mut(self.count)? = (index, value);
        self.count = self.count.saturating_add(1);
        Some(())
    }

    fn list(&self) -> &[(u8, u8)] {
        self.list.get(..self.count).unwrap_or_default()
    }

    fn list_mut(&mut self) -> &mut [(u8, u8)] {
        self.list.get_mut(..self.count).unwrap_or_default()
    }

    /// Changes a word, or changes it back.
    fn change(&self, word: &mut [u8]) {
        for (index, difference) in self.list() {
            if let Some(codeword) = word.get_mut(usize::from(*index)) {
                *codeword ^= difference;
            }
        }
    }
}

/// The sum of all lanes.
fn sum(lanes: &Lanes) -> u8 {
    lanes.iter().fold(0, |sum, lane| sum ^ lane)
}

/// Multiplies a polynomial by x and adds a constant.
fn shift_in(polynomial: &mut Lanes, constant: u8) {
    const ALL_BUT_LAST: std::ops::RangeTo<usize> = ..LANES.saturating_sub(1);
    polynomial.copy_within(ALL_BUT_LAST, 1);
    if let Some(first) = polynomial.first_mut() {
        *first = constant;
    }
}

/// A polynomial at α to a power.
fn value_at(coefficients: &Lanes, exponent: usize) -> u8 {
    let terms = coefficients.iter().enumerate().filter(|(_, coefficient)| **coefficient != 0);
    terms.fold(0, |sum, (index, coefficient)| sum ^ multiply(*coefficient, power(exponent.saturating_mul(index))))
}

/// The power of α that is the inverse of this one.
const fn inverse_exponent(exponent: usize) -> usize {
    255_usize.saturating_sub(exponent % 255)
}

#[cfg(test)]
mod tests;
