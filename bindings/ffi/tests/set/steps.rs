//! What happens to a device, one step after another.

use std::collections::BTreeMap;

use semafor_core::instant::Instant;
use semafor_core::ports::{ClockReading, SinceBoot};
use semafor_core::sync::{Progress, SyncFailure, Synced};
use serde_json::{Value, json};

use super::device::{Device, URL, Witness, texts};

/// One step; its name begins with what the door says of the certificate afterwards.
pub(crate) struct Step {
    name: &'static str,
    pub(crate) clock: ClockReading,
    action: Action,
}

enum Action {
    /// Only a look at what is there.
    Look,
    /// A sync from a server with this generation, or without any network.
    Sync(Option<&'static str>),
    /// What is kept is taken again.
    Refresh,
}

pub(crate) fn steps() -> Vec<Step> {
    use Action::{Look, Refresh, Sync};
    let step = |name, device, boot: (&str, i64), action| {
        let since_boot = Some(SinceBoot { boot: boot.0.to_owned(), seconds: boot.1 });
        Step { name, clock: ClockReading { device: Instant::parse(device).unwrap(), since_boot }, action }
    };
    // Seconds since the device was started, at noon of the first day and of later ones.
    let (noon, fourth_day, fifth_day) = (43_200, 302_400, 388_800);
    vec![
        step("undecided: nothing was synced", "2026-06-01T12:00:00Z", ("a", noon), Look),
        step("undecided: no network yet", "2026-06-01T12:00:00Z", ("a", noon), Sync(None)),
        step("accepted: the first set", "2026-06-01T12:00:00Z", ("a", noon), Sync(Some("first"))),
        step("accepted: three days later, no network", "2026-06-04T12:00:00Z", ("a", fourth_day), Sync(None)),
        step("refused: the second set", "2026-06-04T12:00:00Z", ("a", fourth_day), Sync(Some("second"))),
        step("refused: nothing new", "2026-06-05T12:00:00Z", ("a", fifth_day), Sync(Some("second"))),
        step("refused: the clock was set back a year", "2025-06-05T13:00:00Z", ("a", 392_400), Look),
        step("refused: the change was not taken yet", "2026-06-08T00:00:00Z", ("b", 60), Look),
        step("accepted: the change that was published ahead", "2026-06-08T00:00:00Z", ("b", 60), Refresh),
        step("undecided: too long without a sync", "2026-06-12T00:00:00Z", ("b", 345_660), Sync(None)),
    ]
}

impl Step {
    /// What it comes to, with everything that Kotlin and Swift need to do the same.
    pub(crate) fn play(&self, device: &Device) -> Value {
        *device.clock.0.lock().unwrap() = self.clock.clone();
        let (action, serves) = match self.action {
            Action::Look => ("look", None),
            Action::Sync(generation) => ("sync", generation),
            Action::Refresh => ("refresh", None),
        };
        *device.folder.generation.lock().unwrap() = serves;
        let witness = Witness::default();
        let outcome = match self.action {
            Action::Sync(_) => outcome(device.live.sync(URL, &device.folder, &witness).map_err(SyncFailure::from)),
            Action::Refresh => device.live.refresh().map(|()| Value::Null).unwrap(),
            Action::Look => Value::Null,
        };
        let reading = json!({ "device": self.clock.device, "since_boot": since_boot(self.clock.since_boot.as_ref()) });
        json!({
            "name": self.name,
            "clock": reading,
            "action": action,
            "serves": serves,
            "outcome": outcome,
            "progress": witness.0.lock().unwrap().iter().map(shown).collect::<Vec<_>>(),
            "time": device.live.time(),
            "next_change": device.live.next_change(),
            "doors": self.doors(device),
        })
    }

    fn doors(&self, device: &Device) -> BTreeMap<&'static str, Value> {
        let door = |(name, text): (_, String)| (name, serde_json::to_value(device.door(&text)).unwrap());
        let doors: BTreeMap<_, _> = texts().into_iter().map(door).collect();
        let verdict = doors.get("certificate").and_then(|door| door.get("verdict")?.as_str()).unwrap();
        assert!(self.name.starts_with(verdict), "{}: {verdict}", self.name);
        doors
    }
}

fn since_boot(since: Option<&SinceBoot>) -> Value {
    since.map_or(Value::Null, |since| json!({ "boot": since.boot, "seconds": since.seconds }))
}

/// The result, or the name of the only failure there is to be.
fn outcome(result: Result<Synced, SyncFailure>) -> Value {
    match result {
        Err(SyncFailure::NoAnswer { .. }) => json!("no-answer"),
        result => json!(result.unwrap()),
    }
}

fn shown(progress: &Progress) -> Value {
    match progress {
        Progress::Asking => json!("asking"),
        Progress::Announced { files, bytes } => json!({ "announced": { "files": files, "bytes": bytes } }),
        Progress::Fetched { bytes } => json!({ "fetched": { "bytes": bytes } }),
        Progress::Checking => json!("checking"),
    }
}
