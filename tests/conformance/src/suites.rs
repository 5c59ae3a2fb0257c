//! The suites: each reads a directory in the layout of one kind of test data; `pairs` reads a file as well.

mod certlogic;
mod dgc;
mod frames;
mod images;
mod lives;
mod pairs;
mod production;
mod qa;
mod revocation;
mod rules;
mod trust;
mod who;

use std::path::{Path, PathBuf};

use semafor_core::key::KeyError;

use crate::outcome::Checks;

/// A kind of test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Decoder cases of EU member states: JSON files with a text and expectations.
    DgcTestdata,
    /// Texts of real-form certificates.
    QaText,
    /// Hash vectors and slices of revocation.
    Revocation,
    /// German key lists, each with the public key of its signature beside it.
    Trust,
    /// WHO trust list and sample codes.
    Who,
    /// The rule language's own suites.
    Certlogic,
    /// Rules with their tests.
    BusinessRules,
    /// Rules as they were in force.
    ProductionRules,
    /// Pictures of real-form certificates.
    QaImages,
    /// Frames of a camera.
    Frames,
    /// Pairs of identities, labelled whether they are one person's.
    Pairs,
    /// What colour schemes say of people.
    Lives,
}

/// How much of a suite is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What a change has to pass: every case, but only some of the times at which it could be tried; the same ones always.
    Sample,
    /// Everything, for minutes.
    Full,
}

impl Suite {
    /// All suites.
    pub const ALL: [Self; 12] = [
        Self::DgcTestdata,
        Self::QaText,
        Self::Revocation,
        Self::Trust,
        Self::Who,
        Self::Certlogic,
        Self::BusinessRules,
        Self::ProductionRules,
        Self::QaImages,
        Self::Frames,
        Self::Pairs,
        Self::Lives,
    ];

    /// The suite of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// Its name: on the command line, in the ledger, and of its directory.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DgcTestdata => "dgc-testdata",
            Self::QaText => "qa-text",
            Self::Revocation => "revocation",
            Self::Trust => "trust",
            Self::Who => "who",
            Self::Certlogic => "certlogic",
            Self::BusinessRules => "business-rules",
            Self::ProductionRules => "production-rules",
            Self::QaImages => "qa-images",
            Self::Frames => "frames",
            Self::Pairs => "pairs",
            Self::Lives => "lives",
        }
    }

    /// Whether it takes key lists from elsewhere than beside its directory.
    #[must_use]
    pub fn takes_keys(self) -> bool {
        self == Self::QaText
    }

    /// Whether it can be run in part.
    #[must_use]
    pub fn has_extents(self) -> bool {
        self == Self::ProductionRules
    }

    /// Makes its checks on `dir`, with the keys in `keys` where it takes any. A directory in which nothing can be checked
    /// is a failure.
    pub(crate) fn checks(self, dir: &Path, keys: &[PathBuf], extent: Extent) -> Checks {
        let mut checks = Checks::default();
        match self {
            Self::DgcTestdata => dgc::check(dir, &mut checks),
            Self::QaText => qa::check(dir, keys, &mut checks),
            Self::Revocation => revocation::check(dir, &mut checks),
            Self::Trust => trust::check(dir, &mut checks),
            Self::Who => who::check(dir, &mut checks),
            Self::Certlogic => certlogic::check(dir, &mut checks),
            Self::BusinessRules => rules::check(dir, &mut checks),
            Self::ProductionRules => production::check(dir, extent, &mut checks),
            Self::QaImages => images::check(dir, &mut checks),
            Self::Frames => frames::check(dir, &mut checks),
            Self::Pairs => pairs::check(dir, &mut checks),
            Self::Lives => lives::check(dir, &mut checks),
        }
        if checks.is_empty() {
            checks.compare(".", "cases", "at least one", "none", "nothing in this directory can be checked");
        }
        checks
    }
}

/// Whether the specification knows no such key, so that no signature of it may be expected to hold: ES256 is P-256 alone,
/// PS256 begins at RSA-2048 (hcert_spec §3.3.2). What the core does not support for other reasons is not among them.
fn is_outside_specification(error: &KeyError) -> bool {
    const LEAST_RSA_BITS: usize = 2_048;
    match error {
        KeyError::TooWeak { bits, .. } => *bits < LEAST_RSA_BITS,
        KeyError::Unsupported { kind } => matches!(*kind, "P-384" | "P-521"),
        KeyError::TooLong { .. } | KeyError::Malformed => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_outside_specification;
    use semafor_core::key::KeyError;

    #[test]
    fn only_keys_the_specification_does_not_know_excuse() {
        for (error, outside) in [
            (KeyError::TooWeak { bits: 1024, least: 2048 }, true),
            (KeyError::TooWeak { bits: 2048, least: 3072 }, false),
            (KeyError::Unsupported { kind: "P-384" }, true),
            (KeyError::Unsupported { kind: "P-521" }, true),
            (KeyError::Unsupported { kind: "an unnamed curve" }, false),
            (KeyError::Unsupported { kind: "a curve other than P-256" }, false),
            (KeyError::Unsupported { kind: "an algorithm other than EC and RSA" }, false),
            (KeyError::TooLong { bits: 8192, most: 4096 }, false),
            (KeyError::Malformed, false),
        ] {
            assert_eq!(is_outside_specification(&error), outside, "{error}");
        }
    }
}
