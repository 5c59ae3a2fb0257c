//! The suites: each reads a directory in the layout of one kind of public test data.

mod dgc;
mod qa;
mod revocation;
mod trust;
mod who;

use std::path::Path;

use crate::outcome::Checks;

/// A kind of test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Decoder cases of EU member states: JSON files with a text and expectations.
    DgcTestdata,
    /// Texts of real-form certificates.
    QaText,
    /// Hash vectors of revocation.
    Revocation,
    /// German key lists, each with the public key of its signature beside it.
    Trust,
    /// WHO trust list and sample codes.
    Who,
}

impl Suite {
    /// All suites.
    pub const ALL: [Self; 5] = [Self::DgcTestdata, Self::QaText, Self::Revocation, Self::Trust, Self::Who];

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
        }
    }

    /// Makes its checks on `dir`. A directory in which nothing can be checked is a failure.
    pub(crate) fn checks(self, dir: &Path) -> Checks {
        let mut checks = Checks::default();
        match self {
            Self::DgcTestdata => dgc::check(dir, &mut checks),
            Self::QaText => qa::check(dir, &mut checks),
            Self::Revocation => revocation::check(dir, &mut checks),
            Self::Trust => trust::check(dir, &mut checks),
            Self::Who => who::check(dir, &mut checks),
        }
        if checks.is_empty() {
            checks.compare(".", "cases", "at least one", "none", "nothing in this directory can be checked");
        }
        checks
    }
}
