//! Finder patterns in painted pictures, and the arithmetic on eight pixels at a time against one at a time.

#![expect(clippy::as_conversions, reason = "rows and pictures of these tests are small")]

use fast_qr::ECL;

use super::super::symbol::tests::Noise;
use super::super::tests::painter::{Picture, Pose, Scene, spent};
use super::*;

#[test]
fn bytes_are_compared_without_touching_their_neighbours() {
    for (a, b) in (0..=255_u8).flat_map(|a| (0..=255_u8).map(move |b| (a, b))) {
        // Each pair stands between neighbours that would lend or borrow if they could.
        let (bytes, others) = ([0, a, 255, b, 0, a, a, b], [255, b, 0, a, 255, b, a, a]);
        let seen = less(u64::from_le_bytes(bytes), u64::from_le_bytes(others)).to_le_bytes();
        for ((byte, other), seen) in bytes.iter().zip(others).zip(seen) {
            assert_eq!(seen, if *byte < other { 0x80 } else { 0 }, "{byte} < {other}, beside {a} and {b}");
        }
    }
}

#[test]
fn changes_are_those_of_a_walk_along_the_row() {
    let mut noise = Noise::new(3);
    let mut edges = Vec::new();
    for length in (1..70_usize).chain([127, 128, 129, 640, 641]) {
        for _ in 0..20 {
            let row: Vec<u8> = (0..length).map(|_| noise.below(256) as u8).collect();
            let thresholds: Vec<u8> = (0..length.div_ceil(8)).map(|_| noise.below(256) as u8).collect();
            let is_dark = |x: usize| row[x] < thresholds[x / 8];
            let changes = (1..length).filter(|x| is_dark(*x) != is_dark(x - 1)).chain([length]);
            assert_eq!(transitions(&row, &thresholds, &mut edges), is_dark(0), "{length} pixels");
            assert_eq!(edges, changes.map(|x| x as u32).collect::<Vec<_>>(), "{length} pixels");
        }
    }
    assert!(!transitions(&[], &[], &mut edges));
    assert!(edges.is_empty(), "an empty row has no edges");
}

#[test]
fn patterns_of_a_code_are_seen_at_any_turn() {
    let dark = Scene::sized(260, 260);
    let cases = [(dark, 4.0, false), (dark.with_blur(1.5), 6.0, false), (dark.with_levels(220, 30), 5.0, true)];
    for (scene, module, inverted) in cases {
        for turn in [0.0, 12.0, 30.0, 45.0, 70.0, 90.0, 160.0, 225.0] {
            let picture = scene.paint("semafor", ECL::Q, &Pose { module, turn, ..Pose::default() });
            let finders = picture.finders();
            for centre in picture.finder_centres() {
                let is_here = |finder: &&Finder| finder.centre.distance(centre) < 0.5 * module;
                let finder = finders.iter().take(3).find(is_here).unwrap_or_else(|| panic!("none at {turn}°"));
                assert_eq!(finder.inverted, inverted);
                assert!(finder.quality > 0.9, "{finder:?} at {turn}°");
                assert!((finder.module / module - 1.0).abs() < 0.1, "{finder:?} of {module} pixels at {turn}°");
            }
        }
    }
}

#[test]
fn other_pictures_have_none() {
    let bar = |along: usize| if [0, 2, 3, 4, 6].contains(&(along / 4 % 9)) { 20 } else { 220 };
    let cases = [
        ("plain", Picture::of(200, 200, |_, _| 128)),
        ("upright stripes", Picture::of(200, 200, |x, _| if x / 4 % 2 == 0 { 20 } else { 220 })),
        ("stripes at 1 : 1 : 3 : 1 : 1", Picture::of(200, 200, |x, _| bar(x))),
        ("lying ones", Picture::of(200, 200, |_, y| bar(y))),
        ("slanted ones of one width", Picture::of(200, 200, |x, y| if (x + y) / 6 % 2 == 0 { 20 } else { 220 })),
        ("a chessboard", Picture::of(200, 200, |x, y| if (x / 8 + y / 8) % 2 == 0 { 20 } else { 220 })),
    ];
    for (name, picture) in cases {
        assert_eq!(picture.finders().len(), 0, "{name}");
    }
}

#[test]
fn of_two_in_one_place_the_surer_is_kept_and_of_many_the_surest() {
    let at = |x: f32, quality: f32| Finder { centre: Point::new(x, 50.0), module: 4.0, inverted: false, quality };
    let mut found = Vec::new();
    for (x, quality) in [(50.0, 0.7), (53.0, 0.9), (51.0, 0.8)] {
        keep(&mut found, at(x, quality));
    }
    assert_eq!(found.iter().map(|finder| finder.centre.x).collect::<Vec<_>>(), [53.0]);
    keep(&mut found, Finder { inverted: true, ..at(53.0, 0.7) });
    assert_eq!(found.len(), 2, "light on dark is another pattern");
    for index in 0..100_u8 {
        keep(&mut found, at(100.0 + 20.0 * f32::from(index), 0.75));
    }
    assert_eq!(found.len(), KEPT);
    keep(&mut found, at(9_000.0, 0.95));
    assert!(found.len() == KEPT && found.iter().any(|finder| finder.centre.x > 8_999.0));
    assert!(found.iter().all(|finder| finder.quality > 0.7), "the least sure one made room");
}

#[test]
fn no_row_is_looked_at_without_time() {
    let picture = Scene::sized(200, 200).paint("semafor", ECL::Q, &Pose::default());
    let view = View { plane: picture.plane(), thresholds: &picture.thresholds(), scale: 1.0 };
    let mut search = FinderSearch::default();
    search.run(&view, Rows { first: 0, step: 1 }, &spent());
    assert!(search.found().is_empty());
}
