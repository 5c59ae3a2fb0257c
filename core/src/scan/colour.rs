//! Brightness from pictures in colour: what cameras and picture files hand over, as the scanner takes it.

use super::{Frame, FrameError, Rotation};
use crate::limits;

/// The brightness of RGBA pixels, `width` × `height` of them, `stride` bytes from one row to the next; alpha is not
/// looked at. It replaces what was in `luma`, whose memory is used again.
///
/// The weights are those of ITU-R BT.601 in 15-bit integers, rounded: the same bytes as OpenCV's.
///
/// # Errors
/// [`FrameError`] where these numbers do not describe `pixels`, or the picture is larger than a scan will touch.
pub fn luma_of_rgba(pixels: &[u8], width: u32, height: u32, stride: u32, luma: &mut Vec<u8>) -> Result<(), FrameError> {
    let row_bytes = width.saturating_mul(4);
    if stride < row_bytes {
        return Err(FrameError::Stride { stride, width });
    }
    let most = limits::FRAME_PIXELS;
    if u64::from(width).saturating_mul(u64::from(height)) > most {
        return Err(FrameError::TooLarge { width, height, most });
    }
    let before_last = u64::from(height.saturating_sub(1)).saturating_mul(u64::from(stride));
    let needed = if height == 0 { 0 } else { before_last.saturating_add(u64::from(row_bytes)) };
    let bytes = u64::try_from(pixels.len()).unwrap_or(u64::MAX);
    let (Ok(row_bytes), Ok(rows), Ok(step)) = (usize::try_from(row_bytes), height.try_into(), stride.try_into()) else {
        return Err(FrameError::Length { bytes, needed });
    };
    if bytes < needed {
        return Err(FrameError::Length { bytes, needed });
    }
    luma.clear();
    let rows = pixels.chunks(usize::max(step, 1)).take(rows);
    rows.for_each(|row| luma.extend(row.get(..row_bytes).unwrap_or_default().chunks_exact(4).map(brightness)));
    Ok(())
}

/// The frame that a picture in YUV already is: its Y plane is the brightness, and nothing is copied. `y_plane` is the
/// first plane of Android's `YUV_420_888` with its row stride, or an NV21 or I420 buffer as a whole with `stride` equal
/// to its width; what follows the Y plane is not looked at.
///
/// # Errors
/// [`FrameError`] where these numbers do not describe `y_plane`, or the picture is larger than a scan will touch.
pub fn frame_of_yuv(
    y_plane: &[u8],
    width: u32,
    height: u32,
    stride: u32,
    rotation: Rotation,
) -> Result<Frame<'_>, FrameError> {
    Frame::new(y_plane, width, height, stride, rotation)
}

/// The brightness of one pixel that begins with red, green and blue.
pub(super) fn brightness(pixel: &[u8]) -> u8 {
    let [red, green, blue, ..] = *pixel else { return 0 };
    let weighted = |value: u8, weight: u32| u32::from(value).wrapping_mul(weight);
    let sum = weighted(red, RED).wrapping_add(weighted(green, GREEN)).wrapping_add(weighted(blue, BLUE));
    // The weights add up to 2^15, so that the sum's upper bits are a byte.
    let [byte, ..] = (sum.wrapping_add(HALF) >> BITS).to_le_bytes();
    byte
}

const BITS: u32 = 15;
const HALF: u32 = 1 << 14;
/// 0.299, 0.587 and 0.114 of 2^15.
const RED: u32 = 9_798;
const GREEN: u32 = 19_235;
const BLUE: u32 = 3_735;

#[cfg(test)]
mod tests {
    use super::{frame_of_yuv, luma_of_rgba};
    use crate::scan::{FrameError, Rotation};

    #[test]
    fn brightness_is_what_opencv_gives() {
        // cv2.cvtColor(…, cv2.COLOR_RGB2GRAY) of these pixels, OpenCV 5.0.
        let known: [([u8; 3], u8); 8] = [
            ([0, 0, 0], 0),
            ([255, 255, 255], 255),
            ([255, 0, 0], 76),
            ([0, 255, 0], 150),
            ([0, 0, 255], 29),
            ([255, 214, 0], 202),
            ([0, 166, 81], 107),
            ([1, 2, 3], 2),
        ];
        let pixels: Vec<u8> = known.iter().flat_map(|([red, green, blue], _)| [*red, *green, *blue, 7]).collect();
        let mut luma = vec![9; 100];
        luma_of_rgba(&pixels, 8, 1, 32, &mut luma).unwrap();
        assert_eq!(luma, known.map(|(_, luma)| luma));
    }

    #[test]
    fn rows_may_be_padded_and_memory_is_used_again() {
        let white = [255; 4];
        let pixels = [white, white, [1; 4], white, white].concat();
        let mut luma = Vec::with_capacity(64);
        let memory = luma.as_ptr();
        luma_of_rgba(&pixels, 2, 2, 12, &mut luma).unwrap();
        assert_eq!(luma, [255; 4]);
        assert_eq!(luma.as_ptr(), memory);
        luma_of_rgba(&[], 0, 0, 0, &mut luma).unwrap();
        luma_of_rgba(&[], 7, 0, 28, &mut luma).unwrap();
        assert!(luma.is_empty());
    }

    #[test]
    fn numbers_that_describe_no_picture_are_refused() {
        let mut luma = Vec::new();
        let mut refused = |bytes: usize, width, height, stride| {
            luma_of_rgba(&vec![0; bytes], width, height, stride, &mut luma).unwrap_err()
        };
        assert_eq!(refused(100, 2, 2, 7), FrameError::Stride { stride: 7, width: 2 });
        assert_eq!(refused(15, 2, 2, 8), FrameError::Length { bytes: 15, needed: 16 });
        assert_eq!(refused(0, 1, 1, 4), FrameError::Length { bytes: 0, needed: 4 });
        assert!(matches!(refused(0, 100_000, 100_000, 400_000), FrameError::TooLarge { width: 100_000, .. }));
        assert!(matches!(refused(0, u32::MAX, 1, u32::MAX), FrameError::TooLarge { .. }));
    }

    #[test]
    fn yuv_is_a_frame_already() {
        let nv21: Vec<u8> = (0..24).collect();
        let frame = frame_of_yuv(&nv21, 4, 4, 4, Rotation::Clockwise).unwrap();
        assert_eq!((frame.width(), frame.height(), frame.row(3)), (4, 4, &nv21[12..16]));
        assert!(frame_of_yuv(&nv21, 8, 4, 8, Rotation::Upright).is_err());
    }
}
