//! Who judges: the question of all who come, and the form of their answers.

use std::io::{self, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use semafor_core::instant::Instant;
use semafor_core::verdict::{DoorReport, Language, Verdict};
use semafor_core::verifier::{self, Policy, Snapshot, TimeContext};
use serde::Serialize;

use super::people::Person;
use super::screen;
use crate::args;
use crate::data::Grounds;
use crate::exit::Failure;
use crate::paint::{BOLD, verdict_sign};
use crate::verify::show_door;
use crate::{machine, terminal, words};

/// What everybody is judged by, and how answers look.
pub(super) struct Desk {
    snapshot: Snapshot,
    policy: Policy,
    /// When somebody has named the time.
    at: Option<Instant>,
    /// What was known about the time when the desk was opened, and what has passed since.
    opened: TimeContext,
    passed: Box<dyn Fn() -> Duration + Send + Sync>,
    language: Language,
    form: Form,
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
        let question = &options.question;
        let Grounds { snapshot, time: opened } = Grounds::of(question)?;
        let (policy, at, language) = (question.policy(), question.at, options.language.get());
        Ok(Self { snapshot, policy, at, opened, passed: Box::new(machine::clock()), language, form })
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// Judges people and writes their answers, in their order.
    pub(super) fn answer(&self, people: &[Person]) -> io::Result<Answers> {
        let mut answers = Answers { text: Vec::new(), tally: Tally::default() };
        for person in people {
            let report = verifier::check(&person.texts, &self.policy, &self.time(), &self.snapshot);
            answers.tally.count(report.verdict);
            self.show(person, &DoorReport::of(&report, self.language), &mut answers.text)?;
        }
        Ok(answers)
    }

    /// A desk stands open for hours: the time is that of this person.
    fn time(&self) -> TimeContext {
        let passed = i64::try_from((self.passed)().as_secs()).unwrap_or(i64::MAX);
        let device = self.at.unwrap_or_else(machine::now);
        let estimate = self.opened.estimate.or(self.opened.floor).map(|time| time.plus_seconds(passed));
        TimeContext { device, floor: self.opened.floor, estimate }
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
