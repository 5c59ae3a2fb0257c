//! One answer on a terminal, to be read at arm's length: a band across the screen with sign and word, and below it who,
//! why, what to do and until when. Nobody has to see colour.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};
use semafor_core::verdict::{DoorReport, Language, Verdict, harmless};

use crate::paint::{BOLD, FAINT, verdict_sign};
use crate::verify::{checked_at, data, until};
use crate::words::{self, words};

/// Shows the answer for the `number`th person on a terminal of so many columns.
pub(crate) fn show(
    number: u64,
    report: &DoorReport,
    language: Language,
    columns: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = words(language);
    let head = format!("── {number} ");
    writeln!(out, "{FAINT}{head:─<columns$}{FAINT:#}")?;
    band(report.verdict, language, columns, out)?;
    let mut paragraph = |indent, style, text: &str| paragraph(indent, style, text, columns, out);
    paragraph(2, PLAIN, &words::scope(report, language))?;
    match &report.name {
        Some(name) => {
            let born = report.birth_date.map(|date| date.to_string()).unwrap_or_default();
            paragraph(2, BOLD, &harmless(name))?;
            paragraph(2, BOLD, &format!("{} {born}", words.born))?;
        }
        None => paragraph(2, PLAIN, words.nobody_vouches)?,
    }
    for reason in &report.reasons {
        paragraph(2, BOLD, &format!("{} [{}]", reason.text, reason.code.code()))?;
        paragraph(4, PLAIN, &format!("{}: {}", words.what_to_do, reason.advice))?;
    }
    if report.clock_behind {
        paragraph(2, PLAIN, words.clock_behind)?;
    }
    until(report, words).map_or(Ok(()), |until| paragraph(2, PLAIN, &until))?;
    paragraph(2, FAINT, &checked_at(report, words))?;
    paragraph(2, FAINT, &data(report, words))?;
    writeln!(out)
}

/// The verdict: a large sign and the word beside it, or where that is too wide, a small one.
fn band(verdict: Verdict, language: Language, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let style = band_style(verdict);
    let mut row = |text: &str| writeln!(out, "{style}{text:columns$}{style:#}");
    let word = words::verdict(verdict, language);
    let spread: String = word.chars().flat_map(|letter| [letter, ' ']).collect();
    let fits = |word: &str| BESIDE_SIGN.saturating_add(word.chars().count()) <= columns;
    let Some(word) = [spread.trim_end(), word].into_iter().find(|word| fits(word)) else {
        return ["", &format!(" {} {word}", verdict_sign(verdict)), ""].into_iter().try_for_each(row);
    };
    row("")?;
    for (height, pixels) in large_sign(verdict).into_iter().enumerate() {
        let pixels: String = pixels.chars().map(|pixel| if pixel == '#' { "██" } else { "  " }).collect();
        row(&format!("  {pixels}   {}", if height == WORD_HEIGHT { word } else { "" }))?;
    }
    row("")
}

/// The terminal's own colours, in pairs that it can show with contrast.
fn band_style(verdict: Verdict) -> Style {
    let (ink, ground) = match verdict {
        Verdict::Accepted => (AnsiColor::Black, AnsiColor::Green),
        Verdict::Refused => (AnsiColor::BrightWhite, AnsiColor::Red),
        Verdict::Undecided => (AnsiColor::Black, AnsiColor::Yellow),
    };
    Style::new().fg_color(Some(Color::Ansi(ink))).bg_color(Some(Color::Ansi(ground)))
}

/// The shapes of [`verdict_sign`].
fn large_sign(verdict: Verdict) -> [&'static str; 5] {
    match verdict {
        Verdict::Accepted => ["      #", "     # ", "#   #  ", " # #   ", "  #    "],
        Verdict::Refused => [" #   # ", "  # #  ", "   #   ", "  # #  ", " #   # "],
        Verdict::Undecided => ["  ###  ", "     # ", "   ##  ", "       ", "   #   "],
    }
}

/// Text whose lines are broken between words, so that a narrow terminal breaks no word.
fn paragraph(indent: usize, style: Style, text: &str, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    for line in broken(text, columns.saturating_sub(indent)) {
        writeln!(out, "{:indent$}{style}{line}{style:#}", "")?;
    }
    Ok(())
}

/// Lines of fewer than `columns` characters, where words allow it.
pub(super) fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let wide = |line: &String| line.chars().count().saturating_add(word.chars().count()) >= columns;
        match lines.last_mut().filter(|line| !wide(line)) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

const PLAIN: Style = Style::new();

/// The row of the large sign beside which the word stands.
const WORD_HEIGHT: usize = 2;

/// The columns that the large sign takes, with the space around it and behind the word.
const BESIDE_SIGN: usize = 20;

#[cfg(test)]
mod tests;
