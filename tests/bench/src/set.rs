//! The published set: bytes of bodies that a device fetches, beside what the EU's services send for the same; what a
//! million phones ask of a CDN; and the time from the file to the first verdict.

mod content;
mod opening;
mod phones;
mod services;

use std::error::Error;

use backend::{Backend, Content};
use e2e::author::root_path;
use e2e::device::Device;
use semafor_core::sync::Synced;

use crate::built;
use crate::material::{authority, instant};
use crate::production::{CLOCK, Production};
use crate::row::{Bound, Row, bytes};
use content::Institute;
use services::Services;

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let production = match Production::read() {
        Ok(production) => production,
        Err(absent) => return Ok(vec![Row::not_measured("the published set", &absent.to_string())]),
    };
    let services = Services::of(&production)?;
    let mut scene = Scene::begin(&production)?;
    let costs = scene.costs()?;
    let mut rows = transfers(&costs, &services);
    rows.extend(phones::rows(&costs));
    rows.extend(opening::rows(&scene.device_file())?);
    Ok(rows)
}

/// What each sync came to.
struct Costs {
    /// Keys, rules and value sets, no lists.
    first: Synced,
    /// The same with the lists.
    first_with_lists: Synced,
    /// The server has what the device has.
    not_modified: Synced,
    /// The same set, signed anew.
    stamped: Synced,
    /// One rule of Czechia, whose rules are the most.
    czech_rule: Synced,
    /// One rule of Germany, whose rules are the largest: texts in many languages.
    german_rule: Synced,
    /// One key.
    key: Synced,
    /// A thousand hashes in one partition.
    hashes: Synced,
}

/// An institute, its server, and a device with everything.
struct Scene {
    institute: Institute,
    server: Backend,
    devices: std::path::PathBuf,
}

impl Scene {
    fn begin(production: &Production) -> Result<Self, Box<dyn Error>> {
        let folder = built::folder()?.join("set");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let directory = folder.join("published");
        let institute = Institute::found(&directory, production)?;
        let server = Backend::start(Content { directory: Some(directory), ..Content::default() })?;
        Ok(Self { institute, server, devices: folder })
    }

    fn costs(&mut self) -> Result<Costs, Box<dyn Error>> {
        self.institute.publish()?;
        let first = self.sync(&self.device("without-lists")?)?;
        self.institute.add_lists()?;
        self.institute.publish()?;
        let device = self.device(DEVICE)?;
        let first_with_lists = self.sync(&device)?;
        let not_modified = self.sync(&device)?;
        self.institute.stamp();
        Ok(Costs {
            first,
            first_with_lists,
            not_modified,
            stamped: self.sync(&device)?,
            czech_rule: self.sync_after(&device, |institute| institute.change_rule("CZ"))?,
            german_rule: self.sync_after(&device, |institute| institute.change_rule("DE"))?,
            key: self.sync_after(&device, |institute| institute.add_key(authority(0, CLOCK)?.dsc()))?,
            hashes: self.sync_after(&device, Institute::revoke)?,
        })
    }

    fn device(&self, name: &str) -> Result<Device, Box<dyn Error>> {
        let root = self.institute.author.file(&root_path(1));
        Ok(Device::new(&self.devices.join(name), &root, instant(CLOCK)))
    }

    fn device_file(&self) -> std::path::PathBuf {
        self.devices.join(DEVICE).join("snapshot.db")
    }

    fn sync_after(
        &mut self,
        device: &Device,
        change: impl FnOnce(&mut Institute) -> Result<(), Box<dyn Error>>,
    ) -> Result<Synced, Box<dyn Error>> {
        change(&mut self.institute)?;
        self.institute.publish()?;
        self.sync(device)
    }

    /// Both ends must have counted the same, and the device must be where the institute is.
    fn sync(&self, device: &Device) -> Result<Synced, Box<dyn Error>> {
        self.server.forget_counts();
        let synced = device.sync(&self.server.url())?;
        let sent = self.server.total();
        let seen = (u64::try_from(sent.requests)?, u64::try_from(sent.bytes)?);
        if seen != (synced.requests, synced.bytes) {
            return Err(format!("the server counted {seen:?}, the device {synced:?}").into());
        }
        let version = self.institute.author.set.version;
        if synced.set_version == version { Ok(synced) } else { Err(format!("{synced:?}, not set {version}").into()) }
    }
}

fn transfers(costs: &Costs, services: &Services) -> Vec<Row> {
    let row = |name: &str, synced: &Synced, rival: Option<services::Cost>, most: Option<f64>| {
        let value = size(synced.bytes);
        Row {
            name: format!("{name}, {} requests", synced.requests),
            value: bytes(value),
            reference: rival.map(|rival| format!("{} in {} requests, EU services", bytes(rival.bytes), rival.requests)),
            ratio: rival.map(|rival| value / rival.bytes),
            bound: most.map(|most| Bound::Bytes(value, most)),
        }
    };
    let Services { first, nothing, rule, key } = *services;
    vec![
        row("set: first, keys + rules + value sets", &costs.first, Some(first), Some(MOST_AT_FIRST)),
        row("set: first, with 829 lists of 100,000 hashes", &costs.first_with_lists, None, None),
        row("set: not modified", &costs.not_modified, Some(nothing), Some(MOST_OF_NOTHING)),
        row("set: nothing changed, signed anew", &costs.stamped, Some(nothing), Some(MOST_OF_NOTHING)),
        row("set: one rule of CZ (38 rules)", &costs.czech_rule, Some(rule), Some(MOST_OF_A_RULE)),
        row("set: one rule of DE (19 rules, long texts)", &costs.german_rule, Some(rule), Some(MOST_OF_A_RULE)),
        row("set: one key added", &costs.key, Some(key), None),
        row("set: 1,000 hashes revoked in one list", &costs.hashes, None, None),
    ]
}

/// As a number to compute with.
fn size(bytes: u64) -> f64 {
    u32::try_from(bytes).map_or(f64::INFINITY, f64::from)
}

/// The device whose file is opened afterwards.
const DEVICE: &str = "device";

/// Bodies in bytes, as asked for when the format was drawn up.
const MOST_AT_FIRST: f64 = 250.0 * 1_024.0;
const MOST_OF_NOTHING: f64 = 1_024.0;
const MOST_OF_A_RULE: f64 = 8.0 * 1_024.0;
