//! Pictures that claim more than they have.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Luma};

/// A code as a picture, a few pixels a module.
pub(crate) fn of_code(text: &str, zoom: usize) -> (Vec<u8>, usize) {
    let code = fast_qr::QRBuilder::new(text).build().unwrap();
    let side = (code.size + 8) * zoom;
    let is_dark = |place: usize| {
        let (row, column) = ((place / side / zoom).checked_sub(4)?, (place % side / zoom).checked_sub(4)?);
        (row < code.size && column < code.size).then(|| code.data[row * code.size + column].value())
    };
    let pixels = (0..side * side).map(|place| if is_dark(place) == Some(true) { 0 } else { 255 });
    (pixels.collect(), side)
}

/// The same as a file.
pub(crate) fn file_of_code(text: &str, format: ImageFormat) -> Vec<u8> {
    let (pixels, side) = of_code(text, 3);
    let side = u32::try_from(side).unwrap();
    let grey = image::ImageBuffer::<Luma<u8>, _>::from_raw(side, side, pixels).unwrap();
    written(&DynamicImage::ImageLuma8(grey).into_rgb8().into(), format)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn small(format: ImageFormat) -> Vec<u8> {
    written(&DynamicImage::new_rgb8(16, 16), format)
}

/// A PNG of a few bytes with this width and height in its header, and the checksum that goes with them.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = small(ImageFormat::Png);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = checksum(&file[12..29]).to_be_bytes();
    file[29..33].copy_from_slice(&sum);
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

/// The same as a JPEG, whole or in several passes, for which a decoder keeps all coefficients.
pub(crate) fn jpeg(width: u16, height: u16, is_progressive: bool) -> Vec<u8> {
    let mut file = small(ImageFormat::Jpeg);
    let frame = file.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    if is_progressive {
        file[frame + 1] = 0xc2;
        let scan = file.windows(2).position(|marker| marker == [0xff, 0xda]).unwrap();
        let length = usize::from(u16::from_be_bytes([file[scan + 2], file[scan + 3]]));
        // The first pass holds means only: coefficients 0 to 0.
        file[scan + length] = 0;
    }
    file
}

/// A lossless WebP with the largest sides there are.
pub(crate) fn webp() -> Vec<u8> {
    let mut file = small(ImageFormat::WebP);
    let start = file.windows(4).position(|name| name == b"VP8L").unwrap() + 9;
    file[start..start + 3].fill(0xff);
    file[start + 3] |= 0x0f;
    file
}
