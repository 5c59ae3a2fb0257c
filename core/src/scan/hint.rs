//! Why a frame could not be read, and how a hint stays the same from frame to frame.

/// What would help the camera, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Hint {
    /// What stands in the way.
    pub kind: HintKind,
    /// 0 to 1. Below one half, a shell says nothing.
    pub confidence: f32,
}

/// What stands in the way of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum HintKind {
    /// Nothing looks like a code.
    NoCode,
    /// A code too small to resolve: move closer.
    TooSmall,
    /// A code larger than the frame: move away.
    TooLarge,
    /// Out of focus or moved: hold still.
    Blurred,
    /// Too little light.
    TooDark,
    /// A reflection covers the code.
    Glare,
    /// A part of the code is outside the frame.
    CutOff,
    /// Something lies on the code.
    Covered,
}

impl HintKind {
    const ALL: [Self; 8] = [
        Self::NoCode,
        Self::TooSmall,
        Self::TooLarge,
        Self::Blurred,
        Self::TooDark,
        Self::Glare,
        Self::CutOff,
        Self::Covered,
    ];
}

/// Hints over frames: one that is shown stays until another is clearly better.
#[derive(Debug, Default)]
pub(super) struct Steady {
    /// How much lately spoke for each kind, in the order of [`HintKind::ALL`].
    scores: [f32; HintKind::ALL.len()],
    shown: Option<HintKind>,
}

/// What the last frame counts against those before it.
const NEWEST: f32 = 0.4;

/// By how much another hint must be better.
const MARGIN: f32 = 0.15;

impl Steady {
    /// The hint to show after a frame that speaks for this one.
    pub(super) fn after(&mut self, seen: Hint) -> Hint {
        let first = self.shown.is_none();
        for (score, kind) in self.scores.iter_mut().zip(HintKind::ALL) {
            let now = if kind == seen.kind { seen.confidence } else { 0.0 };
            *score = if first { now } else { *score * (1.0 - NEWEST) + now * NEWEST };
        }
        let of = |kind: HintKind| {
            self.scores.iter().zip(HintKind::ALL).find(|(_, other)| *other == kind).map_or(0.0, |(score, _)| *score)
        };
        let best = HintKind::ALL.into_iter().max_by(|a, b| of(*a).total_cmp(&of(*b))).unwrap_or(seen.kind);
        let kind = match self.shown {
            Some(shown) if of(best) < of(shown) + MARGIN => shown,
            _ => best,
        };
        self.shown = Some(kind);
        Hint { kind, confidence: of(kind) }
    }

    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds shown after frames that speak for these hints.
    fn shown(steady: &mut Steady, seen: impl IntoIterator<Item = (HintKind, f32)>) -> Vec<HintKind> {
        seen.into_iter().map(|(kind, confidence)| steady.after(Hint { kind, confidence }).kind).collect()
    }

    #[test]
    fn two_weak_hints_by_turns_do_not_flicker() {
        let turns = [(HintKind::Blurred, 0.55), (HintKind::TooSmall, 0.6)];
        let kinds = shown(&mut Steady::default(), turns.into_iter().cycle().take(60));
        // The first one shown may give way once, to the stronger.
        assert!(kinds.windows(2).filter(|pair| pair[0] != pair[1]).count() <= 1, "{kinds:?}");
    }

    #[test]
    fn a_lasting_hint_replaces_the_last_one_soon() {
        let mut steady = Steady::default();
        let before = shown(&mut steady, [(HintKind::Blurred, 0.8); 10]);
        assert_eq!(before, [HintKind::Blurred; 10]);
        assert_eq!(shown(&mut steady, [(HintKind::Glare, 0.9)]), [HintKind::Blurred], "one frame changes nothing");
        assert_eq!(shown(&mut steady, [(HintKind::Blurred, 0.8); 5]), [HintKind::Blurred; 5]);
        let after = shown(&mut steady, [(HintKind::Glare, 0.8); 5]);
        assert_eq!(after[4], HintKind::Glare, "{after:?}");
        assert_eq!(shown(&mut steady, [(HintKind::Glare, 0.8); 5]), [HintKind::Glare; 5]);
    }

    #[test]
    fn the_first_hint_is_shown_at_once_and_fades_where_nothing_speaks_for_it() {
        let mut steady = Steady::default();
        let first = Hint { kind: HintKind::TooDark, confidence: 0.7 };
        assert_eq!(steady.after(first), first);
        let last = (0..8).map(|_| steady.after(Hint { kind: HintKind::NoCode, confidence: 0.0 })).last().unwrap();
        assert!(last.confidence < 0.1, "{last:?}");
        steady.forget();
        let other = Hint { kind: HintKind::CutOff, confidence: 0.6 };
        assert_eq!(steady.after(other), other, "nothing is left of the frames before");
    }
}
