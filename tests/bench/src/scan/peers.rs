//! Other people's readers, at their best.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::HybridBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, Reader};
use semafor_core::scan::picture::Luma;
use zxingcpp::{BarcodeFormat as Symbology, ImageFormat, ImageView};

use super::python::Process;
use crate::measure::now;

/// Contents and seconds.
pub type Reading = (Vec<Vec<u8>>, f64);

/// A reader.
pub struct Peer {
    /// Its name, with the version where it is built here.
    pub name: &'static str,
    read: Box<dyn FnMut(&Picture) -> Reading>,
}

/// A picture as peers take it.
pub struct Picture {
    /// One byte a pixel.
    pub pixels: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Picture {
    /// The pixels of a picture, copied once for all peers.
    pub fn of(luma: &Luma) -> Self {
        Self { pixels: luma.pixels().to_vec(), width: luma.width(), height: luma.height() }
    }
}

impl Peer {
    /// Contents of the codes and seconds; a panic reads nothing.
    pub fn read(&mut self, picture: &Picture) -> Reading {
        (self.read)(picture)
    }

    /// One that runs in a process of its own, and takes its time there.
    pub fn in_python(name: &'static str, mut process: Process) -> Self {
        Self { name, read: Box::new(move |picture| process.read(picture).unwrap_or_default()) }
    }

    fn here(name: &'static str, read: fn(&Picture) -> Vec<Vec<u8>>) -> Self {
        let timed = move |picture: &Picture| {
            let start = now();
            let contents = catch_unwind(AssertUnwindSafe(|| read(picture))).unwrap_or_default();
            (contents, start.elapsed().as_secs_f64())
        };
        Self { name, read: Box::new(timed) }
    }
}

/// The place of zxing-cpp among the compiled ones: the reference of all times.
pub const ZXING: usize = 2;

/// Those that are built into this program.
pub fn compiled() -> Vec<Peer> {
    vec![Peer::here("rqrr", rqrr), Peer::here("rxing", rxing), Peer::here("zxing-cpp", zxing)]
}

fn rqrr(picture: &Picture) -> Vec<Vec<u8>> {
    let width = usize::try_from(picture.width).unwrap_or_default();
    let height = usize::try_from(picture.height).unwrap_or_default();
    let pixel = |x: usize, y: usize| {
        let at = y.saturating_mul(width).saturating_add(x);
        picture.pixels.get(at).copied().unwrap_or_default()
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let contents = |grid: rqrr::Grid<_>| {
        let mut content = Vec::new();
        grid.decode_to(&mut content).ok().map(|_| content)
    };
    prepared.detect_grids().into_iter().filter_map(contents).collect()
}

/// With `TryHarder` and `AlsoInverted`, its best setting.
fn rxing(picture: &Picture) -> Vec<Vec<u8>> {
    let Ok(source) = Luma8Source::new_with_slice(&picture.pixels, picture.width, picture.height) else {
        return Vec::new();
    };
    let hints = DecodeHints {
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        ..DecodeHints::default()
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let read = MultiFormatReader::default().decode_with_hints(&mut bitmap, &hints);
    read.into_iter().map(|result| result.getText().as_bytes().to_vec()).collect()
}

/// With its default options, for QR codes alone.
fn zxing(picture: &Picture) -> Vec<Vec<u8>> {
    let view = ImageView::from_slice(&picture.pixels, picture.width, picture.height, ImageFormat::Lum);
    let read = view.and_then(|view| zxingcpp::read().formats([Symbology::QRCode]).from(view));
    read.unwrap_or_default().iter().map(zxingcpp::Barcode::bytes).collect()
}
