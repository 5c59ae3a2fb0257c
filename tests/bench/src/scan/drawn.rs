//! Codes as we draw them for holders: every colour around them, short and long texts, modules of one to eight pixels.
//! Whatever a stranger's scanner is, it should read them.

use std::error::Error;

use semafor_core::present::{Code, Frame, Palette, Scale, png};
use semafor_core::scan::{Mode, Scanner, Wanted, picture};
use semafor_core::scheme::{Colour, Shape};

use super::contest::share;
use super::frames::ours;
use super::peers::{Peer, Picture};
use crate::row::Row;

/// One row a reader and size class: the share that it reads. We read everything; so do those who are bound from three
/// pixels a module on.
pub fn rows(peers: &mut [Peer]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut own = Count::default();
    let mut counts: Vec<Counts> = peers.iter().map(|_| Counts::default()).collect();
    let mut still = Scanner::new(Mode::Still, Wanted::Everything);
    for text in texts() {
        let code = Code::of(&text)?;
        for (frame, pixels) in frames().iter().flat_map(|frame| (1..=LARGEST).map(move |pixels| (frame, pixels))) {
            let Some(scale) = Scale::new(pixels) else { continue };
            let luma = picture::read(&png(&code, frame.as_ref(), &Palette::default(), scale))?;
            still.forget();
            own.add(is_read(&ours(&mut still, Mode::Still, &luma.frame()?).0, &text));
            let picture = Picture::of(&luma);
            for (peer, counts) in peers.iter_mut().zip(&mut counts) {
                let count = if pixels < COARSE { &mut counts.fine } else { &mut counts.coarse };
                count.add(is_read(&peer.read(&picture).0, &text));
            }
        }
    }
    let mut rows = vec![share("scan: drawn codes, ours", own.read, own.all, 1.0)];
    for (peer, Counts { fine, coarse }) in peers.iter().zip(&counts) {
        let name = format!("scan: drawn codes, {COARSE} pixels or more, {}", peer.name);
        let row = share(&name, coarse.read, coarse.all, 1.0);
        rows.push(if BOUND.contains(&peer.name) { row } else { Row { bound: None, ..row } });
        let name = format!("scan: drawn codes, smaller, {}", peer.name);
        rows.push(Row { bound: None, ..share(&name, fine.read, fine.all, 0.0) });
    }
    Ok(rows)
}

#[derive(Default)]
struct Counts {
    fine: Count,
    coarse: Count,
}

#[derive(Default)]
struct Count {
    read: u32,
    all: u32,
}

impl Count {
    fn add(&mut self, is_read: bool) {
        self.read = self.read.saturating_add(u32::from(is_read));
        self.all = self.all.saturating_add(1);
    }
}

fn is_read(contents: &[Vec<u8>], text: &str) -> bool {
    contents.iter().any(|content| content == text.as_bytes())
}

/// Texts as long as the shortest and the longest certificates, and others: versions 1 to 23.
fn texts() -> Vec<String> {
    let alphabet: Vec<char> = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".chars().collect();
    let letter = |place: usize| alphabet.iter().cycle().nth(place.saturating_mul(7).saturating_add(place / 45) % 45);
    let text = |length: &usize| "HC1:".chars().chain((0..*length).filter_map(letter).copied()).collect();
    LENGTHS.iter().map(text).collect()
}

fn frames() -> Vec<Option<Frame>> {
    let framed = [
        (Colour::Black, "ČERNÁ", Shape::Square),
        (Colour::Yellow, "VÀNG", Shape::Triangle),
        (Colour::Green, "GREEN", Shape::Tick),
        (Colour::Red, "ĐỎ", Shape::Cross),
    ];
    let frame = |(colour, word, shape): (_, &str, _)| Some(Frame { colour, word: word.to_owned(), shape });
    std::iter::once(None).chain(framed.map(frame)).collect()
}

/// Pixels of a module's side.
const LARGEST: u8 = 8;
/// Pixels of a module's side from which on others must read it.
const COARSE: u8 = 3;
const BOUND: [&str; 2] = ["zxing-cpp", "zbar"];
/// Characters after `HC1:`.
const LENGTHS: [usize; 7] = [4, 60, 250, 420, 560, 900, 1_500];
