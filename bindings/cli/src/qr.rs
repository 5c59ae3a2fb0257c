//! A code drawn in the terminal: dark on light, two modules a character, with the colour of a status around it.

use std::io::{self, Write};

use anstyle::{Ansi256Color, Color, RgbColor, Style};
use semafor_core::present::{Cells, Code, CodeError, Frame, Pair, Palette, Part, Rgb};
use semafor_core::verdict::{Language, harmless};

use crate::{machine, terminal};

/// How a code was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// All of it.
    Whole,
    /// The code alone: with its frame it is wider than the terminal.
    Unframed,
    /// Not at all, and it was said why.
    TooWide,
}

/// Draws `text` as a QR code on standard output's terminal, or says that it does not fit.
pub(crate) fn show(text: &str, frame: Option<&Frame>, language: Language, out: &mut dyn Write) -> io::Result<Drawn> {
    let code = match Code::of(text) {
        Ok(code) => code,
        Err(because) => return writeln!(out, "({})", no_code(because, language)).map(|()| Drawn::TooWide),
    };
    let depth = Depth::here();
    let room = terminal::room().unwrap_or(usize::MAX);
    let (framed, alone) = (Cells::of(&code, frame), Cells::of(&code, None));
    if framed.width() <= room {
        draw(&framed, frame, depth, out).map(|()| Drawn::Whole)
    } else if alone.width() <= room {
        draw(&alone, None, depth, out).map(|()| Drawn::Unframed)
    } else {
        writeln!(out, "({})", too_wide(alone.width(), room, language)).map(|()| Drawn::TooWide)
    }
}

/// Draws bytes that stay on the screen for a moment. A frame takes [`FRAME_COLUMNS`].
pub(crate) fn draw_frame(bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let code = Code::of_bytes(bytes).map_err(io::Error::other)?;
    draw(&Cells::of(&code, None), None, Depth::here(), out)
}

/// The columns that a code of version 13 takes: what frames are.
pub(crate) const FRAME_COLUMNS: usize = 77;

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// 24 bits.
    True,
    /// A cube of 216, which terminals without a word about it have.
    Indexed,
}

fn draw(cells: &Cells<'_>, frame: Option<&Frame>, depth: Depth, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::default();
    let band = frame.map_or(palette.modules(), |frame| palette.band(frame.colour));
    let paint = Paint { modules: palette.modules(), band, depth };
    let word = frame.and_then(|frame| Word::of(cells, frame));
    for y in (0..cells.height()).step_by(2) {
        let line: Vec<_> = (0..cells.width()).map(|x| paint.character(cells, word.as_ref(), x, y)).collect();
        for run in line.chunk_by(|(_, one), (_, other)| one == other) {
            let style = run.first().map(|(_, style)| *style).unwrap_or_default();
            let text: String = run.iter().map(|(character, _)| *character).collect();
            write!(out, "{style}{text}{style:#}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The word of a status in the terminal's own letters.
struct Word {
    letters: Vec<char>,
    left: usize,
    /// The upper module of its line.
    top: usize,
}

impl Word {
    /// Where the band is too small for the word, the shape speaks alone.
    fn of(cells: &Cells<'_>, frame: &Frame) -> Option<Self> {
        let place = cells.word()?;
        let letters: Vec<char> = harmless(&frame.word).chars().collect();
        (letters.len() <= place.width).then_some(Self { letters, left: place.left, top: place.middle & !1 })
    }

    fn letter(&self, x: usize, y: usize) -> Option<char> {
        let place = x.checked_sub(self.left).filter(|_| y == self.top)?;
        self.letters.get(place).copied()
    }
}

struct Paint {
    modules: Pair,
    band: Pair,
    depth: Depth,
}

impl Paint {
    /// The two modules from (x, y) downwards. Below the last line the picture goes on as it ends.
    fn character(&self, cells: &Cells<'_>, word: Option<&Word>, x: usize, y: usize) -> (char, Style) {
        let upper = cells.part(x, y).unwrap_or(Part::Ground);
        let lower = cells.part(x, y.saturating_add(1)).unwrap_or(upper);
        let (ink, ground) = (self.band.ink(), self.band.ground());
        if let Some(letter) = word.and_then(|word| word.letter(x, y)) {
            return (letter, self.style(ink, ground).bold());
        }
        match (upper, lower) {
            (Part::Frame, Part::Ground) => ('▀', self.style(ground, self.modules.ground())),
            (Part::Ground, Part::Frame) => ('▄', self.style(ground, self.modules.ground())),
            (Part::Frame | Part::Shape, _) => {
                (block(upper == Part::Shape, lower == Part::Shape), self.style(ink, ground))
            }
            _ => {
                let style = self.style(self.modules.ink(), self.modules.ground());
                (block(upper == Part::Module, lower == Part::Module), style)
            }
        }
    }

    fn style(&self, ink: Rgb, ground: Rgb) -> Style {
        let colour = |colour| Some(self.depth.colour(colour));
        Style::new().fg_color(colour(ink)).bg_color(colour(ground))
    }
}

impl Depth {
    /// Of this terminal, as far as it says.
    fn here() -> Self {
        if machine::has_true_colours() { Self::True } else { Self::Indexed }
    }

    fn colour(self, Rgb(red, green, blue): Rgb) -> Color {
        let step = |value: u8| value.saturating_add(STEP / 2) / STEP;
        match self {
            Self::True => Color::Rgb(RgbColor(red, green, blue)),
            Self::Indexed => {
                let [red, green, blue] =
                    [(red, 36_u8), (green, 6), (blue, 1)].map(|(value, times)| step(value).saturating_mul(times));
                Color::Ansi256(Ansi256Color(16_u8.saturating_add(red).saturating_add(green).saturating_add(blue)))
            }
        }
    }
}

/// Of 255: the cube has six shades of each colour.
const STEP: u8 = 51;

fn block(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

fn no_code(because: CodeError, language: Language) -> &'static str {
    language.pick(match because {
        CodeError::Empty => ["prázdný text nemá kód", "an empty text has no code", "văn bản trống không có mã"],
        CodeError::TooLong { .. } => {
            ["text se nevejde do kódu", "the text does not fit a code", "văn bản quá dài cho một mã"]
        }
    })
}

fn too_wide(needed: usize, room: usize, language: Language) -> String {
    language.pick([
        format!("kód potřebuje {needed} sloupců, terminál jich má {room}: roztáhněte okno"),
        format!("the code needs {needed} columns, the terminal has {room}: widen the window"),
        format!("mã cần {needed} cột, cửa sổ chỉ có {room}: hãy mở rộng cửa sổ"),
    ])
}

#[cfg(test)]
mod tests;
