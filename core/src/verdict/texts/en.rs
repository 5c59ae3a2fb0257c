//! The texts in English.

use crate::person::{Comparison, DifferentBecause, PerhapsBecause, SameBecause};
use crate::verdict::ReasonCode;
use crate::warning::WarningCode;

const NEW_FROM_ISSUER: &str = "Do not let in on this code alone; the holder can ask the issuer for a new certificate.";
const KEYS_OR_ANOTHER: &str = "Update the keys and try again; if nothing changes, ask for another certificate.";
const ISSUER_MENDS: &str = "There is nothing to do now; the issuer should correct this in new certificates.";
const KEY_DECIDES: &str = "There is nothing to do: the key itself decides the signing method.";
const ORIGIN_BY_KEY: &str =
    "The country of the key shows where it comes from; the issuer should correct this in new certificates.";
const COMPARE_PRINT: &str =
    "Compare what was read with the printed certificate; the issuer should correct this in new ones.";
const COMPLETE_ONE: &str = "If the entry is needed, the holder can ask the issuer for a complete certificate.";

pub(super) fn reason(code: ReasonCode) -> (&'static str, &'static str) {
    match code {
        ReasonCode::SignatureInvalid => {
            ("The signature is not genuine: the certificate was altered or forged.", NEW_FROM_ISSUER)
        }
        ReasonCode::AlgorithmMismatch => {
            ("The certificate names another signing method than the one of its key.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyDomain => {
            ("The key that signed this certificate belongs to another family of certificates.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyUsage => ("The key is not allowed to sign this type of certificate.", NEW_FROM_ISSUER),
        ReasonCode::KeyNotSigner => {
            ("The key serves another purpose: it is not meant for signing certificates.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyTooWeak => ("The key is too weak to protect the certificate against forgery.", NEW_FROM_ISSUER),
        ReasonCode::KeyUnsupported => {
            ("The certificate was signed with a kind of key that is not recognised here.", NEW_FROM_ISSUER)
        }
        ReasonCode::Revoked => (
            "The certificate was revoked: its issuer has declared it invalid.",
            "Do not let in on this code; the holder can ask the issuer why, and for a new certificate.",
        ),
        ReasonCode::LikelyRevoked => (
            "The certificate was found in a list of revoked ones that is sometimes mistaken.",
            "Ask for another certificate; the holder can ask the issuer whether this one is revoked.",
        ),
        ReasonCode::RevocationUnknown => (
            "It is not known whether the certificate is revoked: a list that is needed for it is missing.",
            "Update the lists of revoked certificates and try again.",
        ),
        ReasonCode::DifferentPersons => (
            "The certificates do not belong to one person: their dates of birth differ.",
            "Check each person separately, and compare name and date of birth with an identity document.",
        ),
        ReasonCode::Expired => (
            "The certificate has expired.",
            "Ask for a certificate that is still valid; the holder can get a new one from the issuer.",
        ),
        ReasonCode::NotYetValid => (
            "The certificate is not valid yet.",
            "Check the date on this device; if it is right, wait until the certificate becomes valid.",
        ),
        ReasonCode::KeyExpired => (
            "The key that signed this certificate has expired.",
            "Update the keys and try again; if nothing changes, the holder can ask the issuer for a new certificate.",
        ),
        ReasonCode::KeyNotYetValid => (
            "The key that signed this certificate is not valid yet.",
            "Check the date on this device and try again; if it is right, the holder can turn to the issuer.",
        ),
        ReasonCode::RuleFailed => (
            "An entry rule of the country asked about is not fulfilled.",
            "Do not let in on this code alone; the holder can see in the app which rule it is.",
        ),
        ReasonCode::Invalidated => (
            "The country that issued the certificate no longer stands by it.",
            "Do not let in on this code alone; the holder can ask the issuer for a new certificate.",
        ),
        ReasonCode::NothingCounts => (
            "None of the certificates shown is of a type that counts here.",
            "Ask for a certificate of another type; the mode says which types count.",
        ),
        ReasonCode::NoCode => {
            ("No code was given, so there is nothing to check.", "Scan or enter the code of the certificate.")
        }
        ReasonCode::TooManyCodes => (
            "More codes were given than one check can take.",
            "Check fewer certificates at a time, those of one person only.",
        ),
        ReasonCode::NotACertificate => (
            "This code holds no health certificate that can be checked here.",
            "Ask for the code of the health certificate and scan that one.",
        ),
        ReasonCode::Malformed => (
            "The certificate cannot be read: its code is damaged, incomplete or wrongly made.",
            "Scan the original code again; if that does not help, the holder can ask the issuer for a new certificate.",
        ),
        ReasonCode::UnknownPayload => (
            "The code is signed like a certificate, but its content is of a kind not known here.",
            "Update the app and try again, or ask for another certificate.",
        ),
        ReasonCode::NoKeyId => (
            "The certificate does not say which key signed it, so its issuer cannot be confirmed.",
            "Ask for another certificate; the holder can get a new one from the issuer.",
        ),
        ReasonCode::NoKeys => (
            "There are no keys on this device yet, so no certificate can be confirmed.",
            "Connect to the internet and update; until then compare with other documents.",
        ),
        ReasonCode::KeysStale => {
            ("The keys on this device are too old to rely on.", "Connect to the internet and update, then check again.")
        }
        ReasonCode::RulesStale => (
            "The rules on this device are too old to rely on.",
            "Connect to the internet and update, then check again.",
        ),
        ReasonCode::RevocationStale => (
            "The lists of revoked certificates on this device are too old to rely on.",
            "Connect to the internet and update, then check again.",
        ),
        ReasonCode::KeyUnknown => (
            "The key of this certificate is not in the list in use, so its issuer cannot be confirmed.",
            KEYS_OR_ANOTHER,
        ),
        ReasonCode::KeyTestOnly => (
            "The certificate was signed with a demonstration key, which is not meant for real use.",
            "Ask for a certificate that was issued for real use.",
        ),
        ReasonCode::TooManyKeys => (
            "Too many keys share one key number, so it is unclear which of them signed this certificate.",
            KEYS_OR_ANOTHER,
        ),
        ReasonCode::NoHolder => (
            "The certificate does not say whose it is.",
            "Ask for another certificate; the holder can ask the issuer for a new one.",
        ),
        ReasonCode::NoExpiry => (
            "The certificate does not say until when it is valid, which its type must do.",
            "Ask for another certificate; the holder can ask the issuer for a new one.",
        ),
        ReasonCode::PersonsUnclear => (
            "It is unclear whether the certificates belong to one person: names differ or a date of birth is missing.",
            "Compare the names and dates of birth with an identity document.",
        ),
        ReasonCode::NoCountry => (
            "No country was chosen, so it is not known which rules apply.",
            "Choose the country whose rules should apply, and check again.",
        ),
        ReasonCode::RuleOpen => (
            "An entry rule of the country asked about cannot be applied to this certificate.",
            "Ask for another certificate, or ask the authority in charge.",
        ),
        ReasonCode::ModeUnknown => (
            "There is no mode of this name among the rules, so it is not known which certificates count.",
            "Choose a mode that the rules contain, or update the rules and try again.",
        ),
        ReasonCode::MoreNeeded => (
            "What was shown is not enough on its own; another certificate is needed beside it.",
            "Ask for the certificate that is still missing and check all of them together.",
        ),
        ReasonCode::ModeOpen => (
            "It cannot be determined whether this certificate counts in the chosen mode.",
            "Ask for another certificate, or ask the authority in charge of the rules.",
        ),
        ReasonCode::NoRules => (
            "There are no rules here for what was asked, so it cannot be decided.",
            "Update the rules and try again, or ask the responsible authority.",
        ),
    }
}

pub(super) fn warning(code: WarningCode) -> (&'static str, &'static str) {
    match code {
        WarningCode::CoseUntagged => ("The signed part of the certificate lacks its usual opening mark.", ISSUER_MENDS),
        WarningCode::CoseDoubleTagged => {
            ("The signed part of the certificate has one opening mark too many.", ISSUER_MENDS)
        }
        WarningCode::KeyIdUnprotected => {
            ("The key number stands only in the part that the signature does not protect.", ISSUER_MENDS)
        }
        WarningCode::KeyIdsDiffer => {
            ("The certificate names two different keys; the one protected by the signature was used.", ISSUER_MENDS)
        }
        WarningCode::AlgorithmUnprotected => {
            ("The signing method is named only in the part that the signature does not protect.", KEY_DECIDES)
        }
        WarningCode::AlgorithmsDiffer => {
            ("The certificate names two different ways of signing; the key decides.", ISSUER_MENDS)
        }
        WarningCode::AlgorithmAbsent => ("The certificate does not name its signing method.", KEY_DECIDES),
        WarningCode::TimeFloat => {
            ("A point in time is written as a decimal number; only whole seconds were used.", ISSUER_MENDS)
        }
        WarningCode::TimeTagged => ("A point in time carries an extra mark, which does not change it.", ISSUER_MENDS),
        WarningCode::ExpiryAbsent => (
            "The certificate does not say when it expires.",
            "Look at the date of issue; the issuer should name an end date in new certificates.",
        ),
        WarningCode::IssuedAbsent => ("The certificate does not say when it was issued.", ISSUER_MENDS),
        WarningCode::IssuerAbsent => ("The certificate does not name its issuer.", ORIGIN_BY_KEY),
        WarningCode::IssuerForm => ("The issuer is not given as a country code of two letters.", ORIGIN_BY_KEY),
        WarningCode::OtherPayloads => (
            "The certificate holds more content than the part that was read.",
            "Only the part that was read counts; the holder can ask the issuer about the rest.",
        ),
        WarningCode::PayloadWrapped => {
            ("The content of the certificate is wrapped once more than it should be.", ISSUER_MENDS)
        }
        WarningCode::VersionUnknown => {
            ("The certificate names a version of its format that does not exist.", COMPARE_PRINT)
        }
        WarningCode::FieldMissing => ("An entry that is required is missing.", COMPLETE_ONE),
        WarningCode::FieldEmpty => ("An entry is there but empty.", COMPLETE_ONE),
        WarningCode::FieldLong => ("An entry is longer than it may be.", ISSUER_MENDS),
        WarningCode::FieldRange => ("An entry has a value that is not allowed there.", COMPARE_PRINT),
        WarningCode::NumberFloat => ("A whole number is written as a decimal number.", ISSUER_MENDS),
        WarningCode::GroupEmpty => ("A part that is not used is left empty instead of being left out.", ISSUER_MENDS),
        WarningCode::DateWithTime => ("A date carries a time of day, which was dropped.", ISSUER_MENDS),
        WarningCode::DateTagged => ("A date carries an extra mark, which does not change it.", ISSUER_MENDS),
        WarningCode::DateUnreadable => {
            ("A date or time cannot be read or does not exist, so it counts as unknown.", ISSUER_MENDS)
        }
        WarningCode::BirthDateEmpty => (
            "The date of birth is empty.",
            "Compare the name with an identity document; the date of birth cannot be compared.",
        ),
        WarningCode::BirthDatePartial => (
            "Only a part of the date of birth is given, where all of it is expected.",
            "Compare the name and the given part of the date of birth with an identity document.",
        ),
        WarningCode::ZoneMissing => (
            "A time names no time zone; it was read as universal time (UTC).",
            "Allow for a difference of some hours; the issuer should name the zone in new certificates.",
        ),
        WarningCode::TimeForm => ("A time is written in an unusual form.", COMPARE_PRINT),
        WarningCode::UvciForm => ("The identifier of the certificate does not begin as it should.", ISSUER_MENDS),
        WarningCode::NameForm => (
            "The machine-readable name has characters that are not allowed there.",
            "Compare the name with an identity document; the issuer should correct this in new certificates.",
        ),
        WarningCode::IcvpGeneration => (
            "The certificate uses an older format of its type; it was read as the newest one.",
            "There is nothing to do now; a new certificate should have the newest format.",
        ),
        WarningCode::OutlivesKey => (
            "The certificate is meant to last longer than the key that signed it.",
            "Once the key has expired, the certificate no longer counts; ask the issuer for a new one in time.",
        ),
        WarningCode::PredatesKey => ("The certificate was issued before its key became valid.", ISSUER_MENDS),
        WarningCode::ClockBehind => (
            "The clock of this device is behind; a later time vouched for by a signature was used.",
            "Set the date and time of this device.",
        ),
        WarningCode::KeysUnsigned => (
            "The list of keys has no signature that was checked.",
            "Make sure that the list comes from a source you trust, or load a signed one.",
        ),
        WarningCode::NoRevocationList => (
            "No list of revoked certificates is loaded, so revocation was not checked.",
            "Load such a list, or bear in mind that a revoked certificate would not be noticed.",
        ),
        WarningCode::AgeUnknown => {
            ("It is not known how old the keys and rules are.", "Make sure that the files in use are up to date.")
        }
        WarningCode::DataAgeing => (
            "The keys, rules or revocation lists on this device are getting old.",
            "Update soon: after a while nothing can be decided by them.",
        ),
        WarningCode::CalendarClamped => (
            "A month is too short for a day reckoned with; other apps may decide otherwise for a few days.",
            "If another app disagrees, the authority in charge of the rules can say which day counts.",
        ),
        WarningCode::ChangeUncertain => (
            "When this answer changes next is not known exactly; it may be earlier than shown.",
            "Check again shortly before the answer is relied on.",
        ),
        WarningCode::NoRulesApplied => (
            "Only signature, dates and key were checked; no rules of any country were applied.",
            "To decide about entry, check by the rules of a country as well.",
        ),
    }
}

pub(super) fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Same(SameBecause::NamesEqual) => "Same birth date, same names.",
        Comparison::Same(SameBecause::NamesTransliterated) => "Same birth date, names equal after transliteration.",
        Comparison::Same(SameBecause::NamesReordered) => "Same birth date, same names in another order.",
        Comparison::Same(SameBecause::NamesShortened) => {
            "Same birth date; one certificate leaves out some of the names."
        }
        Comparison::Same(SameBecause::BirthDateAgrees) => "Same names; the birth dates agree as far as they are known.",
        Comparison::Perhaps(PerhapsBecause::BirthDateUnknown) => "The names agree, but a birth date is not known.",
        Comparison::Perhaps(PerhapsBecause::BirthDatePartial) => {
            "The names agree in part, and a birth date is not fully known."
        }
        Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped) => {
            "Same names; the birth dates would be equal with day and month swapped."
        }
        Comparison::Perhaps(PerhapsBecause::MarksDiffer) => {
            "The names differ only in their accents, which can make another name."
        }
        Comparison::Perhaps(PerhapsBecause::SpellingDiffers) => "The names are spelled differently.",
        Comparison::Perhaps(PerhapsBecause::InitialsOnly) => "A name is given by its first letter only.",
        Comparison::Perhaps(PerhapsBecause::NamePartMissing) => "A family name or given name is missing.",
        Comparison::Perhaps(PerhapsBecause::NameUnknown) => "There is no name to compare.",
        Comparison::Perhaps(PerhapsBecause::ScriptsDiffer) => {
            "The names are written in scripts that cannot be compared."
        }
        Comparison::Perhaps(PerhapsBecause::NamesOverlap) => "The names agree in part and differ in part.",
        Comparison::Perhaps(PerhapsBecause::FamilyNamesDiffer) => "Same given names, different family names.",
        Comparison::Different(DifferentBecause::BirthDates) => "Different birth dates.",
        Comparison::Different(DifferentBecause::GivenNames) => "Same family name, different given names.",
        Comparison::Different(DifferentBecause::Names) => "Different names.",
    }
}
