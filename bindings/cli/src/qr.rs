//! A code drawn in the terminal: dark on light, two modules a character, a quiet zone of four modules around it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};
use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

/// Draws `text` as a QR code with error-correction level Q (hcert_spec §4.2), or M where Q does not fit.
pub(crate) fn draw(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let built = [ECL::Q, ECL::M, ECL::L].into_iter().find_map(|level| QRBuilder::new(text).ecl(level).build().ok());
    draw_built(built, out)
}

/// Draws bytes that stay on the screen for a moment, at level M. A frame takes [`FRAME_COLUMNS`].
pub(crate) fn draw_frame(bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
    draw_built(QRBuilder::new(bytes).ecl(ECL::M).build().ok(), out)
}

/// The columns that a code of version 13 takes: what frames are.
pub(crate) const FRAME_COLUMNS: usize = 77;

fn draw_built(built: Option<QRCode>, out: &mut dyn Write) -> io::Result<()> {
    let Some(code) = built else { return writeln!(out, "(the text does not fit a code)") };
    let edge = i64::try_from(code.size).unwrap_or(0).saturating_add(QUIET_ZONE);
    let paper =
        Style::new().fg_color(Some(Color::Ansi(AnsiColor::Black))).bg_color(Some(Color::Ansi(AnsiColor::BrightWhite)));
    for row in (QUIET_ZONE.saturating_neg()..edge).step_by(2) {
        let line: String = (QUIET_ZONE.saturating_neg()..edge)
            .map(|column| block(is_dark(&code, row, column), is_dark(&code, row.saturating_add(1), column)))
            .collect();
        writeln!(out, "{paper}{line}{paper:#}")?;
    }
    Ok(())
}

const QUIET_ZONE: i64 = 4;

fn block(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

fn is_dark(code: &QRCode, row: i64, column: i64) -> bool {
    let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else { return false };
    row < code.size && column < code.size && module(code, row, column)
}

fn module(code: &QRCode, row: usize, column: usize) -> bool {
    let index = row.saturating_mul(code.size).saturating_add(column);
    code.data.get(index).is_some_and(|module| module.value())
}
