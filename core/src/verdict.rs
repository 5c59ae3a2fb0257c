//! Verdict, ranked reasons with stable codes, and the two reports: [`Report`] says everything, [`DoorReport`] is what
//! staff may see.
//!
//! The table (design §3): a reason's code fixes its verdict. Refused beats undecided; nothing unknown is ever accepted.

mod asked;
mod door;
mod freshness;
mod reason;
pub mod texts;
mod time;

use serde::Serialize;

use crate::certificate::{Certificate, CertificateKind};
use crate::cose::{KeyId, Unverified, Verified};
use crate::envelope::TextKind;
use crate::instant::Instant;
use crate::key::Algorithm;
use crate::rulebook::{ModeTexts, RuleOutcome};
use crate::warning::Warning;

pub use asked::Asked;
pub use door::{DoorReason, DoorReport, harmless};
pub use freshness::{Freshness, FreshnessLimits, Origin, Tier};
pub use reason::{Age, Cause, Reason, ReasonCode, Stage};
pub use texts::Language;
pub use time::{TimeContext, TimeSource, TimeUsed};

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Verdict {
    /// Everything asked for was checked and holds.
    Accepted,
    /// Something speaks surely against it.
    Refused,
    /// It cannot be known, and the reasons say why.
    Undecided,
}

impl Verdict {
    /// The verdict that follows from the reasons against acceptance. Their absence alone accepts nothing: every text
    /// must be vouched for as well.
    #[must_use]
    pub fn of(reasons: &[Reason], all_vouched_for: bool) -> Self {
        let refuses = |reason: &Reason| reason.cause.code().verdict() == Self::Refused;
        if reasons.iter().any(refuses) {
            Self::Refused
        } else if reasons.is_empty() && all_vouched_for {
            Self::Accepted
        } else {
            Self::Undecided
        }
    }
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Scope {
    /// Signature, dates and key usage; no rules. Every form of the answer says so.
    Technical,
    /// Whether the rules of a country let the holder in.
    Rules,
}

/// Everything about one check, for holders, rule authors and replay. Holds medical data: never for the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The answer.
    pub verdict: Verdict,
    /// What was asked for.
    pub scope: Scope,
    /// The question in full.
    pub asked: Asked,
    /// The mode asked for, where there is one of that id.
    pub mode: Option<ModeTexts>,
    /// All reasons against acceptance, the most telling first.
    pub reasons: Vec<Reason>,
    /// The texts shown, in their order.
    pub certificates: Vec<Examined>,
    /// What limits the whole check.
    pub warnings: Vec<Warning>,
    /// The keys and rules used.
    pub snapshot: SnapshotUsed,
    /// The time used.
    pub time: TimeUsed,
    /// The last second of an acceptance that ends.
    pub valid_until: Option<Instant>,
    /// The first second of another verdict, if this one ends. With the warning `change-uncertain` it may be earlier, and
    /// may only be where the search for it ended.
    pub next_change: Option<Instant>,
}

/// One text of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Examined {
    /// What kind of text it is.
    pub text: TextKind,
    /// The key that vouches for it, if one does; it may still have expired.
    pub signed_by: Option<Signatory>,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
    /// The deviations that were tolerated in it.
    pub warnings: Vec<Warning>,
    /// What each rule that applies says of it; empty when no rules were asked for.
    pub rules: Vec<RuleOutcome>,
}

/// What a text says, and whether anybody vouches for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A key in use vouches for it.
    Verified(Verified<Certificate>),
    /// It reads like a certificate; anybody may have made it.
    Unverified(Unverified<Certificate>),
    /// It cannot be read as a certificate.
    Unread,
}

impl Content {
    /// The certificate, verified or not; for the holder's view only.
    #[must_use]
    pub fn look(&self) -> Option<&Certificate> {
        match self {
            Self::Verified(certificate) => Some(certificate.get()),
            Self::Unverified(certificate) => Some(certificate.look()),
            Self::Unread => None,
        }
    }

    /// The certificate, if somebody vouches for it.
    #[must_use]
    pub fn verified(&self) -> Option<&Certificate> {
        match self {
            Self::Verified(certificate) => Some(certificate.get()),
            Self::Unverified(_) | Self::Unread => None,
        }
    }
}

impl Serialize for Content {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a> {
            verified: bool,
            kind: Option<CertificateKind>,
            certificate: Option<&'a Certificate>,
        }
        let certificate = self.look();
        let verified = self.verified().is_some();
        View { verified, kind: certificate.map(Certificate::kind), certificate }.serialize(serializer)
    }
}

/// The key that vouches for a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Signatory {
    /// Its id.
    pub key_id: KeyId,
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// The country of its certificate's issuer.
    pub country: Option<String>,
    /// Its first second.
    pub not_before: Instant,
    /// Its last second.
    pub not_after: Instant,
}

/// Which keys and rules a check used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SnapshotUsed {
    /// Names the content: the same id, the same answer.
    pub id: String,
    /// When it was signed, if it was.
    pub signed_at: Option<Instant>,
    /// Seconds between signing and the time used.
    pub age_seconds: Option<i64>,
    /// How far what decided here can be relied upon, by the least of it; absent when there are no limits.
    pub tier: Option<Tier>,
}

#[cfg(test)]
mod tests;
