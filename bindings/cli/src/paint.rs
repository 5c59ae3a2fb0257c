//! Colours and signs.

use anstyle::{AnsiColor, Color, Style};
use semafor_core::verdict::Verdict;

/// Bold in a verdict's colour. The word and the sign beside it say the same: nobody has to see colour.
pub(crate) fn verdict_style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Accepted => AnsiColor::Green,
        Verdict::Refused => AnsiColor::Red,
        Verdict::Undecided => AnsiColor::Yellow,
    };
    Style::new().bold().fg_color(Some(Color::Ansi(colour)))
}

/// A sign of a shape of its own.
pub(crate) fn verdict_sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "✔",
        Verdict::Refused => "✘",
        Verdict::Undecided => "?",
    }
}

/// Secondary text.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Headings.
pub(crate) const BOLD: Style = Style::new().bold();
