//! Who judges: the question of all who come, and the form of their answers.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use semafor_core::instant::Instant;
use semafor_core::sync::Live;
use semafor_core::verdict::{DoorReport, Language, Verdict};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};
use serde::Serialize;

use super::people::Person;
use super::{screen, watch};
use crate::args::{self, Question};
use crate::data::{self, Grounds};
use crate::exit::Failure;
use crate::paint::{BOLD, verdict_sign};
use crate::verify::show_door;
use crate::{machine, terminal, words};

/// What everybody is judged by, and how answers look.
pub(super) struct Desk {
    grounds: DeskGrounds,
    policy: Policy,
    language: Language,
    form: Form,
}

/// What is judged by.
enum DeskGrounds {
    /// Files, or a time that was named.
    Named {
        snapshot: Arc<Snapshot>,
        at: Option<Instant>,
        /// What was known about the time when the desk was opened, and what has passed since.
        opened: TimeContext,
        passed: Box<dyn Fn() -> Duration + Send + Sync>,
    },
    /// What was synced, the newest of it.
    Synced(Arc<Live>),
}

#[derive(Clone, Copy)]
enum Form {
    /// A document a line.
    Json,
    /// Without colours.
    Plain,
    /// Big and coloured.
    Screen,
}

/// Answers for people who came together.
pub(super) struct Answers {
    /// What is written, in lines.
    pub(super) text: Vec<u8>,
    pub(super) tally: Tally,
}

/// One line of JSON: the door's report, and whose it is.
#[derive(Serialize)]
struct Line<'a> {
    person: u64,
    line: u64,
    #[serde(flatten)]
    report: &'a DoorReport,
}

impl Desk {
    pub(super) fn of(options: &args::Door) -> Result<Self, Failure> {
        let form = match (options.json, machine::colours()) {
            (true, _) => Form::Json,
            (false, ColorChoice::Never) => Form::Plain,
            (false, _) => Form::Screen,
        };
        let grounds = DeskGrounds::of(&options.question)?;
        Ok(Self { grounds, policy: options.question.policy(), language: options.language.get(), form })
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Judges people and writes their answers, in their order.
    pub(super) fn answer(&self, people: &[Person]) -> io::Result<Answers> {
        let mut answers = Answers { text: Vec::new(), tally: Tally::default() };
        for person in people {
            let (snapshot, time) = self.grounds.now();
            let report = verifier::check(&person.texts, &self.policy, &time, &snapshot);
            answers.tally.count(report.verdict);
            self.show(person, &DoorReport::of(&report, self.language), &mut answers.text)?;
        }
        Ok(answers)
    }

    fn show(&self, person: &Person, report: &DoorReport, out: &mut Vec<u8>) -> io::Result<()> {
        match self.form {
            Form::Json => {
                let line = Line { person: person.number, line: person.line, report };
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)
            }
            Form::Plain => {
                let mut out = AutoStream::never(out);
                writeln!(out, "{BOLD}── {} ──{BOLD:#}", person.number)?;
                show_door(report, self.language, &mut out)?;
                writeln!(out)
            }
            Form::Screen => screen::show(person.number, report, self.language, terminal::columns(), out),
        }
    }
}

impl DeskGrounds {
    fn of(question: &Question) -> Result<Self, Failure> {
        if let Some(live) = data::live(question)? {
            let live = Arc::new(live);
            watch::keep_newest(Arc::clone(&live))?;
            return Ok(Self::Synced(live));
        }
        let Grounds { published, time: opened } = Grounds::of(question)?;
        let (snapshot, passed) = (published.snapshot, Box::new(machine::clock()));
        Ok(Self::Named { snapshot, at: question.at, opened, passed })
    }

    /// A desk stands open for hours: what is known, and what time it is, when this person comes.
    fn now(&self) -> (Arc<Snapshot>, TimeContext) {
        match self {
            Self::Synced(live) => (live.snapshot(), live.time()),
            Self::Named { snapshot, at, opened, passed } => {
                let passed = i64::try_from(passed().as_secs()).unwrap_or(i64::MAX);
                let device = at.unwrap_or_else(machine::now);
                let estimate = opened.estimate.or(opened.floor).map(|time| time.plus_seconds(passed));
                (Arc::clone(snapshot), TimeContext { device, floor: opened.floor, estimate })
            }
        }
    }
}

/// How many were answered how; nothing about whom.
#[derive(Default)]
pub(super) struct Tally {
    accepted: u64,
    refused: u64,
    undecided: u64,
}

impl Tally {
    fn count(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Accepted => &mut self.accepted,
            Verdict::Refused => &mut self.refused,
            Verdict::Undecided => &mut self.undecided,
        };
        *counter = counter.saturating_add(1);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.accepted = self.accepted.saturating_add(other.accepted);
        self.refused = self.refused.saturating_add(other.refused);
        self.undecided = self.undecided.saturating_add(other.undecided);
    }

    pub(super) fn line(&self, language: Language) -> String {
        let counted =
            |verdict, count| format!("{} {} {count}", verdict_sign(verdict), words::verdict(verdict, language));
        let (accepted, refused) = (counted(Verdict::Accepted, self.accepted), counted(Verdict::Refused, self.refused));
        format!("{accepted}, {refused}, {}", counted(Verdict::Undecided, self.undecided))
    }
}
