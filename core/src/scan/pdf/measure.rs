//! How much work a PDF asks for, found out without doing it.

use std::panic::resume_unwind;

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::object::{Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{Filter, Pdf};
use hayro::kurbo::{BezPath, Rect};
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use super::PageProblem;
use crate::limits;
use crate::scan::picture::guarded;

/// Whether the compressed streams unfold to more than they may. Pictures in formats of their own are not unfolded here:
/// their pixels count where they are drawn.
pub(super) fn is_too_heavy(pdf: &Pdf) -> bool {
    let mut left = limits::PDF_INFLATED_BYTES;
    pdf.objects().into_iter().any(|object| match object {
        Object::Stream(stream) => match left.checked_sub(unfolded(&stream, left)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        },
        _ => false,
    })
}

/// Bytes that a stream can unfold to, or something above `most`.
fn unfolded(stream: &Stream<'_>, most: usize) -> usize {
    let mut bytes = stream.raw_data().len();
    for (index, filter) in stream.filters().iter().enumerate() {
        bytes = match filter {
            Filter::FlateDecode if index == 0 => inflated(&stream.raw_data(), most),
            Filter::FlateDecode => bytes.saturating_mul(FLATE_MOST),
            Filter::LzwDecode => bytes.saturating_mul(LZW_MOST),
            Filter::RunLengthDecode => bytes.saturating_mul(RUN_MOST),
            _ => bytes,
        };
    }
    bytes
}

/// Bytes that DEFLATE data holds, counted up to a little above `most` and kept nowhere.
fn inflated(data: &[u8], most: usize) -> usize {
    let zlib = counted(data, most, DataFormat::ZLibIgnoreChecksum);
    // Readers forgive a missing zlib header.
    if zlib == 0 { counted(data, most, DataFormat::Raw) } else { zlib }
}

fn counted(mut data: &[u8], most: usize, format: DataFormat) -> usize {
    let mut state = InflateState::new_boxed(format);
    let mut piece = vec![0; PIECE_BYTES];
    let mut total = 0_usize;
    while total <= most {
        let result = inflate(&mut state, data, &mut piece, MZFlush::None);
        total = total.saturating_add(result.bytes_written);
        data = data.get(result.bytes_consumed..).unwrap_or_default();
        let stands_still = result.bytes_written == 0 && result.bytes_consumed == 0;
        if stands_still || !matches!(result.status, Ok(MZStatus::Ok)) {
            break;
        }
    }
    total
}

/// Goes through a page without drawing it.
pub(super) fn page(page: &Page<'_>, scale: f32, settings: &InterpreterSettings) -> Result<(), PageProblem> {
    let transform = page.initial_transform(true).to_kurbo().then_scale(f64::from(scale));
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width * scale), f64::from(height * scale));
    let mut counter = Counter::default();
    // The only way out of a walk through forms that name each other is by force.
    let walked = guarded(|| {
        let mut context = Context::new(transform, area, &InterpreterCache::new(), page.xref(), settings.clone());
        interpret_page(page, &mut context, &mut counter);
    });
    match (counter.excess(), walked) {
        (Some(problem), _) => Err(problem),
        (None, None) => Err(PageProblem::Failed),
        (None, Some(())) => Ok(()),
    }
}

/// Counts what would be drawn.
#[derive(Default)]
struct Counter {
    steps: usize,
    picture_pixels: u64,
}

impl Counter {
    fn excess(&self) -> Option<PageProblem> {
        let most = limits::PDF_STEPS;
        let pixels = limits::PDF_PICTURE_PIXELS;
        (self.steps > most)
            .then_some(PageProblem::Steps { most })
            .or_else(|| (self.picture_pixels > pixels).then_some(PageProblem::Pictures { most: pixels }))
    }

    fn step(&mut self) {
        self.steps = self.steps.saturating_add(1);
        if self.excess().is_some() {
            resume_unwind(Box::new(()));
        }
    }
}

impl<'page> Device<'page> for Counter {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'page>, _: &DrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'page>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'page>, _: DrawProps<'page>, _: &DrawMode) {
        self.step();
    }

    fn draw_image(&mut self, image: Image<'page, '_>, _: ImageDrawProps<'page>) {
        let pixels = u64::from(image.width()).saturating_mul(u64::from(image.height()));
        self.picture_pixels = self.picture_pixels.saturating_add(pixels);
        self.step();
    }

    fn pop_clip(&mut self) {
        self.step();
    }

    fn pop_transparency_group(&mut self) {
        self.step();
    }
}

const PIECE_BYTES: usize = 65_536;
/// What one byte can unfold to: 258 bytes take at least two bits of DEFLATE, (RFC 1951 §3.2.5);
const FLATE_MOST: usize = 1_032;
/// an LZW code of at least nine bits stands for up to 4,096 bytes;
const LZW_MOST: usize = 3_641;
/// a run of two bytes for up to 128.
const RUN_MOST: usize = 64;
