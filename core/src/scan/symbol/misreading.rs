//! How likely it is that a word with nothing of a code in it is read as one.

/// The chance, as a power of two, that a random word becomes a codeword when so many of its codewords are erased and up
/// to so many others may be wrong: the codewords within reach, over all words.
pub(super) fn chance(length: usize, parity: usize, erased: usize, errors: usize) -> f32 {
    let places = length.saturating_sub(erased);
    let choices: f32 =
        (0..errors).map(|error| log2(places.saturating_sub(error)) - log2(error.saturating_add(1))).sum();
    choices + 8.0 * number(errors) - 8.0 * number(parity.saturating_sub(erased))
}

/// How many wrong codewords beside erased ones may be corrected, so that the chance of misreading is at most this power
/// of two. `None` where not even the erased ones may.
pub(super) fn most_errors(length: usize, parity: usize, erased: usize, most: f32) -> Option<usize> {
    let correctable = parity.saturating_sub(erased) / 2;
    (0..=correctable).take_while(|errors| chance(length, parity, erased, *errors) <= most).last()
}

fn log2(count: usize) -> f32 {
    number(count).log2()
}

/// Counts of codewords in a block are small.
fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests;
