//! What was tolerated, or is missing, without changing the verdict: one list of stable codes for all stages.
//!
//! Reading is lenient, judging is strict: every departure from the specifications that is let pass is listed in the
//! report, so that issuers can mend it and a rule author can see it.

use serde::Serialize;

/// One tolerated deviation or missing thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Warning {
    /// Which deviation.
    pub code: WarningCode,
    /// Where in the payload (`v.dt`), in the field's own names; absent where the code says it all.
    pub path: Option<String>,
}

impl Warning {
    /// A warning about the field at `path`.
    #[must_use]
    pub fn at(code: WarningCode, path: impl Into<String>) -> Self {
        Self { code, path: Some(path.into()) }
    }
}

impl From<WarningCode> for Warning {
    fn from(code: WarningCode) -> Self {
        Self { code, path: None }
    }
}

macro_rules! warning_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Which deviation was tolerated. The codes are stable: they may be added to, never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        pub enum WarningCode { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl WarningCode {
            /// All codes, in the order of the stages that give them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable short code, as it stands in JSON and on the command line.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

warning_codes! {
    /// The COSE structure carries no tag 18.
    CoseUntagged = "cose-untagged",
    /// The COSE structure is wrapped in the CWT tag 61 as well.
    CoseDoubleTagged = "cose-double-tagged",
    /// The key id stands in the unprotected header only.
    KeyIdUnprotected = "key-id-unprotected",
    /// Both headers carry a key id and they differ; the protected one is used.
    KeyIdsDiffer = "key-ids-differ",
    /// The algorithm stands in the unprotected header only. The key decides, not this header.
    AlgorithmUnprotected = "algorithm-unprotected",
    /// Both headers name an algorithm and they differ; the protected one is compared with the key.
    AlgorithmsDiffer = "algorithms-differ",
    /// No header names the algorithm. The key decides.
    AlgorithmAbsent = "algorithm-absent",
    /// A time claim is a floating-point number; its fraction was dropped.
    TimeFloat = "time-float",
    /// A time claim carries CBOR tag 1.
    TimeTagged = "time-tagged",
    /// The certificate names no expiry.
    ExpiryAbsent = "expiry-absent",
    /// The certificate names no time of issue.
    IssuedAbsent = "issued-absent",
    /// The issuer claim is absent.
    IssuerAbsent = "issuer-absent",
    /// The issuer claim is no two-letter country code.
    IssuerForm = "issuer-form",
    /// The payload carries further groups beside the one that was read.
    OtherPayloads = "other-payloads",
    /// The payload is wrapped in a byte string.
    PayloadWrapped = "payload-wrapped",
    /// The payload's version is none that exists.
    VersionUnknown = "version-unknown",
    /// A field that the schema requires is missing or null.
    FieldMissing = "field-missing",
    /// A field is empty where the schema wants a value.
    FieldEmpty = "field-empty",
    /// A field is longer than the schema allows.
    FieldLong = "field-long",
    /// A field's value is outside what the schema allows.
    FieldRange = "field-range",
    /// A whole number is encoded as a floating-point number.
    NumberFloat = "number-float",
    /// An unused group is present as null or empty.
    GroupEmpty = "group-empty",
    /// A date carries a time of day, which was dropped.
    DateWithTime = "date-with-time",
    /// A date is encoded with CBOR tag 0.
    DateTagged = "date-tagged",
    /// A date or time cannot be read, or does not exist; it counts as unknown.
    DateUnreadable = "date-unreadable",
    /// The birth date is empty.
    BirthDateEmpty = "birth-date-empty",
    /// The birth date is partial where the payload's version knows only whole dates.
    BirthDatePartial = "birth-date-partial",
    /// A time names no zone; it was read as UTC.
    ZoneMissing = "zone-missing",
    /// A time departs from RFC 3339 in its form.
    TimeForm = "time-form",
    /// The certificate identifier lacks the prefix `URN:UVCI:`.
    UvciForm = "uvci-form",
    /// The standardised name uses characters outside `A`–`Z` and `<`.
    NameForm = "name-form",
    /// The WHO payload is of an older generation; it was read under the newest names.
    IcvpGeneration = "icvp-generation",
    /// The certificate expires after the key that signed it.
    OutlivesKey = "outlives-key",
    /// The certificate was issued before its key became valid.
    PredatesKey = "predates-key",
    /// The device clock is behind the latest signed time; the signed time was used.
    ClockBehind = "clock-behind",
    /// The key list carries no signature, or none that was checked.
    KeysUnsigned = "keys-unsigned",
    /// No revocation list is loaded: revocation was not checked.
    NoRevocationList = "no-revocation-list",
    /// The age of keys and rules is unknown: they were loaded from files.
    AgeUnknown = "age-unknown",
    /// Keys, rules or revocation lists are getting old; soon nothing will be decided by them.
    DataAgeing = "data-ageing",
    /// A month was added to a day that the new month lacks, and apps that clamp the day would have decided otherwise.
    CalendarClamped = "calendar-clamped",
    /// When the verdict changes next is not certain: it may be earlier, or was not looked for so far ahead.
    ChangeUncertain = "change-uncertain",
    /// Technical check only: no rules were applied.
    NoRulesApplied = "no-rules-applied",
}
