//! A device that dies: `kill -9` at random points of a sync, again and again. Whatever was there when the process ended,
//! the file must open as an app opens it, hold one of the sets that were published, whole, and none older than before.
//!
//! The device is this program, run with [`CHILD`].

mod institute;
mod victim;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use backend::{Backend, Content};

use crate::built;
use crate::measure::{chance, now};
use crate::row::{Bound, Row, duration};
use institute::Institute;
use victim::{Found, Victim};

pub use victim::sync_once;

/// The word that makes of this program a device that syncs once: `semafor-bench set-kill-device FILE URL`.
pub const CHILD: &str = "set-kill-device";

/// All rows of this bench.
pub fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let mut scene = Scene::begin()?;
    let start = now();
    let length = scene.length()?;
    let mut tally = Tally::default();
    for kill in 0..KILLS {
        if kill % FROM_NOTHING == 0 {
            scene.victim.forget()?;
        }
        scene.kill(length, &mut tally)?;
    }
    Ok(tally.rows(length, start.elapsed()))
}

/// An institute, its server, and the device that is killed.
struct Scene {
    institute: Institute,
    server: Backend,
    victim: Victim,
    program: PathBuf,
}

/// How many ended where, by what was there afterwards.
#[derive(Default)]
struct Tally {
    /// It had ended by itself.
    over: usize,
    /// It had not asked for anything yet.
    before: usize,
    /// It was asking, fetching or keeping.
    within: usize,
    /// Of those: SQLite had begun to write, and what it had written was taken back.
    writing: usize,
    /// Of those: everything was there but the set not yet in use, so that it was about to be taken or being taken.
    committing: usize,
    /// The new set was in use, the process not at its end.
    after: usize,
    sets: u64,
    losses: usize,
    first_loss: Option<String>,
}

impl Scene {
    fn begin() -> Result<Self, Box<dyn Error>> {
        let folder = built::folder()?.join("set-kill");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let directory = folder.join("published");
        let mut institute = Institute::found(&directory)?;
        institute.publish()?;
        let victim = Victim::of(folder.join("snapshot.db"), institute.root());
        let server = Backend::start(Content { directory: Some(directory), ..Content::default() })?;
        Ok(Self { institute, server, victim, program: std::env::current_exe()? })
    }

    /// Seconds from the start of a process to its end, when it takes a whole set: the median of some.
    fn length(&mut self) -> Result<f64, Box<dyn Error>> {
        let mut lengths = Vec::new();
        for _ in 0..WHOLE_SYNCS {
            self.victim.forget()?;
            let start = now();
            let ended = self.device()?.wait()?;
            lengths.push(start.elapsed().as_secs_f64());
            if !ended.success() || self.victim.find()?.set_version != self.institute.version() {
                return Err(format!("a sync that nobody disturbs ended with {ended}").into());
            }
        }
        lengths.sort_unstable_by(f64::total_cmp);
        Ok(lengths.get(WHOLE_SYNCS.div_euclid(2)).copied().unwrap_or_default())
    }

    fn device(&self) -> Result<Child, Box<dyn Error>> {
        let mut command = Command::new(&self.program);
        command.arg(CHILD).arg(self.victim.file()).arg(self.server.url());
        Ok(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
    }

    /// One sync, ended after a random part of what a whole one takes.
    fn kill(&mut self, length: f64, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        let before = self.victim.find()?;
        if before.set_version == self.institute.version() {
            self.institute.publish()?;
            tally.sets = tally.sets.saturating_add(1);
        }
        self.server.forget_counts();
        let mut device = self.device()?;
        std::thread::sleep(Duration::from_secs_f64(length * chance()? * LONGEST));
        device.kill()?;
        let ended = device.wait()?;
        let was_writing = self.victim.has_journal();
        match self.victim.find() {
            Ok(after) => {
                self.count(ended, was_writing, &after, tally);
                if let Some(loss) = self.loss(&before, &after) {
                    tally.lose(loss);
                }
            }
            Err(error) => {
                tally.lose(error.to_string());
                self.victim.forget()?;
            }
        }
        Ok(())
    }

    fn count(&self, ended: ExitStatus, was_writing: bool, after: &Found, tally: &mut Tally) {
        let is_new = after.set_version == self.institute.version();
        let one = |count: &mut usize| *count = count.saturating_add(1);
        match ended.code() {
            Some(0) => one(&mut tally.over),
            Some(code) => tally.lose(format!("a sync ended by itself with {code}")),
            None if is_new => one(&mut tally.after),
            None if self.server.total().requests == 0 && !was_writing => one(&mut tally.before),
            None => {
                one(&mut tally.within);
                if was_writing {
                    one(&mut tally.writing);
                }
                if self.institute.hashes().iter().all(|hash| after.blobs.contains(hash)) {
                    one(&mut tally.committing);
                }
            }
        }
    }

    /// What is wrong about what was found.
    fn loss(&self, before: &Found, after: &Found) -> Option<String> {
        let expected = self.institute.id(after.set_version);
        if after.set_version < before.set_version || after.floor < before.floor || after.floor < after.set_version {
            Some(format!("from set {} (floor {}) to {after:?}", before.set_version, before.floor))
        } else if after.snapshot != expected {
            Some(format!("{:?} where set {} is {expected:?}", after.snapshot, after.set_version))
        } else if !after.is_whole {
            Some(format!("set {} without all of its lists", after.set_version))
        } else {
            None
        }
    }
}

impl Tally {
    fn lose(&mut self, because: String) {
        self.losses = self.losses.saturating_add(1);
        self.first_loss.get_or_insert(because);
    }

    fn rows(self, length: f64, whole: Duration) -> Vec<Row> {
        let took = duration(whole.as_secs_f64());
        let length = format!("a whole sync takes {}; {} sets; {took}", duration(length), self.sets);
        let mut losses = Row::count("kill -9: sets lost, mixed or older", self.losses, self.first_loss);
        losses.bound = Some(Bound::Count(self.losses, 0));
        vec![
            Row::count("kill -9 during a sync", KILLS, Some(length)),
            Row::count("of those, before the first request", self.before, None),
            Row::count("of those, within the sync", self.within, None),
            Row::count("of which, SQLite was writing", self.writing, Some("a journal was left behind".to_owned())),
            Row::count(
                "of which, all had come, not yet in use",
                self.committing,
                Some("checking, or the commit".to_owned()),
            ),
            Row::count("of those, the new set already in use", self.after, None),
            Row::count("of those, it had ended by itself", self.over, None),
            losses,
        ]
    }
}

fn remove(file: &Path) -> Result<(), Box<dyn Error>> {
    if file.exists() {
        std::fs::remove_file(file)?;
    }
    Ok(())
}

const KILLS: usize = 2_000;

/// After so many the device begins with an empty file.
const FROM_NOTHING: usize = 20;

const WHOLE_SYNCS: usize = 9;

/// The latest kill, in lengths of a whole sync.
const LONGEST: f64 = 1.1;
