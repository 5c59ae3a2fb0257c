//! Patterns of painted codes, remembered and looked for again.

use fast_qr::ECL;

use super::super::tests::painter::{Picture, Pose, Scene, unhurried};
use super::*;

const MODULE: f32 = 4.5;

fn painted(turn: f32) -> Picture {
    Scene::sized(260, 260).paint(
        "semafor: a text that needs some room",
        ECL::Q,
        &Pose { turn, module: MODULE, ..Pose::default() },
    )
}

/// The top left pattern of a picture, as another frame showed it.
fn first(picture: &Picture, moved: Point) -> Finder {
    let [centre, ..] = picture.finder_centres();
    let finder = *picture.finders().iter().find(|finder| finder.centre.distance(centre) < MODULE).unwrap();
    Finder { centre: centre + moved * MODULE, ..finder }
}

fn recalled(memory: &Memory, picture: &Picture) -> Vec<Finder> {
    let mut seen = Vec::new();
    memory.recall(&picture.plane(), &mut seen, &unhurried());
    seen
}

#[test]
fn a_pattern_that_moved_a_little_is_recalled() {
    for turn in [0.0, 25.0, 45.0, 70.0, 100.0] {
        let picture = painted(turn);
        for moved in [(0.0, 0.0), (5.0, 0.0), (-3.0, 4.0), (0.0, -5.0)] {
            let mut memory = Memory::default();
            memory.learn(&[first(&picture, Point::new(moved.0, moved.1))]);
            let seen = recalled(&memory, &picture);
            let off = seen[0].centre.distance(picture.finder_centres()[0]);
            assert!(off < MODULE, "{off} pixels off, moved by {moved:?}, at {turn}°");
            assert!(seen[0].quality <= 0.9, "not as sure as one that is seen");
        }
    }
}

#[test]
fn a_pattern_that_is_gone_is_not() {
    let mut memory = Memory::default();
    memory.learn(&[first(&painted(0.0), Point::default())]);
    let plain = Picture::of(260, 260, |_, _| 200);
    let slope = Picture::of(260, 260, |x, _| u8::try_from(x.min(255)).unwrap());
    for picture in [plain, slope] {
        assert_eq!(recalled(&memory, &picture).len(), 0);
    }
    let inverted = Scene::sized(260, 260).with_levels(220, 30);
    let inverted = inverted.paint("semafor", ECL::Q, &Pose { module: MODULE, ..Pose::default() });
    for finder in recalled(&memory, &inverted) {
        assert!(finder.centre.distance(inverted.finder_centres()[0]) > MODULE, "another polarity: {finder:?}");
    }
}

#[test]
fn patterns_are_forgotten_after_their_frames_and_seen_ones_not_doubled() {
    let picture = painted(0.0);
    let finder = first(&picture, Point::default());
    let mut memory = Memory::default();
    memory.learn(&[finder]);
    assert!(!memory.is_lasting(), "seen once");
    memory.learn(&[first(&picture, Point::new(2.0, 0.0))]);
    assert!(memory.is_lasting() && memory.is_certain(|finder| finder.quality > QUALITY_LEAST));
    let other = Finder { centre: finder.centre + Point::new(150.0, 0.0), quality: finder.quality + 0.05, ..finder };
    let mut seen = vec![other, finder];
    memory.recall(&picture.plane(), &mut seen, &unhurried());
    assert_eq!(seen.len(), 2, "both are seen already");
    assert_eq!(seen[0].centre, finder.centre, "what lasts is surer than it looks");
    for _ in 1..FRAMES {
        memory.learn(&[]);
        assert_eq!(recalled(&memory, &picture).len(), 1);
    }
    memory.learn(&[]);
    assert_eq!(recalled(&memory, &picture).len(), 0, "too long ago");
    memory.learn(&[Finder { quality: 0.7, ..finder }, Finder { module: 1.2, ..finder }]);
    assert_eq!(recalled(&memory, &picture).len(), 0, "too unsure, too small");
}
