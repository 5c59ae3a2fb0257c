//! What a terminal shows is made a picture again, and our scanner reads it.

#![expect(clippy::arithmetic_side_effects, reason = "pictures are small")]

use std::time::Duration;

use semafor_core::scan::{Budget, Frame as Luma, Mode, Rotation, Scanner, Seen, Wanted};
use semafor_core::scheme::{Colour, Shape};

use super::*;

const TEXT: &str = include_str!("../../../../docs/example/certificate.txt");
/// Pixels of a module's side.
const SIDE: usize = 3;

fn frames() -> [Option<Frame>; 5] {
    let frame = |colour, word: &str, shape| Some(Frame { colour, word: word.to_owned(), shape });
    [
        None,
        frame(Colour::Black, "ČERNÁ", Shape::Square),
        frame(Colour::Yellow, "VÀNG", Shape::Triangle),
        frame(Colour::Green, "GREEN", Shape::Tick),
        frame(Colour::Red, "ĐỎ", Shape::Cross),
    ]
}

fn drawn(text: &str, frame: Option<&Frame>, depth: Depth) -> String {
    let (code, mut out) = (Code::of(text).unwrap(), Vec::new());
    draw(&Cells::of(&code, frame), frame, depth, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The grey of a colour: of `38;2;r;g;b` or `38;5;n`, without the first number.
fn grey(numbers: &[u32]) -> u8 {
    let (red, green, blue) = match numbers {
        [2, red, green, blue] => (*red, *green, *blue),
        [5, index] => {
            let index = index - 16;
            (index / 36 * 51, index / 6 % 6 * 51, index % 6 * 51)
        }
        other => panic!("{other:?}"),
    };
    u8::try_from((299 * red + 587 * green + 114 * blue) / 1_000).unwrap()
}

/// The terminal's cells as grey modules, two rows a line.
fn modules(shown: &str) -> Vec<Vec<u8>> {
    let (mut rows, mut style) = (Vec::new(), (0, 0));
    for line in shown.lines() {
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        let mut rest = line.chars();
        while let Some(character) = rest.next() {
            if character == '\u{1b}' {
                let code: String = rest.by_ref().skip(1).take_while(|character| *character != 'm').collect();
                let numbers: Vec<u32> = code.split(';').map(|number| number.parse().unwrap()).collect();
                match numbers.as_slice() {
                    [38, colour @ ..] => style.0 = grey(colour),
                    [48, colour @ ..] => style.1 = grey(colour),
                    _ => {}
                }
                continue;
            }
            let (above, below) = match character {
                '█' => (style.0, style.0),
                '▀' => (style.0, style.1),
                '▄' => (style.1, style.0),
                _ => (style.1, style.1),
            };
            upper.push(above);
            lower.push(below);
        }
        rows.extend([upper, lower]);
    }
    rows
}

/// The one code that our scanner finds on a screen that is dark beside it.
fn read(shown: &str) -> Option<String> {
    let rows = modules(shown);
    let width = rows.iter().map(Vec::len).max().unwrap() + 8;
    let row = |row: &[u8]| -> Vec<u8> {
        let at = |x: usize| x.checked_sub(4).and_then(|x| row.get(x)).copied().unwrap_or(0);
        (0..width * SIDE).map(|x| at(x / SIDE)).collect()
    };
    let dark = std::iter::repeat_n(Vec::new(), 4);
    let all = dark.clone().chain(rows).chain(dark);
    let pixels: Vec<u8> = all.flat_map(|line| row(&line).repeat(SIDE)).collect();
    let (width, height) = (width * SIDE, pixels.len() / (width * SIDE));
    let [width, height] = [width, height].map(|side| u32::try_from(side).unwrap());
    let frame = Luma::new(&pixels, width, height, width, Rotation::Upright).unwrap();
    let budget = Budget::new(&|| Duration::ZERO, Duration::MAX);
    match Scanner::new(Mode::Still, Wanted::Everything).scan(&frame, &budget) {
        Seen::Codes { codes } => codes.first().and_then(|code| code.text.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_colour_is_read_off_the_screen() {
    for (frame, depth) in frames().iter().flat_map(|frame| [Depth::True, Depth::Indexed].map(|depth| (frame, depth))) {
        for text in [TEXT.trim_end(), "A", &TEXT.trim_end().repeat(2)] {
            let shown = drawn(text, frame.as_ref(), depth);
            assert_eq!(read(&shown).as_deref(), Some(text), "{frame:?} {depth:?}");
        }
    }
}

#[test]
fn all_lines_are_as_wide_as_the_picture_and_the_word_stands_on_one() {
    for frame in frames() {
        let code = Code::of(TEXT.trim_end()).unwrap();
        let cells = Cells::of(&code, frame.as_ref());
        let shown = anstream::adapter::strip_str(&drawn(TEXT.trim_end(), frame.as_ref(), Depth::True)).to_string();
        assert_eq!(shown.lines().count(), cells.height().div_ceil(2));
        assert!(shown.lines().all(|line| line.chars().count() == cells.width()), "{frame:?}");
        if let Some(frame) = frame {
            assert_eq!(shown.lines().filter(|line| line.contains(&frame.word)).count(), 1, "{}", frame.word);
        }
    }
}

#[test]
fn a_word_that_does_not_fit_is_left_out() {
    let long = Frame { colour: Colour::Green, word: "ZELENÁ".repeat(40), shape: Shape::Tick };
    let shown = drawn("A", Some(&long), Depth::True);
    assert!(!shown.contains("ZELEN"));
    assert_eq!(read(&shown).as_deref(), Some("A"));
}

#[test]
fn the_cube_keeps_colours_apart() {
    let palette = Palette::default();
    let colours = Colour::ALL.map(|colour| Depth::Indexed.colour(palette.band(colour).ground()));
    for (number, one) in colours.iter().enumerate() {
        assert!(!colours[..number].contains(one), "{one:?}");
    }
    assert_eq!(Depth::Indexed.colour(Rgb(255, 255, 255)), Color::Ansi256(Ansi256Color(231)));
    assert_eq!(Depth::Indexed.colour(Rgb(0, 0, 0)), Color::Ansi256(Ansi256Color(16)));
}
