//! The picture as SVG: sharp in every size, its word in the viewer's own font.

use std::fmt::Write;

use super::layout::Layout;
use super::shape::FIELD;
use super::{Code, Frame, Palette};

/// The code as an SVG picture, one unit a module, with its quiet zone and, where there is a status, its frame.
#[must_use]
pub fn svg(code: &Code, frame: Option<&Frame>, palette: &Palette) -> String {
    let layout = Layout::of(code, frame);
    let (width, height) = (layout.width, layout.height);
    let label = frame.map(|frame| escaped(&frame.word)).unwrap_or_default();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"QR {label}\">\n"
    );
    // A String takes everything that is written to it.
    let _written = draw(&mut out, code, frame, palette, &layout);
    out
}

fn draw(
    out: &mut String,
    code: &Code,
    frame: Option<&Frame>,
    palette: &Palette,
    layout: &Layout,
) -> Result<(), std::fmt::Error> {
    if let Some(frame) = frame {
        band(out, frame, palette, layout)?;
    }
    let modules = palette.modules();
    let ground = layout.width.saturating_sub(layout.rim.saturating_mul(2));
    let (left, top, colour) = (layout.rim, layout.band, modules.ground().hex());
    writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{ground}\" height=\"{ground}\" fill=\"{colour}\"/>")?;
    write!(out, "<path shape-rendering=\"crispEdges\" fill=\"{}\" d=\"", modules.ink().hex())?;
    for (y, row) in code.rows().enumerate() {
        runs(out, row, layout.code.0, layout.code.1.saturating_add(y))?;
    }
    out.write_str("\"/>\n</svg>\n")
}

/// The dark stretches of a row.
fn runs(out: &mut String, row: &[bool], left: usize, y: usize) -> Result<(), std::fmt::Error> {
    let mut x = left;
    for run in row.chunk_by(|one, other| one == other) {
        let length = run.len();
        if run.first().copied().unwrap_or_default() {
            write!(out, "M{x} {y}h{length}v1h-{length}z")?;
        }
        x = x.saturating_add(length);
    }
    Ok(())
}

fn band(out: &mut String, frame: &Frame, palette: &Palette, layout: &Layout) -> Result<(), std::fmt::Error> {
    let (ink, ground) = (palette.band(frame.colour).ink().hex(), palette.band(frame.colour).ground().hex());
    writeln!(out, "<rect width=\"{}\" height=\"{}\" fill=\"{ground}\"/>", layout.width, layout.height)?;
    let (side, margin) = layout.shape();
    let outline = frame.shape.outline().iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    writeln!(
        out,
        "<svg x=\"{margin}\" y=\"{margin}\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {FIELD} {FIELD}\">\
         <polygon fill=\"{ink}\" points=\"{outline}\"/></svg>"
    )?;
    let (left, width, height) = layout.word();
    let size = font_size(&frame.word, width, height);
    // The baseline stands a third of the size below the middle, as capitals are two thirds of it high.
    let baseline = number(layout.band) / 2.0 + size * 0.36;
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{baseline:.2}\" font-family=\"sans-serif\" font-weight=\"bold\" \
         font-size=\"{size:.2}\" fill=\"{ink}\">{}</text>",
        escaped(&frame.word)
    )
}

/// A size at which the word fits, if its letters are as wide as bold ones are on average at most.
fn font_size(word: &str, width: usize, height: usize) -> f64 {
    let letters = number(word.chars().count().max(1));
    number(height).min(number(width) / (letters * LETTER_WIDTH))
}

/// Of the font's size: a bold `M` has 0.95, an `A` 0.72, an `e` 0.6.
const LETTER_WIDTH: f64 = 0.75;

fn number(modules: usize) -> f64 {
    u32::try_from(modules).map_or(f64::MAX, f64::from)
}

/// As XML wants text; what XML cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            control if control.is_control() => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}
