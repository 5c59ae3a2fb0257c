//! The 40 sizes of a symbol (ISO/IEC 18004 §6.3.1.2, annexes D and E).

/// The size of a symbol, 1 to 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scan) struct Version(u8);

impl Version {
    /// The smallest.
    pub(in crate::scan) const LEAST: Self = Self(1);
    /// The largest.
    pub(in crate::scan) const MOST: Self = Self(40);

    /// `None` for anything but 1 to 40.
    pub(in crate::scan) const fn new(number: u8) -> Option<Self> {
        if 1 <= number && number <= 40 { Some(Self(number)) } else { None }
    }

    /// 1 to 40.
    pub(in crate::scan) const fn number(self) -> u8 {
        self.0
    }

    /// Modules along one side, 21 to 177.
    pub(in crate::scan) fn side(self) -> usize {
        usize::from(self.0).saturating_mul(4).saturating_add(17)
    }

    /// Where alignment patterns have their middle modules, on either axis. The three pairs that would lie on a finder
    /// pattern have none.
    pub(in crate::scan) fn alignment_centres(self) -> &'static [u8] {
        CENTRES.get(usize::from(self.0).wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// Whether the symbol says its version itself.
    pub(super) const fn has_information(self) -> bool {
        self.0 >= FIRST_WITH_INFORMATION
    }

    /// Codewords of the symbol, data and parity: 26 to 3706.
    pub(super) fn codewords(self) -> usize {
        let side = self.side();
        let patterns = self.alignment_centres().len();
        let finders_and_formats: usize = 3 * 64 + 31;
        let timing = side.saturating_sub(16).saturating_mul(2);
        let alignment = match patterns.checked_sub(2) {
            // Patterns on a timing pattern share a row or column of five modules with it.
            Some(inner) => {
                let all = patterns.saturating_mul(patterns).saturating_sub(3).saturating_mul(25);
                all.saturating_sub(inner.saturating_mul(10))
            }
            None => 0,
        };
        let information = if self.has_information() { 36 } else { 0 };
        let taken = finders_and_formats.saturating_add(timing).saturating_add(alignment).saturating_add(information);
        side.saturating_mul(side).saturating_sub(taken) / 8
    }
}

/// The first version whose symbols say it.
const FIRST_WITH_INFORMATION: u8 = 7;

/// Which version 18 modules of version information say (bit 0 first, below zero is dark), and by how many modules it
/// differs from what was read. A symbol is what it says up to a distance of three.
pub(in crate::scan) fn version_information(soft: &[f32; 18]) -> (Version, u32) {
    let read = soft.iter().rev().fold(0_u32, |word, value| word << 1 | u32::from(*value < 0.0));
    let mut best = (Version::MOST, u32::MAX);
    for version in (FIRST_WITH_INFORMATION..=40).filter_map(Version::new) {
        let distance = (information_word(version) ^ read).count_ones();
        if distance < best.1 {
            best = (version, distance);
        }
    }
    best
}

/// The version as the symbol says it: six bits, followed by twelve of a BCH code.
fn information_word(version: Version) -> u32 {
    let data = u32::from(version.number()) << 12;
    let remainder = (0..6).fold(data, |rest, step| {
        let leading = 1_u32 << 17 >> step;
        if rest & leading == 0 { rest } else { rest ^ (GENERATOR << 5 >> step) }
    });
    data | remainder
}

const GENERATOR: u32 = 0b1_1111_0010_0101;

/// One row a version.
const CENTRES: [&[u8]; 40] = [
    &[],
    &[6, 18],
    &[6, 22],
    &[6, 26],
    &[6, 30],
    &[6, 34],
    &[6, 22, 38],
    &[6, 24, 42],
    &[6, 26, 46],
    &[6, 28, 50],
    &[6, 30, 54],
    &[6, 32, 58],
    &[6, 34, 62],
    &[6, 26, 46, 66],
    &[6, 26, 48, 70],
    &[6, 26, 50, 74],
    &[6, 30, 54, 78],
    &[6, 30, 56, 82],
    &[6, 30, 58, 86],
    &[6, 34, 62, 90],
    &[6, 28, 50, 72, 94],
    &[6, 26, 50, 74, 98],
    &[6, 30, 54, 78, 102],
    &[6, 28, 54, 80, 106],
    &[6, 32, 58, 84, 110],
    &[6, 30, 58, 86, 114],
    &[6, 34, 62, 90, 118],
    &[6, 26, 50, 74, 98, 122],
    &[6, 30, 54, 78, 102, 126],
    &[6, 26, 52, 78, 104, 130],
    &[6, 30, 56, 82, 108, 134],
    &[6, 34, 60, 86, 112, 138],
    &[6, 30, 58, 86, 114, 142],
    &[6, 34, 62, 90, 118, 146],
    &[6, 30, 54, 78, 102, 126, 150],
    &[6, 24, 50, 76, 102, 128, 154],
    &[6, 28, 54, 80, 106, 132, 158],
    &[6, 32, 58, 84, 110, 136, 162],
    &[6, 26, 54, 82, 110, 138, 166],
    &[6, 30, 58, 86, 114, 142, 170],
];

#[cfg(test)]
mod tests;
