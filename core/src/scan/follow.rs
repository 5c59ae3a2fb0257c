//! Where a code is that the frame before showed.

use super::Point;
use super::alignment::{self, Pattern};
use super::homography::{Homography, Tie};
use super::plane::{Plane, extent};
use super::sighting::Sighting;
use super::symbol::Reader;
use super::view::View;

/// Modules by which a finder pattern may miss the place that a coarse search gives it: a module's steps, blurred.
const MISSED: f32 = 1.5;

impl Sighting {
    /// The same code in a later frame, where its patterns are near where they were.
    pub(super) fn followed(&self, frame: &View<'_>, reader: &mut Reader) -> Option<Self> {
        let map = self.moved(&frame.plane)?;
        let (version, inverted) = (self.grid.version, self.grid.inverted);
        let anchors = self.anchors.map(|Tie { module, weight, .. }| {
            let at = |place: Point| map.map(place);
            let found = alignment::find(&frame.plane, &at, module, MISSED, Pattern::Finder, inverted);
            Tie { module, seen: map.map(module + found.offset), weight }
        });
        Self::placed(frame, frame, (version, inverted), &[Some(map), None, None], anchors, reader)
    }

    /// How the code lies if its far corner has moved as its finder patterns have.
    fn moved(&self, plane: &Plane<'_>) -> Option<Homography> {
        let before = self.finders();
        let [first, second, third] = &before;
        let now = [first.moved(plane)?, second.moved(plane)?, third.moved(plane)?];
        let [first, second, third] = [now[0] - first.centre, now[1] - second.centre, now[2] - third.centre];
        let far = extent(self.grid.version.side()) - 3.5;
        let far = Point::new(far, far);
        let [a, b, c] = self.anchors.map(|tie| tie.module);
        let ties = [(a, now[0]), (b, now[1]), (c, now[2]), (far, self.grid.map(far) + second + third - first)];
        Homography::fit(&ties.map(|(module, seen)| Tie { module, seen, weight: 1.0 }))
    }
}

#[cfg(test)]
mod tests {
    use fast_qr::ECL;

    use super::super::sighting::Suspect;
    use super::super::tests::painter::{Picture, Pose, Scene, unhurried};
    use super::super::triple::group;
    use super::*;

    const MODULE: f32 = 4.5;

    fn painted(turn: f32, blur: f32) -> Picture {
        let pose = Pose { turn, module: MODULE, ..Pose::default() };
        Scene::sized(260, 260).with_blur(blur).paint("semafor: a text that needs some room", ECL::Q, &pose)
    }

    /// What a picture shows, as the frame before.
    fn seen(picture: &Picture, reader: &mut Reader) -> Sighting {
        let thresholds = picture.thresholds();
        let view = View { plane: picture.plane(), thresholds: &thresholds, scale: 1.0 };
        let (mut triples, mut suspects) = (Vec::new(), Vec::new());
        group(&picture.finders(), 1, &mut triples);
        Suspect::all(&view, &triples, &unhurried(), &mut suspects);
        Sighting::of(&view, &view, &suspects[0], reader).unwrap()
    }

    #[test]
    fn a_code_is_found_where_it_has_gone_however_blurred() {
        let mut reader = Reader::new();
        let before = seen(&painted(20.0, 0.5), &mut reader);
        for (turn, blur) in [(20.0, 0.5), (23.0, 0.5), (16.0, 3.0), (20.0, 3.0)] {
            let picture = painted(turn, blur);
            let thresholds = picture.thresholds();
            let view = View { plane: picture.plane(), thresholds: &thresholds, scale: 1.0 };
            let now = before.followed(&view, &mut reader).unwrap();
            for (corner, painted) in now.grid.corners().into_iter().zip(picture.corners()) {
                assert!(corner.distance(painted) < MODULE / 2.0, "{corner:?}, not {painted:?}, at {turn}°");
            }
        }
    }

    #[test]
    fn a_code_that_is_gone_is_not_followed() {
        let mut reader = Reader::new();
        let before = seen(&painted(20.0, 0.5), &mut reader);
        for picture in [Picture::of(260, 260, |_, _| 200), Picture::of_noise(260, 260, 3), painted(65.0, 0.5)] {
            let thresholds = picture.thresholds();
            let view = View { plane: picture.plane(), thresholds: &thresholds, scale: 1.0 };
            assert!(before.followed(&view, &mut reader).is_none());
        }
    }
}
