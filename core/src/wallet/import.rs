//! A sealed file's records into a wallet: all of them in one change, each as if it had been added by hand. What the
//! wallet has already stays as it is; a record that makes no sense is counted and stops no other.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::add::{self, Added};
use super::contents::{Decision, Expectation, HolderNote, NoteError};
use super::export::{Kind, read_decision};
use super::setting::Setting;
use super::{Checked, Grounds, NotKept, Wallet, WalletError, record};
use crate::bundle::Environment;
use crate::envelope;
use crate::limits;
use crate::store::{Index, RecordId, Table, Writing};
use crate::transfer::export::{self, Record};
use crate::transfer::passphrase::Passphrase;

/// How many records became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Imported {
    /// Certificates that were not here.
    pub new: u32,
    /// Certificates, persons, expectations and decisions that were here already.
    pub duplicates: u32,
    /// Certificates, persons and expectations that had been removed here, and are back.
    pub restored: u32,
    /// Persons who were not here.
    pub persons: u32,
    /// Expectations that were not here.
    pub expectations: u32,
    /// Decisions about pairs of which nothing was decided here.
    pub decisions: u32,
    /// Settings that nobody had chosen here.
    pub settings: u32,
    /// Settings and decisions that say something else than those here, which stay.
    pub overruled: u32,
    /// Records of kinds that a newer program knows. They were left out.
    pub unknown: u32,
    /// Records that make no sense, or could not be kept. They were left out.
    pub malformed: u32,
    /// Records for which there was no room.
    pub no_room: u32,
}

impl Wallet {
    /// Takes what another wallet exported. After this returns it is on disk. Each thing counts as added now, in the order
    /// in which it stood in the other wallet.
    ///
    /// # Errors
    /// [`WalletError::Export`] where the file does not open, and others; nothing is taken then.
    pub fn import(
        &mut self,
        file: &[u8],
        passphrase: &Passphrase,
        environment: &Environment,
        grounds: &Grounds<'_>,
    ) -> Result<Imported, WalletError> {
        self.take(&export::open(file, passphrase, environment)?, grounds)
    }

    /// Takes records.
    pub(super) fn take(&mut self, records: &[Record], grounds: &Grounds<'_>) -> Result<Imported, WalletError> {
        let writing = self.store.write(grounds.at())?;
        let mut taking = Taking::new(&writing, grounds)?;
        for record in records {
            taking.take(record)?;
        }
        let Taking { imported, checked, .. } = taking;
        writing.commit()?;
        self.checked.extend(checked);
        Ok(imported)
    }
}

/// An import that is under way.
struct Taking<'a, 'b> {
    writing: &'a Writing<'b>,
    grounds: &'a Grounds<'a>,
    /// Certificates for which there is room.
    room: usize,
    persons: Kept,
    expected: Kept,
    decided: HashMap<[[u8; 32]; 2], bool>,
    chosen: HashSet<&'static str>,
    imported: Imported,
    checked: Vec<(RecordId, Checked)>,
}

impl<'a, 'b> Taking<'a, 'b> {
    fn new(writing: &'a Writing<'b>, grounds: &'a Grounds<'a>) -> Result<Self, WalletError> {
        let certificates = writing.rows(Table::Certificate)?.rows;
        let kept = certificates.iter().filter(|row| row.removed_at.is_none()).count();
        let decisions = writing.rows(Table::Decision)?.rows;
        let decisions = decisions.iter().filter_map(record::read::<Decision>);
        let settings = writing.rows(Table::Setting)?.rows;
        let settings = settings.iter().filter_map(record::read::<Setting>);
        Ok(Self {
            writing,
            grounds,
            room: limits::WALLET_VALUES.saturating_sub(kept),
            persons: Kept::of::<HolderNote>(writing, Table::Person)?,
            expected: Kept::of::<Expectation>(writing, Table::Expected)?,
            decided: decisions.filter_map(|kept| Some((kept.pair()?, kept.is_one_person))).collect(),
            chosen: settings.map(|setting| setting.name()).collect(),
            imported: Imported::default(),
            checked: Vec::new(),
        })
    }

    /// Takes one record; the error is the wallet's own, never the record's.
    fn take(&mut self, record: &Record) -> Result<(), WalletError> {
        let Some(kind) = Kind::of(&record.kind) else {
            count(&mut self.imported.unknown);
            return Ok(());
        };
        let bytes = record.bytes.as_slice();
        let outcome = match kind {
            Kind::Certificate if bytes.len() > limits::INFLATED_BYTES => Err(Left::Malformed),
            Kind::Certificate => self.certificate(&envelope::encode(bytes))?,
            Kind::Text => self.text(bytes)?,
            Kind::Person => self.person(bytes)?,
            Kind::Expectation => self.expectation(bytes)?,
            Kind::Decision => self.decision(bytes)?,
            Kind::Setting => self.setting(bytes)?,
        };
        count(match outcome {
            Ok(Came::New) => &mut self.imported.new,
            Ok(Came::Duplicate) => &mut self.imported.duplicates,
            Ok(Came::Restored) => &mut self.imported.restored,
            Ok(Came::Person) => &mut self.imported.persons,
            Ok(Came::Expectation) => &mut self.imported.expectations,
            Ok(Came::Decision) => &mut self.imported.decisions,
            Ok(Came::Setting) => &mut self.imported.settings,
            Err(Left::Overruled) => &mut self.imported.overruled,
            Err(Left::Unknown) => &mut self.imported.unknown,
            Err(Left::Malformed) => &mut self.imported.malformed,
            Err(Left::NoRoom) => &mut self.imported.no_room,
        });
        Ok(())
    }

    fn certificate(&mut self, text: &str) -> Result<Outcome, WalletError> {
        let (added, found) = add::place(self.writing, text, self.room > 0, self.grounds)?;
        Ok(match added {
            Added::New { id, .. } => {
                self.room = self.room.saturating_sub(1);
                self.checked.extend(found.map(|found| (id, found)));
                Ok(Came::New)
            }
            Added::Duplicate { .. } => Ok(Came::Duplicate),
            Added::Restored { .. } => Ok(Came::Restored),
            Added::Person { .. } => Ok(Came::Person),
            Added::NotKept { because: NotKept::Full } => Err(Left::NoRoom),
            Added::NotKept { .. } => Err(Left::Malformed),
        })
    }

    fn text(&mut self, bytes: &[u8]) -> Result<Outcome, WalletError> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.len() <= limits::TEXT_CHARS && text.starts_with("HC1:") => self.certificate(text),
            _ => Ok(Err(Left::Malformed)),
        }
    }

    fn person(&mut self, bytes: &[u8]) -> Result<Outcome, WalletError> {
        let Some(person) = read::<HolderNote>(bytes, HolderNote::checked) else { return Ok(Err(Left::Malformed)) };
        let content = record::write(&person);
        let outcome = self.persons.came(self.writing, &content, Came::Person)?;
        if outcome == Ok(Came::Person) {
            self.persons.put(content, add::keep_person(self.writing, &person)?);
        }
        Ok(outcome)
    }

    fn expectation(&mut self, bytes: &[u8]) -> Result<Outcome, WalletError> {
        let Some(wanted) = read::<Expectation>(bytes, Expectation::checked) else { return Ok(Err(Left::Malformed)) };
        let content = record::write(&wanted);
        let outcome = self.expected.came(self.writing, &content, Came::Expectation)?;
        if outcome == Ok(Came::Expectation) {
            let index = Index(Table::Expected, &[]);
            let id = self.writing.insert(index, record::FORMAT, content.clone())?;
            self.expected.put(content, id);
        }
        Ok(outcome)
    }

    fn decision(&mut self, bytes: &[u8]) -> Result<Outcome, WalletError> {
        let decision = read_decision(bytes).and_then(|decision| Some((decision.pair()?, decision)));
        let Some((pair, decision)) = decision else { return Ok(Err(Left::Malformed)) };
        match self.decided.get(&pair) {
            Some(kept) if *kept == decision.is_one_person => return Ok(Ok(Came::Duplicate)),
            Some(_) => return Ok(Err(Left::Overruled)),
            None if self.decided.len() >= limits::WALLET_VALUES => return Ok(Err(Left::NoRoom)),
            None => {}
        }
        self.decided.insert(pair, decision.is_one_person);
        add::keep_decision(self.writing, &decision)?;
        Ok(Ok(Came::Decision))
    }

    fn setting(&mut self, bytes: &[u8]) -> Result<Outcome, WalletError> {
        let named = (bytes.len() <= limits::WALLET_VALUE_BYTES).then(|| serde_json::from_slice::<Named>(bytes).ok());
        let Some(Some(Named { setting })) = named else { return Ok(Err(Left::Malformed)) };
        if !Setting::NAMES.contains(&setting.as_str()) {
            return Ok(Err(Left::Unknown));
        }
        let setting = serde_json::from_slice::<Setting>(bytes).ok().and_then(|setting| setting.checked().ok());
        let Some(setting) = setting else { return Ok(Err(Left::Malformed)) };
        if !self.chosen.insert(setting.name()) {
            return Ok(Err(Left::Overruled));
        }
        setting.keep(self.writing)?;
        Ok(Ok(Came::Setting))
    }
}

/// What was taken, or why not.
type Outcome = Result<Came, Left>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    New,
    Duplicate,
    Restored,
    Person,
    Expectation,
    Decision,
    Setting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Overruled,
    Unknown,
    Malformed,
    NoRoom,
}

/// The name of any setting, also of a newer program's.
#[derive(serde::Deserialize)]
struct Named {
    setting: String,
}

/// What is kept of one kind already, by its content.
struct Kept {
    table: Table,
    rows: HashMap<Vec<u8>, (RecordId, bool)>,
}

impl Kept {
    fn of<T: DeserializeOwned + Serialize>(writing: &Writing<'_>, table: Table) -> Result<Self, WalletError> {
        let mut rows = HashMap::new();
        for row in writing.rows(table)?.rows {
            let Some(content) = record::read::<T>(&row).map(|content| record::write(&content)) else { continue };
            // One that is there tells more than one that was removed.
            let (_, is_removed) = rows.entry(content).or_insert((row.id, row.removed_at.is_some()));
            if *is_removed && row.removed_at.is_none() {
                *is_removed = false;
            }
        }
        Ok(Self { table, rows })
    }

    /// What is to be said of this content; one that had been removed is back.
    fn came(&mut self, writing: &Writing<'_>, content: &[u8], new: Came) -> Result<Outcome, WalletError> {
        let is_full = self.rows.len() >= limits::WALLET_VALUES;
        match self.rows.get_mut(content) {
            Some((_, false)) => Ok(Ok(Came::Duplicate)),
            Some((id, is_removed)) => {
                writing.restore(self.table, *id)?;
                *is_removed = false;
                Ok(Ok(Came::Restored))
            }
            None if is_full => Ok(Err(Left::NoRoom)),
            None => Ok(Ok(new)),
        }
    }

    fn put(&mut self, content: Vec<u8>, id: RecordId) {
        self.rows.insert(content, (id, false));
    }
}

/// What these bytes say, fit to be kept.
fn read<T: DeserializeOwned + Serialize>(bytes: &[u8], checked: impl Fn(&T) -> Result<T, NoteError>) -> Option<T> {
    let most = limits::WALLET_VALUE_BYTES;
    let read: T = (bytes.len() <= most).then(|| serde_json::from_slice(bytes).ok()).flatten()?;
    // Written again it may have grown: what JSON escapes takes six bytes.
    checked(&read).ok().filter(|read| record::write(read).len() <= most)
}

fn count(number: &mut u32) {
    *number = number.saturating_add(1);
}
