//! Imports: keys, rules, value sets and revocation lists as others publish them → a content directory, from which a set
//! is built and signed. The shapes are those of protocols.md §2 and §5.3, from their services or from files.
//!
//! An import is whole or is an error: what a list names and does not come, what has another hash than it should, what
//! changes while it is read. Whatever is left out is named, with the reason, in `provenance.json`; what came in is what
//! is there plus what was left out, or nothing is written. See [`Part`](provenance::Part).

mod archive;
mod eu_keys;
mod eu_revocation;
mod eu_rules;
mod files;
mod http;
mod key_list;
mod names;
mod origin;
mod provenance;
mod revocation_index;
mod signature;
mod staging;

use std::path::{Path, PathBuf};

use semafor_core::instant::Instant;
use semafor_core::trust::import as core_import;

pub use http::Bounds;
pub use origin::{OriginError, Place};
pub use provenance::{Counts, FileRecord, LeftOut, Provenance, Thing};
pub use signature::{ServiceKey, SignatureFault};
pub use staging::{Kind, StagingError};

use origin::Origin;
use provenance::Part;
use staging::Content;

/// What is imported, with what must stand behind it.
#[derive(Clone, Debug)]
pub enum Source {
    /// Rules and value sets of an EU business-rule service (protocols.md §2.1).
    EuRules {
        /// The key that must have signed the lists; without one, only hashes are checked.
        key: Option<ServiceKey>,
    },
    /// Document signers of an EU verifier service (protocols.md §2.2). It signs nothing: only TLS stands behind them.
    EuKeys,
    /// Revocation slices of an EU distribution service (protocols.md §2.3). It signs nothing either.
    EuRevocation,
    /// The signed list of German apps (protocols.md §2.2).
    GermanKeys {
        /// The public key that must have signed it, PEM or DER; `None` takes it unverified.
        key: Option<Vec<u8>>,
    },
    /// The WHO trust list (protocols.md §5.3). Its proof cannot be verified here, so the operator pins the file.
    WhoKeys {
        /// SHA-256 of the file.
        pin: [u8; 32],
    },
    /// Rules and value sets in JSON files, one or an array of them a file.
    Files,
}

impl Source {
    /// Its name in records and on the command line.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::EuRules { .. } => "eu-rules",
            Self::EuKeys => "eu-keys",
            Self::EuRevocation => "eu-revocation",
            Self::GermanKeys { .. } => "german-keys",
            Self::WhoKeys { .. } => "who-keys",
            Self::Files => "files",
        }
    }
}

/// One import.
#[derive(Debug)]
pub struct Import<'a> {
    /// What.
    pub source: Source,
    /// From where.
    pub from: Place,
    /// The content directory.
    pub into: &'a Path,
    /// What it is called there: letters, digits, `-`, `_` and `.`.
    pub name: &'a str,
    /// When, for the record.
    pub at: Instant,
    /// Time and patience.
    pub bounds: Bounds,
}

/// A directory that an import wrote, and its record.
#[derive(Debug)]
pub struct Imported {
    /// Where it lies.
    pub directory: PathBuf,
    /// What of.
    pub kind: Kind,
    /// What stands in its `provenance.json`.
    pub provenance: Provenance,
}

impl Import<'_> {
    /// Reads everything, checks it, and puts it in the place of an older import of the same name. `progress` is told how
    /// much is done, and of how much.
    ///
    /// # Errors
    /// [`ImportError`]; the content directory is then as it was.
    pub fn run(&self, progress: &mut dyn FnMut(usize, usize)) -> Result<Vec<Imported>, ImportError> {
        let origin = Origin::open(&self.from, &self.bounds)?;
        let content = Content::open(self.into, self.name)?;
        let new = |kind| Ok(Part::new(content.stage(kind)?, self.source.name(), &self.from, self.at));
        let parts = match &self.source {
            Source::EuRules { key } => eu_rules::read(&origin, key.as_ref(), &new, progress)?,
            Source::EuKeys => vec![eu_keys::read(&origin, new(Kind::Keys)?, progress)?],
            Source::EuRevocation => vec![eu_revocation::read(&origin, || new(Kind::Revocation), progress)?],
            Source::GermanKeys { key } => vec![key_list::german(&origin, key.as_deref(), new(Kind::Keys)?)?],
            Source::WhoKeys { pin } => vec![key_list::who(&origin, pin, new(Kind::Keys)?)?],
            Source::Files => files::read(&origin, &new, progress)?,
        };
        // All are whole before the first is put in its place.
        let sealed = parts.into_iter().map(Part::seal).collect::<Result<Vec<_>, _>>()?;
        Ok(provenance::put_in_place(sealed)?)
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be fetched or read.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// The content directory could not be written.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// An answer has not the shape of its service.
    #[error("{at}: {because}")]
    Malformed {
        /// Which.
        at: String,
        /// What is wrong.
        because: String,
    },
    /// The bytes are not those that the list names.
    #[error("{at}: its SHA-256 is {found}, listed is {listed}")]
    Hash {
        /// Which.
        at: String,
        /// As listed, hex.
        listed: String,
        /// Of the bytes, hex.
        found: String,
    },
    /// An item says of itself something else than the list says of it.
    #[error("{at}: {what} is {found:?}, listed is {listed:?}")]
    Mismatch {
        /// Which.
        at: String,
        /// What of it.
        what: &'static str,
        /// As listed.
        listed: String,
        /// As the item has it.
        found: String,
    },
    /// The operator's key does not vouch for an answer.
    #[error("{at}: {because}")]
    Signature {
        /// Which.
        at: String,
        /// Why not.
        because: SignatureFault,
    },
    /// A key list cannot be used.
    #[error("{at}: {because}")]
    KeyList {
        /// Which.
        at: String,
        /// Why.
        because: core_import::ImportError,
    },
    /// Things are listed and did not come: a part is never taken for the whole.
    #[error("{at}: {} of {of} {what} did not come: {}", missing.len(), shortened(missing))]
    Missing {
        /// Where they are listed.
        at: String,
        /// What they are.
        what: &'static str,
        /// Their names.
        missing: Vec<String>,
        /// How many are listed.
        of: usize,
    },
    /// Two things have one name.
    #[error("{at}: {id} is there twice")]
    Twice {
        /// Where.
        at: String,
        /// Their name.
        id: String,
    },
    /// The service hands out certificates in a circle.
    #[error("{at}: resume token {token:?} came a second time")]
    TokenLoop {
        /// Which service.
        at: String,
        /// The token.
        token: String,
    },
    /// The service names a certificate by a key id that is not its own.
    #[error("{at}: X-KID is {stated}, the certificate's own key id is {computed}")]
    KeyId {
        /// Which answer.
        at: String,
        /// As the service says.
        stated: String,
        /// From the certificate.
        computed: String,
    },
    /// The service changed what it offers each time it was read.
    #[error("{at}: changed {times} times while it was read; try again later")]
    Changing {
        /// Which service.
        at: String,
        /// How often.
        times: usize,
    },
    /// There is nothing in it: an empty list would withdraw everything.
    #[error("{at}: holds no {what}")]
    Nothing {
        /// Which.
        at: String,
        /// What was looked for.
        what: &'static str,
    },
    /// More things than are taken.
    #[error("{at}: more than {most} {what}")]
    TooMany {
        /// Where.
        at: String,
        /// What they are.
        what: &'static str,
        /// The bound.
        most: usize,
    },
    /// What came in is not what is there and what was left out. A fault of this program, caught before it does harm.
    #[error("{received} came in, but {kept} are kept and {left_out} left out")]
    Count {
        /// Came in.
        received: usize,
        /// Are kept.
        kept: usize,
        /// Were left out.
        left_out: usize,
    },
}

/// The first few names.
fn shortened(names: &[String]) -> String {
    let first: Vec<_> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

const SHOWN: usize = 5;
