//! Pictures from files: PNG, JPEG, WebP and the plain PNM of benches → brightness (feature `picture`).

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::colour::brightness;
use super::{Frame, FrameError, Rotation};
use crate::limits;

/// A picture in brightness alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Luma {
    pub(super) pixels: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Luma {
    /// The picture as a frame for the scanner.
    ///
    /// # Errors
    /// [`FrameError::TooLarge`] where it is larger than a scan will touch; none of the readers gives such a picture.
    pub fn frame(&self) -> Result<Frame<'_>, FrameError> {
        Frame::new(&self.pixels, self.width, self.height, self.width, Rotation::Upright)
    }

    /// One byte a pixel, row after row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// In pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// In pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }
}

impl std::fmt::Debug for Luma {
    /// Sizes only: pixels show a person's code.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Luma");
        shown.field("width", &self.width).field("height", &self.height).finish_non_exhaustive()
    }
}

/// Why bytes give no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither of the formats.
    #[error("no PNG, JPEG, WebP or PNM picture")]
    Unknown,
    /// Beyond the bound.
    #[error("{width} × {height} pixels, at most {most} are looked at")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// The bound, in pixels.
        most: u64,
    },
    /// Reading it would take more memory than a picture may.
    #[error("the picture needs more than {most} bytes of memory")]
    TooHeavy {
        /// The bound, in bytes.
        most: u64,
    },
    /// Damaged, or of a kind that its format has and we do not read.
    #[error("the picture cannot be read: {because}")]
    Broken {
        /// In the decoder's words.
        because: String,
    },
}

/// Whether bytes begin as one of the formats does.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    format(bytes).is_some()
}

/// Reads the first picture of a file. What is transparent is laid over white, as on paper. Turned pictures stay as they
/// are stored: a code reads from every side.
///
/// # Errors
/// [`PictureError`]; memory is bounded by `limits::PICTURE_BYTES` whatever the bytes say.
pub fn read(bytes: &[u8]) -> Result<Luma, PictureError> {
    let format = format(bytes).ok_or(PictureError::Unknown)?;
    guarded(|| decode(bytes, format))
        .unwrap_or_else(|| Err(PictureError::Broken { because: "its decoder gave up".to_owned() }))
}

/// Runs other people's code on what strangers send: where it panics, there is no result.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match image::guess_format(bytes).ok()? {
        format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) => Some(format),
        // Two letters that a text may begin with too: white space has to follow.
        ImageFormat::Pnm => bytes.get(2).is_some_and(u8::is_ascii_whitespace).then_some(ImageFormat::Pnm),
        _ => None,
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<Luma, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = Limits::no_limits();
    bounds.max_alloc = Some(limits::PICTURE_BYTES);
    reader.limits(bounds);
    let decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width).saturating_mul(u64::from(height)) > limits::FRAME_PIXELS {
        return Err(PictureError::TooLarge { width, height, most: limits::FRAME_PIXELS });
    }
    if decoder.total_bytes().saturating_mul(weight(bytes, format)) > limits::PICTURE_BYTES {
        return Err(PictureError::TooHeavy { most: limits::PICTURE_BYTES });
    }
    let pixels = luma(DynamicImage::from_decoder(decoder).map_err(broken)?);
    Ok(Luma { pixels, width, height })
}

/// How much memory a decoder takes, in times of the picture's own. A JPEG in several passes is kept whole in coefficients
/// of two bytes until the last pass; only its frame's marker says that it is one, which entropy-coded data never contains.
fn weight(bytes: &[u8], format: ImageFormat) -> u64 {
    let has_passes = || bytes.windows(2).any(|marker| marker == [0xff, 0xc2]);
    if format == ImageFormat::Jpeg && has_passes() { 3 } else { 1 }
}

fn broken(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooHeavy { most: limits::PICTURE_BYTES },
        other => PictureError::Broken { because: other.to_string() },
    }
}

fn luma(picture: DynamicImage) -> Vec<u8> {
    match picture {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        DynamicImage::ImageLuma16(_) => picture.into_luma8().into_raw(),
        DynamicImage::ImageRgb8(colour) => colour.as_raw().chunks_exact(3).map(brightness).collect(),
        other => other.into_rgba8().as_raw().chunks_exact(4).map(over_white).collect(),
    }
}

fn over_white(pixel: &[u8]) -> u8 {
    let [red, green, blue, alpha] = *pixel else { return 0 };
    let (shown, white) = (u32::from(alpha), u32::from(255_u8.saturating_sub(alpha)).saturating_mul(255));
    let mixed = |value: u8| {
        let sum = u32::from(value).saturating_mul(shown).saturating_add(white);
        u8::try_from(sum.saturating_add(127) / 255).unwrap_or(u8::MAX)
    };
    brightness(&[mixed(red), mixed(green), mixed(blue)])
}

#[cfg(test)]
mod tests;
