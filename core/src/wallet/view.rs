//! A wallet as shells show it: everything in it by person, with colours, in one record.

use serde::Serialize;

use super::listing::{AwaitedCertificate, Holder, KeptPerson, Listing, Removed, Summary};
use super::people::{Belonging, Perhaps, Person};
use super::{Grounds, Wallet, WalletError};
use crate::instant::Instant;
use crate::scheme::ExplainedStatus;
use crate::store::RecordId;
use crate::verdict::Language;
use crate::verifier::{self, Explanation, Inspection};

/// Everything in a wallet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct WalletView {
    /// The time of all answers.
    pub at: Instant,
    /// The keys and the data used.
    pub snapshot_id: String,
    /// Who has what.
    pub people: Vec<PersonView>,
    /// The certificates, in the order of their adding.
    pub certificates: Vec<Summary>,
    /// Persons who were entered by hand.
    pub entered: Vec<KeptPerson>,
    /// Certificates that are waited for.
    pub expected: Vec<AwaitedCertificate>,
    /// What can be had back, the last removed first.
    pub removed: Vec<Removed>,
    /// What is damaged, or written by a newer program. It stays where it is.
    pub unreadable: Vec<RecordId>,
}

/// A person with the colours.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PersonView {
    /// As the certificate that counts most names them, or as they were entered.
    pub holder: Holder,
    /// Whether no certificate says that they exist.
    pub is_identity_only: bool,
    /// What belongs to them.
    pub members: Vec<Belonging>,
    /// Who else they may be.
    pub perhaps: Vec<Perhaps>,
    /// The certificates that were looked at for the colours: `left_out` counts in them.
    pub counting: Vec<RecordId>,
    /// The status by each scheme that was asked for.
    pub statuses: Vec<ExplainedStatus>,
}

/// One certificate with all that it says and what it is worth by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CertificateView {
    /// The text of its code.
    pub text: String,
    /// What it is worth: signature, dates, key, revocation; no rules.
    pub explanation: Explanation,
    /// What it says.
    pub inspection: Inspection,
}

impl Wallet {
    /// Everything in the wallet, with each person's colour by each of these schemes.
    ///
    /// # Errors
    /// [`WalletError`].
    pub fn view(
        &mut self,
        schemes: &[String],
        grounds: &Grounds<'_>,
        language: Language,
    ) -> Result<WalletView, WalletError> {
        let listing = self.list(grounds)?;
        let people = listing.people.iter().map(|person| PersonView::of(person, &listing, schemes, grounds, language));
        Ok(WalletView {
            at: grounds.at(),
            snapshot_id: grounds.snapshot.id().to_owned(),
            people: people.collect(),
            certificates: listing.certificates.iter().map(|kept| kept.summary()).collect(),
            entered: listing.persons,
            expected: listing.expected,
            removed: listing.removed,
            unreadable: listing.unreadable,
        })
    }

    /// One certificate.
    ///
    /// # Errors
    /// [`WalletError::NoSuch`].
    pub fn certificate(
        &mut self,
        id: RecordId,
        grounds: &Grounds<'_>,
        language: Language,
    ) -> Result<CertificateView, WalletError> {
        let listing = self.list(grounds)?;
        let kept = listing.certificates.iter().find(|kept| kept.id == id).ok_or(WalletError::NoSuch)?;
        Ok(CertificateView {
            text: kept.text.to_string(),
            explanation: Explanation::of(&kept.report, language),
            inspection: verifier::inspect(&kept.text),
        })
    }

    /// The colour of the person to whom something belongs, by one scheme.
    ///
    /// # Errors
    /// [`WalletError::NoSuch`].
    pub fn status(
        &mut self,
        id: RecordId,
        scheme: &str,
        grounds: &Grounds<'_>,
        language: Language,
    ) -> Result<ExplainedStatus, WalletError> {
        let listing = self.list(grounds)?;
        let person = listing.person_of(id).ok_or(WalletError::NoSuch)?;
        Ok(ExplainedStatus::of(&listing.status(person, scheme, grounds), language))
    }
}

impl PersonView {
    fn of(person: &Person, listing: &Listing, schemes: &[String], grounds: &Grounds<'_>, language: Language) -> Self {
        let Person { holder, is_identity_only, members, perhaps } = person.clone();
        let status = |scheme: &String| ExplainedStatus::of(&listing.status(person, scheme, grounds), language);
        Self {
            holder,
            is_identity_only,
            members,
            perhaps,
            counting: listing.current_of(person).map(|kept| kept.id).collect(),
            statuses: schemes.iter().map(status).collect(),
        }
    }
}
