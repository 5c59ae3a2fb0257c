//! What a check judges by: keys, rules and value sets of one moment.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::instant::Instant;
use crate::limits;
use crate::revocation::Revocations;
use crate::rulebook::{RuleError, Rulebook};
use crate::trust::TrustList;
use crate::trust::import::{self, Import, ImportError, KeyFile};
use crate::verdict::{Origin, SnapshotUsed, Tier};
use crate::warning::WarningCode;

/// The keys, rules, value sets and revocations of one moment. Immutable: a check keeps the one it began with.
#[derive(Clone, Debug)]
pub struct Snapshot {
    id: String,
    keys: TrustList,
    keys_authentic: bool,
    rulebook: Rulebook,
    /// With what its content adds to the id.
    revocations: Option<(Arc<Revocations>, String)>,
    /// Nothing of files that somebody handed over: they have no age.
    origin: Option<Origin>,
}

/// A file of a policy: rules, value sets, modes or texts as JSON (protocols.md §3.3, §3.8).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PolicyFile {
    /// Its name, for messages.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {because}")]
pub struct PolicyError {
    /// The file's name.
    pub name: String,
    /// What is wrong with it.
    pub because: PolicyFault,
}

/// What is wrong with a policy file.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFault {
    /// Larger than is read.
    #[error("{bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The bound.
        most: usize,
    },
    /// It is no JSON, or nests too deep.
    #[error("no JSON that can be read: {0}")]
    Json(#[from] serde_json::Error),
    /// It holds something that is no part of a policy.
    #[error("{0}")]
    Rule(#[from] RuleError),
}

/// Why no snapshot came of files.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error), uniffi(flat_error))]
pub enum PartsError {
    /// A key file cannot be used.
    #[error("a key file: {0}")]
    Trust(#[from] ImportError),
    /// A policy file cannot be used.
    #[error("a policy file: {0}")]
    Policy(#[from] PolicyError),
}

impl Snapshot {
    /// A snapshot of the keys in `trust` and the rules, value sets, modes and texts in `policy`; without policy files no
    /// question has rules.
    ///
    /// # Errors
    /// [`PartsError`] of the first file that cannot be used.
    pub fn from_parts(trust: &[KeyFile], policy: &[PolicyFile]) -> Result<Self, PartsError> {
        let keys = Self::from_key_files(trust)?;
        Ok(if policy.is_empty() { keys } else { keys.with_policy(policy)? })
    }

    /// A snapshot of keys alone, as they were read from files: no rules, no revocation lists, no age.
    ///
    /// `keys_authentic` says whether a signature or a pin stands behind every list.
    #[must_use]
    pub fn from_keys(keys: TrustList, keys_authentic: bool) -> Self {
        let id = keys_id(&keys, keys_authentic);
        Self { id, keys, keys_authentic, rulebook: Rulebook::empty(), revocations: None, origin: None }
    }

    /// A snapshot of a published set: signed, of a known age. `id` names all its content, that of `revocations` too.
    #[must_use]
    pub fn published(
        id: String,
        keys: TrustList,
        rulebook: Rulebook,
        revocations: Option<Revocations>,
        origin: Origin,
    ) -> Self {
        let revocations = revocations.map(|revocations| (Arc::new(revocations), String::new()));
        Self { id, keys, keys_authentic: true, rulebook, revocations, origin: Some(origin) }
    }

    /// A snapshot of the keys in these files.
    ///
    /// # Errors
    /// [`ImportError`] of the first file that cannot be used.
    pub fn from_key_files(files: &[KeyFile]) -> Result<Self, ImportError> {
        let imports = files.iter().map(KeyFile::import).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::from_imports(imports))
    }

    /// A snapshot of the keys that were read already.
    #[must_use]
    pub fn from_imports(imports: Vec<Import>) -> Self {
        let authentic = imports.iter().all(Import::is_authentic);
        let mut keys = TrustList::new();
        imports.into_iter().flat_map(|import| import.keys).for_each(|key| keys.add(key));
        Self::from_keys(keys, authentic)
    }

    /// The same keys with the rules, value sets, modes and texts in these files, instead of any it had.
    ///
    /// # Errors
    /// [`PolicyError`] of the first file that cannot be used.
    pub fn with_policy(self, files: &[PolicyFile]) -> Result<Self, PolicyError> {
        let documents = files.iter().map(PolicyFile::parse).collect::<Result<Vec<_>, _>>()?;
        let rulebook = Rulebook::read(&documents).map_err(|(index, error)| PolicyError {
            name: files.get(index).map(|file| file.name.clone()).unwrap_or_default(),
            because: error.into(),
        })?;
        let digests: Vec<u8> = files.iter().flat_map(|file| import::fingerprint(&file.bytes)).collect();
        Ok(self.with_rules(rulebook, &import::fingerprint(&digests)))
    }

    /// The same keys with the rules and value sets of `rulebook`; `digest` names its content.
    #[must_use]
    pub fn with_rules(mut self, rulebook: Rulebook, digest: &[u8; 32]) -> Self {
        let revocations = self.revocations.as_ref().map(|(_, tail)| tail.as_str()).unwrap_or_default();
        self.id = format!("{}-{}{revocations}", keys_id(&self.keys, self.keys_authentic), short(digest));
        self.rulebook = rulebook;
        self
    }

    /// The same keys and rules with these revocations, instead of any it had; `digest` names their content. Without any,
    /// revocation is not asked for and a warning says so; see [`Revocations::never_loaded`] for the other way.
    #[must_use]
    pub fn with_revocations(mut self, revocations: Revocations, digest: &[u8; 32]) -> Self {
        let tail = format!("+{}", short(digest));
        let before = self.revocations.as_ref().map(|(_, tail)| tail.as_str()).unwrap_or_default();
        self.id = format!("{}{tail}", self.id.strip_suffix(before).unwrap_or(&self.id));
        self.revocations = Some((Arc::new(revocations), tail));
        self
    }

    /// Names the content: the same id, the same answers.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> &TrustList {
        &self.keys
    }

    /// The rules, value sets and modes in use.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The revocations in use, if any are asked for.
    #[must_use]
    pub fn revocations(&self) -> Option<&Revocations> {
        self.revocations.as_ref().map(|(revocations, _)| &**revocations)
    }

    /// Where it comes from, if it was published.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// What a check at `at` says about it, in which data of this tier decided.
    pub(super) fn used(&self, at: Instant, tier: Option<Tier>) -> SnapshotUsed {
        let signed_at = self.origin.map(|origin| origin.signed_at);
        let age_seconds = signed_at.map(|signed_at| at.as_unix().saturating_sub(signed_at.as_unix()));
        SnapshotUsed { id: self.id.clone(), signed_at, age_seconds, tier }
    }

    /// What a check by it has to warn of.
    pub(super) fn warnings(&self) -> impl Iterator<Item = WarningCode> {
        let unsigned = (!self.keys_authentic && !self.keys.is_empty()).then_some(WarningCode::KeysUnsigned);
        let no_list = self.revocations.is_none().then_some(WarningCode::NoRevocationList);
        let ageless = self.origin.is_none().then_some(WarningCode::AgeUnknown);
        unsigned.into_iter().chain(no_list).chain(ageless)
    }
}

/// The beginning of a digest.
fn short(digest: &[u8; 32]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Names the keys, and says with a mark when nothing stands behind the lists: the report says so too.
fn keys_id(keys: &TrustList, authentic: bool) -> String {
    let mark = if authentic { "" } else { "~" };
    format!("{}{mark}", keys.digest())
}

impl PolicyFile {
    fn parse(&self) -> Result<Json, PolicyError> {
        let fault = |because| PolicyError { name: self.name.clone(), because };
        let (bytes, most) = (self.bytes.len(), limits::POLICY_FILE_BYTES);
        if bytes > most {
            return Err(fault(PolicyFault::TooLarge { bytes, most }));
        }
        serde_json::from_slice(&self.bytes).map_err(|error| fault(error.into()))
    }
}
