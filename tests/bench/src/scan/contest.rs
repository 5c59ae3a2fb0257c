//! Every reader on every frame: what each kind of frame gives, and the times.

use std::collections::BTreeMap;

use semafor_core::scan::{Budget, Mode};

use super::frames::{Shot, ours, scanner};
use super::peers::{Peer, Picture, ZXING};
use crate::row::{Bound, Row, duration};

/// What came of the frames.
pub struct Contest {
    peers: Vec<&'static str>,
    kinds: BTreeMap<String, Kind>,
    with_code: Times,
    without_code: Times,
    /// Texts where there is none, and wrong ones.
    wrong: u32,
}

/// One kind of frame with a code.
#[derive(Default)]
struct Kind {
    frames: u32,
    still: u32,
    camera: u32,
    peers: Vec<u32>,
}

/// Seconds of 720p frames, ours in camera mode and zxing-cpp's.
#[derive(Default)]
struct Times {
    ours: Vec<f64>,
    zxing: Vec<f64>,
}

impl Contest {
    /// Has all read all.
    pub fn hold(shots: &[Shot], peers: &mut [Peer]) -> Self {
        let names = peers.iter().map(|peer| peer.name).collect();
        let (kinds, with_code, without_code) = Default::default();
        let mut contest = Self { peers: names, kinds, with_code, without_code, wrong: 0 };
        let (mut still, mut camera) = (scanner(Mode::Still), scanner(Mode::Camera));
        for shot in shots {
            let Ok(frame) = shot.luma.frame() else { continue };
            still.forget();
            let of_still = ours(&mut still, Mode::Still, &frame).0;
            let of_camera = shortest(|| {
                camera.forget();
                ours(&mut camera, Mode::Camera, &frame)
            });
            let picture = Picture::of(&shot.luma);
            let of_peers: Vec<_> = peers.iter_mut().map(|peer| peer.read(&picture)).collect();
            let of_zxing = peers.get_mut(ZXING).map_or(f64::NAN, |zxing| shortest(|| zxing.read(&picture)).1);
            let times = if shot.expected.is_some() { &mut contest.with_code } else { &mut contest.without_code };
            if (shot.luma.width(), shot.luma.height()) == (1280, 720) {
                times.ours.push(of_camera.1);
                times.zxing.push(of_zxing);
            }
            let readings = of_peers.iter().map(|(contents, _)| contents);
            contest.count(shot, &of_still, &of_camera.0, readings);
        }
        contest
    }

    fn count<'a>(
        &mut self,
        shot: &Shot,
        still: &[Vec<u8>],
        camera: &[Vec<u8>],
        peers: impl Iterator<Item = &'a Vec<Vec<u8>>>,
    ) {
        let is_right = |contents: &[Vec<u8>]| shot.expected.as_ref().is_some_and(|right| contents.contains(right));
        for contents in [still, camera] {
            self.wrong = self.wrong.saturating_add(u32::from(!contents.is_empty() && !is_right(contents)));
        }
        if shot.expected.is_none() {
            return;
        }
        let kind = self.kinds.entry(shot.set.clone()).or_default();
        kind.peers.resize(self.peers.len(), 0);
        let add = |count: &mut u32, right: bool| *count = count.saturating_add(u32::from(right));
        kind.frames = kind.frames.saturating_add(1);
        add(&mut kind.still, is_right(still));
        add(&mut kind.camera, is_right(camera));
        kind.peers.iter_mut().zip(peers).for_each(|(count, contents)| add(count, is_right(contents)));
    }

    /// The bounds on rates and times.
    pub fn rows(self) -> Vec<Row> {
        let mut rows: Vec<_> = self.kinds.iter().map(|(name, kind)| kind.row(name, &self.peers)).collect();
        let sum = |of: fn(&Kind) -> u32| self.kinds.values().map(of).fold(0, u32::saturating_add);
        let frames = sum(|kind| kind.frames);
        rows.push(share("scan: frames read, still", sum(|kind| kind.still), frames, 0.97));
        rows.push(share("scan: frames read, camera", sum(|kind| kind.camera), frames, 0.92));
        for (index, name) in self.peers.iter().enumerate() {
            let read: u32 = self.kinds.values().filter_map(|kind| kind.peers.get(index)).sum();
            rows.push(Row { bound: None, ..share(&format!("scan: frames read by {name}"), read, frames, 0.0) });
        }
        rows.push(none("scan: wrong texts, and texts where there is none", self.wrong));
        rows.extend(self.with_code.rows("with a code", 0.5, None));
        rows.extend(self.without_code.rows("without a code", 0.4, Some(1.0)));
        rows
    }
}

impl Kind {
    /// At least as many as the best peer; one less counts as level where there are fewer than 25 frames.
    fn row(&self, name: &str, peers: &[&str]) -> Row {
        let slack = u32::from(self.frames < 25);
        let best = self.peers.iter().copied().max().unwrap_or_default();
        let counts: Vec<_> = peers.iter().zip(&self.peers).map(|(name, read)| format!("{name} {read}")).collect();
        Row {
            name: format!("scan: {name}, still (camera {})", self.camera),
            value: format!("{} of {}", self.still, self.frames),
            reference: Some(counts.join(", ")),
            ratio: Some(f64::from(self.still.saturating_add(slack)) / f64::from(best.max(1))),
            bound: Some(Bound::RatioAtLeast(1.0)),
        }
    }
}

impl Times {
    fn rows(&self, name: &str, most_median: f64, most_p95: Option<f64>) -> Vec<Row> {
        if self.ours.is_empty() {
            return vec![Row::not_measured(&format!("scan: 720p {name}"), "there is no such frame")];
        }
        let (ours, zxing) = (sorted(&self.ours), sorted(&self.zxing));
        let row = |percent: usize, bound: Bound| Row {
            name: format!("scan: 720p {name}, camera, {percent} of 100"),
            value: duration(rank(&ours, percent)),
            reference: Some(format!("zxing-cpp {}", duration(rank(&zxing, percent)))),
            ratio: Some(rank(&ours, percent) / rank(&zxing, percent)),
            bound: Some(bound),
        };
        let budget = Budget::usual(Mode::Camera).as_secs_f64();
        let p95 = most_p95.map_or(Bound::Seconds(rank(&ours, 95), budget), Bound::Ratio);
        let longest = rank(&ours, 100);
        let most = budget + 0.001;
        vec![row(50, Bound::Ratio(most_median)), row(95, p95), row(100, Bound::Seconds(longest, most))]
    }
}

/// The reading that took the shortest of three: a frame's cost does not vary, only the machine does.
fn shortest(mut read: impl FnMut() -> (Vec<Vec<u8>>, f64)) -> (Vec<Vec<u8>>, f64) {
    let first = read();
    (1..3).map(|_| read()).fold(first, |best, next| if next.1 < best.1 { next } else { best })
}

/// A row about how many of how many.
pub fn share(name: &str, part: u32, whole: u32, least: f64) -> Row {
    let share = f64::from(part) / f64::from(whole.max(1));
    Row {
        name: name.to_owned(),
        value: format!("{:.1} %", share * 100.0),
        reference: Some(format!("{part} of {whole}")),
        ratio: Some(share),
        bound: Some(Bound::RatioAtLeast(least)),
    }
}

/// A row about something that must not be.
pub fn none(name: &str, count: u32) -> Row {
    let count_as_ratio = Some(f64::from(count));
    let bound = Some(Bound::Ratio(0.0));
    Row { name: name.to_owned(), value: count.to_string(), reference: None, ratio: count_as_ratio, bound }
}

/// From the shortest to the longest.
pub fn sorted(seconds: &[f64]) -> Vec<f64> {
    let mut sorted = seconds.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// What so many of a hundred do not exceed.
pub fn rank(sorted: &[f64], percent: usize) -> f64 {
    let place = sorted.len().saturating_mul(percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(f64::NAN)
}
