//! A certificate as a page to print or to send: A4, the code with its frame, and what it says beside it (feature
//! `document`).
//!
//! The page is held to PDF/UA-1, the standard for documents that screen readers read: a language, a title, headings, a
//! table with headers, and a text in the place of the code. What stands on it comes in as plain data.

mod font;
mod page;
mod picture;
pub mod wording;

use krilla::configure::{Accessibility, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document as Pdf, SerializeSettings};

use super::{Code, Frame, Palette};
use crate::verdict::texts::Language;
use font::Fonts;
use page::{HEIGHT, Sheet, WIDTH};

/// A page.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Of its title and its labels.
    pub language: Language,
    /// What it is.
    pub title: &'a str,
    /// Where it is to be scanned.
    pub code: &'a Code,
    /// What a screen reader says in the code's place.
    pub alternative: &'a str,
    /// The status, if one is shown.
    pub frame: Option<&'a Frame>,
    /// What the certificate says, in this order.
    pub fields: &'a [DocumentField],
    /// Small print below the fields.
    pub note: &'a str,
}

/// A line of the page.
#[derive(Clone, PartialEq, Eq)]
pub struct DocumentField {
    /// In the document's language.
    pub label: String,
    /// As the certificate has it. Letters that the font lacks are drawn as �, and read aloud as they are.
    pub value: String,
}

impl std::fmt::Debug for DocumentField {
    /// The label only: the value is somebody's.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DocumentField").field("label", &self.label).finish_non_exhaustive()
    }
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The fields do not fit one page.
    #[error("{fields} fields do not fit the page")]
    TooMuch {
        /// How many there are.
        fields: usize,
    },
    /// The page cannot be written as the standard wants it: its title is empty, for instance.
    #[error("the page cannot be written: {because}")]
    Unwritable {
        /// In the writer's words, without what stands on the page.
        because: String,
    },
}

/// Writes the page as PDF. The same arguments give the same bytes: there is no date in it that was not handed in.
///
/// # Errors
/// [`DocumentError`].
pub fn pdf(document: &Document<'_>, palette: &Palette) -> Result<Vec<u8>, DocumentError> {
    let fonts = Fonts::load().ok_or_else(|| unwritable("the fonts cannot be read"))?;
    let mut out = Pdf::new_with(settings()?);
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| unwritable("the page has no size"))?;
    let mut tags = TagTree::new().with_lang(Some(document.language.code().to_owned()));
    let mut page = out.start_page_with(size);
    let mut surface = page.surface();
    let fits = Sheet::new(&mut surface, &fonts).fill(document, palette, &mut tags);
    surface.finish();
    page.finish();
    if !fits {
        return Err(DocumentError::TooMuch { fields: document.fields.len() });
    }
    let title = font::drawable(document.title);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title.clone(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    out.set_outline(outline);
    out.set_metadata(Metadata::new().title(title).language(document.language.code().to_owned()));
    out.set_tag_tree(tags);
    out.finish().map_err(|error| unwritable(&because(&error)))
}

/// What is wrong, without the texts of the page that the writer's own words would repeat.
fn because(error: &KrillaError) -> String {
    let KrillaError::Validation(found) = error else { return error.to_string() };
    let name = |error: &ValidationError| format!("{error:?}").split('(').next().unwrap_or_default().to_owned();
    found.iter().map(|(error, _)| name(error)).collect::<Vec<_>>().join(", ")
}

fn settings() -> Result<SerializeSettings, DocumentError> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|_| unwritable("the standard is not supported"))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, xmp_metadata: true, ..SerializeSettings::default() })
}

fn unwritable(because: &str) -> DocumentError {
    DocumentError::Unwritable { because: because.to_owned() }
}

#[cfg(test)]
mod tests;
