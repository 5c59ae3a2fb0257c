//! A person's colour by a scheme, as staff and as the holder see it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};
use semafor_core::scheme::{Colour, DoorStatus, ExplainedStatus, Shape, ShownState};
use semafor_core::verdict::{DoorReason, Language, harmless};
use semafor_core::wallet::words as spoken;

use crate::paint::{BOLD, FAINT};
use crate::verify::show_comparison;
use crate::words::{Words, words};

/// What staff see.
pub(crate) fn show_door(status: &DoorStatus, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    show_headline(&status.shown, &status.scheme, status.title.as_deref(), language, out)?;
    if let Some(until) = status.until {
        writeln!(out, "  {} {until}", words.until)?;
    }
    if status.not_counted > 0 {
        writeln!(out, "  {}: {}", words.not_counted, status.not_counted)?;
    }
    status.reasons.iter().try_for_each(|reason| show_reason(reason, words, out))
}

/// What the holder sees: what it follows from, until when it holds and what comes next.
/// `name` says what a certificate is called, by its place among those that were given.
pub(crate) fn show_holder(
    status: &ExplainedStatus,
    name: impl Fn(u32) -> Option<String>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = words(language);
    show_outlook(status, language, out)?;
    for fact in &status.facts {
        writeln!(out, "  {FAINT}{}{FAINT:#} {}", fact.label, fact.value.as_deref().unwrap_or("-"))?;
    }
    for tier in &status.tiers {
        writeln!(out, "  {FAINT}{}{FAINT:#}", tier.colour)?;
        for made in &tier.comparisons {
            write!(out, "  ")?;
            show_comparison(made, out)?;
        }
    }
    status.reasons.iter().try_for_each(|reason| show_reason(reason, words, out))?;
    for left_out in &status.left_out {
        let place = name(left_out.certificate).unwrap_or_else(|| left_out.certificate.saturating_add(1).to_string());
        writeln!(out, "  {}: {} {place}", words.not_counted, words.certificate)?;
        left_out.reasons.iter().try_for_each(|reason| show_reason(reason, words, out))?;
    }
    Ok(())
}

/// The colour, until when it holds and what comes next.
pub(crate) fn show_outlook(status: &ExplainedStatus, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let words = words(language);
    show_headline(&status.shown, &status.scheme, status.title.as_deref(), language, out)?;
    if let Some(explanation) = &status.explanation {
        writeln!(out, "  {explanation}")?;
    }
    match status.until {
        Some(until) => writeln!(out, "  {} {until}", words.until)?,
        None if status.shown.colour.is_some() => writeln!(out, "  {}", words.for_ever)?,
        None => {}
    }
    if let Some(next) = &status.next {
        let unless = format!(", {}", spoken::averted_by_booster(language));
        let unless = if next.is_averted_by_booster { unless.as_str() } else { "" };
        writeln!(out, "  {}: {}, {}{unless}", words.next, next.at, word(&next.shown, language))?;
    }
    Ok(())
}

/// The shape, the word in its colour, and which scheme says so.
fn show_headline(
    shown: &ShownState,
    scheme: &str,
    title: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    show_state(shown, language, out)?;
    let title = title.map(|title| format!("{title}, ")).unwrap_or_default();
    writeln!(out, " {FAINT}({title}{}){FAINT:#}", harmless(scheme))
}

/// The shape and the word in its colour, within a line.
pub(crate) fn show_state(shown: &ShownState, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let style = shown.colour.map_or(BOLD, style);
    let (sign, word) = (shown.shape.map_or("?", sign), word(shown, language).to_uppercase());
    write!(out, "{style}{sign} {word}{style:#}")
}

fn show_reason(reason: &DoorReason, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {} {FAINT}[{}]{FAINT:#}", reason.text, reason.code.code())?;
    writeln!(out, "    {}: {}", words.what_to_do, reason.advice)
}

/// The word for a colour, or why there is none.
fn word(shown: &ShownState, language: Language) -> &str {
    shown.word.as_deref().unwrap_or_else(|| spoken::state(shown.state, language))
}

fn style(colour: Colour) -> Style {
    let reversed =
        |front, back| Style::new().bold().fg_color(Some(Color::Ansi(front))).bg_color(Some(Color::Ansi(back)));
    match colour {
        Colour::Black => reversed(AnsiColor::BrightWhite, AnsiColor::Black),
        Colour::Yellow => reversed(AnsiColor::Black, AnsiColor::Yellow),
        Colour::Green => reversed(AnsiColor::Black, AnsiColor::Green),
        Colour::Red => reversed(AnsiColor::BrightWhite, AnsiColor::Red),
    }
}

fn sign(shape: Shape) -> &'static str {
    match shape {
        Shape::Circle => "●",
        Shape::Triangle => "▲",
        Shape::Square => "■",
        Shape::Diamond => "◆",
        Shape::Tick => "✔",
        Shape::Cross => "✖",
    }
}
