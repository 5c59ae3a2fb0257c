//! The last part of the demonstration: keys and rules are published, a device syncs, one rule is changed, and the same
//! certificate gets another verdict. The publisher, the server and the device are those of the other commands.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use semafor_core::http::Http;
use semafor_core::instant::Instant;
use semafor_core::ports::{Clock, ClockReading};
use semafor_core::sync::{Live, Progress, Synced, Watch};
use semafor_core::verdict::{DoorReport, Language};
use semafor_core::verifier::{self, Policy};
use serde::Serialize;

use super::cast::Scene;
use super::institute::{DAYS, Institute, RULE};
use super::temporary::Temporary;
use crate::machine;
use crate::paint::{BOLD, FAINT};
use crate::verify::show_door;
use crate::words::words;

/// What was synced, and what staff saw each time.
#[derive(Serialize)]
pub(super) struct Published {
    code: String,
    rule: &'static str,
    days: [u32; 2],
    syncs: Vec<Step>,
}

/// One sync, and the verdict after it.
#[derive(Serialize)]
struct Step {
    title: &'static str,
    synced: Synced,
    staff: DoorReport,
}

const TITLES: [&str; 3] = ["first sync", "one rule changed", "nothing new"];

/// Publishes, serves and syncs, all at the time of the scene. Whatever comes of it, nothing is left of it.
pub(super) fn play(scene: Scene, dsc: &[u8], language: Language) -> io::Result<Published> {
    let folder = Temporary::make()?;
    let mut progress = machine::Progress::start();
    let institute = Institute::found(&folder.path().join("institute"), dsc, scene.at)?;
    institute.publish(scene.at)?;
    progress.show(1, PIECES);
    let device = Device::new(&folder.path().join("device.db"), &institute, scene, language)?;
    let first = device.sync(TITLES[0])?;
    progress.show(2, PIECES);
    institute.change_the_rule()?;
    institute.publish(device.scene.at)?;
    progress.show(3, PIECES);
    let syncs = vec![first, device.sync(TITLES[1])?, device.sync(TITLES[2])?];
    progress.show(PIECES, PIECES);
    Ok(Published { code: device.scene.text, rule: RULE, days: DAYS, syncs })
}

/// Published, synced, published again, synced twice.
const PIECES: usize = 4;

/// Somebody's phone: it knows the institute's root and its address, and nothing else.
struct Device {
    live: Live,
    url: String,
    http: Http,
    scene: Scene,
    language: Language,
}

impl Device {
    fn new(file: &Path, institute: &Institute, scene: Scene, language: Language) -> io::Result<Self> {
        let live = Live::open(file, Arc::new(At(scene.at)), semafor_built_in::published()).map_err(io::Error::other)?;
        live.pin(&institute.root()?).map_err(io::Error::other)?;
        Ok(Self { live, url: institute.serve()?, http: Http::new().map_err(io::Error::other)?, scene, language })
    }

    /// Syncs, then judges the certificate by what it has.
    fn sync(&self, title: &'static str) -> io::Result<Step> {
        let synced = self.live.sync(&self.url, &self.http, &Nobody).map_err(io::Error::other)?;
        let policy = Policy { asked: self.scene.asked.clone(), ..Policy::technical() };
        let report = verifier::check(&[&self.scene.text], &policy, &self.live.time(), &self.live.snapshot());
        Ok(Step { title, synced, staff: DoorReport::of(&report, self.language) })
    }
}

impl Published {
    pub(super) fn show(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let [old, new] = self.days;
        writeln!(out, "{BOLD}── Published, synced, and a rule changed ──{BOLD:#}")?;
        writeln!(out, "An institute signs its keys and rules and serves them as files; here, from this machine. A")?;
        writeln!(out, "device that knows the institute's root fetches them, and then judges without a network.")?;
        for (step, before) in self.syncs.iter().zip([None].into_iter().chain(self.syncs.iter().map(Some))) {
            if before.is_some() && step.synced.is_changed {
                writeln!(out, "\nThe institute lets two doses count for {new} days instead of {old} and publishes.")?;
            }
            let Synced { set_version, requests, bytes, .. } = step.synced;
            let requests = if requests == 1 { "1 request".to_owned() } else { format!("{requests} requests") };
            writeln!(out, "\n{BOLD}{}{BOLD:#}: {bytes} bytes in {requests}, set {set_version}", step.title)?;
            if step.synced.is_changed {
                writeln!(out, "{FAINT}{}{FAINT:#}", words(language).staff_sees)?;
                show_door(&step.staff, language, out)?;
            }
        }
        Ok(())
    }
}

/// A clock that stands still: everything happens at the time that was asked for.
struct At(Instant);

impl Clock for At {
    fn read(&self) -> ClockReading {
        ClockReading { device: self.0, since_boot: None }
    }
}

/// Looks on at a sync that takes a moment.
struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _: Progress) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}
