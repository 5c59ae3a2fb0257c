//! What is in a wallet, judged at one time: certificates with what each is worth, which replaces which, persons, what is
//! waited for and has come, what can be had back.

use std::sync::Arc;

use serde::Serialize;

use super::contents::{Decision, Expectation, HolderNote};
use super::event::{events, hashed, supersede};
use super::people::{Person, people};
use super::{Checked, Grounds, Wallet, WalletError, record, setting};
use crate::certificate::{Certificate, CertificateKind};
use crate::instant::{Instant, PartialDate};
use crate::limits;
use crate::order;
use crate::person::{self, Comparison, Identity};
use crate::store::{RecordId, Row, Rows, Table};
use crate::verdict::{ReasonCode, Report, Verdict};
use crate::verifier::{self, Evidence};

/// What a decision about who belongs together is remembered by. It stays the same when a certificate is removed and added
/// again, or issued anew for the same event.
pub type DecisionKey = [u8; 32];

/// A wallet's content.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The certificates, in the order of their adding.
    pub certificates: Vec<KeptCertificate>,
    /// Persons who were entered by hand.
    pub persons: Vec<KeptPerson>,
    /// Certificates that are waited for.
    pub expected: Vec<AwaitedCertificate>,
    /// What the user decided about who belongs together, once for each pair.
    pub decisions: Vec<Decision>,
    /// Who has what of it.
    pub people: Vec<Person>,
    /// The ids of the colour schemes that are shown side by side.
    pub schemes: Vec<String>,
    /// What can be had back, the last removed first.
    pub removed: Vec<Removed>,
    /// Rows that are damaged, or written by a newer program. They stay where they are.
    pub unreadable: Vec<RecordId>,
}

/// A certificate that is kept.
#[derive(Clone, Debug)]
pub struct KeptCertificate {
    /// Which.
    pub id: RecordId,
    /// When it was added.
    pub added_at: Instant,
    /// The text of its code.
    pub text: Arc<str>,
    /// What it is worth by itself: signature, dates, key, revocation; no rules. Its time is at most the time asked about,
    /// and its verdict and reasons are those of the time asked about.
    pub report: Arc<Report>,
    /// The certificate for the same event that counts instead: newer, or verified where this one is not.
    pub superseded_by: Option<RecordId>,
    evidence: Arc<Evidence>,
    key: DecisionKey,
}

/// A person who was entered by hand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct KeptPerson {
    /// Which.
    pub id: RecordId,
    /// When it was added.
    pub added_at: Instant,
    /// Who. Nothing proves it.
    #[serde(flatten)]
    pub holder: HolderNote,
}

/// A certificate that is waited for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AwaitedCertificate {
    /// Which.
    pub id: RecordId,
    /// What, and what it waits for.
    #[serde(flatten)]
    pub expectation: Expectation,
    /// The certificate that has come.
    pub arrived: Option<RecordId>,
}

/// Something that was removed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Removed {
    /// Which.
    pub id: RecordId,
    /// What it was, as far as its owner needs to know it again: a name, or what was waited for.
    pub what: String,
    /// The type of a certificate.
    pub kind: Option<CertificateKind>,
    /// When it was removed.
    pub removed_at: Instant,
    /// From when on it may be gone for good.
    pub gone_at: Instant,
}

/// Whose a certificate is, as it is written there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Holder {
    /// The name as printed.
    pub name: String,
    /// The date of birth.
    pub born: PartialDate,
}

/// A certificate in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Summary {
    /// Which.
    pub id: RecordId,
    /// When it was added.
    pub added_at: Instant,
    /// Its type.
    pub kind: Option<CertificateKind>,
    /// Whether somebody vouches for it.
    pub verified: bool,
    /// Whose it is.
    pub holder: Option<Holder>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// Its last second by its issuer, which says nothing of any rule.
    pub expires_at: Option<Instant>,
    /// What it is worth by itself.
    pub verdict: Verdict,
    /// What speaks against it.
    pub reasons: Vec<ReasonCode>,
    /// The certificate for the same event that counts instead.
    pub superseded_by: Option<RecordId>,
}

impl Wallet {
    /// Reads the whole wallet and judges each certificate, unless that was done already.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn list(&mut self, grounds: &Grounds<'_>) -> Result<Listing, WalletError> {
        let mut listing = Listing::default();
        let rows = self.open_rows(Table::Certificate, &mut listing)?;
        let mut checked = std::mem::take(&mut self.checked);
        for row in rows {
            let Some(text) = record::text(&row) else {
                listing.unreadable.push(row.id);
                continue;
            };
            let before = checked.remove(&row.id).filter(|before| before.is_of(&row, grounds));
            let now = match before {
                Some(before) => before.at(text, grounds),
                None => Checked::of(text, row.revision, grounds),
            };
            listing.certificates.push(KeptCertificate {
                id: row.id,
                added_at: row.added_at,
                text: Arc::from(text),
                report: now.report.clone(),
                superseded_by: None,
                evidence: now.evidence.clone(),
                key: DecisionKey::default(),
            });
            self.checked.insert(row.id, now);
        }
        settle(&mut listing.certificates);
        for row in self.open_rows(Table::Person, &mut listing)? {
            match record::read(&row) {
                Some(holder) => listing.persons.push(KeptPerson { id: row.id, added_at: row.added_at, holder }),
                None => listing.unreadable.push(row.id),
            }
        }
        for row in self.open_rows(Table::Decision, &mut listing)? {
            match record::read(&row) {
                Some(decision) => listing.decisions.push(decision),
                None => listing.unreadable.push(row.id),
            }
        }
        for row in self.open_rows(Table::Expected, &mut listing)? {
            match record::read(&row) {
                Some(expectation) => {
                    listing.expected.push(AwaitedCertificate { id: row.id, expectation, arrived: None });
                }
                None => listing.unreadable.push(row.id),
            }
        }
        listing.schemes = setting::schemes(&self.open_rows(Table::Setting, &mut listing)?);
        arrive(&mut listing);
        listing.people = people(&listing.certificates, &listing.persons, &listing.decisions);
        order::by_key(&mut listing.removed, |removed| std::cmp::Reverse(removed.removed_at));
        Ok(listing)
    }

    /// The rows of a kind that are not removed; those that are go to the listing's removed ones.
    fn open_rows(&self, table: Table, listing: &mut Listing) -> Result<Vec<Row>, WalletError> {
        let Rows { rows, unreadable } = self.store.rows(table)?;
        listing.unreadable.extend(unreadable);
        let (kept, removed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.removed_at.is_none());
        listing.removed.extend(removed.iter().filter_map(|row| Removed::of(table, row)));
        Ok(kept)
    }
}

impl KeptCertificate {
    /// What it says, verified or not.
    #[must_use]
    pub fn look(&self) -> Option<&Certificate> {
        self.report.certificates.first().and_then(|examined| examined.content.look())
    }

    /// What it says, where somebody vouches for it.
    #[must_use]
    pub fn verified(&self) -> Option<&Certificate> {
        self.report.certificates.first().and_then(|examined| examined.content.verified())
    }

    /// Whether it counts: nothing else for the same event does.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.superseded_by.is_none()
    }

    /// What decisions about its holder are remembered by.
    #[must_use]
    pub fn decision_key(&self) -> DecisionKey {
        self.key
    }

    /// What speaks against it.
    #[must_use]
    pub fn reasons(&self) -> Vec<ReasonCode> {
        self.report.reasons.iter().map(|reason| reason.cause.code()).collect()
    }

    /// What a list shows of it.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let certificate = self.look();
        let claims = certificate.map(|certificate| &certificate.claims);
        Summary {
            id: self.id,
            added_at: self.added_at,
            kind: certificate.map(Certificate::kind),
            verified: self.verified().is_some(),
            holder: certificate.map(Holder::of),
            issuer: claims.and_then(|claims| claims.issuer.clone()),
            issued_at: claims.and_then(|claims| claims.issued_at),
            expires_at: claims.and_then(|claims| claims.expires_at),
            verdict: self.report.verdict,
            reasons: self.reasons(),
            superseded_by: self.superseded_by,
        }
    }

    /// All that was found out about it, for any time.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// How much it counts beside others for the same event.
    pub(super) fn rank(&self) -> (u8, Option<Instant>, Option<Instant>) {
        let claims = self.look().map(|certificate| &certificate.claims);
        let is_revoked = self.reasons().contains(&ReasonCode::Revoked);
        let vouched = match (self.verified(), is_revoked) {
            (Some(_), false) => 2,
            (Some(_), true) => 1,
            (None, _) => 0,
        };
        (vouched, claims.and_then(|claims| claims.issued_at), claims.and_then(|claims| claims.expires_at))
    }
}

impl KeptPerson {
    /// What decisions about this person are remembered by.
    #[must_use]
    pub fn decision_key(&self) -> DecisionKey {
        hashed("person", &format!("{}|{}", self.holder.name, self.holder.born))
    }
}

impl Holder {
    /// The holder that a certificate names.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        Self { name: certificate.holder_name(), born: certificate.birth_date() }
    }

    /// Somebody who was entered by hand.
    #[must_use]
    pub fn of_note(note: &HolderNote) -> Self {
        Self { name: note.name.clone(), born: note.born }
    }
}

impl Removed {
    fn of(table: Table, row: &Row) -> Option<Self> {
        let removed_at = row.removed_at?;
        let (what, kind) = match table {
            Table::Certificate => {
                let read = verifier::inspect(record::text(row)?);
                (read.name.unwrap_or_default(), read.kind)
            }
            Table::Person => (record::read::<HolderNote>(row)?.name, None),
            Table::Expected => (record::read::<Expectation>(row)?.what, None),
            Table::Decision | Table::Setting => return None,
        };
        let gone_at = removed_at.plus_seconds(limits::UNDO_SECONDS);
        Some(Self { id: row.id, what, kind, removed_at, gone_at })
    }
}

impl Checked {
    /// What is found out about the text of a row at this revision.
    pub(super) fn of(text: &str, revision: u64, grounds: &Grounds<'_>) -> Self {
        let evidence = Arc::new(Evidence::of(text, grounds.test_keys, grounds.snapshot));
        let report = Arc::new(grounds.report(&evidence, text));
        let snapshot = grounds.snapshot.id().to_owned();
        Self { revision, snapshot, test_keys: grounds.test_keys, evidence, report }
    }

    /// Whether somebody vouches for it.
    pub(super) fn is_verified(&self) -> bool {
        self.report.certificates.first().is_some_and(|examined| examined.content.verified().is_some())
    }

    /// Whether what was found out is true of this row.
    fn is_of(&self, row: &Row, grounds: &Grounds<'_>) -> bool {
        let is_same = self.revision == row.revision && self.test_keys == grounds.test_keys;
        is_same && self.snapshot == grounds.snapshot.id()
    }

    /// The same, with a report that has the verdict and the reasons of another time.
    fn at(self, text: &str, grounds: &Grounds<'_>) -> Self {
        let at = grounds.at();
        let is_before_change = self.report.next_change.is_none_or(|change| at < change);
        if self.report.time.at <= at && is_before_change {
            return self;
        }
        let report = Arc::new(grounds.report(&self.evidence, text));
        Self { report, ..self }
    }
}

/// Says which certificate replaces which, and by what decisions know each.
fn settle(certificates: &mut [KeptCertificate]) {
    let events = events(&certificates.iter().map(KeptCertificate::look).collect::<Vec<_>>());
    for (kept, event) in certificates.iter_mut().zip(&events) {
        kept.key = event.as_ref().map_or_else(|| hashed("text", &kept.text), |event| hashed("event", event));
    }
    supersede(certificates, &events);
}

/// Each verified certificate is what the oldest expectation that it fits was waiting for.
fn arrive(listing: &mut Listing) {
    let mut taken = Vec::new();
    let mut order: Vec<_> = listing.expected.iter_mut().collect();
    order::by_key(&mut order, |expected| expected.expectation.since);
    for expected in order {
        let wanted = &expected.expectation;
        let fits = |certificate: &Certificate| {
            let may_hold = |note: &HolderNote| {
                let wanted = Identity::of_bare_name(&note.name, note.born);
                matches!(person::compare(&wanted, &Identity::of(certificate)), Comparison::Same(_))
            };
            let is_recent = certificate.claims.issued_at.is_some_and(|issued| issued >= wanted.since);
            let is_known = wanted.kind.is_some() || wanted.holder.is_some();
            let is_kind = wanted.kind.is_none_or(|kind| kind == certificate.kind());
            is_known && is_recent && is_kind && wanted.holder.as_ref().is_none_or(may_hold)
        };
        let free = |kept: &&KeptCertificate| kept.is_current() && !taken.contains(&kept.id);
        let found = listing.certificates.iter().filter(free).find(|kept| kept.verified().is_some_and(fits));
        expected.arrived = found.map(|kept| kept.id);
        taken.extend(expected.arrived);
    }
}
