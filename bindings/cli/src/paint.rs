//! Colours, signs and harmless text: what a stranger wrote cannot steer the terminal.

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

/// Text from a certificate without control characters and without marks that reorder what is shown.
pub(crate) fn harmless(text: &str) -> String {
    let shown = |letter: char| if is_steering(letter) { '\u{fffd}' } else { letter };
    text.chars().map(shown).collect()
}

fn is_steering(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
