//! Codes and pictures of every colour and size, read back by our own scanner, and by rxing where it is built.

#![expect(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "pictures are small")]

use std::time::Duration;

use super::*;
use crate::scan::{self, Budget, Mode, Rotation, Scanner, Seen, Wanted};

/// A certificate's text, of the length that they usually have.
fn certificate() -> &'static str {
    include_str!("../../../docs/example/certificate.txt").trim_end()
}

fn frame(colour: Colour, word: &str, shape: Shape) -> Frame {
    Frame { colour, word: word.to_owned(), shape }
}

fn frames() -> [Option<Frame>; 5] {
    [
        None,
        Some(frame(Colour::Black, "ČERNÁ", Shape::Square)),
        Some(frame(Colour::Yellow, "VÀNG", Shape::Triangle)),
        Some(frame(Colour::Green, "GREEN", Shape::Tick)),
        Some(frame(Colour::Red, "ĐỎ", Shape::Cross)),
    ]
}

/// What our scanner reads in a picture, which must be one code.
fn read(name: &str, pixels: &[u8], width: u32, height: u32) -> scan::Code {
    let frame = scan::Frame::new(pixels, width, height, width, Rotation::Upright).unwrap();
    let budget = Budget::new(&|| Duration::ZERO, Duration::MAX);
    match Scanner::new(Mode::Still, Wanted::Everything).scan(&frame, &budget) {
        Seen::Codes { mut codes } if codes.len() == 1 => codes.remove(0),
        other => panic!("{name}: {other:?}"),
    }
}

/// A code's modules alone, four pixels each.
fn painted(code: &Code) -> scan::Code {
    let side = (code.side() + 8) * 4;
    let dark = |at: usize| (at % side / 4, at / side / 4);
    let module = |(x, y): (usize, usize)| x >= 4 && y >= 4 && code.is_dark(x - 4, y - 4);
    let pixels: Vec<u8> = (0..side * side).map(|at| if module(dark(at)) { 0 } else { 255 }).collect();
    read("modules", &pixels, side as u32, side as u32)
}

#[test]
fn certificates_are_alphanumeric_at_level_q() {
    let code = Code::of(certificate()).unwrap();
    // As bytes its 529 characters would take version 22.
    assert_eq!((certificate().len(), code.version(), code.level()), (529, 17, Level::Quartile));
    let read = painted(&code);
    assert_eq!((read.text.as_deref(), read.version), (Some(certificate()), 17));
    assert_eq!(read.level, scan::ErrorCorrection::Quartile);
}

/// Capacities of alphanumeric codes (ISO/IEC 18004, table 7).
#[test]
fn the_level_is_the_best_that_keeps_the_grid_coarse() {
    let cases = [
        (1, 1, Level::Quartile),
        (16, 1, Level::Quartile),
        (17, 2, Level::Quartile),
        (702, 20, Level::Quartile),
        (703, 17, Level::Medium),
        (970, 20, Level::Medium),
        (971, 18, Level::Low),
        (1_249, 20, Level::Low),
        (1_250, 21, Level::Low),
        (4_296, 40, Level::Low),
    ];
    let alphabet: Vec<char> = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".chars().collect();
    for (length, version, level) in cases {
        let text: String = (0..length).map(|place| alphabet[(place * 7 + place / 45) % 45]).collect();
        let code = Code::of(&text).unwrap();
        assert_eq!((code.version(), code.level()), (version, level), "{length} characters");
        assert_eq!(painted(&code).text, Some(text), "{length} characters");
    }
    assert_eq!(Code::of(&"A".repeat(4_297)), Err(CodeError::TooLong { bytes: 4_297 }));
    assert_eq!(Code::of(""), Err(CodeError::Empty));
}

#[test]
fn bytes_come_back_as_bytes() {
    for length in [1, 17, 100, 328, 331, 900] {
        let bytes: Vec<u8> = (0..length).map(|place| (place * 151 + place / 7) as u8).collect();
        let code = Code::of_bytes(&bytes).unwrap();
        assert_eq!(painted(&code).bytes, bytes, "{length}");
        assert_eq!(code.level(), Level::Medium);
    }
    assert_eq!(Code::of_bytes(&[0xaa; 331]).unwrap().version(), 13);
}

#[test]
fn colours_that_cannot_be_read_are_refused() {
    let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
    assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    // Values of the W3C's own examples: #767676 is the lightest grey with 4.5 on white, #595959 with 7.
    assert!((Rgb(0x76, 0x76, 0x76).contrast(white) - 4.54).abs() < 0.01);
    assert!(Pair::new(Rgb(0x59, 0x59, 0x59), white).is_ok());
    for alike in [Rgb(0x5a, 0x5a, 0x5a), Rgb(0, 0x80, 0), Rgb(0, 0x96, 0xdb), Rgb(255, 212, 0), white] {
        let refused = Pair::new(alike, white);
        let Err(ContrastError::TooLow { found, least: LEAST_CONTRAST }) = refused else { panic!("{alike:?}") };
        assert!(found < LEAST_CONTRAST);
    }
    let (dark, light) = (Pair::new(black, white).unwrap(), Pair::new(white, black).unwrap());
    assert_eq!(Palette::new(light, [dark; 4]), Err(ContrastError::Inverted));
    assert!(Palette::new(dark, [light; 4]).is_ok());
}

#[test]
fn our_own_colours_are_held_to_it_and_differ_in_brightness() {
    let palette = Palette::default();
    let bands = Colour::ALL.map(|colour| palette.band(colour));
    let again = |pair: Pair| Pair::new(pair.ink(), pair.ground()).unwrap();
    assert_eq!(Palette::new(again(palette.modules()), bands.map(again)), Ok(palette));
    let mut grounds = bands.map(Pair::ground);
    grounds.sort_by(|one, other| one.luminance().total_cmp(&other.luminance()));
    for pair in grounds.windows(2) {
        assert!(pair[0].contrast(pair[1]) > 1.9, "{pair:?} in grey");
    }
}

#[test]
fn an_svg_picture_says_its_word_and_keeps_its_modules_plain() {
    let code = Code::of(certificate()).unwrap();
    for frame in frames() {
        let drawn = svg(&code, frame.as_ref(), &Palette::default());
        assert_eq!(drawn.matches("fill=\"#000000\" d=\"M").count(), 1);
        let runs: usize = drawn.matches("v1h-").count();
        assert_eq!(runs, code.rows().flat_map(|row| row.chunk_by(|a, b| a == b)).filter(|run| run[0]).count());
        if let Some(frame) = frame {
            let ground = Palette::default().band(frame.colour).ground().hex();
            assert!(drawn.contains(&format!(">{}</text>", frame.word)));
            assert!(drawn.contains(&format!("aria-label=\"QR {}\"", frame.word)));
            assert_eq!(drawn.matches(&ground).count(), 1 + usize::from(frame.colour == Colour::Black));
        }
    }
    assert!(svg(&code, None, &Palette::default()).contains("viewBox=\"0 0 93 93\""), "85 modules and 4 on each side");
}

#[test]
fn words_cannot_leave_their_place_in_an_svg_picture() {
    let code = Code::of("A").unwrap();
    let nasty = frame(Colour::Red, "</text><script>\u{0}\"&\u{ffff}", Shape::Cross);
    let drawn = svg(&code, Some(&nasty), &Palette::default());
    assert!(drawn.contains(">&lt;/text&gt;&lt;script&gt; &quot;&amp;</text>"), "{drawn}");
    assert!(!drawn.contains("<script>"));
}

#[test]
fn shapes_differ_from_each_other() {
    let field =
        |shape: Shape| -> Vec<bool> { (0..100).flat_map(|y| (0..100).map(move |x| shape.covers(x, y))).collect() };
    for (number, one) in Shape::ALL.into_iter().enumerate() {
        let covered = field(one).iter().filter(|covered| **covered).count();
        assert!((2_000..9_000).contains(&covered), "{one:?} covers {covered} of 10,000");
        for other in &Shape::ALL[..number] {
            let differing = field(one).iter().zip(field(*other)).filter(|(a, b)| **a != *b).count();
            assert!(differing > 1_200, "{one:?} and {other:?} differ in {differing} of 10,000");
        }
    }
}

#[test]
fn scales_are_bounded() {
    assert_eq!([0, 33, 255].map(Scale::new), [None; 3]);
    assert!([1, 2, 32].map(Scale::new).iter().all(Option::is_some));
}

#[cfg(feature = "picture")]
mod pictures {
    use super::*;
    use crate::scan::last_resort::leftovers;
    use crate::scan::picture;

    /// Every colour in every size: our scanner and rxing read the same text, and so they do when the picture stands in
    /// the dark, as on a phone at night.
    #[test]
    fn every_colour_and_size_is_read_back() {
        let texts = [certificate(), &certificate().repeat(2)];
        for (frame, text) in frames().iter().flat_map(|frame| texts.map(|text| (frame, text))) {
            let code = Code::of(text).unwrap();
            for pixels in [2, 3, 5, 8, 12] {
                let name = format!("{frame:?}, {pixels} pixels, version {}", code.version());
                let file = png(&code, frame.as_ref(), &Palette::default(), Scale::new(pixels).unwrap());
                let drawn = picture::read(&file).unwrap();
                let (wide, high) = (drawn.width() + 40, drawn.height() + 40);
                let mut dark = vec![0; (wide * high) as usize];
                for (y, row) in drawn.pixels().chunks(drawn.width() as usize).enumerate() {
                    let start = (y + 20) * wide as usize + 20;
                    dark[start..start + row.len()].copy_from_slice(row);
                }
                let alone = (drawn.pixels(), drawn.width(), drawn.height());
                for (place, (pixels, width, height)) in [("alone", alone), ("in the dark", (&dark, wide, high))] {
                    let name = format!("{name}, {place}");
                    assert_eq!(read(&name, pixels, width, height).text.as_deref(), Some(text), "{name}");
                    let luma = scan::Frame::new(pixels, width, height, width, Rotation::Upright).unwrap();
                    let found = leftovers(&luma, Wanted::Everything);
                    assert_eq!(found.len(), 1, "{name}");
                    assert_eq!(found[0].text.as_deref(), Some(text), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_word_that_does_not_fit_is_left_out() {
        let code = Code::of(certificate()).unwrap();
        let drawn = |word: &str| {
            png(&code, Some(&frame(Colour::Green, word, Shape::Tick)), &Palette::default(), Scale::new(2).unwrap())
        };
        assert_ne!(drawn("ZELENÁ"), drawn(""));
        assert_eq!(drawn(&"ZELENÁ".repeat(100)), drawn(""));
    }

    /// Writes the pictures for people to look at: `cargo test … -- --ignored`.
    #[test]
    #[ignore = "writes files"]
    fn pictures_to_look_at() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/present");
        std::fs::create_dir_all(&folder).unwrap();
        let code = Code::of(certificate()).unwrap();
        for (number, frame) in frames().iter().enumerate() {
            let file = png(&code, frame.as_ref(), &Palette::default(), Scale::new(6).unwrap());
            std::fs::write(folder.join(format!("{number}.png")), file).unwrap();
            std::fs::write(folder.join(format!("{number}.svg")), svg(&code, frame.as_ref(), &Palette::default()))
                .unwrap();
        }
    }
}
