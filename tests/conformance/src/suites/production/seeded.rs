//! Numbers that look random and are the same every time.

/// A sequence that its seed decides (SplitMix64).
pub(super) struct Seeded(u64);

impl Seeded {
    pub(super) fn of(seed: [usize; 2]) -> Self {
        let [high, low] = seed.map(|part| u64::try_from(part).unwrap_or_default());
        Self(high.rotate_left(32) ^ low)
    }

    /// The next number from 0 to `end`, which is not among them.
    pub(super) fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ mixed >> 31) >> 1).unwrap_or_default().checked_rem(end).unwrap_or_default()
    }
}
