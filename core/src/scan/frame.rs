//! A picture as a camera hands it over.

use super::Point;
use crate::limits;

/// A borrowed picture of brightness: one byte a pixel, row-major, `stride` bytes from one row to the next.
#[derive(Clone, Copy)]
pub struct Frame<'luma> {
    luma: &'luma [u8],
    width: usize,
    height: usize,
    stride: usize,
    rotation: Rotation,
}

impl<'luma> Frame<'luma> {
    /// A frame of `width` × `height` pixels. The last row may end with its last pixel.
    ///
    /// # Errors
    /// [`FrameError`] where these numbers do not describe `luma`, or the picture is larger than a scan will touch.
    pub fn new(
        luma: &'luma [u8],
        width: u32,
        height: u32,
        stride: u32,
        rotation: Rotation,
    ) -> Result<Self, FrameError> {
        if stride < width {
            return Err(FrameError::Stride { stride, width });
        }
        if u64::from(width).saturating_mul(u64::from(height)) > limits::FRAME_PIXELS {
            return Err(FrameError::TooLarge { width, height, most: limits::FRAME_PIXELS });
        }
        let bytes = u64::try_from(luma.len()).unwrap_or(u64::MAX);
        let before_last = u64::from(height.saturating_sub(1)).saturating_mul(u64::from(stride));
        let needed = before_last.saturating_add(u64::from(width.min(height.saturating_mul(width))));
        let (Ok(columns), Ok(rows), Ok(step)) = (width.try_into(), height.try_into(), stride.try_into()) else {
            return Err(FrameError::Length { bytes, needed });
        };
        if bytes < needed {
            return Err(FrameError::Length { bytes, needed });
        }
        Ok(Self { luma, width: columns, height: rows, stride: step, rotation })
    }

    /// Pixels in a row.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// How the frame lies.
    #[must_use]
    pub const fn rotation(&self) -> Rotation {
        self.rotation
    }

    /// The pixels of a row, none below the last.
    #[cfg(any(test, feature = "picture"))]
    pub(super) fn row(&self, y: usize) -> &'luma [u8] {
        let start = y.saturating_mul(self.stride);
        self.luma.get(start..start.saturating_add(self.width)).unwrap_or_default()
    }

    pub(super) const fn luma(&self) -> &'luma [u8] {
        self.luma
    }

    pub(super) const fn stride(&self) -> usize {
        self.stride
    }
}

impl std::fmt::Debug for Frame<'_> {
    /// Sizes only: pixels show a person's code.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Frame")
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

/// By how much a frame must be turned clockwise to stand upright. It reads the same either way; codes are listed from
/// the top of the upright picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Rotation {
    /// As it is.
    #[default]
    Upright,
    /// By 90°.
    Clockwise,
    /// By 180°.
    UpsideDown,
    /// By 270°.
    CounterClockwise,
}

impl Rotation {
    /// How far down a place lies in the upright picture, up to a constant.
    pub(super) const fn height_of(self, at: Point) -> f32 {
        match self {
            Self::Upright => at.y,
            Self::Clockwise => at.x,
            Self::UpsideDown => -at.y,
            Self::CounterClockwise => -at.x,
        }
    }
}

/// Why numbers describe no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum FrameError {
    /// Rows would overlap.
    #[error("rows of {width} pixels cannot begin every {stride} bytes")]
    Stride {
        /// From one row to the next, in bytes.
        stride: u32,
        /// In pixels.
        width: u32,
    },
    /// Fewer bytes than pixels.
    #[error("{bytes} bytes where the frame needs {needed}")]
    Length {
        /// Handed in.
        bytes: u64,
        /// Least.
        needed: u64,
    },
    /// A picture beyond the bound.
    #[error("{width} × {height} pixels, at most {most} are looked at")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// The bound, in pixels.
        most: u64,
    },
}
