//! Adding what was scanned, typed or found in a file: one outcome for each text, and one transaction for all of them.

use serde::Serialize;

use super::contents::{Decision, HolderNote};
use super::listing::Listing;
use super::{Checked, Grounds, Wallet, WalletError, record};
use crate::certificate::PersonalCode;
use crate::envelope::{self, TextKind};
use crate::limits;
use crate::store::{Index, RecordId, Row, Table, Writing};
use crate::verdict::{Cause, Content, ReasonCode, Report, Stage};

/// What became of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Added {
    /// It is kept.
    New {
        /// Under this id.
        id: RecordId,
        /// Whether somebody vouches for it today; what cannot be verified is kept too.
        verified: bool,
        /// What speaks against it.
        reasons: Vec<ReasonCode>,
        /// The older certificates for the same event that it replaces.
        supersedes: Vec<RecordId>,
        /// The one for the same event that counts instead of it.
        superseded_by: Option<RecordId>,
        /// The expectations that have come true with it.
        fulfils: Vec<RecordId>,
    },
    /// It is here already.
    Duplicate {
        /// As this one.
        id: RecordId,
        /// Whether it was signed another time.
        other_signature: bool,
    },
    /// It was here, had been removed, and is back.
    Restored {
        /// As this one.
        id: RecordId,
    },
    /// It names a person and certifies nothing: kept as one, identity only.
    Person {
        /// Under this id.
        id: RecordId,
    },
    /// It is not kept.
    NotKept {
        /// Why.
        because: NotKept,
    },
}

/// Why a text is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "code")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum NotKept {
    /// It is something else.
    #[error("it is no certificate")]
    NotACertificate {
        /// What.
        kind: TextKind,
    },
    /// It claims to be a certificate and cannot be read.
    #[error("it cannot be read ({stage:?}: {detail})")]
    Malformed {
        /// Where reading ended.
        stage: Stage,
        /// Why, in English, for experts.
        detail: String,
    },
    /// It is signed like a certificate and holds nothing of a known kind.
    #[error("it holds nothing of a known kind")]
    UnknownPayload,
    /// What it names cannot be kept.
    #[error("what it names cannot be kept")]
    Unusable,
    /// There is no room for more.
    #[error("the wallet is full")]
    Full,
}

impl Wallet {
    /// Adds the texts of codes, all that are certificates. After this returns they are on disk.
    ///
    /// # Errors
    /// [`WalletError`]; nothing is added then.
    pub fn add<T: AsRef<str>>(&mut self, texts: &[T], grounds: &Grounds<'_>) -> Result<Vec<Added>, WalletError> {
        let (found, most) = (texts.len(), limits::WALLET_TEXTS);
        if found > most {
            return Err(WalletError::TooManyTexts { found, most });
        }
        let before = self.list(grounds)?;
        let room = limits::WALLET_VALUES.saturating_sub(before.certificates.len());
        let writing = self.store.write(grounds.at())?;
        let (mut outcomes, mut checked) = (Vec::with_capacity(found), Vec::new());
        for (number, text) in texts.iter().enumerate() {
            let (outcome, found) = place(&writing, text.as_ref(), number < room, grounds)?;
            if let (Added::New { id, .. }, Some(found)) = (&outcome, found) {
                checked.push((*id, found));
            }
            outcomes.push(outcome);
        }
        writing.commit()?;
        self.checked.extend(checked);
        let after = self.list(grounds)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.seen_in(&before, &after)).collect())
    }
}

/// Keeps a person; the same name and birth date are the same person.
pub(super) fn keep_person(writing: &Writing<'_>, person: &HolderNote) -> Result<RecordId, WalletError> {
    let person = person.checked()?;
    let same = format!("{}|{}|{}", person.name, person.born, person.document.as_deref().unwrap_or_default());
    let index = Index(Table::Person, same.as_bytes());
    Ok(writing.insert_once(index, record::FORMAT, record::write(&person))?)
}

/// Keeps a decision, in place of an earlier one about the same two.
pub(super) fn keep_decision(writing: &Writing<'_>, decision: &Decision) -> Result<(), WalletError> {
    let pair = decision.pair().ok_or(WalletError::One)?;
    writing.insert_once(Index(Table::Decision, &pair.concat()), record::FORMAT, record::write(decision))?;
    Ok(())
}

impl Added {
    fn new(id: RecordId) -> Self {
        let (supersedes, fulfils) = (Vec::new(), Vec::new());
        Self::New { id, verified: false, reasons: Vec::new(), supersedes, superseded_by: None, fulfils }
    }

    fn not_kept(because: NotKept) -> Self {
        Self::NotKept { because }
    }

    /// What a new certificate has changed, by the wallet before and after.
    fn seen_in(self, before: &Listing, after: &Listing) -> Self {
        let Self::New { id, .. } = self else { return self };
        let Some(kept) = after.certificates.iter().find(|kept| kept.id == id) else { return self };
        let replaced = |other: RecordId| before.certificates.iter().any(|kept| kept.id == other && kept.is_current());
        let superseded = after.certificates.iter().filter(|other| other.superseded_by == Some(id));
        let fulfilled = after.expected.iter().filter(|expected| expected.arrived == Some(id));
        Self::New {
            id,
            verified: kept.verified().is_some(),
            reasons: kept.reasons(),
            supersedes: superseded.map(|other| other.id).filter(|other| replaced(*other)).collect(),
            superseded_by: kept.superseded_by,
            fulfils: fulfilled.map(|expected| expected.id).collect(),
        }
    }
}

/// The outcome for one text, with what was found out about it.
pub(super) fn place(
    writing: &Writing<'_>,
    text: &str,
    has_room: bool,
    grounds: &Grounds<'_>,
) -> Result<(Added, Option<Checked>), WalletError> {
    if envelope::recognise(text) == TextKind::VietnamesePersonalCode {
        return Ok((place_person(writing, text)?, None));
    }
    let found = Checked::of(text, 0, grounds);
    let outcome = match unreadable(text, &found.report) {
        Some(because) => Added::not_kept(because),
        None => place_certificate(writing, text, found.is_verified(), has_room, grounds)?,
    };
    Ok((outcome, Some(found)))
}

fn place_person(writing: &Writing<'_>, text: &str) -> Result<Added, WalletError> {
    let person = PersonalCode::parse(text).map(|code| HolderNote::of_code(&code));
    let Some(person) = person else { return Ok(Added::not_kept(NotKept::Unusable)) };
    match keep_person(writing, &person) {
        Ok(id) => Ok(Added::Person { id }),
        Err(WalletError::Note(_)) => Ok(Added::not_kept(NotKept::Unusable)),
        Err(other) => Err(other),
    }
}

fn place_certificate(
    writing: &Writing<'_>,
    text: &str,
    is_vouched_for: bool,
    has_room: bool,
    grounds: &Grounds<'_>,
) -> Result<Added, WalletError> {
    let claims = record::claims(text);
    let index = Index(Table::Certificate, &claims);
    let same = writing.find(index)?;
    if let Some(outcome) = known(writing, index, text, is_vouched_for, &same, grounds)? {
        return Ok(outcome);
    }
    if !has_room {
        return Ok(Added::not_kept(NotKept::Full));
    }
    Ok(Added::new(writing.insert(index, record::FORMAT, text.as_bytes().to_vec())?))
}

/// The outcome for a certificate whose claims are here already. Where nobody vouches for either of two signatures, both are
/// kept: one of them may be the true one.
fn known(
    writing: &Writing<'_>,
    index: Index<'_>,
    text: &str,
    is_vouched_for: bool,
    same: &[Row],
    grounds: &Grounds<'_>,
) -> Result<Option<Added>, WalletError> {
    let cose = envelope::decode(text);
    let is_equal = |row: &&Row| record::text(row).is_some_and(|kept| envelope::decode(kept) == cose);
    // One that is there tells more than one that was removed.
    if let Some(row) = same.iter().filter(is_equal).min_by_key(|row| row.removed_at.is_some()) {
        return if row.removed_at.is_none() {
            Ok(Some(Added::Duplicate { id: row.id, other_signature: false }))
        } else {
            writing.restore(index.0, row.id)?;
            Ok(Some(Added::Restored { id: row.id }))
        };
    }
    for row in same.iter().filter(|row| row.removed_at.is_none()) {
        let is_kept_vouched_for = record::text(row).is_some_and(|kept| Checked::of(kept, 0, grounds).is_verified());
        if is_vouched_for && !is_kept_vouched_for {
            writing.replace(index, row.id, text.as_bytes().to_vec())?;
        }
        if is_vouched_for || is_kept_vouched_for {
            return Ok(Some(Added::Duplicate { id: row.id, other_signature: true }));
        }
    }
    Ok(None)
}

/// Why a text is no certificate that could be kept.
fn unreadable(text: &str, report: &Report) -> Option<NotKept> {
    let examined = report.certificates.first()?;
    if examined.content != Content::Unread {
        return None;
    }
    let named = report.reasons.iter().find_map(|reason| match &reason.cause {
        Cause::NotACertificate { kind } => Some(NotKept::NotACertificate { kind: *kind }),
        Cause::Malformed { stage, detail } => Some(NotKept::Malformed { stage: *stage, detail: detail.clone() }),
        Cause::UnknownPayload => Some(NotKept::UnknownPayload),
        _ => None,
    });
    Some(named.unwrap_or_else(|| NotKept::NotACertificate { kind: envelope::recognise(text) }))
}
