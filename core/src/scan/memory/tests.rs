//! Patterns of painted codes, remembered and looked for again.

use fast_qr::ECL;

use super::super::tests::painter::{Picture, Pose, Scene};
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

#[test]
fn patterns_that_last_are_surer_until_they_are_forgotten() {
    let picture = painted(0.0);
    let finder = first(&picture, Point::default());
    let other = Finder { centre: finder.centre + Point::new(150.0, 0.0), quality: finder.quality + 0.05, ..finder };
    let surest = |memory: &Memory| {
        let mut seen = [other, finder];
        memory.recall(&mut seen);
        seen[0]
    };
    let mut memory = Memory::default();
    memory.learn(&[finder]);
    assert!(!memory.is_lasting(), "seen once");
    assert_eq!(surest(&memory).centre, other.centre);
    memory.learn(&[first(&picture, Point::new(2.0, 0.0))]);
    assert!(memory.is_lasting() && memory.is_certain(|finder| finder.quality > QUALITY_LEAST));
    assert_eq!(surest(&memory).centre, finder.centre, "what lasts is surer than it looks");
    let inverted = Finder { inverted: true, ..finder };
    let mut seen = [other, inverted];
    memory.recall(&mut seen);
    assert_eq!(seen[0].centre, other.centre, "another polarity");
    for _ in 1..FRAMES {
        memory.learn(&[]);
        assert_eq!(surest(&memory).centre, finder.centre);
    }
    memory.learn(&[]);
    assert_eq!(surest(&memory).centre, other.centre, "too long ago");
    let lasts = |finder: Finder| {
        let mut memory = Memory::default();
        memory.learn(&[finder]);
        memory.learn(&[finder]);
        memory.is_lasting()
    };
    assert!(lasts(finder) && !lasts(Finder { quality: 0.7, ..finder }) && !lasts(Finder { module: 1.2, ..finder }));
}

#[test]
fn a_pattern_that_hides_is_foreseen_from_the_other_two() {
    let (before, now) = (painted(10.0), painted(16.0));
    let [template, ..] = before.finders()[..] else { panic!("no finder pattern") };
    let at = |centre: Point| Finder { centre, ..template };
    // The whole picture was also nearer to its corner before.
    let before = before.finder_centres().map(|centre| at(centre + Point::new(-9.0, 6.0)));
    let places = now.finder_centres();
    for hides in 0..3 {
        let mut seen: Vec<_> = places.into_iter().map(at).collect();
        seen.remove(hides);
        foresee(&before, &mut seen);
        let nearest = seen.iter().map(|finder| finder.centre.distance(places[hides])).fold(f32::MAX, f32::min);
        assert!(nearest < 0.1 * MODULE, "{nearest} pixels off where pattern {hides} hides");
        assert_eq!(seen.len(), 3);
        foresee(&before, &mut seen);
        assert_eq!(seen.len(), 3, "what is seen is not added");
    }
    let stays = |seen: &[Finder]| {
        let mut more = seen.to_vec();
        foresee(&before, &mut more);
        more.len() == seen.len()
    };
    let [first, second, _] = places.map(at);
    assert!(stays(&[first]), "one says nothing of the turn");
    assert!(stays(&[first, Finder { inverted: true, ..second }]), "another polarity");
    assert!(stays(&[first, at(second.centre + Point::new(60.0, 0.0))]), "too far to have gone in one frame");
}
