//! Seeds of `frame`: codes drawn bit by bit, whole and with something wrong, and frames without any.

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;

/// Names and bytes.
pub fn frames() -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    for (name, text, level) in [
        ("certificate", "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA", ECL::Q),
        ("link", "https://example.org/menu", ECL::M),
        ("number", "0123456789", ECL::H),
        ("one-letter", "A", ECL::L),
        ("bytes", "žluťoučký kůň", ECL::L),
    ] {
        let Some((width, bits)) = drawn(text, level) else { continue };
        for (how, mode) in [(0_u8, "camera"), (1, "still")] {
            let seed = |side: u8, patience: u16, bits: &[u8]| frame(how, width, width, side, patience, bits);
            seeds.push((format!("{name}-{mode}"), seed(3, 4_000, &bits)));
            let cut: Vec<_> = bits.iter().take(bits.len() * 3 / 4).chain(&[0; 200]).copied().collect();
            seeds.push((format!("{name}-{mode}-cut"), seed(2, 2_000, &cut)));
            let inverted: Vec<_> = bits.iter().map(|byte| !byte).collect();
            seeds.push((format!("{name}-{mode}-inverted-out-of-time"), seed(4, 3, &inverted)));
        }
    }
    let finder = [0xfe, 0x82, 0xba, 0xba, 0xba, 0x82, 0xfe, 0x00];
    seeds.push(("finders".to_owned(), frame(1, 8, 8, 3, 5_000, &finder)));
    seeds.push(("finders-again-and-again".to_owned(), frame(0, 64, 64, 1, 5_000, &finder)));
    seeds.push(("nothing".to_owned(), frame(0, 0, 0, 1, 10, &[])));
    seeds.push(("one-pixel".to_owned(), frame(9, 1, 1, 1, 10, &[7])));
    seeds.push(("noise".to_owned(), frame(8, 60, 60, 2, 5_000, &noise(1_000))));
    seeds
}

/// The ten bytes that `properties::frame` reads first, and the pixels. Width and height are those of the drawing.
fn frame(how: u8, width: u16, height: u16, side: u8, patience: u16, pixels: &[u8]) -> Vec<u8> {
    let scaled = |length: u16| length.saturating_mul(u16::from(side)).to_be_bytes();
    let head = [vec![how], scaled(width).to_vec(), scaled(height).to_vec(), vec![5, side]].concat();
    [head, patience.to_be_bytes().to_vec(), vec![0], pixels.to_vec()].concat()
}

/// A code with its quiet zone, a bit a module.
fn drawn(text: &str, level: ECL) -> Option<(u16, Vec<u8>)> {
    let code = QRBuilder::new(text).ecl(level).build().ok()?;
    let width = code.size.checked_add(8)?;
    let is_dark = |place: usize| {
        let (row, column) = ((place / width).checked_sub(4)?, (place % width).checked_sub(4)?);
        let at = row.checked_mul(code.size)?.checked_add(column)?;
        (row < code.size && column < code.size).then(|| code.data.get(at).is_some_and(|module| module.value()))
    };
    let byte = |first: usize| {
        (first..first.saturating_add(8)).fold(0_u8, |byte, place| byte << 1 | u8::from(is_dark(place) == Some(true)))
    };
    let bits = (0..width.checked_mul(width)?).step_by(8).map(byte).collect();
    Some((width.try_into().ok()?, bits))
}

fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [byte, ..] = state.to_be_bytes();
        byte
    };
    std::iter::repeat_with(next).take(count).collect()
}
