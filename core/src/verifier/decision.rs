//! A decision as it is recorded, and its replay: the same texts, policy, time and snapshot give the same report, to the
//! byte (design §1.6).

use serde::{Deserialize, Serialize};

use super::{Policy, Snapshot, check};
use crate::verdict::{Report, TimeContext};

/// What was asked of a check, and what it answered. Holds certificates: for rule authors and tests, never for a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    #[serde(flatten)]
    question: Question,
    report: Report,
}

/// What is asked of a check, beside its snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    texts: Vec<String>,
    policy: Policy,
    time: TimeContext,
}

/// What came of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replay {
    /// The same decision, to the byte.
    Equal,
    /// Another decision.
    Differs {
        /// The decision as it is made now, in JSON.
        now: String,
    },
    /// It was made by another snapshot, and cannot be repeated with this one.
    OtherSnapshot {
        /// The id of the snapshot that was used then.
        recorded: String,
        /// The id of the snapshot at hand.
        present: String,
    },
}

/// Why a recorded decision cannot be replayed.
///
/// It quotes nothing of the record, which holds certificates.
#[derive(Debug, thiserror::Error)]
#[error("not a recorded decision: {category:?} error in column {column}")]
pub struct RecordError {
    category: serde_json::error::Category,
    column: usize,
}

impl From<serde_json::Error> for RecordError {
    fn from(error: serde_json::Error) -> Self {
        Self { category: error.classify(), column: error.column() }
    }
}

impl Decision {
    /// Decides, and keeps what was asked beside the answer.
    #[must_use]
    pub fn make(texts: Vec<String>, policy: Policy, time: TimeContext, snapshot: &Snapshot) -> Self {
        let report = check(&texts, &policy, &time, snapshot);
        Self { question: Question { texts, policy, time }, report }
    }

    /// The report.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The record: one line of JSON without a line end.
    ///
    /// # Errors
    /// [`RecordError`] when it cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, RecordError> {
        Ok(serde_json::to_string(self)?)
    }

    /// Makes a recorded decision again and compares the two byte for byte.
    ///
    /// # Errors
    /// [`RecordError`] when the text is no record.
    pub fn replay(record: &str, snapshot: &Snapshot) -> Result<Replay, RecordError> {
        let record = record.trim_end();
        let Record { question, report } = serde_json::from_str(record)?;
        if report.snapshot.id != snapshot.id() {
            let (recorded, present) = (report.snapshot.id, snapshot.id().to_owned());
            return Ok(Replay::OtherSnapshot { recorded, present });
        }
        let Question { texts, policy, time } = question;
        let now = Self::make(texts, policy, time, snapshot).to_json()?;
        Ok(if now == record { Replay::Equal } else { Replay::Differs { now } })
    }
}

/// What a replay reads of a record.
#[derive(Deserialize)]
struct Record {
    #[serde(flatten)]
    question: Question,
    report: RecordedReport,
}

#[derive(Deserialize)]
struct RecordedReport {
    snapshot: RecordedSnapshot,
}

#[derive(Deserialize)]
struct RecordedSnapshot {
    id: String,
}
