//! Where everything stands on the page, and what it is to a screen reader.

use std::num::NonZeroU16;

use krilla::geom::{Point, Rect};
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{BBox, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree};
use krilla::text::TextDirection;

use super::font::{Fonts, Weight};
use super::{Document, DocumentField, picture};
use crate::present::{Palette, Rgb};

/// A4, in points (1/72 inch).
pub(super) const WIDTH: f32 = 595.28;
/// A4.
pub(super) const HEIGHT: f32 = 841.89;

const MARGIN: f32 = 56.0;
const TITLE_SIZE: f32 = 22.0;
const LABEL_SIZE: f32 = 10.0;
const VALUE_SIZE: f32 = 13.0;
const NOTE_SIZE: f32 = 9.0;
/// From one baseline to the next, in sizes: room for Vietnamese accents over capitals.
const LEADING: f32 = 1.4;
/// Where values begin.
const COLUMN: f32 = MARGIN + 150.0;
/// The code's picture: 9.5 cm, of which a version 17 has modules of 0.9 mm.
const PICTURE: f32 = 270.0;
const INK: Rgb = Rgb(0, 0, 0);
/// Contrast 9.7 on white.
const QUIET_INK: Rgb = Rgb(0x44, 0x44, 0x44);

/// A page that is filled from its top.
pub(super) struct Sheet<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a Fonts,
    /// How far down it is filled.
    at: f32,
}

/// How a text is drawn.
#[derive(Clone, Copy)]
struct Style<'a> {
    weight: &'a Weight,
    size: f32,
    ink: Rgb,
}

impl<'a, 'b> Sheet<'a, 'b> {
    pub(super) const fn new(surface: &'a mut Surface<'b>, fonts: &'a Fonts) -> Self {
        Self { surface, fonts, at: MARGIN }
    }

    /// Draws everything; whether it fits.
    pub(super) fn fill(mut self, document: &Document<'_>, palette: &Palette, tags: &mut TagTree) -> bool {
        let fonts = self.fonts;
        let title = Style { weight: &fonts.bold, size: TITLE_SIZE, ink: INK };
        let content = self.text(document.title, MARGIN, title);
        let heading = Tag::Hn(NonZeroU16::MIN, Some(super::font::drawable(document.title)));
        tags.push(group(heading, content));

        self.at += 14.0;
        let alternative = super::font::drawable(document.alternative);
        let marked = self.surface.start_tagged(ContentTag::Other);
        let place = Point::from_xy(MARGIN, self.at);
        let height = picture::draw(self.surface, fonts, document.code, document.frame, palette, place, PICTURE);
        self.surface.end_tagged();
        let area = Rect::from_xywh(MARGIN, self.at, PICTURE, height).map(|area| BBox::new(0, area));
        tags.push(group(Tag::Figure(Some(alternative)).with_bbox(area), vec![marked]));

        self.at += height + 22.0;
        let mut table = TagGroup::new(Tag::Table);
        for field in document.fields {
            table.push(self.row(field));
        }
        tags.push(table);

        if !document.note.is_empty() {
            self.at += 8.0;
            let note = Style { weight: &fonts.regular, size: NOTE_SIZE, ink: QUIET_INK };
            let content = self.text(document.note, MARGIN, note);
            tags.push(group(Tag::P, content));
        }
        self.at <= HEIGHT - MARGIN / 2.0
    }

    /// A label and its value, whose first lines stand on one line.
    fn row(&mut self, field: &DocumentField) -> TagGroup {
        let top = self.at;
        let label = Style { weight: &self.fonts.regular, size: LABEL_SIZE, ink: QUIET_INK };
        let value = Style { weight: &self.fonts.bold, size: VALUE_SIZE, ink: INK };
        self.at = top + (VALUE_SIZE - LABEL_SIZE);
        let header = self.lines(&field.label, MARGIN, COLUMN - MARGIN - 10.0, label);
        let below_label = std::mem::replace(&mut self.at, top);
        let content = self.lines(&field.value, COLUMN, WIDTH - MARGIN - COLUMN, value);
        self.at = self.at.max(below_label) + 4.0;
        let mut row = TagGroup::new(Tag::TR);
        row.push(group(Tag::TH(TableHeaderScope::Row), header));
        row.push(group(Tag::TD, content));
        row
    }

    fn text(&mut self, text: &str, left: f32, style: Style<'_>) -> Vec<Identifier> {
        self.lines(text, left, WIDTH - MARGIN - left, style)
    }

    /// Draws a text in as many lines as it takes and goes down by them. Below the page nothing is drawn.
    fn lines(&mut self, text: &str, left: f32, width: f32, style: Style<'_>) -> Vec<Identifier> {
        let shown = style.weight.drawable(text);
        let as_it_is = super::font::drawable(text);
        let said = (shown != as_it_is && shown.contains(char::REPLACEMENT_CHARACTER)).then_some(as_it_is);
        let mut marked = Vec::new();
        for (number, line) in style.weight.lines(&shown, width / style.size).iter().enumerate() {
            self.at += style.size * LEADING;
            if self.at > HEIGHT {
                break;
            }
            // What is drawn with signs in the place of letters is read aloud as it is, at once with its first line.
            let actual = said.as_deref().map(|said| if number == 0 { said } else { "" });
            let span = SpanTag::empty().with_actual_text(actual);
            marked.push(self.surface.start_tagged(ContentTag::Span(span)));
            let baseline = Point::from_xy(left, self.at - style.size * (LEADING - 1.0));
            draw_text(self.surface, line, baseline, style.weight, style.size, style.ink);
            self.surface.end_tagged();
        }
        marked
    }
}

/// Draws a line of text from its left end on its baseline.
pub(super) fn draw_text(surface: &mut Surface<'_>, text: &str, at: Point, weight: &Weight, size: f32, ink: Rgb) {
    surface.set_fill(Some(fill(ink)));
    surface.draw_text(at, weight.font.clone(), size, text, false, TextDirection::LeftToRight);
}

pub(super) fn fill(Rgb(red, green, blue): Rgb) -> Fill {
    Fill { paint: krilla::color::rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn group(tag: impl Into<krilla::tagging::TagKind>, content: Vec<Identifier>) -> TagGroup {
    TagGroup::with_children(tag, content.into_iter().map(Into::into).collect())
}
