//! The ledger `exceptions.json`: checks on which the data is wrong, each with what it expects, what the core says, and
//! why the data is wrong.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// The exceptions of all suites, by the suite's name.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Ledger(BTreeMap<String, Vec<Exception>>);

/// One check on which the data is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The case: its path relative to the suite's directory.
    pub id: String,
    /// The check's name.
    pub check: String,
    /// What the data expects.
    pub expected: String,
    /// What the core says instead.
    pub got: String,
    /// Why the data is wrong, in one sentence.
    pub reason: String,
}

impl Ledger {
    /// The ledger this program was built with.
    ///
    /// # Errors
    /// [`LedgerError`] when `exceptions.json` was not valid.
    pub fn built_in() -> Result<Self, LedgerError> {
        Self::read(include_str!("../exceptions.json"))
    }

    /// Reads a ledger.
    ///
    /// # Errors
    /// [`LedgerError`] when it is no valid ledger, lists a check twice or gives no reason.
    pub fn read(json: &str) -> Result<Self, LedgerError> {
        let ledger: Self = serde_json::from_str(json).map_err(|error| LedgerError::Json(error.to_string()))?;
        for exceptions in ledger.0.values() {
            for (index, exception) in exceptions.iter().enumerate() {
                let (id, check) = (exception.id.clone(), exception.check.clone());
                if exception.reason.trim().is_empty() {
                    return Err(LedgerError::NoReason { id, check });
                }
                if exceptions.iter().take(index).any(|other| (&other.id, &other.check) == (&id, &check)) {
                    return Err(LedgerError::Twice { id, check });
                }
            }
        }
        Ok(ledger)
    }

    /// The exception listed for a check, if there is one. `id` is relative to `dir`, a whole path, which may be a part of
    /// the suite's directory: then its last names are the first of the exception's id.
    #[must_use]
    pub fn find(&self, suite: &str, dir: &Path, id: &str, check: &str) -> Option<&Exception> {
        let exceptions = self.0.get(suite)?;
        let mut of_check = exceptions.iter().filter(|exception| exception.check == check);
        let listed = of_check.clone().find(|exception| exception.id == id);
        listed.or_else(|| of_check.find(|exception| exception.is_below(dir, id)))
    }
}

impl Exception {
    /// Whether this is about the case `id` of a part `dir` of the suite's directory.
    fn is_below(&self, dir: &Path, id: &str) -> bool {
        let above = self.id.strip_suffix(id).and_then(|above| above.strip_suffix('/'));
        above.is_some_and(|above| !above.is_empty() && dir.ends_with(above))
    }
}

/// Why a ledger is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// It is not the JSON of a ledger.
    #[error("exceptions.json: {0}")]
    Json(String),
    /// An exception gives no reason.
    #[error("exceptions.json: {id} {check} gives no reason")]
    NoReason {
        /// The case.
        id: String,
        /// The check.
        check: String,
    },
    /// A check is listed twice.
    #[error("exceptions.json: {id} {check} is listed twice")]
    Twice {
        /// The case.
        id: String,
        /// The check.
        check: String,
    },
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Ledger, LedgerError};

    const ENTRY: &str = r#"{"id": "a.json", "check": "verify", "expected": "true", "got": "false", "reason": "why"}"#;

    #[test]
    fn built_in_ledger_is_valid() {
        Ledger::built_in().unwrap();
    }

    #[test]
    fn finds_by_suite_id_and_check() {
        let ledger = Ledger::read(&format!("{{\"dgc-testdata\": [{ENTRY}]}}")).unwrap();
        let dir = Path::new("/data");
        assert_eq!(ledger.find("dgc-testdata", dir, "a.json", "verify").unwrap().got, "false");
        for (suite, id, check) in [
            ("qa-text", "a.json", "verify"),
            ("dgc-testdata", "b.json", "verify"),
            ("dgc-testdata", "a.json", "decode"),
        ] {
            assert_eq!(ledger.find(suite, dir, id, check), None);
        }
    }

    #[test]
    fn finds_in_a_part_of_the_directory() {
        let ledger =
            Ledger::read(&format!("{{\"s\": [{}]}}", ENTRY.replace("a.json", "IS/2DCode/raw/3.json"))).unwrap();
        let found = |dir: &str, id: &str| ledger.find("s", Path::new(dir), id, "verify").is_some();
        assert!(found("/x/testdata", "IS/2DCode/raw/3.json"));
        assert!(found("/x/testdata/IS", "2DCode/raw/3.json"));
        assert!(found("/IS/2DCode", "raw/3.json"));
        assert!(found("/x/testdata/IS/2DCode/raw", "3.json"));
        for (dir, id) in [
            ("/x/testdata", "CZ/2DCode/raw/3.json"),
            ("/x/testdata/CZ", "2DCode/raw/3.json"),
            ("/x/testdata/XIS", "2DCode/raw/3.json"),
            ("/x/testdata/CZ/2DCode/raw", "3.json"),
            ("/x/IS", "raw/3.json"),
            ("/x/IS/2DCode/raw", ".json"),
            ("/x/IS/2DCode", "aw/3.json"),
            ("/x/IS/2DCode/raw", "33.json"),
            ("/", ""),
        ] {
            assert!(!found(dir, id), "{dir} {id}");
        }
    }

    #[test]
    fn refuses_what_is_no_ledger() {
        let twice = Ledger::read(&format!("{{\"x\": [{ENTRY}, {ENTRY}]}}")).unwrap_err();
        assert!(matches!(twice, LedgerError::Twice { .. }));
        let silent = Ledger::read(&format!("{{\"x\": [{}]}}", ENTRY.replace("why", " "))).unwrap_err();
        assert!(matches!(silent, LedgerError::NoReason { .. }));
        assert!(matches!(Ledger::read("[]").unwrap_err(), LedgerError::Json(_)));
    }
}
