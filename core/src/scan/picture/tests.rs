//! Pictures made here in every format, whole and broken.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "sizes of a test's own small drawings")]

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::{PictureError, is_picture, read};

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn chequered() -> GrayImage {
    GrayImage::from_fn(40, 24, |x, y| image::Luma([if (x / 8 + y / 8) % 2 == 0 { 20 } else { 230 }]))
}

#[test]
fn every_format_gives_its_brightness() {
    let grey = chequered();
    let colour = DynamicImage::ImageLuma8(grey.clone()).into_rgb8();
    for (picture, format, off) in [
        (DynamicImage::ImageLuma8(grey.clone()), ImageFormat::Png, 0),
        (DynamicImage::ImageRgb8(colour.clone()), ImageFormat::Png, 0),
        (DynamicImage::ImageRgb8(colour.clone()), ImageFormat::WebP, 0),
        (DynamicImage::ImageRgb8(colour), ImageFormat::Jpeg, 12),
        (DynamicImage::ImageLuma8(grey.clone()), ImageFormat::Pnm, 0),
        (DynamicImage::ImageLuma16(DynamicImage::ImageLuma8(grey.clone()).into_luma16()), ImageFormat::Png, 0),
    ] {
        let bytes = written(&picture, format);
        assert!(is_picture(&bytes), "{format:?}");
        let luma = read(&bytes).unwrap();
        assert_eq!((luma.width(), luma.height()), (40, 24), "{format:?}");
        let furthest = luma.pixels.iter().zip(grey.as_raw()).map(|(is, was)| is.abs_diff(*was)).max().unwrap();
        assert!(furthest <= off, "{format:?}: {furthest}");
        assert_eq!(luma.frame().unwrap().width(), 40);
    }
}

#[test]
fn what_is_transparent_lies_on_white() {
    let pixels = [[0, 0, 0, 0], [0, 0, 0, 255], [0, 0, 0, 128], [255, 0, 0, 255]];
    let picture = RgbaImage::from_fn(4, 1, |x, _| Rgba(pixels[usize::try_from(x).unwrap()]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let luma = read(&written(&DynamicImage::ImageRgba8(picture.clone()), format)).unwrap();
        assert_eq!(luma.pixels, [255, 0, 127, 76], "{format:?}");
    }
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    for bytes in [&b""[..], b"HC1:6BF", b"%PDF-1.7", b"P5", b"P2-CODE", b"GIF89a\0\0\0\0\0\0\0\0", b"BM123456789"] {
        assert!(!is_picture(bytes));
        assert_eq!(read(bytes).unwrap_err(), PictureError::Unknown);
    }
}

#[test]
fn a_broken_picture_is_an_error_at_every_length() {
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(30, 30, |x, y| Rgb([x as u8, y as u8, 7])));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Pnm] {
        let whole = written(&picture, format);
        for length in 0..whole.len() {
            // Some decoders give what they have of a picture; none may fail otherwise than by an error.
            let _ = read(&whole[..length]);
        }
        for place in 12..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 0x55;
            let _ = read(&changed);
        }
    }
}

#[test]
fn a_huge_picture_is_refused_before_it_is_read() {
    let header = b"P5 100000 100000 255\n";
    assert!(matches!(read(header).unwrap_err(), PictureError::TooLarge { width: 100_000, .. }));
    let deep = b"P6 11000 11000 65535\n";
    assert!(matches!(read(deep).unwrap_err(), PictureError::TooHeavy { .. }));
}
