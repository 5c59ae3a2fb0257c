//! A hand that holds a code before the camera: 60 sequences of 10 frames, few of which read alone.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use semafor_core::scan::Mode;

use super::contest::share;
use super::frames::{self, Shot, ours, scanner};
use crate::built;
use crate::row::{Bound, Row};

/// Of all frames, so many should read alone.
const ALONE_LEAST: f64 = 0.10;
const ALONE_MOST: f64 = 0.40;

/// What one scanner reads that sees the frames one after the other. The folder is the one that `SEMAFOR_SEQUENCES` names,
/// or made now by `sequences.py`.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = match std::env::var_os("SEMAFOR_SEQUENCES") {
        Some(folder) => PathBuf::from(folder),
        None => built::folder()?.join("sequences"),
    };
    if !folder.join("manifest.jsonl").is_file() {
        frames::make("sequences.py", &folder)?;
    }
    let mut sequences = BTreeMap::<String, Vec<Shot>>::new();
    for shot in frames::read(&folder)? {
        sequences.entry(shot.set.clone()).or_default().push(shot);
    }
    let (mut read, mut read_together, mut alone, mut frames) = (0_u32, 0_u32, 0_u32, 0_u32);
    for shots in sequences.values() {
        let single = shots.iter().filter(|shot| reads(std::slice::from_ref(*shot))).count();
        let is_read = reads(shots);
        read = read.saturating_add(u32::from(is_read));
        read_together = read_together.saturating_add(u32::from(is_read && single == 0));
        alone = alone.saturating_add(u32::try_from(single).unwrap_or(u32::MAX));
        frames = frames.saturating_add(u32::try_from(shots.len()).unwrap_or(u32::MAX));
    }
    let count = u32::try_from(sequences.len()).unwrap_or(u32::MAX);
    let single = share("scan: frames of sequences that read alone", alone, frames, ALONE_LEAST);
    // Too many are as unfair as too few.
    let too_many = single.ratio > Some(ALONE_MOST);
    let fair = if too_many { Some(Bound::Ratio(ALONE_MOST)) } else { single.bound };
    let together = Row {
        name: "scan: sequences read of which no frame reads alone".to_owned(),
        value: read_together.to_string(),
        reference: None,
        ratio: Some(f64::from(read_together)),
        bound: Some(Bound::RatioAtLeast(10.0)),
    };
    Ok(vec![Row { bound: fair, ..single }, share("scan: sequences read", read, count, 0.95), together])
}

/// Whether a scanner reads the right text on the way through these frames.
fn reads(shots: &[Shot]) -> bool {
    let mut camera = scanner(Mode::Camera);
    shots.iter().any(|shot| {
        let Ok(frame) = shot.luma.frame() else { return false };
        let contents = ours(&mut camera, Mode::Camera, &frame).0;
        shot.expected.as_ref().is_some_and(|right| contents.contains(right))
    })
}
