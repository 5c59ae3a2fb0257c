//! What each module of a symbol is for, and the order in which its data are read (ISO/IEC 18004 §6.3, §7.7.3, §7.8).

use super::version::Version;

/// What a module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) enum Role {
    /// A bit of a codeword, or one of the few left over.
    Data,
    /// Part of a pattern, and light.
    Light,
    /// Part of a pattern, and dark.
    Dark,
    /// Format or version information: part of no codeword, and not known beforehand.
    Information,
}

impl Role {
    /// Whether the module is dark, where every symbol of its version has it so or not.
    pub(in crate::scan) const fn is_dark(self) -> Option<bool> {
        match self {
            Self::Dark => Some(true),
            Self::Light => Some(false),
            Self::Data | Self::Information => None,
        }
    }
}

/// The modules of one version. Row-major: module (x, y) has the index `y * side + x`.
#[derive(Debug)]
pub(in crate::scan) struct Layout {
    version: Option<Version>,
    /// Modules along one side.
    pub(in crate::scan) side: usize,
    /// What each module is for.
    pub(in crate::scan) roles: Vec<Role>,
    /// The modules of the codewords, first bit first, followed by up to seven left over.
    pub(in crate::scan) order: Vec<u16>,
    /// For each module of `order`, a bit for each mask: whether it turns the module over.
    pub(super) flips: Vec<u8>,
}

impl Layout {
    /// Of no version yet, with room for the largest.
    pub(super) fn new() -> Self {
        let side = Version::MOST.side();
        let modules = side.saturating_mul(side);
        Self {
            version: None,
            side: 0,
            roles: Vec::with_capacity(modules),
            order: Vec::with_capacity(modules),
            flips: Vec::with_capacity(modules),
        }
    }

    /// Which version this is the layout of.
    pub(super) const fn version(&self) -> Option<Version> {
        self.version
    }

    /// Makes this the layout of another version.
    pub(super) fn fill(&mut self, version: Version) {
        self.version = Some(version);
        self.side = version.side();
        self.roles.clear();
        self.roles.resize(self.side.saturating_mul(self.side), Role::Data);
        self.place_timing();
        self.place_finders();
        self.place_alignment(version);
        self.place_format();
        if version.has_information() {
            self.place_version();
        }
        self.put_in_order();
    }

    fn place_timing(&mut self) {
        for along in 0..self.side {
            let role = if along % 2 == 0 { Role::Dark } else { Role::Light };
            self.place(along, 6, role);
            self.place(6, along, role);
        }
    }

    /// The finder patterns with the light row and column that part them from the rest.
    fn place_finders(&mut self) {
        for y in 0..8_usize {
            for x in 0..8_usize {
                let role = match x.abs_diff(3).max(y.abs_diff(3)) {
                    2 | 4 => Role::Light,
                    _ => Role::Dark,
                };
                self.place(x, y, role);
                self.place(self.opposite(x), y, role);
                self.place(x, self.opposite(y), role);
            }
        }
    }

    fn place_alignment(&mut self, version: Version) {
        let centres = version.alignment_centres();
        let last = self.opposite(6);
        for (x, y) in centres.iter().flat_map(|y| centres.iter().map(move |x| (usize::from(*x), usize::from(*y)))) {
            if !matches!((x, y), (6, 6)) && (x, y) != (6, last) && (x, y) != (last, 6) {
                self.place_alignment_pattern(x, y);
            }
        }
    }

    fn place_alignment_pattern(&mut self, x: usize, y: usize) {
        for dy in 0..5_usize {
            for dx in 0..5_usize {
                let ring = dx.abs_diff(2).max(dy.abs_diff(2));
                let role = if ring == 1 { Role::Light } else { Role::Dark };
                self.place(x.saturating_add(dx).saturating_sub(2), y.saturating_add(dy).saturating_sub(2), role);
            }
        }
    }

    fn place_format(&mut self) {
        for along in (0..9).filter(|along| *along != 6) {
            self.place(along, 8, Role::Information);
            self.place(8, along, Role::Information);
        }
        for along in 0..8 {
            self.place(self.opposite(along), 8, Role::Information);
            self.place(8, self.opposite(along), Role::Information);
        }
        self.place(8, self.opposite(7), Role::Dark);
    }

    fn place_version(&mut self) {
        for (long, short) in (0..6).flat_map(|long| (8..11).map(move |short| (long, short))) {
            self.place(long, self.opposite(short), Role::Information);
            self.place(self.opposite(short), long, Role::Information);
        }
    }

    /// The place as far from the end as `along` is from the beginning.
    const fn opposite(&self, along: usize) -> usize {
        self.side.saturating_sub(1).saturating_sub(along)
    }

    fn place(&mut self, x: usize, y: usize, role: Role) {
        if let Some(module) = self.roles.get_mut(y.saturating_mul(self.side).saturating_add(x)) {
            *module = role;
        }
    }

    /// Goes through the data modules in strips of two columns from the right, up and down in turn, left of the vertical
    /// timing pattern as if that were not there.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "walks up to 31,329 modules: x and y stay below a side of 21 to 177 modules, which `roles` has squared"
    )]
    fn put_in_order(&mut self) {
        self.order.clear();
        self.flips.clear();
        let side = self.side;
        for strip in 0..side / 2 {
            let from_right = side - 1 - 2 * strip;
            let right = if from_right <= 6 { from_right - 1 } else { from_right };
            for step in 0..side {
                let y = if strip % 2 == 0 { side - 1 - step } else { step };
                for x in [right, right - 1] {
                    let module = y * side + x;
                    if self.roles[module] == Role::Data {
                        self.order.push(module as u16);
                        self.flips.push(FLIPS[y % 12][x % 12]);
                    }
                }
            }
        }
    }
}

/// For the place of a module modulo 12, by row and column, which of the eight masks turn it over.
const FLIPS: [[u8; 12]; 12] = flips();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "computed by the compiler, which refuses what goes wrong"
)]
const fn flips() -> [[u8; 12]; 12] {
    let mut flips = [[0; 12]; 12];
    let mut place = 0;
    while place < 144 {
        let (y, x) = (place / 12, place % 12);
        let product = x * y;
        let conditions = [
            (x + y) % 2 == 0,
            y % 2 == 0,
            x % 3 == 0,
            (x + y) % 3 == 0,
            (y / 2 + x / 3) % 2 == 0,
            product % 2 + product % 3 == 0,
            (product % 2 + product % 3) % 2 == 0,
            ((x + y) % 2 + product % 3) % 2 == 0,
        ];
        let mut mask = 0;
        while mask < 8 {
            flips[y][x] |= (conditions[mask] as u8) << mask;
            mask += 1;
        }
        place += 1;
    }
    flips
}

#[cfg(test)]
mod tests;
