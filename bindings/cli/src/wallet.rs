//! `semafor wallet`: certificates that are kept, encrypted, in the folder of one's data.

mod add;
mod arrive;
mod care;
mod frames;
mod leave;
mod list;
mod note;
mod outlook;
mod schemes;
mod show;
mod status;
mod words;

use std::io::Write;

use semafor_core::instant::Instant;
use semafor_core::store::{PassphraseVault, RecordId};
use semafor_core::trust::TestKeys;
use semafor_core::wallet::{self, Listing, Presence, Wallet, WalletError};

use crate::args::wallet::{Command, Opening, Which};
use crate::data::{Folder, Grounds};
use crate::exit::{Exit, Failure};
use crate::{args, machine, secret};

pub(crate) use frames::show as show_frames;

/// Runs one of its commands.
pub(crate) fn run(options: &args::wallet::Wallet, out: &mut dyn Write) -> Result<Exit, Failure> {
    use args::wallet::{ExpectedCommand, PersonCommand};
    match &options.command {
        Command::Add(options) => add::run(options, out),
        Command::Person(options) => match &options.command {
            PersonCommand::Add(options) => note::add_person(options, out),
        },
        Command::List(options) => list::run(options, out),
        Command::Show(options) => show::run(options, out),
        Command::Status(options) => status::run(options, out),
        Command::Remove(options) => note::remove(options, out),
        Command::Undo(options) => note::undo(options, out),
        Command::Check(options) => outlook::check(options, out),
        Command::Notices(options) => outlook::notices(options, out),
        Command::Expected(options) => match &options.command {
            ExpectedCommand::Add(options) => note::expect(options, out),
            ExpectedCommand::Next(options) => note::expect_next(options, out),
        },
        Command::Merge(options) => note::decide(options, true, out),
        Command::Split(options) => note::decide(options, false, out),
        Command::Export(options) => leave::run(options, out),
        Command::Import(options) => arrive::run(options, out),
        Command::Schemes(options) => schemes::run(options, out),
        Command::Recovery(options) => care::make_recovery(options, out),
        Command::Recover(options) => care::recover(options, out),
        Command::Salvage(options) => care::salvage(options, out),
    }
}

/// An open wallet with what it is judged by.
struct Opened {
    wallet: Wallet,
    grounds: Grounds,
    test_keys: TestKeys,
    folder: Folder,
}

impl Opened {
    /// The wallet that there is.
    fn existing(opening: &Opening) -> Result<Self, Failure> {
        Self::at(opening, None)
    }

    /// The same with the rules that will be in force at `then`.
    fn at(opening: &Opening, then: Option<Instant>) -> Result<Self, Failure> {
        let Opening { basis, which } = opening;
        let folder = Folder::of(&which.data)?;
        let grounds = Grounds::of_wallet(&folder, basis, then)?;
        let wallet = failing(&folder, Wallet::open(folder.path(), &passphrase(which, &folder)?))?;
        Ok(Self { wallet, grounds, test_keys: basis.trust.test_keys(), folder })
    }

    /// The wallet that there is, or a new one.
    fn or_new(opening: &Opening) -> Result<Self, Failure> {
        let Opening { basis, which } = opening;
        let folder = Folder::of(&which.data)?;
        if wallet::presence(folder.path()) != Presence::Absent {
            return Self::existing(opening);
        }
        let grounds = Grounds::of_wallet(&folder, basis, None)?;
        let vault = new_passphrase(which)?;
        let wallet = failing(&folder, Wallet::create(folder.path(), &vault))?;
        machine::complain(&format!("semafor: a new wallet was made in {}", folder.path().display()));
        Ok(Self { wallet, grounds, test_keys: basis.trust.test_keys(), folder })
    }

    /// What is in it.
    fn list(&mut self) -> Result<Listing, Failure> {
        self.with(|wallet, grounds| wallet.list(grounds))
    }

    /// Does something with the wallet by its grounds.
    fn with<T>(
        &mut self,
        work: impl FnOnce(&mut Wallet, &wallet::Grounds<'_>) -> Result<T, WalletError>,
    ) -> Result<T, Failure> {
        let Grounds { published, time } = &self.grounds;
        let grounds = wallet::Grounds { test_keys: self.test_keys, ..wallet::Grounds::of(published, *time) };
        failing(&self.folder, work(&mut self.wallet, &grounds))
    }
}

fn failing<T>(folder: &Folder, outcome: Result<T, WalletError>) -> Result<T, Failure> {
    outcome.map_err(|because| Failure::Wallet { path: folder.path().to_owned(), because })
}

fn passphrase(which: &Which, folder: &Folder) -> Result<PassphraseVault, Failure> {
    // Nobody is asked for the passphrase of a wallet that is not there.
    if wallet::presence(folder.path()) == Presence::Absent {
        return Err(Failure::Wallet { path: folder.path().to_owned(), because: WalletError::Absent });
    }
    let text = match &which.passphrase.passphrase_file {
        Some(file) => secret::in_file(file)?,
        None => secret::typed("Passphrase of the wallet: ", OPTION)?,
    };
    Ok(PassphraseVault::new(text))
}

/// The passphrase for a wallet that is made, or made to open with another one.
fn new_passphrase(which: &Which) -> Result<PassphraseVault, Failure> {
    let text = match &which.passphrase.passphrase_file {
        Some(file) => secret::in_file(file)?,
        None => secret::chosen("Passphrase for the wallet: ", OPTION)?,
    };
    match text.chars().count() {
        0 => return Err(Failure::Usage("an empty passphrase protects nothing".to_owned())),
        1..SHORT => {
            machine::complain(&format!("semafor: a passphrase of less than {SHORT} characters is soon guessed"))
        }
        _ => {}
    }
    Ok(PassphraseVault::new(text))
}

const OPTION: &str = "--passphrase-file";
const SHORT: usize = 12;

/// The one of `ids` that begins so.
fn find(beginning: &str, ids: impl Iterator<Item = RecordId>, folder: &Folder) -> Result<RecordId, Failure> {
    let beginning = beginning.to_ascii_lowercase();
    let mut found: Vec<_> = ids.filter(|id| id.to_string().starts_with(&beginning)).collect();
    found.dedup();
    match found.as_slice() {
        [id] => Ok(*id),
        [] => Err(Failure::Wallet { path: folder.path().to_owned(), because: WalletError::NoSuch }),
        several => Err(Failure::Usage(format!("{beginning}: {} ids begin so", several.len()))),
    }
}

/// The ids of all that is there.
fn ids(listing: &Listing) -> impl Iterator<Item = RecordId> {
    let certificates = listing.certificates.iter().map(|kept| kept.id);
    let persons = listing.persons.iter().map(|person| person.id);
    certificates.chain(persons).chain(listing.expected.iter().map(|expected| expected.id))
}

/// As much of an id as tells it from the others of a wallet.
fn short(id: RecordId) -> String {
    id.to_string().chars().take(8).collect()
}
