//! Clean pictures of certificates: published ones, and published texts drawn here.

use std::error::Error;
use std::path::Path;

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use semafor_core::scan::Mode;
use semafor_core::scan::picture::{self, Luma};
use serde_json::Value as Json;

use super::contest::{none, rank, sorted};
use super::frames::{beside, ours, scanner};
use super::peers::{Peer, Picture, ZXING};
use crate::row::{Bound, Row, duration};

/// Every code is read, in at most nine tenths of zxing-cpp's time.
pub fn rows(peers: &mut [Peer]) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut pictures = Vec::new();
    below(&beside("testdata/qa-images"), &mut |path| pictures.extend(published(path)))?;
    below(&beside("testdata/dgc-testdata"), &mut |path| pictures.extend(drawn(path)))?;
    if pictures.is_empty() {
        let because = "neither qa-images nor dgc-testdata is in ../shared/testdata";
        return Ok(vec![Row::not_measured("scan: certificates", because)]);
    }
    let mut still = scanner(Mode::Still);
    let (mut missed, mut of_us, mut of_zxing) = (0_u32, Vec::new(), Vec::new());
    for luma in &pictures {
        let Ok(frame) = luma.frame() else { continue };
        let picture = Picture::of(luma);
        still.forget();
        let (contents, seconds) = ours(&mut still, Mode::Still, &frame);
        missed = missed.saturating_add(u32::from(!contents.iter().any(|content| content.starts_with(b"HC1:"))));
        of_us.push(seconds);
        of_zxing.extend(peers.get_mut(ZXING).map(|zxing| zxing.read(&picture).1));
    }
    let (ours, zxing) = (rank(&sorted(&of_us), 50), rank(&sorted(&of_zxing), 50));
    let median = Row {
        name: format!("scan: {} certificates, still, median", pictures.len()),
        value: duration(ours),
        reference: Some(format!("zxing-cpp {}", duration(zxing))),
        ratio: Some(ours / zxing),
        bound: Some(Bound::Ratio(0.9)),
    };
    Ok(vec![none("scan: certificates that are not read", missed), median])
}

fn below(folder: &Path, visit: &mut dyn FnMut(&Path)) -> Result<(), Box<dyn Error>> {
    let Ok(entries) = folder.read_dir() else { return Ok(()) };
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            below(&path, visit)?;
        } else {
            visit(&path);
        }
    }
    Ok(())
}

fn published(path: &Path) -> Option<Luma> {
    picture::read(&read(path)?).ok()
}

/// The code of a test case's text, four pixels a module.
fn drawn(path: &Path) -> Option<Luma> {
    let case: Json = serde_json::from_slice(&read(path)?).ok()?;
    let text = case.get("PREFIX")?.as_str().filter(|text| text.starts_with("HC1:"))?;
    let code = [ECL::Q, ECL::M, ECL::L].into_iter().find_map(|level| QRBuilder::new(text).ecl(level).build().ok())?;
    let modules = code.size.checked_add(8)?;
    let is_dark = |x: usize, y: usize| {
        let (row, column) = ((y / SIDE).checked_sub(4)?, (x / SIDE).checked_sub(4)?);
        let is_inside = row < code.size && column < code.size;
        let at = row.checked_mul(code.size)?.checked_add(column)?;
        is_inside.then(|| code.data.get(at).is_some_and(|module| module.value()))
    };
    let side = modules.checked_mul(SIDE)?;
    let row = |y: usize| (0..side).map(move |x| if is_dark(x, y) == Some(true) { b'1' } else { b'0' });
    // A plain bitmap, which the picture reader takes as it takes every other.
    let mut bitmap = format!("P1 {side} {side}\n").into_bytes();
    (0..side).for_each(|y| bitmap.extend(row(y).flat_map(|digit| [digit, b' '])));
    picture::read(&bitmap).ok()
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::fs::File::open(path).ok()?, &mut bytes).ok()?;
    Some(bytes)
}

const SIDE: usize = 4;
