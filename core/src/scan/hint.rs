//! Why a frame could not be read.

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
