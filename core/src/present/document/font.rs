//! The page's font: Noto Sans, of which `font/` has what Latin (with all of Czech and Vietnamese), Greek and Cyrillic
//! need. Its licence lies beside it.

use krilla::text::Font;
use rustybuzz::Face;
use rustybuzz::ttf_parser::GlyphId;

/// Both weights, to draw with and to measure with.
pub(super) struct Fonts {
    pub(super) regular: Weight,
    pub(super) bold: Weight,
}

/// One weight of the font.
pub(super) struct Weight {
    pub(super) font: Font,
    face: Face<'static>,
}

impl Fonts {
    pub(super) fn load() -> Option<Self> {
        Some(Self { regular: Weight::load(REGULAR)?, bold: Weight::load(BOLD)? })
    }
}

impl Weight {
    fn load(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(bytes.into(), 0)?, face: Face::from_slice(bytes, 0)? })
    }

    /// How wide a text is in points at a size of one point, kerning left aside.
    pub(super) fn width(&self, text: &str) -> f32 {
        let advance = |letter| self.face.glyph_hor_advance(self.glyph(letter)?).map(f32::from);
        let units: f32 = text.chars().filter_map(advance).sum();
        units / f32::from(u16::try_from(self.face.units_per_em()).unwrap_or(1_000))
    }

    /// The letter's glyph; none where the font answers with the sign for what it lacks, as it does for U+FFFF.
    fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.face.glyph_index(letter).filter(|glyph| glyph.0 != 0)
    }

    /// The text with � for every letter that the font lacks, and a space for what is no letter at all.
    pub(super) fn drawable(&self, text: &str) -> String {
        let letter = |letter: char| match letter {
            blank if blank.is_whitespace() || blank.is_control() => ' ',
            known if self.glyph(known).is_some() => known,
            _ => char::REPLACEMENT_CHARACTER,
        };
        text.chars().map(letter).collect()
    }

    /// Lines of at most `width` points at a size of one point. A word that is wider on its own is cut where it ends.
    /// All but the last line end with a space, which says that a word ended there.
    pub(super) fn lines(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_ascii_whitespace() {
            if !line.is_empty() && self.width(&line) + self.width(word) > width {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
            line.push(' ');
        }
        lines.push(line.trim_end().to_owned());
        lines
    }
}

/// A text without what a document's properties cannot hold.
pub(super) fn drawable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

const REGULAR: &[u8] = include_bytes!("font/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("font/NotoSans-Bold.ttf");
