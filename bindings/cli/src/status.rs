//! `semafor status`: which set is in use, how old it is, and how far it can be relied upon.

use std::io::{self, Write};
use std::path::PathBuf;

use semafor_core::instant::Instant;
use semafor_core::store::SnapshotStore;
use semafor_core::sync;
use semafor_core::verdict::TimeUsed;
use semafor_core::verifier::{FreshnessLimits, Snapshot, Tier, TimeContext};
use serde::Serialize;

use crate::data::Folder;
use crate::exit::{Exit, Failure};
use crate::inspect::{json, line};
use crate::{args, machine};

/// Runs the command.
pub(crate) fn run(options: &args::data::Status, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Folder::of(&options.data)?;
    let status = match folder.read()? {
        Some(store) => Status::of(&folder, &store)?,
        None => Status::of_nothing(&folder),
    };
    if options.json {
        json(&status, out)?;
    } else {
        status.show(out)?;
    }
    Ok(if status.set.is_some() { Exit::Done } else { Exit::Undecided })
}

#[derive(Serialize)]
struct Status {
    data: PathBuf,
    from: Option<String>,
    root: Option<RootStatus>,
    set: Option<SetStatus>,
    time: TimeUsed,
    next_sync: Option<Instant>,
}

#[derive(Serialize)]
struct RootStatus {
    environment: String,
    version: u64,
    expires_at: Instant,
}

#[derive(Serialize)]
struct SetStatus {
    snapshot: String,
    version: u64,
    signed_at: Instant,
    age_seconds: i64,
    keys: usize,
    rules: usize,
    freshness: Vec<KindStatus>,
}

#[derive(Serialize)]
struct KindStatus {
    kind: &'static str,
    tier: Tier,
    /// When it becomes the next tier.
    until: Option<Instant>,
}

impl Status {
    fn of_nothing(folder: &Folder) -> Self {
        let time = TimeContext::device(machine::now()).resolve().0;
        Self { data: folder.path().to_owned(), from: None, root: None, set: None, time, next_sync: None }
    }

    fn of(folder: &Folder, store: &SnapshotStore) -> Result<Self, Failure> {
        let context = folder.kept(sync::time(store, &machine::DeviceClock))?;
        let time = context.resolve().0;
        let root = folder.kept(store.anchor())?.map(|anchor| RootStatus {
            environment: anchor.root().environment.to_string(),
            version: anchor.root().version,
            expires_at: anchor.root().expires_at,
        });
        let contents = folder.contents(store)?;
        let set = match contents {
            Some(contents) => {
                let snapshot = folder.kept(sync::snapshot(store, &contents, time.at))?;
                SetStatus::of(contents.set().version, &snapshot, time.at)
            }
            None => None,
        };
        let from = folder.kept(store.note("url"))?;
        let next_sync = folder.kept(sync::due_at(store))?;
        Ok(Self { data: folder.path().to_owned(), from, root, set, time, next_sync })
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        line("data", &self.data.display().to_string(), out)?;
        line("from", self.from.as_deref().unwrap_or("nowhere yet: semafor sync --from URL --root FILE"), out)?;
        if let Some(root) = &self.root {
            line("root", &format!("{} {}, until {}", root.environment, root.version, root.expires_at), out)?;
        }
        match &self.set {
            Some(set) => set.show(out)?,
            None => line("set", "none yet: the rules built in are used, and every key is unknown", out)?,
        }
        line("time", &format!("{} ({})", self.time.at, self.time.source.name()), out)?;
        match self.next_sync {
            Some(due) => line("next sync", &due.to_string(), out),
            None => Ok(()),
        }
    }
}

impl SetStatus {
    fn of(version: u64, snapshot: &Snapshot, at: Instant) -> Option<Self> {
        let origin = snapshot.origin()?;
        let freshness = &origin.freshness;
        let kinds = [("keys", freshness.keys), ("rules", freshness.rules), ("revocation", freshness.revocation)];
        let kind = |(kind, limits): (&'static str, Option<FreshnessLimits>)| {
            let limits = limits?;
            let tier = limits.tier(origin.signed_at, at);
            let until = match tier {
                Tier::Fresh => Some(limits.ageing()),
                Tier::Ageing => Some(limits.stale()),
                Tier::Stale => Some(limits.dead()),
                Tier::Dead => None,
            };
            let until = until.map(|seconds| origin.signed_at.plus_seconds(seconds));
            Some(KindStatus { kind, tier, until })
        };
        Some(Self {
            snapshot: snapshot.id().to_owned(),
            version,
            signed_at: origin.signed_at,
            age_seconds: at.as_unix().saturating_sub(origin.signed_at.as_unix()),
            keys: snapshot.keys().len(),
            rules: snapshot.rulebook().len(),
            freshness: kinds.into_iter().filter_map(kind).collect(),
        })
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        line("set", &format!("{}, current as of {}", self.snapshot, self.signed_at), out)?;
        line("content", &format!("{} keys, {} rules", self.keys, self.rules), out)?;
        for KindStatus { kind, tier, until } in &self.freshness {
            let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
            line(kind, &format!("{}{until}", tier.name()), out)?;
        }
        Ok(())
    }
}
