//! Why a certificate is not accepted: each cause with both sides of its comparison, each code with its verdict.

use serde::Serialize;

use super::Verdict;
use crate::cose::{AlgorithmId, KeyId};
use crate::envelope::TextKind;
use crate::instant::Instant;
use crate::key::{Algorithm, KeyError};
use crate::revocation::{Probability, RevocationAnswer};
use crate::rulebook::AppliedRule;
use crate::trust::{Domain, KeyObjection, Role, TrustFailure, Usage, Usages};

/// One reason against acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Which of the texts, from 0; absent when it concerns the whole check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<usize>,
    /// The cause.
    #[serde(flatten)]
    pub cause: Cause,
}

/// A cause with what was compared. Exhaustive: a new one must be judged everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Cause {
    /// The signature is wrong under every key with this id.
    SignatureInvalid {
        /// How many keys there were.
        keys_tried: usize,
    },
    /// The message names another algorithm than its key's.
    AlgorithmMismatch {
        /// What the message names.
        named: AlgorithmId,
        /// What the key verifies.
        key: Algorithm,
    },
    /// The key belongs to another family of certificates.
    KeyDomain {
        /// The key's.
        key: Domain,
        /// The certificate's.
        payload: Domain,
    },
    /// The key may not sign this type of certificate.
    KeyUsage {
        /// What it may sign.
        key: Usages,
        /// What it signed.
        payload: Usage,
    },
    /// The key is not one that signs certificates.
    KeyNotSigner {
        /// What it is.
        role: Role,
    },
    /// The key is too short to be trusted.
    KeyTooWeak {
        /// Its length in bits.
        bits: usize,
        /// The least that is trusted.
        least: usize,
    },
    /// The key is of a kind that is not supported.
    KeyUnsupported {
        /// Why, in English, for experts.
        detail: String,
    },
    /// The key has expired.
    KeyExpired {
        /// Its last second.
        not_after: Instant,
        /// The time used.
        at: Instant,
    },
    /// The key is not valid yet.
    KeyNotYetValid {
        /// Its first second.
        not_before: Instant,
        /// The time used.
        at: Instant,
    },
    /// The certificate has expired.
    Expired {
        /// Its last second.
        expires_at: Instant,
        /// The time used.
        at: Instant,
    },
    /// The certificate does not count yet.
    NotYetValid {
        /// Its first second.
        valid_from: Instant,
        /// The time used.
        at: Instant,
    },
    /// Its issuer revoked it.
    Revoked {
        /// The probability that one which is not revoked is found like it.
        p: Probability,
        /// The most at which that refuses.
        limit: Probability,
    },
    /// The birth dates of the certificates exclude each other.
    DifferentPersons,
    /// A rule is not fulfilled.
    RuleFailed {
        /// The rule.
        #[serde(flatten)]
        rule: AppliedRule,
    },
    /// The issuing country no longer stands by the certificate.
    Invalidated {
        /// Its rule.
        #[serde(flatten)]
        rule: AppliedRule,
    },
    /// None of the certificates shown counts in the mode asked for.
    NothingCounts {
        /// The mode.
        mode: String,
    },
    /// There is no text.
    NoCode,
    /// More texts than one check takes.
    TooManyCodes {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// The text is something else.
    NotACertificate {
        /// What it is.
        kind: TextKind,
    },
    /// The text claims to be a certificate and cannot be read.
    Malformed {
        /// Where reading ended.
        stage: Stage,
        /// Why, in English, for experts.
        detail: String,
    },
    /// It is signed like a certificate and holds no payload of a known kind.
    UnknownPayload,
    /// It names no key.
    NoKeyId,
    /// There are no keys at all yet.
    NoKeys,
    /// No key in use has its key id.
    KeyUnknown {
        /// The id.
        key_id: KeyId,
    },
    /// Its key belongs to a test participant.
    KeyTestOnly,
    /// More keys have its key id than are tried.
    TooManyKeys {
        /// How many.
        found: usize,
        /// The bound.
        most: usize,
    },
    /// It is found among the revoked ones, where others are found by mistake too often.
    LikelyRevoked {
        /// The probability that one which is not revoked is found like it.
        p: Probability,
        /// The most at which that would refuse.
        limit: Probability,
    },
    /// Whether it is revoked cannot be known.
    RevocationUnknown {
        /// Why, in English, for experts.
        detail: String,
    },
    /// The keys are too old to be relied upon.
    KeysStale(Age),
    /// The rules are too old to be relied upon.
    RulesStale(Age),
    /// The revocation lists are too old to be relied upon.
    RevocationStale(Age),
    /// The certificate names nobody.
    NoHolder,
    /// An EU certificate that does not say until when it counts (hcert_spec §3.3.5; only WHO certificates may).
    NoExpiry,
    /// The names on the certificates are not the same, or not enough is known of one.
    PersonsUnclear,
    /// No country was asked about.
    NoCountry,
    /// There are no rules for what was asked.
    NoRules,
    /// A rule cannot be evaluated.
    RuleOpen {
        /// The rule.
        #[serde(flatten)]
        rule: AppliedRule,
        /// Why, in English, for experts.
        detail: String,
    },
    /// There is no mode of the id asked for.
    ModeUnknown {
        /// The id.
        mode: String,
    },
    /// The mode wants another certificate beside those shown.
    MoreNeeded {
        /// The mode.
        mode: String,
    },
    /// A condition of the mode cannot be evaluated.
    ModeOpen {
        /// The mode.
        mode: String,
        /// Why, in English, for experts.
        detail: String,
    },
}

/// How old data is, and how old it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// Seconds since it was signed as current; less than nothing when one of two clocks is wrong.
    pub age_seconds: i64,
    /// Seconds for which it can be relied upon.
    pub limit_seconds: i64,
}

/// The stage at which reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Stage {
    /// Prefix, base45, inflation.
    Envelope,
    /// The signed structure.
    Cose,
    /// Claims and payload.
    Certificate,
}

impl Cause {
    /// What speaks against a certificate of which revocation lists say this.
    #[must_use]
    pub fn of_revocation(answer: RevocationAnswer) -> Option<Self> {
        match answer {
            RevocationAnswer::NotRevoked => None,
            RevocationAnswer::Revoked { p, limit } => Some(Self::Revoked { p, limit }),
            RevocationAnswer::LikelyRevoked { p, limit } => Some(Self::LikelyRevoked { p, limit }),
            RevocationAnswer::Unknown { because } => Some(Self::RevocationUnknown { detail: because.to_string() }),
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::SignatureInvalid { .. } => ReasonCode::SignatureInvalid,
            Self::AlgorithmMismatch { .. } => ReasonCode::AlgorithmMismatch,
            Self::KeyDomain { .. } => ReasonCode::KeyDomain,
            Self::KeyUsage { .. } => ReasonCode::KeyUsage,
            Self::KeyNotSigner { .. } => ReasonCode::KeyNotSigner,
            Self::KeyTooWeak { .. } => ReasonCode::KeyTooWeak,
            Self::KeyUnsupported { .. } => ReasonCode::KeyUnsupported,
            Self::KeyExpired { .. } => ReasonCode::KeyExpired,
            Self::KeyNotYetValid { .. } => ReasonCode::KeyNotYetValid,
            Self::Expired { .. } => ReasonCode::Expired,
            Self::NotYetValid { .. } => ReasonCode::NotYetValid,
            Self::Revoked { .. } => ReasonCode::Revoked,
            Self::LikelyRevoked { .. } => ReasonCode::LikelyRevoked,
            Self::RevocationUnknown { .. } => ReasonCode::RevocationUnknown,
            Self::DifferentPersons => ReasonCode::DifferentPersons,
            Self::NoCode => ReasonCode::NoCode,
            Self::TooManyCodes { .. } => ReasonCode::TooManyCodes,
            Self::NotACertificate { .. } => ReasonCode::NotACertificate,
            Self::Malformed { .. } => ReasonCode::Malformed,
            Self::UnknownPayload => ReasonCode::UnknownPayload,
            Self::NoKeyId => ReasonCode::NoKeyId,
            Self::KeyUnknown { .. } => ReasonCode::KeyUnknown,
            Self::KeyTestOnly => ReasonCode::KeyTestOnly,
            Self::TooManyKeys { .. } => ReasonCode::TooManyKeys,
            Self::NoKeys => ReasonCode::NoKeys,
            Self::KeysStale(_) => ReasonCode::KeysStale,
            Self::RulesStale(_) => ReasonCode::RulesStale,
            Self::RevocationStale(_) => ReasonCode::RevocationStale,
            Self::NoHolder => ReasonCode::NoHolder,
            Self::NoExpiry => ReasonCode::NoExpiry,
            Self::PersonsUnclear => ReasonCode::PersonsUnclear,
            Self::NoCountry => ReasonCode::NoCountry,
            Self::NoRules => ReasonCode::NoRules,
            Self::RuleFailed { .. } => ReasonCode::RuleFailed,
            Self::RuleOpen { .. } => ReasonCode::RuleOpen,
            Self::Invalidated { .. } => ReasonCode::Invalidated,
            Self::NothingCounts { .. } => ReasonCode::NothingCounts,
            Self::ModeUnknown { .. } => ReasonCode::ModeUnknown,
            Self::MoreNeeded { .. } => ReasonCode::MoreNeeded,
            Self::ModeOpen { .. } => ReasonCode::ModeOpen,
        }
    }
}

impl From<TrustFailure> for Cause {
    fn from(failure: TrustFailure) -> Self {
        match failure {
            TrustFailure::NoKeyId => Self::NoKeyId,
            TrustFailure::NoKeys => Self::NoKeys,
            TrustFailure::UnknownKeyId { key_id } => Self::KeyUnknown { key_id },
            TrustFailure::OnlyTestKeys => Self::KeyTestOnly,
            TrustFailure::NoDocumentSigner { role } => Self::KeyNotSigner { role },
            TrustFailure::TooManyKeys { found, most } => Self::TooManyKeys { found, most },
            TrustFailure::AlgorithmMismatch { named, key } => Self::AlgorithmMismatch { named, key },
            TrustFailure::Unusable(KeyError::TooWeak { bits, least }) => Self::KeyTooWeak { bits, least },
            TrustFailure::Unusable(error) => Self::KeyUnsupported { detail: error.to_string() },
            TrustFailure::SignatureInvalid { keys_tried } => Self::SignatureInvalid { keys_tried },
        }
    }
}

impl From<KeyObjection> for Cause {
    fn from(objection: KeyObjection) -> Self {
        match objection {
            KeyObjection::Domain { key, payload } => Self::KeyDomain { key, payload },
            KeyObjection::Usage { key, payload } => Self::KeyUsage { key, payload },
            KeyObjection::Expired { not_after, at } => Self::KeyExpired { not_after, at },
            KeyObjection::NotYetValid { not_before, at } => Self::KeyNotYetValid { not_before, at },
        }
    }
}

macro_rules! reason_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal => $verdict:ident,)*) => {
        /// The stable code of a cause. The order is the rank: of several reasons the first one is the headline.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum ReasonCode { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl ReasonCode {
            /// All codes, in rank order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in JSON and on the command line.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The verdict that follows from it.
            #[must_use]
            pub fn verdict(self) -> Verdict {
                match self { $(Self::$variant => Verdict::$verdict,)* }
            }
        }
    };
}

reason_codes! {
    /// The signature is wrong.
    SignatureInvalid = "signature-invalid" => Refused,
    /// The algorithm is not the key's.
    AlgorithmMismatch = "algorithm-mismatch" => Refused,
    /// The key belongs to another family of certificates.
    KeyDomain = "key-domain" => Refused,
    /// The key may not sign this type.
    KeyUsage = "key-usage" => Refused,
    /// The key signs no certificates at all.
    KeyNotSigner = "key-not-signer" => Refused,
    /// The key is too short.
    KeyTooWeak = "key-too-weak" => Refused,
    /// The key is of an unsupported kind.
    KeyUnsupported = "key-unsupported" => Refused,
    /// The certificate is revoked.
    Revoked = "revoked" => Refused,
    /// The certificates belong to different persons.
    DifferentPersons = "different-persons" => Refused,
    /// The certificate has expired.
    Expired = "expired" => Refused,
    /// The certificate does not count yet.
    NotYetValid = "not-yet-valid" => Refused,
    /// The key has expired.
    KeyExpired = "key-expired" => Refused,
    /// The key is not valid yet.
    KeyNotYetValid = "key-not-yet-valid" => Refused,
    /// The issuing country no longer stands by the certificate.
    Invalidated = "invalidated" => Refused,
    /// A rule is not fulfilled.
    RuleFailed = "rule-failed" => Refused,
    /// No certificate shown counts in the mode.
    NothingCounts = "nothing-counts" => Refused,
    /// There is nothing to check.
    NoCode = "no-code" => Undecided,
    /// There are more texts than one check takes.
    TooManyCodes = "too-many-codes" => Undecided,
    /// The text is no certificate.
    NotACertificate = "not-a-certificate" => Undecided,
    /// The certificate cannot be read.
    Malformed = "malformed" => Undecided,
    /// The payload is of no known kind.
    UnknownPayload = "unknown-payload" => Undecided,
    /// No key is named.
    NoKeyId = "no-key-id" => Undecided,
    /// There are no keys yet.
    NoKeys = "no-keys" => Undecided,
    /// The keys are too old.
    KeysStale = "keys-stale" => Undecided,
    /// The rules are too old.
    RulesStale = "rules-stale" => Undecided,
    /// The revocation lists are too old.
    RevocationStale = "revocation-stale" => Undecided,
    /// The key is not known.
    KeyUnknown = "key-unknown" => Undecided,
    /// The key is for tests only.
    KeyTestOnly = "key-test-only" => Undecided,
    /// Too many keys share the key id.
    TooManyKeys = "too-many-keys" => Undecided,
    /// The certificate is likely revoked.
    LikelyRevoked = "likely-revoked" => Undecided,
    /// It is not known whether the certificate is revoked.
    RevocationUnknown = "revocation-unknown" => Undecided,
    /// Nobody is named.
    NoHolder = "no-holder" => Undecided,
    /// No expiry is named.
    NoExpiry = "no-expiry" => Undecided,
    /// The persons may be different.
    PersonsUnclear = "persons-unclear" => Undecided,
    /// No country was asked about.
    NoCountry = "no-country" => Undecided,
    /// There is no such mode.
    ModeUnknown = "mode-unknown" => Undecided,
    /// There are no rules for what was asked.
    NoRules = "no-rules" => Undecided,
    /// The mode wants another certificate beside those shown.
    MoreNeeded = "more-needed" => Undecided,
    /// A rule cannot be evaluated.
    RuleOpen = "rule-open" => Undecided,
    /// A condition of the mode cannot be evaluated.
    ModeOpen = "mode-open" => Undecided,
}
