//! Sums → symbols: linear equations over bits, solved as they come (Gauss and Jordan). Everything is added 64 bits at a
//! time, without carry.

use super::sum;

/// The equations of one message, each with a first unknown that no other one begins with.
pub(super) struct Solver {
    /// By the place of the first unknown.
    rows: Vec<Option<Row>>,
    known: usize,
}

struct Row {
    /// Which symbols are summed, 64 a word, the first in the lowest bit.
    terms: Vec<u64>,
    sum: Vec<u64>,
}

impl Solver {
    pub(super) fn new(symbols: usize) -> Self {
        Self { rows: (0..symbols).map(|_| None).collect(), known: 0 }
    }

    /// Equations that say something new.
    pub(super) fn known(&self) -> usize {
        self.known
    }

    pub(super) fn symbols(&self) -> usize {
        self.rows.len()
    }

    /// Takes a symbol; one that follows from those before changes nothing.
    pub(super) fn take(&mut self, number: u32, symbol: &[u8]) {
        let mut row = Row { terms: places(sum::terms(number, self.rows.len())), sum: words(symbol) };
        while let Some(first) = row.first() {
            match self.rows.get_mut(first) {
                Some(Some(known)) => row.add(known),
                Some(free) => {
                    *free = Some(row);
                    self.known = self.known.saturating_add(1);
                    return;
                }
                None => return,
            }
        }
    }

    /// The message of `length` bytes, when as many symbols are known as there are.
    pub(super) fn message(&mut self, length: u32) -> Vec<u8> {
        for place in (0..self.rows.len()).rev() {
            let (before, from) = self.rows.split_at_mut(place);
            let Some(Some(solved)) = from.first() else { continue };
            before.iter_mut().flatten().filter(|row| row.has(place)).for_each(|row| row.add(solved));
        }
        let mut message: Vec<u8> = self.rows.iter().flatten().flat_map(|row| bytes(&row.sum)).collect();
        message.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        message
    }
}

impl std::fmt::Debug for Solver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Solver").field("known", &self.known).finish_non_exhaustive()
    }
}

impl Row {
    /// The place of its first symbol.
    fn first(&self) -> Option<usize> {
        let (word, bits) = self.terms.iter().enumerate().find(|(_, bits)| **bits != 0)?;
        Some(word.saturating_mul(64).saturating_add(usize::try_from(bits.trailing_zeros()).ok()?))
    }

    fn has(&self, place: usize) -> bool {
        self.terms.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }

    fn add(&mut self, other: &Self) {
        add(&mut self.terms, &other.terms);
        add(&mut self.sum, &other.sum);
    }
}

/// Adds a symbol to a sum.
pub(super) fn add(sum: &mut [u64], symbol: &[u64]) {
    sum.iter_mut().zip(symbol).for_each(|(own, other)| *own ^= other);
}

/// A symbol, whose length is a multiple of eight bytes, as numbers.
pub(super) fn words(symbol: &[u8]) -> Vec<u64> {
    let (words, _) = symbol.as_chunks::<8>();
    words.iter().map(|word| u64::from_le_bytes(*word)).collect()
}

/// The same as bytes.
pub(super) fn bytes(symbol: &[u64]) -> impl Iterator<Item = u8> {
    symbol.iter().flat_map(|word| word.to_le_bytes())
}

fn places(terms: impl Iterator<Item = bool>) -> Vec<u64> {
    let bits: Vec<bool> = terms.collect();
    bits.chunks(64).map(|chunk| chunk.iter().rev().fold(0, |word, bit| (word << 1) | u64::from(*bit))).collect()
}
