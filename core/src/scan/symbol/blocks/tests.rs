//! The division into blocks: what must hold for all, and rows of the standard's table.

use super::*;

const LEVELS: [ErrorCorrection; 4] =
    [ErrorCorrection::Low, ErrorCorrection::Medium, ErrorCorrection::Quartile, ErrorCorrection::High];

fn all() -> impl Iterator<Item = (Version, ErrorCorrection, Blocks)> {
    let versions = (1..=40).filter_map(Version::new);
    versions.flat_map(|version| LEVELS.map(|level| (version, level, Blocks::of(version, level))))
}

#[test]
fn blocks_hold_all_codewords_once() {
    for (version, level, blocks) in all() {
        assert_eq!(blocks.codewords(), version.codewords(), "{version:?} {level:?}");
        let mut places: Vec<usize> = blocks.places().collect();
        places.sort_unstable();
        assert!(places.into_iter().eq(0..version.codewords()), "{version:?} {level:?}");
    }
}

#[test]
fn no_block_is_larger_than_there_is_room_for() {
    let largest =
        all().flat_map(|(_, _, blocks)| (0..blocks.count()).map(move |block| blocks.block(block).len())).max();
    assert_eq!(largest, Some(MOST_CODEWORDS));
    assert_eq!(all().map(|(_, _, blocks)| blocks.count()).max(), Some(MOST_BLOCKS));
    assert!(all().all(|(_, _, blocks)| blocks.parity() <= 30));
}

#[test]
fn sizes_are_those_of_table_9() {
    let version = |number| Version::new(number).unwrap_or(Version::LEAST);
    let lengths = |blocks: Blocks| -> Vec<_> {
        (0..blocks.count()).map(|block| (blocks.block(block).len(), blocks.data(block).len())).collect()
    };
    let of = |number, level| lengths(Blocks::of(version(number), level));
    assert_eq!(of(1, ErrorCorrection::Low), [(26, 19)]);
    assert_eq!(of(5, ErrorCorrection::Quartile), [(33, 15), (33, 15), (34, 16), (34, 16)]);
    assert_eq!(of(8, ErrorCorrection::High), [(40, 14), (40, 14), (40, 14), (40, 14), (41, 15), (41, 15)]);
    let correctable = |number| LEVELS.map(|level| Blocks::of(version(number), level).correctable());
    assert_eq!([1, 2, 3, 4].map(correctable), [[2, 4, 6, 8], [4, 8, 11, 14], [7, 13, 9, 11], [10, 9, 13, 8]]);
}

#[test]
fn codewords_are_interleaved() {
    // Version 5-Q: two blocks of 15 data codewords, two of 16, each followed by 18 of parity.
    let places: Vec<usize> =
        Blocks::of(Version::new(5).unwrap_or(Version::LEAST), ErrorCorrection::Quartile).places().collect();
    assert_eq!(places[..5], [0, 33, 66, 100, 1]);
    assert_eq!(places[60..66], [81, 115, 15, 48, 82, 116]);
}
