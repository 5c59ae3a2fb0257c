//! Letters as pixels, for words on pictures that have no font: Latin with all of Czech and Vietnamese.
//!
//! `glyphs.bin` holds 417 of the letters of the public-domain X11 font misc-fixed 9x15 bold, in order of their code
//! points: each a code point and fifteen rows from the top, all as big-endian 16-bit numbers. A row's nine pixels are
//! its lowest bits, the leftmost the highest of them.

/// Pixels of a letter's cell.
pub(super) const WIDTH: usize = 9;
/// Pixels of a letter's cell, room for accents above and below included.
pub(super) const HEIGHT: usize = 15;

/// The places of the pixels of a word, from its top left. What has no letter here is shown as �.
pub(super) fn pixels(word: &str) -> impl Iterator<Item = (usize, usize)> {
    let lefts = (0_usize..).step_by(WIDTH);
    let rows = |(left, letter)| glyph(letter).enumerate().map(move |(y, row)| (left, y, row));
    lefts.zip(word.chars()).flat_map(rows).flat_map(|(left, y, row)| {
        let set = move |x: &usize| row >> WIDTH.saturating_sub(1).saturating_sub(*x) & 1 == 1;
        (0..WIDTH).filter(set).map(move |x| (left.saturating_add(x), y))
    })
}

/// The rows of a letter.
fn glyph(letter: char) -> impl Iterator<Item = u16> {
    let record = find(letter).or_else(|| find(char::REPLACEMENT_CHARACTER)).unwrap_or_default();
    record.iter().skip(1).map(|row| u16::from_be_bytes(*row))
}

fn find(letter: char) -> Option<&'static [[u8; 2]]> {
    let (numbers, _) = GLYPHS.as_chunks::<2>();
    let (records, _) = numbers.as_chunks::<RECORD>();
    let wanted = u16::try_from(u32::from(letter)).ok()?;
    let point = |record: &[[u8; 2]; RECORD]| record.first().map(|point| u16::from_be_bytes(*point));
    let place = records.binary_search_by_key(&Some(wanted), point).ok()?;
    records.get(place).map(<[_; RECORD]>::as_slice)
}

/// Numbers of a letter.
const RECORD: usize = HEIGHT + 1;
const GLYPHS: &[u8] = include_bytes!("glyphs.bin");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_three_languages_is_here() {
        let czech = "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýž";
        let base = "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy";
        let vietnamese = "ĐđẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲỶỸỴỈỊĨÀẢÃẠấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵỉịĩ";
        let english: String = (' '..='~').collect();
        for letter in [czech, base, vietnamese, &english].concat().chars() {
            assert!(find(letter).is_some(), "{letter}");
        }
        assert_ne!(glyph('X').collect::<Vec<_>>(), glyph('漢').collect::<Vec<_>>());
        assert!(glyph('漢').eq(glyph('\u{fffd}')));
    }

    #[test]
    fn letters_look_as_they_should() {
        let mut rows = vec![vec!['.'; 2 * WIDTH]; HEIGHT];
        pixels("LT").for_each(|(x, y)| rows[y][x] = '#');
        let rows: Vec<String> = rows.into_iter().map(|row| row.into_iter().collect()).collect();
        assert_eq!(rows[2], ".##......########.", "{rows:#?}");
        assert_eq!(rows[11], ".#######....##....", "{rows:#?}");
    }
}
