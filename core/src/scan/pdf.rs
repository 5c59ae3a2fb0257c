//! Pages of a PDF → brightness (feature `pdf`). hayro draws them; what it is given is measured first, because a small
//! file can ask for any amount of work.

mod measure;
mod opening;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::colour::brightness;
use super::picture::{Luma, guarded};
use crate::limits;

/// Why a PDF, or a page of it, cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It opens with a password only, and none was given.
    #[error("the PDF wants a password")]
    PasswordWanted,
    /// It does not open with the password given.
    #[error("the password does not open the PDF")]
    WrongPassword,
    /// It is encrypted in a way that cannot be read.
    #[error("the PDF is encrypted in a way that cannot be read")]
    Encryption,
    /// More bytes than a PDF may have.
    #[error("the PDF has {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Of the file.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// Its streams hold more than they may, once they are no longer compressed.
    #[error("what the PDF holds unfolds to more than {most} bytes")]
    TooHeavy {
        /// The bound.
        most: usize,
    },
    /// No PDF, or one that is damaged beyond use.
    #[error("the PDF is damaged")]
    Broken,
    /// There is no page in it.
    #[error("the PDF has no pages")]
    Empty,
    /// One page cannot be drawn; others may.
    #[error("page {page}: {because}")]
    Page {
        /// From 1.
        page: usize,
        /// Why.
        because: PageProblem,
    },
}

/// Why a page cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageProblem {
    /// Width and height make no page.
    #[error("its size is none")]
    Size,
    /// More is drawn on it than a page may hold.
    #[error("more than {most} things are drawn on it")]
    Steps {
        /// The bound.
        most: usize,
    },
    /// Its pictures have more pixels than they may.
    #[error("its pictures have more than {most} pixels")]
    Pictures {
        /// The bound.
        most: u64,
    },
    /// The renderer failed.
    #[error("it could not be drawn")]
    Failed,
    /// A PDF's pages are looked at up to a bound, and this is the first behind it.
    #[error("only the first {most} pages are looked at")]
    Beyond {
        /// The bound.
        most: usize,
    },
    /// Whoever draws the pages had time for those before it only.
    #[error("there was no time to look at it and what follows")]
    Late,
}

/// Whether bytes begin as a PDF does: anywhere in the first kilobyte, as readers have always allowed.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.windows(5).take(1_024).any(|start| start == b"%PDF-")
}

/// The pages of a PDF, drawn one at a time as they are asked for, at 300 dots an inch where that fits the bound. Text
/// in fonts that the PDF does not bring along is left out: codes need none.
///
/// # Errors
/// [`PdfError`] where the file as a whole cannot be used.
pub fn pages(bytes: Vec<u8>, password: Option<&str>) -> Result<Pages, PdfError> {
    if bytes.len() > limits::PDF_BYTES {
        return Err(PdfError::TooLarge { bytes: bytes.len(), most: limits::PDF_BYTES });
    }
    if guarded(|| opening::is_too_heavy(&bytes)).unwrap_or(true) {
        return Err(PdfError::TooHeavy { most: limits::PDF_INFLATED_BYTES });
    }
    let opened = guarded(|| Pdf::new_with_password(bytes, password.unwrap_or_default()));
    let pdf = opened.ok_or(PdfError::Broken)?.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => match password {
            None => PdfError::PasswordWanted,
            Some(_) => PdfError::WrongPassword,
        },
        LoadPdfError::Decryption(_) => PdfError::Encryption,
        LoadPdfError::Invalid => PdfError::Broken,
    })?;
    if guarded(|| measure::is_too_heavy(&pdf)).unwrap_or(true) {
        return Err(PdfError::TooHeavy { most: limits::PDF_INFLATED_BYTES });
    }
    let pages = Pages { pdf, drawn: 0 };
    if pages.pdf.pages().is_empty() { Err(PdfError::Empty) } else { Ok(pages) }
}

/// The pages of one PDF, in their order. A page that fails ends nothing.
pub struct Pages {
    pdf: Pdf,
    drawn: usize,
}

impl Iterator for Pages {
    type Item = Result<Luma, PdfError>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.pdf.pages().get(self.drawn)?;
        if self.drawn > limits::PDF_PAGES {
            return None;
        }
        self.drawn = self.drawn.saturating_add(1);
        let drawn = if self.drawn > limits::PDF_PAGES {
            Err(PageProblem::Beyond { most: limits::PDF_PAGES })
        } else {
            guarded(|| draw(page)).unwrap_or(Err(PageProblem::Failed))
        };
        Some(drawn.map_err(|because| PdfError::Page { page: self.drawn, because }))
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pages").field("drawn", &self.drawn).finish_non_exhaustive()
    }
}

fn draw(page: &Page<'_>) -> Result<Luma, PageProblem> {
    let scale = scale(page.render_dimensions())?;
    let settings = InterpreterSettings::default();
    measure::page(page, scale, &settings)?;
    // A cache of its own for every page, so that what it keeps ends with the page.
    let pixmap_settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &pixmap_settings);
    Ok(luma(&drawn))
}

fn luma(drawn: &Pixmap) -> Luma {
    // On white nothing is transparent, so that premultiplied colours are the colours.
    let pixels = drawn.data_as_u8_slice().chunks_exact(4).map(brightness).collect();
    Luma { pixels, width: u32::from(drawn.width()), height: u32::from(drawn.height()) }
}

/// Pixels a point (1/72 inch).
fn scale((width, height): (f32, f32)) -> Result<f32, PageProblem> {
    let (shorter, longer) = (width.min(height), width.max(height));
    let scale = DOTS_A_POINT.min((limits::PDF_PAGE_PIXELS / (width * height)).sqrt()).min(LONGEST_SIDE / longer);
    let is_page = width.is_finite() && height.is_finite() && shorter > 0.0 && shorter * scale >= 1.0;
    is_page.then_some(scale).ok_or(PageProblem::Size)
}

const DOTS_A_POINT: f32 = 300.0 / 72.0;
/// The renderer counts pixels of a side in 16 bits.
const LONGEST_SIDE: f32 = 60_000.0;

#[cfg(test)]
mod tests;
