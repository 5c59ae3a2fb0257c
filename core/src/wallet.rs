//! The wallet of a family: certificates that are kept and never lost, persons, what is waited for, what changes when.
//!
//! What a certificate is worth is never written down: it is judged when it is read, by the snapshot and the time of the
//! reader. So is what follows from several of them: which one replaces which, and which had been waited for.

mod add;
mod contents;
mod day;
mod event;
mod failure;
mod export;
mod home;
mod import;
mod listing;
mod notice;
mod outgoing;
mod people;
mod record;
mod setting;
mod status;
mod travel;
mod view;
pub mod words;

use std::collections::HashMap;
use std::sync::Arc;

use crate::bundle::Published;
use crate::instant::Instant;
use crate::scheme::Schemes;
use crate::store::{Index, KeyFileError, RecordId, StoreError, Table, WalletStore};
use crate::transfer::export::ExportError;
use crate::trust::TestKeys;
use crate::verdict::{Report, TimeContext};
use crate::verifier::{self, Asked, Evidence, Policy, Snapshot};

pub use add::{Added, NotKept};
pub use contents::{Awaiting, Decision, Expectation, HolderNote, NoteError};
pub use day::Day;
pub use export::Exported;
pub use failure::WalletFailure;
pub use home::{Presence, presence, salvage};
pub use import::Imported;
pub use listing::{AwaitedCertificate, DecisionKey, Holder, KeptCertificate, KeptPerson, Listing, Removed, Summary};
pub use notice::{Notice, NoticeKind, StateMark};
pub use outgoing::{Place, write_outgoing};
pub use people::{Because, Belonging, Perhaps, Person};
pub use setting::DEFAULT_SCHEME;
pub use travel::{Journey, KnownRules, PersonAnswer, Stretch, TravelAnswer, TravelReport, TravelVerdict};
pub use view::{CertificateView, PersonView, WalletView};

/// By what a wallet is judged.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// Keys, rules, revocations.
    pub snapshot: &'a Snapshot,
    /// What colours mean.
    pub schemes: &'a Schemes,
    /// What is known about the time.
    pub time: TimeContext,
    /// Whether keys of test participants count.
    pub test_keys: TestKeys,
}

impl<'a> Grounds<'a> {
    /// What is published, at a time; keys of test participants do not count.
    #[must_use]
    pub fn of(published: &'a Published, time: TimeContext) -> Self {
        Self { schemes: &published.schemes, ..Self::new(&published.snapshot, time) }
    }

    /// A snapshot alone: no colour means anything.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, time: TimeContext) -> Self {
        Self { snapshot, schemes: Schemes::NONE, time, test_keys: TestKeys::Distrusted }
    }

    /// The time that counts.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.time.resolve().0.at
    }

    /// What a code is worth by itself.
    fn report(&self, evidence: &Evidence, text: &str) -> Report {
        evidence.report(self.test_keys, &self.time, self.snapshot).unwrap_or_else(|| {
            let policy = Policy { test_keys: self.test_keys, ..Policy::technical() };
            verifier::check(&[text], &policy, &self.time, self.snapshot)
        })
    }

    /// What a code will be worth at a border at `at`, by what is known now.
    fn foresee_entry(&self, text: &str, country: &str, region: Option<&str>, at: Instant) -> Report {
        let (country, region) = (Some(country.to_owned()), region.map(str::to_owned));
        let asked = Asked::Entry { country, region, mode: None };
        let policy = Policy { asked, test_keys: self.test_keys };
        verifier::foresee(&[text], &policy, &self.time, at, self.snapshot)
    }
}

/// Why something could not be done. The wallet is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WalletError {
    /// The wallet's file.
    #[error("the wallet: {0}")]
    Store(#[from] StoreError),
    /// The wallet's key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// There is a wallet already.
    #[error("there is a wallet already")]
    Occupied,
    /// There is none.
    #[error("there is no wallet")]
    Absent,
    /// Its folder cannot be used.
    #[error("the wallet's folder: {0}")]
    Folder(#[from] std::io::Error),
    /// Nothing in it has this id.
    #[error("nothing in the wallet has this id")]
    NoSuch,
    /// Nothing was removed in the last 30 days, or not this.
    #[error("nothing was removed that could be had back")]
    NothingToUndo,
    /// More texts than are added at once.
    #[error("{found} codes, at most {most} are added at once")]
    TooManyTexts {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// More colour schemes than are shown side by side.
    #[error("{found} colour schemes, at most {most} are shown side by side")]
    TooManySchemes {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// A file that was exported, or that which is to be.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What was typed cannot be kept.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A decision about a thing and itself.
    #[error("two are needed")]
    One,
}

/// An open wallet. One at a time changes it; others wait.
#[derive(Debug)]
pub struct Wallet {
    store: WalletStore,
    place: home::Home,
    key: crate::store::DataKey,
    /// Checks of before, by what they depend on: reading a wallet twice verifies nothing twice.
    checked: HashMap<RecordId, Checked>,
}

/// A check, and for what it holds.
#[derive(Debug)]
struct Checked {
    revision: u64,
    snapshot: String,
    test_keys: TestKeys,
    evidence: Arc<Evidence>,
    report: Arc<Report>,
}

impl Wallet {
    /// Removes a certificate, a person or an expectation. It can be had back for 30 days.
    ///
    /// # Errors
    /// [`WalletError::NoSuch`].
    pub fn remove(&mut self, id: RecordId, at: Instant) -> Result<(), WalletError> {
        let writing = self.store.write(at)?;
        for table in Table::ALL {
            if writing.remove(table, id)? {
                return Ok(writing.commit()?);
            }
        }
        Err(WalletError::NoSuch)
    }

    /// Takes a removal back: that of `id`, or the last one.
    ///
    /// # Errors
    /// [`WalletError::NothingToUndo`].
    pub fn undo(&mut self, id: Option<RecordId>, at: Instant) -> Result<RecordId, WalletError> {
        let writing = self.store.write(at)?;
        let mut last: Option<(Instant, Table, RecordId)> = None;
        for table in Table::ALL {
            for row in writing.rows(table)?.rows {
                let is_meant = id.is_none_or(|id| id == row.id);
                if let Some(removed_at) = row.removed_at.filter(|_| is_meant)
                    && last.is_none_or(|(before, _, _)| before <= removed_at)
                {
                    last = Some((removed_at, table, row.id));
                }
            }
        }
        let (_, table, id) = last.ok_or(WalletError::NothingToUndo)?;
        writing.restore(table, id)?;
        writing.commit()?;
        Ok(id)
    }

    /// Keeps a person who was entered by hand. The same name and birth date are the same person.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn add_person(&mut self, person: &HolderNote, at: Instant) -> Result<RecordId, WalletError> {
        let writing = self.store.write(at)?;
        let id = add::keep_person(&writing, person)?;
        writing.commit()?;
        Ok(id)
    }

    /// Keeps that a certificate is waited for.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn expect(&mut self, expectation: &Expectation, at: Instant) -> Result<RecordId, WalletError> {
        let content = record::write(&expectation.checked()?);
        let writing = self.store.write(at)?;
        let id = writing.insert(Index(Table::Expected, &[]), record::FORMAT, content)?;
        writing.commit()?;
        Ok(id)
    }

    /// Keeps what an expected certificate waits for now.
    ///
    /// # Errors
    /// [`WalletError::NoSuch`].
    pub fn expect_next(&mut self, id: RecordId, awaiting: Awaiting, at: Instant) -> Result<(), WalletError> {
        let writing = self.store.write(at)?;
        let rows = writing.rows(Table::Expected)?.rows;
        let row = rows.iter().find(|row| row.id == id && row.removed_at.is_none()).ok_or(WalletError::NoSuch)?;
        let expectation: Expectation = record::read(row).ok_or(WalletError::NoSuch)?;
        let content = record::write(&Expectation { awaiting, ..expectation });
        writing.replace(Index(Table::Expected, &[]), id, content)?;
        Ok(writing.commit()?)
    }

    /// The same of two certificates or persons that are here.
    ///
    /// # Errors
    /// [`WalletError::NoSuch`], [`WalletError::One`].
    pub fn decide_about(
        &mut self,
        one: RecordId,
        other: RecordId,
        is_one_person: bool,
        grounds: &Grounds<'_>,
    ) -> Result<(), WalletError> {
        let listing = self.list(grounds)?;
        let key = |id| listing.decision_key(id).ok_or(WalletError::NoSuch);
        let decision = Decision { one: key(one)?, other: key(other)?, is_one_person };
        self.decide(&decision, grounds.at())
    }

    /// Keeps that two belong to one person, or that they do not, whatever their names say. It is remembered even if one of
    /// them is removed and comes again.
    ///
    /// # Errors
    /// [`WalletError::One`].
    pub fn decide(&mut self, decision: &Decision, at: Instant) -> Result<(), WalletError> {
        let writing = self.store.write(at)?;
        add::keep_decision(&writing, decision)?;
        Ok(writing.commit()?)
    }
}
