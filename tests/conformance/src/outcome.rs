//! Checks as a suite collects them, and what comes of them once the listed exceptions are taken into account.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::ledger::Ledger;

/// One expectation of the data beside the core's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The case: its path relative to the suite's directory.
    pub id: String,
    /// What is checked.
    pub name: &'static str,
    /// What the data expects.
    pub expected: String,
    /// What the core says.
    pub got: String,
    /// How the core explains it.
    pub reason: String,
    /// Why the data itself speaks against its expectation, where that can be shown without knowing the case.
    pub excuse: Option<String>,
}

/// What a suite found, before exceptions.
#[derive(Debug, Default)]
pub struct Checks {
    made: Vec<Check>,
    notes: Vec<String>,
    aside: BTreeMap<String, Vec<String>>,
    out_of_scope: BTreeMap<String, usize>,
}

impl Checks {
    /// Adds a check; `reason` is the core's explanation of what it said.
    pub fn compare(
        &mut self,
        id: &str,
        name: &'static str,
        expected: impl ToString,
        got: impl ToString,
        reason: impl Into<String>,
    ) {
        let (expected, got) = (expected.to_string(), got.to_string());
        self.made.push(Check { id: id.to_owned(), name, expected, got, reason: reason.into(), excuse: None });
    }

    /// Excuses the check made last: where it does not hold and no exception is listed, it is set aside with `excuse`.
    pub fn excuse(&mut self, excuse: Option<String>) {
        if let Some(check) = self.made.last_mut() {
            check.excuse = excuse;
        }
    }

    /// Adds a line about the run as a whole.
    pub fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    /// Counts something that this program does not check at all.
    pub fn out_of_scope(&mut self, what: &str) {
        let count = self.out_of_scope.entry(what.to_owned()).or_default();
        *count = count.saturating_add(1);
    }

    /// Sets an expectation aside: neither passed nor failed, listed under `class`.
    pub fn set_aside(&mut self, class: impl Into<String>, what: impl Into<String>) {
        self.aside.entry(class.into()).or_default().push(what.into());
    }

    /// Whether nothing was checked at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// Takes the exceptions into account that are listed for `suite`, which was run on `dir` (a whole path).
    #[must_use]
    pub fn settle(mut self, suite: &str, dir: &Path, ledger: &Ledger) -> Outcome {
        let out_of_scope = self.out_of_scope.iter().map(|(what, count)| format!("not in scope: {count} × {what}"));
        self.notes.extend(out_of_scope);
        let mut outcome =
            Outcome { passed: 0, excepted: 0, failures: Vec::new(), notes: self.notes, aside: self.aside };
        for mut check in self.made {
            let holds = check.expected == check.got;
            match ledger.find(suite, dir, &check.id, check.name) {
                None if holds => outcome.passed = outcome.passed.saturating_add(1),
                None => match check.excuse.take() {
                    Some(excuse) => outcome.aside.entry(excuse).or_default().push(check.id),
                    None => outcome.failures.push(check),
                },
                Some(listed) if holds => {
                    check.reason = format!("listed exception passes now; it was listed because: {}", listed.reason);
                    outcome.failures.push(check);
                }
                Some(listed) if (&listed.expected, &listed.got) == (&check.expected, &check.got) => {
                    outcome.excepted = outcome.excepted.saturating_add(1);
                }
                Some(listed) => {
                    check.reason = format!(
                        "listed exception has changed (expected {}, got {} are listed): {}",
                        listed.expected, listed.got, check.reason
                    );
                    outcome.failures.push(check);
                }
            }
        }
        outcome
    }
}

/// What came of a suite.
#[derive(Debug)]
pub struct Outcome {
    passed: usize,
    excepted: usize,
    failures: Vec<Check>,
    notes: Vec<String>,
    aside: BTreeMap<String, Vec<String>>,
}

impl Outcome {
    /// How many checks passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// How many checks are listed exceptions.
    #[must_use]
    pub fn excepted(&self) -> usize {
        self.excepted
    }

    /// The checks that failed.
    #[must_use]
    pub fn failures(&self) -> &[Check] {
        &self.failures
    }

    /// What was set aside, by class.
    #[must_use]
    pub fn aside(&self) -> &BTreeMap<String, Vec<String>> {
        &self.aside
    }

    /// Writes notes, failures, and as the last line `N passed, N failed`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for note in &self.notes {
            writeln!(out, "note: {note}")?;
        }
        for (class, cases) in &self.aside {
            writeln!(out, "aside: {} × {class}: {}", cases.len(), cases.join(", "))?;
        }
        for check in &self.failures {
            writeln!(out, "FAILED {} {}: expected {}, got {}", check.id, check.name, check.expected, check.got)?;
            writeln!(out, "       {}", if check.reason.is_empty() { "no reason was given" } else { &check.reason })?;
        }
        if self.excepted > 0 {
            writeln!(out, "note: {} listed exceptions, see tests/conformance/exceptions.json", self.excepted)?;
        }
        writeln!(out, "{} passed, {} failed", self.passed, self.failures.len())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Checks;
    use crate::ledger::Ledger;

    fn settled(got: &str, listed: bool) -> (usize, usize, String) {
        let entry = r#"{"id": "a", "check": "c", "expected": "true", "got": "false", "reason": "wrong data"}"#;
        let ledger = Ledger::read(&if listed { format!("{{\"s\": [{entry}]}}") } else { "{}".to_owned() }).unwrap();
        let mut checks = Checks::default();
        checks.compare("a", "c", true, got, "the core's words");
        let outcome = checks.settle("s", Path::new("/"), &ledger);
        let mut out = Vec::new();
        outcome.write(&mut out).unwrap();
        (outcome.passed(), outcome.failures().len(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn passes_fails_and_excepts() {
        assert_eq!(settled("true", false), (1, 0, "1 passed, 0 failed\n".to_owned()));
        let (passed, failed, text) = settled("false", false);
        assert_eq!((passed, failed), (0, 1));
        assert_eq!(text, "FAILED a c: expected true, got false\n       the core's words\n0 passed, 1 failed\n");
        let (passed, failed, text) = settled("false", true);
        assert_eq!((passed, failed), (0, 0));
        assert!(text.ends_with("\n0 passed, 0 failed\n"), "{text}");
    }

    #[test]
    fn surprises_fail() {
        let (passed, failed, text) = settled("true", true);
        assert_eq!((passed, failed), (0, 1));
        assert!(text.contains("listed exception passes now"), "{text}");
        let (_, failed, text) = settled("no certificate", true);
        assert_eq!(failed, 1);
        assert!(text.contains("has changed"), "{text}");
    }
}
