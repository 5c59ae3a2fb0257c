//! Sizes and version information, against figures of the standard.

use super::*;

#[test]
fn there_are_forty_versions() {
    assert_eq!([0, 41, 255].map(Version::new), [None; 3]);
    assert_eq!([1, 7, 40].map(|number| Version::new(number).unwrap().side()), [21, 45, 177]);
}

#[test]
fn codewords_are_as_many_as_table_1_says() {
    for (number, codewords) in [(1, 26), (2, 44), (6, 172), (7, 196), (14, 581), (21, 1156), (32, 2465), (40, 3706)] {
        assert_eq!(Version::new(number).unwrap().codewords(), codewords, "version {number}");
    }
}

#[test]
fn alignment_patterns_are_evenly_spaced_from_the_far_end() {
    for version in (2..=40).filter_map(Version::new) {
        let centres = version.alignment_centres();
        assert_eq!(centres.len(), usize::from(version.number()) / 7 + 2);
        assert_eq!(centres[0], 6);
        assert_eq!(usize::from(*centres.last().unwrap()), version.side() - 7);
        let gaps: Vec<u8> = centres.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps[1..].iter().all(|gap| *gap == gaps[gaps.len() - 1] && gap % 2 == 0), "{version:?}: {gaps:?}");
        // One version breaks the rule that the rest, if any, makes the first gap the narrower one.
        let narrower = gaps[0] <= gaps[gaps.len() - 1];
        assert_eq!(narrower, version.number() != 32, "{version:?}: {gaps:?}");
    }
    assert!(Version::LEAST.alignment_centres().is_empty());
}

#[test]
fn version_information_stands_three_errors() {
    // Annex D, table D.1.
    for (number, word) in [(7, 0x07C94), (8, 0x085BC), (21, 0x15683), (40, 0x28C69)] {
        assert_eq!(information_word(Version::new(number).unwrap()), word, "version {number}");
    }
    for version in (7..=40).filter_map(Version::new) {
        let word = information_word(version);
        for wrong in [0, 0b1, 0b10_0000_0001, 0b10_0000_0000_0001_0001] {
            let read: [f32; 18] = std::array::from_fn(|bit| if (word ^ wrong) >> bit & 1 == 1 { -0.3 } else { 0.3 });
            assert_eq!(version_information(&read), (version, wrong.count_ones()));
        }
    }
}
