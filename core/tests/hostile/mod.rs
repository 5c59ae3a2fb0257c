//! Input made to hurt, layer by layer, with the answer it must get. One list for the regression test, for the bench
//! that holds the worst of it against a bound, and for the seeds of the fuzzers.

mod bytes;
mod claims;
mod cose;
mod envelope;
mod keys;

use p256::ecdsa::SigningKey;
use semafor_core::instant::Instant;
use semafor_core::trust::{Domain, TrustList, TrustedKey};
use semafor_core::verdict::{Cause, ReasonCode, Report, Stage, Verdict};
use semafor_core::verifier::Snapshot;
use semafor_publisher::authority::{Authority, Terms};

pub(crate) use keys::{collision, files};

/// A text and the answer it must get.
pub(crate) struct Hostile {
    /// What is wrong with it.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
    expected: Expected,
}

/// The answer a text must get.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// Odd, and harmless.
    Accepted,
    /// This reason is among those given.
    Reason(ReasonCode),
    /// It cannot be read, and this stage says so.
    Malformed(Stage),
    /// It is undecided, for whichever reason: there is more than one.
    Undecided,
}

impl Hostile {
    fn new(name: impl Into<String>, text: String, expected: Expected) -> Self {
        Self { name: name.into(), text, expected }
    }

    /// What is wrong with the report, if it is not the expected one.
    pub(crate) fn complaint(&self, report: &Report) -> Option<String> {
        let as_expected = match self.expected {
            Expected::Accepted => report.verdict == Verdict::Accepted,
            Expected::Reason(code) => report.reasons.iter().any(|reason| reason.cause.code() == code),
            Expected::Undecided => report.verdict == Verdict::Undecided,
            Expected::Malformed(stage) => report
                .reasons
                .iter()
                .any(|reason| matches!(reason.cause, Cause::Malformed { stage: at, .. } if at == stage)),
        };
        let accepted = report.verdict == Verdict::Accepted && !matches!(self.expected, Expected::Accepted);
        (!as_expected || accepted).then(|| {
            format!("{}: expected {:?}, got {:?} {:?}", self.name, self.expected, report.verdict, report.reasons)
        })
    }
}

/// Every hostile text; those that need a signature bear a genuine one of `authority`.
pub(crate) fn texts(authority: &Authority) -> Vec<Hostile> {
    let mut texts = envelope::texts();
    texts.extend(cose::texts(authority));
    texts.extend(claims::texts(authority));
    texts
}

/// An authority with a fixed key, so that the same texts come out every time.
pub(crate) fn authority() -> Option<Authority> {
    let terms = Terms { country: "CZ".to_owned(), usages: Vec::new(), not_before: at(-DAY), not_after: at(DAY) };
    Authority::from_key(SigningKey::from_slice(&[0x5a; 32]).ok()?, &terms).ok()
}

/// A snapshot that trusts `authority` for EU certificates.
pub(crate) fn snapshot(authority: &Authority) -> Option<Snapshot> {
    let mut keys = TrustList::new();
    keys.add(TrustedKey::from_dsc(authority.dsc(), Domain::EuDcc).ok()?);
    Some(Snapshot::from_keys(keys, false))
}

/// The time of every check, moved by some seconds: 2026-11-22T12:00:00Z.
pub(crate) fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_795_348_800).unwrap_or(Instant::MAX).plus_seconds(seconds)
}

const DAY: i64 = 86_400;
