//! Where synced data lies, and the snapshot by which a question is answered: files that are named, else what was synced,
//! else what is built in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use semafor_core::bundle::{Contents, Published};
use semafor_core::instant::Instant;
use semafor_core::store::{Access, SnapshotStore, StoreError};
use semafor_core::sync::{self, Live};
use semafor_core::verifier::TimeContext;

use crate::args::Question;
use crate::args::data::DataOption;
use crate::args::wallet::Basis;
use crate::exit::Failure;
use crate::{input, machine};

/// What a question is answered by.
pub(crate) struct Grounds {
    pub(crate) published: Published,
    pub(crate) time: TimeContext,
}

impl Grounds {
    /// The grounds for a question. When nobody has named any, it is said which they are.
    pub(crate) fn of(question: &Question) -> Result<Self, Failure> {
        let at = |found: Option<TimeContext>| match question.at {
            Some(at) => TimeContext::device(at),
            None => found.unwrap_or_else(|| TimeContext::device(machine::now())),
        };
        if names_files(question) {
            return Ok(Self { published: input::grounds(&question.trust, &question.rules)?, time: at(None) });
        }
        let folder = Folder::of(&question.data)?;
        match folder.read()? {
            Some(store) => {
                let time = at(Some(folder.kept(sync::time(&store, &machine::DeviceClock))?));
                let published = folder.published(&store, &time)?;
                if question.data.data.is_none() {
                    machine::complain(&format!("semafor: judging by the set synced to {}", folder.path().display()));
                }
                Ok(Self { published: published.unwrap_or_else(semafor_built_in::published), time })
            }
            None if question.data.data.is_some() => Err(folder.nothing_synced()),
            None => Ok(Self { published: semafor_built_in::published(), time: at(None) }),
        }
    }
}

/// What was synced, for whoever judges as long as somebody comes; `None` when files or a time were named, which stay.
pub(crate) fn live(question: &Question) -> Result<Option<Live>, Failure> {
    if names_files(question) || question.at.is_some() {
        return Ok(None);
    }
    let folder = Folder::of(&question.data)?;
    if question.data.data.is_some() && folder.read()?.is_none() {
        return Err(folder.nothing_synced());
    }
    let live = Live::open(&folder.snapshot_file(), Arc::new(machine::DeviceClock), semafor_built_in::published());
    folder.kept(live).map(Some)
}

fn names_files(question: &Question) -> bool {
    (!question.trust.files.is_empty() || !question.rules.is_empty()) && question.data.data.is_none()
}

impl Grounds {
    /// The grounds of a wallet: files that are named, else what was synced beside it, else what is built in; with the rules
    /// that will be in force at `then`.
    pub(crate) fn of_wallet(folder: &Folder, basis: &Basis, then: Option<Instant>) -> Result<Self, Failure> {
        let device = || TimeContext::device(basis.at.unwrap_or_else(machine::now));
        if !basis.trust.files.is_empty() || !basis.rules.is_empty() {
            return Ok(Self { published: input::grounds(&basis.trust, &basis.rules)?, time: device() });
        }
        let Some(store) = folder.read()? else {
            return Ok(Self { published: semafor_built_in::published(), time: device() });
        };
        let time = match basis.at {
            Some(at) => TimeContext::device(at),
            None => folder.kept(sync::time(&store, &machine::DeviceClock))?,
        };
        let now = time.resolve().0.at;
        let then = then.map_or(time, |then| TimeContext::device(then.max(now)));
        let published = folder.published(&store, &then)?;
        Ok(Self { published: published.unwrap_or_else(semafor_built_in::published), time })
    }
}

/// The folder of one device's data.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn of(option: &DataOption) -> Result<Self, Failure> {
        let named = option.data.clone().or_else(|| dirs::data_local_dir().map(|folder| folder.join("semafor")));
        let unknown = || Failure::Usage("this system names no folder for data: say --data DIR".to_owned());
        named.map(Self).ok_or_else(unknown)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The file with the synced set.
    pub(crate) fn snapshot_file(&self) -> PathBuf {
        self.0.join("snapshot.db")
    }

    /// What was synced, to be read; `None` where nothing was.
    pub(crate) fn read(&self) -> Result<Option<SnapshotStore>, Failure> {
        self.kept(SnapshotStore::find(&self.snapshot_file()))
    }

    /// What was synced, to be added to; made where there is nothing.
    pub(crate) fn write(&self) -> Result<SnapshotStore, Failure> {
        std::fs::create_dir_all(&self.0)?;
        SnapshotStore::open(&self.snapshot_file(), Access::Write).map_err(|because| match because {
            // The system's fault, and not the file's.
            StoreError::DiskFull | StoreError::ReadOnly | StoreError::Busy => Failure::Sync(because.into()),
            _ => self.failure(because),
        })
    }

    /// The set that was synced, if one was.
    pub(crate) fn contents(&self, store: &SnapshotStore) -> Result<Option<Contents>, Failure> {
        self.kept(store.contents())
    }

    /// The snapshot of the set that was synced, with its schemes.
    pub(crate) fn published(&self, store: &SnapshotStore, time: &TimeContext) -> Result<Option<Published>, Failure> {
        let at = time.resolve().0.at;
        let contents = self.contents(store)?.filter(|contents| contents.replaces(semafor_built_in::signed_at()));
        contents.map(|contents| self.kept(sync::published(store, &contents, at))).transpose()
    }

    pub(crate) fn kept<T, E: std::fmt::Display>(&self, outcome: Result<T, E>) -> Result<T, Failure> {
        outcome.map_err(|because| self.failure(because))
    }

    fn failure(&self, because: impl std::fmt::Display) -> Failure {
        Failure::Data { path: self.snapshot_file(), because: because.to_string() }
    }

    pub(crate) fn nothing_synced(&self) -> Failure {
        self.failure("nothing was synced here yet; `semafor sync` does it")
    }
}
